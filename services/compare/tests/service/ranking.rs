//! `Rank`.

use zhibiao_model::catalog::Direction;
use zhibiao_proto::{
    catalog::v1::Direction as Way,
    compare::v1::{Against, CarryRule, Peers, RankRequest, SubjectList, TieMethod, against, peers},
    observation::v1 as observation,
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, missing},
};

use super::{Fixture, as_of, newest, places, since};

fn catalog() -> Small {
    ["a", "b", "c", "d"]
        .iter()
        .fold(Small::default(), |small, id| small.zone(id, &format!("{id}区")))
        .indicator("revenue", "亿元")
        .indicator("profit", "亿元")
        .indicator_with("energy", "吨标准煤", |i| i.direction = Direction::Down)
        .indicator_with("margin", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
}

fn of(indicator: &str) -> RankRequest {
    RankRequest {
        indicator: format!("indicators/{indicator}"),
        consistency: newest(),
        ..RankRequest::default()
    }
}

#[tokio::test]
async fn ties_are_ranked_by_each_method() {
    let hub = Fixture::holding(&catalog()).await;
    let values = [("a", 7.0), ("b", 9.0), ("c", 7.0), ("d", 5.0)];
    hub.store
        .write(values.map(|(zone, value)| cell("revenue", &format!("zones/{zone}"), "2023", value)))
        .await;
    hub.serving().await;
    for (ties, expected) in [
        (TieMethod::Unspecified, [1.0, 2.0, 2.0, 4.0]),
        (TieMethod::Standard, [1.0, 2.0, 2.0, 4.0]),
        (TieMethod::Dense, [1.0, 2.0, 2.0, 3.0]),
        (TieMethod::Average, [1.0, 2.5, 2.5, 4.0]),
    ] {
        let answer = hub
            .rank(RankRequest {
                ties: ties.into(),
                ..of("revenue")
            })
            .await
            .unwrap();
        let ranks: Vec<f64> = answer.ranked.iter().map(|row| row.rank).collect();
        assert_eq!(ranks, expected);
        let names: Vec<&str> = answer.ranked.iter().map(|row| row.subject.as_str()).collect();
        assert_eq!(names, ["zones/b", "zones/a", "zones/c", "zones/d"]);
        assert_eq!(
            answer.ranked.iter().map(|row| row.tied).collect::<Vec<_>>(),
            [false, true, true, false]
        );
    }
}

#[tokio::test]
async fn an_answer_says_what_it_is_made_from() {
    let hub = Fixture::holding(&catalog()).await;
    let first = hub.store.write([cell("revenue", "zones/a", "2022", 1.0)]).await;
    let second = hub.store.write([cell("revenue", "zones/b", "2023", 2.0)]).await;
    hub.serving().await;
    let answer = hub
        .rank(RankRequest {
            carry: Some(CarryRule { max_periods: 1 }),
            ..of("revenue")
        })
        .await
        .unwrap();
    assert_eq!(
        (answer.indicator.as_str(), answer.unit.as_str()),
        ("indicators/revenue", "亿元")
    );
    assert_eq!(answer.direction(), Way::Up);
    assert_eq!(answer.period, "2023");
    assert_eq!(
        (answer.revision, answer.token.clone()),
        (second.revision.get(), second.to_string())
    );
    assert_eq!((answer.ranked_count, answer.unranked_count), (2, 2));
    let carried = &answer.ranked[1];
    assert_eq!(
        (carried.subject.as_str(), carried.period.as_str(), carried.carried),
        ("zones/a", "2022", true)
    );
    assert_eq!(carried.names.as_ref().unwrap().zh, "a区");
    assert_eq!(carried.revision, first.revision.get());
    assert_eq!(carried.qualifier(), observation::Qualifier::Exact);
    assert_eq!(carried.status(), observation::Status::Normal);
}

#[tokio::test]
async fn nobody_is_dropped_silently() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store
        .write([
            cell("profit", "zones/a", "2023", 1.0),
            cell("revenue", "zones/a", "2023", 10.0),
            cell("profit", "zones/b", "2023", 1.0),
            cell("margin", "zones/c", "2021", 4.0),
            missing("margin", "zones/d", "2023"),
        ])
        .await;
    hub.serving().await;
    let answer = hub
        .rank(RankRequest {
            period: "2023".into(),
            ..of("margin")
        })
        .await
        .unwrap();
    assert_eq!(places(&answer), [(1.0, "zones/a", 10.0)]);
    assert!(answer.ranked[0].computed);
    let rest: Vec<_> = answer
        .unranked
        .iter()
        .map(|row| {
            (
                row.subject.as_str(),
                row.reason.as_str(),
                row.last_period.as_str(),
            )
        })
        .collect();
    assert_eq!(
        rest,
        [
            ("zones/b", "MISSING_INPUT", ""),
            ("zones/c", "STALE", "2021"),
            ("zones/d", "REPORTED_MISSING", "")
        ]
    );
}

