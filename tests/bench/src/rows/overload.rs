//! `overload`: rankings of the past, which nobody keeps, at five times the rate that the hub can sustain: how late the
//! calls are that it takes on, against the rate that it can.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep_until};
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::{
    compare::v1::RankRequest,
    observation::v1::{AsOf, ObservationColumns, as_of::Moment},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_tests::Process;

use super::LOAD;
use crate::{
    Outcome, hub,
    measure::{Bar, Row, p99},
};

/// Calls that the hub works on at once, which is what a process of two cores sustains; as many wait.
const CALLS: usize = 16;

/// How much more is asked than can be done.
const TIMES: f64 = 5.0;

const ZONES: u32 = 3_000;
const TOP: i32 = 50;

/// What became of calls.
#[derive(Debug, Default)]
struct Told {
    /// Seconds that each answered call took.
    answered: Vec<f64>,
    /// Seconds that each refused call took.
    refused: Vec<f64>,
}

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let calls = CALLS.to_string();
    let process = Process::start(program, &["--max-calls", &calls]).await?;
    let client = process.client("bench")?;
    hub::apply_catalog(&client, ZONES as usize, 1).await?;
    let columns = ObservationColumns {
        subjects: (0..ZONES as usize).map(hub::zone).collect(),
        indicators: vec![hub::indicator(0)],
        periods: vec![hub::month(0)],
        subject: (0..ZONES).collect(),
        indicator: vec![0; ZONES as usize],
        period: vec![0; ZONES as usize],
        value: (0..ZONES).map(|i| f64::from(i * 1_009 % ZONES / 2)).collect(),
        ..ObservationColumns::default()
    };
    hub::write(&client, "overload", columns).await?;
    let once = client.with_retry(Retry::never());
    let (mut admitted, mut at_once) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let (rate, sustained) = sustained(&once).await?;
        let told = overloaded(&once, rate * TIMES).await?;
        if told.refused.is_empty() {
            return Err("nothing was refused: it was no overload".into());
        }
        admitted.push((p99(told.answered) * 1e3, sustained * 1e3));
        at_once.push((p99(told.refused) * 1e3, sustained * 1e3));
    }
    Ok(vec![
        Row {
            name: "overload",
            what: "p99 of calls taken on at 5 × the sustainable rate / at that rate",
            unit: "ms",
            pairs: admitted,
            bar: Bar::AtMost(3.0),
        },
        Row {
            name: "overload",
            what: "p99 of being refused / p99 of an answer at the sustainable rate",
            unit: "ms",
            pairs: at_once,
            bar: Bar::AtMost(3.0),
        },
    ])
}

fn request() -> RankRequest {
    RankRequest {
        indicator: hub::indicator(0),
        limit: TOP,
        as_of: Some(AsOf {
            moment: Some(Moment::Revision(2)),
        }),
        ..RankRequest::default()
    }
}

/// Calls a second with as many under way as the hub works on, and their p99 in seconds.
async fn sustained(hub: &Hub) -> Outcome<(f64, f64)> {
    let end = Instant::now() + LOAD;
    let mut callers = JoinSet::new();
    for _ in 0..CALLS {
        let hub = hub.clone();
        callers.spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < end {
                let begun = Instant::now();
                hub.comparisons().rank(request()).await?;
                times.push(begun.elapsed().as_secs_f64());
            }
            Ok::<_, tonic::Status>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(caller) = callers.join_next().await {
        times.extend(caller??);
    }
    Ok((times.len() as f64 / LOAD.as_secs_f64(), p99(times)))
}

/// Calls at a rate, whatever becomes of those before.
async fn overloaded(hub: &Hub, rate: f64) -> Outcome<Told> {
    let told = Arc::new(Mutex::new(Told::default()));
    let begun = tokio::time::Instant::now();
    let mut calls = JoinSet::new();
    let mut made = 0_u32;
    loop {
        let due = Duration::from_secs_f64(f64::from(made) / rate);
        if due > LOAD {
            break;
        }
        sleep_until(begun + due).await;
        made += 1;
        let (hub, told) = (hub.clone(), Arc::clone(&told));
        calls.spawn(async move {
            let begun = Instant::now();
            let answer = hub.comparisons().rank(request()).await;
            let took = begun.elapsed().as_secs_f64();
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            match answer {
                Ok(_) => told.answered.push(took),
                Err(status) if Problem::from_status(&status).code == Code::ResourceExhausted => {
                    told.refused.push(took);
                }
                Err(status) => return Err(status),
            }
            Ok(())
        });
    }
    while let Some(call) = calls.join_next().await {
        call??;
    }
    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut told))
}
