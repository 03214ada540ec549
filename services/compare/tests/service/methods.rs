//! What methods tell beside scores, and how ties are ranked when that is asked for.

use zhibiao_proto::{
    catalog::v1::TieRule,
    compare::v1::{EvaluateFrameworkResponse, IndexQuery, Overrides},
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::{
    Fixture,
    index::{asking, column, query},
};

/// Zones by letter with two figures each.
fn catalog(framework: &str) -> Small {
    let zones = ["a", "b", "c", "d"]
        .iter()
        .fold(Small::default(), |small, id| small.zone(id, &format!("{id}区")));
    let columns = ["x", "y", "z"].iter();
    columns
        .fold(zones, |small, code| small.indicator(code, "个"))
        .framework(framework)
}

async fn hub(framework: &str) -> Fixture {
    let hub = Fixture::holding(&catalog(framework)).await;
    let rows = [
        ("a", [9.0, 8.0, 5.0]),
        ("b", [8.9, 8.1, 5.0]),
        ("c", [8.9, 8.1, 5.0]),
        ("d", [1.0, 2.0, 1.0]),
    ];
    let figures = rows.iter().flat_map(|(zone, row)| {
        let codes = ["x", "y", "z"].iter().zip(row);
        codes.map(move |(code, value)| cell(code, &format!("zones/{zone}"), "2023", *value))
    });
    hub.store.write(figures.collect::<Vec<_>>()).await;
    hub.serving().await;
    hub
}

const LEAVES: &str = "indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }, \
                      { code = \"z\", parent = \"index\" }]";

#[tokio::test]
async fn judged_weights_come_with_the_consistency_of_the_judgements() {
    let judged = "{ method = \"ahp\", judgements = [[1, 3, 5], [0.333, 1, 3], [0.2, 0.333, 1]] }";
    let hub = hub(&format!(
        "id = \"zones\"\naggregates = [{{ id = \"index\", weighting = {judged} }}]\n{LEAVES}"
    ))
    .await;
    let answer = hub.evaluate(asking(query())).await.unwrap();
    let ratio = answer.aggregates[0].consistency_ratio.unwrap();
    // λ of these judgements is 3.0385: (3.0385 − 3)/2 over Saaty's random index of 0.58.
    assert!((ratio - 0.033).abs() < 0.001, "{ratio}");
    assert!(answer.aggregates[0].compromise.is_empty());
}

#[tokio::test]
async fn vikor_comes_with_its_compromise_set() {
    let hub = hub(&format!(
        "id = \"zones\"\nnormalise = {{ method = \"as_is\" }}\n\
         aggregates = [{{ id = \"index\", aggregation = {{ method = \"vikor\" }} }}]\n{LEAVES}"
    ))
    .await;
    let answer = hub.evaluate(asking(query())).await.unwrap();
    let index = &answer.aggregates[0];
    assert_eq!(index.consistency_ratio, None);
    // By Q as it is; the ranking has the first three as tied, rounded to two decimals.
    assert_eq!(index.compromise, ["zones/b", "zones/c", "zones/a"]);
}

#[tokio::test]
async fn ties_are_ranked_as_the_request_says() {
    let hub = hub(&format!(
        "id = \"zones\"\naggregates = [{{ id = \"index\" }}]\n{LEAVES}"
    ))
    .await;
    let with = |ties: i32| {
        let overrides = Overrides {
            ties,
            ..Overrides::default()
        };
        asking(IndexQuery {
            overrides: Some(overrides),
            ..query()
        })
    };
    let ranks = |answer: &EvaluateFrameworkResponse| column(answer, &answer.ranks, 0);
    for (ties, expected) in [
        (TieRule::Unspecified, [1.0, 1.0, 3.0, 4.0]),
        (TieRule::Standard, [1.0, 1.0, 3.0, 4.0]),
        (TieRule::Dense, [1.0, 1.0, 2.0, 3.0]),
        (TieRule::Average, [1.5, 1.5, 3.0, 4.0]),
    ] {
        let answer = hub.evaluate(with(ties.into())).await.unwrap();
        assert_eq!(answer.tied, [true, true, false, false]);
        assert_eq!(ranks(&answer), expected);
    }
    let refused = hub.evaluate(with(9)).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.violations[0].field.as_str()),
        (Code::InvalidArgument, "query.overrides.ties")
    );
}
