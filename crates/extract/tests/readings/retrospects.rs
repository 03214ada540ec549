//! Reports that look back: which year a result is of when it is told in the next, and what was in the year before that.

use zhibiao_extract::{Context, Fact, Reason};
use zhibiao_model::period::Period;

use super::dated;
use crate::support;

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

/// Reads a text that was issued in a month, if any.
fn issued(text: &str, month: Option<(i16, i8)>) -> Vec<Fact> {
    thread_local! {
        static EXTRACTOR: zhibiao_extract::Extractor = support::extractor();
    }
    let issued = month.map(|(year, month)| Period::monthly(year, month as u8).unwrap());
    let context = Context { zone: None, issued };
    EXTRACTOR.with(|extractor| extractor.read(text, &context).unwrap().facts)
}

/// A rule, the month of issue, a text, and what its facts are.
type Case<'a> = (&'a str, Option<(i16, i8)>, &'a str, &'a [&'a str]);

fn check(cases: &[Case<'_>]) {
    for (rule, month, text, expected) in cases {
        let told: Vec<String> = issued(text, *month).iter().map(dated).collect();
        assert_eq!(told, *expected, "{rule}: {text}");
    }
}

#[test]
fn a_report_early_in_a_year_tells_of_the_one_before() {
    let february = Some((2025, 2));
    check(&[
        (
            "过去一年",
            february,
            "过去一年，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "过去的一年",
            february,
            "过去的一年里，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "刚刚过去的一年",
            february,
            "刚刚过去的一年，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "一年来",
            february,
            "一年来，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "a year without 年",
            february,
            "回首2024，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "a year that opens a sentence",
            february,
            "2024，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "全年 behind the day of the meeting",
            february,
            "2025年2月6日，西安高新区召开工作会议。全年签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "全年 behind it, in another paragraph too",
            february,
            "西安高新区工作报告\n——2025年2月6日在工作会议上\n一年来，税收收入90亿元，较上年增长3%。\n全年签约项目97个，在上年高基数上增长5%。",
            &[
                "9000000000 税收收入 level 2024",
                "3 税收收入 yoy 2024",
                "97 签约项目 level 2024",
                "5 签约项目 yoy 2024",
            ],
        ),
        (
            "the head of the text says when it was told",
            None,
            "2025年2月6日，西安高新区召开工作会议。全年签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "in March",
            Some((2025, 3)),
            "一年来，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "the last quarter, in March",
            Some((2025, 3)),
            "西安高新区四季度签约项目97个。",
            &["97 签约项目 level 2024-Q4"],
        ),
        (
            "at the end of the year",
            Some((2024, 12)),
            "一年来，西安高新区签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
    ]);
}

#[test]
fn times_that_are_over_or_planned_stay_what_they_are() {
    let february = Some((2025, 2));
    check(&[
        (
            "a plan of this year",
            february,
            "2025年，西安高新区力争全年签约项目97个。",
            &["97 签约项目 target 2025"],
        ),
        (
            "a month of this year",
            february,
            "今年1月，西安高新区签约项目97个。",
            &["97 签约项目 level 2025-01"],
        ),
        (
            "a year that is over",
            february,
            "西安高新区2023年全年签约项目97个。",
            &["97 签约项目 level 2023"],
        ),
        (
            "去年",
            february,
            "去年，西安高新区全年签约项目97个。",
            &["97 签约项目 level 2024"],
        ),
        (
            "the day itself",
            february,
            "2025年2月6日，西安高新区签约项目97个。",
            &["97 签约项目 level 2025-02-06"],
        ),
        (
            "a part that is over",
            Some((2024, 7)),
            "今年上半年，西安高新区签约项目97个。",
            &["97 签约项目 level 2024-S1"],
        ),
    ]);
}

#[test]
fn a_result_of_a_time_that_has_not_ended_is_doubted() {
    for (rule, month, text) in [
        ("the year of issue", (2024, 7), "2024年，西安高新区签约项目97个。"),
        ("全年 in summer", (2024, 7), "西安高新区全年签约项目97个。"),
        (
            "a year that no calendar has",
            (2025, 7),
            "过去一年，西安高新区签约项目97个。",
        ),
        ("a rolling year", (2025, 1), "近一年来，西安高新区签约项目97个。"),
        (
            "a quarter that runs",
            (2024, 5),
            "今年二季度，西安高新区签约项目97个。",
        ),
    ] {
        let facts = issued(text, Some(month));
        let doubts = [Reason::OpenPeriod, Reason::SeveralYears];
        let is_doubted = |fact: &Fact| {
            fact.confidence < READY && fact.reasons.iter().any(|reason| doubts.contains(reason))
        };
        assert!(
            facts.len() == 1 && facts.iter().all(is_doubted),
            "{rule}: {text} {facts:#?}"
        );
    }
}

#[test]
fn the_year_before_is_that_of_the_year_spoken_of() {
    let may = Some((2024, 5));
    check(&[
        (
            "beside a stated year",
            may,
            "西安高新区2023年税收收入90亿元，上年为86亿元。",
            &["9000000000 税收收入 level 2023", "8600000000 税收收入 level 2022"],
        ),
        (
            "in brackets",
            may,
            "西安高新区2023年税收收入90亿元（上年86亿元），签约项目97个。",
            &[
                "9000000000 税收收入 level 2023",
                "8600000000 税收收入 level 2022",
                "97 签约项目 level 2023",
            ],
        ),
        (
            "a list of it",
            may,
            "2023年，西安高新区、成都高新区税收收入分别为90亿元、80亿元，上年分别为86亿元、75亿元。",
            &[
                "9000000000 税收收入 level 2023",
                "8000000000 税收收入 level 2023",
                "8600000000 税收收入 level 2022",
                "7500000000 税收收入 level 2022",
            ],
        ),
        (
            "beside 去年",
            may,
            "去年，西安高新区税收收入90亿元，上年仅为86亿元。",
            &["9000000000 税收收入 level 2023", "8600000000 税收收入 level 2022"],
        ),
        (
            "of half a year",
            Some((2024, 8)),
            "2024年上半年，西安高新区税收收入45亿元，上年同期为43亿元。",
            &[
                "4500000000 税收收入 level 2024-S1",
                "4300000000 税收收入 level 2023-S1",
            ],
        ),
        (
            "with no year beside it",
            may,
            "西安高新区上年税收收入90亿元。",
            &["9000000000 税收收入 level 2023"],
        ),
        (
            "去年 is told from the day of issue",
            may,
            "西安高新区去年税收收入90亿元。",
            &["9000000000 税收收入 level 2023"],
        ),
        (
            "what is compared with it dates nothing",
            may,
            "西安高新区2023年税收收入较上年增长5%，签约项目97个。",
            &["5 税收收入 yoy 2023", "97 签约项目 level 2023"],
        ),
        (
            "a base",
            may,
            "2023年，西安高新区税收收入在上年低基数上增长5%。",
            &["5 税收收入 yoy 2023"],
        ),
    ]);
}
