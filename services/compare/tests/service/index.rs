//! `EvaluateFramework`.

mod figures;

use zhibiao_model::{
    catalog::Direction,
    observation::{Evidence, Observation, Place},
    revision::{Revision, Token},
};
use zhibiao_proto::{
    catalog::v1::{Aggregation, Normalisation, ZScore, aggregation, normalisation},
    compare::v1::{
        Against, CarryRule, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery, Numbers,
        Overrides, against,
    },
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::{Fixture, as_of, close, newest, since};

/// Three zones of two classes; an index of wealth (two thirds) and saving (one third).
pub(super) fn catalog() -> Small {
    ["a", "b", "c"]
        .iter()
        .fold(Small::default(), |small, id| {
            small.zone_with(id, &format!("{id}区"), |zone| {
                zone.class = if *id == "c" { "edz" } else { "htz" }.into();
            })
        })
        .indicator("revenue", "亿元")
        .indicator("people", "万人")
        .indicator_with("energy", "吨标准煤", |one| one.direction = Direction::Down)
        .framework(FRAMEWORK)
}

const FRAMEWORK: &str = r#"
    id = "zones"
    aggregates = [
        { id = "index" },
        { id = "wealth", parent = "index", weight = 2, names = { zh = "财富" }, number = "1" },
        { id = "saving", parent = "index", weight_source = "assumed" },
    ]
    indicators = [
        { code = "revenue", parent = "wealth", denominator = { by = "people" } },
        { code = "energy", parent = "saving" },
    ]
"#;

/// Per head 5, 3 and 1; energy 10, 20 and 30, of which less is better.
pub(super) fn figures(period: &str) -> Vec<Observation> {
    let rows = [
        ("a", 10.0, 2.0, 10.0),
        ("b", 12.0, 4.0, 20.0),
        ("c", 8.0, 8.0, 30.0),
    ];
    rows.iter()
        .flat_map(|(zone, revenue, people, energy)| {
            let zone = format!("zones/{zone}");
            [("revenue", *revenue), ("people", *people), ("energy", *energy)]
                .map(|(code, value)| cell(code, &zone, period, value))
        })
        .collect()
}

pub(super) fn query() -> IndexQuery {
    IndexQuery {
        framework: "frameworks/zones".into(),
        period: "2023".into(),
        consistency: newest(),
        ..IndexQuery::default()
    }
}

pub(super) fn asking(query: IndexQuery) -> EvaluateFrameworkRequest {
    EvaluateFrameworkRequest {
        query: Some(query),
        ..EvaluateFrameworkRequest::default()
    }
}

/// A column of a table over the answer's subjects.
pub(super) fn column(answer: &EvaluateFrameworkResponse, table: &Option<Numbers>, at: usize) -> Vec<f64> {
    let rows = answer.subjects.len();
    table.as_ref().unwrap().values[at * rows..][..rows].to_vec()
}

#[tokio::test]
async fn an_evaluation_says_everything() {
    let hub = Fixture::holding(&catalog()).await;
    let token = hub.store.write(figures("2023")).await;
    hub.serving().await;
    let details = [
        Detail::Contributions,
        Detail::Raw,
        Detail::Denominated,
        Detail::Imputed,
        Detail::Treated,
        Detail::Normalised,
        Detail::SubjectWeights,
    ];
    let request = EvaluateFrameworkRequest {
        details: details.map(Into::into).into(),
        group_by: "class".into(),
        ..asking(query())
    };
    let answer = hub.evaluate(request).await.unwrap();
    assert_eq!(answer.subjects, ["zones/a", "zones/b", "zones/c"]);
    assert_eq!(answer.subject_names[0].zh, "a区");
    assert_eq!((answer.ranked_count, answer.period.as_str()), (3, "2023"));
    let ids: Vec<&str> = answer.aggregates.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["wealth", "saving", "index"]);
    let wealth = &answer.aggregates[0];
    assert_eq!(
        (wealth.number.as_str(), wealth.parent.as_str(), wealth.weight),
        ("1", "index", 2.0 / 3.0)
    );
    assert_eq!(answer.aggregates[1].weight_source, "assumed");
    let index_weights: Vec<f64> = answer.indicators.iter().map(|one| one.index_weight).collect();
    assert_eq!(index_weights, [2.0 / 3.0, 1.0 / 3.0]);
    assert_eq!(answer.indicators[1].indicator, "indicators/energy");
    assert_eq!(column(&answer, &answer.denominated, 0), [5.0, 3.0, 1.0]);
    assert_eq!(column(&answer, &answer.raw, 0), [10.0, 12.0, 8.0]);
    assert_eq!(column(&answer, &answer.normalised, 1), [100.0, 50.0, 0.0]);
    close(&column(&answer, &answer.scores, 2), &[100.0, 50.0, 0.0]);
    assert_eq!(column(&answer, &answer.ranks, 2), [1.0, 2.0, 3.0]);
    let contributed: Vec<f64> = (0..3)
        .map(|row| {
            (0..2)
                .map(|at| column(&answer, &answer.contributions, at)[row])
                .sum()
        })
        .collect();
    close(&contributed, &[100.0, 50.0, 0.0]);
    assert!(answer.additive);
    assert_eq!(answer.groups, ["htz", "htz", "edz"]);
    assert_eq!(answer.group_ranks.as_ref().unwrap().values, [1.0, 2.0, 1.0]);
    assert_eq!(
        column(&answer, &answer.subject_weights, 0),
        [2.0 / 3.0; 3],
        "the same for all"
    );
    assert_eq!((answer.unscored.len(), answer.warnings.len()), (0, 0));
    let manifest = answer.manifest.unwrap();
    assert_eq!(
        (manifest.revision, manifest.framework_version),
        (token.revision.get(), 1)
    );
    assert_eq!(
        (
            manifest.table_digest.len(),
            manifest.result_digest.len(),
            manifest.columns.len()
        ),
        (32, 32, 3)
    );
    assert_eq!(answer.revision, token.revision.get());
}

