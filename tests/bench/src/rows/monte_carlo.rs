//! `monte-carlo`: 10,000 full rebuilds of a 51 × 49 index (treat, normalise, weigh, aggregate over three levels, rank)
//! against a bare weighted sum and argsort of the same size and number; and the memory of 10,000 draws over 178 × 46.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use tokio::process::Command;
use zhibiao_scoring::{Error, Index, Run, UncertaintyRequest};

use super::panel;
use crate::{
    Outcome,
    measure::{Bar, Row},
};

const DRAWS: usize = 10_000;

/// Winsorisation: the published index of this size has 18 columns pulled in.
const TREAT: &str = "treat = { method = \"winsorise\" }";

/// Everything that costs memory or time: figures, other methods, left-out indicators.
const ASSUMPTIONS: &str = r#"
    normalisation = [{ method = "rank" }, { method = "z_score" }]
    treatment = [{ method = "none" }]
    leave_out = 0.2
    data = { approximate = { distribution = "normal", sd = 0.05 } }
"#;

/// Most memory of a run over 178 × 46, all pairs compared, in MiB.
const MOST_MEMORY: f64 = 200.0;

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let threads = std::thread::available_parallelism()?.get();
    let (framework, table) = (panel::sound(49, TREAT, "")?, panel::table(51, 49)?);
    let index = Index::new(&framework, &table)?;
    let request = UncertaintyRequest {
        draws: DRAWS,
        pairwise: false,
        // Otherwise steps that no draw changes are made once.
        rebuild_all: true,
        ..UncertaintyRequest::default()
    };
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let floor = time(|| Ok(floor(51, 49, threads)))?;
        let ours = time(|| index.uncertainty(&request, &Run::on(threads)))?;
        pairs.push((ours.as_secs_f64(), floor.as_secs_f64()));
    }
    let row = |what, bar| Row {
        name: "monte-carlo",
        what,
        unit: "s",
        pairs: pairs.clone(),
        bar,
    };
    Ok(vec![
        row(
            "10,000 full rebuilds, 51 × 49 / weighted sum and argsort",
            Bar::AtMost(6.0),
        ),
        row("the same", Bar::Within(1.0)),
        memory().await?,
    ])
}

/// The run whose memory counts, in a process of its own, so that no other row's is counted with it.
async fn memory() -> Outcome<Row> {
    let run = |part: &'static str| async move {
        let child = Command::new(std::env::current_exe()?)
            .args(["draws", part])
            .stdout(Stdio::piped())
            .output();
        let output = child.await?;
        let peak: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
        Outcome::Ok(peak)
    };
    let (ours, bare) = (run("all").await?, run("none").await?);
    Ok(Row {
        name: "monte-carlo",
        what: "peak memory of 10,000 draws over 178 × 46, all pairs / of the figures alone",
        unit: "MiB",
        pairs: vec![(ours, bare)],
        bar: Bar::Within(MOST_MEMORY),
    })
}

/// Makes the figures, and with `all` the draws; prints the peak of its memory in MiB.
///
/// # Errors
/// When the system does not tell it.
pub(crate) fn draws(all: bool) -> Outcome<()> {
    let threads = std::thread::available_parallelism()?.get();
    let (framework, table) = (panel::sound(46, TREAT, ASSUMPTIONS)?, panel::table(178, 46)?);
    let index = Index::new(&framework, &table)?;
    if all {
        let request = UncertaintyRequest {
            draws: DRAWS,
            pairwise: true,
            ..UncertaintyRequest::default()
        };
        std::hint::black_box(index.uncertainty(&request, &Run::on(threads))?);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let peak: f64 = line
        .and_then(|line| line.split_whitespace().nth(1))
        .ok_or("the system does not tell the peak of memory")?
        .parse()?;
    println!("{}", peak / 1024.0);
    Ok(())
}

fn time<T>(run: impl Fn() -> Result<T, Error>) -> Result<Duration, Error> {
    let start = Instant::now();
    std::hint::black_box(run()?);
    Ok(start.elapsed())
}

/// What cannot be left out: Σ w·x with other weights each time, and the order of the sums, on all threads.
fn floor(units: usize, indicators: usize, threads: usize) -> usize {
    let data: Vec<f64> = (0..units * indicators)
        .map(|at| (at * 7_919 % 1_013) as f64)
        .collect();
    let work = |from: usize| {
        let (mut sums, mut order) = (vec![0.0; units], Vec::with_capacity(units));
        let mut check = 0;
        for draw in (from..DRAWS).step_by(threads) {
            sums.fill(0.0);
            for (indicator, column) in data.chunks_exact(units).enumerate() {
                let weight = 1.0 + ((draw + indicator) % 17) as f64;
                for (sum, value) in sums.iter_mut().zip(column) {
                    *sum += weight * value;
                }
            }
            order.clear();
            order.extend(0..units);
            order.sort_unstable_by(|a: &usize, b: &usize| sums[*b].total_cmp(&sums[*a]));
            check += order[0];
        }
        check
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|from| scope.spawn(move || work(from))).collect();
        handles.into_iter().filter_map(|handle| handle.join().ok()).sum()
    })
}
