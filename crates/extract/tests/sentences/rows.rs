//! Tables that stand in texts, and paragraphs that only look like their rows.

use super::{facts, read, support};
use zhibiao_extract::NoiseKind;

#[test]
fn figures_that_look_like_years_are_figures_where_the_table_gives_a_unit() {
    let extractor = support::extractor();
    for (rule, rows, expected) in [
        (
            "a unit in the label",
            "：\n\n指标 | 2022年 | 2023年\n营业收入（亿元） | 1985 | 2024",
            &["198500000000 营业收入 level", "202400000000 营业收入 level"][..],
        ),
        (
            "a unit in a cell",
            "：\n\n| 指标 | 单位 | 数值 |\n|---|---|---|\n| 有效发明专利 | 件 | 1985 |",
            &["1985 有效发明专利 level"],
        ),
        (
            "a unit in the head",
            "：\n\n单位 营业收入（亿元） 高新技术企业（家）\n东部片区 2024 1985",
            &["202400000000 营业收入 level", "1985 高新技术企业 level"],
        ),
        (
            "a unit above",
            "：\n\n单位：亿元\n指标 | 上年 | 本年\n营业收入 | 1985 | 2024",
            &["198500000000 营业收入 level", "202400000000 营业收入 level"],
        ),
        (
            "spaces between cells",
            "：\n\n指标 2022年 2023年\n营业收入（亿元） 1985 2024",
            &["198500000000 营业收入 level", "202400000000 营业收入 level"],
        ),
        (
            "a year in its own column",
            "：\n\n指标 | 单位 | 年份 | 数值\n营业收入 | 亿元 | 2023 | 812.4",
            &["81240000000 营业收入 level"],
        ),
    ] {
        assert_eq!(facts(&extractor, rows), expected, "{rule}: {rows}");
    }
}

#[test]
fn years_over_columns_date_what_stands_below() {
    let rows = "：\n\n指标 | 2022 | 2023\n营业收入（亿元） | 812.4 | 2024";
    let reading = read(&support::extractor(), rows);
    let told: Vec<(f64, String)> = reading
        .facts
        .iter()
        .map(|fact| (fact.value, fact.period.unwrap().period.to_string()))
        .collect();
    let expected = [
        (81_240_000_000.0, "2022".to_owned()),
        (202_400_000_000.0, "2023".to_owned()),
    ];
    assert_eq!(told, expected, "{reading:#?}");
    let dates = reading.noise.iter().filter(|noise| noise.kind == NoiseKind::Date);
    assert_eq!(dates.count(), 2);
}

#[test]
fn a_tab_makes_no_row_of_a_paragraph() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        (
            "经济运行：\t营业收入5亿元，利润3亿元。",
            &["500000000 营业收入 level", "300000000 利润 level"][..],
        ),
        (
            "。\n三、\t招商引资\n(一)\t全年签约项目62个，实际使用外资3亿美元。",
            &["62 签约项目 level", "300000000 实际使用外资 level"],
        ),
        (
            "。\n营业收入\t5亿元\t增长6%",
            &["500000000 营业收入 level", "6 营业收入增速 yoy"],
        ),
    ] {
        assert_eq!(facts(&extractor, sentence), expected, "{sentence}");
    }
}

#[test]
fn the_head_of_a_table_may_have_two_rows() {
    let extractor = support::extractor();
    for (rule, rows, expected) in [
        (
            "times over names",
            "：\n\n指标\t2024年\t2024年\n\t总量（亿元）\t增速（%）\n营业收入\t600\t5",
            &["60000000000 营业收入 level 2024", "5 营业收入增速 yoy 2024"][..],
        ),
        (
            "names over times",
            "：\n\n指标\t营业收入（亿元）\t营业收入（亿元）\t税收（亿元）\n\t2023年\t2024年\t2024年\n合计\t500\t600\t60",
            &[
                "50000000000 营业收入 level 2023",
                "60000000000 营业收入 level 2024",
                "6000000000 税收 level 2024",
            ],
        ),
        (
            "a part below a name is not the whole",
            "：\n\n指标\t营业收入（亿元）\n指标\t其中：出口\n合计\t5",
            &[],
        ),
        (
            "a head behind figures begins another part",
            "：\n\n指标\t营业收入（亿元）\n合计\t600\n指标\t2023年\n合计\t60",
            &["60000000000 营业收入 level "],
        ),
        (
            "a group of rows before their names",
            "：\n\n类别\t指标\t2023年（亿元）\t2024年（亿元）\n经济\t营业收入\t500\t600\n\t税收\t50\t60",
            &[
                "50000000000 营业收入 level 2023",
                "60000000000 营业收入 level 2024",
                "5000000000 税收 level 2023",
                "6000000000 税收 level 2024",
            ],
        ),
    ] {
        let reading = read(&extractor, rows);
        let told = reading.facts.iter().map(|fact| {
            let period = fact
                .period
                .map_or_else(String::new, |period| period.period.to_string());
            let (value, name, measure) = (fact.value, fact.indicator.zh(), fact.measure.code());
            format!("{value} {name} {measure} {period}")
        });
        assert_eq!(told.collect::<Vec<_>>(), expected, "{rule}: {rows}");
    }
}
