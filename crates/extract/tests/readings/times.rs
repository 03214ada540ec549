//! Times that something is compared with, that are written short, or that no rule reads.

use super::{check, dated, read};

#[test]
fn what_stands_behind_with_is_compared_with() {
    check(
        &[
            (
                "同 before the year before",
                "2023年肇庆高新区高新技术企业数同上年增长8%。营业收入5亿元。",
                &["8 高新技术企业数增速 yoy 2023", "500000000 营业收入 level 2023"],
            ),
            (
                "同 and 相比 around it",
                "2023年肇庆高新区营业收入同上年相比增长8%，同2021年相比增长9%。利润总额3亿元。",
                &[
                    "8 营业收入增速 yoy 2023",
                    "9 营业收入增速 yoy 2023",
                    "300000000 利润总额 level 2023",
                ],
            ),
            (
                "the same period",
                "2023年肇庆高新区营业收入同上年同期相比增长8%，与上年同期相比，税收收入增长7%。",
                &["8 营业收入增速 yoy 2023", "7 税收收入 yoy 2023"],
            ),
            (
                "a word that ends in 同 compares nothing",
                "肇庆高新区2024年营业收入5亿元。全部合同2023年已完成，税收收入3亿元。",
                &["500000000 营业收入 level 2024", "300000000 税收收入 level 2023"],
            ),
        ],
        dated,
    );
}

#[test]
fn the_first_months_of_a_year_are_told_without_their_measure_word() {
    check(
        &[
            (
                "in either numerals",
                "前四月，肇庆高新区税收收入5亿元。前3月税收收入4亿元。",
                &[
                    "500000000 税收收入 level 2025-04",
                    "400000000 税收收入 level 2025-Q1",
                ],
            ),
            (
                "behind a year",
                "肇庆高新区2024年前十月税收收入5亿元，前三季税收收入4亿元。",
                &[
                    "500000000 税收收入 level 2024-10",
                    "400000000 税收收入 level 2024-09",
                ],
            ),
            (
                "提前 is no span of months",
                "肇庆高新区提前4月完成税收收入5亿元。",
                &["500000000 税收收入 level 2025-04"],
            ),
        ],
        dated,
    );
    let facts = read("2024年前十月，肇庆高新区税收收入5亿元。").facts;
    assert!(facts[0].period.unwrap().cumulative, "{facts:?}");
}

#[test]
fn a_time_that_no_rule_reads_is_not_the_one_spoken_of() {
    for opening in ["国庆期间，", "上一季度，", "本月", "年初至今，", "2023财年，"] {
        let text = format!("肇庆高新区2024年营业收入5亿元。{opening}税收收入3亿元。");
        let facts = read(&text).facts;
        assert_eq!(dated(&facts[1]), "300000000 税收收入 level -", "{text}");
        assert!(facts[1].confidence < 0.85, "{text}");
    }
    check(
        &[(
            "当月 is the month spoken of",
            "肇庆高新区2025年3月营业收入5亿元。当月，税收收入3亿元。",
            &[
                "500000000 营业收入 level 2025-03",
                "300000000 税收收入 level 2025-03",
            ],
        )],
        dated,
    );
}

#[test]
fn the_day_of_a_founding_dates_nothing_of_now() {
    check(
        &[
            (
                "the day at the head of a sentence",
                "2010年12月18日，肇庆高新区正式成立。总面积360平方公里，企业300家。",
                &["360 总面积 level 2025-05", "300 企业 level 2025-05"],
            ),
            (
                "于 before the year",
                "肇庆高新区创建于2002年，在2006年升级为省级开发区，规划用地面积5平方公里。",
                &["5 规划用地面积 level 2025-05"],
            ),
        ],
        dated,
    );
    let facts = read("2006年，肇庆高新区正式升级为省级开发区，高新技术企业300家。").facts;
    assert!(facts[0].confidence < 0.85, "{facts:?}");
}

#[test]
fn so_many_years_sooner_are_no_years_together() {
    check(
        &[(
            "提前 before a number of years",
            "肇庆高新区2024年营业收入100亿元，提前两年超额完成规划提出的目标任务；税收收入5亿元。",
            &["10000000000 营业收入 level 2024", "500000000 税收收入 level 2024"],
        )],
        dated,
    );
    let facts = read("肇庆高新区2024年提前三年完成目标，税收收入5亿元。").facts;
    assert_eq!(dated(&facts[0]), "500000000 税收收入 level 2024");
}
