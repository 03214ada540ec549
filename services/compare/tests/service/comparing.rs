//! `Compare`.

use std::sync::Arc;

use zhibiao_model::{
    catalog::Direction,
    ids::KindId,
    observation::{Evidence, Figure, Observation, Place, Provenance},
    period::Frequency,
    qualifier::Qualifier,
    status::Status,
};
use zhibiao_proto::{
    compare::v1::{CarryRule, CompareRequest, ComparedValue},
    observation::v1 as observation,
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::{Fixture, as_of, newest};

fn catalog() -> Small {
    ["a", "b", "c", "d"]
        .iter()
        .fold(Small::default(), |small, id| small.zone(id, &format!("{id}区")))
        .subject("platforms/data", "大数据平台", "a")
        .indicator("revenue", "亿元")
        .indicator("profit", "亿元")
        .indicator_with("margin", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
        .indicator_with("energy", "吨标准煤", |i| i.direction = Direction::Down)
        .indicator_with("output", "亿元", |i| i.frequency = Frequency::Monthly)
        .indicator_with("users", "人", |i| {
            i.subject_kinds = [KindId::new("platforms").unwrap()].into()
        })
}

fn of(subjects: &[&str], indicators: &[&str]) -> CompareRequest {
    CompareRequest {
        subjects: subjects.iter().map(|name| (*name).to_owned()).collect(),
        indicators: indicators
            .iter()
            .map(|code| format!("indicators/{code}"))
            .collect(),
        consistency: newest(),
        ..CompareRequest::default()
    }
}

/// The same cell with a source: a row of a report.
fn sourced(cell: Observation, report: &str, row: u32) -> Observation {
    let provenance = Provenance {
        report: format!("reports/{report}"),
        source: "统计年鉴".into(),
        ..Provenance::default()
    };
    let place = Place::Cell {
        sheet: "表1".into(),
        row,
        column: 3,
    };
    Observation {
        provenance: Some(Arc::new(provenance)),
        evidence: Some(Evidence {
            place,
            excerpt: "12.5".into(),
        }),
        ..cell
    }
}

fn report(value: &ComparedValue) -> Option<&str> {
    value
        .provenance
        .as_ref()
        .map(|provenance| provenance.report.as_str())
}

#[tokio::test]
async fn values_stand_side_by_side() {
    let hub = Fixture::holding(&catalog()).await;
    let approximate = Figure::new(8.0, Qualifier::Approximate, Status::Provisional).unwrap();
    hub.store
        .write([
            cell("revenue", "zones/a", "2022", 8.0),
            cell("revenue", "zones/a", "2023", 10.0),
            Observation {
                figure: approximate,
                ..cell("revenue", "zones/b", "2023", 0.0)
            },
            cell("revenue", "zones/b", "2022", 10.0),
            cell("revenue", "zones/c", "2023", 12.0),
            cell("revenue", "zones/c", "2024", 13.0),
        ])
        .await;
    hub.serving().await;
    let answer = hub
        .compare(of(&["zones/a", "zones/b", "zones/d"], &["revenue"]))
        .await
        .unwrap();
    assert_eq!(
        answer
            .subject_names
            .iter()
            .map(|n| n.zh.as_str())
            .collect::<Vec<_>>(),
        ["a区", "b区", "d区"]
    );
    let row = &answer.indicators[0];
    assert_eq!(
        (
            row.period.as_str(),
            row.against_period.as_str(),
            row.unit.as_str()
        ),
        ("2023", "2022", "亿元")
    );
    let [a, b, d] = row.values.as_slice() else {
        panic!("three cells")
    };
    assert_eq!(
        (a.value, a.difference, a.ratio, a.growth_percent),
        (Some(10.0), Some(0.0), Some(1.0), Some(25.0))
    );
    assert_eq!(
        (b.value, b.difference, b.ratio, b.growth_percent),
        (Some(8.0), Some(-2.0), Some(0.8), Some(-20.0))
    );
    assert_eq!(
        (b.qualifier(), b.status()),
        (
            observation::Qualifier::Approximate,
            observation::Status::Provisional
        )
    );
    assert_eq!((a.percentile, b.percentile), (Some(50.0), Some(0.0)));
    assert_eq!((a.against_value, a.peers_with_value), (Some(8.0), 3));
    assert_eq!(
        (d.value, d.missing_reason.as_str(), d.percentile),
        (None, "NOT_REPORTED", None)
    );
}

#[tokio::test]
async fn every_cell_says_its_source() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store
        .write([
            sourced(cell("revenue", "zones/a", "2023", 10.0), "r1", 5),
            sourced(cell("revenue", "zones/b", "2022", 20.0), "r2", 6),
            sourced(missing("revenue", "zones/c", "2023"), "r3", 7),
            sourced(cell("profit", "zones/a", "2022", 0.5), "r4", 8),
        ])
        .await;
    hub.store
        .write([sourced(cell("profit", "zones/a", "2023", 1.0), "r5", 9)])
        .await;
    hub.serving().await;
    let carry = Some(CarryRule { max_periods: 1 });
    let request = CompareRequest {
        carry,
        ..of(
            &["zones/a", "zones/b", "zones/c", "zones/d"],
            &["revenue", "margin"],
        )
    };
    let answer = hub.compare(request).await.unwrap();
    let revenue = &answer.indicators[0].values;
    assert_eq!(
        revenue.iter().map(report).collect::<Vec<_>>(),
        [Some("reports/r1"), Some("reports/r2"), Some("reports/r3"), None]
    );
    let evidence = revenue[1].evidence.as_ref().unwrap();
    let expected = observation::CellPlace {
        sheet: "表1".into(),
        row: 6,
        column: 3,
    };
    assert_eq!(evidence.place, Some(observation::evidence::Place::Cell(expected)));
    assert_eq!(evidence.excerpt, "12.5");
    assert!(revenue[1].carried && revenue[1].period == "2022" && revenue[1].growth_percent.is_none());
    assert_eq!(revenue[2].missing_reason, "REPORTED_MISSING");
    // A computed value has its newest input's source.
    let margin = &answer.indicators[1].values[0];
    assert_eq!(
        (margin.value, margin.computed, report(margin)),
        (Some(10.0), true, Some("reports/r5"))
    );
    assert_eq!(answer.indicators[1].values[1].missing_reason, "NOT_REPORTED");
}

#[tokio::test]
async fn a_moment_of_the_past_has_its_values_and_sources() {
    let hub = Fixture::holding(&catalog()).await;
    let before = hub
        .store
        .write([sourced(cell("revenue", "zones/a", "2023", 10.0), "old", 1)])
        .await;
    hub.store
        .write([sourced(cell("revenue", "zones/a", "2023", 11.0), "new", 2)])
        .await;
    hub.serving().await;
    let now = hub.compare(of(&["zones/a"], &["revenue"])).await.unwrap();
    let value = &now.indicators[0].values[0];
    assert_eq!((value.value, report(value)), (Some(11.0), Some("reports/new")));
    let request = CompareRequest {
        consistency: None,
        as_of: as_of(before),
        ..of(&["zones/a"], &["revenue"])
    };
    let then = hub.compare(request).await.unwrap();
    let value = &then.indicators[0].values[0];
    assert_eq!((value.value, report(value)), (Some(10.0), Some("reports/old")));
    assert_eq!(then.token, before.to_string());
}

#[tokio::test]
async fn each_indicator_has_its_own_period_direction_and_kind() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store
        .write([
            cell("energy", "zones/a", "2022", 5.0),
            cell("energy", "zones/b", "2022", 4.0),
            cell("output", "zones/a", "2023-09", 1.0),
            cell("output", "zones/a", "2022-09", 0.0),
            cell("users", "platforms/data", "2023", 7.0),
        ])
        .await;
    hub.serving().await;
    let answer = hub
        .compare(of(
            &["zones/a", "platforms/data"],
            &["energy", "output", "users", "profit"],
        ))
        .await
        .unwrap();
    let periods: Vec<_> = answer
        .indicators
        .iter()
        .map(|row| (row.period.as_str(), row.against_period.as_str()))
        .collect();
    assert_eq!(
        periods,
        [("2022", "2021"), ("2023-09", "2022-09"), ("", ""), ("", "")]
    );
    assert_eq!(
        answer.indicators[0].values[0].percentile,
        Some(0.0),
        "less energy is better"
    );
    assert_eq!(answer.indicators[0].values[1].missing_reason, "NOT_APPLICABLE");
    let output = &answer.indicators[1].values[0];
    assert_eq!(
        (output.against_value, output.growth_percent),
        (Some(0.0), None),
        "no growth from nothing"
    );
    let request = CompareRequest {
        period: "2023".into(),
        ..of(&["zones/a"], &["energy", "output"])
    };
    let problem = hub.compare(request).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(problem.violations.len(), 1);
    assert!(
        problem.message.contains("`indicators/output` is monthly"),
        "{}",
        problem.message
    );
}

