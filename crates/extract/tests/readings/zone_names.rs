//! Where names of zones begin that the catalogue doesn't know.

use super::{placed, read};

/// Who comes to a zone, and when, belongs to no name.
#[test]
fn a_zones_name_begins_at_its_place() {
    for (text, zone) in [
        ("自2009年首次入驻临江经开区以来，企业达500家。", "临江经开区"),
        ("近日签约落户临江经开区，企业达500家。", "临江经开区"),
        ("上半年临江经开区税收收入20亿元。", "临江经开区"),
        ("前三季度临江经开区税收收入20亿元。", "临江经开区"),
        ("去年正式挂牌临江经开区，企业达500家。", "临江经开区"),
        // 如 begins a place here.
        ("如皋高新区企业达500家。", "如皋高新区"),
        ("如临江经开区企业达500家。", "临江经开区"),
    ] {
        let facts = read(text).facts;
        assert!(
            !facts.is_empty()
                && facts
                    .iter()
                    .all(|fact| placed(fact).starts_with(&format!("{zone} "))),
            "{text} {facts:#?}"
        );
    }
}

/// What is done for the zone spoken of begins no name.
#[test]
fn a_deed_is_no_part_of_a_zones_name() {
    for text in [
        "不断提升高新区在全国的位次，税收收入20亿元。",
        "着力优化经开区营商环境，税收收入20亿元。",
    ] {
        let facts = read(text).facts;
        assert!(
            !facts.is_empty() && facts.iter().all(|fact| fact.zone.is_none()),
            "{text} {facts:#?}"
        );
    }
}
