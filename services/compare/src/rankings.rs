//! Rankings made from states: kept ones where they hold, new ones off the threads that answer.

use std::sync::Arc;

use tokio::task::spawn_blocking;
use zhibiao_proto::{
    compare::v1::{RankRequest, RankResponse},
    convert::consistency::ReadAt,
};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Problem, Violation},
};

use crate::{
    answers::{Answers, Encoded, Key},
    freshness::States,
    rank::Query,
    snapshot::Snapshot,
};

/// Makes rankings.
#[derive(Debug)]
pub(crate) struct Rankings {
    pub(crate) states: States,
    pub(crate) answers: Arc<Answers>,
}

impl Rankings {
    /// Ranks in the newest state, or in the one that is asked for.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`States`] says of the state.
    pub(crate) async fn answer(
        &self,
        permit: &Permit,
        request: RankRequest,
        deadline: Deadline,
    ) -> Result<Encoded<RankResponse>, Problem> {
        let states = self.states.for_call(deadline, permit);
        let at = ReadAt::read(request.consistency.clone(), request.as_of);
        // A request that can't be read is read to the end all the same, so that everything wrong is told at once.
        let snapshot = states.at(at.clone().unwrap_or_default()).await?;
        may_rank(permit, &request, &snapshot)?;
        let key = Key::of_rank(&request);
        if at.is_ok()
            && let Some(kept) = self.answers.get(&key, &snapshot)
        {
            return Ok(Encoded::new(kept, snapshot.token));
        }
        let query = Query::read(request, &snapshot.catalog)?;
        let baseline = baseline(&states, &query, &snapshot).await?;
        let Some(at) = query.past() else {
            return self.make(key, query, &snapshot, baseline).await;
        };
        let then = states.past(&snapshot, [query.indicator()], at).await?;
        spawn_blocking(move || Encoded::of(query.answer(&then, baseline.as_deref()), &then))
            .await
            .map_err(Problem::internal)
    }

    /// Ranks in a state, and keeps the answer for others who ask the same.
    ///
    /// # Errors
    /// When the computation fails.
    pub(crate) async fn make(
        &self,
        key: Key,
        query: Query,
        snapshot: &Arc<Snapshot>,
        baseline: Option<Arc<Snapshot>>,
    ) -> Result<Encoded<RankResponse>, Problem> {
        if let Some(kept) = self.answers.get(&key, snapshot) {
            return Ok(Encoded::new(kept, snapshot.token));
        }
        // What was read from the store for one answer is not kept, so the answer can't be either.
        let keep = baseline.is_none().then(|| query.made_from(snapshot));
        let now = Arc::clone(snapshot);
        let answer = spawn_blocking(move || Encoded::of(query.answer(&now, baseline.as_deref()), &now))
            .await
            .map_err(Problem::internal)?;
        if let Some(made_from) = keep {
            self.answers.keep(key, answer.body.clone(), snapshot, made_from);
        }
        Ok(answer)
    }

    /// Refuses what can't be followed: a moment of the past does not change.
    ///
    /// # Errors
    /// With everything else that is wrong with the request.
    pub(crate) fn check_followed(&self, request: &RankRequest) -> Result<(), Problem> {
        if request.as_of.is_none() {
            return Ok(());
        }
        let snapshot = self.states.newest()?;
        let read = Query::read(request.clone(), &snapshot.catalog);
        let mut violations = read.err().map(|problem| problem.violations).unwrap_or_default();
        violations.push(Violation {
            field: "as_of".into(),
            description: "is a moment of the past, which does not change: leave it out, or call Rank".into(),
        });
        Err(Problem::invalid(violations))
    }
}

/// Checks that a caller may read everybody who is ranked, by the catalogue that the answer is made from.
fn may_rank(permit: &Permit, request: &RankRequest, snapshot: &Snapshot) -> Result<(), Problem> {
    if !permit.is_bounded() {
        return Ok(());
    }
    let query = Query::read(request.clone(), &snapshot.catalog)?;
    query.need(snapshot).check(permit, &snapshot.catalog.catalog)
}

/// The state of a baseline that is a moment.
///
/// # Errors
/// What [`States::past`] says of it.
pub(crate) async fn baseline(
    states: &States,
    query: &Query,
    snapshot: &Snapshot,
) -> Result<Option<Arc<Snapshot>>, Problem> {
    let Some(at) = query.past_baseline() else {
        return Ok(None);
    };
    match states.past(snapshot, [query.indicator()], at).await {
        Ok(past) => Ok(Some(Arc::new(past))),
        // An indicator that was not there yet had no values to compare with.
        Err(problem) if problem.reason == "INDICATOR_NOT_FOUND" => {
            Ok(Some(Arc::new(snapshot.without_values())))
        }
        Err(problem) => Err(problem),
    }
}
