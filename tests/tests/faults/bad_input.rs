//! What can be asked for badly, of stores that are processes over PostgreSQL: each is answered at once, with what was
//! wrong, and hinders nobody else.

use std::time::{Duration, Instant};

use tonic::Streaming;
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::{
    catalog::v1::ListZonesRequest,
    observation::v1::{
        ReadSeriesRequest, WatchChangesRequest, WatchChangesResponse, WriteObservationsRequest,
        watch_changes_response::Event,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations;

use crate::{
    single::{key, read, token, write},
    world::World,
};

/// Longest time in which something bad is answered, on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(20);

/// Batches of which a watcher reads none, and the years of each: more than connection and buffers hold.
const UNREAD: i32 = 12;
const YEARS: i32 = 4_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_badly_is_answered_at_once() {
    let Some(world) = World::start().await else {
        return;
    };
    let hub = world.hub();
    let written = write(&hub, "first", 1.0).await.unwrap();
    let known: Token = written.token.parse().unwrap();
    let of_another = Token {
        store: StoreId(known.store.0 ^ 1),
        ..known
    };
    let future = Token {
        revision: Revision::new(known.revision.get() + 1_000_000).unwrap(),
        ..known
    };
    let begun = Instant::now();
    for (asked, code, reason) in [
        (
            of_another.to_string(),
            Code::InvalidArgument,
            "TOKEN_OF_ANOTHER_STORE",
        ),
        (future.to_string(), Code::OutOfRange, "REVISION_NOT_YET"),
        ("no token".to_owned(), Code::InvalidArgument, "REQUEST_INVALID"),
        (String::new(), Code::InvalidArgument, "REQUEST_INVALID"),
    ] {
        let problem = read(&hub, token(&asked)).await.unwrap_err();
        assert_eq!((problem.code, problem.reason.as_str()), (code, reason), "{asked}");
    }
    let keys = vec![key(); 10_000];
    let request = ReadSeriesRequest {
        keys,
        ..ReadSeriesRequest::default()
    };
    let problem = hub.read(request).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(problem.violations[0].field, "keys");

    let request = ListZonesRequest {
        page_token: "no cursor".into(),
        ..ListZonesRequest::default()
    };
    let problem = hub.catalog().list_zones(request).await.unwrap_err();
    let problem = Problem::from_status(&problem);
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(problem.violations[0].field, "page_token");

    let mut columns = observations::columns([observations::cell("shared", "zones/a", "2023", 1.0)]);
    for column in [&mut columns.subject, &mut columns.indicator, &mut columns.period] {
        *column = vec![0; 200_001];
    }
    columns.value = vec![1.0; 200_001];
    let request = WriteObservationsRequest {
        batch_id: "too-large".into(),
        observations: Some(columns),
        unchanged_since: None,
        units: Vec::new(),
    };
    let problem = hub.observations().write_observations(request).await.unwrap_err();
    assert_eq!(Problem::from_status(&problem).reason, "BATCH_TOO_LARGE");
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(read(&hub, token(&written.token)).await.unwrap().1, Some(1.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watcher_that_never_reads_hinders_nobody_and_misses_nothing() {
    let Some(world) = World::start().await else {
        return;
    };
    let hub = world.stores[0].hub();
    let first = write(&hub, "first", 1.0).await.unwrap();
    let follow = async || {
        let request = WatchChangesRequest {
            after_revision: first.revision,
            ..WatchChangesRequest::default()
        };
        hub.observations()
            .watch_changes(request)
            .await
            .unwrap()
            .into_inner()
    };
    let mut idle = follow().await;
    let mut busy = follow().await;
    let mut last = first.revision;
    for batch in 0..UNREAD {
        let cells = (0..YEARS).flat_map(|year| {
            let period = (1_000 + year).to_string();
            ["a", "b", "c", "d"].map(|zone| {
                let value = f64::from(batch * YEARS + year);
                observations::cell("own-0", &format!("zones/{zone}"), &period, value)
            })
        });
        let request = WriteObservationsRequest {
            batch_id: format!("large-{batch}"),
            observations: Some(observations::columns(cells)),
            unchanged_since: None,
            units: Vec::new(),
        };
        let written = hub.observations().write_observations(request).await.unwrap();
        assert_eq!(written.into_inner().revision, last + 1);
        last += 1;
        assert_eq!(
            next_revision(&mut busy).await,
            Ok(last),
            "who reads is told at once"
        );
        assert_eq!(read(&hub, token(&first.token)).await.unwrap().1, Some(1.0));
    }
    // Once it reads it is told everything, or that it was too slow and after what to follow again.
    for revision in first.revision + 1..=last {
        match next_revision(&mut idle).await {
            Ok(told) => assert_eq!(told, revision),
            Err(reason) => {
                assert_eq!(reason, "WATCHER_TOO_SLOW");
                break;
            }
        }
    }
}

/// The next revision of a feed that is told in full.
async fn next_revision(stream: &mut Streaming<WatchChangesResponse>) -> Result<i64, String> {
    loop {
        let sent = stream.message().await;
        let sent = sent.map_err(|status| Problem::from_status(&status).reason)?;
        match sent.and_then(|sent| sent.event) {
            Some(Event::Change(change)) if !change.more_fragments => return Ok(change.revision),
            Some(Event::Change(_) | Event::Checkpoint(_)) => {}
            None => return Err("ended".to_owned()),
        }
    }
}
