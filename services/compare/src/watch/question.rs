//! A question that is watched: its newest answer, computed once for all its watchers.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::watch;
use zhibiao_model::{
    ids::IndicatorCode,
    revision::{Revision, Token},
};
use zhibiao_proto::compare::v1::{
    EvaluateFrameworkRequest, RankRequest, watch_ranking_request::Question as Asked,
};
use zhibiao_runtime::{error::Problem, outlet::stopping};

use super::{
    Questions,
    source::{Answer, Sources},
};
use crate::{
    answers::Key,
    freshness::COME_BACK,
    rank::Query,
    rankings::baseline,
    rights::{Decided, Need, Needs},
    snapshot::Snapshot,
};

/// What is known of a question.
#[derive(Debug)]
pub(super) enum State {
    /// Nothing yet.
    Unknown,
    /// The answer, the newest revision at which it is known to hold, and what it tells about.
    Holds {
        token: Token,
        body: Bytes,
        needs: Arc<Needs>,
    },
    /// It can't be answered any more.
    Ended(Problem),
}

/// Answers one question anew when it has to.
#[derive(Debug)]
pub(super) struct Question {
    asked: Asked,
    sources: Sources,
    last: Option<Made>,
    /// The past that ranks on one indicator are compared with.
    baseline: Option<Arc<Snapshot>>,
    /// What the newest answer tells about.
    needs: Option<Arc<Needs>>,
}

/// What the newest answer was made from.
#[derive(Debug)]
struct Made {
    catalog: Decided,
    /// The indicators with their newest revisions.
    from: Vec<(IndicatorCode, Revision)>,
}

impl Made {
    /// Whether a state would give the same answer.
    fn holds(&self, snapshot: &Snapshot) -> bool {
        self.catalog == Decided::of(snapshot)
            && self
                .from
                .iter()
                .all(|(code, changed)| *changed == snapshot.columns.changed(code))
    }
}

impl Question {
    pub(super) fn new(asked: Asked, sources: Sources) -> Self {
        Self {
            asked,
            sources,
            last: None,
            baseline: None,
            needs: None,
        }
    }

    /// Keeps the answer up to date as long as somebody watches and it can be given; `key` is what it is known under.
    pub(super) async fn run(
        mut self,
        key: Bytes,
        questions: Arc<Questions>,
        state: Arc<watch::Sender<State>>,
    ) {
        let ended = loop {
            tokio::select! {
                problem = self.follow(&questions, &state) => break Some(problem),
                () = state.closed() => {
                    let mut asked = questions.lock();
                    // Under the lock nobody joins any more.
                    if state.is_closed() {
                        asked.remove(&key);
                        break None;
                    }
                }
            }
        };
        if let Some(problem) = ended {
            questions.lock().remove(&key);
            state.send_replace(State::Ended(problem));
        }
    }

    /// Looks at every state; gives why the question can't be answered any more.
    async fn follow(&mut self, questions: &Questions, state: &watch::Sender<State>) -> Problem {
        let mut published = self.sources.rankings.states.follow();
        loop {
            let newest = published.borrow_and_update().clone();
            if let Some(snapshot) = newest {
                let told = if self.last.as_ref().is_some_and(|made| made.holds(&snapshot)) {
                    still_holds(state, snapshot.token);
                    Ok(())
                } else {
                    let Ok(_turn) = questions.computing.acquire().await else {
                        return stopping();
                    };
                    // The turn may have come late: what counts is the newest state by now.
                    let newest = published.borrow_and_update().clone().unwrap_or(snapshot);
                    self.compute(&newest, state).await
                };
                match told {
                    Ok(()) => {}
                    Err(problem) if problem.is_retryable() => {
                        tracing::debug!(
                            reason = problem.reason,
                            "a watched ranking can't be made just now"
                        );
                        tokio::time::sleep(problem.retry_after.unwrap_or(COME_BACK)).await;
                        continue;
                    }
                    Err(problem) => return problem,
                }
            }
            if published.changed().await.is_err() {
                return stopping();
            }
        }
    }

    async fn compute(
        &mut self,
        snapshot: &Arc<Snapshot>,
        state: &watch::Sender<State>,
    ) -> Result<(), Problem> {
        let answer = match self.asked.clone() {
            Asked::Rank(request) => self.rank(request, snapshot).await?,
            Asked::Evaluation(request) => self.evaluate(request, snapshot).await?,
        };
        let needs = self.needs(snapshot, answer.needs);
        // Also for an answer like the one before: a watcher may have been told another one in between, and may not be told
        // this one any more.
        state.send_replace(State::Holds {
            token: answer.token,
            body: answer.body,
            needs,
        });
        Ok(())
    }

    /// What an answer tells about changes with the catalogue only.
    fn needs(&mut self, snapshot: &Snapshot, parts: Vec<Need>) -> Arc<Needs> {
        let known = self.needs.take();
        let known = known.filter(|known| known.by() == Decided::of(snapshot));
        let needs = known.unwrap_or_else(|| Arc::new(Needs::new(snapshot, parts)));
        Arc::clone(self.needs.insert(needs))
    }

    async fn rank(&mut self, request: RankRequest, snapshot: &Arc<Snapshot>) -> Result<Answer, Problem> {
        let rankings = &self.sources.rankings;
        let key = Key::of_rank(&request);
        let query = Query::read(request, &snapshot.catalog)?;
        let catalog = Decided::of(snapshot);
        // The past stays; what is read of it depends on the formulas of the catalogue.
        if self.last.as_ref().is_none_or(|made| made.catalog != catalog) {
            self.baseline = baseline(&rankings.states, &query, snapshot).await?;
        }
        let from = query.made_from(snapshot);
        let needs = vec![query.need(snapshot)];
        let baseline = self.baseline.clone();
        let answer = rankings.make(key, query, snapshot, baseline).await?;
        self.last = Some(Made { catalog, from });
        Ok(Answer {
            body: answer.body,
            token: snapshot.token,
            needs,
        })
    }

    async fn evaluate(
        &mut self,
        request: EvaluateFrameworkRequest,
        snapshot: &Arc<Snapshot>,
    ) -> Result<Answer, Problem> {
        let answer = self.sources.indices.next_of(request, snapshot).await?;
        self.last = Some(Made {
            catalog: Decided::of(snapshot),
            from: answer.made_from,
        });
        Ok(Answer {
            body: answer.body,
            token: answer.token,
            needs: answer.needs,
        })
    }
}

/// Notes a newer revision of the same answer; that wakes nobody.
fn still_holds(state: &watch::Sender<State>, newest: Token) {
    state.send_if_modified(|state| {
        if let State::Holds { token, .. } = state {
            *token = newest;
        }
        false
    });
}
