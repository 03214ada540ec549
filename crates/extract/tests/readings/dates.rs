//! When a number is of: times that are written short, pasted with spaces, or told from the month of issue.

use zhibiao_extract::Context;

use super::{check, dated, read, support};

#[test]
fn times_may_be_written_short() {
    check(
        &[
            (
                "two digits of a year before a part of it",
                "肇庆高新区24年上半年税收收入5亿元，25年一季度6亿元。",
                &[
                    "500000000 税收收入 level 2024-S1",
                    "600000000 税收收入 level 2025-Q1",
                ],
            ),
            (
                "two digits of a year behind a zone and before a name",
                "肇庆高新区23年税收收入5亿元，24年达到6亿元。",
                &["500000000 税收收入 level 2023", "600000000 税收收入 level 2024"],
            ),
            (
                "so many years are none",
                "肇庆高新区成立23年，税收收入5亿元。",
                &["500000000 税收收入 level 2025-05"],
            ),
            (
                "a quarter and a half",
                "肇庆高新区2024Q2税收收入5亿元，24Q3为6亿元，2024H1为9亿元。",
                &[
                    "500000000 税收收入 level 2024-Q2",
                    "600000000 税收收入 level 2024-Q3",
                    "900000000 税收收入 level 2024-S1",
                ],
            ),
            (
                "a month behind a point",
                "肇庆高新区2024.06税收收入5亿元。",
                &["500000000 税收收入 level 2024-06"],
            ),
            (
                "a figure with a point",
                "肇庆高新区税收收入2024.06亿元。",
                &["202406000000 税收收入 level 2025-05"],
            ),
        ],
        dated,
    );
}

#[test]
fn spaces_part_no_time() {
    check(
        &[(
            "spaces around 年 and 月",
            "2024 年 1—9 月，肇庆高新区税收收入5亿元。",
            &["500000000 税收收入 level 2024-09"],
        )],
        dated,
    );
}

