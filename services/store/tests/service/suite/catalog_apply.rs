//! ApplyCatalog.

use zhibiao_proto::catalog::v1::{self, *};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::BACKEND;
use crate::store::{Store, small};

async fn apply(store: &Store, request: ApplyCatalogRequest) -> Result<ApplyCatalogResponse, Problem> {
    let answer = store.catalog.clone().apply_catalog(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

fn request(catalog: &Small) -> ApplyCatalogRequest {
    ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        ..Default::default()
    }
}

fn told(answer: &ApplyCatalogResponse) -> Vec<(&str, ChangeAction)> {
    answer
        .changes
        .iter()
        .map(|change| (change.name.as_str(), change.action()))
        .collect()
}

async fn indicator(store: &Store, code: &str) -> v1::Indicator {
    let name = format!("indicators/{code}");
    let answer = store
        .catalog
        .clone()
        .get_indicator(GetIndicatorRequest {
            name,
            consistency: None,
        })
        .await;
    answer.unwrap().into_inner().indicator.unwrap()
}

#[tokio::test]
async fn what_differs_is_told_and_applied() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let first = apply(&store, request(&small())).await.unwrap();
    assert_eq!(first.revision, 1);
    assert!(told(&first).contains(&("zones/east", ChangeAction::Add)));
    assert!(told(&first).is_sorted());

    let again = apply(&store, request(&small())).await.unwrap();
    assert_eq!(
        (again.changes.len(), again.revision),
        (0, 1),
        "nothing differs, nothing is committed"
    );

    let other = Small::default()
        .zone("north", "北区")
        .indicator_with("revenue", "亿元", |i| i.names.en = "Revenue".into());
    let second = apply(&store, request(&other)).await.unwrap();
    assert_eq!(
        told(&second),
        [
            ("indicators/revenue", ChangeAction::Update),
            ("zones/north", ChangeAction::Add)
        ]
    );
    let [field] = second.changes[0].fields.clone().try_into().unwrap();
    assert_eq!(
        (field.field.as_str(), field.before.as_str(), field.after.as_str()),
        ("names.en", "", "Revenue")
    );
    assert_eq!(second.revision, 2);
    assert_eq!(store.summary().await.zones, 3, "merging keeps what is not given");
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let dry = apply(
        &store,
        ApplyCatalogRequest {
            dry_run: true,
            ..request(&small())
        },
    )
    .await
    .unwrap();
    assert_eq!((dry.revision, dry.changes.is_empty()), (0, false));
    assert_eq!(store.summary().await.zones, 0);
    let real = apply(&store, request(&small())).await.unwrap();
    assert_eq!(told(&real), told(&dry));
}

#[tokio::test]
async fn versions_are_counted_by_the_hub() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store
        .apply(&small().indicator_with("jobs", "人", |i| i.version = 40))
        .await;
    assert_eq!(indicator(&store, "jobs").await.version, 1);
    let renamed = |zh: &str| {
        let zh = zh.to_owned();
        Small::default().indicator_with("jobs", "人", |i| i.names.zh = zh)
    };
    store.apply(&renamed("从业人员")).await;
    store.apply(&renamed("从业人员")).await;
    assert_eq!(indicator(&store, "jobs").await.version, 2);
    store.apply(&renamed("从业人数")).await;
    assert_eq!(indicator(&store, "jobs").await.version, 3);
    assert_eq!(indicator(&store, "revenue").await.version, 1);
}

#[tokio::test]
async fn replacing_removes_what_nothing_refers_to() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small().zone("north", "北区")).await;
    store
        .write("b1", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    let replace = |catalog: &Small| ApplyCatalogRequest {
        mode: ApplyMode::Replace.into(),
        ..request(catalog)
    };

    let without = Small::default().zone("west", "西区").indicator("profit", "万元");
    for dry_run in [true, false] {
        let problem = apply(
            &store,
            ApplyCatalogRequest {
                dry_run,
                ..replace(&without)
            },
        )
        .await
        .unwrap_err();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::FailedPrecondition, "ITEM_REFERENCED")
        );
        let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
        assert_eq!(fields, ["zones/east", "indicators/revenue"]);
    }
    let answer = apply(&store, replace(&small())).await.unwrap();
    assert_eq!(told(&answer), [("zones/north", ChangeAction::Remove)]);
    assert_eq!((answer.revision, store.summary().await.zones), (3, 2));
}

