//! Frameworks as items of the catalogue.

use zhibiao_model::catalog::Direction as Better;
use zhibiao_proto::{catalog::v1::*, convert::consistency::ReadAt};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::catalog::Small;

use super::BACKEND;
use crate::store::{Store, small};

fn framework(weight: f64) -> String {
    format!(
        r#"
        id = "zones"
        aggregates = [{{ id = "index" }}]
        indicators = [
            {{ code = "revenue", parent = "index", weight = {weight} }},
            {{ code = "profit-rate", parent = "index" }},
        ]
        "#
    )
}

async fn apply(store: &Store, catalog: &Small, mode: ApplyMode) -> Result<ApplyCatalogResponse, Problem> {
    let request = ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        mode: mode.into(),
        ..Default::default()
    };
    let answer = store.catalog.clone().apply_catalog(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

/// The frameworks as they were at a moment.
async fn frameworks(store: &Store, at: ReadAt) -> Vec<Framework> {
    let (consistency, as_of) = at.fields();
    let request = ExportCatalogRequest { consistency, as_of };
    let mut parts = store
        .catalog
        .clone()
        .export_catalog(request)
        .await
        .unwrap()
        .into_inner();
    let mut found = Vec::new();
    while let Some(part) = parts.message().await.unwrap() {
        found.extend(part.catalog.unwrap().frameworks);
    }
    found
}

#[tokio::test]
async fn versions_are_counted_and_every_one_is_kept() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let first = apply(&store, &small().framework(&framework(1.0)), ApplyMode::Merge)
        .await
        .unwrap();
    let again = apply(&store, &small().framework(&framework(1.0)), ApplyMode::Merge)
        .await
        .unwrap();
    assert_eq!((again.revision, again.changes.len()), (first.revision, 0));
    let second = apply(&store, &small().framework(&framework(2.0)), ApplyMode::Merge)
        .await
        .unwrap();
    let [change] = &second.changes[..] else {
        panic!("{:?}", second.changes)
    };
    assert_eq!(change.name, "frameworks/zones");
    assert_eq!(change.fields[0].field, "indicators[revenue].weight");
    for (at, version, weight) in [
        (ReadAt::FullyConsistent, 2, 2.0),
        (
            ReadAt::Revision(
                first
                    .token
                    .parse::<zhibiao_model::revision::Token>()
                    .unwrap()
                    .revision,
            ),
            1,
            1.0,
        ),
    ] {
        let [found] = &frameworks(&store, at).await[..] else {
            panic!("one")
        };
        assert_eq!(
            (found.version, found.indicators[0].weight),
            (version, Some(weight)),
            "{at:?}"
        );
    }
    assert_eq!(store.summary().await.frameworks, 1);
}

#[tokio::test]
async fn what_cannot_be_computed_is_refused_with_every_fault() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let wrong = r#"
        id = "wrong"
        aggregates = [
            { id = "index" },
            { id = "a", parent = "b" },
            { id = "b", parent = "a" },
        ]
        indicators = [
            { code = "revenue", parent = "index", weight = -1 },
            { code = "sales", parent = "index" },
        ]
        "#;
    let unsound = r#"
        id = "unsound"
        aggregates = [{ id = "index", weighting = { method = "ahp", judgements = [[1, 3], [3, 1]] } }]
        indicators = [
            { code = "revenue", parent = "index", weight = 0 },
            { code = "profit", parent = "index", weight = 0 },
        ]
        "#;
    let refused = apply(
        &store,
        &small().framework(wrong).framework(unsound),
        ApplyMode::Merge,
    )
    .await
    .unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::InvalidArgument, "CATALOG_INVALID")
    );
    let told: Vec<String> = refused
        .violations
        .iter()
        .map(|one| format!("{}: {}", one.field, one.description))
        .collect();
    for place in [
        "frameworks/wrong.aggregates[a].parent: a → b are components of each other",
        "frameworks/wrong.indicators[revenue].weight: is -1",
        "frameworks/wrong.indicators[sales]: `sales` is no indicator of the catalogue",
        "frameworks/unsound.aggregates[index]: the weights of its components sum to 0",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among {told:#?}"
        );
    }
    assert_eq!(store.summary().await.revision, 0, "nothing of it is applied");
}

/// A leaf without direction is computed with its indicator's, so the framework has to be sound with that.
#[tokio::test]
async fn a_framework_is_checked_with_the_directions_of_its_indicators() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let plain = r#"
        id = "plain"
        normalise = { method = "as_is" }
        aggregates = [{ id = "index" }]
        indicators = [{ code = "debt", parent = "index" }]
        "#;
    let holding = |direction: Better, framework: &str| {
        let small = small().indicator_with("debt", "万元", |one| one.direction = direction);
        small.framework(framework)
    };
    let refused = apply(&store, &holding(Better::Down, plain), ApplyMode::Merge)
        .await
        .unwrap_err();
    assert_eq!(
        refused.violations[0].field,
        "frameworks/plain.aggregates[index].aggregation"
    );
    let what = &refused.violations[0].description;
    assert!(what.ends_with("(for `debt`)"), "{what}");
    apply(&store, &holding(Better::Up, plain), ApplyMode::Merge)
        .await
        .unwrap();
    // The framework stays what it is; its indicator turns round.
    let turned = small().indicator_with("debt", "万元", |one| one.direction = Better::Down);
    let refused = apply(&store, &turned, ApplyMode::Merge).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::InvalidArgument, "CATALOG_INVALID")
    );
    assert_eq!(
        refused.violations[0].field,
        "frameworks/plain.aggregates[index].aggregation"
    );
    // One that says the direction itself does not turn with it.
    let said = plain.replace("parent =", "direction = \"up\", parent =");
    let both = turned.framework(&said);
    apply(&store, &both, ApplyMode::Merge).await.unwrap();
}

#[tokio::test]
async fn an_indicator_that_a_framework_reads_stays() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    apply(&store, &small().framework(&framework(1.0)), ApplyMode::Merge)
        .await
        .unwrap();
    let without = Small::default().zone("east", "东区").indicator("profit", "万元");
    let refused = apply(
        &store,
        &without.clone().framework(&framework(1.0)),
        ApplyMode::Replace,
    )
    .await
    .unwrap_err();
    assert_eq!(refused.reason, "CATALOG_INVALID");
    let with_it = apply(&store, &without, ApplyMode::Replace).await.unwrap();
    assert!(
        with_it
            .changes
            .iter()
            .any(|change| change.name == "frameworks/zones" && change.action() == ChangeAction::Remove)
    );
    assert_eq!(frameworks(&store, ReadAt::FullyConsistent).await, []);
}
