//! Watches that follow some indicators, or some kinds of change.

use super::*;

#[tokio::test]
async fn only_followed_indicators_are_told() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let mut stream = watch(&store, 1, &["profit"]).await.unwrap();
    assert_eq!(checkpoint(&mut stream).await, 1);
    store
        .write("b2", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    assert_eq!(checkpoint(&mut stream).await, 2);
    store
        .write(
            "b3",
            [
                cell("revenue", "zones/east", "2022", 1.0),
                cell("profit", "zones/east", "2023", 2.0),
            ],
        )
        .await;
    let change = change(&mut stream).await;
    assert_eq!(change.revision, 3);
    let cells: Vec<_> = Columns::try_from(change.observations.unwrap())
        .unwrap()
        .observations()
        .collect();
    assert_eq!(cells, [cell("profit", "zones/east", "2023", 2.0)]);
    assert_eq!(
        watch(&store, 0, &["none"]).await.unwrap_err().reason,
        "INDICATOR_NOT_FOUND"
    );
}

#[tokio::test]
async fn only_followed_kinds_are_told() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let (catalog, observations) = (ChangeKind::Catalog.into(), ChangeKind::Observations.into());
    let mut of_catalog = watch_kinds(&store, 0, &[], &[catalog]).await.unwrap();
    let mut of_values = watch_kinds(&store, 0, &["profit"], &[observations])
        .await
        .unwrap();
    assert_eq!(change(&mut of_catalog).await.revision, 1);
    assert_eq!(checkpoint(&mut of_catalog).await, 1);
    assert_eq!(checkpoint(&mut of_values).await, 1);
    store
        .write("b2", [cell("profit", "zones/east", "2023", 1.0)])
        .await;
    assert_eq!(checkpoint(&mut of_catalog).await, 2);
    assert_eq!(change(&mut of_values).await.revision, 2);
    // An indicator that is not followed, then the catalogue: nothing of either for who follows other values.
    store
        .write("b3", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    assert_eq!(checkpoint(&mut of_catalog).await, 3);
    assert_eq!(checkpoint(&mut of_values).await, 3);
    store.apply(&small().zone("north", "北区")).await;
    let told = change(&mut of_catalog).await;
    assert_eq!((told.revision, told.kind()), (4, ChangeKind::Catalog));
    assert_eq!(checkpoint(&mut of_values).await, 4);
    store
        .write("b5", [cell("profit", "zones/east", "2023", 2.0)])
        .await;
    assert_eq!(change(&mut of_values).await.revision, 5);
    assert_eq!(checkpoint(&mut of_catalog).await, 5);
}

#[tokio::test]
async fn a_filtered_watch_resumes_after_what_it_was_not_sent() {
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.retention = 3).await else {
        return;
    };
    store.apply(&small()).await;
    let catalog = [ChangeKind::Catalog.into()];
    let mut stream = watch_kinds(&store, 1, &[], &catalog).await.unwrap();
    assert_eq!(checkpoint(&mut stream).await, 1);
    let mut seen = 1;
    for number in 2..8 {
        let value = f64::from(number);
        store
            .write(
                &format!("b{number}"),
                [cell("revenue", "zones/east", "2023", value)],
            )
            .await;
        seen = checkpoint(&mut stream).await;
        assert_eq!(seen, i64::from(number));
    }
    // Checkpoints carry the resume point along although nothing was told since the first revision, which is trimmed.
    drop(stream);
    store.apply(&small().zone("north", "北区")).await;
    let mut again = watch_kinds(&store, seen, &[], &catalog).await.unwrap();
    assert_eq!(change(&mut again).await.revision, 8);
    assert_eq!(
        watch_kinds(&store, 1, &[], &catalog).await.unwrap_err().reason,
        "REVISION_TRIMMED"
    );
}

#[tokio::test]
async fn kinds_are_checked_all_at_once() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let catalog = ChangeKind::Catalog.into();
    let problem = watch_kinds(&store, -1, &[], &[catalog, 0, 9, catalog])
        .await
        .unwrap_err();
    let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["after_revision", "kinds[1]", "kinds[2]", "kinds[3]"]);
}
