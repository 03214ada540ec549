mod columns;

use zhibiao_model::{
    catalog::{Draft, Indicator},
    revision::{Revision, StoreId, Token},
};

use super::{InvalidMessage, consistency::ReadAt};
use crate::{catalog::v1 as catalog, observation::v1};

fn paths(invalid: &InvalidMessage) -> Vec<&str> {
    invalid.fields.iter().map(|field| field.field.as_str()).collect()
}

fn names(zh: &str) -> Option<catalog::Names> {
    Some(catalog::Names {
        zh: zh.into(),
        en: String::new(),
        aliases: vec!["a".into(), "b".into()],
    })
}

fn indicator() -> catalog::Indicator {
    catalog::Indicator {
        name: "indicators/profit-rate".into(),
        names: names("利润率"),
        unit: "%".into(),
        direction: catalog::Direction::Up.into(),
        kind: catalog::IndicatorKind::Ratio.into(),
        theme: "efficiency".into(),
        owner: "departments/statistics".into(),
        frequency: catalog::Frequency::Annual.into(),
        min: Some(0.0),
        max: None,
        subject_kinds: vec!["zones".into()],
        formula: "{profit} / {revenue}".into(),
        parent: "indicators/rate".into(),
        dimensions: [("industry".to_owned(), "c".to_owned())].into(),
        definition_zh: "利润与营业收入之比".into(),
        definition_en: "profit over revenue".into(),
        attributes: [("weight_source".to_owned(), "x".to_owned())].into(),
        version: 3,
    }
}

fn whole() -> catalog::Catalog {
    let span = Some(catalog::Validity {
        from: "2019-01-01".into(),
        until: "2023-09-17".into(),
    });
    catalog::Catalog {
        kinds: vec![catalog::SubjectKind {
            id: "platforms".into(),
            names: names("平台"),
        }],
        zones: vec![catalog::Zone {
            name: "zones/a".into(),
            names: names("甲"),
            class: "htz".into(),
            level: "national".into(),
            parent: "zones/b".into(),
            code: "441200".into(),
            validity: span.clone(),
            note: "n".into(),
        }],
        lineage: vec![catalog::LineageEvent {
            date: "2020-02-29".into(),
            event: "merge".into(),
            from: vec!["zones/a".into(), "zones/b".into()],
            to: vec!["zones/c".into()],
            note: "decree".into(),
        }],
        subjects: vec![catalog::Subject {
            name: "platforms/p".into(),
            names: names("平台甲"),
            placements: vec![catalog::Placement {
                zone: "zones/a".into(),
                validity: span.clone(),
            }],
            codes: vec![catalog::SubjectCode {
                code: "91440000".into(),
                validity: None,
            }],
            note: String::new(),
        }],
        departments: vec![catalog::Department {
            name: "departments/statistics".into(),
            names: names("统计局"),
            approval: catalog::Approval::Automatic.into(),
            note: String::new(),
        }],
        indicators: vec![indicator()],
        interfaces: vec![catalog::Interface {
            name: "interfaces/torch".into(),
            names: names("火炬"),
            department: "departments/statistics".into(),
            frequency: catalog::Frequency::Annual.into(),
            due_days: 30,
            indicators: vec!["indicators/profit-rate".into()],
        }],
        peer_groups: vec![catalog::PeerGroup {
            name: "peerGroups/national".into(),
            names: names("国家高新区"),
            kind: "zones".into(),
            members: vec!["zones/a".into()],
            class: "htz".into(),
            parent: "zones/b".into(),
            note: String::new(),
        }],
        grants: vec![catalog::Grant {
            name: "grants/statistics-report".into(),
            principal: "roles/statistics".into(),
            department: "departments/statistics".into(),
            zone: "*".into(),
            actions: vec![catalog::Action::Read.into(), catalog::Action::Report.into()],
            note: "n".into(),
        }],
        frameworks: vec![super::catalog::tests::framework()],
    }
}

#[test]
fn a_catalogue_survives_both_ways() {
    let draft = Draft::try_from(whole()).unwrap();
    assert_eq!(catalog::Catalog::from(&draft), whole());
}

#[test]
fn every_fault_of_a_catalogue_is_told_with_its_path() {
    let mut message = whole();
    message.zones[0].parent = "b".into();
    message.zones.push(catalog::Zone {
        name: "zones/a".into(),
        parent: "b".into(),
        ..Default::default()
    });
    message.zones.push(catalog::Zone {
        name: "zones/z".into(),
        ..Default::default()
    });
    message.zones.push(catalog::Zone {
        name: "zones/z".into(),
        ..Default::default()
    });
    message.subjects[0].placements[0].validity.as_mut().unwrap().until = "20230917".into();
    message.indicators[0].frequency = 0;
    message.indicators[0].kind = 99;
    message.indicators[0].unit = "杯子每嘿".into();
    message.interfaces[0].indicators.push("revenue".into());
    message.lineage[0].event = "explode".into();
    let invalid = Draft::try_from(message).unwrap_err();
    assert_eq!(
        paths(&invalid),
        [
            "zones[0].parent",
            "zones[1].parent",
            "zones[3]",
            "subjects[0].placements[0].validity.until",
            "indicators[0].unit",
            "indicators[0].kind",
            "indicators[0].frequency",
            "interfaces[0].indicators[1]",
            "lineage[0].event",
        ]
    );
}

#[test]
fn a_zone_is_no_placed_subject() {
    let mut message = whole();
    message.subjects[0].name = "zones/x".into();
    assert_eq!(
        paths(&Draft::try_from(message).unwrap_err()),
        ["subjects[0].name"]
    );
}

#[test]
fn an_indicator_without_kinds_is_about_zones() {
    let read = Indicator::try_from(catalog::Indicator {
        subject_kinds: vec![],
        ..indicator()
    })
    .unwrap();
    assert_eq!(
        read.subject_kinds.iter().map(|k| k.id()).collect::<Vec<_>>(),
        ["zones"]
    );
}

#[test]
fn a_read_is_of_one_moment() {
    let token = Token {
        store: StoreId(7),
        revision: Revision::new(3).unwrap(),
    };
    for at in [
        ReadAt::MinimizeLatency,
        ReadAt::AtLeast(token),
        ReadAt::FullyConsistent,
        ReadAt::Revision(Revision::new(9).unwrap()),
        ReadAt::Time("2024-01-01T00:00:00.5Z".parse().unwrap()),
    ] {
        let (consistency, as_of) = at.fields();
        assert_eq!(ReadAt::read(consistency, as_of), Ok(at));
    }
    let (consistency, _) = ReadAt::FullyConsistent.fields();
    let (_, as_of) = ReadAt::Revision(Revision::ZERO).fields();
    assert_eq!(paths(&ReadAt::read(consistency, as_of).unwrap_err()), ["as_of"]);
    let negative = v1::AsOf {
        moment: Some(v1::as_of::Moment::Revision(-1)),
    };
    assert_eq!(
        paths(&ReadAt::read(None, Some(negative)).unwrap_err()),
        ["as_of.revision"]
    );
    let token = v1::Consistency {
        requirement: Some(v1::consistency::Requirement::AtLeastAsFresh("nonsense".into())),
    };
    assert_eq!(
        paths(&ReadAt::read(Some(token), None).unwrap_err()),
        ["consistency.at_least_as_fresh"]
    );
}
