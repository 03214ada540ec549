//! Where a text turns back from another zone to the one that it reports on.

use super::{check, placed, read};
use zhibiao_extract::{Fact, Reason};

/// What the facts are that need no second look for their zone.
fn are_clear(facts: &[Fact]) -> Vec<bool> {
    let is_clear = |fact: &Fact| !fact.reasons.contains(&Reason::SeveralZones);
    facts.iter().map(is_clear).collect()
}

#[test]
fn a_sentence_about_another_zone_ends_with_it() {
    check(
        &[
            (
                "全区 is the reporting zone",
                "长春高新区2024年统计公报\n全年进出口总额86亿元。长春兴隆综合保税区进出口总额41亿元，增长12%。全区实际使用外资2亿美元。",
                &[
                    "changchun-htz 8600000000 进出口总额 level",
                    "长春兴隆综合保税区 4100000000 进出口总额 level",
                    "长春兴隆综合保税区 12 进出口总额 yoy",
                    "changchun-htz 200000000 实际使用外资 level",
                ],
            ),
            (
                "该区 is the other one",
                "长春高新区2024年统计公报\n全年进出口总额86亿元。长春兴隆综合保税区进出口总额41亿元。该区实际使用外资2亿美元。",
                &[
                    "changchun-htz 8600000000 进出口总额 level",
                    "长春兴隆综合保税区 4100000000 进出口总额 level",
                    "长春兴隆综合保税区 200000000 实际使用外资 level",
                ],
            ),
            (
                "a paragraph of its own",
                "长春高新区2024年统计公报\n九台经济开发区税收收入41亿元。\n实际使用外资2亿美元，全年增长5%。",
                &[
                    "九台经济开发区 4100000000 税收收入 level",
                    "changchun-htz 200000000 实际使用外资 level",
                    "changchun-htz 5 实际使用外资 yoy",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn a_sentence_behind_another_zone_is_asked_about() {
    let text = "长春高新区2024年统计公报\n全年进出口总额86亿元。长春兴隆综合保税区进出口总额41亿元。实际使用外资2亿美元。";
    assert_eq!(are_clear(&read(text).facts), [true, true, false]);
    let text = "长春高新区2024年统计公报\n九台经济开发区税收收入41亿元。实际使用外资2亿美元。";
    assert_eq!(are_clear(&read(text).facts), [true, false]);
    let text = "2024年各区比较\n西安高新区税收收入41亿元。\n成都高新区税收收入41亿元。实际使用外资2亿美元。";
    assert_eq!(are_clear(&read(text).facts), [true, true, true]);
}
