//! A read through the cache is what the engine gives at that revision, whatever was read, written and told before.

use std::sync::Arc;

use proptest::{prelude::*, test_runner::TestCaseError};
use zhibiao_testkit::{observations::cell, redis::RedisServer};

use super::{
    super::*,
    shared::{Process, Shared},
};
use crate::cube::{ColumnKey, SeriesKey};

/// What may happen.
#[derive(Debug, Clone)]
enum Step {
    /// A batch sets a cell: indicator, subject, period, value.
    Write(usize, usize, usize, i8),
    /// A process learns of all commits.
    CatchUp(usize),
    /// A process reads everything at a share of what it knows, 255 for its head.
    Read(usize, u8),
}

const CODES: [&str; 2] = ["a", "b"];
const SUBJECTS: [&str; 2] = ["zones/x", "zones/y"];
const PERIODS: [&str; 2] = ["2022", "2023"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let read = prop_oneof![Just(u8::MAX), any::<u8>()];
    let step = prop_oneof![
        3 => (0..2_usize, 0..2_usize, 0..2_usize, -2..2_i8).prop_map(|(c, s, p, v)| Step::Write(c, s, p, v)),
        2 => (0..2_usize).prop_map(Step::CatchUp),
        4 => (0..2_usize, read).prop_map(|(process, share)| Step::Read(process, share)),
    ];
    proptest::collection::vec(step, 1..40)
}

async fn check(shared: &Shared, process: &Process, at: Revision) -> Result<(), TestCaseError> {
    let indicator = |code: &str| code.parse().unwrap();
    let codes = CODES.map(|code| format!("indicators/{code}"));
    let series: Vec<SeriesKey> = codes
        .iter()
        .flat_map(|code| SUBJECTS.map(|subject| (code, subject)))
        .map(|(code, subject)| SeriesKey {
            indicator: indicator(code),
            subject: subject.parse().unwrap(),
        })
        .collect();
    let columns: Vec<ColumnKey> = codes
        .iter()
        .flat_map(|code| PERIODS.map(|period| (code, period)))
        .map(|(code, period)| ColumnKey {
            indicator: indicator(code),
            period: period.parse().unwrap(),
        })
        .collect();
    let detail = Detail::Figures;
    let read = process.cached.series(&series, at, detail).await.unwrap();
    prop_assert_eq!(read, shared.sqlite.series(&series, at, detail).await.unwrap());
    let read = process.cached.columns(&columns, at, detail).await.unwrap();
    prop_assert_eq!(read, shared.sqlite.columns(&columns, at, detail).await.unwrap());
    Ok(())
}

async fn play(url: &str, near_bytes: u64, steps: Vec<Step>) -> Result<u64, TestCaseError> {
    let mut shared = Shared::new(url).await;
    for process in &mut shared.processes {
        *process = Process::new(&shared.sqlite, near_bytes, url).await;
        process.until_up().await;
    }
    for step in steps {
        match step {
            Step::Write(code, subject, period, value) => {
                let one = cell(CODES[code], SUBJECTS[subject], PERIODS[period], f64::from(value));
                shared.write(vec![one]).await;
            }
            Step::CatchUp(process) => shared.processes[process].cached.catch_up().await.unwrap(),
            Step::Read(process, share) => {
                let process = &shared.processes[process];
                let head = process.follower.head().revision.get();
                let at = head * i64::from(share) / i64::from(u8::MAX);
                check(&shared, process, Revision::new(at).unwrap()).await?;
            }
        }
    }
    let hits = shared
        .processes
        .iter()
        .map(|process| process.cached.outcomes().redis_hits);
    Ok(hits.sum())
}

#[test]
fn the_cache_agrees_with_the_engine() {
    let Some(redis) = RedisServer::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let hits = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let config = ProptestConfig {
        cases: 48,
        ..ProptestConfig::default()
    };
    let near = prop_oneof![Just(0_u64), Just(1 << 20)];
    let result =
        proptest::test_runner::TestRunner::new(config).run(&(near, steps()), |(near_bytes, steps)| {
            let found = runtime.block_on(play(&redis.uri(), near_bytes, steps))?;
            hits.fetch_add(found, std::sync::atomic::Ordering::Relaxed);
            Ok(())
        });
    assert!(result.is_ok(), "{result:?}");
    let hits = hits.load(std::sync::atomic::Ordering::Relaxed);
    assert!(
        hits > 100,
        "only {hits} reads were answered by redis: they prove little"
    );
}
