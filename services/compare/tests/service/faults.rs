//! What is wrong with a question about an index: all of it at once, by the fields of the request, with what to do.

mod places;
mod unread;

use zhibiao_proto::compare::v1::{
    Against, AnalyzeStabilityRequest, ApplyFrameworkRequest, CarryRule, Detail, EarlierEdition,
    EvaluateFrameworkRequest, ExplainGapRequest, IndexQuery, Manifest, Overrides, Peers, SubjectList,
    SubjectPair, against, explain_gap_request, peers,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::{
    Fixture, as_of,
    index::{asking, catalog, figures, query},
    replay::replay,
};

fn fields(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|one| one.field.as_str()).collect()
}

fn told(status: tonic::Status) -> Problem {
    Problem::from_status(&status)
}

/// Two figures as they are under a geometric mean; the one of zone b is negative.
async fn with_a_negative() -> Fixture {
    let small = catalog().framework(
        "id = \"plain\"\nnormalise = { method = \"as_is\" }\n\
         aggregates = [{ id = \"index\", aggregation = { method = \"geometric\" } }]\n\
         indicators = [{ code = \"revenue\", parent = \"index\" }, { code = \"people\", parent = \"index\" }]",
    );
    let hub = Fixture::holding(&small).await;
    hub.store.write(figures("2023")).await;
    hub.store.write([cell("revenue", "zones/b", "2023", -12.0)]).await;
    hub.serving().await;
    hub
}

fn plain() -> IndexQuery {
    IndexQuery {
        framework: "frameworks/plain".into(),
        ..query()
    }
}

#[tokio::test]
async fn everything_wrong_with_a_query_is_told_though_its_framework_is_not_known() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let names = vec!["zones/nobody".to_owned()];
    let request = EvaluateFrameworkRequest {
        details: vec![99],
        against: Some(Against {
            baseline: Some(against::Baseline::Period("yy".into())),
        }),
        group_by: "x".into(),
        ..asking(IndexQuery {
            framework: "frameworks/zonez".into(),
            period: "zz".into(),
            carry: Some(CarryRule { max_periods: 99 }),
            peers: Some(Peers {
                selector: Some(peers::Selector::Subjects(SubjectList { names })),
            }),
            ..query()
        })
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        [
            "query.framework",
            "query.peers.subjects.names[0]",
            "query.carry.max_periods",
            "query.period",
            "against.period",
            "details[0]",
            "group_by"
        ],
        "{refused:?}"
    );
    let framework = &refused.violations[0].description;
    assert!(
        framework.ends_with("the nearest: frameworks/zones"),
        "{framework}"
    );
    let empty = EvaluateFrameworkRequest {
        against: Some(Against::default()),
        ..asking(query())
    };
    assert_eq!(fields(&hub.evaluate(empty).await.unwrap_err()), ["against"]);
}

#[tokio::test]
async fn a_replay_tells_everything_by_the_fields_of_the_manifest() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let answer = hub.evaluate(asking(query())).await.unwrap();
    let manifest = Manifest {
        framework: "frameworks/q".into(),
        period: "zz".into(),
        ..answer.manifest.clone().unwrap()
    };
    let refused = replay(&hub, manifest, None).await.unwrap_err();
    assert_eq!(fields(&refused), ["manifest.framework", "manifest.period"]);
    let early = Manifest {
        revision: 0,
        ..answer.manifest.unwrap()
    };
    let refused = replay(&hub, early, None).await.unwrap_err();
    let what = &refused.violations[0];
    assert_eq!(what.field, "manifest.framework");
    assert!(
        what.description.contains("at revision 0: name a later"),
        "{what:?}"
    );
}

#[tokio::test]
async fn a_framework_with_a_bad_name_is_told_everything_else_too() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let text = "id = \"bad\"\naggregates = [{ id = \"index\" }]\ndecimals = 99\n\
                indicators = [{ code = \"revenu\", parent = \"index\", weight = -1 }]";
    let mut framework = Small::default()
        .framework(text)
        .message()
        .frameworks
        .swap_remove(0);
    framework.name = "frameworks/Not An Id".into();
    let request = ApplyFrameworkRequest {
        framework: Some(framework),
        ..ApplyFrameworkRequest::default()
    };
    let refused = hub.hub.comparisons().apply_framework(request).await;
    let refused = told(refused.unwrap_err());
    let found = fields(&refused);
    for field in [
        "framework.name",
        "framework.decimals",
        "framework.indicators[revenu].weight",
        "framework.indicators[revenu]",
    ] {
        assert!(found.contains(&field), "{field}: not among {found:?}");
    }
    let near = refused
        .violations
        .iter()
        .any(|one| one.description.ends_with("the nearest is `revenue`"));
    assert!(near, "{refused:?}");
}

