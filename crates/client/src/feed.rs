//! The change feed, followed across reconnects without gap or repeat.
//!
//! A follower that lags holds at most 32 MiB of revisions that it was not told yet, as they are encoded, or a single
//! larger one; beside them one that is being put together from its fragments (a revision has at most 200,000 values),
//! and what the connection's window holds. Past that the store's own bound for slow consumers counts.

mod backlog;

use std::time::Duration;

use tokio::task::AbortHandle;
use tonic::Streaming;
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::observation::v1::{
    Change, ChangeKind, WatchChangesRequest, WatchChangesResponse, watch_changes_response::Event as Sent,
};
use zhibiao_runtime::{
    error::{Code, Problem},
    telemetry::{Context, KeyValue, Tracer, attributes, read_parent},
};

use self::backlog::{Backlog, Gone, Tell, backlog};
use crate::{Hub, Retry};

/// Bytes of revisions that wait for the follower.
const BACKLOG: u32 = 32 << 20;

/// Longest wait before the feed is taken up again: followers fall behind meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The span of taking a revision in, which links to the one that wrote it.
const TAKE_IN: &str = "take in revision";

/// What a follower is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Everything that one revision did; fragments are put together.
    Revision {
        /// The revision.
        revision: Revision,
        /// Its fragments in order; at least one.
        fragments: Vec<Change>,
    },
    /// Everything up to this revision has been told.
    CaughtUp(Revision),
    /// The store no longer keeps what follows the last revision told: load anew, then follow from there.
    Lost,
}

impl Event {
    /// The context of taking this in: a trace of its own that links to the span which wrote the revision. `None` where
    /// that was not traced, or nothing is traced here.
    #[must_use]
    pub fn span(&self, tracer: &Tracer) -> Option<Context> {
        let Self::Revision { revision, fragments } = self else {
            return None;
        };
        let cause = read_parent(&fragments.first()?.traceparent);
        let revision = KeyValue::new(attributes::REVISION, revision.get());
        tracer.caused(TAKE_IN, cause?, revision)
    }
}

/// Where a feed begins: after a revision, exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    after: Revision,
    /// The store that has the revision. Where it isn't known, the store that answers first is taken for it.
    store: Option<StoreId>,
}

impl From<Revision> for Start {
    fn from(after: Revision) -> Self {
        Self { after, store: None }
    }
}

impl From<Token> for Start {
    fn from(Token { store, revision }: Token) -> Self {
        Self {
            after: revision,
            store: Some(store),
        }
    }
}

/// A feed under way; dropping it ends the following.
#[derive(Debug)]
pub struct Feed {
    events: Backlog,
    task: AbortHandle,
}

impl Feed {
    /// Follows the store from a revision on, exclusive. Reconnects for ever. Who has loaded something gives its token:
    /// then a store that was put in the place of the first one is noticed, whatever its revisions are.
    #[must_use]
    pub fn follow(hub: Hub, after: impl Into<Start>) -> Self {
        Self::follow_kinds(hub, after, &[])
    }

    /// The same, but told only of some kinds of change, and how far the store has come: values are not even sent to who
    /// only asks whether the catalogue changes. No kinds are all.
    #[must_use]
    pub fn follow_kinds(hub: Hub, after: impl Into<Start>, kinds: &[ChangeKind]) -> Self {
        let (tell, events) = backlog(BACKLOG);
        let kinds: Vec<i32> = kinds.iter().map(|kind| (*kind).into()).collect();
        let task = tokio::spawn(run(hub, after.into(), kinds, tell)).abort_handle();
        Self { events, task }
    }

    /// The next event; `None` after [`Event::Lost`].
    pub async fn next(&mut self) -> Option<Event> {
        self.events.next().await
    }

    /// The next event if it is there already, so that a follower can take several at once.
    pub fn next_ready(&mut self) -> Option<Event> {
        self.events.next_ready()
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(hub: Hub, start: Start, kinds: Vec<i32>, tell: Tell) {
    let retry = Retry {
        longest_wait: LONGEST_WAIT,
        ..Retry::default()
    };
    let Start {
        after: mut last,
        mut store,
    } = start;
    let mut failed = 0;
    while !tell.is_closed() {
        let before = last;
        let problem = match connect(&hub, &kinds, last).await {
            Ok(stream) => match pump(stream, &mut last, &mut store, &tell).await {
                Ok(()) => return,
                Err(problem) => problem,
            },
            Err(problem) => problem,
        };
        if problem.code == Code::OutOfRange {
            // The receiver may have gone; then nobody needs to know.
            let _ = tell.send(Event::Lost).await;
            return;
        }
        tracing::debug!(code = ?problem.code, after = last.get(), "change feed interrupted");
        failed = if last > before { 1 } else { failed + 1 };
        tokio::time::sleep(retry.wait(failed, problem.retry_after)).await;
    }
}

async fn connect(
    hub: &Hub,
    kinds: &[i32],
    after: Revision,
) -> Result<Streaming<WatchChangesResponse>, Problem> {
    let request = WatchChangesRequest {
        after_revision: after.get(),
        indicators: Vec::new(),
        kinds: kinds.to_vec(),
    };
    let answer = hub.observations().watch_changes(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

/// Whether an event is of another store than those before: its revisions mean other things.
fn is_of_another_store(known: &mut Option<StoreId>, event: Option<&Sent>) -> bool {
    let token = match event {
        Some(Sent::Change(change)) => &change.token,
        Some(Sent::Checkpoint(checkpoint)) => &checkpoint.token,
        None => return false,
    };
    let Ok(Token { store, .. }) = token.parse() else {
        return false;
    };
    *known.get_or_insert(store) != store
}

/// Passes events on until the stream ends (an error, so that it is taken up again) or nobody listens (`Ok`).
async fn pump(
    mut stream: Streaming<WatchChangesResponse>,
    last: &mut Revision,
    store: &mut Option<StoreId>,
    tell: &Tell,
) -> Result<(), Problem> {
    let mut fragments = Vec::new();
    loop {
        let sent = stream
            .message()
            .await
            .map_err(|status| Problem::from_status(&status))?;
        let ended = || Problem::new(Code::Unavailable, "FEED_ENDED", "the change feed ended");
        let event = sent.ok_or_else(ended)?.event;
        if is_of_another_store(store, event.as_ref()) {
            return Err(Problem::new(
                Code::OutOfRange,
                "STORE_REPLACED",
                "the feed is of another store now",
            ));
        }
        let event = match event {
            Some(Sent::Change(change)) => {
                let (more, revision) = (change.more_fragments, Revision::new(change.revision));
                fragments.push(change);
                let (false, Some(revision)) = (more, revision) else {
                    continue;
                };
                *last = revision;
                Event::Revision {
                    revision,
                    fragments: std::mem::take(&mut fragments),
                }
            }
            Some(Sent::Checkpoint(checkpoint)) => {
                *last = Revision::new(checkpoint.revision).unwrap_or_default().max(*last);
                Event::CaughtUp(*last)
            }
            None => continue,
        };
        if let Err(Gone) = tell.send(event).await {
            return Ok(());
        }
    }
}
