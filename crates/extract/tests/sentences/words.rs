//! Words that belong to no name, or that make one of what stands beside them.

use super::{facts, support};

#[test]
fn words_of_the_tables_do_what_their_lists_say() {
    let extractor = support::extractor();
    for (rule, sentence, expected) in [
        (
            "实际 before a verb names nothing",
            "计划开工项目120个，实际开工130个。",
            &["120 开工项目 target", "130 开工项目 level"][..],
        ),
        (
            "大关 names nothing",
            "高新技术企业突破1000家大关。",
            &["1000 高新技术企业 level"],
        ),
        (
            "新设 tells of a gain, no whole",
            "新设经营主体300户，总量达到5000户。",
            &["300 新设经营主体 level", "5000 经营主体 level"],
        ),
        (
            "建有 begins no name",
            "建有标准厂房20万平方米。",
            &["200000 标准厂房 level"],
        ),
        (
            "what holds items is told by its ending",
            "编制70项重点任务清单。",
            &["70 重点任务 level"],
        ),
        (
            "N大 counts the items of a list",
            "轨道交通、航空动力两大产业产值分别为5亿元、3亿元。",
            &[
                "500000000 轨道交通产业产值 level",
                "300000000 航空动力产业产值 level",
            ],
        ),
        (
            "those who act begin no name",
            "双方合作课题5个。",
            &["5 合作课题 level"],
        ),
    ] {
        assert_eq!(facts(&extractor, sentence), expected, "{rule}: {sentence}");
    }
}
