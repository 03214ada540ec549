//! Kills a writing process again and again: whatever was acknowledged is there afterwards, whole, at its revision, and
//! nothing is there by half.
//!
//! This test has no harness, since it is both sides: without arguments it starts itself as the writer, reads its
//! acknowledgements, and kills it (SIGKILL on Unix).

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![allow(clippy::print_stdout, reason = "the writer's output is the test's input")]

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use zhibiao_model::{
    observation::Observation,
    period::{Frequency, Period},
    revision::Revision,
};
use zhibiao_proto::convert::columns::Columns;
use zhibiao_runtime::clock::Clock;
use zhibiao_store::{
    cube::{Batch, ColumnKey, Cube as _, CubeReader as _, Detail},
    sqlite::{Closing, Options, Sqlite},
};
use zhibiao_testkit::observations::cell;

const ROUNDS: i64 = 15;
const WRITERS: i64 = 4;
/// Cells of a batch.
const CELLS: usize = 60;
/// Numbers of batches that each round may use.
const NUMBERS: i64 = 10_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [role, folder, round] if role == "writer" => {
            runtime.block_on(write_until_killed(folder, round.parse().unwrap()));
        }
        _ => kill_and_look(&runtime),
    }
}

fn open(folder: &Path) -> (Arc<Sqlite>, Closing) {
    let options = Options {
        readers: 2,
        retention: u64::MAX,
        clock: Clock::system(),
    };
    let (sqlite, closing) = Sqlite::open(folder, options).unwrap();
    (Arc::new(sqlite), closing)
}

/// A batch gives all its cells its own number; each writer has an indicator, each number a day.
fn batch(writer: i64, number: i64) -> Batch {
    let day = Period::from_ordinal(Frequency::Daily, number as i32).unwrap();
    let cells = (0..CELLS).map(|z| {
        let mut observation: Observation = cell(
            &format!("w{writer}"),
            &format!("zones/z{z}"),
            "2023",
            number as f64,
        );
        observation.key.period = day;
        observation
    });
    Batch {
        id: format!("{writer}-{number}"),
        digest: *blake3::hash(format!("{writer}-{number}").as_bytes()).as_bytes(),
        columns: Arc::new(cells.collect::<Columns>()),
        catalog: Revision::ZERO,
        unchanged_since: None,
        traceparent: None,
    }
}

/// Several writers at once; each line of output is an acknowledged batch: writer, number, revision.
async fn write_until_killed(folder: &str, round: i64) {
    let (sqlite, _closing) = open(Path::new(folder));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let sqlite = Arc::clone(&sqlite);
        writers.push(tokio::spawn(async move {
            for number in round * NUMBERS..(round + 1) * NUMBERS {
                let written = sqlite.write(batch(writer, number)).await.unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "{writer} {number} {}", written.revision).unwrap();
                out.flush().unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

fn kill_and_look(runtime: &tokio::runtime::Runtime) {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeMap::new();
    for round in 0..ROUNDS {
        let enough = 3 + (round * 37) % 90;
        let new = acknowledged_before_the_kill(folder.path(), round, enough as usize);
        assert!(new.len() >= enough as usize);
        acknowledged.extend(new);
        runtime.block_on(look(folder.path(), &acknowledged));
    }
    println!(
        "{ROUNDS} kills, {} acknowledged batches, all there",
        acknowledged.len()
    );
}

type Acknowledged = BTreeMap<(i64, i64), i64>;

fn acknowledged_before_the_kill(folder: &Path, round: i64, enough: usize) -> Acknowledged {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("writer")
        .arg(folder)
        .arg(round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Acknowledged::new();
    let mut note = |line: String| {
        let numbers: Vec<i64> = line.split(' ').map(|n| n.parse().unwrap()).collect();
        let [writer, number, revision] = numbers.try_into().unwrap();
        acknowledged.insert((writer, number), revision);
    };
    lines.by_ref().take(enough).for_each(|line| note(line.unwrap()));
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said between the last line read and its death was said all the same.
    lines.map_while(Result::ok).for_each(note);
    acknowledged
}

async fn look(folder: &Path, acknowledged: &Acknowledged) {
    let (sqlite, closing) = open(folder);
    let head = sqlite.head().await.unwrap().revision;
    let mut at = Revision::ZERO;
    let mut logged = BTreeMap::new();
    while at < head {
        for entry in sqlite.log(at, 500).await.unwrap() {
            assert_eq!(entry.revision, at.next(), "revisions follow each other");
            at = entry.revision;
            logged.insert(entry.batch_id, entry.revision.get());
        }
    }
    for ((writer, number), revision) in acknowledged {
        let id = format!("{writer}-{number}");
        assert_eq!(
            logged.get(&id),
            Some(revision),
            "batch {id} was acknowledged at revision {revision}"
        );
    }
    for (id, revision) in &logged {
        let (writer, number) = id.split_once('-').unwrap();
        let expected = batch(writer.parse().unwrap(), number.parse().unwrap());
        let observation = expected.columns.observations().next().unwrap();
        let key = ColumnKey {
            indicator: observation.key.indicator,
            period: observation.key.period,
        };
        let cells = sqlite
            .columns(&[key], head, Detail::Figures)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(cells.keys.len(), CELLS, "batch {id} is whole");
        assert!(cells.figures.iter().all(|figure| *figure == observation.figure));
        assert!(cells.revisions.iter().all(|at| at.get() == *revision));
    }
    let counts = sqlite.counts().await.unwrap();
    assert_eq!(
        counts.observations as usize,
        CELLS * logged.len(),
        "nothing else is there"
    );
    drop(sqlite);
    closing.wait().await;
}
