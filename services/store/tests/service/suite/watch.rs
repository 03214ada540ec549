//! WatchChanges.

mod filters;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tonic::Streaming;
use zhibiao_model::observation::{Observation, Provenance};
use zhibiao_proto::{
    convert::columns::Columns,
    observation::v1::{
        Change, ChangeKind, WatchChangesRequest, WatchChangesResponse, watch_changes_response::Event,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{eventually, observations::cell};

use super::BACKEND;
use crate::store::{Store, small};

async fn watch(
    store: &Store,
    after: i64,
    indicators: &[&str],
) -> Result<Streaming<WatchChangesResponse>, Problem> {
    watch_kinds(store, after, indicators, &[]).await
}

async fn watch_kinds(
    store: &Store,
    after: i64,
    indicators: &[&str],
    kinds: &[i32],
) -> Result<Streaming<WatchChangesResponse>, Problem> {
    let indicators = indicators
        .iter()
        .map(|code| format!("indicators/{code}"))
        .collect();
    let request = WatchChangesRequest {
        after_revision: after,
        indicators,
        kinds: kinds.to_vec(),
    };
    let answer = store.observations.clone().watch_changes(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

async fn next(stream: &mut Streaming<WatchChangesResponse>) -> Event {
    stream.message().await.unwrap().unwrap().event.unwrap()
}

async fn change(stream: &mut Streaming<WatchChangesResponse>) -> Change {
    loop {
        if let Event::Change(change) = next(stream).await {
            return change;
        }
    }
}

async fn checkpoint(stream: &mut Streaming<WatchChangesResponse>) -> i64 {
    match next(stream).await {
        Event::Checkpoint(checkpoint) => checkpoint.revision,
        Event::Change(change) => panic!("{change:?}"),
    }
}

#[tokio::test]
async fn every_revision_is_told_in_order() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let mut stream = watch(&store, 0, &[]).await.unwrap();
    assert_eq!(change(&mut stream).await.kind(), ChangeKind::Catalog);
    assert_eq!(checkpoint(&mut stream).await, 1);
    for number in 2..20 {
        store
            .write(
                &format!("b{number}"),
                [cell("revenue", "zones/east", "2023", f64::from(number / 2))],
            )
            .await;
    }
    for number in 2..20 {
        let change = change(&mut stream).await;
        assert_eq!(
            (change.revision, change.batch_id),
            (i64::from(number), format!("b{number}"))
        );
        // Every second batch changes nothing, and is told all the same.
        let values = change.observations.map(|cells| cells.value).unwrap_or_default();
        assert_eq!(
            values,
            if number % 2 == 0 {
                vec![f64::from(number / 2)]
            } else {
                vec![]
            }
        );
    }
}

#[tokio::test]
async fn a_watch_resumes_where_it_ended() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    for number in 2..=6 {
        store
            .write(
                &format!("b{number}"),
                [cell("revenue", "zones/east", "2023", f64::from(number))],
            )
            .await;
    }
    let mut stream = watch(&store, 4, &[]).await.unwrap();
    assert_eq!(change(&mut stream).await.revision, 5);
    assert_eq!(change(&mut stream).await.revision, 6);
    assert_eq!(checkpoint(&mut stream).await, 6);
    let mut at_head = watch(&store, 6, &[]).await.unwrap();
    assert_eq!(checkpoint(&mut at_head).await, 6);
    let beyond = watch(&store, 7, &[]).await.unwrap_err();
    assert_eq!(
        (beyond.code, beyond.reason.as_str()),
        (Code::OutOfRange, "REVISION_NOT_YET")
    );
    assert_eq!(
        watch(&store, -1, &[]).await.unwrap_err().violations[0].field,
        "after_revision"
    );
}

#[tokio::test]
async fn a_large_revision_comes_in_fragments_together() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let mut catalog = small();
    for i in 0..300 {
        catalog = catalog
            .indicator(&format!("i{i:03}"), "个")
            .zone(&format!("z{i:03}"), &format!("区{i}"));
    }
    store.apply(&catalog).await;
    let cells: Vec<_> = (0..300)
        .flat_map(|i| {
            (0..300).map(move |z| cell(&format!("i{i:03}"), &format!("zones/z{z:03}"), "2023", 1.0))
        })
        .collect();
    store.write("b2", cells.clone()).await;
    store
        .write("b3", [cell("revenue", "zones/east", "2023", 1.0)])
        .await;
    let mut stream = watch(&store, 1, &[]).await.unwrap();
    let mut told = Vec::new();
    let mut fragments = 0;
    loop {
        let change = change(&mut stream).await;
        if change.revision == 3 {
            break;
        }
        fragments += 1;
        told.extend(
            Columns::try_from(change.observations.unwrap())
                .unwrap()
                .observations(),
        );
        assert_eq!(change.more_fragments, told.len() < cells.len());
    }
    assert!(fragments > 1);
    assert_eq!(told, cells);
}

#[tokio::test]
async fn checkpoints_beat_while_nothing_happens() {
    let beat = Duration::from_millis(100);
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.checkpoint_every = beat).await else {
        return;
    };
    store.apply(&small()).await;
    let mut stream = watch(&store, 1, &[]).await.unwrap();
    assert_eq!(checkpoint(&mut stream).await, 1);
    let begun = Instant::now();
    for _ in 0..5 {
        assert_eq!(checkpoint(&mut stream).await, 1);
    }
    let waited = begun.elapsed();
    assert!(waited >= beat * 4, "{waited:?}");
}

