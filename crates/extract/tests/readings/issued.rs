//! When a text was issued, as its lines and datelines say, and of which year what it plans is.

use zhibiao_extract::{Context, Fact};
use zhibiao_model::period::Period;

use super::dated;
use crate::support;

/// A rule, the month of issue, a text, and what its facts are.
type Case<'a> = (&'a str, Option<(i16, i8)>, &'a str, &'a [&'a str]);

fn facts(month: Option<(i16, i8)>, text: &str) -> Vec<Fact> {
    thread_local! {
        static EXTRACTOR: zhibiao_extract::Extractor = support::extractor();
    }
    let issued = month.and_then(|(year, month)| Period::monthly(year, month as u8).ok());
    let context = Context { zone: None, issued };
    EXTRACTOR.with(|extractor| extractor.read(text, &context).unwrap().facts)
}

fn check(cases: &[Case<'_>]) {
    for (rule, month, text, expected) in cases {
        let told: Vec<String> = facts(*month, text).iter().map(dated).collect();
        assert_eq!(told, *expected, "{rule}: {text}");
    }
}

#[test]
fn a_day_of_issue_dates_no_figure() {
    let march = Some((2024, 3));
    check(&[
        (
            "a note, told from the month of its own line",
            None,
            "宜昌高新区交出亮眼成绩单\n（新闻通稿  2024年3月）\n\n宜昌高新区全年税收收入9亿元。去年，签约项目58个。",
            &["900000000 税收收入 level 2023", "58 签约项目 level 2023"],
        ),
        (
            "a line of issue",
            None,
            "宜昌高新区成绩单\n发布日期：2024-03-12  来源：宜昌高新区\n\n去年，宜昌高新区税收收入9亿元。",
            &["900000000 税收收入 level 2023"],
        ),
        (
            "a line that is a day alone",
            march,
            "宜昌高新区2023年成绩单\n2024年3月12日\n\n税收收入9亿元。",
            &["900000000 税收收入 level 2023"],
        ),
        (
            "a dateline",
            march,
            "宜昌高新区2023年成绩单\n\n本报宜昌3月11日讯 税收收入9亿元。",
            &["900000000 税收收入 level 2023"],
        ),
        (
            "the day on which something was heard",
            march,
            "宜昌高新区2023年成绩单\n\n记者3月11日获悉，宜昌高新区税收收入9亿元。3月12日，记者从园区了解到，签约项目58个。",
            &["900000000 税收收入 level 2023", "58 签约项目 level 2023"],
        ),
        (
            "the months of a report are those of its figures",
            Some((2024, 7)),
            "宜昌高新区经济运行\n（2024年1-6月）\n\n税收收入9亿元。",
            &["900000000 税收收入 level 2024-S1"],
        ),
    ]);
}

#[test]
fn what_is_planned_is_of_the_year_of_its_heading() {
    check(&[
        (
            "全年 and its quarters",
            Some((2025, 2)),
            "第一部分 2024年工作回顾\n\n2024年，株洲高新区税收收入9亿元。\n\n第二部分 2025年重点工作\n\n（一）聚力项目攻坚\n\n全年签约项目120个。一季度新开工项目35个。\n\n技术合同成交额突破90亿元。",
            &[
                "900000000 税收收入 level 2024",
                "120 签约项目 target 2025",
                "35 新开工项目 target 2025-Q1",
                "9000000000 技术合同成交额 target 2025",
            ],
        ),
        (
            "a heading below that states no year",
            Some((2025, 1)),
            "2024年，株洲高新区税收收入9亿元。\n\n三、2025年工作思路\n\n（一）主要目标\n\n税收收入达到10亿元。截至2024年底，企业512家，2025年新增企业60家。",
            &[
                "900000000 税收收入 level 2024",
                "1000000000 税收收入 target 2025",
                "512 企业 level 2024",
                "60 新增企业 target 2025",
            ],
        ),
        (
            "全年 behind which an aim is named, in the first months",
            Some((2024, 2)),
            "今年，株洲高新区将加快转型。全年主要预期目标是：税收收入10亿元，实际利用外资1亿美元。",
            &[
                "1000000000 税收收入 target 2024",
                "100000000 实际利用外资 target 2024",
            ],
        ),
        (
            "明年",
            Some((2024, 12)),
            "2024年，株洲高新区税收收入9亿元。\n\n三、明年工作打算\n\n全年签约项目120个。",
            &["900000000 税收收入 level 2024", "120 签约项目 target 2025"],
        ),
        (
            "a heading without a year",
            Some((2023, 10)),
            "2023年前三季度，株洲高新区税收收入9亿元。\n\n二、下一步工作计划\n\n四季度新开工项目12个。全年签约项目40个。",
            &[
                "900000000 税收收入 level 2023-09",
                "12 新开工项目 target 2023-Q4",
                "40 签约项目 target 2023",
            ],
        ),
        (
            "the next step in the midst of a paragraph",
            Some((2025, 1)),
            "2024年，株洲高新区税收收入9亿元。下一步，株洲高新区聚焦主业，全年签约项目40个。\n技术合同成交额90亿元。",
            &[
                "900000000 税收收入 level 2024",
                "40 签约项目 target 2025",
                "9000000000 技术合同成交额 level 2024",
            ],
        ),
    ]);
}

#[test]
fn what_has_no_time_below_plans_is_not_sure() {
    let text = "2024年，株洲高新区税收收入9亿元。\n\n二、下一步工作打算\n\n技术合同成交额突破90亿元。";
    let facts = facts(Some((2025, 1)), text);
    let plan = facts.last().unwrap();
    assert_eq!(dated(plan), "9000000000 技术合同成交额 target 2025-01");
    assert!(plan.confidence < 0.85, "{plan:?}");
}

#[test]
fn a_year_that_the_sentence_has_told_is_the_whole_year() {
    check(&[
        (
            "an aim of the year",
            Some((2025, 2)),
            "2025年，襄阳高新区全年预期目标是税收收入增长10%。",
            &["10 税收收入增速 target 2025"],
        ),
        (
            "a meeting's day tells none",
            Some((2025, 2)),
            "2025年2月10日，襄阳高新区召开会议，全年完成税收收入20亿元。",
            &["2000000000 税收收入 level 2024"],
        ),
    ]);
}

#[test]
fn a_day_that_dates_figures_is_no_dateline() {
    check(&[
        (
            "从 is part of a word",
            Some((2024, 5)),
            "襄阳高新区概况。截至2023年12月31日，从业人员12万人。",
            &["120000 从业人员 level 2023-12-31"],
        ),
        (
            "电 is part of a word",
            Some((2024, 5)),
            "3月31日电子信息产业产值5亿元。",
            &["500000000 电子信息产业产值 level 2024-03-31"],
        ),
        (
            "what was seen on a day is of it",
            Some((2024, 5)),
            "4月15日，记者在施工现场看到，建筑工人800人。",
            &["800 建筑工人 level 2024-04-15"],
        ),
        (
            "an item of a list that only holds such a word",
            None,
            "2024年3月审核认定高新技术企业30家\n\n高新技术企业300家。",
            &["30 高新技术企业 level 2024-03", "300 高新技术企业 level 2024-03"],
        ),
    ]);
}
