//! What is expected, how far that goes, and which part of a report a figure stands in.

use super::{check, read, said};

/// From here on a fact is proposed without a question.
const READY: f64 = 0.85;

#[test]
fn an_expectation_ends_where_a_clause_tells_what_is_done() {
    check(
        &[
            (
                "a verb of its own behind the semicolon",
                "襄阳高新区预计实现地区生产总值150亿元，增长6.5%左右；完成一般公共预算收入48亿元，增长4.1%；规上工业总产值突破480亿元。",
                &[
                    "15000000000 地区生产总值 forecast",
                    "6.5 地区生产总值增速 forecast",
                    "4800000000 一般公共预算收入 level",
                    "4.1 一般公共预算收入 yoy",
                    "48000000000 规上工业总产值 level",
                ],
            ),
            (
                "a list behind its colon",
                "襄阳高新区全年预计主要指标为：税收收入20亿元，增长6%；进出口总额88亿元；实际使用外资1.2亿美元。",
                &[
                    "2000000000 税收收入 forecast",
                    "6 税收收入增速 forecast",
                    "8800000000 进出口总额 forecast",
                    "120000000 实际使用外资 forecast",
                ],
            ),
            (
                "an aim goes on all the same",
                "襄阳高新区力争税收收入20亿元；完成固定资产投资80亿元。",
                &["2000000000 税收收入 target", "8000000000 固定资产投资 target"],
            ),
        ],
        said,
    );
}

#[test]
fn what_may_be_expected_or_done_is_asked() {
    for (text, measure) in [
        ("襄阳高新区预计税收收入20亿元；进出口总额88亿元。", "forecast"),
        ("襄阳高新区预计全年税收收入20亿元；进出口总额88亿元。", "level"),
        ("襄阳高新区预计全年税收收入20亿元，进出口总额88亿元。", "forecast"),
    ] {
        let reading = read(text);
        let last = reading.facts.last().unwrap();
        assert_eq!(last.measure.code(), measure, "{text}");
        assert!(last.confidence < READY, "{text} {last:?}");
    }
}

#[test]
fn below_a_heading_of_what_is_to_come_all_is_planned() {
    check(
        &[
            (
                "the work of this year, in its first half",
                "株洲高新区工作报告\n\n第一部分 2024年工作回顾\n\n税收收入20亿元。\n\n第二部分 2025年重点工作\n\n（一）聚力项目攻坚\n\n新签约项目90个。2024年签约项目86个。",
                &[
                    "2000000000 税收收入 level",
                    "90 新签约项目 target",
                    "86 签约项目 level",
                ],
            ),
            (
                "what has been done of it",
                "株洲高新区2025年重点工作推进情况\n\n新签约项目90个。",
                &["90 新签约项目 level"],
            ),
            (
                "what is done, and what of it is planned on",
                "株洲高新区2025年工作计划\n\n2024年已新建标准厂房35万平方米，今年新建标准厂房20万平方米。",
                &["350000 新建标准厂房 level", "200000 新建标准厂房 target"],
            ),
            (
                "the work of a year before",
                "株洲高新区2024年重点工作\n\n新签约项目90个。",
                &["90 新签约项目 level"],
            ),
            (
                "the end of a paragraph",
                "株洲高新区新签约项目90个。下一步，高新区聚焦主业，新增高新技术企业30家。\n税收收入20亿元。",
                &[
                    "90 新签约项目 level",
                    "30 新增高新技术企业 target",
                    "2000000000 税收收入 level",
                ],
            ),
        ],
        said,
    );
}

#[test]
fn words_of_planning_that_plan_nothing() {
    check(
        &[
            (
                "an office",
                "工信部规划司介绍，襄阳高新区2024年税收收入20亿元。国家发改委规划处介绍，襄阳高新区企业320家。",
                &["2000000000 税收收入 level", "320 企业 level"],
            ),
            (
                "a plan that was made",
                "襄阳高新区制定全年项目投资计划，规上工业总产值264亿元。",
                &["26400000000 规上工业总产值 level"],
            ),
            (
                "a budget of which a part is told",
                "襄阳高新区一般公共预算收入58亿元，完成年初预算54.1%，税收收入46亿元，同比增长4.8%。",
                &[
                    "5800000000 一般公共预算收入 level",
                    "54.1 年初预算 ratio",
                    "4600000000 税收收入 level",
                    "4.8 税收收入 yoy",
                ],
            ),
            (
                "what can be done now",
                "目前，襄阳高新区日处理能力可达1000吨。",
                &["1000 日处理能力 level"],
            ),
            (
                "what can be goes no further than its clause",
                "襄阳高新区某项目可实现年产值3亿元，拥有员工300人。",
                &["300000000 年产值 forecast", "300 员工 level"],
            ),
        ],
        said,
    );
}

#[test]
fn a_growth_that_is_aimed_at_is_no_amount() {
    check(
        &[
            (
                "where the catalogue has no growth of it",
                "襄阳高新区力争税收收入20亿元，增长6%以上，进出口总额增长5%。",
                &[
                    "2000000000 税收收入 target",
                    "6 税收收入增速 target",
                    "5 进出口总额增速 target",
                ],
            ),
            ("where it has", "襄阳高新区力争GDP增长6%。", &["6 GDP增速 target"]),
        ],
        said,
    );
}
