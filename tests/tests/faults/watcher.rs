//! Watchers of the change feed, and the log as it is read at the end.

use std::collections::BTreeMap;

use tokio::sync::watch;
use zhibiao_client::{
    Hub,
    feed::{Event, Feed},
};
use zhibiao_model::revision::Revision;
use zhibiao_proto::observation::v1::{
    Change, ExportObservationsRequest, WatchChangesRequest, WatchChangesResponse,
    export_observations_response::Part as ExportPart, watch_changes_response::Event as Sent,
};
use zhibiao_runtime::error::Problem;
use zhibiao_tests::history::{Entry, Freshness, Held, Seen, State, Watch};

use crate::calls::{Stage, from_columns, pause};

/// Follows the feed of whichever store is free, by the calls themselves, until the head that `until` comes to tell.
pub(crate) async fn watch(stage: Stage, name: String, after: i64, mut until: watch::Receiver<Option<i64>>) {
    let hub = stage.world.hub();
    let mut seen = Vec::new();
    let (mut last, mut failed) = (after, 0);
    while until.borrow().is_none_or(|head| last < head) {
        let request = WatchChangesRequest {
            after_revision: last,
            ..WatchChangesRequest::default()
        };
        let met = hub.observations().watch_changes(request).await;
        let problem = match met {
            Ok(stream) => {
                seen.push(Seen::Connected(last));
                follow(&stage, stream.into_inner(), &mut last, &mut seen, &mut until).await
            }
            Err(status) => Err(Problem::from_status(&status)),
        };
        if let Err(problem) = problem {
            if stage.notes(&name, &problem) {
                break;
            }
            failed += 1;
            pause(failed.min(3)).await;
        }
    }
    stage.recorder.watch(Watch {
        caller: name,
        after,
        seen,
    });
}

/// Takes events until the stream breaks or the end is reached.
async fn follow(
    stage: &Stage,
    mut stream: tonic::Streaming<WatchChangesResponse>,
    last: &mut i64,
    seen: &mut Vec<Seen>,
    until: &mut watch::Receiver<Option<i64>>,
) -> Result<(), Problem> {
    while until.borrow().is_none_or(|head| *last < head) {
        let sent = tokio::select! {
            sent = stream.message() => sent.map_err(|status| Problem::from_status(&status))?,
            _ = until.changed() => continue,
        };
        match sent.and_then(|sent| sent.event) {
            Some(Sent::Change(change)) => {
                if !change.more_fragments {
                    *last = change.revision;
                }
                seen.push(noted(stage, &change));
            }
            Some(Sent::Checkpoint(checkpoint)) => seen.push(Seen::Checkpoint(checkpoint.revision)),
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Follows by the client's feed, which reconnects by itself.
pub(crate) async fn feed(stage: Stage, name: String, after: i64, mut until: watch::Receiver<Option<i64>>) {
    let mut feed = Feed::follow(stage.world.hub(), Revision::new(after).unwrap());
    let mut seen = Vec::new();
    let mut last = after;
    while until.borrow().is_none_or(|head| last < head) {
        let event = tokio::select! {
            event = feed.next() => event,
            _ = until.changed() => continue,
        };
        match event {
            Some(Event::Revision { revision, fragments }) => {
                last = revision.get();
                seen.extend(fragments.iter().map(|change| noted(&stage, change)));
            }
            Some(Event::CaughtUp(revision)) => seen.push(Seen::Checkpoint(revision.get())),
            Some(Event::Lost) | None => {
                stage.recorder.unexpected(format!("{name}: the feed was lost"));
                break;
            }
        }
    }
    stage.recorder.watch(Watch {
        caller: name,
        after,
        seen,
    });
}

fn noted(stage: &Stage, change: &Change) -> Seen {
    Seen::Change {
        at: stage.recorder.now(),
        entry: entry(change),
        more: change.more_fragments,
    }
}

fn entry(change: &Change) -> Entry {
    let cells = change.observations.iter().flat_map(from_columns);
    Entry {
        revision: change.revision,
        batch: change.batch_id.clone(),
        cells: cells.collect(),
    }
}

/// The change log between two revisions, as a store tells it to whoever follows anew.
pub(crate) async fn log(hub: &Hub, after: i64, head: i64) -> Result<Vec<Entry>, Problem> {
    let request = WatchChangesRequest {
        after_revision: after,
        ..WatchChangesRequest::default()
    };
    let stream = hub.retrying(|| {
        let (mut client, request) = (hub.observations(), request.clone());
        async move { client.watch_changes(request).await }
    });
    let mut stream = stream.await?;
    let mut log: Vec<Entry> = Vec::new();
    let mut last = after;
    while last < head {
        let sent = stream.message().await;
        let sent = sent.map_err(|status| Problem::from_status(&status))?;
        let Some(Sent::Change(change)) = sent.and_then(|sent| sent.event) else {
            continue;
        };
        let part = entry(&change);
        match log.last_mut() {
            Some(begun) if begun.revision == part.revision => begun.cells.extend(part.cells),
            Some(_) | None => log.push(part),
        }
        if !change.more_fragments {
            last = change.revision;
        }
    }
    Ok(log)
}

/// The whole cube at the newest revision.
pub(crate) async fn state(hub: &Hub, stage: &Stage) -> Result<State, Problem> {
    let request = ExportObservationsRequest {
        consistency: stage.consistency(Freshness::Newest),
        ..ExportObservationsRequest::default()
    };
    let mut parts = hub.read(request).await?;
    let (mut revision, mut cells) = (0, BTreeMap::new());
    while let Some(part) = parts
        .message()
        .await
        .map_err(|status| Problem::from_status(&status))?
    {
        revision = part.revision;
        if let Some(ExportPart::Columns(columns)) = &part.part {
            let values = from_columns(columns).zip(&part.revisions);
            cells.extend(values.map(|((cell, value), revision)| {
                let held = Held {
                    value,
                    revision: *revision,
                };
                (cell, held)
            }));
        }
    }
    Ok(State { revision, cells })
}
