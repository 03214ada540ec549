//! Two values of one indicator, zone, subject and time: one of them is of something else, and none is sure.

use super::read;
use zhibiao_extract::Reason;

/// Below it a reviewer is asked.
const SURE: f64 = 0.85;

#[test]
fn two_values_of_one_indicator_are_both_unsure() {
    for text in [
        "肇庆高新区2024年规上工业总产值为1200亿元。肇庆高新区2024年规上工业总产值为800亿元。",
        "肇庆高新区2024年GDP增长5.2%。\n\n肇庆高新区2024年地区生产总值增长7.1%。",
        "肇庆高新区2024年税收收入增长5.2%。肇庆高新区2024年税收收入增长5.6%。",
        "肇庆高新区2024年高新技术企业512家。肇庆高新区2024年高新技术企业517家。",
        "肇庆高新区2024年高新技术企业达500家。肇庆高新区2024年高新技术企业超过900家。",
    ] {
        let facts = read(text).facts;
        assert_eq!(facts.len(), 2, "{text} {facts:#?}");
        for fact in facts {
            assert!(fact.reasons.contains(&Reason::Contradicted), "{text} {fact:?}");
            assert!(fact.confidence < SURE, "{text} {fact:?}");
        }
    }
}

#[test]
fn what_leans_on_a_contradicted_figure_is_no_surer() {
    let facts =
        read("肇庆高新区2024年规上工业总产值为1200亿元，增长5%。肇庆高新区2024年规上工业总产值为800亿元。")
            .facts;
    let [level, growth, _] = facts.as_slice() else {
        panic!("{facts:#?}");
    };
    assert!(growth.confidence <= level.confidence, "{facts:#?}");
}

#[test]
fn values_that_may_be_one_contradict_nothing() {
    for (rule, text) in [
        (
            "rounded",
            "肇庆高新区2024年GDP为2614.72亿元。肇庆高新区2024年地区生产总值为2615亿元。",
        ),
        (
            "a bound",
            "肇庆高新区2024年GDP超过2600亿元。肇庆高新区2024年地区生产总值为2614.72亿元。",
        ),
        (
            "a rounded growth",
            "肇庆高新区2024年GDP增长8.4%。肇庆高新区2024年地区生产总值增长8%。",
        ),
        (
            "two years",
            "肇庆高新区2023年GDP为2400亿元。肇庆高新区2024年GDP为2614亿元。",
        ),
        (
            "two zones",
            "肇庆高新区2024年GDP为2400亿元。苏州工业园区2024年GDP为3900亿元。",
        ),
        (
            "a level and its growth",
            "肇庆高新区2024年GDP为2400亿元，增长5%。",
        ),
        (
            "both ends of a range",
            "肇庆高新区2024年引进高新技术企业30至50家。",
        ),
        (
            "a growth over another time",
            "肇庆高新区2024年税收收入同比增长5%，环比增长3%。",
        ),
        (
            "shares of two wholes",
            "肇庆高新区2024年GDP占全省的10.4%、全市的28.8%。",
        ),
    ] {
        let facts = read(text).facts;
        let is_told = |reason: &Reason| *reason == Reason::Contradicted;
        assert!(!facts.is_empty(), "{rule}");
        assert!(
            !facts.iter().any(|fact| fact.reasons.iter().any(is_told)),
            "{rule}: {facts:#?}"
        );
    }
}
