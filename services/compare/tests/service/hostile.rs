//! Frameworks and figures that make no sense.

use prost::Message as _;
use zhibiao_proto::compare::v1::{
    ApplyFrameworkRequest, Detail, EvaluateFrameworkRequest, IndexQuery, Overrides, Peers, SubjectList, peers,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::{
    Fixture, close,
    index::{asking, catalog, column, figures, query},
};

/// What is wrong with a framework, by place.
async fn refused(hub: &Fixture, text: &str) -> Vec<String> {
    let framework = catalog().framework(text).message().frameworks;
    let framework = framework.into_iter().find(|one| one.name == "frameworks/bad");
    let request = ApplyFrameworkRequest {
        framework,
        ..ApplyFrameworkRequest::default()
    };
    let status = hub.hub.comparisons().apply_framework(request).await.unwrap_err();
    let problem = Problem::from_status(&status);
    assert_eq!(problem.code, Code::InvalidArgument, "{problem:?}");
    let violations = problem.violations.into_iter();
    violations
        .map(|one| format!("{}: {}", one.field, one.description))
        .collect()
}

#[tokio::test]
async fn a_framework_that_makes_no_sense_is_told_where() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let leaves = "indicators = [{ code = \"revenue\", parent = \"index\" }, { code = \"energy\", parent = \"index\" }]";
    for (text, place, problem) in [
        (
            "aggregates = [{ id = \"index\" }]\nindicators = [{ code = \"revenue\", parent = \"index\", weight = 0 }, \
             { code = \"energy\", parent = \"index\", weight = 0 }]"
                .to_owned(),
            "framework.aggregates[index]",
            "0",
        ),
        (
            format!("aggregates = [{{ id = \"index\" }}, {{ id = \"x\", parent = \"y\" }}, {{ id = \"y\", parent = \"x\" }}]\n{leaves}"),
            "framework.aggregates[x].parent",
            "x",
        ),
        (
            format!(
                "normalise = {{ method = \"z_score\" }}\n\
                 aggregates = [{{ id = \"index\", aggregation = {{ method = \"geometric\" }} }}]\n{leaves}"
            ),
            "framework.aggregates[index].aggregation",
            "negative",
        ),
        (
            format!(
                "aggregates = [{{ id = \"index\", weighting = {{ method = \"ahp\", \
                 judgements = [[1, 3], [3, 1]] }} }}]\n{leaves}"
            ),
            "framework.aggregates[index].weighting",
            "opposite judgement",
        ),
        (
            "aggregates = [{ id = \"index\" }]\nindicators = [{ code = \"nothing\", parent = \"index\" }]".to_owned(),
            "framework.indicators[nothing]",
            "nothing",
        ),
    ] {
        let faults = refused(&hub, &format!("id = \"bad\"\n{text}")).await;
        let found = faults
            .iter()
            .any(|fault| fault.starts_with(place) && fault.contains(problem));
        assert!(found, "{place} … {problem}: not among {faults:#?}");
    }
}

#[tokio::test]
async fn degenerate_figures_have_a_defined_result() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store
        .write([
            cell("energy", "zones/a", "2023", 7.0),
            cell("energy", "zones/b", "2023", 7.0),
        ])
        .await;
    hub.serving().await;
    let constant = hub.evaluate(asking(query())).await.unwrap();
    close(&column(&constant, &constant.scores, 2)[..2], &[50.0, 50.0]);
    assert_eq!(constant.tied, [true, true]);
    let reasons: Vec<&str> = constant.warnings.iter().map(|one| one.reason.as_str()).collect();
    assert!(
        reasons.contains(&"CONSTANT") && reasons.contains(&"ALL_MISSING"),
        "{reasons:?}"
    );
    let names = vec!["zones/a".to_owned()];
    let one = IndexQuery {
        peers: Some(Peers {
            selector: Some(peers::Selector::Subjects(SubjectList { names })),
        }),
        ..query()
    };
    let alone = hub.evaluate(asking(one)).await.unwrap();
    assert_eq!(
        (alone.subjects.len(), column(&alone, &alone.ranks, 2)[0]),
        (1, 1.0)
    );
    let empty = IndexQuery {
        period: "1999".into(),
        ..query()
    };
    let nothing = hub.evaluate(asking(empty)).await.unwrap_err();
    assert_eq!(nothing.code, Code::FailedPrecondition);
}

