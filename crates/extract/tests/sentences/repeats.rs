//! What is said twice is one fact; what is said of two times, or in other words of doubt, is two.

use super::{ZONE, read, support};
use zhibiao_extract::{Context, NoiseKind};

#[test]
fn the_same_count_in_another_year_is_no_repetition() {
    let text = format!("{ZONE}2022年拥有高新技术企业500家。2023年拥有高新技术企业500家。");
    let reading = support::extractor().read(&text, &Context::default()).unwrap();
    let years: Vec<String> = reading
        .facts
        .iter()
        .map(|fact| fact.period.unwrap().period.to_string())
        .collect();
    assert_eq!(years, ["2022", "2023"], "{reading:#?}");
}

#[test]
fn a_row_with_one_count_in_two_years_keeps_both() {
    let rows = "：\n\n指标 | 2022年 | 2023年\n高新技术企业（家） | 500 | 500";
    let reading = read(&support::extractor(), rows);
    let years: Vec<String> = reading
        .facts
        .iter()
        .map(|fact| fact.period.unwrap().period.to_string())
        .collect();
    assert_eq!(years, ["2022", "2023"], "{reading:#?}");
}

#[test]
fn a_bound_is_another_claim_than_the_number_itself() {
    let reading = read(&support::extractor(), "2023年绿化超500亩。2023年绿化500亩。");
    assert_eq!(reading.facts.len(), 2, "{reading:#?}");
}

#[test]
fn the_same_in_the_same_year_is_a_repetition() {
    let reading = read(&support::extractor(), "2023年绿化500亩。2023年，绿化500亩。");
    assert_eq!(reading.facts.len(), 1, "{reading:#?}");
    let repeats = reading
        .noise
        .iter()
        .filter(|noise| noise.kind == NoiseKind::Repeat);
    assert_eq!(repeats.count(), 1);
}

#[test]
fn claims_that_take_turns_are_told_once_each() {
    for (rule, sentence, told) in [
        (
            "with a bound and without",
            "2023年绿化超100亩。2023年绿化100亩。2023年绿化超100亩。2023年绿化100亩。",
            2,
        ),
        (
            "since January and in the month",
            "2023年1至6月绿化100亩。2023年6月绿化100亩。2023年1至6月绿化100亩。2023年6月绿化100亩。",
            2,
        ),
        (
            "of two subjects",
            "星海半导体有限公司营业收入5亿元。明月半导体有限公司营业收入5亿元。星海半导体有限公司营业收入5亿元。",
            2,
        ),
    ] {
        let reading = read(&support::extractor(), sentence);
        assert_eq!(reading.facts.len(), told, "{rule}: {reading:#?}");
    }
}
