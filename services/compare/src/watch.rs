//! `WatchRanking`: rankings that are followed.
//!
//! All who ask the same share one question: a task that looks at every state, computes the ranking only where something
//! that it is made from has changed, and holds the newest answer. A watcher takes that answer when its caller has room
//! for it, so changes that come faster are folded and an older answer never follows a newer one.

mod kept;
mod question;
mod source;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use prost::Message as _;
use tokio::{
    sync::{Semaphore, watch},
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;
use zhibiao_model::revision::Token;
use zhibiao_proto::compare::v1::{WatchRankingRequest, watch_ranking_request::Question as Asked};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Code, Problem, Violation},
    outlet::{End, Outlet, Places, Sent, outlet, stopping},
};

pub(crate) use self::source::Sources;
use self::{
    kept::{Kept, Room},
    question::{Question, State},
    source::{Kind, timeless},
};
use crate::{Config, rights::Decided};

/// Messages that wait for a watcher: the newest is made only once there is room for it.
const BUFFER: usize = 1;

/// Everything that is watched.
#[derive(Debug)]
pub(crate) struct Watches {
    sources: Sources,
    questions: Arc<Questions>,
    places: Places,
    config: Config,
    streams: CancellationToken,
}

/// Questions by their encoding, which is the same for the same question.
type ByRequest = HashMap<Bytes, Arc<watch::Sender<State>>>;

/// The questions that somebody watches.
#[derive(Debug)]
struct Questions {
    asked: Mutex<ByRequest>,
    /// Rankings that are computed for watchers at once; other calls find threads free.
    computing: Semaphore,
    /// Room for the answers that are kept.
    room: Room,
}

/// What a watcher is told.
#[derive(Debug)]
pub(crate) enum Told {
    /// The ranking, encoded, and the revision it holds at.
    Ranking(Bytes, Token),
    /// The evaluation, encoded, and the revision it holds at.
    Evaluation(Bytes, Token),
    /// What was told last holds at this revision too.
    Holds(Token),
}

impl Watches {
    pub(crate) fn new(sources: Sources, config: Config, streams: CancellationToken) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            sources,
            questions: Arc::new(Questions {
                asked: Mutex::default(),
                computing: Semaphore::new(threads),
                room: Room::new(config.watched_answers),
            }),
            places: Places::new(config.watchers, "TOO_MANY_WATCHERS"),
            config,
            streams,
        }
    }

    /// Begins a watch, whose first ranking is made by the deadline.
    ///
    /// # Errors
    /// Everything that is wrong with the request; RESOURCE_EXHAUSTED when there are too many watchers, or no room for the
    /// answer.
    pub(crate) async fn start(
        &self,
        permit: &Permit,
        request: WatchRankingRequest,
        deadline: Deadline,
    ) -> Result<Sent<Told>, Problem> {
        let WatchRankingRequest { question } = request;
        let asked = question.ok_or_else(|| {
            let description = "is missing: say which ranking is followed".to_owned();
            let field = "question".to_owned();
            Problem::invalid(vec![Violation { field, description }])
        })?;
        let kind = Kind::of(&asked);
        let place = self.places.take()?;
        let first = self
            .sources
            .first(permit, asked.clone(), deadline)
            .await
            .map_err(|problem| kind.below(problem))?;
        let (outlet, sent) = outlet(BUFFER, self.config.watch_patience);
        let (state, kept) = self.join(timeless(asked), first.body)?;
        let watcher = Watcher {
            kind,
            state,
            kept,
            token: first.token,
            permit: permit.clone(),
            decided: None,
            config: self.config,
        };
        let ending = self.streams.clone();
        tokio::spawn(watcher.run(outlet, ending));
        Ok(sent.at(place))
    }

    /// The question's state from now on, and the first answer as it is kept; the question ends when nobody listens any
    /// more.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED when there is no room for the answer.
    fn join(&self, question: Asked, first: Bytes) -> Result<(watch::Receiver<State>, Kept), Problem> {
        let request = WatchRankingRequest {
            question: Some(question.clone()),
        };
        let key = Bytes::from(request.encode_to_vec());
        let mut asked = self.questions.lock();
        if let Some(known) = asked.get(&key).map(|known| known.subscribe()) {
            drop(asked);
            let kept = known.borrow().kept().cloned();
            let own = match kept.filter(|kept| *kept.body() == first) {
                Some(shared) => shared,
                None => self.questions.room.keep(first, None)?,
            };
            return Ok((known, own));
        }
        let kept = self.questions.room.keep(first, None)?;
        let (sender, receiver) = watch::channel(State::Unknown(kept.clone()));
        let sender = Arc::new(sender);
        asked.insert(key.clone(), Arc::clone(&sender));
        drop(asked);
        let question = Question::new(question, self.sources.clone());
        tokio::spawn(question.run(key, Arc::clone(&self.questions), sender));
        Ok((receiver, kept))
    }
}

impl Questions {
    fn lock(&self) -> MutexGuard<'_, ByRequest> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who watches.
#[derive(Debug)]
struct Watcher {
    kind: Kind,
    state: watch::Receiver<State>,
    /// The ranking that was told last.
    kept: Kept,
    /// The revision that was told last.
    token: Token,
    /// What the watcher may do, looked into anew with each catalogue.
    permit: Permit,
    /// The catalogue that it was last looked into by.
    decided: Option<Decided>,
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
            Ok(room) => room.send(self.kind.told(self.kept.body().clone(), self.token)),
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

    /// What is to be told now: the ranking if it is another one than before, or else, when it is time, that it holds. Who
    /// may not be told it any more, because grants, owners or what it is made from are others by now, is told that.
    fn newest(&mut self, beat: bool) -> Result<Option<Told>, Problem> {
        let state = self.state.borrow_and_update();
        let (newest, token) = match &*state {
            State::Unknown(_) => (None, self.token),
            State::Ended(problem) => return Err(self.kind.below(problem.clone())),
            State::Holds { token, .. } if token.store != self.token.store => {
                let message = "the store is another one than before: watch again";
                return Err(Problem::new(Code::Unavailable, "STORE_REPLACED", message));
            }
            State::Holds { token, .. } if token.revision <= self.token.revision => (None, self.token),
            State::Holds { token, kept, needs } => {
                if self.decided != Some(needs.by()) {
                    needs
                        .check(&self.permit)
                        .map_err(|problem| self.kind.below(problem))?;
                    self.decided = Some(needs.by());
                }
                (Some(kept), *token)
            }
        };
        if let Some(newest) = newest {
            let same = newest.is(&self.kept);
            // All who were told the same answer share one.
            self.kept = newest.clone();
            if !same {
                self.token = token;
                return Ok(Some(self.kind.told(self.kept.body().clone(), token)));
            }
        }
        if !beat {
            return Ok(None);
        }
        self.token = token;
        Ok(Some(Told::Holds(token)))
    }
}
