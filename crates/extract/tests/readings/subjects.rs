//! Whom a number is about, and units of heads.

use zhibiao_extract::Reason;

use super::{about, check, read, said};

#[test]
fn a_name_ends_where_the_sentence_goes_on() {
    check(
        &[
            (
                "位于 before the zone",
                "苏州华能半导体有限公司位于苏州工业园区内，营业收入5亿元。",
                &["苏州华能半导体有限公司: 500000000 营业收入 level"],
            ),
            (
                "a verb makes no name",
                "肇庆高新区坚持项目为王，引进企业20家。",
                &["-: 20 引进企业 level"],
            ),
            (
                "what is said of somebody is nobody, but who he is",
                "肇庆高新区软件港是“新基建”领衔项目。该项目总投资50亿元。",
                &["肇庆高新区软件港: 5000000000 项目总投资 level"],
            ),
            (
                "其 is none of a name",
                "肇庆高新区其子公司骆驼科技有限公司营业收入5亿元。",
                &["骆驼科技有限公司: 500000000 营业收入 level"],
            ),
            (
                "another firm right before its number",
                "宏远公司营收50亿元，大鹏公司30亿元。",
                &[
                    "宏远公司: 5000000000 营收 level",
                    "大鹏公司: 3000000000 营收 level",
                ],
            ),
            (
                "what is brought in",
                "肇庆高新区引进宏远科技有限公司，总投资120亿元。",
                &["宏远科技有限公司: 12000000000 总投资 level"],
            ),
        ],
        about,
    );
}

#[test]
fn growth_below_a_head_with_percent_is_in_percent() {
    check(
        &[(
            "单位：亿元、%",
            "肇庆高新区指标（单位：亿元、%）\n\nGDP：512.6，增长7.2。",
            &["51260000000 GDP level", "7.2 GDP增速 yoy"],
        )],
        said,
    );
}