#[tokio::test]
async fn what_stored_values_mean_stays() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let in_another_unit = Small::default().indicator("revenue", "元");
    let answer = apply(&store, request(&in_another_unit)).await.unwrap();
    assert_eq!(told(&answer), [("indicators/revenue", ChangeAction::Update)]);
    store
        .write("b1", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    let back = Small::default().indicator("revenue", "亿元");
    let problem = apply(&store, request(&back)).await.unwrap_err();
    assert_eq!(problem.reason, "ITEM_REFERENCED");
    assert_eq!(problem.violations[0].field, "indicators/revenue");
}

#[tokio::test]
async fn the_expected_revision_must_be_the_head() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let expecting = |head| ApplyCatalogRequest {
        expected_revision: Some(head),
        ..request(&small())
    };
    let problem = apply(&store, expecting(1)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "HEAD_MOVED")
    );
    assert_eq!(problem.facts["head"], "0");
    assert_eq!(apply(&store, expecting(0)).await.unwrap().revision, 1);
    assert_eq!(
        apply(&store, expecting(-1)).await.unwrap_err().violations[0].field,
        "expected_revision"
    );
}

#[tokio::test]
async fn every_fault_is_told_at_once() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let faulty = small()
        .subject("platforms/p", "平台", "nowhere")
        .indicator_with("orphan", "%", |i| {
            i.formula = Some("{revenue} / {nothing}".parse().unwrap())
        })
        .indicator_with("mixed", "人", |i| {
            i.formula = Some("{revenue} + {profit}".parse().unwrap())
        })
        .indicator_with("chicken", "%", |i| i.formula = Some("{egg}".parse().unwrap()))
        .indicator_with("egg", "%", |i| i.formula = Some("{chicken}".parse().unwrap()));
    let problem = apply(&store, request(&faulty)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::InvalidArgument, "CATALOG_INVALID")
    );
    let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    for field in [
        "indicators/orphan.formula",
        "indicators/mixed.formula",
        "platforms/p.placements",
    ] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let circle = problem
        .violations
        .iter()
        .find(|v| v.description.contains("circle"))
        .unwrap();
    assert!(
        circle.description.contains("chicken") && circle.description.contains("egg"),
        "{circle:?}"
    );
    assert_eq!(store.summary().await.revision, 0);
}

#[tokio::test]
async fn fields_that_cannot_be_read_are_told_with_their_path() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let mut message = small().message();
    message.zones[0].parent = "nowhere".into();
    message.indicators[1].unit = "杯子每嘿".into();
    message.indicators[2].frequency = 0;
    let catalog = ApplyCatalogRequest {
        catalog: Some(message),
        ..Default::default()
    };
    let problem = apply(&store, catalog).await.unwrap_err();
    let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "catalog.zones[0].parent",
            "catalog.indicators[1].unit",
            "catalog.indicators[2].frequency"
        ]
    );
    let mode = ApplyCatalogRequest {
        mode: 9,
        ..request(&small())
    };
    assert_eq!(apply(&store, mode).await.unwrap_err().violations[0].field, "mode");
}

#[tokio::test]
async fn applied_at_once_they_take_turns() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let catalogs = ["a", "b", "c", "d"].map(|id| Small::default().zone(id, id));
    let mut tasks = tokio::task::JoinSet::new();
    for catalog in &catalogs {
        let (mut client, request) = (store.catalog.clone(), request(catalog));
        tasks.spawn(async move { client.apply_catalog(request).await.unwrap().into_inner().revision });
    }
    let mut revisions = tasks.join_all().await;
    revisions.sort_unstable();
    assert_eq!(revisions, [1, 2, 3, 4]);
    assert_eq!(store.summary().await.zones, 4);
}
