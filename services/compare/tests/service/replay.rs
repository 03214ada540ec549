//! `ReplayRanking`.

use zhibiao_proto::compare::v1::{
    Against, BaselineManifest, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, Manifest,
    Overrides, Replay, ReplayRankingRequest, Simulation, against, replay::Result as Outcome,
    replay_ranking_response::Event,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations::cell;

use super::{
    Fixture, as_of,
    index::{catalog, figures, query},
};

/// What a manifest gives now.
pub(super) async fn replay(
    hub: &Fixture,
    manifest: Manifest,
    expected: Option<EvaluateFrameworkResponse>,
) -> Result<Replay, Problem> {
    let request = ReplayRankingRequest {
        manifest: Some(manifest),
        expected,
    };
    let told = |status: tonic::Status| Problem::from_status(&status);
    let mut events = hub
        .hub
        .comparisons()
        .replay_ranking(request)
        .await
        .map_err(told)?
        .into_inner();
    loop {
        match events.message().await.map_err(told)?.unwrap().event.unwrap() {
            Event::Progress(_) => {}
            Event::Replay(replay) => return Ok(replay),
        }
    }
}

async fn evaluated(hub: &Fixture) -> EvaluateFrameworkResponse {
    let mut asked = query();
    asked.overrides = Some(Overrides {
        weights: [("saving".to_owned(), 1.5)].into(),
        ..Overrides::default()
    });
    let request = EvaluateFrameworkRequest {
        query: Some(asked),
        ..EvaluateFrameworkRequest::default()
    };
    hub.evaluate(request).await.unwrap()
}

#[tokio::test]
async fn a_result_is_replayed_bit_for_bit_whatever_became_of_the_hub() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let result = evaluated(&hub).await;
    let manifest = result.manifest.clone().unwrap();
    hub.store.write([cell("revenue", "zones/c", "2023", 999.0)]).await;
    let changed = catalog()
        .zone("z", "z区")
        .framework(
            "id = \"zones\"\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"energy\", parent = \"index\" }]",
        )
        .indicator_with("energy", "吨标准煤", |one| {
            one.direction = zhibiao_model::catalog::Direction::Up;
        });
    hub.store.apply(&changed).await;
    assert_ne!(evaluated_now(&hub).await, manifest.result_digest);
    let again = replay(&hub, manifest.clone(), Some(result.clone()))
        .await
        .unwrap();
    assert_eq!(again.differences, []);
    assert!(again.identical);
    assert_eq!(again.manifest, Some(manifest));
    let Some(Outcome::Evaluation(now)) = again.result else {
        panic!("{:?}", again.result)
    };
    assert_eq!(now.scores, result.scores);
}

async fn evaluated_now(hub: &Fixture) -> Vec<u8> {
    let request = EvaluateFrameworkRequest {
        query: Some(query()),
        ..EvaluateFrameworkRequest::default()
    };
    hub.evaluate(request)
        .await
        .unwrap()
        .manifest
        .unwrap()
        .result_digest
}

#[tokio::test]
async fn what_differs_is_told() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let result = evaluated(&hub).await;
    let mut manifest = result.manifest.clone().unwrap();
    manifest.engine = "zhibiao-scoring 0".into();
    manifest.columns[0].digest ^= 1;
    manifest.table_digest[0] ^= 1;
    manifest.result_digest[0] ^= 1;
    let mut expected = result.clone();
    let scores = &mut expected.scores.as_mut().unwrap().values;
    let last = scores.len() - 1;
    scores[last] = scores[last].next_up();
    let told = replay(&hub, manifest, Some(expected)).await.unwrap();
    assert!(!told.identical);
    let reasons: Vec<(&str, &str)> = told
        .differences
        .iter()
        .map(|one| (one.reason.as_str(), one.about.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("ENGINE", ""),
            ("COLUMN", "indicators/revenue"),
            ("RESULT", ""),
            ("SCORE", "zones/c")
        ]
    );
    // Fields that nothing is computed from were written into.
    let mut manifest = result.manifest.clone().unwrap();
    manifest.framework_version = 77;
    manifest.columns.clear();
    let told = replay(&hub, manifest, None).await.unwrap();
    assert!(!told.identical);
    let reasons: std::collections::BTreeSet<&str> =
        told.differences.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["COLUMN", "FRAMEWORK"].into());
    // Other weights than were used.
    let mut manifest = result.manifest.clone().unwrap();
    manifest.overrides = None;
    let told = replay(&hub, manifest, None).await.unwrap();
    let reasons: Vec<&str> = told.differences.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["FRAMEWORK", "RESULT"]);
    // Other subjects than were ranked.
    hub.store.apply(&catalog().zone("d", "d区")).await;
    let mut manifest = result.manifest.unwrap();
    manifest.revision += 1;
    let told = replay(&hub, manifest, None).await.unwrap();
    let reasons: Vec<&str> = told.differences.iter().map(|one| one.reason.as_str()).collect();
    assert!(reasons.contains(&"COLUMN"), "{reasons:?}");
}

