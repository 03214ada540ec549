//! `AnalyzeStability`, `ExplainGap`, `SolveTarget`.

use zhibiao_proto::{
    catalog::v1::{Aggregation, aggregation},
    compare::v1::{
        AnalyzeStabilityRequest, EarlierEdition, ExplainGapRequest, Gap, GapAttribution, IndexQuery,
        Overrides, SolveTargetRequest, SubjectPair, Target, TargetOutcome, explain_gap_request::Against,
        explain_gap_response, solve_target_response,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations::cell;

use super::{
    Fixture, as_of, close,
    index::{catalog, figures, query},
};

async fn hub() -> Fixture {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    hub
}

fn told(status: tonic::Status) -> Problem {
    Problem::from_status(&status)
}

async fn explain(hub: &Fixture, request: ExplainGapRequest) -> Result<Gap, Problem> {
    use explain_gap_response::Event;
    let answer = hub.hub.comparisons().explain_gap(request).await;
    let mut events = answer.map_err(told)?.into_inner();
    loop {
        match events.message().await.map_err(told)?.unwrap().event.unwrap() {
            Event::Progress(_) => {}
            Event::Gap(gap) => return Ok(gap),
        }
    }
}

async fn solve(hub: &Fixture, request: SolveTargetRequest) -> Result<Target, Problem> {
    use solve_target_response::Event;
    let answer = hub.hub.comparisons().solve_target(request).await;
    let mut events = answer.map_err(told)?.into_inner();
    loop {
        match events.message().await.map_err(told)?.unwrap().event.unwrap() {
            Event::Progress(_) => {}
            Event::Target(target) => return Ok(target),
        }
    }
}

fn gap(subject: &str, against: Against) -> ExplainGapRequest {
    ExplainGapRequest {
        query: Some(query()),
        subject: subject.into(),
        against: Some(against),
    }
}

fn parts(gap: &Gap) -> Vec<f64> {
    gap.parts.iter().map(|one| one.part).collect()
}

#[tokio::test]
async fn a_gap_to_another_is_split_by_indicator() {
    let hub = hub().await;
    let found = explain(&hub, gap("zones/a", Against::Other("zones/b".into())))
        .await
        .unwrap();
    close(&[found.score, found.other_score], &[100.0, 50.0]);
    assert_eq!((found.rank, found.other_rank), (1.0, 2.0));
    assert_eq!(found.attribution(), GapAttribution::Additive);
    // Two thirds of the half in wealth, one third of the half in saving.
    close(&parts(&found), &[100.0 / 3.0, 50.0 / 3.0]);
    assert_eq!((found.rest, found.movement), (0.0, None));
    let wealth = &found.parts[0];
    assert_eq!((wealth.value, wealth.other_value), (Some(10.0), Some(12.0)));
    assert_eq!(
        (wealth.normalised, wealth.other_normalised),
        (Some(100.0), Some(50.0))
    );
    assert_eq!(wealth.unit, "亿元");

    let mut question = gap("zones/a", Against::Other("zones/b".into()));
    for method in [
        aggregation::Method::Geometric(()),
        aggregation::Method::Copeland(()),
        aggregation::Method::Edas(()),
    ] {
        let overrides = Overrides {
            aggregation: Some(Aggregation { method: Some(method) }),
            ..Overrides::default()
        };
        question.query.as_mut().unwrap().overrides = Some(overrides);
        let found = explain(&hub, question.clone()).await.unwrap();
        assert_eq!(found.attribution(), GapAttribution::Shapley);
        let sum: f64 = parts(&found).iter().sum();
        close(&[sum], &[found.score - found.other_score]);
        assert_eq!(found.rest, 0.0);
    }
}

#[tokio::test]
async fn a_movement_is_split_by_cause() {
    let hub = hub().await;
    let before = hub.store.write(figures("2022")).await;
    // The others fall behind c; c itself stays what it was. In the year itself that is revised figures of peers.
    for zone in ["zones/a", "zones/b"] {
        hub.store.write([cell("revenue", zone, "2023", 0.1)]).await;
        hub.store.write([cell("energy", zone, "2023", 90.0)]).await;
    }
    let query = IndexQuery {
        consistency: super::newest(),
        ..query()
    };
    let editions = [
        ("2022", None, [0.0, 0.0, 0.0, 2.0]),
        ("", as_of(before), [0.0, 2.0, 0.0, 0.0]),
        ("2022", as_of(before), [0.0, 0.0, 0.0, 2.0]),
    ];
    for (period, as_of, expected) in editions {
        let earlier = EarlierEdition {
            period: period.into(),
            as_of,
        };
        let question = ExplainGapRequest {
            query: Some(query.clone()),
            ..gap("zones/c", Against::Earlier(earlier.clone()))
        };
        let found = explain(&hub, question).await.unwrap();
        assert_eq!((found.rank, found.other_rank), (1.0, 3.0), "{earlier:?}");
        let moved = found.movement.unwrap();
        assert_eq!((moved.before, moved.after), (3.0, 1.0));
        let causes = [moved.own, moved.revision, moved.method, moved.peers];
        close(&[causes.iter().sum()], &[2.0]);
        close(&causes, &expected);
        let parts: f64 = parts(&found).iter().sum();
        close(&[parts + found.rest], &[found.score - found.other_score]);
    }
}

/// The framework has an indicator now that it had not before, divides by another one, and screens.
#[tokio::test]
async fn a_movement_across_frameworks_is_told_though_they_read_other_figures() {
    let hub = hub().await;
    let before = hub.store.write(figures("2022")).await;
    let changed = catalog()
        .indicator("patents", "件")
        .indicator("area", "平方公里")
        .framework(
            r#"
        id = "zones"
        screen = { overall = 1.0 }
        aggregates = [{ id = "index" }]
        indicators = [
            { code = "patents", parent = "index", weight = 3, denominator = { by = "area" } },
            { code = "energy", parent = "index" },
        ]
        "#,
        );
    hub.store.apply(&changed).await;
    for (zone, patents) in [("zones/a", 1.0), ("zones/b", 2.0), ("zones/c", 3.0)] {
        let figures = [("patents", patents), ("area", 1.0)];
        for period in ["2022", "2023"] {
            let figures = figures.map(|(code, value)| cell(code, zone, period, value));
            hub.store.write(figures).await;
        }
    }
    for period in ["", "2022", "2023"] {
        let earlier = EarlierEdition {
            period: period.into(),
            as_of: as_of(before),
        };
        let found = explain(&hub, gap("zones/c", Against::Earlier(earlier))).await;
        let found = found.unwrap();
        let moved = found.movement.unwrap();
        assert_eq!((moved.before, moved.after), (3.0, 1.0), "{period}");
        let causes = [moved.own, moved.revision, moved.method, moved.peers];
        close(&[causes.iter().sum()], &[2.0]);
        assert!(moved.method > 0.0, "{period}: {moved:?}");
        let parts: f64 = parts(&found).iter().sum();
        close(&[parts + found.rest], &[found.score - found.other_score]);
    }
}

#[tokio::test]
async fn questions_about_a_gap_that_can_not_be_asked_are_refused() {
    let hub = hub().await;
    let nothing = ExplainGapRequest {
        subject: "zones/nobody".into(),
        against: None,
        query: Some(query()),
    };
    let refused = explain(&hub, nothing).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["subject", "against"], "{refused:?}");
    let same = gap("zones/a", Against::Earlier(EarlierEdition::default()));
    let refused = explain(&hub, same).await.unwrap_err();
    assert_eq!(refused.violations[0].field, "earlier");
    let absent = gap(
        "zones/a",
        Against::Earlier(EarlierEdition {
            period: "1999".into(),
            as_of: None,
        }),
    );
    let refused = explain(&hub, absent).await.unwrap_err();
    assert_eq!(refused.code, Code::FailedPrecondition, "{refused:?}");
}

#[tokio::test]
async fn the_least_improvement_is_found() {
    let hub = hub().await;
    let alone = SolveTargetRequest {
        query: Some(query()),
        subject: "zones/c".into(),
        rank: 2,
        indicators: vec!["indicators/revenue".into()],
        together: false,
        limits: [("indicators/revenue".to_owned(), 80.0)].into(),
    };
    let found = solve(&hub, alone.clone()).await.unwrap();
    assert_eq!((found.rank, found.target), (Some(3.0), 2));
    let [way] = found.solutions.as_slice() else {
        panic!("{:?}", found.solutions)
    };
    assert_eq!((way.outcome(), way.rank), (TargetOutcome::Reached, Some(2.0)));
    // b has no wealth then and half of the saving, 50/3; c needs (x − 3)/2 of two thirds: 3.5 a head of 8.
    // Scores are ranked as they are rounded, so a little less will do.
    let needed = way.improvements[0].to.unwrap();
    assert!((needed - 28.0).abs() < 1e-3, "{needed}");
    assert_eq!(way.improvements[0].from, Some(8.0));
    assert!((way.share - 20.0 / 72.0).abs() < 1e-4, "{}", way.share);

    let first = SolveTargetRequest {
        rank: 1,
        limits: [("indicators/revenue".to_owned(), 9.0)].into(),
        ..alone.clone()
    };
    let found = solve(&hub, first).await.unwrap();
    assert_eq!(found.solutions[0].outcome(), TargetOutcome::Insufficient);
    assert_eq!(found.solutions[0].rank, Some(3.0));

    let at_its_limit = SolveTargetRequest {
        indicators: vec!["indicators/energy".into()],
        limits: [("indicators/energy".to_owned(), 30.0)].into(),
        ..alone.clone()
    };
    let found = solve(&hub, at_its_limit).await.unwrap();
    assert_eq!(found.solutions[0].outcome(), TargetOutcome::Immovable);
    assert_eq!(found.solutions[0].rank, None);
    let best = SolveTargetRequest {
        subject: "zones/a".into(),
        rank: 1,
        ..alone
    };
    let reached = solve(&hub, best).await.unwrap_err();
    assert_eq!(reached.reason, "INAPPLICABLE", "{reached:?}");
    let wrong = SolveTargetRequest {
        query: Some(query()),
        subject: "zones/c".into(),
        rank: 0,
        indicators: vec!["indicators/people".into()],
        together: true,
        limits: [("profit".to_owned(), 1.0)].into(),
    };
    let refused = solve(&hub, wrong).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["rank", "indicators[0]", "limits[profit]"]);
    // What can't be read of the query hides nothing of the rest.
    let wrong = SolveTargetRequest {
        query: Some(IndexQuery {
            overrides: Some(Overrides {
                weights: [("nobody".to_owned(), 1.0)].into(),
                ..Overrides::default()
            }),
            ..query()
        }),
        subject: "zones/zzz".into(),
        rank: 9,
        indicators: ["people", "energy", "energy"]
            .map(|one| format!("indicators/{one}"))
            .into(),
        together: true,
        limits: [("indicators/revenue".to_owned(), 1.0)].into(),
    };
    let refused = solve(&hub, wrong.clone()).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "query.overrides.weights[nobody]",
            "subject",
            "indicators[0]",
            "indicators[2]",
            "limits[indicators/revenue]"
        ]
    );
    // So do the figures.
    let wrong = SolveTargetRequest {
        query: Some(query()),
        subject: "zones/c".into(),
        indicators: vec!["indicators/revenue".into()],
        ..wrong
    };
    let refused = solve(&hub, wrong).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["limits[indicators/revenue]", "rank"]);
}

