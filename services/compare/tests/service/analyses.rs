//! `AnalyzeUncertainty`, `AnalyzeSensitivity`, and what holds for everything that lasts.

mod limits;

use zhibiao_compare::Config;
use zhibiao_model::{
    observation::{Figure, Observation},
    qualifier::Qualifier,
    status::Status,
};
use zhibiao_proto::{
    catalog::v1::{
        Aggregation, Assumptions, DataNoise, Spread, WeightNoise, aggregation, spread, weight_noise,
    },
    compare::v1::{
        self as compare, AnalyzeSensitivityRequest, AnalyzeUncertaintyRequest, Factor, Numbers, Sensitivity,
        SensitivityParameters, Uncertainty, UncertaintyParameters, analyze_sensitivity_response,
        analyze_uncertainty_response, replay::Result as Outcome,
    },
};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::{catalog::Small, observations::cell, store::TestStore};

use super::{Fixture, index::query, replay as replays};

const ZONES: usize = 12;

/// Twelve zones, five indicators, of which everything is uncertain that can be.
fn catalog() -> Small {
    let zones = (0..ZONES).fold(Small::default(), |small, at| {
        small.zone(&format!("z{at:02}"), &format!("{at}区"))
    });
    ["people", "revenue", "profit", "patents", "talents"]
        .iter()
        .fold(zones, |small, code| small.indicator(code, "个"))
        .framework(UNCERTAIN)
        .framework(&UNCERTAIN.replace("\"zones\"", "\"partly\"").replace(
            "code = \"talents\", ",
            "code = \"talents\", normalise = { method = \"min_max\" }, ",
        ))
        .framework(
            &UNCERTAIN
                .replace("\"zones\"", "\"doubted\"")
                .replace("leave_out = 0.5", "aggregation = [{ method = \"median\" }]"),
        )
        .framework(
            "id = \"patents-alone\"\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"patents\", parent = \"index\", direction = \"up\" }]\n\
             [uncertainty]\nleave_out = 1.0",
        )
}

const UNCERTAIN: &str = r#"
    id = "zones"
    impute = { method = "mean" }
    aggregates = [
        { id = "index" },
        { id = "wealth", parent = "index", weight = 2 },
        { id = "skill", parent = "index" },
    ]
    indicators = [
        { code = "revenue", parent = "wealth", direction = "up", denominator = { by = "people" } },
        { code = "profit", parent = "wealth", direction = "up" },
        { code = "patents", parent = "skill", direction = "up" },
        { code = "talents", parent = "skill", direction = "up" },
    ]
    [uncertainty]
    weights = { method = "share", share = 0.25 }
    imputation = [{ method = "median" }]
    normalisation = [{ method = "rank" }]
    leave_out = 0.5
    data = { approximate = { distribution = "normal", sd = 0.3 }, at_least = { distribution = "exponential", mean = 0.2 } }
"#;

/// Figures that lie close, some of them rough, one missing.
fn figures() -> Vec<Observation> {
    let codes = ["people", "revenue", "profit", "patents", "talents"];
    let cells = (0..ZONES).flat_map(|zone| {
        codes.iter().enumerate().map(move |(at, code)| {
            let value = 40.0 + ((zone * 37 + at * 61 + zone * zone * 13) % 29) as f64;
            let exact = cell(code, &format!("zones/z{zone:02}"), "2023", value);
            let qualifier = match (zone + at) % 4 {
                0 => Qualifier::Approximate,
                1 => Qualifier::AtLeast,
                _ => Qualifier::Exact,
            };
            let figure = Figure::new(value, qualifier, Status::Normal).unwrap();
            Observation { figure, ..exact }
        })
    });
    cells
        .filter(|one| one.key.indicator.id() != "talents" || one.key.subject.as_str() != "zones/z03")
        .collect()
}

