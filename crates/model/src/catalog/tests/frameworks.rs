//! What frameworks speak of, and how they differ.

use super::*;
use crate::{
    framework::{
        AggregateForm, Aggregation, Denominator, Direction as Way, FrameworkForm, Imputation, IndicatorForm,
        Normalisation,
    },
    ids::{FrameworkId, PeerGroupId},
};

fn leaf(code: &str, weight: f64) -> IndicatorForm {
    IndicatorForm {
        code: code.to_owned(),
        number: String::new(),
        parent: "index".to_owned(),
        weight,
        weight_source: String::new(),
        direction: None,
        denominator: None,
        impute: None,
        treat: None,
        normalise: None,
    }
}

fn framework(leaves: Vec<IndicatorForm>) -> FrameworkForm {
    let root = AggregateForm {
        id: "index".to_owned(),
        names: Names::default(),
        number: String::new(),
        parent: None,
        weight: 1.0,
        weight_source: String::new(),
        weighting: None,
        aggregation: None,
        min_available: None,
    };
    FrameworkForm {
        id: FrameworkId::new("zones").unwrap(),
        names: names("园区评价"),
        edition: String::new(),
        source: String::new(),
        note: String::new(),
        peers: None,
        decimals: FrameworkForm::DECIMALS,
        ties: crate::framework::Ties::Standard,
        screen: crate::framework::Screen::default(),
        impute: Imputation::None,
        treat: crate::framework::Treatment::None,
        normalise: Normalisation::default(),
        min_available: 0.0,
        levels: Vec::new(),
        aggregates: vec![root],
        indicators: leaves,
        uncertainty: crate::framework::Assumptions::default(),
        version: 1,
    }
}

fn holding(frameworks: impl IntoIterator<Item = FrameworkForm>) -> Draft {
    let mut draft = draft();
    for one in frameworks {
        draft.frameworks.insert(one.id.clone(), Arc::new(one));
    }
    draft
}

#[test]
fn a_framework_of_the_catalogue_s_indicators_fits() {
    let sound = framework(vec![leaf("margin", 2.0), leaf("revenue", 1.0)]);
    assert_eq!(faults(holding([sound])), [""; 0]);
}

#[test]
fn everything_that_a_framework_names_and_the_catalogue_lacks_is_told() {
    let mut wrong = framework(vec![
        leaf("margin", 1.0),
        leaf("sales", 1.0),
        IndicatorForm {
            denominator: Some(Denominator {
                by: "people".to_owned(),
                scale: 1.0,
            }),
            impute: Some(Imputation::GroupMean {
                by: "colour".to_owned(),
            }),
            ..leaf("profit", 1.0)
        },
    ]);
    wrong.peers = Some(PeerGroupId::new("nobody").unwrap());
    wrong.impute = Imputation::Regression { on: "tax".to_owned() };
    wrong.normalise = Normalisation::DistanceToReference {
        unit: "zones/north".to_owned(),
    };
    wrong.aggregates[0].id = "Index".to_owned();
    wrong.names = names("");
    wrong.note = "注".repeat(4_001);
    let mut draft = holding([wrong]);
    for (code, frequency) in [("monthly", Frequency::Monthly), ("flat", Frequency::Annual)] {
        let mut one = indicator(code, code, "亿元", None);
        one.frequency = frequency;
        one.direction = Direction::None;
        draft.indicators.insert(one.code.clone(), Arc::new(one));
    }
    let form = Arc::make_mut(draft.frameworks.values_mut().next().unwrap());
    form.indicators.extend([leaf("monthly", 1.0), leaf("flat", 1.0)]);
    let told = faults(draft);
    for place in [
        "frameworks/zones.aggregates: `Index` is no id",
        "frameworks/zones.impute.on: `tax` is no indicator",
        "frameworks/zones.indicators[flat].direction: is not said",
        "frameworks/zones.indicators[monthly]: `indicators/monthly` is monthly but",
        "frameworks/zones.indicators[profit].denominator.by: `people` is no indicator",
        "frameworks/zones.indicators[profit].impute.by: `colour` groups no subjects",
        "frameworks/zones.indicators[sales]: `sales` is no indicator",
        "frameworks/zones.names: has no name",
        "frameworks/zones.normalise.subject: `zones/north` is not in the catalogue",
        "frameworks/zones.note: `注",
        "frameworks/zones.peer_group: `peerGroups/nobody` is not in the catalogue",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among {told:#?}"
        );
    }
}

#[test]
fn a_framework_takes_directions_from_its_indicators_where_it_says_none() {
    let said = IndicatorForm {
        direction: Some(Way::Up),
        ..leaf("revenue", 1.0)
    };
    let form = framework(vec![
        leaf("margin", 1.0),
        said,
        leaf("profit", 1.0),
        leaf("sales", 1.0),
    ]);
    let mut draft = holding([form.clone()]);
    change(&mut draft, "margin", |one| one.direction = Direction::Down);
    change(&mut draft, "revenue", |one| one.direction = Direction::Down);
    change(&mut draft, "profit", |one| one.direction = Direction::None);
    let directed = draft.directed(&form).indicators;
    let directions: Vec<Option<Way>> = directed.iter().map(|leaf| leaf.direction).collect();
    assert_eq!(directions, [Some(Way::Down), Some(Way::Up), None, None]);
}

