//! How long 1 MB of reports takes, against one pass of a multi-pattern automaton over the same text.
//!
//! `cargo run --release -p zhibiao-extract --example speed [FILE]`: the text of the file, or of the tests, is repeated
//! to 1 MB. The median of nine runs each is printed; the bar is 20 times the pass, and one second.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::Write;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use zhibiao_extract::Context;

const SIZE: usize = 1 << 20;
const RUNS: usize = 9;

fn main() -> std::io::Result<()> {
    let text = text()?;
    let extractor = support::extractor();
    let names = support::names_of(&support::catalog());
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&names)
        .map_err(std::io::Error::other)?;
    let mut matches = 0;
    let pass = median(|| matches = automaton.find_iter(&text).count());
    let mut facts = 0;
    let whole = median(|| {
        facts = extractor
            .read(&text, &Context::default())
            .map_or(0, |reading| reading.facts.len())
    });
    let ratio = whole.as_secs_f64() / pass.as_secs_f64();
    writeln!(
        std::io::stdout(),
        "{} bytes: pass {pass:.2?} ({matches} names), read {whole:.2?} ({facts} facts), {ratio:.1} times the pass (bar: 20, 1 s)",
        text.len()
    )
}

fn text() -> std::io::Result<String> {
    let seed = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => support::texts()
            .into_iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join("\n\n"),
    };
    let mut text = String::with_capacity(SIZE + seed.len());
    while text.len() < SIZE {
        text.push_str(&seed);
        text.push('\n');
    }
    Ok(text)
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
