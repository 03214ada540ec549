//! Figures that may be read in two ways are never sure.

use super::read;

#[test]
fn a_figure_of_two_readings_is_unsure() {
    for (text, value) in [
        (
            "肇庆高新区2024年固定资产投资120亿元（其中工业投资68亿元），增长8%。",
            8.0,
        ),
        (
            "肇庆高新区2024年工业总产值1200亿元（规上工业总产值1100亿元），同比增长7.2%。",
            7.2,
        ),
        (
            "肇庆高新区2024年规上工业增加值同比增长8%以上，力争达到10%；固定资产投资增速平稳，增长0.3%。",
            0.3,
        ),
        ("肇庆高新区2024年星湖梦工场入园企业2300家，上市企业37家。", 37.0),
        ("2024年，肇庆高新区29个项目集中签约或开工。", 29.0),
        ("2024年，肇庆高新区发展较快。外资企业贡献了32%的GDP。", 32.0),
    ] {
        let reading = read(text);
        let told = reading
            .facts
            .iter()
            .find(|fact| (fact.value - value).abs() < 1e-9);
        assert!(
            told.is_some_and(|fact| fact.confidence < 0.85),
            "{text}: {told:?}"
        );
    }
}

#[test]
fn what_leans_on_a_figure_is_no_surer_than_it() {
    let text = "肇庆高新区2025年规上工业总产值3450亿元左右，去年同期为3312亿元。";
    let reading = read(text);
    let [base, leaning] = reading.facts.as_slice() else {
        panic!("{:?}", reading.facts);
    };
    assert!(base.confidence < 0.85, "{base:?}");
    assert!(leaning.confidence <= base.confidence, "{leaning:?}");
}
