//! What is too much for an analysis, or too little to tell anything; and how it ends before its time.

use std::{num::NonZero, time::Duration};

use zhibiao_proto::compare::v1::{EvaluationWarning, IndexQuery};
use zhibiao_runtime::error::Code;

use super::*;

fn reasons(warnings: &[EvaluationWarning]) -> Vec<(&str, &str)> {
    let warnings = warnings.iter();
    warnings
        .map(|one| (one.about.as_str(), one.reason.as_str()))
        .collect()
}

/// Intervals of a handful of draws look as certain as those of many.
#[tokio::test]
async fn too_little_is_answered_with_a_warning_and_what_to_ask_for() {
    let hub = hub_on(1).await;
    let few = analyze(&hub, uncertain(1)).await.unwrap();
    assert_eq!(reasons(&few.warnings), [("index", "FEW_DRAWS")]);
    assert!(few.warnings[0].message.ends_with("take 100 or more"), "{few:?}");
    assert!(analyze(&hub, uncertain(100)).await.unwrap().warnings.is_empty());
    let of = |base, bootstrap| AnalyzeSensitivityRequest {
        parameters: Some(SensitivityParameters {
            base,
            seed: 1,
            bootstrap: Some(bootstrap),
        }),
        ..shares()
    };
    let few = sensitivity(&hub, of(10, 0)).await.unwrap();
    assert_eq!(
        reasons(&few.warnings),
        [("index", "FEW_EVALUATIONS"), ("index", "FEW_SAMPLES")]
    );
    assert!(sensitivity(&hub, of(100, 20)).await.unwrap().warnings.is_empty());
}

/// Draws that leave out all there is rank nobody, and tie nobody either.
#[tokio::test]
async fn who_is_ranked_in_no_draw_is_named() {
    let hub = hub_on(1).await;
    let alone = IndexQuery {
        framework: "frameworks/patents-alone".into(),
        ..query()
    };
    let request = AnalyzeUncertaintyRequest {
        query: Some(alone.clone()),
        ..uncertain(200)
    };
    let found = analyze(&hub, request).await.unwrap();
    assert_eq!(reasons(&found.warnings), [("index", "NEVER_RANKED")]);
    let warning = &found.warnings[0];
    assert_eq!((warning.count as usize, warning.subjects.len()), (ZONES, 3));
    assert!(warning.message.contains("lower `leave_out`"), "{warning:?}");
    assert!(found.groups.is_empty(), "{:?}", found.groups);
    // Of ranks that are none there is nothing to tell what moves them.
    let request = AnalyzeSensitivityRequest {
        query: Some(alone),
        ..shares()
    };
    let refused = sensitivity(&hub, request).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::FailedPrecondition, "INAPPLICABLE")
    );
    let [place] = refused.violations.as_slice() else {
        panic!("{refused:?}")
    };
    assert_eq!(place.field, "query.framework");
    assert!(
        place.description.starts_with("uncertainty: leaves nobody a rank")
            && place.description.contains("lower `leave_out`"),
        "{place:?}"
    );
}

#[tokio::test]
async fn too_much_is_refused_with_the_limit() {
    let hub = hub_on(2).await;
    let refused = analyze(&hub, uncertain(10_000_000)).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidArgument);
    assert_eq!(refused.violations[0].field, "parameters.draws");
    assert!(
        refused.violations[0].description.contains("at most 1000000"),
        "{refused:?}"
    );
    let wrong = AnalyzeUncertaintyRequest {
        parameters: Some(UncertaintyParameters {
            confidence: Some(0.4),
            draws: 20_000_000,
            ..UncertaintyParameters::default()
        }),
        assumptions: Some(Assumptions {
            weights: Some(WeightNoise {
                distribution: Some(weight_noise::Distribution::Share(2.0)),
            }),
            leave_out: -1.0,
            ..Assumptions::default()
        }),
        ..uncertain(0)
    };
    let refused = analyze(&hub, wrong).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    for field in [
        "assumptions.weights",
        "assumptions.leave_out",
        "parameters.draws",
        "parameters.confidence",
    ] {
        assert!(
            fields.iter().any(|one| one.starts_with(field)),
            "{field}: {fields:?}"
        );
    }
    let base = AnalyzeSensitivityRequest {
        parameters: Some(SensitivityParameters {
            base: 1,
            ..SensitivityParameters::default()
        }),
        ..shares()
    };
    let refused = sensitivity(&hub, base).await.unwrap_err();
    assert_eq!(refused.violations[0].field, "parameters.base");
}

/// A million draws take far longer than a deadline that is over at once; a dropped call frees its place.
#[tokio::test]
async fn a_deadline_and_a_caller_who_goes_stop_the_work() {
    let store = TestStore::holding(&catalog()).await;
    let upstream = store.hub.clone();
    let config = Config {
        analyses: 1,
        threads: std::thread::available_parallelism().map_or(1, NonZero::get),
        ..Config::default()
    };
    let hub = Fixture::on(store, upstream, config);
    hub.store.write(figures()).await;
    hub.serving().await;
    let long = uncertain(1_000_000);
    let mut short = tonic::Request::new(long.clone());
    short.set_timeout(Duration::from_millis(300));
    let late = async {
        let mut events = hub
            .hub
            .comparisons()
            .analyze_uncertainty(short)
            .await?
            .into_inner();
        while events.message().await?.is_some() {}
        Ok::<(), tonic::Status>(())
    };
    let late = Problem::from_status(&late.await.unwrap_err());
    assert_eq!(late.code, Code::DeadlineExceeded);

    let mut events = hub
        .hub
        .comparisons()
        .analyze_uncertainty(long)
        .await
        .unwrap()
        .into_inner();
    let first = events.message().await.unwrap().unwrap().event.unwrap();
    assert!(
        matches!(first, analyze_uncertainty_response::Event::Progress(_)),
        "{first:?}"
    );
    let crowded = analyze(&hub, uncertain(10)).await.unwrap_err();
    assert_eq!(crowded.reason, "TOO_MANY_ANALYSES");
    drop(events);
    // Its place is free as soon as the service learns that nobody listens.
    loop {
        match analyze(&hub, uncertain(10)).await {
            Ok(found) => break assert_eq!(found.draws, 10),
            Err(problem) => assert_eq!(problem.reason, "TOO_MANY_ANALYSES"),
        }
    }
}