#[tokio::test]
async fn a_negative_value_under_a_geometric_mean_is_explained() {
    let hub = with_a_negative().await;
    let answer = hub.evaluate(asking(plain())).await.unwrap();
    let warning = &answer.warnings[0];
    assert_eq!(
        (warning.about.as_str(), warning.reason.as_str(), warning.count),
        ("index", "NEGATIVE", 1)
    );
    assert_eq!(warning.component, "revenue");
    assert_eq!(
        (&warning.subjects[..], &warning.values[..]),
        (&["zones/b".to_owned()][..], &[-12.0][..])
    );
    assert!(
        warning
            .message
            .starts_with("`revenue` is negative for `zones/b` (-12)"),
        "{}",
        warning.message
    );
    let unscored = &answer.unscored[0];
    assert_eq!(
        (
            unscored.reason.as_str(),
            unscored.component.as_str(),
            unscored.value
        ),
        ("NO_SCORE", "revenue", Some(-12.0))
    );
    assert_eq!((unscored.available, unscored.needed), (None, None));
    let gap = |subject: &str, other: &str| ExplainGapRequest {
        query: Some(plain()),
        subject: subject.into(),
        against: Some(explain_gap_request::Against::Other(other.into())),
    };
    for (request, field) in [
        (gap("zones/b", "zones/a"), "subject"),
        (gap("zones/a", "zones/b"), "other"),
    ] {
        let mut events = hub
            .hub
            .comparisons()
            .explain_gap(request)
            .await
            .unwrap()
            .into_inner();
        let refused = loop {
            match events.message().await {
                Ok(event) => assert!(event.is_some(), "there is no answer"),
                Err(status) => break told(status),
            }
        };
        assert_eq!(fields(&refused), [field], "{refused:?}");
        let why = &refused.violations[0].description;
        assert!(
            why.contains("`revenue` is -12") && why.contains("normalise it"),
            "{why}"
        );
    }
}

#[tokio::test]
async fn cells_that_nobody_filed_are_marked() {
    let hub = Fixture::holding(&catalog()).await;
    let lacking = figures("2023")
        .into_iter()
        .filter(|one| !format!("{one:?}").contains("energy") || !format!("{one:?}").contains("zones/c"));
    hub.store.write(lacking.collect::<Vec<_>>()).await;
    hub.serving().await;
    let answer = hub.evaluate(asking(query())).await.unwrap();
    let row = answer.subjects.iter().position(|one| one == "zones/c").unwrap();
    // Columns are revenue and energy; of the second the row of c is missing.
    let bit = answer.subjects.len() + row;
    let set: Vec<usize> = (0..8 * answer.missing_cells.len())
        .filter(|at| answer.missing_cells[at / 8] >> (at % 8) & 1 == 1)
        .collect();
    assert_eq!(set, [bit]);
}

#[tokio::test]
async fn what_cannot_be_asked_of_weights_is_told_by_the_fields_of_the_request() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let ask = |place: u32, swaps: Vec<SubjectPair>| {
        let request = AnalyzeStabilityRequest {
            query: Some(query()),
            place,
            swaps,
        };
        let hub = &hub;
        async move {
            told(
                hub.hub
                    .comparisons()
                    .analyze_stability(request)
                    .await
                    .unwrap_err(),
            )
        }
    };
    let refused = ask(99, Vec::new()).await;
    assert_eq!(fields(&refused), ["place"]);
    assert_eq!(refused.violations[0].description, "is 99: give 1 to 3");
    let itself = SubjectPair {
        subject: "zones/a".into(),
        other: "zones/a".into(),
    };
    assert_eq!(fields(&ask(1, vec![itself]).await), ["swaps[0].other"]);
    let weightless = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            overrides: Some(Overrides {
                weights: [("saving".to_owned(), 0.0), ("wealth".to_owned(), 0.0)].into(),
                ..Overrides::default()
            }),
            ..query()
        }),
        ..EvaluateFrameworkRequest::default()
    };
    let refused = hub.evaluate(weightless).await.unwrap_err();
    assert_eq!(fields(&refused), ["query.overrides.weights"], "{refused:?}");
}

/// The framework came later than the moment that is asked about.
#[tokio::test]
async fn a_moment_before_the_framework_is_named() {
    let bare = Small::default().zone("a", "a区");
    let hub = Fixture::holding(&bare).await;
    let before = hub.store.apply(&bare.zone("b", "b区")).await;
    hub.store.apply(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let request = ExplainGapRequest {
        query: Some(query()),
        subject: "zones/a".into(),
        against: Some(explain_gap_request::Against::Earlier(EarlierEdition {
            period: String::new(),
            as_of: as_of(before),
        })),
    };
    let refused = told(hub.hub.comparisons().explain_gap(request).await.unwrap_err());
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::NotFound, "FRAMEWORK_NOT_FOUND")
    );
    let what = &refused.violations[0];
    let revision = before.revision.get();
    assert!(
        what.description.contains(&format!(
            "was not in the catalogue at revision {revision}: name a later moment"
        )),
        "{what:?}"
    );
    assert_eq!(what.field, "earlier");
}

#[tokio::test]
async fn what_is_named_twice_is_told() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let names = ["zones/a", "zones/b", "zones/a"].map(str::to_owned).to_vec();
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            peers: Some(Peers {
                selector: Some(peers::Selector::Subjects(SubjectList { names })),
            }),
            ..query()
        }),
        details: vec![Detail::Raw.into(), Detail::Raw.into()],
        ..EvaluateFrameworkRequest::default()
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["query.peers.subjects.names[2]", "details[1]"]);
}

#[tokio::test]
async fn weights_are_told_beside_methods_that_cannot_be_read() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            overrides: Some(Overrides {
                normalise: Some(Default::default()),
                weights: [("zzz".to_owned(), 1.0)].into(),
                ..Overrides::default()
            }),
            ..query()
        }),
        group_by: "colour".into(),
        ..EvaluateFrameworkRequest::default()
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    let fields = fields(&refused);
    for field in [
        "query.overrides.normalise",
        "query.overrides.weights[zzz]",
        "group_by",
    ] {
        assert!(
            fields.iter().any(|one| one.starts_with(field)),
            "{field}: {fields:?}"
        );
    }
}
