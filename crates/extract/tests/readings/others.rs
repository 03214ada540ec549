//! Figures that stand beside the zone's name and are of others: of some in it, of the whole that it lies in, of a mean, of
//! another year.

use zhibiao_extract::{Measure, Reason};

use super::{check, dated, read};

/// From here on a hub takes a fact without a question.
const READY: f64 = 0.85;

#[test]
fn what_some_in_the_zone_do_is_asked() {
    for text in [
        "2024年，肇庆高新区限额以上批发企业实现营业收入210亿元。",
        "2024年，肇庆高新区装备制造业完成税收收入21亿元。",
        "2024年，肇庆高新区生物医药产业集群2024年实现营业收入90亿元，利润总额7亿元。",
        "2024年，肇庆高新区科技型企业累计实现净利润8亿元。",
    ] {
        for fact in read(text).facts {
            let is_asked = fact.confidence < READY && fact.reasons.contains(&Reason::UnknownSubject);
            assert!(is_asked || fact.indicator.code().is_none(), "{text} {fact:#?}");
        }
    }
}

#[test]
fn what_all_in_the_zone_do_is_the_zone_s() {
    for text in [
        "2024年，肇庆高新区企业实现营业收入2100亿元。",
        "2024年，肇庆高新区实现营业收入2100亿元。",
        "2024年，全区累计完成税收收入21亿元。",
        "2024年，装备制造业实现营业收入210亿元，肇庆高新区实现税收收入90亿元。",
    ] {
        let facts = read(text).facts;
        let last = facts.last().unwrap();
        assert!(
            !last.reasons.contains(&Reason::UnknownSubject),
            "{text} {last:#?}"
        );
    }
}

#[test]
fn a_gain_right_before_a_number_is_no_level() {
    for (text, value) in [
        ("2024年，肇庆高新区高新技术企业新增41家。", 41.0),
        ("2024年，肇庆高新区税收收入减收3亿元。", -300_000_000.0),
        ("2024年，肇庆高新区税收收入增收3亿元。", 300_000_000.0),
    ] {
        let fact = &read(text).facts[0];
        assert_eq!((fact.measure, fact.value), (Measure::Delta, value), "{text}");
    }
}

#[test]
fn what_is_done_to_things_is_no_stock_of_them() {
    for text in [
        "2024年，肇庆高新区惠及高新技术企业310家。",
        "2024年，肇庆高新区关停规上工业企业4家。",
    ] {
        let fact = &read(text).facts[0];
        assert!(fact.indicator.code().is_none(), "{text} {fact:#?}");
    }
}

#[test]
fn a_mean_of_what_was_counted_has_a_name_of_its_own() {
    let facts = read("2024年，肇庆高新区税收收入48亿元，月均4亿元。").facts;
    assert!(facts[0].indicator.code().is_some());
    assert_eq!(facts[1].indicator.code(), None, "{facts:#?}");
}

#[test]
fn what_a_figure_is_held_against_is_no_figure_of_the_zone() {
    for text in [
        "2024年，肇庆高新区亩均税收38万元/亩，高于全省平均水平（27万元/亩）。",
        "2024年，肇庆高新区税收收入90亿元，超过年度目标任务（80亿元）。",
        "2024年，肇庆高新区（全市税收收入310亿元）税收收入90亿元。",
        "2024年，肇庆高新区高新技术企业90家，占全市900家的10%。",
    ] {
        let reading = read(text);
        let levels = reading.facts.iter().filter(|fact| fact.measure == Measure::Level);
        assert_eq!(levels.count(), 1, "{text} {:#?}", reading.facts);
        assert_eq!(reading.unmatched.len(), 1, "{text} {:#?}", reading.unmatched);
    }
}

#[test]
fn the_year_before_and_a_whole_year_are_told_from_the_text() {
    check(
        &[
            (
                "上年 behind a year that the sentence states",
                "2022年，肇庆高新区税收收入48亿元，上年为40亿元。",
                &["4800000000 税收收入 level 2022", "4000000000 税收收入 level 2021"],
            ),
            (
                "过去一年 and 全年 early in a year",
                "2025年1月20日，肇庆高新区召开大会。过去一年，肇庆高新区税收收入48亿元。全年营业收入900亿元。全年力争利润总额90亿元。",
                &[
                    "4800000000 税收收入 level 2024",
                    "90000000000 营业收入 level 2024",
                    "9000000000 利润总额 target 2025",
                ],
            ),
            (
                "预计全年 goes no further than what its clause tells",
                "预计全年肇庆高新区税收收入48亿元，同比增长6.5%，拥有高新技术企业900家；从业人员3万人。",
                &[
                    "4800000000 税收收入 forecast 2025",
                    "6.5 税收收入 forecast 2025",
                    "900 高新技术企业 level 2025",
                    "30000 从业人员 level 2025",
                ],
            ),
        ],
        dated,
    );
}
