//! Results that are told with words of planning, and plans.

use super::{support, told};
use zhibiao_extract::{Context, Extractor};
use zhibiao_model::period::Period;

fn facts(extractor: &Extractor, sentence: &str) -> Vec<String> {
    let context = Context {
        zone: None,
        issued: Period::monthly(2024, 4).ok(),
    };
    let text = format!("{}{sentence}", super::ZONE);
    extractor
        .read(&text, &context)
        .unwrap()
        .facts
        .iter()
        .map(told)
        .collect()
}

#[test]
fn results_are_no_plans() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("争取到上级专项资金3.5亿元。", "350000000 上级专项资金 level"),
        ("入选省级人才计划12人。", "12 省级人才计划 level"),
        ("按照规划，2023年完成投资30亿元。", "3000000000 完成投资 level"),
        ("根据规划，园区水域面积30平方公里。", "30 水域面积 level"),
        ("今年计划开工，去年实现产值5亿元。", "500000000 产值 level"),
        ("确保了30家企业复工。", "30 复工企业 level"),
    ] {
        assert_eq!(facts(&extractor, sentence), [expected], "{sentence}");
    }
}

#[test]
fn plans_stay_plans() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("争取到2026年产值达5亿元。", "500000000 产值 target"),
        ("今年计划开工项目12个，全年完成投资30亿元。", "12 开工项目 target"),
        ("按照规划，到2030年产值达500亿元。", "50000000000 产值 target"),
        ("高新区计划引进企业30家。", "30 引进企业 target"),
        ("力争2025年完成投资30亿元。", "3000000000 完成投资 target"),
    ] {
        assert_eq!(
            facts(&extractor, sentence).first().map(String::as_str),
            Some(expected),
            "{sentence}"
        );
    }
    // A name that begins like a word of what is done, unless the plan named the same.
    for (sentence, measure) in [
        ("全年目标是：引进企业20家，实际利用外资1亿美元。", "target"),
        ("计划利用外资2亿美元，实际利用外资1亿美元。", "level"),
    ] {
        assert!(facts(&extractor, sentence)[1].ends_with(measure), "{sentence}");
    }
    assert!(facts(&extractor, "今年计划开工项目12个，全年完成投资30亿元。")[1].ends_with("target"));
}
