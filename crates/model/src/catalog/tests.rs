mod frameworks;

use jiff::civil::date;

use super::*;
use crate::{formula::Formula, period::Frequency, unit::Unit};

fn names(zh: &str) -> Names {
    Names {
        zh: zh.into(),
        ..Names::default()
    }
}

fn zone(id: &str, zh: &str, class: &str, parent: Option<&str>) -> Zone {
    Zone {
        id: ZoneId::new(id).unwrap(),
        names: names(zh),
        class: class.into(),
        level: String::new(),
        parent: parent.map(|p| ZoneId::new(p).unwrap()),
        code: String::new(),
        validity: Validity::default(),
        note: String::new(),
    }
}

fn platform(id: &str, zh: &str, zone: &str) -> Subject {
    Subject {
        name: format!("platforms/{id}").parse().unwrap(),
        names: names(zh),
        placements: [Placement {
            validity: Validity::default(),
            zone: ZoneId::new(zone).unwrap(),
        }]
        .into(),
        codes: BTreeSet::new(),
        note: String::new(),
    }
}

fn indicator(code: &str, zh: &str, unit: &str, formula: Option<&str>) -> Indicator {
    Indicator {
        code: IndicatorCode::new(code).unwrap(),
        names: names(zh),
        unit: Unit::parse(unit).unwrap(),
        direction: Direction::Up,
        kind: IndicatorKind::Flow,
        theme: String::new(),
        owner: None,
        frequency: Frequency::Annual,
        range: Range::default(),
        subject_kinds: [KindId::zones()].into(),
        formula: formula.map(|text| Formula::parse(text).unwrap()),
        parent: None,
        dimensions: BTreeMap::new(),
        definition_zh: String::new(),
        definition_en: String::new(),
        attributes: BTreeMap::new(),
        version: 1,
    }
}

/// Two zones in a city, a platform of the same name in each, and a ratio of two measures.
fn draft() -> Draft {
    let mut draft = Draft::default();
    for item in [
        zone("city", "某市", "city", None),
        zone("east", "东区", "htz", Some("city")),
        zone("west", "西区", "edz", Some("city")),
    ] {
        draft.zones.insert(item.id.clone(), item);
    }
    let kind = KindId::new("platforms").unwrap();
    draft.kinds.insert(
        kind.clone(),
        SubjectKind {
            id: kind,
            names: names("平台"),
        },
    );
    for item in [
        platform("east-data", "大数据平台", "east"),
        platform("west-data", "大数据平台", "west"),
    ] {
        draft.subjects.insert(item.name.clone(), item);
    }
    for item in [
        indicator("profit", "利润总额", "万元", None),
        indicator("revenue", "营业收入", "亿元", None),
        indicator("margin", "利润率", "%", Some("{profit} / {revenue}")),
    ] {
        draft.indicators.insert(item.code.clone(), Arc::new(item));
    }
    draft
}

fn change(draft: &mut Draft, code: &str, edit: impl FnOnce(&mut Indicator)) {
    let code = IndicatorCode::new(code).unwrap();
    edit(Arc::make_mut(draft.indicators.get_mut(&code).unwrap()));
}

