//! Many at once, and coming back.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use zhibiao_model::observation::Observation;
use zhibiao_store::cube::{ColumnKey, Cube, Detail};
use zhibiao_testkit::observations::cell;

use crate::engine::{Engine, Setup, batch, fresh, indicator, period, revision, series_key, values, write};

/// A batch that gives every cell of two columns one value.
fn uniform(value: i64) -> Vec<Observation> {
    let of = |code, z| cell(code, &format!("zones/z{z}"), "2023", value as f64);
    (0..40).flat_map(|z| [of("a", z), of("b", z)]).collect()
}

pub(crate) async fn every_read_is_of_one_revision<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", uniform(1)).await;
    let done = Arc::new(AtomicBool::new(false));
    let mut readers = Vec::new();
    for _ in 0..3 {
        let (store, done) = (Arc::clone(&store), Arc::clone(&done));
        readers.push(tokio::spawn(async move {
            let mut reads = 0_u32;
            while reads == 0 || !done.load(Ordering::Relaxed) {
                read_once(store.as_ref()).await;
                reads += 1;
            }
        }));
    }
    for number in 2..=60 {
        write(store.as_ref(), &format!("b{number}"), uniform(number)).await;
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
}

/// Batch n gives every cell the value n, and is revision n.
async fn read_once(store: &impl Cube) {
    let at = store.head().await.unwrap().revision;
    let keys = ["a", "b"].map(|code| ColumnKey {
        indicator: indicator(code),
        period: period("2023"),
    });
    for cells in store.columns(&keys, at, Detail::Figures).await.unwrap() {
        assert_eq!(cells.keys.len(), 40);
        assert!(
            cells
                .figures
                .iter()
                .all(|figure| figure.value() == Some(at.get() as f64)),
            "{at}: {cells:?}"
        );
    }
    let series = store
        .series(&[series_key("b", "zones/z7")], at, Detail::Figures)
        .await
        .unwrap();
    assert_eq!(series[0].figures[0].value(), Some(at.get() as f64));
}

pub(crate) async fn writers_take_turns<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let mut writers = Vec::new();
    for writer in 0..4 {
        let store = Arc::clone(&store);
        writers.push(tokio::spawn(async move {
            let mut revisions = Vec::new();
            for number in 0..15 {
                let cells = vec![cell("a", &format!("zones/w{writer}"), "2023", f64::from(number))];
                let written = write(store.as_ref(), &format!("w{writer}-{number}"), cells).await;
                revisions.push(written.revision.get());
            }
            assert!(revisions.is_sorted());
            revisions
        }));
    }
    let mut all = Vec::new();
    for writer in writers {
        all.extend(writer.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=60).collect::<Vec<i64>>());
    let log = store.log(revision(0), 100).await.unwrap();
    assert_eq!(log.iter().map(|e| e.revision.get()).collect::<Vec<_>>(), all);
}

pub(crate) async fn one_batch_sent_twice_at_once_is_one<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let one = batch(store.as_ref(), "b1", uniform(1)).await;
    let (first, second) = tokio::join!(store.write(one.clone()), store.write(one));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.revision, second.revision), (revision(1), revision(1)));
    assert_ne!(first.replayed, second.replayed);
    assert_eq!(store.counts().await.unwrap().observations, 80);
}

pub(crate) async fn everything_is_there_after_reopening<E: Engine>(engine: &E) {
    let Some((place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", uniform(1)).await;
    write(
        store.as_ref(),
        "b2",
        vec![cell("c", "platforms/new", "2023-Q1", 5.0)],
    )
    .await;
    write(store.as_ref(), "b3", uniform(3)).await;
    let before = store.head().await.unwrap();
    let log = store.log(revision(0), 10).await.unwrap();
    engine.close(store).await;

    let store = engine.open(&place, Setup::default()).await;
    assert_eq!(store.head().await.unwrap(), before);
    assert_eq!(store.log(revision(0), 10).await.unwrap(), log);
    assert_eq!(
        values(store.as_ref(), "c", "2023-Q1", revision(3)).await,
        [("new".into(), Some(5.0))]
    );
    assert_eq!(
        values(store.as_ref(), "a", "2023", revision(2)).await[0].1,
        Some(1.0)
    );
    assert_eq!(write(store.as_ref(), "b4", uniform(4)).await.revised, 80);
    assert!(
        write(
            store.as_ref(),
            "b2",
            vec![cell("c", "platforms/new", "2023-Q1", 5.0)]
        )
        .await
        .replayed
    );
}
