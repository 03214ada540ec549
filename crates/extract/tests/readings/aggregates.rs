//! All zones of a kind together: what is told of them is no zone's, and is not sure where the text has no zone of its own.

use super::{placed, read};
use zhibiao_extract::{Measure, Missing, ZoneRef};

#[test]
fn a_kind_of_zones_keeps_its_name_and_is_not_sure() {
    for (text, zone) in [
        (
            "前三季度国家高新区营业收入增长7.1%。国家高新区实现工业总产值23万亿元；净利润1.6万亿元。",
            "国家高新区",
        ),
        ("目前，178家国家高新区营业收入达50万亿元。", "国家高新区"),
        (
            "湖北省国家级经开区运行情况\n\n全省9家国家级经开区实现进出口总额262亿元，其中出口164亿元。",
            "湖北省国家级经开区",
        ),
        (
            "国家级经济技术开发区（以下简称国家级经开区）考核公布。2022年，国家级经开区实现进出口总额14万亿元。",
            "国家级经开区",
        ),
        (
            "广东省县域开发区加快发展。2022年，税收收入600亿元。",
            "广东省县域开发区",
        ),
    ] {
        let facts = read(text).facts;
        assert!(!facts.is_empty(), "{text}");
        for fact in facts {
            assert_eq!(fact.zone, Some(ZoneRef::Proposed(zone.to_owned())), "{text}");
            assert!(fact.confidence < 0.85, "{text} {fact:?}");
        }
    }
}

#[test]
fn a_zone_that_the_text_is_about_has_none_of_their_figures() {
    for told in [
        "178家国家高新区营业收入55万亿元，增长7%。",
        "国家高新区新注册企业57万家。",
        "前三季度，国家级经开区实际使用外资400亿美元。",
        "国家高新区的高新技术企业达12万家。",
    ] {
        let reading = read(&format!(
            "肇庆高新区2024年营业收入900亿元。{told}全区税收收入20亿元。"
        ));
        let facts: Vec<String> = reading.facts.iter().map(placed).collect();
        let own = [
            "zhaoqing-htz 90000000000 营业收入 level",
            "zhaoqing-htz 2000000000 税收收入 level",
        ];
        assert_eq!(facts, own, "{told}");
        assert!(!reading.unmatched.is_empty(), "{told}");
        assert!(
            reading
                .unmatched
                .iter()
                .all(|number| number.why == Missing::Scope),
            "{told}"
        );
    }
}

#[test]
fn one_zone_of_a_level_is_a_zone() {
    let facts = read("苏州国家高新区2024年营业收入1900亿元。").facts;
    assert_eq!(placed(&facts[0]), "suzhou-htz 190000000000 营业收入 level");
    assert!(facts[0].confidence >= 0.85);
    // Its own rank among them.
    let facts = read("2024年，肇庆高新区发展良好，国家高新区综合排名第37位。").facts;
    assert_eq!(facts.len(), 1, "{facts:#?}");
    assert_eq!((facts[0].value, facts[0].measure), (37.0, Measure::Rank));
}

/// What several zones of a city or a province have together, none has, and the text goes on about them.
#[test]
fn several_zones_together_are_none_of_them() {
    for told in [
        "2024年，我市七个经济技术开发区实现工业总产值2600亿元，增长6%；完成固定资产投资300亿元。税收收入80亿元。",
        "2024年，全省12家高新区实现工业总产值2600亿元，增长6%。税收收入80亿元。",
        "2024年，全市开发区实现工业总产值2600亿元，增长6%，税收收入80亿元。",
        "2024年，市级以上开发区实现工业总产值2600亿元，增长6%。税收收入80亿元。",
        "今年，省里制定百亿级开发区推进方案。2024年，广东省12个开发区税收收入80亿元。",
    ] {
        // One that is named later is none of theirs either.
        for rest in ["", "\n\n会议在肇庆高新区召开。"] {
            let facts = read(&format!("{told}{rest}")).facts;
            assert!(facts.iter().all(|fact| fact.zone.is_none()), "{told} {facts:#?}");
            assert!(
                facts.iter().all(|fact| fact.confidence < 0.85),
                "{told} {facts:#?}"
            );
        }
        // The one that was spoken of before may have what a later sentence tells; nobody knows.
        let before = read(&format!("肇庆高新区地处大湾区。\n\n{told}")).facts;
        assert!(
            before.iter().all(|fact| fact.confidence < 0.85),
            "{told} {before:#?}"
        );
    }
}

#[test]
fn a_zone_that_is_named_behind_several_has_its_own() {
    let reading = read(
        "2024年，我市七个开发区实现工业总产值2600亿元。其中，肇庆高新区工业总产值900亿元，增长7%。税收收入20亿元。",
    );
    let facts: Vec<String> = reading.facts.iter().map(placed).collect();
    assert_eq!(
        facts,
        [
            "- 7 开发区 level",
            "zhaoqing-htz 90000000000 工业总产值 level",
            "zhaoqing-htz 7 工业总产值增速 yoy",
            "zhaoqing-htz 2000000000 税收收入 level",
        ]
    );
    assert_eq!(reading.unmatched.len(), 1, "{:#?}", reading.unmatched);
}

#[test]
fn what_a_zone_is_to_become_names_none() {
    let facts = read("2024年，省里出台古渡、白石开发区百亿级开发区推进方案。全区税收收入20亿元。").facts;
    let zones: Vec<String> = facts.iter().map(placed).collect();
    assert_eq!(zones, ["白石开发区 2000000000 税收收入 level"]);
    let facts = read("2024年，启动高水平开发区建设计划，工业总产值增长5%。").facts;
    assert!(facts.iter().all(|fact| fact.zone.is_none()), "{facts:#?}");
}
