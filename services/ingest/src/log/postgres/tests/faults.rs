//! A server that goes away and comes back.

use std::sync::atomic::{AtomicBool, Ordering};

use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::postgres::Postgres;

use super::*;
use crate::{
    log::conformance::{id, submission, submit},
    report::State,
};

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    const WRITERS: u32 = 4;
    let runtime = runtime();
    let Some(server) = runtime.block_on(Postgres::start()) else {
        return;
    };
    let schema = Schema {
        url: server.url(),
        name: "faults".to_owned(),
    };
    let log = runtime.block_on(PostgresLog::open(options(&schema))).unwrap();
    let stop = AtomicBool::new(false);
    let (log_of_all, stop_all) = (&log, &stop);
    let acknowledged: Vec<Vec<ReportId>> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn(move || {
                    let mut acknowledged = Vec::new();
                    let mut number = writer;
                    while !stop_all.load(Ordering::Relaxed) {
                        match submission(log_of_all, id(number), "a", State::Pending) {
                            Ok(_) => {
                                acknowledged.push(id(number));
                                number += WRITERS;
                            }
                            // Sent again until it is taken.
                            Err(error) => assert!(matches!(error, LogError::Unavailable(_)), "{error}"),
                        }
                    }
                    acknowledged
                })
            })
            .collect();
        for round in 1..=3 {
            while log.newest_known(&runtime) < i64::from(round * 40) {
                std::thread::yield_now();
            }
            server.kill();
            runtime.block_on(server.restart());
        }
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let mut listed: Vec<ReportId> = log
        .reports(&ReportFilter::default(), None, 100_000)
        .unwrap()
        .iter()
        .map(|report| report.id)
        .collect();
    listed.sort_unstable();
    let kept = listed.len();
    listed.dedup();
    assert_eq!(listed.len(), kept, "none is there twice");
    for id in acknowledged.iter().flatten() {
        assert!(listed.binary_search(id).is_ok(), "{id} was acknowledged");
    }
    // What was kept without an answer is at most what each writer had under way when the server died.
    let answered: usize = acknowledged.iter().map(Vec::len).sum();
    assert!(kept - answered <= WRITERS as usize);
}

impl PostgresLog {
    /// The newest change, or none while the server is away.
    fn newest_known(&self, runtime: &Runtime) -> i64 {
        runtime.block_on(self.newest_change()).unwrap_or(0)
    }
}

#[test]
fn without_a_server_callers_are_told_to_come_back() {
    let runtime = runtime();
    let Some(server) = runtime.block_on(Postgres::start()) else {
        return;
    };
    let schema = Schema {
        url: server.url(),
        name: "away".to_owned(),
    };
    let log = runtime.block_on(PostgresLog::open(options(&schema))).unwrap();
    submit(&log, id(1), "a", State::Pending).unwrap();
    server.kill();
    let refused: [Problem; 2] = [
        log.report(id(1)).unwrap_err().into(),
        submit(&log, id(2), "b", State::Pending).unwrap_err().into(),
    ];
    for problem in refused {
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::Unavailable, "STORAGE_UNAVAILABLE")
        );
        assert!(problem.retry_after.is_some());
        assert!(!problem.message.contains("connect"), "{}", problem.message);
    }
    runtime.block_on(server.restart());
    assert_eq!(log.report(id(1)).unwrap().id, id(1));
    submit(&log, id(2), "b", State::Pending).unwrap();
}
