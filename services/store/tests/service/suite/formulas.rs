//! Formula indicators, computed on read.

use zhibiao_proto::{
    convert::consistency::ReadAt,
    observation::v1::{
        ReadColumnsRequest, ReadObservationRequest, ReadObservationResponse, ReadSeriesRequest, Series,
    },
};
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::BACKEND;
use crate::store::{Store, key};

/// Revenue in 亿元, profit in 万元; a rate of the two, its growth, and its distance from last year.
fn catalog() -> Small {
    Small::default()
        .zone("east", "东区")
        .zone("west", "西区")
        .indicator("revenue", "亿元")
        .indicator("profit", "万元")
        .indicator_with("rate", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
        .indicator_with("rate-change", "%", |i| {
            i.formula = Some("{rate} - year_ago({rate})".parse().unwrap())
        })
        .indicator_with("growth", "%", |i| {
            i.formula = Some(
                "({revenue} - previous({revenue})) / previous({revenue})"
                    .parse()
                    .unwrap(),
            );
        })
}

async fn series(store: &Store, subject: &str, code: &str, at: ReadAt) -> Series {
    let (consistency, as_of) = at.fields();
    let keys = vec![key(subject, code)];
    let request = ReadSeriesRequest {
        keys,
        consistency,
        as_of,
        include_provenance: true,
        ..Default::default()
    };
    store
        .observations
        .clone()
        .read_series(request)
        .await
        .unwrap()
        .into_inner()
        .series
        .remove(0)
}

async fn observation(store: &Store, code: &str, period: &str) -> ReadObservationResponse {
    let request = ReadObservationRequest {
        subject: "zones/east".into(),
        indicator: format!("indicators/{code}"),
        period: period.into(),
        ..Default::default()
    };
    store
        .observations
        .clone()
        .read_observation(request)
        .await
        .unwrap()
        .into_inner()
}

async fn filled() -> Option<Store> {
    let store = Store::start(BACKEND).await?;
    store.apply(&catalog()).await;
    let of = |code, zone, year, value| cell(code, zone, year, value);
    store
        .write(
            "b1",
            [
                of("revenue", "zones/east", "2021", 100.0),
                of("revenue", "zones/east", "2022", 110.0),
                of("revenue", "zones/east", "2023", 121.0),
                of("profit", "zones/east", "2021", 50_000.0),
                of("profit", "zones/east", "2023", 121_000.0),
                of("revenue", "zones/west", "2023", 0.0),
                of("profit", "zones/west", "2023", 1.0),
            ],
        )
        .await;
    Some(store)
}

#[tokio::test]
async fn a_series_is_computed_from_the_same_revision() {
    let Some(store) = filled().await else { return };
    let rate = series(&store, "zones/east", "rate", ReadAt::FullyConsistent).await;
    assert_eq!(
        (rate.unit.as_str(), rate.periods.clone()),
        ("%", vec!["2021".to_owned(), "2023".to_owned()])
    );
    assert_eq!(
        (rate.values, rate.computed, rate.revisions),
        (vec![5.0, 10.0], vec![true, true], vec![2, 2])
    );
    let [gap] = rate.unanswered.try_into().unwrap();
    assert_eq!(
        (gap.period.as_str(), gap.reason.as_str()),
        ("2022", "MISSING_INPUT")
    );
    assert_eq!(gap.missing_inputs[0].indicator, "indicators/profit");
    assert_eq!(gap.missing_inputs[0].period, "2022");

    store
        .write("b2", [cell("profit", "zones/east", "2022", 110_000.0)])
        .await;
    let now = series(&store, "zones/east", "rate", ReadAt::FullyConsistent).await;
    assert_eq!(
        (now.values, now.revisions),
        (vec![5.0, 10.0, 10.0], vec![2, 3, 2])
    );
    let then = ReadAt::Revision(zhibiao_model::revision::Revision::new(2).unwrap());
    assert_eq!(
        series(&store, "zones/east", "rate", then).await.values,
        [5.0, 10.0]
    );
}

#[tokio::test]
async fn formulas_reach_back_and_through_others() {
    let Some(store) = filled().await else { return };
    let growth = series(&store, "zones/east", "growth", ReadAt::FullyConsistent).await;
    assert_eq!(growth.periods, ["2022", "2023"]);
    assert!(
        growth.values.iter().all(|value| (value - 10.0).abs() < 1e-9),
        "{:?}",
        growth.values
    );
    let first: Vec<&str> = growth.unanswered.iter().map(|gap| gap.period.as_str()).collect();
    assert_eq!(first, ["2021"], "the year after the last report is no gap");

    store
        .write("b2", [cell("profit", "zones/east", "2022", 110_000.0)])
        .await;
    let change = series(&store, "zones/east", "rate-change", ReadAt::FullyConsistent).await;
    assert_eq!(
        (change.periods, change.values),
        (vec!["2022".into(), "2023".into()], vec![5.0, 0.0])
    );
}

#[tokio::test]
async fn division_by_zero_is_told() {
    let Some(store) = filled().await else { return };
    let rate = series(&store, "zones/west", "rate", ReadAt::FullyConsistent).await;
    assert!(rate.periods.is_empty());
    assert_eq!(rate.unanswered[0].reason, "DIVISION_BY_ZERO");
    assert!(rate.unanswered[0].missing_inputs.is_empty());
}

#[tokio::test]
async fn what_was_reported_wins_and_missing_yields() {
    let Some(store) = filled().await else { return };
    store
        .write(
            "b2",
            [
                cell("rate", "zones/east", "2023", 9.9),
                missing("rate", "zones/east", "2021"),
            ],
        )
        .await;
    let rate = series(&store, "zones/east", "rate", ReadAt::FullyConsistent).await;
    assert_eq!((rate.values, rate.computed), (vec![5.0, 9.9], vec![true, false]));
    store.write("b3", [missing("rate", "zones/east", "2022")]).await;
    let rate = series(&store, "zones/east", "rate", ReadAt::FullyConsistent).await;
    assert_eq!(rate.periods, ["2021", "2022", "2023"]);
    assert_eq!(
        rate.statuses[1],
        i32::from(zhibiao_proto::observation::v1::Status::Missing)
    );
}

#[tokio::test]
async fn columns_are_computed_across_subjects() {
    let Some(store) = filled().await else { return };
    let read = async |periods: &[&str], at: ReadAt| {
        let (consistency, as_of) = at.fields();
        let request = ReadColumnsRequest {
            indicators: vec!["indicators/rate".into(), "indicators/growth".into()],
            periods: periods.iter().map(ToString::to_string).collect(),
            consistency,
            as_of,
            ..Default::default()
        };
        store
            .observations
            .clone()
            .read_columns(request)
            .await
            .unwrap()
            .into_inner()
    };
    let answer = read(&["2023"], ReadAt::FullyConsistent).await;
    assert_eq!(answer.subjects, ["zones/east"]);
    assert_eq!(answer.columns.len(), 2);
    assert_eq!(
        (&answer.columns[0].values, &answer.columns[0].computed),
        (&vec![10.0], &vec![true])
    );
    assert_eq!(answer.columns[0].unit, "%");
    let all = read(&[], ReadAt::FullyConsistent).await;
    let columns: Vec<(&str, &str)> = all
        .columns
        .iter()
        .map(|c| (c.indicator.as_str(), c.period.as_str()))
        .collect();
    assert_eq!(
        columns,
        [
            ("indicators/rate", "2021"),
            ("indicators/rate", "2023"),
            ("indicators/growth", "2022"),
            ("indicators/growth", "2023")
        ]
    );
}

#[tokio::test]
async fn a_computed_cell_shows_its_inputs() {
    let Some(store) = filled().await else { return };
    let answer = observation(&store, "rate", "2023").await;
    let current = answer.current.unwrap();
    assert_eq!(
        (current.value, current.revision, answer.history.len()),
        (Some(10.0), 2, 0)
    );
    assert!(current.committed_at.is_some());
    assert_eq!(answer.formula, "{profit} / {revenue}");
    let inputs: Vec<_> = answer
        .inputs
        .iter()
        .map(|i| (i.indicator.as_str(), i.value, i.unit.as_str()))
        .collect();
    assert_eq!(
        inputs,
        [
            ("indicators/profit", Some(121_000.0), "万元"),
            ("indicators/revenue", Some(121.0), "亿元")
        ]
    );

    let gap = observation(&store, "rate", "2022").await;
    assert_eq!(
        (gap.current, gap.unanswered_reason.as_str()),
        (None, "MISSING_INPUT")
    );
    assert_eq!(gap.inputs[0].value, None);
    let nothing = observation(&store, "rate", "1999").await;
    assert_eq!(
        (
            nothing.current,
            nothing.unanswered_reason.as_str(),
            nothing.inputs.len()
        ),
        (None, "", 0)
    );
}

#[tokio::test]
async fn the_formula_of_the_time_is_used() {
    let Some(store) = filled().await else { return };
    let other = Small::default().indicator_with("rate", "%", |i| {
        i.formula = Some("2 * {profit} / {revenue}".parse().unwrap())
    });
    store.apply(&other).await;
    assert_eq!(
        series(&store, "zones/east", "rate", ReadAt::FullyConsistent)
            .await
            .values,
        [10.0, 20.0]
    );
    let then = ReadAt::Revision(zhibiao_model::revision::Revision::new(2).unwrap());
    assert_eq!(
        series(&store, "zones/east", "rate", then).await.values,
        [5.0, 10.0]
    );
}
