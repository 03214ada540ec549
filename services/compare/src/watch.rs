//! `WatchRanking`: rankings that are followed.
//!
//! All who ask the same share one question: a task that looks at every state, computes the ranking only where something
//! that it is made from has changed, and holds the newest answer. A watcher takes that answer when its caller has room
//! for it, so changes that come faster are folded and an older answer never follows a newer one.

mod question;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use tokio::{
    sync::{Semaphore, watch},
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;
use zhibiao_model::revision::Token;
use zhibiao_proto::compare::v1::{
    RankRequest, WatchRankingRequest, watch_ranking_request::Question as Asked,
};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Code, Problem, Violation},
    outlet::{End, Outlet, Places, Sent, outlet, stopping},
};

use self::question::{Question, State};
use crate::{Config, rankings::Rankings};

/// Messages that wait for a watcher: the newest is made only once there is room for it.
const BUFFER: usize = 1;

/// Everything that is watched.
#[derive(Debug)]
pub(crate) struct Watches {
    rankings: Arc<Rankings>,
    questions: Arc<Questions>,
    places: Places,
    config: Config,
    streams: CancellationToken,
}

type ByRequest = HashMap<Arc<RankRequest>, Arc<watch::Sender<State>>>;

/// The questions that somebody watches.
#[derive(Debug)]
struct Questions {
    asked: Mutex<ByRequest>,
    /// Rankings that are computed for watchers at once; other calls find threads free.
    computing: Semaphore,
}

/// What a watcher is told.
#[derive(Debug)]
pub(crate) enum Told {
    /// The ranking, encoded, and the revision it holds at.
    Ranking(Bytes, Token),
    /// The ranking told last holds at this revision too.
    Holds(Token),
}

impl Watches {
    pub(crate) fn new(rankings: Arc<Rankings>, config: Config, streams: CancellationToken) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            rankings,
            questions: Arc::new(Questions {
                asked: Mutex::default(),
                computing: Semaphore::new(threads),
            }),
            places: Places::new(config.watchers, "TOO_MANY_WATCHERS"),
            config,
            streams,
        }
    }

    /// Begins a watch, whose first ranking is made by the deadline.
    ///
    /// # Errors
    /// Everything that is wrong with the request; RESOURCE_EXHAUSTED when there are too many watchers.
    pub(crate) async fn start(
        &self,
        permit: &Permit,
        request: WatchRankingRequest,
        deadline: Deadline,
    ) -> Result<Sent<Told>, Problem> {
        let WatchRankingRequest { question } = request;
        let mut request = match question {
            Some(Asked::Rank(request)) => request,
            None => {
                let description = "is missing: say which ranking is followed".to_owned();
                let field = "rank".to_owned();
                return Err(Problem::invalid(vec![Violation { field, description }]));
            }
        };
        let place = self.places.take()?;
        self.rankings.check_followed(&request).map_err(below_rank)?;
        let first = self
            .rankings
            .answer(permit, request.clone(), deadline)
            .await
            .map_err(below_rank)?;
        request.consistency = None;
        let token = first.at.token.parse().map_err(Problem::internal)?;
        let (outlet, sent) = outlet(BUFFER, self.config.watch_patience);
        let watcher = Watcher {
            state: self.join(request),
            body: first.body,
            token,
            config: self.config,
        };
        let ending = self.streams.clone();
        tokio::spawn(watcher.run(outlet, ending));
        Ok(sent.at(place))
    }

    /// The question's state from now on; the question ends when nobody listens any more.
    fn join(&self, request: RankRequest) -> watch::Receiver<State> {
        let mut asked = self.questions.lock();
        if let Some(known) = asked.get(&request) {
            return known.subscribe();
        }
        let (sender, receiver) = watch::channel(State::Unknown);
        let sender = Arc::new(sender);
        let request = Arc::new(request);
        asked.insert(Arc::clone(&request), Arc::clone(&sender));
        drop(asked);
        let rankings = Arc::clone(&self.rankings);
        let questions = Arc::clone(&self.questions);
        tokio::spawn(Question::new(request, rankings).run(questions, sender));
        receiver
    }
}

impl Questions {
    fn lock(&self) -> MutexGuard<'_, ByRequest> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fields of the ranking as they stand in the watch's request.
fn below_rank(problem: Problem) -> Problem {
    let below = |violation: Violation| Violation {
        field: format!("rank.{}", violation.field),
        ..violation
    };
    Problem {
        violations: problem.violations.into_iter().map(below).collect(),
        ..problem
    }
}

/// One who watches.
#[derive(Debug)]
struct Watcher {
    state: watch::Receiver<State>,
    /// The ranking that was told last.
    body: Bytes,
    /// The revision that was told last.
    token: Token,
    config: Config,
}

impl Watcher {
    /// Tells until the caller goes, reads too slowly, or `ending`.
    async fn run(mut self, outlet: Outlet<Told>, ending: CancellationToken) {
        let end = tokio::select! {
            end = self.follow(&outlet) => end,
            () = outlet.gone() => End::Gone,
            () = ending.cancelled() => stopping().into(),
        };
        outlet.end(end);
    }

    async fn follow(&mut self, outlet: &Outlet<Told>) -> End {
        match outlet.room().await {
            Ok(room) => room.send(Told::Ranking(self.body.clone(), self.token)),
            Err(end) => return end,
        }
        // The question may be ahead of the first answer already.
        self.state.mark_changed();
        let mut silent_since = Instant::now();
        loop {
            let beat = tokio::select! {
                changed = self.state.changed() => match changed {
                    Ok(()) => false,
                    // The question ended with the service.
                    Err(_) => return stopping().into(),
                },
                () = sleep_until(silent_since + self.config.checkpoint_every) => true,
            };
            let told = match outlet.room().await {
                Ok(room) => self.newest(beat).map(|told| told.map(|told| room.send(told))),
                Err(end) => return end,
            };
            match told {
                Ok(Some(())) => silent_since = Instant::now(),
                Ok(None) => {}
                Err(problem) => return problem.into(),
            }
        }
    }

    /// What is to be told now: the ranking if it is another one than before, or else, when it is time, that it holds.
    fn newest(&mut self, beat: bool) -> Result<Option<Told>, Problem> {
        let state = self.state.borrow_and_update();
        let (body, token) = match &*state {
            State::Unknown => (None, self.token),
            State::Ended(problem) => return Err(below_rank(problem.clone())),
            State::Holds { token, .. } if token.store != self.token.store => {
                let message = "the store is another one than before: watch again";
                return Err(Problem::new(Code::Unavailable, "STORE_REPLACED", message));
            }
            State::Holds { token, .. } if token.revision <= self.token.revision => (None, self.token),
            State::Holds { token, body } => (Some(body), *token),
        };
        if let Some(changed) = body.filter(|body| **body != self.body) {
            (self.body, self.token) = (changed.clone(), token);
            return Ok(Some(Told::Ranking(self.body.clone(), token)));
        }
        if !beat {
            return Ok(None);
        }
        self.token = token;
        Ok(Some(Told::Holds(token)))
    }
}
