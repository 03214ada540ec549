//! Firms and others whom no rule knows, at the head of a clause: what is told behind is not sure to be the zone's.

use super::{about, check, read};

const ZONE: &str = "肇庆高新区2024年税收收入20亿元。";

/// The figures of a text behind the zone's own, with whether each is sure.
fn sure_behind(told: &str) -> Vec<bool> {
    let facts = read(&format!("{ZONE}{told}")).facts;
    facts.iter().skip(1).map(|fact| fact.confidence >= 0.85).collect()
}

#[test]
fn what_is_told_where_somebody_is_come_to_is_theirs() {
    for (told, expected) in [
        (
            "近日，记者走进青禾电子生产车间，工人正忙着装配。今年一季度营业收入达到4.6亿元。",
            &[false][..],
        ),
        ("在青禾电子，今年一季度营业收入达到4.6亿元。", &[false]),
        (
            "来到青禾电子，工人正忙着装配。净利润2亿元。全区从业人员3万人。",
            &[false, true],
        ),
        // Nobody is come to.
        ("在招商引资方面，2024年实际使用外资2亿美元。", &[true]),
        ("走进新时代，从业人员3万人。", &[true]),
        ("在全国率先，2024年进出口总额30亿元。", &[true]),
    ] {
        assert_eq!(sure_behind(told), expected, "{told}");
    }
}

#[test]
fn what_goes_on_behind_what_somebody_unknown_did_is_not_sure() {
    for (told, expected) in [
        (
            "目前，青禾电子拥有专利权200件，从业人员3000人。",
            &[false, false][..],
        ),
        ("2024年累计建成研发平台30个，从业人员3万人。", &[false, true]),
    ] {
        assert_eq!(sure_behind(told), expected, "{told}");
    }
}

#[test]
fn a_firm_is_known_by_what_it_makes() {
    check(
        &[(
            "precision works and heavy machines",
            "肇庆高新区2024年远迈精工年产值3亿元。青禾重机2024年实现产值5亿元。",
            &[
                "远迈精工: 300000000 年产值 level",
                "青禾重机: 500000000 产值 level",
            ],
        )],
        about,
    );
}

#[test]
fn what_is_told_behind_somebody_who_is_in_a_zone_is_theirs() {
    for (told, expected) in [
        (
            "青禾传动在肇庆高新区投资20亿元，2024年实现营业收入30亿元。从业人员800人。全区进出口总额90亿元。",
            &[false, false, false, true][..],
        ),
        ("ABC向肇庆高新区增资2亿美元，进出口总额30亿元。", &[false, false]),
        (
            "落户肇庆高新区的青禾半导体，2024年实现工业总产值30亿元。",
            &[false],
        ),
        (
            "青禾半导体是肇庆高新区的龙头企业，2024年实现工业总产值30亿元，进出口总额3亿元。",
            &[false, false],
        ),
        // Nobody is.
        ("2024年，在肇庆高新区建设一线，从业人员3万人。", &[true]),
        ("位于肇庆高新区的核心区域，2024年进出口总额30亿元。", &[true]),
        ("创新是肇庆高新区的底色，2024年进出口总额30亿元。", &[true]),
    ] {
        assert_eq!(sure_behind(told), expected, "{told}");
    }
}
