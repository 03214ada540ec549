//! Whom a number is about, and units of heads.

use super::{about, check, said};

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
