//! `EvaluateFramework`.

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
async fn the_period_and_older_values_are_chosen_as_for_a_ranking() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2022")).await;
    hub.store.write([cell("revenue", "zones/c", "2023", 80.0)]).await;
    hub.serving().await;
    let newest_period = IndexQuery {
        period: String::new(),
        carry: Some(CarryRule { max_periods: 1 }),
        ..query()
    };
    let answer = hub.evaluate(asking(newest_period)).await.unwrap();
    assert_eq!(answer.period, "2023");
    assert_eq!(answer.subjects[0], "zones/c", "80 over 8 people, the best");
    // Rows c, a, b by columns revenue, energy: only c's revenue is of the period itself, and what it is divided by is not.
    assert_eq!(answer.carried_cells, [0b0011_1111]);
    assert!(answer.earlier_figures.is_empty(), "nobody asked for them");
    let alone = hub.evaluate(asking(query())).await.unwrap_err();
    assert_eq!(
        (alone.code, alone.reason.as_str()),
        (Code::FailedPrecondition, "INAPPLICABLE"),
        "revenue alone, without people to divide it by: {alone:?}"
    );
}

/// Figures of two periods that are the same: only the hub knows which of them it took.
#[tokio::test]
async fn figures_of_earlier_periods_say_of_which() {
    let framework = "id = \"last\"\nimpute = { method = \"last_period\" }\naggregates = [{ id = \"index\" }]\n\
                     indicators = [{ code = \"revenue\", parent = \"index\", direction = \"up\", denominator = { by = \"people\" } },\
                     { code = \"energy\", parent = \"index\", direction = \"up\" }]";
    let hub = Fixture::holding(&catalog().framework(framework)).await;
    let of = |code: &str, zone: &str, period: &str, value: f64| {
        cell(code, &format!("zones/{zone}"), period, value)
    };
    let figures = [
        // b's revenue is divided by people of the same year, who were counted in 2020 last: 2023 has no quotient.
        of("revenue", "a", "2023", 8.0),
        of("people", "a", "2023", 2.0),
        of("energy", "a", "2023", 5.0),
        of("revenue", "b", "2023", 9.0),
        of("revenue", "b", "2021", 9.0),
        of("revenue", "b", "2020", 9.0),
        of("people", "b", "2020", 3.0),
        of("energy", "b", "2020", 7.0),
        of("energy", "b", "2022", 7.0),
        of("energy", "c", "2021", 7.0),
        of("revenue", "c", "2023", 4.0),
        of("people", "c", "2022", 4.0),
    ];
    hub.store.write(figures).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            framework: "frameworks/last".into(),
            period: "2023".into(),
            carry: Some(CarryRule { max_periods: 1 }),
            ..query()
        }),
        details: vec![Detail::EarlierPeriods.into()],
        ..EvaluateFrameworkRequest::default()
    };
    let answer = hub.evaluate(request).await.unwrap();
    let called = |cells: &[u32]| -> Vec<(String, String)> {
        let rows = answer.subjects.len();
        let place = |cell: &u32| (*cell as usize % rows, *cell as usize / rows);
        let name = |(row, column): (usize, usize)| {
            let indicator = &answer.indicators[column].indicator;
            (answer.subjects[row].clone(), indicator.clone())
        };
        cells.iter().map(place).map(name).collect()
    };
    let told: Vec<_> = answer
        .earlier_figures
        .iter()
        .map(|one| (one.period.as_str(), called(&one.carried), called(&one.imputed)))
        .collect();
    let place = |zone: &str, code: &str| (format!("zones/{zone}"), format!("indicators/{code}"));
    assert_eq!(
        told,
        [
            // c's revenue is of the period itself, but divided by the people of the one before.
            ("2022", vec![place("c", "revenue"), place("b", "energy")], vec![]),
            ("2021", vec![], vec![place("c", "energy")]),
            ("2020", vec![], vec![place("b", "revenue")]),
        ]
    );
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

/// A figure whose evidence is a span of a text enters as one that a program read, where the framework doubts such ones.
#[tokio::test]
async fn values_read_out_of_text_are_told_apart() {
    let doubtful = format!(
        "{FRAMEWORK}\n[uncertainty]\ndata = {{ extracted = {{ distribution = \"normal\", sd = 0.1 }} }}\n"
    );
    let typed = cell("energy", "zones/a", "2023", 10.0);
    let read = Observation {
        evidence: Some(Evidence {
            place: Place::Span { start: 3, end: 5 },
            excerpt: "约10".into(),
        }),
        ..typed.clone()
    };
    for (framework, told_apart) in [(doubtful.as_str(), true), (FRAMEWORK, false)] {
        let mut digests = Vec::new();
        for origin in [&typed, &read] {
            let hub = Fixture::holding(&catalog().framework(framework)).await;
            let others = figures("2023").into_iter().filter(|one| one.key != origin.key);
            hub.store.write(others.chain([origin.clone()])).await;
            hub.serving().await;
            let answer = hub.evaluate(asking(query())).await.unwrap();
            digests.push(answer.manifest.unwrap().columns);
        }
        let differ: Vec<&str> = digests[0]
            .iter()
            .zip(&digests[1])
            .filter(|(a, b)| a != b)
            .map(|(a, _)| a.indicator.as_str())
            .collect();
        let expected: &[&str] = if told_apart { &["indicators/energy"] } else { &[] };
        assert_eq!(differ, expected);
    }
}
