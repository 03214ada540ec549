//! What watchers saw, against the log: ordered, reliable, atomic.

use std::collections::BTreeMap;

use super::{Findings, Moments, Promise};
use crate::history::{Entry, History, Seen, Watch};

pub(super) fn check(history: &History, moments: &Moments, findings: &mut Findings) {
    let log: BTreeMap<i64, &Entry> = history.log.iter().map(|entry| (entry.revision, entry)).collect();
    for watch in &history.watches {
        let mut follower = Follower {
            watch,
            log: &log,
            moments,
            last: watch.after,
            begun: None,
        };
        for seen in &watch.seen {
            follower.take(seen, findings);
        }
        let (last, head) = (follower.last, history.after.revision);
        findings.unless(last == head, Promise::WatchReliable, || {
            format!("{} saw everything up to {last}, the head is {head}", watch.caller)
        });
    }
}

/// A watcher's way through the log.
struct Follower<'a> {
    watch: &'a Watch,
    log: &'a BTreeMap<i64, &'a Entry>,
    moments: &'a Moments,
    /// Everything up to here was seen in full.
    last: i64,
    /// A revision of which parts came, and more are to follow.
    begun: Option<Entry>,
}

impl Follower<'_> {
    fn take(&mut self, seen: &Seen, findings: &mut Findings) {
        let who = &self.watch.caller;
        match seen {
            Seen::Connected(after) => {
                // What came in part comes again, whole.
                self.begun = None;
                findings.unless(*after == self.last, Promise::WatchReliable, || {
                    format!("{who} resumed after {after}, and had seen up to {}", self.last)
                });
            }
            Seen::Checkpoint(revision) => {
                findings.unless(*revision == self.last, Promise::WatchReliable, || {
                    format!(
                        "{who} was told that {revision} was sent, and had seen up to {}",
                        self.last
                    )
                });
                findings.unless(self.begun.is_none(), Promise::WatchAtomic, || {
                    format!("{who} met a checkpoint inside a revision")
                });
            }
            Seen::Change { at, entry, more } => {
                findings.unless(
                    self.moments.possible(entry.revision, *at),
                    Promise::NothingEarly,
                    || format!("{who} saw {} before a batch up to it was sent", entry.revision),
                );
                self.change(entry, *more, findings);
            }
        }
    }

    fn change(&mut self, part: &Entry, more: bool, findings: &mut Findings) {
        let who = &self.watch.caller;
        let whole = match self.begun.take() {
            None => part.clone(),
            Some(mut begun) => {
                findings.unless(
                    (begun.revision, &begun.batch) == (part.revision, &part.batch),
                    Promise::WatchAtomic,
                    || format!("{who} saw {} inside {}", part.revision, begun.revision),
                );
                begun.cells.extend(part.cells.clone());
                begun
            }
        };
        if more {
            self.begun = Some(whole);
            return;
        }
        let last = self.last;
        findings.unless(whole.revision == last + 1, Promise::WatchReliable, || {
            format!("{who} saw {} after {last}", whole.revision)
        });
        self.last = whole.revision;
        findings.unless(
            self.log
                .get(&whole.revision)
                .is_some_and(|entry| **entry == whole),
            Promise::WatchTrue,
            || {
                format!(
                    "{who} saw {whole:?}; the log has {:?}",
                    self.log.get(&whole.revision)
                )
            },
        );
    }
}