#[tokio::test]
async fn lower_is_better_where_the_indicator_or_the_request_says_so() {
    let hub = Fixture::holding(&catalog()).await;
    for indicator in ["energy", "revenue"] {
        hub.store
            .write([
                cell(indicator, "zones/a", "2023", 1.0),
                cell(indicator, "zones/b", "2023", 2.0),
            ])
            .await;
    }
    hub.serving().await;
    let energy = hub.rank(of("energy")).await.unwrap();
    assert_eq!(
        (energy.direction(), energy.ranked[0].subject.as_str()),
        (Way::Down, "zones/a")
    );
    let turned = hub
        .rank(RankRequest {
            direction: Way::Down.into(),
            ..of("revenue")
        })
        .await
        .unwrap();
    assert_eq!(
        (turned.direction(), turned.ranked[0].subject.as_str()),
        (Way::Down, "zones/a")
    );
    let usual = hub.rank(of("revenue")).await.unwrap();
    assert_eq!(
        (usual.direction(), usual.ranked[0].subject.as_str()),
        (Way::Up, "zones/b")
    );
}

#[tokio::test]
async fn ranks_are_over_all_peers_however_few_rows_are_shown() {
    let hub = Fixture::holding(&catalog()).await;
    let values = [("a", 1.0), ("b", 2.0), ("c", 3.0)];
    hub.store
        .write(values.map(|(zone, value)| cell("revenue", &format!("zones/{zone}"), "2023", value)))
        .await;
    hub.serving().await;
    let top = hub
        .rank(RankRequest {
            limit: 1,
            ..of("revenue")
        })
        .await
        .unwrap();
    assert_eq!(places(&top), [(1.0, "zones/c", 3.0)]);
    assert_eq!(
        (top.ranked_count, top.unranked_count, top.unranked.len()),
        (3, 1, 1)
    );
    let names = ["zones/a", "zones/b"].map(str::to_owned).to_vec();
    let two = Peers {
        selector: Some(peers::Selector::Subjects(SubjectList { names })),
    };
    let among_two = hub
        .rank(RankRequest {
            peers: Some(two),
            ..of("revenue")
        })
        .await
        .unwrap();
    assert_eq!(places(&among_two), [(1.0, "zones/b", 2.0), (2.0, "zones/a", 1.0)]);
}

