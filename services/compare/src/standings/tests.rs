use std::sync::Arc;

use jiff::civil::date;
use zhibiao_model::{
    catalog::Catalog,
    observation::Observation,
    revision::{Revision, StoreId, Token},
};
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::*;
use crate::{
    cube::Cube,
    peers::Selector,
    snapshot::{CatalogAt, Snapshot},
};
use zhibiao_scoring::ranking::{Better, Ties};

const RULE: Rule = Rule {
    better: Better::Higher,
    decimals: None,
    ties: Ties::Standard,
};

fn zones() -> Small {
    Small::default()
        .zone("a", "甲")
        .zone("b", "乙")
        .zone("c", "丙")
        .zone("d", "丁")
        .indicator("revenue", "亿元")
        .indicator("profit", "万元")
        .indicator_with("margin", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
}

fn snapshot(catalog: Catalog, cells: impl IntoIterator<Item = Observation>) -> Snapshot {
    let mut cube = Cube::new(&catalog);
    let revision = Revision::new(7).unwrap();
    cube.merge(&cells.into_iter().collect(), |_| revision);
    Snapshot {
        token: Token {
            store: StoreId(1),
            revision,
        },
        loading: 1,
        catalog: Arc::new(CatalogAt::new(catalog, revision)),
        columns: cube.columns(),
    }
}

fn rank(snapshot: &Snapshot, indicator: &str, terms: Terms) -> Standings {
    let catalog = &snapshot.catalog.catalog;
    let indicator = catalog
        .indicator(&format!("indicators/{indicator}").parse().unwrap())
        .unwrap();
    let peers = Peers::new(
        &Selector::Default,
        &indicator.subject_kinds,
        catalog,
        &snapshot.columns,
    );
    Standings::new(&snapshot.figures(indicator), &peers, terms)
}

fn at(year: i16) -> Terms {
    Terms {
        period: Some(Period::annual(year).unwrap()),
        carry: 0,
        rule: RULE,
    }
}

fn ranked(standings: &Standings) -> Vec<(&str, f64, f64)> {
    standings
        .ranked
        .iter()
        .map(|r| (r.subject.as_str(), r.rank, r.entry.value))
        .collect()
}

fn unranked(standings: &Standings) -> Vec<(&str, &str, String)> {
    let text = |period: Option<Period>| period.map(|p| p.to_string()).unwrap_or_default();
    standings
        .unranked
        .iter()
        .map(|u| (u.subject.as_str(), u.reason, text(u.last_period)))
        .collect()
}

#[test]
fn everyone_is_ranked_or_told_why_not() {
    let snapshot = snapshot(
        zones().build(),
        [
            cell("revenue", "zones/a", "2023", 10.0),
            missing("revenue", "zones/b", "2023"),
            cell("revenue", "zones/b", "2020", 5.0),
            cell("revenue", "zones/c", "2021", 7.0),
            cell("revenue", "zones/c", "2022", 8.0),
        ],
    );
    let standings = rank(&snapshot, "revenue", at(2023));
    assert_eq!(ranked(&standings), [("zones/a", 1.0, 10.0)]);
    assert_eq!(
        unranked(&standings),
        [
            ("zones/b", "REPORTED_MISSING", "2020".to_owned()),
            ("zones/c", "STALE", "2022".to_owned()),
            ("zones/d", "NOT_REPORTED", String::new()),
        ]
    );
}

#[test]
fn the_last_period_with_a_value_is_taken() {
    let snapshot = snapshot(
        zones().build(),
        [
            cell("revenue", "zones/a", "2021", 10.0),
            cell("revenue", "zones/b", "2022", 9.0),
            missing("revenue", "zones/a", "2023"),
        ],
    );
    let standings = rank(
        &snapshot,
        "revenue",
        Terms {
            period: None,
            ..at(2000)
        },
    );
    assert_eq!(standings.period, Some(Period::annual(2022).unwrap()));
    assert_eq!(ranked(&standings), [("zones/b", 1.0, 9.0)]);
}

#[test]
fn without_any_value_everyone_is_listed_at_no_period() {
    let standings = rank(
        &snapshot(zones().build(), []),
        "revenue",
        Terms {
            period: None,
            ..at(2000)
        },
    );
    assert_eq!(standings.period, None);
    assert!(standings.ranked.is_empty());
    assert!(standings.unranked.iter().all(|u| u.reason == "NOT_REPORTED"));
    assert_eq!(standings.unranked.len(), 4);
}

#[test]
fn older_values_enter_only_under_the_rule_and_are_flagged() {
    let snapshot = snapshot(
        zones().build(),
        [
            cell("revenue", "zones/a", "2023", 10.0),
            cell("revenue", "zones/b", "2022", 20.0),
            cell("revenue", "zones/c", "2021", 30.0),
            missing("revenue", "zones/d", "2023"),
            cell("revenue", "zones/d", "2022", 40.0),
        ],
    );
    let one = rank(&snapshot, "revenue", Terms { carry: 1, ..at(2023) });
    assert_eq!(
        ranked(&one),
        [
            ("zones/d", 1.0, 40.0),
            ("zones/b", 2.0, 20.0),
            ("zones/a", 3.0, 10.0)
        ]
    );
    let carried = one
        .ranked
        .iter()
        .map(|r| (r.entry.carried, r.entry.period.to_string()))
        .collect::<Vec<_>>();
    assert_eq!(
        carried,
        [
            (true, "2022".into()),
            (true, "2022".into()),
            (false, "2023".into())
        ]
    );
    assert_eq!(unranked(&one), [("zones/c", "STALE", "2021".to_owned())]);
    assert_eq!(
        rank(&snapshot, "revenue", Terms { carry: 2, ..at(2023) })
            .ranked
            .len(),
        4
    );
}

#[test]
fn formulas_are_computed_and_say_what_they_lack() {
    let snapshot = snapshot(
        zones().build(),
        [
            cell("profit", "zones/a", "2023", 5_000.0),
            cell("revenue", "zones/a", "2023", 10.0),
            cell("profit", "zones/b", "2023", 1.0),
            cell("profit", "zones/c", "2023", 1.0),
            cell("revenue", "zones/c", "2023", 0.0),
            cell("margin", "zones/d", "2023", 3.0),
            cell("profit", "zones/d", "2023", 100.0),
            cell("revenue", "zones/d", "2023", 100.0),
        ],
    );
    let standings = rank(&snapshot, "margin", at(2023));
    assert_eq!(ranked(&standings), [("zones/a", 1.0, 5.0), ("zones/d", 2.0, 3.0)]);
    assert_eq!(
        standings
            .ranked
            .iter()
            .map(|r| r.entry.computed)
            .collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(
        unranked(&standings),
        [
            ("zones/b", "MISSING_INPUT", String::new()),
            ("zones/c", "DIVISION_BY_ZERO", String::new()),
        ]
    );
    let latest = rank(
        &snapshot,
        "margin",
        Terms {
            period: None,
            ..at(2000)
        },
    );
    assert_eq!(latest.period, Some(Period::annual(2023).unwrap()));
}

#[test]
fn who_did_not_exist_is_not_ranked_whatever_was_reported() {
    let catalog = zones()
        .zone_with("d", "丁", |zone| zone.validity.from = Some(date(2023, 1, 1)))
        .zone_with("c", "丙", |zone| zone.validity.until = Some(date(2022, 1, 1)))
        .build();
    let snapshot = snapshot(
        catalog,
        [
            cell("revenue", "zones/a", "2022", 1.0),
            cell("revenue", "zones/c", "2022", 2.0),
            cell("revenue", "zones/d", "2022", 3.0),
        ],
    );
    let standings = rank(&snapshot, "revenue", at(2022));
    assert_eq!(ranked(&standings), [("zones/a", 1.0, 1.0)]);
    let reasons: Vec<_> = standings
        .unranked
        .iter()
        .map(|u| (u.subject.as_str(), u.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            ("zones/b", "NOT_REPORTED"),
            ("zones/c", "NO_LONGER"),
            ("zones/d", "NOT_YET")
        ]
    );
}

#[test]
fn ties_stand_in_the_order_of_names() {
    let values = ["d", "b", "a", "c"].map(|zone| cell("revenue", &format!("zones/{zone}"), "2023", 1.0));
    let standings = rank(&snapshot(zones().build(), values), "revenue", at(2023));
    let names: Vec<_> = standings
        .ranked
        .iter()
        .map(|r| (r.subject.as_str(), r.rank, r.tied))
        .collect();
    assert_eq!(
        names,
        ["a", "b", "c", "d"]
            .map(|z| (["zones/", z].concat(), 1.0, true))
            .each_ref()
            .map(|(s, r, t)| (s.as_str(), *r, *t))
    );
}
