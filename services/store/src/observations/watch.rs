//! WatchChanges: the change log as a stream.
//!
//! Ordered: revisions ascend. Reliable: none is left out; those without cells of interest come as checkpoints. Atomic:
//! the fragments of a revision follow each other, and only the last has `more_fragments` unset.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use zhibiao_model::{ids::IndicatorCode, revision::Revision};
use zhibiao_proto::{
    convert::{Faults, from_timestamp},
    observation::v1::{
        Change, ChangeKind, Checkpoint, ObservationColumns, WatchChangesRequest, WatchChangesResponse,
        watch_changes_response::Event,
    },
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::{Code, Problem},
    outlet::{End, Outlet, Sent, outlet, stopping},
};

use super::columns::read_list;
use crate::{
    core::{self, Core},
    cube::{LogEntry, LogError, LogKind},
    feeds, gate,
};

/// Messages that wait for the watcher; with fragments of 1 MiB its memory is bounded too.
const BUFFER: usize = 4;

/// Entries of the log read at a time.
const PAGE: usize = 64;

/// What a watcher is sent.
pub(super) type Events = Sent<WatchChangesResponse>;

struct Watch {
    core: Arc<Core>,
    /// Indicators to follow; empty means all.
    indicators: HashSet<IndicatorCode>,
    /// Kinds of change to follow; empty means all.
    kinds: HashSet<ChangeKind>,
    /// Everything up to here has been sent.
    sent: feeds::Sent,
}

pub(super) async fn start(
    core: &Arc<Core>,
    permit: &Permit,
    request: &WatchChangesRequest,
) -> Result<Events, Problem> {
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
    gate::may_read(core, permit, |catalog, today| {
        // That the catalogue changed is for everybody who may read the catalogue.
        let only_catalog = kinds.iter().eq([&ChangeKind::Catalog]);
        let places = access::cells(catalog, today, [], &indicators).into_iter();
        let demand = |place| Demand::new("indicators", place);
        places.filter(|_| !only_catalog).map(demand).collect()
    })
    .await?;
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
    let place = core.watchers.take_for(permit.who())?;
    let (outlet, sent) = outlet(BUFFER, core.limits.watch_patience);
    let watch = Watch {
        core: Arc::clone(core),
        indicators,
        kinds,
        sent: core.feeds.begin(after),
    };
    tokio::spawn(watch.run(outlet));
    Ok(sent.at(place))
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
    async fn run(mut self, outlet: Outlet<WatchChangesResponse>) {
        let core = Arc::clone(&self.core);
        let end = tokio::select! {
            end = self.follow(&outlet) => end,
            () = outlet.gone() => End::Gone,
            () = core.streams.cancelled() => stopping().into(),
        };
        outlet.end(end);
    }

    async fn follow(&mut self, outlet: &Outlet<WatchChangesResponse>) -> End {
        let mut heads = self.core.follower.subscribe();
        // Said when first caught up, when revisions were passed over, and every few seconds.
        let mut owed = true;
        loop {
            let head = heads.borrow_and_update().revision;
            let sent = self.send_up_to(outlet, head, &mut owed).await;
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

    async fn send_up_to(
        &mut self,
        outlet: &Outlet<WatchChangesResponse>,
        head: Revision,
        owed: &mut bool,
    ) -> Result<(), End> {
        while self.sent.revision() < head {
            let entries = self
                .core
                .cube
                .log(self.sent.revision(), PAGE)
                .await
                .map_err(trimmed)?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                if self.follows(&entry) {
                    self.send_revision(outlet, &entry).await?;
                } else {
                    *owed = true;
                }
                self.sent.up_to(entry.revision);
            }
        }
        if *owed {
            *owed = false;
            let sent = self.sent.revision();
            let (revision, token) = (sent.get(), self.core.token(sent));
            send(outlet, Event::Checkpoint(Checkpoint { revision, token })).await?;
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

    async fn send_revision(
        &self,
        outlet: &Outlet<WatchChangesResponse>,
        entry: &LogEntry,
    ) -> Result<(), End> {
        let mut change = Change {
            revision: entry.revision.get(),
            token: self.core.token(entry.revision),
            committed_at: Some(from_timestamp(entry.committed_at)),
            kind: kind_of(entry).into(),
            batch_id: entry.batch_id.clone(),
            traceparent: entry.traceparent.clone().unwrap_or_default(),
            ..Change::default()
        };
        for fragment in 0..entry.fragments {
            let mut cells = self
                .core
                .cube
                .fragment(entry.revision, fragment)
                .await
                .map_err(trimmed)?;
            if !self.indicators.is_empty() {
                self.keep_followed(&mut cells);
            }
            change.observations = Some(cells);
            change.more_fragments = fragment + 1 < entry.fragments;
            send(outlet, Event::Change(change.clone())).await?;
        }
        if entry.fragments == 0 {
            send(outlet, Event::Change(change)).await?;
        }
        Ok(())
    }

    /// Takes the rows of other indicators out, and the names that only they use: who may not read them learns nothing.
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
        retain_used(&mut cells.subjects, &mut cells.subject);
        retain_used(&mut cells.indicators, &mut cells.indicator);
        retain_used(&mut cells.periods, &mut cells.period);
        // Without a column of its own, the first provenance is that of every row.
        if !cells.provenance.is_empty() {
            retain_used(&mut cells.provenances, &mut cells.provenance);
        }
    }
}

async fn send(outlet: &Outlet<WatchChangesResponse>, event: Event) -> Result<(), End> {
    outlet
        .room()
        .await?
        .send(WatchChangesResponse { event: Some(event) });
    Ok(())
}

fn kind_of(entry: &LogEntry) -> ChangeKind {
    match entry.kind {
        LogKind::Observations => ChangeKind::Observations,
        LogKind::Catalog => ChangeKind::Catalog,
    }
}

/// Keeps what a column uses of its dictionary.
fn retain_used<T>(dictionary: &mut Vec<T>, column: &mut [u32]) {
    let used: BTreeSet<u32> = column.iter().copied().collect();
    let places: HashMap<u32, u32> = used.iter().copied().zip(0..).collect();
    let mut index = 0..;
    dictionary.retain(|_| index.next().is_some_and(|index| used.contains(&index)));
    for entry in column {
        *entry = places[entry];
    }
}

/// Keeps the entries whose flag is set; a column that is left empty stays so.
fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    column.retain(|_| flags.next() == Some(&true));
}