fn faults(draft: Draft) -> Vec<String> {
    Catalog::build(draft)
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_whole_draft_is_a_catalogue() {
    let catalog = Catalog::build(draft()).unwrap();
    assert!(catalog.items().kinds.contains_key(&KindId::zones()));
    assert!(catalog.has_subject(&"platforms/east-data".parse().unwrap()));
    assert!(!catalog.has_subject(&"platforms/north-data".parse().unwrap()));
}

#[test]
fn every_fault_is_told_at_once() {
    let mut draft = draft();
    change(&mut draft, "margin", |i| {
        i.formula = Some(Formula::parse("{profit} / {sales}").unwrap())
    });
    change(&mut draft, "profit", |i| {
        i.owner = Some(DepartmentId::new("nobody").unwrap());
        i.range = Range {
            min: Some(2.0),
            max: Some(1.0),
        };
    });
    let extra = zone("north", "东区", "htz", Some("nowhere"));
    draft.zones.insert(extra.id.clone(), extra);
    let told = faults(draft);
    for (path, part) in [
        ("indicators/margin.formula", "`sales`"),
        ("indicators/profit.owner", "departments/nobody"),
        ("indicators/profit.range", "exchange"),
        ("zones/north.names", "zones/east"),
        ("zones/north.parent", "zones/nowhere"),
    ] {
        assert!(
            told.iter().any(|f| f.starts_with(path) && f.contains(part)),
            "{path}: {told:#?}"
        );
    }
    assert_eq!(told.len(), 5, "{told:#?}");
}

#[test]
fn cycles_are_found() {
    let mut with_formulas = draft();
    change(&mut with_formulas, "profit", |i| {
        i.formula = Some(Formula::parse("{margin} * {revenue}").unwrap())
    });
    let told = faults(with_formulas);
    assert!(
        told.iter().any(|f| f.contains(".formula: goes in a circle")),
        "{told:?}"
    );

    let mut with_places = draft();
    let city = ZoneId::new("city").unwrap();
    with_places.zones.get_mut(&city).unwrap().parent = Some(ZoneId::new("east").unwrap());
    let told = faults(with_places);
    assert!(
        told.iter()
            .any(|f| f.starts_with("zones/") && f.contains("circle")),
        "{told:?}"
    );
}

#[test]
fn formulas_must_fit_their_unit_and_frequency() {
    let mut wrong_unit = draft();
    change(&mut wrong_unit, "margin", |i| {
        i.unit = Unit::parse("亿元").unwrap()
    });
    assert!(
        faults(wrong_unit)
            .iter()
            .any(|f| f.contains("does not convert to `亿元`"))
    );

    let mut wrong_frequency = draft();
    change(&mut wrong_frequency, "profit", |i| {
        i.frequency = Frequency::Monthly
    });
    assert!(
        faults(wrong_frequency)
            .iter()
            .any(|f| f.contains("must have the result's frequency"))
    );
}

#[test]
fn a_subject_lies_in_one_zone_at_a_time() {
    let mut draft = draft();
    let subject = draft.subjects.values_mut().next().unwrap();
    let moved = date(2023, 1, 1);
    let placed = |zone: &str, from, until| Placement {
        validity: Validity { from, until },
        zone: ZoneId::new(zone).unwrap(),
    };
    subject.placements = [
        placed("east", None, Some(moved)),
        placed("west", Some(moved), None),
    ]
    .into();
    assert_eq!(
        subject.zone_on(date(2022, 12, 31)),
        Some(&ZoneId::new("east").unwrap())
    );
    assert_eq!(subject.zone_on(moved), Some(&ZoneId::new("west").unwrap()));
    let told = |draft: &Draft| {
        faults(draft.clone())
            .iter()
            .any(|f| f.contains("two zones at once"))
    };
    assert!(!told(&draft));
    let subject = draft.subjects.values_mut().next().unwrap();
    subject
        .placements
        .insert(placed("city", Some(date(2024, 1, 1)), None));
    assert!(told(&draft));
}

#[test]
fn names_lead_to_items() {
    let catalog = Catalog::build(draft()).unwrap();
    let directory = Directory::new(&catalog);
    let revenue = IndicatorCode::new("revenue").unwrap();
    for text in [
        "营业收入",
        " 营业收入　",
        "revenue",
        "indicators/revenue",
        "REVENUE",
    ] {
        assert_eq!(
            directory.indicator(text),
            Lookup::Found(revenue.clone()),
            "{text}"
        );
    }
    assert_eq!(directory.indicator("营业收人"), Lookup::Unknown);
    let nearest = directory.nearest_indicators("营业收人", 3);
    assert_eq!(nearest.first().map(|c| &c.item), Some(&revenue));
}

#[test]
fn subjects_of_one_name_are_told_apart_by_their_zone() {
    let catalog = Catalog::build(draft()).unwrap();
    let directory = Directory::new(&catalog);
    let west = ZoneId::new("west").unwrap();
    let found = Lookup::Found("platforms/west-data".parse().unwrap());
    assert_eq!(directory.subject("大数据平台", Some(&west)), found);
    assert!(matches!(directory.subject("大数据平台", None), Lookup::Ambiguous(both) if both.len() == 2));
}

#[test]
fn peer_groups_filter_by_class_and_place() {
    let catalog = Catalog::build(draft()).unwrap();
    let group = |class: &str, kind: &str| PeerGroup {
        id: PeerGroupId::new("g").unwrap(),
        names: names("组"),
        kind: KindId::new(kind).unwrap(),
        members: BTreeSet::new(),
        class: class.into(),
        parent: Some(ZoneId::new("city").unwrap()),
        note: String::new(),
    };
    let members = |group: &PeerGroup| {
        let all = catalog.members(group, date(2024, 1, 1));
        all.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(members(&group("", "zones")), ["zones/east", "zones/west"]);
    assert_eq!(members(&group("htz", "zones")), ["zones/east"]);
    assert_eq!(members(&group("edz", "platforms")), ["platforms/west-data"]);
}

#[test]
fn differences_name_items_and_fields() {
    let before = draft();
    assert_eq!(difference(&before, &before), []);
    let mut after = before.clone();
    change(&mut after, "profit", |i| i.theme = "economy".into());
    after.zones.remove(&ZoneId::new("west").unwrap());
    let added = zone("north", "北区", "htz", None);
    after.zones.insert(added.id.clone(), added);
    let changes = difference(&before, &after);
    let told: Vec<(&str, Action)> = changes.iter().map(|c| (c.name.as_str(), c.action)).collect();
    let expected = [
        ("indicators/profit", Action::Update),
        ("zones/north", Action::Add),
        ("zones/west", Action::Remove),
    ];
    assert_eq!(told, expected);
    let field = FieldChange {
        field: "theme".into(),
        before: String::new(),
        after: "economy".into(),
    };
    assert_eq!(changes[0].fields, [field]);
}

#[test]
fn the_version_is_no_difference() {
    let before = draft();
    let mut after = before.clone();
    change(&mut after, "profit", |i| i.version = 7);
    assert_eq!(difference(&before, &after), []);
}

#[test]
fn texts_have_a_length() {
    let named = |length: usize| {
        let mut draft = draft();
        change(&mut draft, "profit", |i| i.names.en = "n".repeat(length));
        faults(draft)
    };
    assert!(named(200).is_empty());
    let told = named(201);
    assert!(told[0].starts_with("indicators/profit.names: `nnn"), "{told:?}");
    let mut wordy = draft();
    change(&mut wordy, "profit", |i| i.definition_zh = "义".repeat(4_001));
    assert!(faults(wordy)[0].contains("definition_zh"));
}