#[tokio::test]
async fn ranks_change_against_another_period_and_another_revision() {
    let hub = Fixture::holding(&catalog()).await;
    let row = |period: &'static str, values: [f64; 3]| {
        ["a", "b", "c"]
            .into_iter()
            .zip(values)
            .map(move |(zone, value)| cell("revenue", &format!("zones/{zone}"), period, value))
    };
    let before = hub
        .store
        .write(row("2022", [1.0, 2.0, 3.0]).chain(row("2023", [1.0, 2.0, 3.0])))
        .await;
    let after = hub
        .store
        .write([
            cell("revenue", "zones/a", "2023", 9.0),
            cell("revenue", "zones/d", "2023", 5.0),
        ])
        .await;
    hub.serving().await;
    let against = |baseline| {
        Some(Against {
            baseline: Some(baseline),
        })
    };
    let expected = [
        ("zones/a", Some(3.0), Some(2.0), Some(1.0)),
        ("zones/d", None, None, None),
        ("zones/c", Some(1.0), Some(-2.0), Some(3.0)),
        ("zones/b", Some(2.0), Some(-2.0), Some(2.0)),
    ];
    for baseline in [
        against::Baseline::Period("2022".into()),
        against::Baseline::AsOf(as_of(before).unwrap()),
    ] {
        let request = RankRequest {
            consistency: since(after),
            against: against(baseline),
            ..of("revenue")
        };
        let answer = hub.rank(request).await.unwrap();
        let changes: Vec<_> = answer
            .ranked
            .iter()
            .map(|row| {
                (
                    row.subject.as_str(),
                    row.baseline_rank,
                    row.rank_change,
                    row.baseline_value,
                )
            })
            .collect();
        assert_eq!(changes, expected);
    }
    let then = hub
        .rank(RankRequest {
            consistency: None,
            as_of: as_of(before),
            ..of("revenue")
        })
        .await
        .unwrap();
    assert_eq!(
        places(&then),
        [
            (1.0, "zones/c", 3.0),
            (2.0, "zones/b", 2.0),
            (3.0, "zones/a", 1.0)
        ]
    );
    assert_eq!(
        (then.revision, then.token),
        (before.revision.get(), before.to_string())
    );
}

#[tokio::test]
async fn an_indicator_that_was_not_there_yet_has_no_baseline() {
    let hub = Fixture::holding(&catalog()).await;
    let before = hub.store.write([cell("revenue", "zones/a", "2023", 1.0)]).await;
    hub.store.apply(&catalog().indicator("patents", "件")).await;
    hub.store.write([cell("patents", "zones/a", "2023", 3.0)]).await;
    hub.serving().await;
    let against = Some(Against {
        baseline: Some(against::Baseline::AsOf(as_of(before).unwrap())),
    });
    let answer = hub
        .rank(RankRequest {
            against,
            ..of("patents")
        })
        .await
        .unwrap();
    assert_eq!(places(&answer), [(1.0, "zones/a", 3.0)]);
    assert_eq!(
        (answer.ranked[0].baseline_rank, answer.ranked[0].rank_change),
        (None, None)
    );
    let then = RankRequest {
        consistency: None,
        as_of: as_of(before),
        ..of("patents")
    };
    assert_eq!(hub.rank(then).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_kept_answer_is_given_only_while_it_holds() {
    let hub = Fixture::holding(&catalog()).await;
    let first = hub
        .store
        .write([
            cell("profit", "zones/a", "2023", 1.0),
            cell("revenue", "zones/a", "2023", 10.0),
        ])
        .await;
    hub.serving().await;
    let at = async |token| {
        hub.rank(RankRequest {
            consistency: since(token),
            ..of("margin")
        })
        .await
        .unwrap()
    };
    let answer = at(first).await;
    assert_eq!(at(first).await, answer);
    // Another indicator's change moves the revision and nothing else.
    let other = hub.store.write([cell("energy", "zones/a", "2023", 1.0)]).await;
    let moved = at(other).await;
    assert_eq!(moved.revision, other.revision.get());
    assert_eq!(moved.ranked, answer.ranked);
    // An input's change reaches the formula.
    let input = hub.store.write([cell("revenue", "zones/a", "2023", 20.0)]).await;
    assert_eq!(places(&at(input).await), [(1.0, "zones/a", 5.0)]);
    // So does the catalogue's.
    let renamed = hub.store.apply(&catalog().zone("a", "甲区")).await;
    assert_eq!(at(renamed).await.ranked[0].names.as_ref().unwrap().zh, "甲区");
}

#[tokio::test]
async fn what_is_wrong_is_told_whole() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let request = RankRequest {
        limit: -1,
        period: "2023-13".into(),
        consistency: newest(),
        as_of: None,
        ..of("revenue")
    };
    let problem = hub.rank(request).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(
        problem
            .violations
            .iter()
            .map(|v| v.field.as_str())
            .collect::<Vec<_>>(),
        ["period", "limit"]
    );
    let problem = hub.rank(of("revenu")).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::NotFound, "INDICATOR_NOT_FOUND")
    );
    assert_eq!(
        problem.facts["nearest"].split(", ").next(),
        Some("indicators/revenue")
    );
}