#[tokio::test]
async fn a_trimmed_log_is_told_with_the_oldest_revision() {
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.retention = 2).await else {
        return;
    };
    store.apply(&small()).await;
    for number in 2..=6 {
        store
            .write(
                &format!("b{number}"),
                [cell("revenue", "zones/east", "2023", f64::from(number))],
            )
            .await;
    }
    let problem = watch(&store, 1, &[]).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "REVISION_TRIMMED")
    );
    assert_eq!(problem.facts["oldest"], "5");
    let mut stream = watch(&store, 4, &[]).await.unwrap();
    assert_eq!(change(&mut stream).await.revision, 5);
}

#[tokio::test]
async fn a_slow_watcher_is_dropped_and_resumes() {
    let patience = Duration::from_millis(100);
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.watch_patience = patience).await
    else {
        return;
    };
    let catalog = (0..200).fold(small(), |catalog, z| {
        catalog.zone(&format!("z{z}"), &format!("区{z}"))
    });
    store.apply(&catalog).await;
    // More than what flow control and the buffers between hold: each revision is told in more than half a megabyte.
    let said_by: Vec<Arc<Provenance>> = (0..200)
        .map(|z| {
            Provenance {
                source: format!("{z}{}", "鉴".repeat(990)),
                ..Provenance::default()
            }
            .into()
        })
        .collect();
    for number in 2..40 {
        let cells = said_by.iter().enumerate().map(|(z, provenance)| Observation {
            provenance: Some(Arc::clone(provenance)),
            ..cell("revenue", &format!("zones/z{z}"), "2023", f64::from(number))
        });
        store.write(&format!("b{number}"), cells).await;
    }
    let mut stream = watch(&store, 1, &[]).await.unwrap();
    let first = change(&mut stream).await;
    assert_eq!(first.revision, 2);
    let mut last = first.revision;
    let status = loop {
        // The watcher's own slowness: whatever else is slow, it takes longer for each message than the store bears.
        tokio::time::sleep(patience * 3).await;
        match stream.message().await {
            Ok(Some(WatchChangesResponse {
                event: Some(Event::Change(change)),
            })) => {
                assert!(change.revision == last || change.revision == last + 1, "no gap");
                last = change.revision;
            }
            Ok(other) => panic!("the slow watcher was not dropped: {other:?}"),
            Err(status) => break status,
        }
    };
    let problem = Problem::from_status(&status);
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "WATCHER_TOO_SLOW")
    );
    let mut again = watch(&store, last, &[]).await.unwrap();
    assert_eq!(change(&mut again).await.revision, last + 1);
}

#[tokio::test]
async fn a_watch_ends_when_the_store_stops() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let mut stream = watch(&store, 1, &[]).await.unwrap();
    assert_eq!(checkpoint(&mut stream).await, 1);
    store.shutdown.cancel();
    let problem = Problem::from_status(&stream.message().await.unwrap_err());
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unavailable, "SHUTTING_DOWN")
    );
    assert!(problem.is_retryable());
}

#[tokio::test]
async fn watchers_are_bounded_and_leave_their_place_when_they_go() {
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.watchers = 1).await else {
        return;
    };
    store.apply(&small()).await;
    let mut first = watch(&store, 1, &[]).await.unwrap();
    assert_eq!(checkpoint(&mut first).await, 1);
    let refused = watch(&store, 1, &[]).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::ResourceExhausted, "TOO_MANY_WATCHERS")
    );
    drop(first);
    eventually("the place is free", async || watch(&store, 1, &[]).await.is_ok()).await;
}
