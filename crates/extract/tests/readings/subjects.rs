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

#[test]
fn a_list_gives_each_its_number() {
    check(
        &[
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
