//! Rounds: everybody works while the nemesis haunts, then the checker says whether all that they saw is true.
//!
//! `ZHIBIAO_TEST_ROUNDS` says how many rounds, `ZHIBIAO_TEST_SEED` where their seeds begin.

use std::{sync::Arc, time::Duration};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::{
    sync::watch as channel,
    task::JoinSet,
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;
use zhibiao_model::revision::{StoreId, Token};
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_tests::{
    cube,
    history::{History, Recorder, State, check::check},
};

use crate::{calls::Stage, nemesis, reader, watcher, world::World, writer};

/// Rounds, unless said otherwise: a few, so that everybody runs them.
const ROUNDS: u64 = 5;

/// How long a round is haunted.
const HAUNTED: Duration = Duration::from_millis(2_500);

/// Longest time that the hub may take to be well again.
const RECOVERY: Duration = Duration::from_secs(60);

const WRITERS: usize = 3;
const REPORTERS: usize = 2;

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name}: `{text}` is no number")),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_callers_are_told_is_true_whatever_is_killed() {
    let rounds = setting("ZHIBIAO_TEST_ROUNDS").unwrap_or(ROUNDS);
    let seed = setting("ZHIBIAO_TEST_SEED").unwrap_or_else(|| u64::from(rand::random::<u32>()));
    let Some(world) = World::start().await else {
        return;
    };
    println!("{rounds} rounds from ZHIBIAO_TEST_SEED={seed}");
    let world = Arc::new(world);
    let summary = world.hub().read(GetSummaryRequest {}).await.unwrap();
    let store = summary.token.parse::<Token>().unwrap().store;
    let mut state = State {
        revision: summary.revision,
        ..State::default()
    };
    for round in 0..rounds {
        let seed = seed + round;
        let (history, faults) = run(&world, store, state, seed).await;
        let broken = check(&history);
        if !broken.is_empty() {
            let broken: Vec<String> = broken.iter().take(10).map(ToString::to_string).collect();
            let words = world.last_words().await;
            panic!(
                "round {round} of ZHIBIAO_TEST_SEED={seed}, after {faults:#?}:\n{}\n{words}",
                broken.join("\n")
            );
        }
        println!("round {round}, seed {seed}: {}", told(&history, &faults));
        state = history.after;
    }
}

/// One round; what was seen, and what befell.
async fn run(world: &Arc<World>, store: StoreId, before: State, seed: u64) -> (History, Vec<String>) {
    let mut random = StdRng::seed_from_u64(seed);
    let after = before.revision;
    let stage = Stage {
        world: Arc::clone(world),
        recorder: Arc::new(Recorder::new(before)),
        store,
        over: CancellationToken::new(),
    };
    let mut callers = JoinSet::new();
    for number in 0..WRITERS {
        callers.spawn(writer::batches(stage.clone(), number, random.random()));
    }
    for number in 0..REPORTERS {
        callers.spawn(writer::reports(stage.clone(), number, random.random()));
    }
    callers.spawn(writer::stream(stage.clone(), random.random()));
    for (name, from) in [("reader-0", Some(0)), ("reader-1", Some(1)), ("reader-2", None)] {
        callers.spawn(reader::read(
            stage.clone(),
            name.to_owned(),
            from,
            random.random(),
        ));
    }
    let (tell, until) = channel::channel(None);
    let mut watchers = JoinSet::new();
    for number in 0..2 {
        let name = format!("watcher-{number}");
        watchers.spawn(watcher::watch(stage.clone(), name, after, until.clone()));
    }
    watchers.spawn(watcher::feed(stage.clone(), "feed".to_owned(), after, until));

    let faults = nemesis::haunt(world, random.random(), Instant::now() + HAUNTED).await;
    stage.over.cancel();
    recovered(world, "callers come to an end", finished(callers)).await;
    let end = recovered(world, "the cube can be read", cube::state(&world.stores[1].hub()))
        .await
        .unwrap();
    tell.send_replace(Some(end.revision));
    recovered(world, "watchers catch up", finished(watchers)).await;
    let first = world.stores[0].hub();
    let log = cube::log(&first, after, end.revision);
    let log = recovered(world, "the log can be read", log).await.unwrap();
    let history = History {
        log,
        after: end,
        ..stage.recorder.finish()
    };
    (history, faults)
}

async fn finished(mut tasks: JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
}

/// What has to come about now that everything is whole.
async fn recovered<T>(world: &World, what: &str, comes: impl Future<Output = T>) -> T {
    match timeout(RECOVERY, comes).await {
        Ok(came) => came,
        Err(_) => panic!("{what}: not within {RECOVERY:?}\n{}", world.last_words().await),
    }
}

/// A round in a line.
fn told(history: &History, faults: &[String]) -> String {
    let acknowledged = |write: &&zhibiao_tests::history::Write| write.outcome.told().is_some();
    format!(
        "{} revisions, {} tries to write, {} of them acknowledged, {} reads, {} faults",
        history.log.len(),
        history.writes.len(),
        history.writes.iter().filter(acknowledged).count(),
        history.reads.len(),
        faults.len()
    )
}
