//! A good history, and one bad history for each way in which a hub can break its word: the checker must see each.

use super::*;
use crate::history::{Cell, Entry, Freshness, Held, Outcome, Read, Scope, Seen, Span, State, Watch, Write};

const REVENUE: &str = "indicators/revenue";

fn cell(subject: &str) -> Cell {
    Cell {
        indicator: REVENUE.to_owned(),
        period: "2023".to_owned(),
        subject: subject.to_owned(),
    }
}

fn span(caller: &str, began: u64, ended: u64) -> Span {
    Span {
        caller: caller.to_owned(),
        began,
        ended,
    }
}

fn entry(revision: i64, batch: &str, cells: &[(&str, f64)]) -> Entry {
    Entry {
        revision,
        batch: batch.to_owned(),
        cells: cells
            .iter()
            .map(|(subject, value)| (cell(subject), *value))
            .collect(),
    }
}

fn write(moments: (u64, u64), batch: &str, cells: &[(&str, f64)], outcome: Outcome) -> Write {
    Write {
        span: span("writer", moments.0, moments.1),
        batch: batch.to_owned(),
        cells: entry(0, batch, cells).cells,
        unchanged_since: None,
        outcome,
    }
}

fn held(cells: &[(&str, f64, i64)]) -> std::collections::BTreeMap<Cell, Held> {
    let of = |(subject, value, revision): &(&str, f64, i64)| {
        let held = Held {
            value: *value,
            revision: *revision,
        };
        (cell(subject), held)
    };
    cells.iter().map(of).collect()
}

fn read(moments: (u64, u64), freshness: Freshness, revision: i64, cells: &[(&str, f64, i64)]) -> Read {
    Read {
        span: span("reader", moments.0, moments.1),
        target: Some(("store-0".to_owned(), 0)),
        freshness,
        scope: Scope::Column {
            indicator: REVENUE.to_owned(),
            period: "2023".to_owned(),
        },
        revision,
        values: held(cells),
    }
}

fn seen(at: u64, entry: Entry) -> Seen {
    Seen::Change {
        at,
        entry,
        more: false,
    }
}

fn part(at: u64, entry: Entry) -> Seen {
    Seen::Change {
        at,
        entry,
        more: true,
    }
}

const fn at(revision: i64) -> Outcome {
    Outcome::Acknowledged { revision }
}

/// Three batches over a state; the second was tried twice, the third stands partly so already.
fn good() -> History {
    let log = vec![
        entry(2, "one", &[("zones/a", 1.0)]),
        entry(3, "two", &[("zones/a", 2.0), ("zones/b", 2.0)]),
        entry(4, "three", &[("zones/b", 3.0)]),
    ];
    History {
        before: State {
            revision: 1,
            cells: held(&[("zones/c", 9.0, 1)]),
        },
        writes: vec![
            write((0, 1), "one", &[("zones/a", 1.0)], at(2)),
            write(
                (10, 11),
                "two",
                &[("zones/a", 2.0), ("zones/b", 2.0)],
                Outcome::Unknown,
            ),
            write((12, 19), "two", &[("zones/a", 2.0), ("zones/b", 2.0)], at(3)),
            write((20, 21), "three", &[("zones/a", 2.0), ("zones/b", 3.0)], at(4)),
            write((30, 31), "four", &[("zones/a", 5.0)], Outcome::Refused),
        ],
        reads: vec![
            read(
                (2, 3),
                Freshness::Newest,
                2,
                &[("zones/a", 1.0, 2), ("zones/c", 9.0, 1)],
            ),
            read(
                (4, 13),
                Freshness::AtLeast(2),
                3,
                &[("zones/a", 2.0, 3), ("zones/b", 2.0, 3), ("zones/c", 9.0, 1)],
            ),
            read(
                (22, 23),
                Freshness::Any,
                3,
                &[("zones/a", 2.0, 3), ("zones/b", 2.0, 3), ("zones/c", 9.0, 1)],
            ),
        ],
        watches: vec![Watch {
            caller: "watcher".to_owned(),
            after: 1,
            seen: vec![
                Seen::Connected(1),
                seen(14, log[0].clone()),
                part(15, entry(3, "two", &[("zones/a", 2.0)])),
                Seen::Connected(2),
                part(16, entry(3, "two", &[("zones/a", 2.0)])),
                seen(17, entry(3, "two", &[("zones/b", 2.0)])),
                Seen::Checkpoint(3),
                seen(24, log[2].clone()),
            ],
        }],
        after: State {
            revision: 4,
            cells: held(&[("zones/a", 2.0, 3), ("zones/b", 3.0, 4), ("zones/c", 9.0, 1)]),
        },
        log,
        unexpected: Vec::new(),
    }
}