#[tokio::test]
async fn strengths_weaknesses_and_growth_by_the_year() {
    let hub = Fixture::holding(
        &catalog()
            .indicator("staff", "人")
            .indicator_with("age", "年", |i| i.direction = Direction::None),
    )
    .await;
    let zones = [
        ("zones/a", 1.0),
        ("zones/b", 2.0),
        ("zones/c", 3.0),
        ("zones/d", 4.0),
    ];
    // Of energy less is better; of age neither way is.
    let cells =
        ["staff", "energy", "age"].map(|code| zones.map(|(zone, value)| cell(code, zone, "2023", value)));
    hub.store.write(cells.into_iter().flatten()).await;
    hub.store
        .write([
            cell("staff", "zones/d", "2021", 1.0),
            cell("staff", "zones/a", "2021", 0.0),
        ])
        .await;
    hub.serving().await;
    let request = CompareRequest {
        against_period: "2021".into(),
        ..of(&["zones/a", "zones/b", "zones/d"], &["age", "staff", "energy"])
    };
    let answer = hub.compare(request).await.unwrap();
    let profiles: Vec<(Vec<&str>, Vec<&str>)> = answer
        .profiles
        .iter()
        .map(|one| {
            (
                one.strengths.iter().map(String::as_str).collect(),
                one.weaknesses.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let (staff, energy) = ("indicators/staff", "indicators/energy");
    assert_eq!(
        profiles,
        [
            (vec![energy], vec![staff]),
            (vec![], vec![]),
            (vec![staff], vec![energy])
        ]
    );
    let staff = &answer.indicators[1].values;
    assert_eq!(staff[0].annual_growth_percent, None, "no growth from nothing");
    assert_eq!(staff[2].growth_percent, Some(300.0));
    let annual = staff[2].annual_growth_percent.unwrap();
    assert!((annual - 100.0).abs() < 1e-9, "doubled twice: {annual}");
}
