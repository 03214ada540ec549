//! Callers of a hub: they file reports, deliver through an interface, read, rank and follow the change feed, without a
//! pause, until they are told to stop. Then the history of what they were told is held against the change log.
//!
//! They use the client as anybody would, with its own retries: a call that fails after those is a fault, whatever was
//! done to the hub meanwhile.

mod catalog;
mod follower;
mod machine;
mod reader;
mod reporter;
mod stage;
pub(crate) mod tally;

use std::{io::Write as _, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, Interval, MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_runtime::error::Problem;
use zhibiao_tests::{
    cube,
    history::{History, check::check},
};

pub(crate) use self::stage::Hubs;
use self::{
    stage::Stage,
    tally::{Told, Verdict},
};

/// Time between two lines that say how it goes.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// Longest time that callers may take to end what they have begun, and the hub to give its whole log.
const ENDING: Duration = Duration::from_secs(120);

/// Calls until `stop`, and says whether everything was as it should be: the last line on standard output is the
/// [`Verdict`].
///
/// # Errors
/// When the hub can't be called at all.
pub(crate) async fn run(hubs: Hubs, stop: impl Future<Output = ()>) -> Result<bool, Problem> {
    catalog::apply(&hubs.store).await?;
    let stage = Stage::begin(hubs).await?;
    let callers = begin(&stage).await?;
    let (tell, until) = watch::channel(None);
    let mut followers = JoinSet::new();
    followers.spawn(follower::follow(stage.clone(), until));
    tell_until(&stage, stop).await;
    stage.over.cancel();
    let history = timeout(ENDING, end(&stage, callers, followers, &tell)).await;
    let broken = match history {
        Ok(Ok(history)) => check(&history).iter().map(ToString::to_string).collect(),
        Ok(Err(problem)) => vec![format!("the hub can't be read at the end: {problem:?}")],
        Err(_) => vec![format!(
            "callers and followers do not come to an end within {ENDING:?}"
        )],
    };
    let verdict = Verdict::new(stage.tally.told(), broken);
    say(&verdict);
    Ok(verdict.is_good())
}

/// Everybody begins.
async fn begin(stage: &Stage) -> Result<JoinSet<()>, Problem> {
    let mut callers = JoinSet::new();
    for number in 0..catalog::REPORTERS {
        callers.spawn(reporter::report(stage.clone(), number));
    }
    let machine = machine::open(stage).await?;
    callers.spawn(machine::deliver(stage.clone(), machine));
    for number in 0..2 {
        callers.spawn(reader::read(stage.clone(), number));
        callers.spawn(reader::rank(stage.clone(), number));
    }
    Ok(callers)
}

/// Says every second how it goes, until `stop`.
async fn tell_until(stage: &Stage, stop: impl Future<Output = ()>) {
    let mut ticks = interval(TELL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let begun = Instant::now();
    let telling = async {
        loop {
            ticks.tick().await;
            say(&Told {
                seconds: begun.elapsed().as_secs(),
                ..stage.tally.told()
            });
        }
    };
    tokio::select! {
        () = stop => {}
        () = telling => {}
    }
}

/// Waits for everybody, and reads what the hub itself says of all that happened.
async fn end(
    stage: &Stage,
    mut callers: JoinSet<()>,
    mut followers: JoinSet<()>,
    tell: &watch::Sender<Option<i64>>,
) -> Result<History, Problem> {
    while callers.join_next().await.is_some() {}
    let hub: &Hub = &stage.hubs.store;
    let end = cube::state(hub).await?;
    tell.send_replace(Some(end.revision));
    while followers.join_next().await.is_some() {}
    let before = stage.recorder.finish().before.revision;
    let log = cube::log(hub, before, end.revision).await?;
    Ok(History {
        log,
        after: end,
        ..Arc::clone(&stage.recorder).finish()
    })
}

/// One JSON object a line. Whoever reads has the whole line or none.
fn say(told: &impl serde::Serialize) {
    let line = serde_json::to_string(told).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    // The reader may have gone; the verdict is in the exit code, too.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Paces a caller: a history of every call of an hour has to fit into memory.
struct Pace {
    over: CancellationToken,
    ticks: Interval,
}

impl Pace {
    fn new(stage: &Stage, every: Duration) -> Self {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            over: stage.over.clone(),
            ticks,
        }
    }

    /// Waits for the next turn; `false` when it is over.
    async fn turn(&mut self) -> bool {
        self.ticks.tick().await;
        !self.over.is_cancelled()
    }
}
