//! Which time a number is of.

use zhibiao_extract::Context;
use zhibiao_model::period::Period;

use super::support;

#[test]
fn a_plan_dates_no_other_sentence() {
    let extractor = support::extractor();
    let text = "肇庆高新区2023年营业收入5亿元。项目预计2025年底建成。利润总额3亿元。";
    let reading = extractor.read(text, &Context::default()).unwrap();
    let periods: Vec<String> = reading
        .facts
        .iter()
        .map(|fact| fact.period.unwrap().period.to_string())
        .collect();
    assert_eq!(periods, ["2023", "2023"]);
}

#[test]
fn a_part_of_an_unknown_year_is_not_of_one_said_before() {
    let extractor = support::extractor();
    let text = "肇庆高新区2019年营业收入5亿元。\n\n上半年，营业收入3亿元。";
    let reading = extractor.read(text, &Context::default()).unwrap();
    assert_eq!(reading.facts[1].period, None, "{reading:#?}");
}

#[test]
fn years_that_a_text_looks_back_on() {
    let extractor = support::extractor();
    let issued = Period::monthly(2024, 4).ok();
    for (rule, text, year) in [
        (
            "全年 in a report on a year",
            "肇庆高新区2023年总结\n\n全年营业收入5亿元。",
            "2023",
        ),
        ("全年 without a year", "肇庆高新区全年营业收入5亿元。", "2024"),
        (
            "what a multiple is taken of",
            "肇庆高新区去年产值5亿元，是2018年的1.8倍，利润3亿元。",
            "2023",
        ),
        (
            "what began then",
            "肇庆高新区去年产值5亿元。园区2008年启动建设，企业3家。",
            "2023",
        ),
    ] {
        let reading = extractor.read(text, &Context { zone: None, issued }).unwrap();
        let last = reading.facts.last().unwrap();
        assert_eq!(last.period.unwrap().period.to_string(), year, "{rule}: {text}");
    }
}
