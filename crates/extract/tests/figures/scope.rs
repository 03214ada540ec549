//! Whose a figure is, and of when: a firm's, a country's or several years' figure is none of the zone's year.

use zhibiao_extract::{Context, Reason, ZoneRef};
use zhibiao_model::period::Period;

use super::{SURE, figures, read, support};

#[test]
fn subjects_stand_before_a_time_or_a_pause() {
    let extractor = support::extractor();
    for (rule, sentence, subjects) in [
        (
            "a year behind a firm, and what goes on about it",
            "内的陕西大鹏电气股份有限公司2023年实现营业收入130.6亿元，净利润6.2亿元。公司拥有员工6800人。",
            &["陕西大鹏电气股份有限公司"; 3][..],
        ),
        (
            "a pause behind a firm",
            "发展良好。陕西大鹏建设有限公司，2023年营收30亿元。",
            &["陕西大鹏建设有限公司"],
        ),
        (
            "a pause and what a plant makes",
            "发展良好。陕西大鹏电气有限公司，年产胶粘剂12万吨。",
            &["陕西大鹏电气有限公司"],
        ),
        (
            "a year behind a project",
            "发展良好。星海新能源项目2023年完成投资30亿元。",
            &["星海新能源项目"],
        ),
        (
            "a pause behind a project",
            "发展良好。星海新能源项目，总投资30亿元。",
            &["星海新能源项目"],
        ),
        (
            "a class of projects",
            "发展良好。省市重点项目2023年完成投资30亿元。",
            &["-"],
        ),
        (
            "what is done for projects",
            "发展良好。狠抓项目，完成投资30亿元。",
            &["-"],
        ),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let found = reading.facts.iter().map(|fact| fact.subject.as_ref());
        let found: Vec<&str> = found
            .map(|subject| subject.map_or("-", |subject| subject.zh()))
            .collect();
        assert_eq!(found, subjects, "{rule}: {text}");
    }
}

#[test]
fn a_firm_that_is_not_named_is_asked_about() {
    let (text, reading) = read(&support::extractor(), "发展良好。公司营业收入5亿元。");
    let fact = &reading.facts[0];
    assert!(fact.reasons.contains(&Reason::UnknownSubject), "{text} {fact:?}");
    assert!(fact.confidence < SURE);
}

#[test]
fn figures_of_a_whole_are_no_zones() {
    let extractor = support::extractor();
    for (rule, sentence, expected) in [
        (
            "a whole is what its clause is about",
            "发展良好。全国178家国家高新区2023年共实现出口总额4万亿元。",
            &["? 178家", "? 4万亿元"][..],
        ),
        (
            "the next clause goes on about it, until a zone is named",
            "发展良好。全国178家国家高新区营业收入50万亿元，占全国比重14.3%，肇庆高新区营业收入300亿元，增长5%。",
            &[
                "30000000000 元 exact 营业收入 level",
                "5 % exact 营业收入增速 yoy",
                "? 178家",
                "? 50万亿元",
                "? 14.3%",
            ],
        ),
        (
            "a rank among all is the zone's own",
            "营业收入300亿元，在全国178家国家高新区中排名第7。",
            &[
                "30000000000 元 exact 营业收入 level",
                "7 名次 exact 营业收入 rank",
            ],
        ),
        (
            "zones counted together",
            "和西安高新区携手发展。两个高新区共引进高新技术企业12家。",
            &["2 个 exact 高新区 level", "? 12家"],
        ),
        (
            "zones named together",
            "、西安高新区两区合计拥有高新技术企业12家。",
            &["? 12家"],
        ),
    ] {
        assert_eq!(figures(&extractor, sentence), expected, "{rule}: {sentence}");
    }
}

#[test]
fn years_together_are_no_period() {
    let extractor = support::extractor();
    for (sentence, period) in [
        ("2021年至2023年，税收收入累计102亿元。", None),
        ("2023年1月至2024年6月税收收入17亿元。", None),
        ("2020年至今税收收入17亿元。", None),
        ("近三年税收收入102亿元。", None),
        ("过去5年，税收收入102亿元。", None),
        ("成立以来，税收收入102亿元。", None),
        ("“十四五”以来，税收收入102亿元。", None),
        ("“十三五”期间，税收收入102亿元。", None),
        ("2022-2024年累计税收收入102亿元。", None),
        ("2022年以来税收收入102亿元。", None),
        ("2024年以来税收收入102亿元。", Some("2024")),
        ("今年以来税收收入102亿元。", Some("2024")),
        ("“十三五”末税收收入102亿元。", Some("2020")),
        ("近三年发展良好，2023年税收收入102亿元。", Some("2023")),
        ("2023年发展良好，近一年税收收入102亿元。", Some("2023")),
    ] {
        let (text, reading) = read(&extractor, sentence);
        let fact = &reading.facts[0];
        let found = fact.period.map(|found| found.period.to_string());
        assert_eq!(found.as_deref(), period, "{text} {fact:?}");
        assert_eq!(fact.reasons.contains(&Reason::SeveralYears), period.is_none());
        assert_eq!(fact.confidence < SURE, period.is_none(), "{text} {fact:?}");
    }
}

#[test]
fn what_a_verb_of_change_is_said_of_stands_behind_it() {
    let extractor = support::extractor();
    for (sentence, expected) in [
        ("净减少经营主体185户。", &["-185 户 exact 经营主体 delta"][..]),
        (
            "2023年增加高新技术企业12家。",
            &["12 家 exact 高新技术企业 delta"],
        ),
        ("减少投诉案件12件。", &["-12 件 exact 投诉案件 delta"]),
        ("工业增加值12亿元。", &["1200000000 元 exact 工业增加值 level"]),
        ("净增高新技术企业12家。", &["12 家 exact 净增高新技术企业 level"]),
    ] {
        assert_eq!(figures(&extractor, sentence), expected, "{sentence}");
    }
}

#[test]
fn what_a_text_says_of_now_is_no_zone() {
    let extractor = support::extractor();
    let context = Context {
        zone: None,
        issued: Some(Period::monthly(2024, 12).unwrap()),
    };
    for (text, zone) in [
        ("肇庆高新区发展良好。目前园区企业300家。", "肇庆高新区"),
        ("肇庆高新区发展良好。如今园区企业300家。", "肇庆高新区"),
        ("肇庆高新区发展良好。现有园区企业300家。", "肇庆高新区"),
        ("# 云水高新区2023年工作情况\n\n引进企业300家。", "云水高新区"),
        ("## 云水高新区\n\n引进企业300家。", "云水高新区"),
    ] {
        let reading = extractor.read(text, &context).unwrap();
        let found = match reading.facts[0].zone.clone().unwrap() {
            ZoneRef::Known(id) if id.id() == "zhaoqing-htz" => "肇庆高新区".to_owned(),
            ZoneRef::Known(id) => id.id().to_owned(),
            ZoneRef::Proposed(zh) => zh,
        };
        assert_eq!(found, zone, "{text}");
    }
}
