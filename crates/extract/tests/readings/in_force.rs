//! Which time is in force: one that the text comes back to, one on a line of its own, none of long ago, and none of all years.

use super::{check, dated, read};
use zhibiao_extract::Reason;

#[test]
fn a_text_comes_back_to_its_time() {
    check(
        &[
            (
                "months in a paragraph that ends with the time of the text",
                "2024年前三季度，洛阳高新区税收收入9亿元。\n1—8月固定资产投资增长17%，出口总额增长3%；前三季度高新技术企业新增28家，占全市22.2%\n进出口总额40亿元。",
                &[
                    "900000000 税收收入 level 2024-09",
                    "17 固定资产投资 yoy 2024-08",
                    "3 出口总额 yoy 2024-08",
                    "28 高新技术企业 delta 2024-09",
                    "22.2 高新技术企业 share 2024-09",
                    "4000000000 进出口总额 level 2024-09",
                ],
            ),
            (
                "a longer time that the text was not about",
                "2024年1—8月，洛阳高新区税收收入9亿元。\n1—7月，固定资产投资增长17%，而上半年增长12%，出口总额增长3%，各项指标保持了平稳。\n进出口总额40亿元。",
                &[
                    "900000000 税收收入 level 2024-08",
                    "17 固定资产投资 yoy 2024-07",
                    "12 固定资产投资 yoy 2024-S1",
                    "3 出口总额 yoy 2024-S1",
                    "4000000000 进出口总额 level 2024-07",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_time_stands_on_a_line_of_its_own() {
    check(
        &[
            (
                "above the line of the zone",
                "2024年上半年\n洛阳高新区税收收入9亿元！",
                &["900000000 税收收入 level 2024-S1"],
            ),
            (
                "months up to then",
                "2024年1—9月\n洛阳高新区税收收入9亿元！\n\n进出口总额40亿元。",
                &[
                    "900000000 税收收入 level 2024-09",
                    "4000000000 进出口总额 level 2024-09",
                ],
            ),
            (
                "a month may be that of issue",
                "2024年10月\n洛阳高新区税收收入9亿元！",
                &["900000000 税收收入 level 2025-05"],
            ),
            (
                "one in a heading ends with the article",
                "开封高新区2024年上半年经济运行\n洛阳高新区税收收入9亿元！",
                &["900000000 税收收入 level 2025-05"],
            ),
        ],
        dated,
    );
}

#[test]
fn two_events_date_nothing_of_now() {
    check(
        &[
            (
                "one behind another",
                "洛阳高新区于1991年3月创建、1992年11月获批国家级高新区。常住人口近50万人。",
                &["500000 常住人口 level 2025-05"],
            ),
            (
                "one behind another without a mark",
                "洛阳高新区于1991年3月创建1992年11月被国务院批准为国家级高新区。常住人口近50万人。",
                &["500000 常住人口 level 2025-05"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_label_says_when_a_text_was_issued() {
    let reading = read(
        "洛阳高新区简介\n\n发布时间:2024-07-30 10:07:00来源:洛阳高新区管理委员会办公室浏览量:字体大小:打印\n\n常住人口近50万人。",
    );
    let fact = &reading.facts[0];
    assert!(fact.reasons.contains(&Reason::NoPeriod), "{fact:?}");
}

#[test]
fn a_time_ahead_of_a_zone_is_no_subjects() {
    check(
        &[(
            "a platform in the sentence before",
            "2025年3月10日 洛阳日报\n\n近年来，洛阳高新区着力打造全省开放合作示范性大平台。2024年，洛阳高新区税收收入9亿元；进出口总额40亿元。",
            &[
                "900000000 税收收入 level 2024",
                "4000000000 进出口总额 level 2024",
            ],
        )],
        dated,
    );
}

#[test]
fn what_is_summed_up_may_be_of_all_years() {
    let several = |text: &str| read(text).facts[0].reasons.contains(&Reason::SeveralYears);
    for text in [
        "洛阳高新区累计实际使用外资7亿美元。",
        "目前，洛阳高新区累计完成固定资产投资70亿元。",
        "截至2023年，洛阳高新区实际使用外资7亿美元。",
        "截至2023年底，洛阳高新区累计实际使用外资7亿美元。",
        "2023年，十年累计实际使用外资7亿美元。",
        "2023年，洛阳高新区三年完成固定资产投资70亿元。",
    ] {
        assert!(several(text), "{text}");
    }
    for text in [
        "2023年，洛阳高新区累计实际使用外资7亿美元。",
        "2024年1—8月，洛阳高新区累计完成固定资产投资70亿元。",
        "截至2024年8月，洛阳高新区累计完成固定资产投资70亿元。",
        "截至2023年底，洛阳高新区累计常住人口7万人。",
        "2023年，洛阳高新区连续三年完成固定资产投资70亿元。",
        "2023年，洛阳高新区一年完成固定资产投资70亿元。",
    ] {
        assert!(!several(text), "{text}");
    }
}

#[test]
fn a_small_full_stop_ends_a_sentence() {
    check(
        &[
            (
                "behind a share at the end of a line",
                "2024年，洛阳高新区进出口总额40亿元,占全省总量的18%.\n\n税收收入9亿元.\n\n固定资产投资50亿元",
                &[
                    "4000000000 进出口总额 level 2024",
                    "18 进出口总额 share 2024",
                    "900000000 税收收入 level 2024",
                    "5000000000 固定资产投资 level 2024",
                ],
            ),
            (
                "between sentences where no other stop stands",
                "2024年，洛阳高新区税收收入9亿元.进出口总额40亿元.固定资产投资50亿元.",
                &[
                    "900000000 税收收入 level 2024",
                    "4000000000 进出口总额 level 2024",
                    "5000000000 固定资产投资 level 2024",
                ],
            ),
        ],
        dated,
    );
    let reading = read("一.洛阳高新区税收收入9亿元，约翰.史密斯公司落户。");
    assert_eq!(reading.sentences.len(), 1);
}

#[test]
fn a_part_told_in_passing_ends_with_its_clause() {
    check(
        &[
            (
                "the last of the months",
                "2024年1—11月，洛阳高新区税收收入增长9%，11月增长12%；出口额增长3%。固定资产投资增长20%。",
                &[
                    "9 税收收入 yoy 2024-11",
                    "12 税收收入 yoy 2024-11",
                    "3 出口额 yoy 2024-11",
                    "20 固定资产投资 yoy 2024-11",
                ],
            ),
            (
                "one of the months",
                "2024年上半年，洛阳高新区税收收入60亿元，其中5月份10亿元，增长5%。固定资产投资90亿元。",
                &[
                    "6000000000 税收收入 level 2024-S1",
                    "1000000000 税收收入 level 2024-05",
                    "5 税收收入 yoy 2024-05",
                    "9000000000 固定资产投资 level 2024-S1",
                ],
            ),
            (
                "a time that the text goes on to",
                "2024年，洛阳高新区税收收入60亿元，上半年固定资产投资90亿元。出口额3亿元。",
                &[
                    "6000000000 税收收入 level 2024",
                    "9000000000 固定资产投资 level 2024-S1",
                    "300000000 出口额 level 2024-S1",
                ],
            ),
            (
                "the last month of a year",
                "2024年，洛阳高新区税收收入60亿元，12月10亿元。固定资产投资90亿元。",
                &[
                    "6000000000 税收收入 level 2024",
                    "1000000000 税收收入 level 2024-12",
                    "9000000000 固定资产投资 level 2024",
                ],
            ),
            (
                "the year before behind a semicolon",
                "2024年，洛阳高新区税收收入60亿元；2023年为50亿元。企业320家。",
                &[
                    "6000000000 税收收入 level 2024",
                    "5000000000 税收收入 level 2023",
                    "320 企业 level 2024",
                ],
            ),
            (
                "years with two strokes between",
                "2002――2011年，洛阳高新区固定资产投资470亿元。",
                &["47000000000 固定资产投资 level -"],
            ),
        ],
        dated,
    );
    let reading = read("2024年1—11月，洛阳高新区税收收入增长9%，11月增长12%。固定资产投资增长20%。");
    assert!(reading.facts[2].period.is_some_and(|told| told.cumulative));
}

#[test]
fn what_is_looked_ahead_to_ends_with_its_sentence() {
    check(
        &[
            (
                "when what was done will bear fruit",
                "2024年，洛阳高新区新引进项目30个，2027年投产后预计实现产值200亿元。高新技术企业500家。",
                &[
                    "30 新引进项目 level 2024",
                    "20000000000 新引进项目产值 forecast 2027",
                    "500 高新技术企业 level 2024",
                ],
            ),
            (
                "another event of long ago",
                "洛阳高新区2010年获批国家级高新区，2015年扩区，2018年获评国家双创示范基地。税收收入9亿元。",
                &["900000000 税收收入 level 2025-05"],
            ),
        ],
        dated,
    );
}

#[test]
fn a_month_may_end_with_its_sentence() {
    let expected =
        read("2024年前三季度，洛阳高新区税收收入9亿元。全年预计税收收入12亿元。固定资产投资20亿元。");
    assert!(expected.facts[2].confidence < 0.85);
    let reading =
        read("2024年1—5月，洛阳高新区税收收入增长9%。5月份，税收收入增长12%。固定资产投资增长20%。");
    assert!(reading.facts[1].confidence >= 0.85);
    assert!(reading.facts[2].confidence < 0.85);
}