#[tokio::test]
async fn nobody_is_dropped_silently() {
    let young = catalog().zone_with("d", "d区", |zone| {
        zone.validity.from = Some(jiff::civil::date(2030, 1, 1));
    });
    let hub = Fixture::holding(&young.zone("e", "e区")).await;
    hub.store.write(figures("2023")).await;
    hub.store.write([missing("energy", "zones/b", "2023")]).await;
    hub.serving().await;
    let answer = hub.evaluate(asking(query())).await.unwrap();
    let told: Vec<(&str, &str)> = answer
        .unscored
        .iter()
        .map(|one| (one.subject.as_str(), one.reason.as_str()))
        .collect();
    assert_eq!(told, [("zones/d", "NOT_YET"), ("zones/e", "TOO_FEW_FIGURES")]);
    // b has no saving; its wealth is all there is of it.
    assert_eq!(answer.indicators[1].missing, 1);
    let saving = &answer.scores.as_ref().unwrap();
    let missing = &saving.missing;
    let at = 3 + answer.subjects.iter().position(|name| name == "zones/b").unwrap();
    assert_eq!(missing[at / 8] >> (at % 8) & 1, 1);
}

#[tokio::test]
async fn ranks_are_compared_with_another_period_and_another_moment() {
    let hub = Fixture::holding(&catalog()).await;
    let before = hub
        .store
        .write(figures("2022").into_iter().chain(figures("2023")))
        .await;
    let after = hub.store.write([cell("revenue", "zones/c", "2023", 800.0)]).await;
    hub.serving().await;
    for baseline in [
        against::Baseline::Period("2022".into()),
        against::Baseline::AsOf(as_of(before).unwrap()),
    ] {
        let request = EvaluateFrameworkRequest {
            against: Some(Against {
                baseline: Some(baseline),
            }),
            ..asking(IndexQuery {
                consistency: since(after),
                ..query()
            })
        };
        let answer = hub.evaluate(request).await.unwrap();
        assert_eq!(answer.subjects, ["zones/c", "zones/a", "zones/b"]);
        assert_eq!(answer.baseline_ranks.as_ref().unwrap().values, [3.0, 1.0, 2.0]);
        close(
            &answer.baseline_scores.as_ref().unwrap().values,
            &[0.0, 100.0, 50.0],
        );
    }
    let then = IndexQuery {
        consistency: None,
        as_of: as_of(before),
        ..query()
    };
    let then = hub.evaluate(asking(then)).await.unwrap();
    assert_eq!(
        (then.subjects[0].as_str(), then.revision),
        ("zones/a", before.revision.get())
    );
    // Before the framework was there nobody was ranked by it.
    let beginning = Token {
        revision: Revision::ZERO,
        ..before
    };
    let first = against::Baseline::AsOf(as_of(beginning).unwrap());
    let request = EvaluateFrameworkRequest {
        against: Some(Against {
            baseline: Some(first),
        }),
        ..asking(query())
    };
    let answer = hub.evaluate(request).await.unwrap();
    assert_eq!(answer.baseline_ranks, None);
    assert_eq!(answer.baseline_failure.unwrap().reason, "FRAMEWORK_NOT_FOUND");
}

