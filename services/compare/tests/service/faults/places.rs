//! Faults lead to the field of the request that made them, each once, with all others.

use zhibiao_proto::{
    catalog::v1::{
        Aggregation, DistanceToReference, Grouping, Imputation, Normalisation, ZScore, aggregation,
        imputation, normalisation,
    },
    compare::v1::{
        AnalyzeStabilityRequest, EvaluateFrameworkRequest, IndexQuery, Manifest, Overrides, Peers,
        SubjectList, SubjectPair, peers,
    },
};
use zhibiao_runtime::error::{Code, Problem};

use super::{
    super::{
        Fixture,
        index::{asking, catalog, figures, query},
        replay::replay,
    },
    fields, told,
};

async fn hub() -> Fixture {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    hub
}

fn with(overrides: Overrides) -> EvaluateFrameworkRequest {
    asking(IndexQuery {
        overrides: Some(overrides),
        ..query()
    })
}

fn normalised(method: normalisation::Method) -> Overrides {
    Overrides {
        normalise: Some(Normalisation { method: Some(method) }),
        ..Overrides::default()
    }
}

/// What stands at a field, alone.
fn only<'a>(refused: &'a Problem, field: &str) -> &'a str {
    assert_eq!(fields(refused), [field], "{refused:?}");
    &refused.violations[0].description
}

#[tokio::test]
async fn an_override_that_the_figures_refute_is_told_once_by_its_own_field() {
    let hub = hub().await;
    let reference = normalisation::Method::DistanceToReference(DistanceToReference {
        subject: "zones/zzz".into(),
    });
    let refused = hub.evaluate(with(normalised(reference))).await.unwrap_err();
    let field = "query.overrides.normalise.distance_to_reference.subject";
    let what = only(&refused, field);
    assert!(what.contains("`zones/zzz` is not in the catalogue"), "{what}");
    assert!(!refused.message.contains(".unit"), "{}", refused.message);
}

#[tokio::test]
async fn a_grouping_that_nothing_has_is_told_with_those_that_there_are() {
    let hub = hub().await;
    let impute = |by: &str| Overrides {
        impute: Some(Imputation {
            method: Some(imputation::Method::GroupMean(Grouping { by: by.into() })),
        }),
        ..Overrides::default()
    };
    let refused = hub.evaluate(with(impute("colour"))).await.unwrap_err();
    let what = only(&refused, "query.overrides.impute.group_mean.by");
    assert_eq!(
        what,
        "`colour` groups no subjects: give one of class, level, zone, parent"
    );
    // There is such a grouping, but only of what lies in zones.
    let refused = hub.evaluate(with(impute("zone"))).await.unwrap_err();
    let what = only(&refused, "query.overrides.impute.group_mean.by");
    assert_eq!(what, "no subject has a group by `zone`: give one of class, level");
}

#[tokio::test]
async fn a_normalisation_that_does_not_fit_is_told_by_the_override_that_chose_it() {
    let small = catalog().framework(
        "id = \"plain\"\naggregates = [{ id = \"index\", aggregation = { method = \"geometric\" } }]\n\
         normalise = { method = \"min_max\", low = 1 }\n\
         indicators = [{ code = \"revenue\", parent = \"index\" }, { code = \"people\", parent = \"index\" }]",
    );
    let hub = Fixture::holding(&small).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let overrides = normalised(normalisation::Method::ZScore(ZScore::default()));
    let query = IndexQuery {
        framework: "frameworks/plain".into(),
        overrides: Some(overrides),
        ..query()
    };
    let refused = hub.evaluate(asking(query)).await.unwrap_err();
    let what = only(&refused, "query.overrides.normalise");
    assert!(
        what.starts_with("aggregates[index].aggregation: its normalisation yields negative")
            && what.ends_with("(for `revenue`, `people`)"),
        "{what}"
    );
}

/// One override for all aggregates is one thing that is wrong, wherever it does not fit.
#[tokio::test]
async fn an_override_of_all_aggregates_is_told_once() {
    let parts: String = (0..8)
        .map(|at| format!("{{ id = \"part-{at}\", parent = \"index\" }}, "))
        .collect();
    let codes = ["revenue", "people", "energy"];
    let leaves: String = (0..8)
        .map(|at| {
            let code = codes
                .get(at)
                .map_or_else(|| format!("extra-{at}"), |code| (*code).to_owned());
            format!("{{ code = \"{code}\", parent = \"part-{at}\" }}, ")
        })
        .collect();
    let mut wide = catalog();
    for at in codes.len()..8 {
        wide = wide.indicator(&format!("extra-{at}"), "亿元");
    }
    let wide = wide.framework(&format!(
        "id = \"wide\"\nnormalise = {{ method = \"z_score\" }}\naggregates = [{{ id = \"index\" }}, {parts}]\n\
         indicators = [{leaves}]"
    ));
    let hub = Fixture::holding(&wide).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let geometric = Overrides {
        aggregation: Some(Aggregation {
            method: Some(aggregation::Method::Geometric(())),
        }),
        ..Overrides::default()
    };
    let query = IndexQuery {
        framework: "frameworks/wide".into(),
        overrides: Some(geometric),
        ..query()
    };
    let refused = hub.evaluate(asking(query)).await.unwrap_err();
    let what = only(&refused, "query.overrides.aggregation");
    assert!(
        what.ends_with(
            "(for `revenue` of `part-0`, `people` of `part-1`, `energy` of `part-2`, `extra-3` of `part-3`, \
                        `extra-4` of `part-4` and 3 more)"
        ),
        "{what}"
    );
}

