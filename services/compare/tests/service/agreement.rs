//! What the store says of a cell and what a ranking says of it are the same.

use std::collections::BTreeMap;

use zhibiao_proto::{
    compare::v1::RankRequest,
    observation::v1::{ReadColumnsRequest, ReadColumnsResponse, Status},
};
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::{Fixture, newest};

/// Value, revision, whether computed.
type Said = (f64, i64, bool);

const FORMULAS: [(&str, &str, &str); 4] = [
    ("margin", "%", "{profit} / {revenue}"),
    ("growth", "%", "{revenue} / year_ago({revenue}) - 1"),
    ("margin-change", "百分点", "{margin} - previous({margin})"),
    ("best", "万元", "max({profit}, {revenue}, previous({profit}))"),
];

fn catalog() -> Small {
    let zones = (0..6).fold(Small::default(), |small, i| {
        small.zone(&format!("z{i}"), &format!("园区{i}"))
    });
    let inputs = zones.indicator("revenue", "亿元").indicator("profit", "万元");
    FORMULAS.iter().fold(inputs, |small, (code, unit, formula)| {
        small.indicator_with(code, unit, |i| i.formula = Some(formula.parse().unwrap()))
    })
}

async fn of_store(hub: &Fixture, indicator: &str, period: &str) -> BTreeMap<String, Said> {
    let request = ReadColumnsRequest {
        indicators: vec![format!("indicators/{indicator}")],
        periods: vec![period.into()],
        kind: "zones".into(),
        consistency: newest(),
        ..ReadColumnsRequest::default()
    };
    let ReadColumnsResponse {
        subjects, columns, ..
    } = hub
        .store
        .hub
        .observations()
        .read_columns(request)
        .await
        .unwrap()
        .into_inner();
    let cells = columns.iter().flat_map(|column| {
        (0..column.values.len())
            .filter(|i| column.statuses.get(*i) != Some(&i32::from(Status::Missing)))
            .map(|i| {
                let computed = column.computed.get(i).copied().unwrap_or(false);
                let subject = subjects[column.subject[i] as usize].clone();
                (subject, (column.values[i], column.revisions[i], computed))
            })
    });
    cells.collect()
}

async fn of_ranking(hub: &Fixture, indicator: &str, period: &str) -> BTreeMap<String, Said> {
    let request = RankRequest {
        indicator: format!("indicators/{indicator}"),
        period: period.into(),
        consistency: newest(),
        ..RankRequest::default()
    };
    let ranked = hub.rank(request).await.unwrap().ranked;
    ranked
        .into_iter()
        .map(|row| (row.subject, (row.value, row.revision, row.computed)))
        .collect()
}

#[tokio::test]
async fn the_store_and_a_ranking_say_the_same_of_every_cell() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    // Values and gaps by a fixed pattern, in several revisions; some over a formula, some marked missing.
    for round in 0..4_u32 {
        let cells = (0..6 * 5 * 2).filter(|n| n % 4 == round).map(|n| {
            let (zone, year, code) = (n % 6, 2019 + n / 6 % 5, ["revenue", "profit"][(n / 30) as usize]);
            let (zone, year) = (format!("zones/z{zone}"), year.to_string());
            match n * 7 % 11 {
                0 => missing(code, &zone, &year),
                1 => cell("margin", &zone, &year, f64::from(n)),
                2 => cell(code, &zone, &year, 0.0),
                value => cell(code, &zone, &year, f64::from(value) * 10.0),
            }
        });
        hub.store.write(cells).await;
    }
    let mut computed = 0;
    for (indicator, ..) in FORMULAS.iter().chain(&[("revenue", "", ""), ("profit", "", "")]) {
        for year in 2018..=2024 {
            let period = year.to_string();
            let said = of_ranking(&hub, indicator, &period).await;
            assert_eq!(
                said,
                of_store(&hub, indicator, &period).await,
                "{indicator} {period}"
            );
            computed += said.values().filter(|(.., computed)| *computed).count();
        }
    }
    assert!(
        computed > 20,
        "only {computed} computed values: the pattern tests nothing"
    );
}