/// The promises that a history breaks once it is changed.
fn broken(change: impl FnOnce(&mut History)) -> Vec<Promise> {
    let mut history = good();
    change(&mut history);
    let mut broken: Vec<Promise> = check(&history).into_iter().map(|broken| broken.promise).collect();
    broken.sort_unstable();
    broken.dedup();
    broken
}

#[test]
fn a_good_history_breaks_nothing() {
    assert_eq!(check(&good()), []);
}

#[test]
fn an_acknowledged_batch_that_is_gone_is_lost() {
    let broken = broken(|history| {
        history.log.pop();
        history.watches.clear();
        history.after.revision = 3;
        history.after.cells = held(&[("zones/a", 2.0, 3), ("zones/b", 2.0, 3), ("zones/c", 9.0, 1)]);
    });
    assert_eq!(broken, [Promise::NothingLost]);
}

#[test]
fn a_batch_that_moved_is_lost() {
    let broken = broken(|history| history.writes[0].outcome = at(3));
    assert!(broken.contains(&Promise::NothingLost), "{broken:?}");
}

#[test]
fn a_batch_that_is_there_twice_is_doubled() {
    let broken = broken(|history| {
        history.log.push(entry(5, "one", &[("zones/a", 1.0)]));
        history.watches[0].seen.push(seen(40, history.log[3].clone()));
        history.after.revision = 5;
        history.after.cells.insert(
            cell("zones/a"),
            Held {
                value: 1.0,
                revision: 5,
            },
        );
    });
    assert!(broken.contains(&Promise::NothingDoubled), "{broken:?}");
}

#[test]
fn a_replay_with_another_revision_is_doubled() {
    let again = write((32, 33), "one", &[("zones/a", 1.0)], at(4));
    let broken = broken(|history| history.writes.push(again));
    assert!(broken.contains(&Promise::NothingDoubled), "{broken:?}");
}

#[test]
fn a_revision_of_nobody_is_invented() {
    let broken = broken(|history| history.writes.retain(|write| write.batch != "three"));
    assert_eq!(broken, [Promise::NothingInvented]);
}

#[test]
fn a_refused_batch_in_the_log_is_invented() {
    let broken = broken(|history| {
        history.writes.retain(|write| write.batch != "four");
        history.writes[3].outcome = Outcome::Refused;
    });
    assert_eq!(broken, [Promise::NothingInvented]);
}

#[test]
fn a_batch_in_part_is_not_whole() {
    let broken = broken(|history| {
        history.log[1].cells.remove(&cell("zones/b"));
        history.reads.clear();
        history.watches.clear();
        history.after.cells.insert(
            cell("zones/b"),
            Held {
                value: 3.0,
                revision: 4,
            },
        );
    });
    assert_eq!(broken, [Promise::Whole]);
}

#[test]
fn a_later_batch_with_a_smaller_revision_is_out_of_order() {
    let broken = broken(|history| {
        // Sent once everybody knew of revision 4.
        for write in &mut history.writes[1..3] {
            write.span.began += 30;
            write.span.ended += 30;
        }
        history.reads.clear();
        history.watches.clear();
    });
    assert!(broken.contains(&Promise::CommitOrder), "{broken:?}");
}

#[test]
fn what_was_protected_is_not_overwritten() {
    let broken = broken(|history| history.writes[3].unchanged_since = Some(2));
    assert_eq!(broken, [Promise::NothingOverwritten]);
    let kept = super::check(&{
        let mut history = good();
        history.writes[3].unchanged_since = Some(3);
        history
    });
    assert_eq!(kept, []);
}

#[test]
fn a_batch_that_nobody_knows_the_end_of_is_not_settled() {
    let broken = broken(|history| history.writes[3].outcome = Outcome::Unknown);
    assert_eq!(broken, [Promise::Settled]);
}

#[test]
fn a_gap_in_the_log_is_not_dense() {
    let broken = broken(|history| {
        history.log.remove(0);
    });
    assert!(broken.contains(&Promise::Dense), "{broken:?}");
}

