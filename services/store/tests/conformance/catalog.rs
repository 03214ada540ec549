//! The catalogue through the revisions.

use zhibiao_model::revision::Revision;
use zhibiao_store::{
    catalog_log::{CatalogLog, Record, Update, UpdateError},
    cube::Cube as _,
};
use zhibiao_testkit::observations::cell;

use crate::engine::{Engine, fresh, indicator, revision, subject, write};

fn record(name: &str, payload: &str) -> Record {
    Record {
        name: name.to_owned(),
        payload: payload.as_bytes().to_vec(),
    }
}

async fn names(store: &impl CatalogLog, at: i64) -> Vec<String> {
    let records = store.load(revision(at)).await.unwrap();
    records
        .into_iter()
        .map(|r| format!("{}={}", r.name, String::from_utf8(r.payload).unwrap()))
        .collect()
}

pub(crate) async fn the_catalogue_is_read_as_of<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let put = vec![record("zone:b", "1"), record("zone:a", "1")];
    store
        .update(Update {
            put,
            ..Update::default()
        })
        .await
        .unwrap();
    write(store.as_ref(), "b2", vec![]).await;
    let update = Update {
        base: revision(1),
        put: vec![record("zone:a", "2"), record("zone:c", "2")],
        remove: vec!["zone:b".to_owned()],
        ..Update::default()
    };
    let head = store.update(update).await.unwrap();
    assert_eq!((head.revision, head.catalog), (revision(3), revision(3)));
    let back = Update {
        base: revision(3),
        put: vec![record("zone:b", "4")],
        ..Update::default()
    };
    store.update(back).await.unwrap();
    assert_eq!(names(store.as_ref(), 0).await, Vec::<String>::new());
    assert_eq!(names(store.as_ref(), 1).await, ["zone:a=1", "zone:b=1"]);
    assert_eq!(names(store.as_ref(), 2).await, ["zone:a=1", "zone:b=1"]);
    assert_eq!(names(store.as_ref(), 3).await, ["zone:a=2", "zone:c=2"]);
    assert_eq!(
        names(store.as_ref(), 4).await,
        ["zone:a=2", "zone:b=4", "zone:c=2"]
    );
    for (at, changed) in [(0, 0), (1, 1), (2, 1), (3, 3), (4, 4)] {
        assert_eq!(
            store.catalog_revision(revision(at)).await.unwrap(),
            revision(changed),
            "{at}"
        );
    }
}

pub(crate) async fn a_moved_catalogue_is_told<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let put = |payload| Update {
        put: vec![record("zone:a", payload)],
        ..Update::default()
    };
    store.update(put("1")).await.unwrap();
    let moved = store.update(put("2")).await;
    assert!(
        matches!(moved, Err(UpdateError::CatalogMoved(at)) if at == revision(1)),
        "{moved:?}"
    );
    assert_eq!(names(store.as_ref(), 1).await, ["zone:a=1"]);
    assert_eq!(store.head().await.unwrap().revision, revision(1));
}

pub(crate) async fn the_expected_head_is_checked<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![]).await;
    let expecting = |head: Revision| Update {
        expected_head: Some(head),
        ..Update::default()
    };
    let wrong = store.update(expecting(Revision::ZERO)).await;
    assert!(
        matches!(wrong, Err(UpdateError::HeadMoved(at)) if at == revision(1)),
        "{wrong:?}"
    );
    assert_eq!(
        store.update(expecting(revision(1))).await.unwrap().revision,
        revision(2)
    );
}

pub(crate) async fn what_observations_refer_to_stays<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    let subjects = [subject("zones/y"), subject("zones/x")];
    let indicators = [indicator("a"), indicator("b")];
    let referenced = store.referenced(&subjects, &indicators).await.unwrap();
    assert_eq!(referenced, ["zones/x", "indicators/a"]);
    let update = Update {
        unused_subjects: subjects.to_vec(),
        unused_indicators: indicators.to_vec(),
        ..Update::default()
    };
    let refused = store.update(update).await;
    assert!(
        matches!(&refused, Err(UpdateError::Referenced(names)) if *names == referenced),
        "{refused:?}"
    );
    assert_eq!(store.head().await.unwrap().revision, revision(1));
}
