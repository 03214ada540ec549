//! Measures 10,000 full rebuilds of a 51 × 49 index (treat, normalise, weigh, aggregate over three levels, rank) against
//! a bare weighted sum and argsort of the same size and number, and the memory of 10,000 draws over 178 × 46.
//!
//! `cargo run --release --package zhibiao-scoring --example monte_carlo`

#![allow(clippy::print_stdout, reason = "it is a program")]

use std::time::{Duration, Instant};

use zhibiao_scoring::{
    Cell, Column, Error, Framework, FrameworkForm, Index, Run, SensitivityRequest, Table, Treated,
    UncertaintyRequest, Unit,
};

const DRAWS: usize = 10_000;

/// Repetitions, of which the fastest counts; both sides take turns, so that what else runs on the machine hits both.
const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let threads = std::thread::available_parallelism()?.get();
    println!("{threads} threads, {DRAWS} draws");
    let (framework, table) = (framework(49, "")?, table(51, 49)?);
    let index = Index::new(&framework, &table)?;
    treatments(&index)?;
    let request = |rebuild_all| UncertaintyRequest {
        draws: DRAWS,
        pairwise: false,
        rebuild_all,
        ..UncertaintyRequest::default()
    };
    let [mut bare, mut anew, mut kept] = [Duration::MAX; 3];
    for _ in 0..RUNS {
        bare = bare.min(time(|| floor(51, 49, threads)));
        anew = anew.min(time(|| {
            index.uncertainty(&request(true), &Run::on(threads)).map(drop)
        }));
        kept = kept.min(time(|| {
            index.uncertainty(&request(false), &Run::on(threads)).map(drop)
        }));
    }
    println!("floor   51 × 49: weighted sum and argsort          {bare:>10.2?}");
    for (what, found) in [
        ("all steps anew in each draw", anew),
        ("only steps that change", kept),
    ] {
        let times = found.as_secs_f64() / bare.as_secs_f64();
        println!("rebuild 51 × 49: {what:<32}  {found:>10.2?}  {times:.1} × the floor");
    }
    large(threads)?;
    Ok(())
}

/// 178 × 46 with everything uncertain and all pairs, and its sensitivity analysis; 3,000 × 500.
fn large(threads: usize) -> Result<(), Error> {
    let assumptions = r#"
        normalisation = [{ method = "rank" }, { method = "z_score" }]
        treatment = [{ method = "none" }]
        leave_out = 0.2
        data = { approximate = { distribution = "normal", sd = 0.05 } }
    "#;
    let before = resident();
    let (framework, table) = (framework(46, assumptions)?, table(178, 46)?);
    let index = Index::new(&framework, &table)?;
    let request = UncertaintyRequest {
        draws: DRAWS,
        ..UncertaintyRequest::default()
    };
    let start = Instant::now();
    index.uncertainty(&request, &Run::on(threads))?;
    println!(
        "uncertainty 178 × 46, figures and all pairs           {:>10.2?}  {}",
        start.elapsed(),
        grown(before)
    );
    let request = SensitivityRequest {
        base: DRAWS / 7,
        seed: 1,
        bootstrap: 100,
    };
    let start = Instant::now();
    let found = index.sensitivity(&request, &Run::on(threads))?;
    let evaluations = found.evaluations;
    println!(
        "sensitivity 178 × 46, {evaluations} evaluations          {:>10.2?}  {}",
        start.elapsed(),
        grown(before)
    );
    let (framework, table) = (self::framework(500, "")?, self::table(3_000, 500)?);
    let start = Instant::now();
    Index::new(&framework, &table)?.evaluate()?;
    println!(
        "evaluate 3,000 × 500                                  {:>10.2?}  {}",
        start.elapsed(),
        grown(before)
    );
    Ok(())
}

/// The published index of this size has 18 columns winsorised, by one to four points, and none transformed.
fn treatments(index: &Index<'_>) -> Result<(), Error> {
    let evaluation = index.evaluate()?;
    let (mut columns, mut points, mut transformed) = (0, 0, 0);
    for indicator in 0..index.framework().indicators().len() {
        match evaluation.treatment(indicator) {
            Treated::Unchanged => {}
            Treated::Winsorised { low, high, .. } => {
                columns += 1;
                points += low + high;
            }
            Treated::Log { .. } | Treated::BoxCox { .. } | Treated::StillSkewed => transformed += 1,
        }
    }
    println!("{columns} columns winsorised by {points} points, {transformed} transformed or left");
    Ok(())
}

fn time<T>(run: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed()
}

/// Eight pillars under two sub-indices under the index, as the published index of this size has them.
fn framework(indicators: usize, assumptions: &str) -> Result<Framework, Error> {
    let mut text =
        String::from("id = \"f\"\ntreat = { method = \"winsorise\" }\naggregates = [{ id = \"index\" }");
    for side in 0..2 {
        text.push_str(&format!(", {{ id = \"s{side}\", parent = \"index\" }}"));
    }
    for pillar in 0..8 {
        text.push_str(&format!(
            ", {{ id = \"p{pillar}\", parent = \"s{}\" }}",
            pillar / 4
        ));
    }
    text.push_str("]\n");
    for indicator in 0..indicators {
        let (pillar, direction) = (indicator % 8, if indicator % 3 == 0 { "down" } else { "up" });
        text.push_str(&format!(
            "[[indicators]]\ncode = \"i{indicator}\"\nparent = \"p{pillar}\"\ndirection = \"{direction}\"\n"
        ));
    }
    text.push_str(&format!(
        "[uncertainty]\nweights = {{ method = \"share\", share = 0.25 }}\n{assumptions}"
    ));
    let form = FrameworkForm::from_toml(&text).map_err(|error| {
        Error::Framework(vec![zhibiao_scoring::Fault {
            path: "example".to_owned(),
            problem: error.to_string(),
        }])
    })?;
    Framework::new(form)
}

/// Figures without a pattern, every other column skewed so that there is something to winsorise.
fn table(units: usize, indicators: usize) -> Result<Table, Error> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut columns = Vec::with_capacity(indicators);
    for indicator in 0..indicators {
        let skewed = indicator % 2 == 1;
        columns.push(Column {
            code: format!("i{indicator}"),
            cells: (0..units)
                .map(|_| Cell::plain(Some(value(&mut random, skewed))))
                .collect(),
            past: Vec::new(),
        });
    }
    let list = (0..units).map(|at| Unit {
        code: format!("u{at:05}"),
        ..Unit::default()
    });
    Table::new(list.collect(), 2024.5, columns)
}

/// Uniform, or near to log-normal.
fn value(random: &mut impl FnMut() -> f64, skewed: bool) -> f64 {
    if skewed {
        let normal: f64 = (0..12).map(|_| random()).sum::<f64>() - 6.0;
        (0.9 * normal).exp()
    } else {
        1.0 + 9.0 * random()
    }
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

/// Peak resident memory in KiB, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn grown(before: Option<u64>) -> String {
    match (before, resident()) {
        (Some(before), Some(now)) => {
            format!("peak memory {} MiB, {} more", now / 1024, (now - before) / 1024)
        }
        (Some(_) | None, _) => String::new(),
    }
}
