//! The change log.

use prost::Message as _;
use zhibiao_model::{observation::Observation, revision::Revision};
use zhibiao_proto::convert::columns::Columns;
use zhibiao_runtime::clock::Clock;
use zhibiao_store::{
    catalog_log::{CatalogLog as _, Update},
    cube::{Cube, LogError, LogKind},
};
use zhibiao_testkit::observations::{cell, missing};

use crate::engine::{Engine, NOW, Setup, fresh, fresh_with, indicator, revision, time, write};

/// What the log says that a revision changed.
async fn changed(store: &impl Cube, at: i64) -> Vec<Observation> {
    let entry = store.log(revision(at - 1), 1).await.unwrap().remove(0);
    let mut cells = Vec::new();
    for fragment in 0..entry.fragments {
        let message = store.fragment(entry.revision, fragment).await.unwrap();
        cells.extend(Columns::try_from(message).unwrap().observations());
    }
    cells
}

pub(crate) async fn the_log_tells_each_revision<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    assert_eq!(store.log(Revision::ZERO, 10).await.unwrap(), []);
    store.update(Update::default()).await.unwrap();
    write(
        store.as_ref(),
        "b2",
        vec![
            cell("b", "zones/x", "2023", 1.0),
            cell("a", "zones/x", "2023", 1.0),
        ],
    )
    .await;
    write(store.as_ref(), "b3", vec![]).await;
    let entries = store.log(Revision::ZERO, 10).await.unwrap();
    assert_eq!(
        entries.iter().map(|e| e.revision.get()).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(
        entries.iter().map(|e| e.kind).collect::<Vec<_>>(),
        [LogKind::Catalog, LogKind::Observations, LogKind::Observations]
    );
    assert_eq!(
        entries.iter().map(|e| e.batch_id.as_str()).collect::<Vec<_>>(),
        ["", "b2", "b3"]
    );
    let mut touched = entries[1].touched.clone();
    touched.sort();
    assert_eq!(touched, [indicator("a"), indicator("b")]);
    assert_eq!(entries[1].committed_at, time(NOW));
    assert_eq!(store.log(revision(1), 1).await.unwrap(), entries[1..2]);
    assert_eq!(store.log(revision(3), 10).await.unwrap(), []);
}

pub(crate) async fn fragments_hold_what_changed<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let x = |value| cell("a", "zones/x", "2023", value);
    write(
        store.as_ref(),
        "b1",
        vec![x(1.0), cell("a", "zones/y", "2023", 2.0)],
    )
    .await;
    let second = vec![missing("a", "zones/w", "2022"), x(3.0)];
    write(
        store.as_ref(),
        "b2",
        [second.clone(), vec![cell("a", "zones/y", "2023", 2.0)]].concat(),
    )
    .await;
    assert_eq!(changed(store.as_ref(), 2).await, second);
}

pub(crate) async fn large_changes_come_in_bounded_fragments<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let cells: Vec<Observation> = (0..300)
        .flat_map(|i| (0..300).map(move |z| (i, z)))
        .map(|(i, z)| {
            cell(
                &format!("i{i:03}"),
                &format!("zones/z{z:03}"),
                "2023",
                f64::from(i * z) + 0.5,
            )
        })
        .collect();
    write(store.as_ref(), "b1", cells.clone()).await;
    let entry = store.log(Revision::ZERO, 1).await.unwrap().remove(0);
    assert!(entry.fragments > 1, "{}", entry.fragments);
    for fragment in 0..entry.fragments {
        let size = store
            .fragment(entry.revision, fragment)
            .await
            .unwrap()
            .encoded_len();
        assert!(size <= 1 << 20, "fragment {fragment} has {size} bytes");
    }
    assert_eq!(changed(store.as_ref(), 1).await, cells);
}

pub(crate) async fn the_log_is_trimmed<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh_with(
        engine,
        Setup {
            retention: 2,
            ..Setup::default()
        },
    )
    .await
    else {
        return;
    };
    for number in 1..=5 {
        write(
            store.as_ref(),
            &format!("b{number}"),
            vec![cell("a", "zones/x", "2023", number as f64)],
        )
        .await;
    }
    for after in 0..3 {
        let found = store.log(revision(after), 10).await;
        assert!(
            matches!(found, Err(LogError::Trimmed(oldest)) if oldest == revision(4)),
            "{found:?}"
        );
    }
    let entries = store.log(revision(3), 10).await.unwrap();
    assert_eq!(
        entries.iter().map(|e| e.revision.get()).collect::<Vec<_>>(),
        [4, 5]
    );
    assert_eq!(
        changed(store.as_ref(), 4).await,
        [cell("a", "zones/x", "2023", 4.0)]
    );
    let gone = store.fragment(revision(3), 0).await;
    assert!(
        matches!(gone, Err(LogError::Trimmed(oldest)) if oldest == revision(4)),
        "{gone:?}"
    );
    // The past itself is not trimmed, nor are batch ids.
    assert_eq!(
        crate::engine::values(store.as_ref(), "a", "2023", revision(1)).await,
        [("x".into(), Some(1.0))]
    );
    let again = write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    assert_eq!((again.revision, again.replayed), (revision(1), true));
}

pub(crate) async fn revisions_are_found_by_time<E: Engine>(engine: &E) {
    let (clock, setter) = Clock::settable(time("2024-01-01T00:00:00Z"));
    let Some((_place, store)) = fresh_with(
        engine,
        Setup {
            clock,
            ..Setup::default()
        },
    )
    .await
    else {
        return;
    };
    for (number, at) in [
        (1, "2024-01-01T00:00:00Z"),
        (2, "2024-01-02T00:00:00Z"),
        (3, "2024-01-02T00:00:00Z"),
    ] {
        setter.set(time(at));
        write(store.as_ref(), &format!("b{number}"), vec![]).await;
    }
    for (at, number) in [
        ("2023-12-31T23:59:59Z", 0),
        ("2024-01-01T00:00:00Z", 1),
        ("2024-01-01T23:59:59.999999Z", 1),
        ("2024-01-02T00:00:00Z", 3),
        ("2030-01-01T00:00:00Z", 3),
    ] {
        assert_eq!(
            store.revision_at(time(at)).await.unwrap(),
            revision(number),
            "{at}"
        );
    }
}

pub(crate) async fn time_never_goes_back<E: Engine>(engine: &E) {
    let (clock, setter) = Clock::settable(time("2024-01-02T00:00:00Z"));
    let Some((_place, store)) = fresh_with(
        engine,
        Setup {
            clock,
            ..Setup::default()
        },
    )
    .await
    else {
        return;
    };
    write(store.as_ref(), "b1", vec![]).await;
    setter.set(time("2024-01-01T00:00:00Z"));
    let second = write(store.as_ref(), "b2", vec![]).await;
    assert_eq!(second.committed_at, time("2024-01-02T00:00:00Z"));
    assert_eq!(
        store.revision_at(time("2024-01-02T00:00:00Z")).await.unwrap(),
        revision(2)
    );
}
