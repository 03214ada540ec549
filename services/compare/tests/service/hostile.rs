//! Frameworks and figures that make no sense.

use zhibiao_proto::compare::v1::{ApplyFrameworkRequest, IndexQuery, Peers, SubjectList, peers};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations::cell;

use super::{
    Fixture, close,
    index::{asking, catalog, column, query},
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
