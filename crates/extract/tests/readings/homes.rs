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

#[test]
fn a_theme_before_another_zone_leaves_the_paragraph_to_the_text() {
    check(
        &[
            (
                "方面",
                "西安高新区2024年工作\n开放合作方面，关中综合保税区进出口总额50亿元。全区实际使用外资2亿美元。",
                &[
                    "关中综合保税区 5000000000 进出口总额 level",
                    "xian-htz 200000000 实际使用外资 level",
                ],
            ),
            (
                "several that are compared with",
                "西安高新区2024年工作\n与西咸新区、西安经开区相比，税收收入高出15亿元。",
                &["xian-htz 1500000000 税收收入 delta"],
            ),
        ],
        placed,
    );
}

#[test]
fn zones_that_are_only_counted_are_no_last_one() {
    let text = "2024年，西安高新区税收收入9亿元，成都高新区税收收入8亿元，湘潭高新区税收收入3亿元。\n北方两区研发投入强度分别达到7.8%、6.5%。";
    let facts = read(text).facts;
    assert_eq!(facts.len(), 3, "{facts:#?}");
    check(
        &[(
            "the zones of the last list",
            "2024年，西安高新区、成都高新区税收收入分别为9亿元、8亿元。北方两区研发投入强度分别达到7.8%、6.5%。",
            &[
                "xian-htz 900000000 税收收入 level",
                "chengdu-htz 800000000 税收收入 level",
                "xian-htz 7.8 研发投入强度 ratio",
                "chengdu-htz 6.5 研发投入强度 ratio",
            ],
        )],
        placed,
    );
}

#[test]
fn a_zone_that_no_rule_takes_up_is_asked_about() {
    let text = "2024年，南京高新区托管的浦口经济开发区税收收入70亿元，增长3%。南京高新区税收收入80亿元。";
    assert_eq!(are_clear(&read(text).facts), [false, false, true]);
    let text = "2024年，南京高新区税收收入80亿元，占全省开发区税收收入的5%，在国家高新区综合评价中列第12位。";
    assert_eq!(are_clear(&read(text).facts), [true, true, true]);
}

#[test]
fn zones_may_be_called_by_characters_that_stand_in_no_other_name() {
    check(
        &[
            (
                "净月, with its ending written out, and for short",
                "长春净月高新区投资指南\n\n2023年，长春净月高新技术产业开发区高新技术企业412家。净月高新区税收收入5亿元。",
                &[
                    "长春净月高新区 412 高新技术企业 level",
                    "长春净月高新区 500000000 税收收入 level",
                ],
            ),
            (
                "两江, which is no number of them",
                "2023年，两江新区高新技术企业412家。",
                &["两江新区 412 高新技术企业 level"],
            ),
            (
                "what a zone belongs to",
                "2023年，新疆生产建设兵团石河子高新区高新技术企业412家。",
                &["石河子高新区 412 高新技术企业 level"],
            ),
            (
                "a part of the name in brackets",
                "呼和浩特（金山）高新区2023年高新技术企业412家。",
                &["呼和浩特(金山)高新区 412 高新技术企业 level"],
            ),
            (
                "a month is none",
                "2024年10月，襄阳高新区和宜昌高新区税收收入分别为5亿元、6亿元。",
                &[
                    "xiangyang-htz 500000000 税收收入 level",
                    "yichang-htz 600000000 税收收入 level",
                ],
            ),
        ],
        placed,
    );
}

#[test]
fn a_zone_is_the_home_of_what_is_told_in_it() {
    check(
        &[
            (
                "where a firm lies",
                "在奉化经济开发区内的某科技有限公司里，生产繁忙。2024年，开发区有项目21个。",
                &["奉化经济开发区 21 项目 level"],
            ),
            (
                "and the part of the zone in which it does",
                "在奉化经济开发区滨海新区内的某科技有限公司里，生产繁忙。2024年，开发区有项目21个。",
                &["奉化经济开发区 21 项目 level"],
            ),
            (
                "from whom it was heard",
                "记者从滁州经开区获悉，2024年完成税收收入5亿元。",
                &["滁州经开区 500000000 税收收入 level"],
            ),
            (
                "another ending",
                "最近，新昌高新园区，某机器人面市。2024年，园区有高新技术企业31家。",
                &["新昌高新园区 31 高新技术企业 level"],
            ),
        ],
        placed,
    );
}
