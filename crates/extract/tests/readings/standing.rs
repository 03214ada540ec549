//! How long the time lasts that a report speaks of: an end by which things stand, or a longer time in passing, changes none.

use super::{check, dated, read};
use zhibiao_extract::{Fact, Reason};

/// A fact with its period, and whether it is of all of the year up to its end: 1—9月 is no September.
fn lasting(fact: &Fact) -> String {
    let is_sum = fact.period.is_some_and(|told| told.cumulative);
    format!("{}{}", dated(fact), if is_sum { " 累计" } else { "" })
}

#[test]
fn the_end_of_a_time_is_of_what_stands_then() {
    check(
        &[
            (
                "what is done in the time stays of it",
                "洛阳高新区2024年上半年经济运行情况\n\n截至6月底，洛阳高新区经营主体3.2万户；高新技术企业320家。新登记经营主体2480户，增长12.7%。税收收入9亿元。",
                &[
                    "32000 经营主体 level 2024-06",
                    "320 高新技术企业 level 2024-06",
                    "2480 新登记经营主体 level 2024-S1",
                    "12.7 新登记经营主体 yoy 2024-S1",
                    "900000000 税收收入 level 2024-S1",
                ],
            ),
            (
                "what else stands then, and the paragraph behind",
                "2024年上半年，洛阳高新区税收收入9亿元。6月末，贷款余额486亿元。高新技术企业320家。\n\n固定资产投资43亿元。",
                &[
                    "900000000 税收收入 level 2024-S1",
                    "48600000000 贷款余额 level 2024-06",
                    "320 高新技术企业 level 2024-06",
                    "4300000000 固定资产投资 level 2024-S1",
                ],
            ),
            (
                "the end of a quarter, of the months up to then",
                "2024年1—9月，洛阳高新区税收收入9亿元。9月末，高新技术企业320家。固定资产投资43亿元。",
                &[
                    "900000000 税收收入 level 2024-09 累计",
                    "320 高新技术企业 level 2024-09",
                    "4300000000 固定资产投资 level 2024-09 累计",
                ],
            ),
            (
                "an end that the text is about itself",
                "截至2024年6月底，洛阳高新区高新技术企业320家。规上企业150家。",
                &["320 高新技术企业 level 2024-06", "150 规上企业 level 2024-06"],
            ),
        ],
        lasting,
    );
}

#[test]
fn a_longer_time_in_passing_dates_nothing() {
    check(
        &[
            (
                "今年 in a set phrase",
                "今年1—3月，襄阳高新区运行良好，实现了今年“开门红”。工业增长较快，税收收入9亿元。",
                &["900000000 税收收入 level 2025-Q1"],
            ),
            (
                "全年 of a plan",
                "2024年上半年，襄阳高新区制定全年项目投资计划，建立包保制度。税收收入9亿元。",
                &["900000000 税收收入 level 2024-S1"],
            ),
            (
                "全年 with a figure",
                "2024年前三季度，襄阳高新区税收收入9亿元，预计全年税收收入12亿元。",
                &[
                    "900000000 税收收入 level 2024-09",
                    "1200000000 税收收入 forecast 2024",
                ],
            ),
            (
                "another year",
                "2023年，襄阳高新区税收收入9亿元。今年襄阳高新区发展良好，签约项目12个。",
                &["900000000 税收收入 level 2023", "12 签约项目 level 2025"],
            ),
        ],
        dated,
    );
}

#[test]
fn years_together_go_on_over_semicolons() {
    check(
        &[
            (
                "lists of them",
                "2021年至2023年，襄阳高新区税收收入分别为7亿元、8亿元、9亿元；营业收入分别为70亿元、80亿元、90亿元。",
                &[
                    "700000000 税收收入 level 2021",
                    "800000000 税收收入 level 2022",
                    "900000000 税收收入 level 2023",
                    "7000000000 营业收入 level 2021",
                    "8000000000 营业收入 level 2022",
                    "9000000000 营业收入 level 2023",
                ],
            ),
            (
                "a plan's years",
                "2024年，襄阳高新区企业320家。“十三五”期间，税收收入年均增长6%；营业收入年均增长9%。",
                &[
                    "320 企业 level 2024",
                    "6 税收收入年均增速 yoy -",
                    "9 营业收入年均增速 yoy -",
                ],
            ),
        ],
        dated,
    );
    let reading = read("2021年至2023年，襄阳高新区税收收入分别为7亿元、8亿元、9亿元。");
    assert!(
        reading.facts.iter().all(|fact| fact.confidence >= 0.85),
        "{reading:#?}"
    );
}

#[test]
fn a_flow_up_to_the_end_of_a_year_may_be_of_all_years() {
    let facts = read("截至2023年底，洛阳高新区拥有高新技术企业320家，实际使用外资7亿美元。").facts;
    let several = facts
        .iter()
        .map(|fact| fact.reasons.contains(&Reason::SeveralYears));
    assert_eq!(several.collect::<Vec<_>>(), [false, true], "{facts:#?}");
}