#[test]
fn indicators_of_an_index_have_a_kind_of_subject_in_common() {
    let mut draft = holding([framework(vec![leaf("profit", 1.0), leaf("revenue", 1.0)])]);
    let platforms = KindId::new("platforms").unwrap();
    change(&mut draft, "profit", |one| one.subject_kinds = [platforms].into());
    draft.indicators.remove(&IndicatorCode::new("margin").unwrap());
    assert_eq!(
        faults(draft),
        ["frameworks/zones.indicators: are about no kind of subject in common: nobody has them all"]
    );
}

#[test]
fn frameworks_differ_node_by_node() {
    let before = holding([framework(vec![leaf("margin", 2.0), leaf("revenue", 1.0)])]);
    let mut other = framework(vec![
        IndicatorForm {
            direction: Some(Way::Down),
            ..leaf("revenue", 1.5)
        },
        leaf("profit", 1.0),
    ]);
    other.version = 9;
    other.decimals = 3;
    other.aggregates[0].aggregation = Some(Aggregation::Geometric);
    let after = holding([other]);
    let [change] = difference(&before, &after).try_into().unwrap();
    assert_eq!(change.name, "frameworks/zones");
    let told: Vec<(&str, &str, &str)> = change
        .fields
        .iter()
        .map(|one| (one.field.as_ref(), one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("decimals", "2", "3"),
            ("aggregates[index].aggregation", "", "Geometric"),
            ("indicators[profit]", "", "parent=index weight=1"),
            ("indicators[revenue].weight", "1", "1.5"),
            ("indicators[revenue].direction", "", "down"),
            ("indicators[margin]", "parent=index weight=2", ""),
        ]
    );
    let turned = holding([framework(vec![leaf("revenue", 1.0), leaf("margin", 2.0)])]);
    let [change] = difference(&before, &turned).try_into().unwrap();
    assert_eq!(change.fields[0].field, "order");
    assert_eq!(difference(&before, &before), []);
}

#[test]
fn ids_are_read_bare_or_as_resource_names() {
    #[derive(Debug, serde::Deserialize)]
    struct File {
        id: FrameworkId,
        peers: PeerGroupId,
    }
    let text = |id: &str, peers: &str| format!("id = \"{id}\"\npeers = \"{peers}\"");
    let read: File = toml::from_str(&text("htz-2021", "peerGroups/national")).unwrap();
    assert_eq!((read.id.id(), read.peers.id()), ("htz-2021", "national"));
    let wrong = toml::from_str::<File>(&text("", "x")).unwrap_err();
    assert!(wrong.to_string().contains("is no framework name"), "{wrong}");
}

/// The name was there first: what is applied has to be called something else, whatever the alphabet says.
#[test]
fn a_name_that_is_taken_is_the_fault_of_what_takes_it() {
    let called = |id: &str| FrameworkForm {
        id: FrameworkId::new(id).unwrap(),
        names: names("加权"),
        ..framework(vec![leaf("margin", 2.0)])
    };
    let before = holding([called("wm")]);
    for new in ["gm", "xm"] {
        let told = Catalog::build_after(&before, holding([called("wm"), called(new)])).unwrap_err();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [format!(
                "frameworks/{new}.names: `加权` is also a name of `frameworks/wm`: a name must lead to one item, give another"
            )]
        );
    }
}

#[test]
fn an_unknown_peer_group_is_told_with_the_nearest() {
    let mut wrong = framework(vec![leaf("margin", 1.0)]);
    wrong.peers = Some(PeerGroupId::new("thingz").unwrap());
    let mut draft = holding([wrong]);
    let group = PeerGroup {
        id: PeerGroupId::new("things").unwrap(),
        names: names("东西"),
        kind: KindId::zones(),
        members: BTreeSet::new(),
        class: String::new(),
        parent: None,
        note: String::new(),
    };
    draft.peer_groups.insert(group.id.clone(), group);
    let told = faults(draft);
    assert_eq!(
        told,
        [
            "frameworks/zones.peer_group: `peerGroups/thingz` is not in the catalogue: add the group or correct the name; \
          the nearest is `peerGroups/things`"
        ]
    );
}

/// Groups are sought among those who would be ranked: what a province has groups nobody.
#[test]
fn imputing_by_a_group_that_no_peer_has_is_told() {
    let by = |by: &str| Imputation::GroupMean { by: by.to_owned() };
    let mut form = framework(vec![leaf("margin", 1.0), leaf("revenue", 1.0)]);
    form.impute = by("class");
    form.uncertainty.imputation = vec![Imputation::Mean, by("zone")];
    let mut draft = draft();
    for zone in draft.zones.values_mut() {
        zone.class = if zone.parent.is_none() { "province" } else { "" }.to_owned();
    }
    let told = draft.ungrouped(&form);
    let places: Vec<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["impute.by", "uncertainty.imputation[1].by"], "{told:?}");
    assert!(
        told[0]
            .1
            .contains("no subject has a group by `class`: give one of")
            && told[0].1.contains("parent"),
        "{told:?}"
    );
    // A method that every indicator names itself is not taken, and where nobody can be ranked nothing is said.
    for leaf in &mut form.indicators {
        leaf.impute = Some(Imputation::Mean);
    }
    form.uncertainty.imputation.clear();
    assert_eq!(draft.ungrouped(&form), []);
    form.impute = by("class");
    form.indicators[0].impute = None;
    assert_eq!(draft.ungrouped(&form).len(), 1);
    draft.zones.clear();
    assert_eq!(draft.ungrouped(&form), []);
}
