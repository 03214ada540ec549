//! Computations that last: they run off the threads that serve, a few at a time, tell how far they are, and stop when
//! nobody waits for them any more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use prost::Message;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinHandle,
    time::{Instant, interval_at, sleep},
};
use tokio_util::sync::CancellationToken;
use zhibiao_proto::compare::v1::Progress;
use zhibiao_runtime::{
    deadline::{self, Deadline},
    error::Problem,
    outlet::{End, Outlet, Place, Places, Sent, outlet, stopping},
};

/// Messages that wait for a caller: progress is told only when there is room for it.
const BUFFER: usize = 2;

/// Time between two words about progress.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Longest time that a message waits for its caller.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs what lasts.
#[derive(Debug)]
pub(crate) struct Workbench {
    places: Places,
    turns: Arc<Semaphore>,
    /// Threads of each computation.
    threads: usize,
    ending: CancellationToken,
}

/// A place on the bench whose turn has come.
#[derive(Debug)]
pub(crate) struct Seat {
    place: Place,
    turn: OwnedSemaphorePermit,
}

/// How far a computation is, and whether anybody still waits for it.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl zhibiao_scoring::Progress for Gauge {
    fn keep_going(&self, done: u64, total: u64) -> bool {
        self.total.fetch_max(total, Ordering::Relaxed);
        self.done.fetch_max(done, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Gauge {
    fn read(&self) -> Progress {
        Progress {
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        }
    }
}

/// Stops a computation when it goes: whichever way a call ends, nobody waits for the result any more.
pub(crate) struct StopOnDrop(pub(crate) Arc<Gauge>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// A call's messages: of progress, and of the result.
pub(crate) trait Answer: Message + Default + 'static {
    /// What a computation gives.
    type Outcome: Send + 'static;

    /// The message that says how far it is.
    fn progress(progress: Progress) -> Self;

    /// The message that gives the result.
    fn result(outcome: Self::Outcome) -> Self;
}

impl Workbench {
    /// A bench for so many callers, of whom so many are worked for at once, each on so many threads.
    pub(crate) fn new(callers: usize, at_once: usize, threads: usize, ending: CancellationToken) -> Self {
        Self {
            places: Places::new(callers, "TOO_MANY_ANALYSES"),
            turns: Arc::new(Semaphore::new(at_once.max(1))),
            threads: threads.max(1),
            ending,
        }
    }

    /// Threads of each computation.
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Takes a place and waits for its turn. Callers who wait hold nothing: what they ask about is laid out only then.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED when too many callers are served already; DEADLINE_EXCEEDED; UNAVAILABLE on shutdown.
    pub(crate) async fn seat(&self, deadline: Deadline) -> Result<Seat, Problem> {
        let place = self.places.take()?;
        let turn = tokio::select! {
            biased;
            turn = Arc::clone(&self.turns).acquire_owned() => turn.map_err(|_| stopping())?,
            () = self.ending.cancelled() => return Err(stopping()),
            () = over(deadline) => return Err(deadline::exceeded()),
        };
        Ok(Seat { place, turn })
    }

    /// Starts a computation, whose messages come encoded.
    pub(crate) fn start<A: Answer>(
        &self,
        seat: Seat,
        deadline: Deadline,
        computation: impl FnOnce(&Gauge) -> Result<A::Outcome, Problem> + Send + 'static,
    ) -> Sent<Bytes> {
        let Seat { place, turn } = seat;
        let (outlet, sent) = outlet(BUFFER, PATIENCE);
        let gauge = Arc::new(Gauge::default());
        let ending = self.ending.clone();
        tokio::spawn(async move {
            let _stop = StopOnDrop(Arc::clone(&gauge));
            let end = tokio::select! {
                end = work::<A>(turn, &gauge, computation, &outlet) => end,
                () = outlet.gone() => End::Gone,
                () = ending.cancelled() => stopping().into(),
                () = over(deadline) => deadline::exceeded().into(),
            };
            outlet.end(end);
        });
        sent.at(place)
    }
}

/// Waits until a deadline is over.
pub(crate) async fn over(deadline: Deadline) {
    match deadline.left() {
        Some(left) => sleep(left).await,
        None => std::future::pending().await,
    }
}

async fn work<A: Answer>(
    turn: OwnedSemaphorePermit,
    gauge: &Arc<Gauge>,
    computation: impl FnOnce(&Gauge) -> Result<A::Outcome, Problem> + Send + 'static,
    outlet: &Outlet<Bytes>,
) -> End {
    let own = Arc::clone(gauge);
    let task = tokio::task::spawn_blocking(move || {
        // Held to the end: a computation that stops late is still one.
        let _turn = turn;
        let outcome = computation(&own)?;
        // A large result is encoded here as well, off the threads that serve.
        Ok(Bytes::from(A::result(outcome).encode_to_vec()))
    });
    let outcome = match tell::<A>(task, gauge, outlet).await {
        Ok(outcome) => outcome,
        Err(end) => return end,
    };
    match outcome {
        Ok(message) => match outlet.room().await {
            Ok(room) => {
                room.send(message);
                End::Complete
            }
            Err(end) => end,
        },
        Err(problem) => problem.into(),
    }
}

/// Tells how far a computation is until it is done.
async fn tell<A: Answer>(
    mut task: JoinHandle<Result<Bytes, Problem>>,
    gauge: &Gauge,
    outlet: &Outlet<Bytes>,
) -> Result<Result<Bytes, Problem>, End> {
    let mut ticks = interval_at(Instant::now() + TELL_EVERY, TELL_EVERY);
    let mut told = Progress::default();
    loop {
        tokio::select! {
            done = &mut task => {
                return done.map_err(|error| Problem::internal(error).into());
            }
            _ = ticks.tick() => {}
        }
        let now = gauge.read();
        if now != told {
            told = now;
            outlet.room().await?.send(A::progress(now).encode_to_vec().into());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio_stream::StreamExt as _;
    use zhibiao_proto::compare::v1::{Replay, ReplayRankingResponse, replay_ranking_response::Event};
    use zhibiao_runtime::error::Code;
    use zhibiao_scoring::Progress as _;

    use super::*;

    fn bench() -> Workbench {
        Workbench::new(2, 1, 1, CancellationToken::new())
    }

    fn event(message: Option<Result<Bytes, tonic::Status>>) -> Option<Event> {
        ReplayRankingResponse::decode(message.unwrap().unwrap())
            .unwrap()
            .event
    }

    #[tokio::test]
    async fn progress_comes_first_and_the_result_last() {
        let (go_on, wait) = mpsc::channel();
        let computation = move |gauge: &Gauge| {
            assert!(gauge.keep_going(3, 10));
            wait.recv().unwrap();
            Ok(Replay::default())
        };
        let bench = bench();
        let seat = bench.seat(Deadline::NONE).await.unwrap();
        let mut sent = bench.start::<ReplayRankingResponse>(seat, Deadline::NONE, computation);
        let first = event(sent.next().await);
        assert_eq!(first, Some(Event::Progress(Progress { done: 3, total: 10 })));
        go_on.send(()).unwrap();
        assert_eq!(event(sent.next().await), Some(Event::Replay(Replay::default())));
        assert!(sent.next().await.is_none());
    }

    /// Works until it is told to stop, and says that it was.
    fn endless(stopped: mpsc::Sender<()>) -> impl FnOnce(&Gauge) -> Result<Replay, Problem> {
        move |gauge| {
            while gauge.keep_going(1, 2) {
                std::thread::yield_now();
            }
            stopped.send(()).unwrap();
            Ok(Replay::default())
        }
    }

    #[tokio::test]
    async fn work_stops_when_the_caller_goes() {
        let (stopped, seen) = mpsc::channel();
        let bench = bench();
        let seat = bench.seat(Deadline::NONE).await.unwrap();
        let mut sent = bench.start::<ReplayRankingResponse>(seat, Deadline::NONE, endless(stopped));
        // It is under way by then.
        event(sent.next().await);
        drop(sent);
        tokio::task::spawn_blocking(move || seen.recv())
            .await
            .unwrap()
            .unwrap();
    }

    #[tokio::test]
    async fn work_stops_at_the_deadline_and_at_the_end_of_the_service() {
        let ending = CancellationToken::new();
        let bench = Workbench::new(2, 2, 1, ending.clone());
        let (stopped, seen) = mpsc::channel();
        let seat = async || bench.seat(Deadline::NONE).await.unwrap();
        let over = Deadline::within(Duration::ZERO);
        let mut late = bench.start::<ReplayRankingResponse>(seat().await, over, endless(stopped.clone()));
        let told = Problem::from_status(&late.next().await.unwrap().unwrap_err());
        assert_eq!(told.code, Code::DeadlineExceeded);
        let none = Deadline::NONE;
        let mut cut = bench.start::<ReplayRankingResponse>(seat().await, none, endless(stopped));
        ending.cancel();
        let told = loop {
            if let Err(status) = cut.next().await.unwrap() {
                break Problem::from_status(&status);
            }
        };
        assert_eq!(told, stopping());
        drop(seen);
    }

    #[tokio::test]
    async fn callers_wait_for_their_turn_before_anything_is_read_and_beyond_the_places_are_refused() {
        let bench = bench();
        let first = bench.seat(Deadline::NONE).await.unwrap();
        let late = bench.seat(Deadline::within(Duration::ZERO)).await.unwrap_err();
        assert_eq!(late.code, Code::DeadlineExceeded);
        let second = bench.seat(Deadline::NONE);
        tokio::pin!(second);
        let crowded = tokio::select! {
            biased;
            seat = &mut second => panic!("its turn has not come: {seat:?}"),
            third = bench.seat(Deadline::NONE) => third.unwrap_err(),
        };
        assert_eq!(
            (crowded.code, crowded.reason.as_str()),
            (Code::ResourceExhausted, "TOO_MANY_ANALYSES")
        );
        drop(first);
        second.await.unwrap();
    }
}
