//! 分别 over several times: each number is of its own.

use super::{check, dated, read};

#[test]
fn numbers_in_turn_are_of_the_times_in_turn() {
    let years = &[
        "52000000000 地区生产总值 level 2023",
        "55600000000 地区生产总值 level 2024",
    ];
    check(
        &[
            (
                "two years with 和",
                "肇庆高新区简报。2023年和2024年，地区生产总值分别为520亿元和556亿元。",
                years,
            ),
            (
                "two years with 、",
                "肇庆高新区简报。2023年、2024年，地区生产总值分别为520亿元和556亿元。",
                years,
            ),
            (
                "the first cut short",
                "肇庆高新区简报。2023、2024年地区生产总值分别达到520亿元、556亿元。",
                years,
            ),
            (
                "quarters cut short",
                "肇庆高新区简报。2024年一、二、三、四季度，地区生产总值分别增长5.1%、5.6%、6.0%和6.2%。",
                &[
                    "5.1 地区生产总值增速 yoy 2024-Q1",
                    "5.6 地区生产总值增速 yoy 2024-Q2",
                    "6 地区生产总值增速 yoy 2024-Q3",
                    "6.2 地区生产总值增速 yoy 2024-Q4",
                ],
            ),
            (
                "running months",
                "肇庆高新区简报。2024年1—3月、1—6月、1—9月，地区生产总值分别增长7.1%、7.3%、7.2%。",
                &[
                    "7.1 地区生产总值增速 yoy 2024-Q1",
                    "7.3 地区生产总值增速 yoy 2024-S1",
                    "7.2 地区生产总值增速 yoy 2024-09",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_list_of_times_of_another_length_dates_nothing() {
    let text = "肇庆高新区简报。2022年、2023年和2024年，地区生产总值分别为520亿元和556亿元。";
    let reading = read(text);
    assert!(reading.facts.is_empty(), "{:?}", reading.facts);
    assert_eq!(reading.unmatched.len(), 2);
}

#[test]
fn times_that_are_compared_with_date_nothing_for_sure() {
    let text = "肇庆高新区简报。2024年，地区生产总值较2022年和2023年分别增长8%和5%。";
    for fact in read(text).facts {
        let year = fact.period.map(|period| period.period.start().year());
        assert!(year == Some(2024) || fact.confidence < 0.85, "{fact:?}");
    }
}
