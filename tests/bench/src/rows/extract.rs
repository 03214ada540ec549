//! `extract`: 1 MB of Chinese reports read for facts, against one pass of a multi-pattern automaton over the same text.
//!
//! Names and report are those of the pack that ships with the hub, the report repeated. What takes the time is figures
//! rather than words, so that the densest prose there is, the texts of the extractor's tests with a figure every 16
//! characters or so, is held to the second too. Everything runs in this process on one core.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use aho_corasick::{AhoCorasick, MatchKind};
use zhibiao_client::catalog;
use zhibiao_extract::{Context, Extractor, Lexicon};
use zhibiao_model::catalog::{Catalog, Names};

use crate::{
    Outcome, hub,
    measure::{Bar, Row},
};

const SIZE: usize = 1 << 20;
/// Times that each is done a run: a pass takes milliseconds.
const TIMES: usize = 5;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let catalog = pack(program).await?;
    let extractor = Extractor::new(Lexicon::from_catalog(&catalog));
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names(&catalog))?;
    let context = Context::default();
    let read = |text: &str| timed(|| extractor.read(text, &context).map_or(0, |read| read.facts.len()));
    let (report, dense) = (repeated(&report()?)?, repeated(&samples()?)?);
    let (mut ratios, mut times, mut densest) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let (ours, facts) = read(&report);
        let (floor, matches) = timed(|| automaton.find_iter(&report).count());
        let (samples, figures) = read(&dense);
        if [facts, matches, figures].contains(&0) {
            return Err("the texts tell nothing".into());
        }
        ratios.push((ours * 1e3, floor * 1e3));
        times.push((ours, 1.0));
        densest.push((samples, 1.0));
    }
    let row = |what, unit, pairs, most| Row {
        name: "extract",
        what,
        unit,
        pairs,
        bar: Bar::AtMost(most),
    };
    Ok(vec![
        row(
            "1 MB of reports read for facts / one multi-pattern pass",
            "ms",
            ratios,
            20.0,
        ),
        row("1 MB of reports read for facts / 1 s", "s", times, 1.0),
        row("1 MB with a figure every 16 characters / 1 s", "s", densest, 1.0),
    ])
}

/// The catalogue of the pack, by way of a hub that it was applied to.
async fn pack(program: &Path) -> Outcome<Catalog> {
    let (process, client) = hub::start(program).await?;
    let applied = Command::new(program)
        .args(["pack", "apply"])
        .arg(repository().join("deploy/packs/high-tech-zones"))
        .args(["--server", process.address(), "--output", "json"])
        .output()?;
    if !applied.status.success() {
        return Err(String::from_utf8_lossy(&applied.stderr).into_owned().into());
    }
    let (catalog, _) = catalog::load(&client).await?;
    Ok(catalog)
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The report in prose that the pack ships.
fn report() -> Outcome<String> {
    let report = repository().join("deploy/packs/high-tech-zones/reports/article-2024-04.txt");
    Ok(std::fs::read_to_string(report)?)
}

/// The texts of the extractor's tests, without what they expect.
fn samples() -> Outcome<String> {
    let mut samples = String::new();
    for file in std::fs::read_dir(repository().join("crates/extract/tests/texts"))? {
        let whole = std::fs::read_to_string(file?.path())?;
        samples.push_str(whole.split("\n----\n").next().unwrap_or_default());
        samples.push_str("\n\n");
    }
    Ok(samples)
}

/// A text again and again, up to the size that is read.
fn repeated(seed: &str) -> Outcome<String> {
    if seed.is_empty() {
        return Err("a text of the bench is empty".into());
    }
    let mut text = String::with_capacity(SIZE + seed.len());
    while text.len() < SIZE {
        text.push_str(seed);
        text.push_str("\n\n");
    }
    Ok(text)
}

fn names(catalog: &Catalog) -> Vec<&str> {
    let items = catalog.items();
    let zones = items.zones.values().map(|zone| &zone.names);
    let subjects = items.subjects.values().map(|subject| &subject.names);
    let indicators = items.indicators.values().map(|indicator| &indicator.names);
    let named = zones.chain(subjects).chain(indicators);
    named.flat_map(Names::all).collect()
}

/// Seconds of the fastest of several times, and what came out.
fn timed(mut run: impl FnMut() -> usize) -> (f64, usize) {
    let mut fastest = f64::INFINITY;
    let mut count = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        count = run();
        fastest = fastest.min(begun.elapsed().as_secs_f64());
    }
    (fastest, count)
}