#[test]
fn a_time_is_told_from_the_issue() {
    check(
        &[
            (
                "the month before",
                "上月，肇庆高新区税收收入5亿元。",
                &["500000000 税收收入 level 2025-04"],
            ),
            (
                "a month that is compared with",
                "肇庆高新区税收收入5亿元，较上月增长5%。",
                &[
                    "500000000 税收收入 level 2025-05",
                    "5 税收收入较上月增速 yoy 2025-05",
                ],
            ),
            (
                "a day as of which figures are told",
                "2024年上半年，肇庆高新区税收收入5亿元。截至2024年12月31日，高新技术企业500家。",
                &[
                    "500000000 税收收入 level 2024-S1",
                    "500 高新技术企业 level 2024-12-31",
                ],
            ),
            (
                "nothing is expected of a year that is over",
                "2024年，肇庆高新区税收收入5亿元。\n\n肇庆高新区全年税收收入预计达到6亿元。",
                &[
                    "500000000 税收收入 level 2024",
                    "600000000 税收收入 forecast 2025",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn a_time_in_the_middle_of_a_paragraph_ends_with_it() {
    check(
        &[(
            "the paragraph behind is of the time that the text is about",
            "西安高新区一季度经济运行\n一季度，西安高新区税收收入9亿元。去年营业收入310亿元。\n净利润12亿元。",
            &[
                "900000000 税收收入 level 2025-Q1",
                "31000000000 营业收入 level 2024",
                "1200000000 净利润 level 2025-Q1",
            ],
        )],
        dated,
    );
}

#[test]
fn now_is_what_a_text_goes_on_with() {
    let text = "2023年，肇庆高新区举办大会，签约项目20个。园区目前有高新技术企业260家。\n\n肇庆高新区有创投机构160家。";
    let of_issue = [
        "20 签约项目 level 2023",
        "260 高新技术企业 level 2025-05",
        "160 创投机构 level 2025-05",
    ];
    check(&[("it is the month of issue", text, &of_issue)], dated);
    // Where nobody knows the month, no year of before is meant.
    let undated = support::extractor().read(text, &Context::default()).unwrap();
    let undated: Vec<String> = undated.facts.iter().map(dated).collect();
    assert_eq!(
        undated,
        [
            "20 签约项目 level 2023",
            "260 高新技术企业 level -",
            "160 创投机构 level -"
        ]
    );
}

#[test]
fn a_shorter_time_than_the_headings_ends_with_its_paragraph() {
    check(
        &[(
            "1—2月 below 一季度",
            "成都高新区2025年一季度经济运行分析\n\n（一）服务业。1—2月规上服务业营业收入386亿元。\n\n（二）投资。固定资产投资增速5%。",
            &[
                "38600000000 规上服务业营业收入 level 2025-02",
                "5 固定资产投资 yoy 2025-Q1",
            ],
        )],
        dated,
    );
}

#[test]
fn the_time_of_a_firm_may_end_with_it() {
    let reading = read("武汉东湖高新区2024年工作\n华工科技前三季度签下订单4.2亿美元。全区税收收入9亿元。");
    let own = reading.facts.last().unwrap();
    assert_eq!(dated(own), "900000000 税收收入 level 2024");
    assert!(own.confidence < 0.85, "{own:?}");
}

#[test]
fn words_of_aims_and_of_now_date_only_what_they_are_said_of() {
    check(
        &[
            (
                "an aim a sentence before",
                "苏州工业园区2025年工作\n今年以来，园区上下锚定目标、克难奋进。1—3月实现地区生产总值932亿元。税收收入226亿元。",
                &[
                    "93200000000 地区生产总值 level 2025-Q1",
                    "22600000000 税收收入 level 2025-Q1",
                ],
            ),
            (
                "当前存在",
                "苏州工业园区2025年一季度情况\n当前存在的主要问题：工业用电量16.9亿千瓦时。",
                &["1690000000 工业用电量 level 2025-Q1"],
            ),
        ],
        dated,
    );
}

#[test]
fn the_whole_year_behind_an_aim_is_aimed_at() {
    let context = Context {
        zone: None,
        issued: zhibiao_model::period::Period::monthly(2025, 2).ok(),
    };
    let text = "洛阳高新区2024年情况\n预计2025年一季度地区生产总值增长6.5%，全年增长7%以上。";
    let reading = support::extractor().read(text, &context).unwrap();
    let told: Vec<String> = reading.facts.iter().map(dated).collect();
    assert_eq!(
        told,
        [
            "6.5 地区生产总值增速 forecast 2025-Q1",
            "7 地区生产总值增速 forecast 2025"
        ]
    );
}

#[test]
fn this_year_is_the_one_that_the_text_speaks_of() {
    check(
        &[(
            "本年",
            "襄阳高新区2024年统计公报\n全年施工项目428个，其中本年新开工项目216个。",
            &["428 施工项目 level 2024", "216 新开工项目 level 2024"],
        )],
        dated,
    );
}

#[test]
fn a_numbered_heading_begins_no_other_article() {
    check(
        &[(
            "一、 before each zone",
            "长沙高新区与株洲高新区2025年一季度情况\n\n一、长沙高新区\n\n实现地区生产总值328.5亿元。\n\n二、株洲高新区\n\n工业用电量5.3亿千瓦时，由前两个月的下降1.6%转为增长2.4%。税收收入9亿元。",
            &[
                "32850000000 地区生产总值 level 2025-Q1",
                "530000000 工业用电量 level 2025-Q1",
                "-1.6 工业用电量 yoy 2025-02",
                "2.4 工业用电量 yoy 2025-Q1",
                "900000000 税收收入 level 2025-Q1",
            ],
        )],
        dated,
    );
}

#[test]
fn the_same_part_of_a_later_year_is_of_that_year() {
    check(
        &[
            (
                "a year that the sentence has not come to",
                "2022年，肇庆高新区税收收入增长5%，2023年同期税收收入为12亿元。",
                &["5 税收收入 yoy 2022", "1200000000 税收收入 level 2023"],
            ),
            (
                "its quarter",
                "2022年一季度，肇庆高新区税收收入10亿元；2024年同期，税收收入12亿元。",
                &[
                    "1000000000 税收收入 level 2022-Q1",
                    "1200000000 税收收入 level 2024-Q1",
                ],
            ),
        ],
        dated,
    );
}

#[test]
fn what_no_time_is_told_of_is_not_sure() {
    let reading = read("襄阳高新区现有高新技术企业412家。");
    assert!(reading.facts[0].confidence < 0.85, "{reading:#?}");
}

#[test]
fn now_is_the_month_of_a_day_of_issue() {
    let context = Context {
        zone: None,
        issued: "2020-06-10".parse().ok(),
    };
    let text = "截至2019年底，襄阳高新区规上企业122家。目前，日处理能力1000吨。";
    let reading = support::extractor().read(text, &context).unwrap();
    let told: Vec<String> = reading.facts.iter().map(dated).collect();
    assert_eq!(told, ["122 规上企业 level 2019", "1000 日处理能力 level 2020-06"]);
}

#[test]
fn early_in_a_year_the_one_before_is_expected() {
    let context = Context {
        zone: None,
        issued: "2021-01".parse().ok(),
    };
    let text = "襄阳高新区2020年主要指标完成情况\n\n2020年，襄阳高新区发展良好。\n\n全年预计实现地区生产总值160亿元；完成税收收入13亿元。";
    let reading = support::extractor().read(text, &context).unwrap();
    let told: Vec<String> = reading.facts.iter().map(dated).collect();
    assert_eq!(
        told,
        [
            "16000000000 地区生产总值 forecast 2020",
            "1300000000 税收收入 level 2020"
        ]
    );
}