#[tokio::test]
async fn weights_may_move_until_the_place_changes_hands() {
    let hub = hub().await;
    hub.store.write([cell("energy", "zones/c", "2023", 1.0)]).await;
    let request = AnalyzeStabilityRequest {
        query: Some(query()),
        place: 0,
        swaps: vec![
            SubjectPair {
                subject: "zones/a".into(),
                other: "zones/c".into(),
            },
            SubjectPair {
                subject: "zones/a".into(),
                other: "zones/b".into(),
            },
        ],
    };
    let stable = hub.hub.comparisons().analyze_stability(request.clone()).await;
    let stable = stable.unwrap().into_inner();
    assert_eq!(
        (stable.subject.as_str(), stable.names.unwrap().zh.as_str()),
        ("zones/a", "a区")
    );
    let wealth = stable
        .intervals
        .iter()
        .find(|one| one.component == "wealth")
        .unwrap();
    // a has 100 and 10/19 of 100, c has 0 and 100: 100 w = 900/19 (1 − w) at 9/28, where both have 67.857. To two decimals
    // both have 67.86 there, and a has less once it is below 67.855: 1000/19 + 900/19 w.
    assert_eq!((stable.rank, stable.decimals), (1.0, 2));
    close(
        &[wealth.weight, wealth.low, wealth.high],
        &[2.0 / 3.0, (67.855 * 19.0 - 1_000.0) / 900.0, 1.0],
    );
    assert_eq!(
        (wealth.low_meets.as_str(), wealth.high_meets.as_str()),
        ("zones/c", "")
    );
    let [possible, never] = stable.swaps.as_slice() else {
        panic!("{:?}", stable.swaps)
    };
    assert!(possible.possible);
    close(
        &[possible.changes[0].to, possible.changes[1].to],
        &[9.0 / 28.0, 19.0 / 28.0],
    );
    close(&[possible.moved], &[2.0 / 3.0 - 9.0 / 28.0]);
    assert!(!never.possible, "a is better in everything: {never:?}");

    let wrong = AnalyzeStabilityRequest {
        place: 9,
        swaps: Vec::new(),
        ..request
    };
    let refused = hub.hub.comparisons().analyze_stability(wrong).await.unwrap_err();
    let refused = told(refused);
    assert_eq!(
        (refused.code, refused.violations[0].field.as_str()),
        (Code::InvalidArgument, "place")
    );
}

/// Nothing moves to a value that the catalogue says an indicator can't have.
#[tokio::test]
async fn a_target_stays_within_the_range_of_its_indicator() {
    let small = catalog().indicator_with("revenue", "亿元", |one| one.range.max = Some(15.0));
    let hub = Fixture::holding(&small).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let asked = |limits: &[(&str, f64)]| SolveTargetRequest {
        query: Some(query()),
        subject: "zones/c".into(),
        rank: 1,
        indicators: vec!["indicators/revenue".into()],
        together: false,
        limits: limits
            .iter()
            .map(|(name, limit)| ((*name).to_owned(), *limit))
            .collect(),
    };
    // To have a's 5 a head, c would need 40 for its 8 people.
    let found = solve(&hub, asked(&[])).await.unwrap();
    assert_eq!(found.solutions[0].improvements[0].to, Some(15.0));
    let refused = solve(&hub, asked(&[("indicators/revenue", 40.0)]))
        .await
        .unwrap_err();
    assert_eq!(refused.violations[0].field, "limits[indicators/revenue]");
    let what = &refused.violations[0].description;
    assert!(what.contains("to 15: give one of them"), "{what}");
}