#[tokio::test]
async fn of_many_indicators_that_nobody_has_the_first_are_named() {
    let many = (0..40).fold(catalog(), |small, at| {
        small.indicator(&format!("extra-{at}"), "亿元")
    });
    let leaves: String = (0..40)
        .map(|at| format!("{{ code = \"extra-{at}\", parent = \"index\" }}, "))
        .collect();
    let many = many.framework(&format!(
        "id = \"many\"\naggregates = [{{ id = \"index\" }}]\nindicators = [{leaves}]"
    ));
    let hub = Fixture::holding(&many).await;
    hub.serving().await;
    let asked = IndexQuery {
        framework: "frameworks/many".into(),
        period: String::new(),
        ..query()
    };
    let refused = hub.evaluate(asking(asked)).await.unwrap_err();
    assert!(
        refused.message.contains("extra-9 and 30 more") && refused.message.len() < 400,
        "{refused:?}"
    );
}

#[tokio::test]
async fn everything_that_cannot_be_in_a_manifest_is_told_at_once() {
    let hub = hub().await;
    let made = hub.evaluate(asking(query())).await.unwrap().manifest.unwrap();
    let wrong = Manifest {
        store_id: "x".into(),
        framework: "zones".into(),
        result_digest: vec![1, 2, 3],
        ..made.clone()
    };
    let refused = replay(&hub, wrong.clone(), None).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        [
            "manifest.result_digest",
            "manifest.framework",
            "manifest.store_id"
        ]
    );
    let later = Manifest {
        store_id: made.store_id.clone(),
        revision: 99_999,
        ..wrong
    };
    let refused = replay(&hub, later, None).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        [
            "manifest.result_digest",
            "manifest.framework",
            "manifest.revision"
        ]
    );
    let elsewhere = Manifest {
        store_id: "x".into(),
        ..made
    };
    let refused = replay(&hub, elsewhere, None).await.unwrap_err();
    assert_eq!(refused.reason, "MANIFEST_OF_ANOTHER_STORE");
    let what = only(&refused, "manifest.store_id");
    assert!(what.ends_with("replay it on the hub that it came from"), "{what}");
}

fn pair(subject: &str, other: &str) -> SubjectPair {
    SubjectPair {
        subject: subject.into(),
        other: other.into(),
    }
}

async fn refused(hub: &Fixture, request: AnalyzeStabilityRequest) -> Problem {
    told(
        hub.hub
            .comparisons()
            .analyze_stability(request)
            .await
            .unwrap_err(),
    )
}

#[tokio::test]
async fn a_place_is_told_beside_pairs() {
    let hub = hub().await;
    let request = AnalyzeStabilityRequest {
        query: Some(query()),
        place: 99,
        swaps: vec![pair("zones/a", "zones/nobody")],
    };
    let refused = refused(&hub, request).await;
    assert_eq!(fields(&refused), ["place", "swaps[0].other"]);
}

#[tokio::test]
async fn pairs_that_nothing_can_be_sought_for_are_told_once_with_what_to_ask_instead() {
    let hub = hub().await;
    let geometric = Overrides {
        aggregation: Some(Aggregation {
            method: Some(aggregation::Method::Geometric(())),
        }),
        ..Overrides::default()
    };
    let request = AnalyzeStabilityRequest {
        query: Some(IndexQuery {
            overrides: Some(geometric),
            ..query()
        }),
        place: 1,
        swaps: vec![pair("zones/a", "zones/b"), pair("zones/b", "zones/c")],
    };
    let refused = refused(&hub, request).await;
    assert_eq!(refused.code, Code::FailedPrecondition);
    let what = only(&refused, "swaps");
    assert!(what.ends_with("ask for intervals alone"), "{what}");
}

#[tokio::test]
async fn peers_of_another_kind_are_told_by_their_number() {
    let small = catalog().subject("platforms/cloud", "云平台", "a");
    let hub = Fixture::holding(&small).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let names = ["zones/b", "platforms/cloud", "zones/a"]
        .map(str::to_owned)
        .to_vec();
    let request = asking(IndexQuery {
        peers: Some(Peers {
            selector: Some(peers::Selector::Subjects(SubjectList { names })),
        }),
        ..query()
    });
    let refused = hub.evaluate(request).await.unwrap_err();
    let what = only(&refused, "query.peers.subjects.names[1]");
    assert!(what.ends_with("is about zones: leave it out"), "{what}");
}

/// Where nothing asks for more than one figure nothing can ask for less.
#[tokio::test]
async fn whoever_has_no_figure_is_not_told_to_lower_a_screen_that_is_not_there() {
    let hub = hub().await;
    let asked = IndexQuery {
        period: "2031".into(),
        ..query()
    };
    let refused = hub.evaluate(asking(asked)).await.unwrap_err();
    assert!(
        refused
            .message
            .contains("all 3 subjects have no figure of any indicator")
            && !refused.message.contains("screen"),
        "{refused:?}"
    );
}