/// Everything that the result had: what it was compared with, by what it was grouped, and its details.
#[tokio::test]
async fn a_result_is_replayed_with_its_baseline_and_its_tables() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2022")).await;
    let then = hub.store.write(figures("2023")).await;
    hub.serving().await;
    hub.store.write([cell("revenue", "zones/c", "2023", 99.0)]).await;
    let baselines = [
        against::Baseline::Period("2022".into()),
        against::Baseline::AsOf(as_of(then).unwrap()),
    ];
    for baseline in baselines {
        let request = EvaluateFrameworkRequest {
            query: Some(query()),
            details: vec![Detail::Contributions.into(), Detail::SubjectWeights.into()],
            against: Some(Against {
                baseline: Some(baseline),
            }),
            group_by: "class".into(),
        };
        let result = hub.evaluate(request).await.unwrap();
        let manifest = result.manifest.clone().unwrap();
        hub.store.write([cell("energy", "zones/a", "2022", 1.0)]).await;
        let again = replay(&hub, manifest.clone(), Some(result.clone()))
            .await
            .unwrap();
        assert_eq!(again.differences, []);
        let Some(Outcome::Evaluation(now)) = again.result else {
            panic!("{:?}", again.result)
        };
        assert_eq!(
            (now.baseline_ranks, now.group_ranks, now.contributions),
            (
                result.baseline_ranks.clone(),
                result.group_ranks.clone(),
                result.contributions.clone()
            )
        );
        assert!(result.baseline_ranks.is_some() && result.group_ranks.is_some());

        let mut other = manifest;
        other.against.as_mut().unwrap().result_digest[0] ^= 1;
        let mut expected = result;
        let contributions = &mut expected.contributions.as_mut().unwrap().values;
        contributions[0] = contributions[0].next_up();
        let told = replay(&hub, other, Some(expected)).await.unwrap();
        let reasons: Vec<(&str, &str)> = told
            .differences
            .iter()
            .map(|one| (one.reason.as_str(), one.about.as_str()))
            .collect();
        assert_eq!(reasons, [("BASELINE", ""), ("TABLE", "contributions")]);
    }
}

/// Of a whole evaluation no field is called the same that isn't.
#[tokio::test]
async fn every_field_of_a_whole_evaluation_is_compared() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let result = evaluated(&hub).await;
    let manifest = result.manifest.clone().unwrap();
    type Change = fn(&mut EvaluateFrameworkResponse);
    let changes: [(&str, Change); 9] = [
        ("framework", |of| of.framework = "frameworks/other".into()),
        ("period", |of| of.period = "2022".into()),
        ("aggregates[0]", |of| of.aggregates[0].weight += 0.1),
        ("indicators[0]", |of| of.indicators[0].weight += 0.1),
        ("tied[0]", |of| of.tied[0] = !of.tied[0]),
        ("additive", |of| of.additive = !of.additive),
        ("ranked_count", |of| of.ranked_count += 1),
        ("missing_cells", |of| of.missing_cells = vec![1]),
        ("warnings[0]", |of| {
            of.warnings.insert(0, Default::default());
        }),
    ];
    for (field, change) in changes {
        let mut expected = result.clone();
        change(&mut expected);
        let told = replay(&hub, manifest.clone(), Some(expected)).await.unwrap();
        assert!(!told.identical, "{field}");
        let first = &told.differences[0];
        assert_eq!((first.reason.as_str(), first.about.as_str()), ("FIELD", field));
    }
}

#[tokio::test]
async fn everything_wrong_with_a_replay_is_told_at_once() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let result = evaluated(&hub).await;
    let mut manifest = result.manifest.clone().unwrap();
    manifest.revision = -1;
    manifest.period.clear();
    manifest.against = Some(BaselineManifest::default());
    manifest.simulation = Some(Simulation::default());
    let refused = replay(&hub, manifest, Some(result)).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "manifest.revision",
            "manifest.period",
            "manifest.against.period",
            "manifest.against.framework_digest",
            "manifest.against.table_digest",
            "manifest.against.result_digest",
            "expected"
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_replayed_is_refused() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let good = evaluated(&hub).await.manifest.unwrap();
    let with = |change: fn(&mut Manifest)| {
        let mut manifest = good.clone();
        change(&mut manifest);
        manifest
    };
    for (manifest, code, reason) in [
        (
            with(|m| m.store_id = "0".into()),
            Code::FailedPrecondition,
            "MANIFEST_OF_ANOTHER_STORE",
        ),
        (
            with(|m| m.revision = -1),
            Code::InvalidArgument,
            "REQUEST_INVALID",
        ),
        (
            with(|m| m.period.clear()),
            Code::InvalidArgument,
            "REQUEST_INVALID",
        ),
        (
            with(|m| m.revision += 1_000),
            Code::OutOfRange,
            "REVISION_NOT_YET",
        ),
        (
            with(|m| m.framework = "frameworks/other".into()),
            Code::NotFound,
            "FRAMEWORK_NOT_FOUND",
        ),
    ] {
        let refused = replay(&hub, manifest, None).await.unwrap_err();
        assert_eq!((refused.code, refused.reason.as_str()), (code, reason));
    }
}