async fn hub_on(threads: usize) -> Fixture {
    let store = TestStore::holding(&catalog()).await;
    let upstream = store.hub.clone();
    let hub = Fixture::on(
        store,
        upstream,
        Config {
            threads,
            ..Config::default()
        },
    );
    hub.store.write(figures()).await;
    hub.serving().await;
    hub
}

fn uncertain(draws: u64) -> AnalyzeUncertaintyRequest {
    AnalyzeUncertaintyRequest {
        query: Some(query()),
        parameters: Some(UncertaintyParameters {
            draws,
            seed: 7,
            top: 3,
            bottom: 3,
            pairwise: true,
            confidence: None,
        }),
        assumptions: None,
    }
}

async fn analyze(hub: &Fixture, request: AnalyzeUncertaintyRequest) -> Result<Uncertainty, Problem> {
    use analyze_uncertainty_response::Event;
    let told = |status: tonic::Status| Problem::from_status(&status);
    let answer = hub.hub.comparisons().analyze_uncertainty(request).await;
    let mut events = answer.map_err(told)?.into_inner();
    loop {
        match events.message().await.map_err(told)?.unwrap().event.unwrap() {
            Event::Progress(progress) => assert!(progress.done <= progress.total),
            Event::Uncertainty(found) => {
                assert!(events.message().await.unwrap().is_none(), "the result comes last");
                return Ok(found);
            }
        }
    }
}

async fn sensitivity(hub: &Fixture, request: AnalyzeSensitivityRequest) -> Result<Sensitivity, Problem> {
    use analyze_sensitivity_response::Event;
    let told = |status: tonic::Status| Problem::from_status(&status);
    let answer = hub.hub.comparisons().analyze_sensitivity(request).await;
    let mut events = answer.map_err(told)?.into_inner();
    loop {
        match events.message().await.map_err(told)?.unwrap().event.unwrap() {
            Event::Progress(_) => {}
            Event::Sensitivity(found) => return Ok(found),
        }
    }
}

fn normal(sd: f64) -> Option<Spread> {
    Some(Spread {
        distribution: Some(spread::Distribution::NormalSd(sd)),
    })
}

fn values(numbers: &Option<Numbers>) -> &[f64] {
    &numbers.as_ref().unwrap().values
}

/// What is not varied is not certain for it.
#[tokio::test]
async fn alternatives_that_reach_only_some_indicators_are_told_with_an_analysis() {
    let hub = hub_on(2).await;
    let partly = compare::IndexQuery {
        framework: "frameworks/partly".into(),
        ..query()
    };
    let analysis = AnalyzeUncertaintyRequest {
        query: Some(partly.clone()),
        ..uncertain(1_000)
    };
    let sensitive = AnalyzeSensitivityRequest {
        query: Some(partly),
        ..AnalyzeSensitivityRequest::default()
    };
    let of_ranks = analyze(&hub, analysis).await.unwrap().warnings;
    let of_shares = sensitivity(&hub, sensitive).await.unwrap().warnings;
    for warnings in [of_ranks, of_shares] {
        let mut told = warnings.iter().filter(|one| one.reason == "ALTERNATIVES_PARTIAL");
        let message = &told.next().unwrap().message;
        assert!(
            message.contains("`uncertainty.normalisation` reach 3 of 4 indicators"),
            "{message}"
        );
        assert!(told.next().is_none());
    }
}