const ZONES: usize = 3_000;
const INDICATORS: usize = 500;

/// 500 indicators in ten branches.
fn large() -> Small {
    let zones = (0..ZONES).fold(Small::default(), |small, at| {
        small.zone(&format!("z{at}"), &format!("第{at}区"))
    });
    let columns = (0..INDICATORS).fold(zones, |small, at| small.indicator(&format!("i{at}"), "个"));
    let branches: String = (0..10)
        .map(|at| format!(", {{ id = \"b{at}\", parent = \"index\" }}"))
        .collect();
    let leaves: Vec<String> = (0..INDICATORS)
        .map(|at| format!("{{ code = \"i{at}\", parent = \"b{}\" }}", at % 10))
        .collect();
    columns.framework(&format!(
        "id = \"zones\"\nimpute = {{ method = \"median\" }}\naggregates = [{{ id = \"index\" }}{branches}]\n\
         indicators = [{}]",
        leaves.join(", ")
    ))
}

/// Three zones have a figure of every indicator, the others of one: the rest is imputed, so that all cells are there.
#[tokio::test]
async fn a_large_index_is_answered_and_a_larger_answer_refused_with_the_limit() {
    let hub = Fixture::holding(&large()).await;
    let figure = |indicator: usize, zone: usize| {
        let value = ((indicator * 37 + zone * 61) % 97) as f64;
        cell(&format!("i{indicator}"), &format!("zones/z{zone}"), "2023", value)
    };
    let first = (0..ZONES).map(|zone| figure(zone % INDICATORS, zone));
    let whole = (0..INDICATORS).flat_map(|indicator| (0..3).map(move |zone| (indicator, zone)));
    let others = whole.filter(|(indicator, zone)| zone % INDICATORS != *indicator);
    let others = others.map(|(indicator, zone)| figure(indicator, zone));
    hub.store.write(first.chain(others).collect::<Vec<_>>()).await;
    hub.serving().await;
    let with = |details: &[Detail]| EvaluateFrameworkRequest {
        details: details.iter().map(|detail| (*detail).into()).collect(),
        ..asking(query())
    };
    let answer = hub.evaluate(with(&[Detail::Contributions])).await.unwrap();
    assert_eq!(
        (answer.subjects.len(), answer.indicators.len()),
        (ZONES, INDICATORS)
    );
    assert_eq!(answer.ranked_count as usize, ZONES);
    assert_eq!(
        answer.contributions.as_ref().unwrap().values.len(),
        ZONES * INDICATORS
    );
    assert!(answer.encoded_len() < 48_000_000);
    let steps = [
        Detail::Contributions,
        Detail::Raw,
        Detail::Denominated,
        Detail::Imputed,
        Detail::Normalised,
    ];
    let refused = hub.evaluate(with(&steps)).await.unwrap_err();
    assert_eq!(
        (
            refused.code,
            refused.reason.as_str(),
            refused.facts["limit"].as_str()
        ),
        (Code::InvalidArgument, "LIMIT_EXCEEDED", "6000000")
    );
}

/// Who lacks how much, when, and what to do: also where nobody is left to answer about.
#[tokio::test]
async fn whoever_is_left_out_when_nobody_can_be_ranked_is_told() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            period: "2021".into(),
            ..query()
        }),
        ..EvaluateFrameworkRequest::default()
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::FailedPrecondition, "INAPPLICABLE")
    );
    for part in ["at 2021", "ask for another period", "carried"] {
        assert!(refused.message.contains(part), "{part}: {}", refused.message);
    }
    let told = refused.violations.iter().find(|one| one.field == "zones/a");
    assert!(
        told.is_some_and(|one| one.description.contains("has no figure")),
        "{:?}",
        refused.violations
    );
}

#[tokio::test]
async fn a_wrong_weight_is_told_by_the_field_that_was_sent() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let request = EvaluateFrameworkRequest {
        query: Some(IndexQuery {
            overrides: Some(Overrides {
                weights: [("saving".to_owned(), -1.0)].into(),
                ..Overrides::default()
            }),
            ..query()
        }),
        ..EvaluateFrameworkRequest::default()
    };
    let refused = hub.evaluate(request).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["query.overrides.weights[saving]"]);
    assert_eq!(refused.reason, "REQUEST_INVALID");
}
