//! What was known when: lower and upper bounds that the order of calls puts on revisions.

use std::collections::BTreeMap;

use crate::history::{History, Moment, Seen};

/// Bounds from the order of calls.
#[derive(Debug)]
pub(super) struct Moments {
    /// By moment, the highest revision that somebody had been told by then.
    known: BTreeMap<Moment, i64>,
    /// By revision, the last moment at which a batch up to it was first sent.
    sent: BTreeMap<i64, Moment>,
    /// By batch, when it was first sent.
    first: BTreeMap<String, Moment>,
}

impl Moments {
    pub(super) fn of(history: &History) -> Self {
        let mut told: Vec<(Moment, i64)> = history
            .writes
            .iter()
            .filter_map(|write| Some((write.span.ended, write.outcome.told()?)))
            .collect();
        told.extend(history.reads.iter().map(|read| (read.span.ended, read.revision)));
        for watch in &history.watches {
            told.extend(watch.seen.iter().filter_map(|seen| match seen {
                Seen::Change { at, entry, .. } => Some((*at, entry.revision)),
                Seen::Connected(_) | Seen::Checkpoint(_) => None,
            }));
        }
        told.sort_unstable();
        let mut highest = history.before.revision;
        let known = told.into_iter().map(|(moment, revision)| {
            highest = highest.max(revision);
            (moment, highest)
        });
        let known = known.collect();
        let mut first: BTreeMap<String, Moment> = BTreeMap::new();
        for write in &history.writes {
            let began = write.span.began;
            first
                .entry(write.batch.clone())
                .and_modify(|first| *first = began.min(*first))
                .or_insert(began);
        }
        let mut last = 0;
        let sent = history.log.iter().filter_map(|entry| {
            last = last.max(*first.get(&entry.batch)?);
            Some((entry.revision, last))
        });
        Self {
            known,
            sent: sent.collect(),
            first,
        }
    }

    /// The highest revision that somebody had been told before a moment.
    pub(super) fn known_before(&self, moment: Moment) -> Option<i64> {
        self.known
            .range(..moment)
            .next_back()
            .map(|(_, revision)| *revision)
    }

    /// Whether a revision, and all before it, can have been there at a moment.
    pub(super) fn possible(&self, revision: i64, moment: Moment) -> bool {
        let sent = self.sent.range(..=revision).next_back();
        sent.is_none_or(|(_, sent)| *sent < moment)
    }

    /// When a batch was first sent.
    pub(super) fn first(&self, batch: &str) -> Option<Moment> {
        self.first.get(batch).copied()
    }
}
