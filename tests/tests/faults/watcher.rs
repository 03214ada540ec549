//! Watchers of the change feed.

use tokio::sync::watch;
use zhibiao_client::feed::{Event, Feed};
use zhibiao_model::revision::Revision;
use zhibiao_proto::observation::v1::{
    Change, WatchChangesRequest, WatchChangesResponse, watch_changes_response::Event as Sent,
};
use zhibiao_runtime::error::Problem;
use zhibiao_tests::{
    cube::entry,
    history::{Seen, Watch},
};

use crate::calls::{Stage, pause};

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