/// A what-if takes the aggregation out of doubt: all else is analysed, and can be again.
#[tokio::test]
async fn an_aggregation_that_a_what_if_names_is_not_varied_and_told() {
    let hub = hub_on(2).await;
    let method = aggregation::Method::Minimum(());
    let doubted = compare::IndexQuery {
        framework: "frameworks/doubted".into(),
        overrides: Some(compare::Overrides {
            aggregation: Some(Aggregation { method: Some(method) }),
            ..compare::Overrides::default()
        }),
        ..query()
    };
    let found = analyze(
        &hub,
        AnalyzeUncertaintyRequest {
            query: Some(doubted.clone()),
            ..uncertain(200)
        },
    );
    let found = found.await.unwrap();
    assert!(
        !found.factors().any(|one| one == Factor::Aggregation),
        "{found:?}"
    );
    let told = found.warnings.iter().map(|one| one.message.as_str());
    let told: Vec<&str> = told.filter(|one| one.contains("the what-if names")).collect();
    assert_eq!(told.len(), 1, "{:?}", found.warnings);
    let again = replays::replay(&hub, found.manifest.unwrap(), None)
        .await
        .unwrap();
    assert!(again.differences.is_empty(), "{:?}", again.differences);
    let shares = AnalyzeSensitivityRequest {
        query: Some(doubted),
        ..shares()
    };
    let shares = sensitivity(&hub, shares).await.unwrap().overall;
    assert!(!shares.iter().any(|one| one.factor() == Factor::Aggregation));
}

#[tokio::test]
async fn ranks_come_with_intervals_and_ties() {
    let hub = hub_on(2).await;
    let found = analyze(&hub, uncertain(2_000)).await.unwrap();
    assert_eq!((found.subjects.len(), found.draws), (ZONES, 2_000));
    assert!(!found.subject_names[0].zh.is_empty());
    let expected = [
        Factor::Weights,
        Factor::Imputation,
        Factor::Normalisation,
        Factor::LeaveOut,
        Factor::Data,
    ];
    assert!(found.factors().eq(expected), "{:?}", found.factors);
    let nominal = values(&found.nominal);
    assert!(nominal.is_sorted(), "rows are the nominal ranking");
    let (low, high) = (values(&found.q5), values(&found.q95));
    let inside = (0..ZONES).filter(|at| low[*at] <= nominal[*at] && nominal[*at] <= high[*at]);
    assert!(
        inside.count() >= ZONES - 2,
        "few nominal ranks lie outside their intervals"
    );
    assert!(low.iter().zip(high).any(|(low, high)| low < high));
    let top: f64 = found.top.iter().sum();
    assert!(
        (top - 3.0).abs() < 0.2,
        "three of twelve are the top of each draw: {top}"
    );
    pairs_make_one(&found);
    let grouped: usize = found.groups.iter().map(|group| group.subjects.len()).sum();
    assert_eq!(grouped, ZONES);
    assert!(found.groups.len() < ZONES, "figures this rough decide little");
}

/// P(A above B) + P(B above A) + P(tied) = 1: what is left of the two is a share of the draws.
fn pairs_make_one(found: &Uncertainty) {
    let above = |one: usize, other: usize| found.above[one * ZONES + other];
    for one in 0..ZONES {
        assert_eq!(above(one, one), 0.0);
        for other in 0..one {
            let tied = 1.0 - above(one, other) - above(other, one);
            let draws = tied * found.draws as f64;
            assert!(
                tied >= -1e-12 && (draws - draws.round()).abs() < 1e-6,
                "{one} {other}: {tied}"
            );
        }
    }
}

