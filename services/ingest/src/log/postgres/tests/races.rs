//! Several processes on one schema.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::{
    log::conformance::{decision, id, submission, submit},
    report::State,
};

/// Runs this many at once, in turn on each of two logs, and gives what each gave.
fn at_once<T: Send>(
    number: u32,
    logs: &[PostgresLog; 2],
    run: impl Fn(&PostgresLog, u32) -> T + Sync,
) -> Vec<T> {
    std::thread::scope(|scope| {
        let run = &run;
        let threads: Vec<_> = (0..number)
            .map(|at| scope.spawn(move || run(&logs[at as usize % 2], at)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn of_one_report_sent_to_many_processes_one_is_kept() {
    let Some(bench) = Bench::new() else { return };
    let logs = [bench.open(), bench.open()];
    for round in 0..10 {
        let same = at_once(8, &logs, |log, _| {
            submission(log, id(round), "same", State::Pending).unwrap()
        });
        let kept = |submitted: &&Submitted| matches!(submitted, Submitted::Kept(_));
        assert_eq!(same.iter().filter(kept).count(), 1);
        let reports = same.into_iter().map(|submitted| match submitted {
            Submitted::Kept(report) | Submitted::Known(report) => report,
        });
        let stored = logs[0].report(id(round)).unwrap();
        assert!(reports.into_iter().all(|report| report == stored));

        let other = at_once(8, &logs, |log, at| {
            submission(log, id(100 + round), &format!("content {at}"), State::Pending)
        });
        assert_eq!(other.iter().filter(|submitted| submitted.is_ok()).count(), 1);
        let refused = |submitted: &Result<_, _>| {
            matches!(
                submitted,
                Ok(Submitted::Kept(_)) | Err(LogError::ContentDiffers(_))
            )
        };
        assert!(other.iter().all(refused), "{other:?}");
    }
}

#[test]
fn of_decisions_in_many_processes_one_wins() {
    let Some(bench) = Bench::new() else { return };
    let logs = [bench.open(), bench.open()];
    for round in 0..10 {
        let etag = submit(&logs[0], id(round), "a", State::Pending).unwrap().etag();
        let decided = at_once(8, &logs, |log, at| {
            log.decide(id(round), &etag, &decision(State::Approved, &format!("人{at}")))
        });
        let won: Vec<_> = decided
            .iter()
            .filter_map(|decided| decided.as_ref().ok())
            .collect();
        assert_eq!(won.len(), 1);
        assert_eq!(logs[1].report(id(round)).unwrap(), *won[0]);
        assert!(
            decided
                .iter()
                .all(|decided| matches!(decided, Ok(_) | Err(LogError::EtagMismatch { .. }))),
            "{decided:?}"
        );
    }
}

#[test]
fn pages_and_followers_miss_nothing_that_is_committed_meanwhile() {
    const REPORTS: u32 = 120;
    let Some(bench) = Bench::new() else { return };
    let logs = [bench.open(), bench.open()];
    let done = AtomicBool::new(false);
    let (mut seen, mut arrived) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let writers = scope.spawn(|| {
            at_once(6, &logs, |log, writer| {
                for number in (writer..REPORTS).step_by(6) {
                    let etag = submit(log, id(number), "a", State::Pending).unwrap().etag();
                    log.decide(id(number), &etag, &decision(State::Approved, "王芳"))
                        .unwrap();
                }
            });
            done.store(true, Ordering::Release);
        });
        loop {
            let last = done.load(Ordering::Acquire);
            let page = logs[0].reports(&ReportFilter::default(), None, 1_000).unwrap();
            // Whoever pages from here sees everything that arrived before: there is no gap that is filled later.
            let newest = i64::try_from(page.len()).unwrap();
            let expected: Vec<i64> = (1..=newest).rev().collect();
            assert_eq!(page.iter().map(|r| r.sequence).collect::<Vec<_>>(), expected);
            assert!(newest >= arrived);
            arrived = newest;
            let after = seen.last().map_or(0, |(number, _)| *number);
            seen.extend(bench.runtime.block_on(logs[1].changes(after, 7)).unwrap());
            if last && seen.len() == 2 * REPORTS as usize {
                break;
            }
        }
        writers.join().unwrap();
    });
    assert_eq!(arrived, i64::from(REPORTS));
    let numbers: Vec<i64> = seen.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=2 * i64::from(REPORTS)).collect::<Vec<_>>());
    for number in 0..REPORTS {
        let states = seen
            .iter()
            .filter(|(_, report)| report.id == id(number))
            .map(|(_, report)| report.state);
        assert_eq!(states.collect::<Vec<_>>(), [State::Pending, State::Approved]);
    }
}

#[test]
fn what_one_process_publishes_the_others_leave_to_it_for_a_while() {
    let Some(bench) = Bench::new() else { return };
    let [one, other] = [bench.open(), bench.open()];
    submit(&one, id(1), "a", State::Approved).unwrap();
    let etag = submit(&one, id(2), "b", State::Pending).unwrap().etag();
    other
        .decide(id(2), &etag, &decision(State::Approved, "王芳"))
        .unwrap();
    assert_eq!(one.approved(None).unwrap(), [id(1)]);
    assert_eq!(other.approved(None).unwrap(), [id(2)]);
    // As if the lease had run out: whoever asks first takes all up.
    bench.execute("UPDATE report SET leased_until = now()");
    assert_eq!(other.approved(None).unwrap(), [id(1), id(2)]);
    assert_eq!(one.approved(None).unwrap(), []);
}
