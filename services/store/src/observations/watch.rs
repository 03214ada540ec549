//! WatchChanges: the change log as a stream.
//!
//! Ordered: revisions ascend. Reliable: none is left out; those without cells of interest come as checkpoints. Atomic:
//! the fragments of a revision follow each other, and only the last has `more_fragments` unset.

use std::{
    collections::HashSet,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use tokio::sync::mpsc;
use tokio_stream::Stream;
use tonic::Status;
use zhibiao_model::{ids::IndicatorCode, revision::Revision};
use zhibiao_proto::{
    convert::{Faults, from_timestamp},
    observation::v1::{
        Change, ChangeKind, Checkpoint, ObservationColumns, WatchChangesRequest, WatchChangesResponse,
        watch_changes_response::Event,
    },
};
use zhibiao_runtime::error::{Code, Problem};

use super::columns::read_list;
use crate::{
    core::{self, Core},
    cube::{LogEntry, LogError, LogKind},
};

/// Messages that wait for the watcher; with fragments of 1 MiB its memory is bounded too.
const BUFFER: usize = 8;

/// When a watcher should come back after the store stopped.
const RESUME_AFTER: Duration = Duration::from_secs(1);

/// Entries of the log read at a time.
const PAGE: usize = 64;

/// What a watcher is sent.
#[derive(Debug)]
pub(crate) struct Events {
    messages: mpsc::Receiver<WatchChangesResponse>,
    /// Why the watch ended; set before the last sender goes.
    end: Arc<OnceLock<Problem>>,
    ended: bool,
}

impl Stream for Events {
    type Item = Result<WatchChangesResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.messages.poll_recv(cx).map(|message| match message {
            Some(message) => Some(Ok(message)),
            // The reason is told once, after everything that was sent before.
            None if self.ended => None,
            None => {
                self.ended = true;
                self.end.get().map(|problem| Err(problem.clone().into()))
            }
        })
    }
}

struct Watch {
    core: Arc<Core>,
    /// Indicators to follow; empty means all.
    indicators: HashSet<IndicatorCode>,
    /// Kinds of change to follow; empty means all.
    kinds: HashSet<ChangeKind>,
    /// Everything up to here has been sent.
    sent: Revision,
    messages: mpsc::Sender<WatchChangesResponse>,
}

/// Why a watch ends.
enum End {
    /// The watcher has gone, or the store stops.
    Gone,
    /// Something is wrong.
    Problem(Problem),
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<LogError> for End {
    fn from(error: LogError) -> Self {
        Self::Problem(trimmed(error))
    }
}

pub(super) async fn start(core: &Arc<Core>, request: &WatchChangesRequest) -> Result<Events, Problem> {
    let WatchChangesRequest {
        after_revision,
        indicators,
        kinds,
    } = request;
    let mut faults = Faults::default();
    let after = Revision::new(*after_revision).ok_or("is negative: give the last revision seen, or 0");
    let after = faults.take(|| "after_revision".into(), after);
    let indicators: HashSet<IndicatorCode> = read_list(&mut faults, "indicators", indicators)
        .into_iter()
        .collect();
    let kinds = read_kinds(&mut faults, kinds);
    faults.finish()?;
    let after = after.unwrap_or_default();
    let head = core.follower.catch_up().await?.revision;
    if after > head {
        let message = format!("revision {after} is not committed yet: the newest is {head}");
        return Err(Problem::new(Code::OutOfRange, "REVISION_NOT_YET", message).with("head", head));
    }
    let edition = core.library.newest().await?;
    indicators
        .iter()
        .try_for_each(|code| core::indicator(&edition, code).map(|_| ()))?;
    // Told at once rather than as the stream's first item when the log no longer goes back so far.
    core.cube.log(after, 1).await.map_err(trimmed)?;
    let (messages, received) = mpsc::channel(BUFFER);
    let mut watch = Watch {
        core: Arc::clone(core),
        indicators,
        kinds,
        sent: after,
        messages,
    };
    let end = Arc::new(OnceLock::new());
    let events = Events {
        messages: received,
        end: Arc::clone(&end),
        ended: false,
    };
    tokio::spawn(async move {
        if let End::Problem(problem) = watch.run().await {
            // Set once, and before the sender is dropped with the watch.
            let _ = end.set(problem);
        }
        drop(watch);
    });
    Ok(events)
}

fn read_kinds(faults: &mut Faults, kinds: &[i32]) -> HashSet<ChangeKind> {
    let mut read = HashSet::new();
    for (at, kind) in kinds.iter().enumerate() {
        let kind = match ChangeKind::try_from(*kind) {
            Ok(ChangeKind::Unspecified) | Err(_) => Err("is no kind of change: leave it out to follow all"),
            Ok(kind @ (ChangeKind::Observations | ChangeKind::Catalog)) if read.contains(&kind) => {
                Err("is named twice")
            }
            Ok(kind @ (ChangeKind::Observations | ChangeKind::Catalog)) => Ok(kind),
        };
        read.extend(faults.take(|| format!("kinds[{at}]"), kind));
    }
    read
}

fn trimmed(error: LogError) -> Problem {
    match error {
        LogError::Trimmed(oldest) => {
            let message = format!(
                "the change log begins at revision {oldest}: read anew, then follow from that answer"
            );
            Problem::new(Code::OutOfRange, "REVISION_TRIMMED", message).with("oldest", oldest)
        }
        LogError::Engine(error) => error.into(),
    }
}

impl Watch {
    /// Sends what is committed until the watcher goes, reads too slowly, or the store stops.
    async fn run(&mut self) -> End {
        let ending = self.core.streams.clone();
        let messages = self.messages.clone();
        tokio::select! {
            end = self.follow() => end,
            () = messages.closed() => End::Gone,
            () = ending.cancelled() => {
                let message = "the store is stopping: follow again";
                let problem = Problem::new(Code::Unavailable, "SHUTTING_DOWN", message);
                End::Problem(problem.retry_after(RESUME_AFTER))
            }
        }
    }