#[tokio::test]
async fn a_what_if_changes_the_answer_and_nothing_else() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.store.write([cell("energy", "zones/c", "2023", 1.0)]).await;
    hub.serving().await;
    let with = |overrides| {
        asking(IndexQuery {
            overrides: Some(overrides),
            ..query()
        })
    };
    let plain = hub.evaluate(asking(query())).await.unwrap();
    assert_eq!(plain.subjects[0], "zones/a");
    let saving = Overrides {
        weights: [("saving".to_owned(), 20.0)].into(),
        ..Overrides::default()
    };
    let answer = hub.evaluate(with(saving.clone())).await.unwrap();
    assert_eq!(answer.subjects[0], "zones/c");
    assert_eq!(answer.manifest.unwrap().overrides, Some(saving));
    let geometric = Overrides {
        aggregation: Some(Aggregation {
            method: Some(aggregation::Method::Geometric(())),
        }),
        ..Overrides::default()
    };
    let answer = hub.evaluate(with(geometric.clone())).await.unwrap();
    assert_eq!(column(&answer, &answer.scores, 2)[2], 0.0);
    assert!(answer.warnings.iter().any(|one| one.reason == "ZEROED"));
    assert!(!answer.additive);
    // A negative value under a geometric mean is refused before anything runs.
    let negative = Overrides {
        normalise: Some(Normalisation {
            method: Some(normalisation::Method::ZScore(ZScore::default())),
        }),
        ..geometric
    };
    let refused = hub.evaluate(with(negative)).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidArgument);
    let fields = refused.violations.iter().map(|one| one.field.as_str());
    assert_eq!(
        fields.collect::<std::collections::BTreeSet<_>>(),
        ["query.overrides.aggregation"].into(),
        "{:?}",
        refused.violations
    );
    assert_eq!(hub.evaluate(asking(query())).await.unwrap().scores, plain.scores);
}

#[tokio::test]
async fn everything_wrong_with_a_question_is_told_at_once() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        details: vec![99],
        group_by: "colour".into(),
        against: Some(Against {
            baseline: Some(against::Baseline::Period("2023-01".into())),
        }),
        ..asking(IndexQuery {
            period: "2023-Q1".into(),
            carry: Some(CarryRule { max_periods: 99 }),
            overrides: Some(Overrides {
                weights: [("nothing".to_owned(), 1.0)].into(),
                ..Overrides::default()
            }),
            ..query()
        })
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "query.carry.max_periods",
            "query.period",
            "query.overrides.weights[nothing]",
            "against.period",
            "details[0]",
            "group_by",
        ]
    );
    let unknown = IndexQuery {
        framework: "frameworks/zone".into(),
        ..query()
    };
    let unknown = hub.evaluate(asking(unknown)).await.unwrap_err();
    assert_eq!(
        (unknown.code, unknown.facts["nearest"].as_str()),
        (Code::NotFound, "frameworks/zones")
    );
}