#[test]
fn a_figure_is_of_what_it_is_told_of() {
    check(
        &[
            (
                "by a firm, of a project",
                "肇庆高新区星云项目由宏远集团投资20亿元。",
                &["星云项目: 2000000000 投资 level"],
            ),
            (
                "in brackets",
                "肇庆高新区开工宏远芯片项目（总投资50亿元）、大鹏电池项目（总投资30亿元），2024年营业收入600亿元。",
                &[
                    "宏远芯片项目: 5000000000 总投资 level",
                    "大鹏电池项目: 3000000000 总投资 level",
                    "-: 60000000000 营业收入 level",
                ],
            ),
            (
                "behind 的",
                "肇庆高新区引进总投资120亿元的宏远芯片项目。",
                &["宏远芯片项目: 12000000000 总投资 level"],
            ),
            (
                "a head behind a figure and 、",
                "肇庆高新区宏远公司营业收入20亿元、大鹏公司营业收入30亿元，园区营业收入600亿元。",
                &[
                    "宏远公司: 2000000000 营业收入 level",
                    "大鹏公司: 3000000000 营业收入 level",
                    "-: 60000000000 营业收入 level",
                ],
            ),
            (
                "a firm of another firm",
                "肇庆高新区宏远集团旗下子公司大鹏公司营收20亿元。",
                &["大鹏公司: 2000000000 营收 level"],
            ),
            (
                "built with it, by another",
                "由宏远集团投资12亿元建设的肇庆新材料产业园项目开工。",
                &["肇庆新材料产业园项目: 1200000000 投资 level"],
            ),
            (
                "a phase in brackets",
                "肇庆高新区推进项目建设。宏远材料项目（一期）总投资30亿元，占地200亩。",
                &[
                    "宏远材料项目: 3000000000 总投资 level",
                    "宏远材料项目: 200 占地 level",
                ],
            ),
            (
                "the zone again behind a time",
                "肇庆高新区设立规模100亿元的产业母基金，2024年全区营业收入600亿元。",
                &[
                    "产业母基金: 10000000000 设立规模 level",
                    "-: 60000000000 营业收入 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn what_lies_in_zones_alone_is_no_zones() {
    for (rule, text) in [
        ("an indicator of projects", "肇庆高新区2024年总投资5亿元。"),
        (
            "a firm that no rule takes up",
            "肇庆高新区帮助宏远科技有限公司2024年完成营业收入6亿元。",
        ),
    ] {
        let reading = read(text);
        assert!(
            reading.facts[0].subject.is_some() || reading.facts[0].reasons.contains(&Reason::UnknownSubject),
            "{rule}: {reading:#?}"
        );
    }
}

/// What a reader doubts is never ready to be confirmed unseen.
const READY: f64 = 0.85;

#[test]
fn a_fund_is_not_measured_as_zones_are() {
    let reading =
        read("肇庆高新区设立首期规模20亿元的创业投资基金。2024年营业收入300亿元，增长5%。税收收入30亿元。");
    let facts: Vec<_> = reading
        .facts
        .iter()
        .map(|fact| (about(fact), fact.confidence < READY))
        .collect();
    assert_eq!(
        facts,
        [
            ("创业投资基金: 2000000000 首期规模 level".to_owned(), true),
            ("-: 30000000000 营业收入 level".to_owned(), true),
            ("-: 5 营业收入增速 yoy".to_owned(), true),
            ("-: 3000000000 税收收入 level".to_owned(), false),
        ]
    );
    // What a firm is measured by, and what a project is told of by its own indicators, goes on.
    for (text, expected) in [
        (
            "肇庆高新区宏远有限公司位于园区北部。2024年营业收入30亿元。",
            "宏远有限公司: 3000000000 营业收入 level",
        ),
        (
            "肇庆高新区宏远材料项目占地200亩。总投资30亿元。",
            "宏远材料项目: 3000000000 总投资 level",
        ),
    ] {
        let told: Vec<String> = read(text).facts.iter().map(about).collect();
        assert_eq!(told.last().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn some_firms_are_not_the_zone() {
    for (rule, text) in [
        ("one without a name", "肇庆高新区某企业税收收入5亿元。"),
        ("one by half a name", "肇庆高新区宏远企业税收收入5亿元。"),
        ("some of them all", "肇庆高新区2024年骨干企业营业收入5亿元。"),
    ] {
        let fact = &read(text).facts[0];
        assert!(
            fact.confidence < READY
                && (fact.reasons.contains(&Reason::UnknownSubject) || fact.indicator.code().is_none()),
            "{rule}: {fact:#?}"
        );
    }
    for (rule, text) in [
        ("all of them", "肇庆高新区园区企业税收收入5亿元。"),
        (
            "the word heads the clause",
            "2024年，肇庆高新区企业营业收入5亿元。",
        ),
    ] {
        let fact = &read(text).facts[0];
        assert!(
            !fact.reasons.contains(&Reason::UnknownSubject),
            "{rule}: {fact:#?}"
        );
    }
}

#[test]
fn a_list_gives_each_its_number() {
    check(
        &[
            (
                "projects behind their numbers",
                "肇庆高新区投资额分别为10亿元和20亿元的宏远项目和大鹏项目开工。",
                &[
                    "宏远项目: 1000000000 投资额 level",
                    "大鹏项目: 2000000000 投资额 level",
                ],
            ),
            (
                "firms behind how many they are",
                "肇庆高新区两家上市公司宏远公司、大鹏公司分别实现营收30亿元、20亿元。",
                &[
                    "-: 2 上市公司 level",
                    "宏远公司: 3000000000 营收 level",
                    "大鹏公司: 2000000000 营收 level",
                ],
            ),
            (
                "firms",
                "肇庆高新区宏远公司、大鹏公司2023年营收分别为20亿元、30亿元，利润总额分别为2亿元、3亿元，分别增长5%、6%。",
                &[
                    "宏远公司: 2000000000 营收 level",
                    "大鹏公司: 3000000000 营收 level",
                    "宏远公司: 200000000 利润总额 level",
                    "大鹏公司: 300000000 利润总额 level",
                    "宏远公司: 5 利润总额 yoy",
                    "大鹏公司: 6 利润总额 yoy",
                ],
            ),
            (
                "the name behind 分别",
                "肇庆高新区宏远公司、大鹏公司2024年分别实现营业收入20亿元、30亿元。",
                &[
                    "宏远公司: 2000000000 营业收入 level",
                    "大鹏公司: 3000000000 营业收入 level",
                ],
            ),
            (
                "a growth of nothing that was named",
                "肇庆高新区宏远公司、大鹏公司2024年分别增长5%、6%。",
                &[],
            ),
            (
                "projects a clause before",
                "2024年肇庆高新区开工宏远芯片项目、大鹏电池项目，总投资分别为20亿元、30亿元。",
                &[
                    "宏远芯片项目: 2000000000 总投资 level",
                    "大鹏电池项目: 3000000000 总投资 level",
                ],
            ),
            (
                "names that their number sums up",
                "肇庆高新区开工宏远芯片、大鹏电池两个项目，总投资分别为20亿元、30亿元。",
                &[
                    "-: 2 项目 level",
                    "宏远芯片: 2000000000 总投资 level",
                    "大鹏电池: 3000000000 总投资 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn what_a_sentence_has_left_it_does_not_come_back_to() {
    check(
        &[
            (
                "what zones have alone, and more behind it",
                "芜湖经济技术开发区2024年工作\n哈特机器人研究所授权专利210件。高新技术企业2920家；万人有效发明专利拥有量352件。",
                &[
                    "哈特机器人研究所: 210 授权专利 level",
                    "-: 2920 高新技术企业 level",
                    "-: 352 万人有效发明专利拥有量 level",
                ],
            ),
            (
                "firms of a country",
                "苏州工业园区2024年工作\n德国博世集团追加投资1.2亿欧元，日本企业累计到账资金36亿日元。",
                &[
                    "德国博世集团: 120000000 追加投资 level",
                    "-: 3600000000 日本企业累计到账资金 level",
                ],
            ),
            (
                "some of what was counted, by a bound",
                "芜湖经济技术开发区2024年工作\n哈特机器人研究所孵化企业24家，其中6家年产值过亿元。",
                &[
                    "哈特机器人研究所: 24 孵化企业 level",
                    "哈特机器人研究所: 6 年产值过亿元孵化企业 level",
                ],
            ),
        ],
        about,
    );
}

#[test]
fn what_is_to_be_done_is_no_subject() {
    check(
        &[
            (
                "a heading of a paragraph",
                "宝鸡高新区2023年工作打算\n\n（一）狠抓项目建设。新开工项目12个，完成投资45亿元。",
                &[
                    "-: 12 新开工项目 target",
                    "-: 4500000000 新开工项目完成投资 target",
                ],
            ),
            (
                "a figure of speech",
                "宝鸡高新区全面掀起项目建设新高潮。本次签约项目53个。",
                &["-: 53 签约项目 level"],
            ),
        ],
        about,
    );
}

/// What a list of founded or attracted things goes on with is none of the first one's.
#[test]
fn things_in_a_list_are_not_spoken_of_further() {
    check(
        &[
            (
                "projects that a number sums up",
                "2024年，肇庆高新区引进青禾光伏材料项目、远迈储能项目等优质项目36个，完成固定资产投资增长7%。",
                &["-: 36 优质项目 level", "-: 7 固定资产投资 yoy"],
            ),
            (
                "things of several kinds",
                "2024年，肇庆高新区引进青禾云服务平台、远迈产业基金等重点项目36个。",
                &["-: 36 重点项目 level"],
            ),
        ],
        about,
    );
}

#[test]
fn kinds_of_things_and_places_are_no_subjects() {
    check(
        &[
            (
                "new ones",
                "2024年，肇庆高新区增量项目带动有力，新入库项目21个。",
                &["-: 21 新入库项目 level"],
            ),
            (
                "whose they are",
                "2024年，肇庆高新区民间项目投资增长5%。",
                &["-: 5 民间项目投资 yoy"],
            ),
            (
                "all of a kind",
                "2024年，肇庆高新区四大园区完成税收收入50亿元。",
                &["-: 5000000000 税收收入 level"],
            ),
            (
                "the middle of a town",
                "肇庆高新区位于市中心城区，2024年常住人口20万人。",
                &["-: 200000 常住人口 level"],
            ),
        ],
        about,
    );
}

/// An industry at the head of a sentence is not the subject's of the one before.
#[test]
fn an_industry_leaves_the_firm_spoken_of() {
    check(
        &[(
            "an industry",
            "肇庆高新区远迈集团完成搬迁。2024年，航空产业完成营业收入108亿元，增长78%。",
            &[
                "-: 10800000000 航空产业营业收入 level",
                "-: 78 航空产业营业收入 yoy",
            ],
        )],
        about,
    );
}