    async fn follow(&mut self) -> End {
        let mut heads = self.core.follower.subscribe();
        // Said when first caught up, when revisions were passed over, and every few seconds.
        let mut owed = true;
        loop {
            let head = heads.borrow_and_update().revision;
            let sent = self.send_up_to(head, &mut owed).await;
            if let Err(end) = sent {
                return end;
            }
            tokio::select! {
                changed = heads.changed() => if changed.is_err() {
                    return End::Gone;
                },
                () = tokio::time::sleep(self.core.limits.checkpoint_every) => owed = true,
            }
        }
    }

    async fn send_up_to(&mut self, head: Revision, owed: &mut bool) -> Result<(), End> {
        while self.sent < head {
            let entries = self.core.cube.log(self.sent, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                if self.follows(&entry) {
                    self.send_revision(&entry).await?;
                } else {
                    *owed = true;
                }
                self.sent = entry.revision;
            }
        }
        if *owed {
            *owed = false;
            let (revision, token) = (self.sent.get(), self.core.token(self.sent));
            self.send(Event::Checkpoint(Checkpoint { revision, token }))
                .await?;
        }
        Ok(())
    }

    fn follows(&self, entry: &LogEntry) -> bool {
        if !self.kinds.is_empty() && !self.kinds.contains(&kind_of(entry)) {
            return false;
        }
        entry.kind == LogKind::Catalog
            || self.indicators.is_empty()
            || entry.touched.iter().any(|code| self.indicators.contains(code))
    }

    async fn send_revision(&self, entry: &LogEntry) -> Result<(), End> {
        let mut change = Change {
            revision: entry.revision.get(),
            token: self.core.token(entry.revision),
            committed_at: Some(from_timestamp(entry.committed_at)),
            kind: kind_of(entry).into(),
            batch_id: entry.batch_id.clone(),
            ..Change::default()
        };
        for fragment in 0..entry.fragments {
            let mut cells = self.core.cube.fragment(entry.revision, fragment).await?;
            if !self.indicators.is_empty() {
                self.keep_followed(&mut cells);
            }
            change.observations = Some(cells);
            change.more_fragments = fragment + 1 < entry.fragments;
            self.send(Event::Change(change.clone())).await?;
        }
        if entry.fragments == 0 {
            self.send(Event::Change(change)).await?;
        }
        Ok(())
    }

    /// Takes the rows of other indicators out; the dictionaries stay.
    fn keep_followed(&self, cells: &mut ObservationColumns) {
        let followed = |name: &String| name.parse().is_ok_and(|code| self.indicators.contains(&code));
        let followed: Vec<bool> = cells.indicators.iter().map(followed).collect();
        let keep: Vec<bool> = cells
            .indicator
            .iter()
            .map(|index| followed.get(*index as usize) == Some(&true))
            .collect();
        retain(&mut cells.subject, &keep);
        retain(&mut cells.indicator, &keep);
        retain(&mut cells.period, &keep);
        retain(&mut cells.value, &keep);
        retain(&mut cells.qualifier, &keep);
        retain(&mut cells.status, &keep);
        retain(&mut cells.provenance, &keep);
    }

    async fn send(&self, event: Event) -> Result<(), End> {
        let message = WatchChangesResponse { event: Some(event) };
        let sent = tokio::time::timeout(self.core.limits.watch_patience, self.messages.send(message)).await;
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => {
                let message =
                    "the watcher reads too slowly: follow again after the last revision seen in full";
                Err(End::Problem(Problem::new(
                    Code::ResourceExhausted,
                    "WATCHER_TOO_SLOW",
                    message,
                )))
            }
        }
    }
}

fn kind_of(entry: &LogEntry) -> ChangeKind {
    match entry.kind {
        LogKind::Observations => ChangeKind::Observations,
        LogKind::Catalog => ChangeKind::Catalog,
    }
}

/// Keeps the entries whose flag is set; a column that is left empty stays so.
fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    column.retain(|_| flags.next() == Some(&true));
}