#[tokio::test]
async fn the_same_seed_has_the_same_bits_on_any_number_of_threads() {
    let mut digests = Vec::new();
    for threads in [1, 2, 8] {
        let hub = hub_on(threads).await;
        let found = analyze(&hub, uncertain(3_000)).await.unwrap();
        let shares = sensitivity(&hub, shares()).await.unwrap();
        digests.push([found.manifest, shares.manifest].map(|one| one.unwrap().result_digest));
    }
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

fn shares() -> AnalyzeSensitivityRequest {
    AnalyzeSensitivityRequest {
        query: Some(query()),
        parameters: Some(SensitivityParameters {
            base: 128,
            seed: 1,
            bootstrap: Some(50),
        }),
        assumptions: None,
    }
}

#[tokio::test]
async fn another_view_of_what_is_uncertain_replaces_the_frameworks() {
    let hub = hub_on(2).await;
    let none = AnalyzeUncertaintyRequest {
        assumptions: Some(Assumptions::default()),
        ..uncertain(100)
    };
    let refused = analyze(&hub, none).await.unwrap_err();
    assert_eq!(
        refused.reason, "INAPPLICABLE",
        "nothing is uncertain: {refused:?}"
    );
    assert_eq!(refused.violations[0].field, "assumptions", "{refused:?}");
    // Of forecasts, of which there are none.
    let absent = AnalyzeUncertaintyRequest {
        assumptions: Some(Assumptions {
            data: Some(DataNoise {
                forecast: normal(0.3),
                ..DataNoise::default()
            }),
            ..Assumptions::default()
        }),
        ..uncertain(100)
    };
    let certain = analyze(&hub, absent).await.unwrap();
    assert!(certain.factors().eq([Factor::Data]));
    assert_eq!(values(&certain.q5), values(&certain.q95));
    assert_eq!(values(&certain.mean), values(&certain.nominal));
    // Only what is rough: exact figures and everything else are as they are.
    let rough = Assumptions {
        data: Some(DataNoise {
            approximate: normal(0.3),
            ..DataNoise::default()
        }),
        ..Assumptions::default()
    };
    let request = AnalyzeSensitivityRequest {
        assumptions: Some(rough),
        ..shares()
    };
    let found = sensitivity(&hub, request).await.unwrap();
    let factors: Vec<Factor> = found.overall.iter().map(|one| one.factor()).collect();
    assert_eq!(factors, [Factor::Data]);
    let total = found.overall[0].total.unwrap().value;
    assert!(
        (total - 1.0).abs() < 0.3,
        "the one thing that varies explains all: {total}"
    );
}

#[tokio::test]
async fn shares_are_given_overall_and_for_each_subject() {
    let hub = hub_on(2).await;
    let found = sensitivity(&hub, shares()).await.unwrap();
    assert_eq!(found.overall.len(), 5);
    assert_eq!(found.evaluations, 128 * (5 + 2));
    assert_eq!(found.subjects.len(), ZONES);
    let ranks: Vec<f64> = found.subjects.iter().filter_map(|one| one.nominal).collect();
    assert!(ranks.is_sorted());
    for one in found.subjects.iter().filter(|one| !one.shares.is_empty()) {
        assert_eq!(one.shares.len(), 5, "{}", one.subject);
        let weights = one.shares[0].total.unwrap();
        assert!(weights.q5 <= weights.value && weights.value <= weights.q95);
    }
}

#[tokio::test]
async fn simulations_are_replayed_too() {
    let hub = hub_on(2).await;
    let found = analyze(&hub, uncertain(500)).await.unwrap();
    let shares = sensitivity(&hub, shares()).await.unwrap();
    hub.store.write([cell("profit", "zones/z00", "2023", 1.0)]).await;
    let again = replays::replay(&hub, found.manifest.clone().unwrap(), None)
        .await
        .unwrap();
    assert!(again.identical, "{:?}", again.differences);
    let Some(Outcome::Uncertainty(result)) = again.result else {
        panic!("{:?}", again.result)
    };
    assert_eq!((result.mean, result.above), (found.mean, found.above));
    let again = replays::replay(&hub, shares.manifest.clone().unwrap(), None)
        .await
        .unwrap();
    assert!(again.identical, "{:?}", again.differences);
    assert!(matches!(again.result, Some(Outcome::Sensitivity(_))));
    // Another seed is another result.
    let mut other = found.manifest.unwrap();
    let simulation = other.simulation.as_mut().unwrap();
    if let Some(zhibiao_proto::compare::v1::simulation::Analysis::Uncertainty(one)) = &mut simulation.analysis
    {
        one.seed += 1;
    }
    let told = replays::replay(&hub, other, None).await.unwrap();
    let reasons: Vec<&str> = told.differences.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["RESULT"]);
}