#[test]
fn a_watcher_misses_nothing() {
    let gap = broken(|history| {
        history.watches[0].seen.remove(1);
    });
    assert!(gap.contains(&Promise::WatchReliable), "{gap:?}");
    let end = broken(|history| {
        history.watches[0].seen.pop();
    });
    assert_eq!(end, [Promise::WatchReliable]);
    let skipped = broken(|history| history.watches[0].seen[6] = Seen::Checkpoint(4));
    assert_eq!(skipped, [Promise::WatchReliable]);
}

#[test]
fn a_watcher_sees_nothing_twice() {
    let repeated = broken(|history| {
        let again = history.watches[0].seen[1].clone();
        history.watches[0].seen.insert(2, again);
    });
    assert_eq!(repeated, [Promise::WatchReliable]);
    let resumed = broken(|history| history.watches[0].seen[3] = Seen::Connected(3));
    assert_eq!(resumed, [Promise::WatchReliable]);
}

#[test]
fn a_watcher_sees_revisions_whole() {
    let inside = broken(|history| history.watches[0].seen.insert(5, Seen::Checkpoint(2)));
    assert_eq!(inside, [Promise::WatchAtomic]);
    let half = broken(|history| {
        history.watches[0].seen.remove(5);
    });
    assert!(half.contains(&Promise::WatchAtomic), "{half:?}");
    let other = broken(|history| {
        let log = seen(14, entry(2, "one", &[("zones/a", 7.0)]));
        history.watches[0].seen[1] = log;
    });
    assert_eq!(other, [Promise::WatchTrue]);
}

#[test]
fn a_read_of_another_state_is_not_true() {
    let old_value = broken(|history| {
        history.reads[2].values.insert(
            cell("zones/a"),
            Held {
                value: 1.0,
                revision: 2,
            },
        );
    });
    assert_eq!(old_value, [Promise::ReadTrue]);
    let left_out = broken(|history| {
        history.reads[2].values.remove(&cell("zones/c"));
    });
    assert_eq!(left_out, [Promise::ReadTrue]);
    let later = broken(|history| history.reads[2].revision = 4);
    assert_eq!(later, [Promise::ReadTrue]);
    let never = broken(|history| history.reads[2].revision = 7);
    assert!(never.contains(&Promise::ReadTrue), "{never:?}");
}

#[test]
fn a_read_behind_its_token_is_not_fresh() {
    let broken = broken(|history| history.reads[2].freshness = Freshness::AtLeast(4));
    assert_eq!(broken, [Promise::ReadFresh]);
}

#[test]
fn a_newest_read_behind_what_was_known_is_not_newest() {
    let broken = broken(|history| history.reads[2].freshness = Freshness::Newest);
    assert_eq!(broken, [Promise::ReadNewest]);
}

#[test]
fn what_a_watcher_saw_counts_as_known() {
    let broken = broken(|history| {
        // The third batch is acknowledged late, but was seen at 24.
        history.writes[3].span.ended = 50;
        history.reads[2].span = span("reader", 25, 26);
        history.reads[2].freshness = Freshness::Newest;
    });
    assert_eq!(broken, [Promise::ReadNewest]);
}

#[test]
fn nothing_is_seen_before_it_was_sent() {
    let read = broken(|history| {
        history.reads[1].span.ended = 9;
    });
    assert!(read.contains(&Promise::NothingEarly), "{read:?}");
    let watched = broken(|history| {
        if let Seen::Change { at, .. } = &mut history.watches[0].seen[7] {
            *at = 18;
        }
    });
    assert!(watched.contains(&Promise::NothingEarly), "{watched:?}");
}

#[test]
fn a_process_that_goes_back_is_seen() {
    let earlier = [("zones/a", 1.0, 2), ("zones/c", 9.0, 1)];
    let broken_by = |target: (String, u64)| {
        broken(|history| {
            let mut read = read((26, 27), Freshness::Any, 2, &earlier);
            read.target = Some(target);
            history.reads.push(read);
        })
    };
    assert_eq!(broken_by(("store-0".to_owned(), 0)), [Promise::NeverBack]);
    assert_eq!(broken_by(("store-0".to_owned(), 1)), []);
}

#[test]
fn a_cube_that_holds_what_the_log_does_not_say_is_seen() {
    let broken = broken(|history| {
        history.after.cells.remove(&cell("zones/c"));
    });
    assert_eq!(broken, [Promise::CubeTrue]);
}

#[test]
fn an_error_that_is_not_promised_is_seen() {
    let broken = broken(|history| history.unexpected.push("INTERNAL".to_owned()));
    assert_eq!(broken, [Promise::ErrorsExpected]);
}
