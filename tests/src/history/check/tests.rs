//! A good history, and one bad history for each way in which a hub can break its word: the checker must see each.

mod reads;
mod watches;
mod writes;

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

const fn standing(revision: i64) -> Outcome {
    Outcome::Standing { revision }
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
