//! `EvaluateFramework`: from the request to the answer.

use std::sync::Arc;

use moka::sync::Cache;
use zhibiao_model::{period::Period, revision::Token};
use zhibiao_proto::{
    compare::v1::{EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery},
    convert::consistency::ReadAt,
};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Problem, Violation},
};
use zhibiao_scoring::{Error, Evaluation, Index, Progress};

use super::{
    answer::{self, Parts},
    asked::Asked,
    basis::{Basis, Layout},
    before::{Before, Earlier, Past},
    engine,
    kept::Key,
    query::Query,
    unlaid::Unlaid,
};
use crate::{
    answers::Answers,
    freshness::{Moment, States},
    long::Gauge,
    request::Reader,
    rights::Need,
    snapshot::{CatalogAt, Snapshot},
    sources,
    turns::{Takes, Turns},
};

/// Makes indices.
#[derive(Debug)]
pub(crate) struct Indices {
    pub(crate) states: States,
    pub(super) answers: Arc<Answers>,
    kept: Cache<Key, Arc<Basis>>,
    turns: Turns,
}

/// An index that is made: what is asked, from what, at which moment.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) query: Arc<Query>,
    pub(crate) basis: Arc<Basis>,
    pub(crate) catalog: Arc<CatalogAt>,
    pub(crate) token: Token,
}

/// One call's asking: by when, and for whom.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    /// The states, asked for nothing past the deadline.
    pub(crate) states: States,
    pub(crate) deadline: Deadline,
    /// What the caller may do; none for those who watch, whose rights are looked into one by one.
    pub(crate) permit: Option<&'a Permit>,
}

impl Ask<'_> {
    /// The moment that a query asks about. One that can't be read is read to the end all the same, so that everything
    /// wrong is told at once.
    ///
    /// # Errors
    /// What [`States::moment`] says.
    pub(crate) async fn moment(&self, query: Option<&IndexQuery>) -> Result<Moment, Problem> {
        let at = query.map(|query| ReadAt::read(query.consistency.clone(), query.as_of));
        let at = at.and_then(Result::ok).unwrap_or_default();
        self.states.moment(at).await
    }

    /// What a caller may do who may not read everything.
    fn bounded(&self) -> Option<&Permit> {
        self.permit.filter(|permit| permit.is_bounded())
    }

    /// Whether there is anything that the caller may not read.
    pub(super) fn is_bounded(&self) -> bool {
        self.bounded().is_some()
    }

    /// Checks that the caller may read everybody who is in an index, at everything that it is computed from. Formulas
    /// are those of the moment, grants and owners the newest; an indicator that is no more takes a grant for everything.
    ///
    /// # Errors
    /// PERMISSION_DENIED with every place that the caller may not read.
    pub(super) async fn may_read(&self, query: &Arc<Query>, moment: &Moment) -> Result<(), Problem> {
        let Some(permit) = self.bounded().cloned() else {
            return Ok(());
        };
        let newest = self.states.newest()?;
        let (query, then) = (Arc::clone(query), Arc::clone(&moment.catalog));
        aside(move || {
            let need = query.need(&then.catalog);
            need.check(&permit, &newest.catalog.catalog)
        })
        .await
    }
}

impl Indices {
    /// Indices over states; answers are kept with others, bases in so many bytes, and so many evaluations run at once.
    pub(crate) fn new(states: States, answers: Arc<Answers>, kept_bytes: u64, at_once: usize) -> Self {
        let weigh = |_: &Key, basis: &Arc<Basis>| u32::try_from(basis.bytes()).unwrap_or(u32::MAX);
        Self {
            states,
            answers,
            kept: Cache::builder().max_capacity(kept_bytes).weigher(weigh).build(),
            turns: Turns::new(at_once),
        }
    }

    /// One call's asking.
    pub(crate) fn ask<'a>(&self, permit: &'a Permit, deadline: Deadline) -> Ask<'a> {
        Ask {
            states: self.states.for_call(deadline, permit),
            deadline,
            permit: Some(permit),
        }
    }

    /// Lays out what an evaluation and its baseline are made from.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`States`] and the engine say.
    pub(super) async fn prepare(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
    ) -> Result<(Asked, Made, Option<Before>), Problem> {
        let moment = ask.moment(request.query.as_ref()).await?;
        self.prepare_at(ask, request, &moment, None).await
    }

    /// The same at a moment, with the baseline's past where it is kept.
    ///
    /// # Errors
    /// Those of [`Self::prepare`].
    pub(super) async fn prepare_at(
        &self,
        ask: &Ask<'_>,
        request: EvaluateFrameworkRequest,
        moment: &Moment,
        past: Option<&Arc<Past>>,
    ) -> Result<(Asked, Made, Option<Before>), Problem> {
        let known = Arc::clone(&moment.catalog);
        let asked = aside(move || Asked::read(request, &known)).await?;
        let made = self.make(ask, Arc::clone(&asked.query), moment).await?;
        let before = self.before(ask, &asked, &made, moment, past).await?;
        Ok((asked, made, before))
    }

    /// Computes off the threads that serve, in turn, as long as the caller waits.
    ///
    /// # Errors
    /// Those of [`Turns::compute`].
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        takes: Takes,
        deadline: Deadline,
        computation: impl FnOnce(&Gauge) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.turns.compute(takes, deadline, computation).await
    }

    /// Lays out what an index is made from, once all of a request was read.
    ///
    /// # Errors
    /// What [`Self::make`] says.
    pub(super) async fn made(
        &self,
        ask: &Ask<'_>,
        query: Option<Query>,
        moment: &Moment,
    ) -> Result<Made, Problem> {
        let query = query.ok_or_else(|| Problem::internal("an index without framework passed"))?;
        self.make(ask, Arc::new(query), moment).await
    }

    /// Lays out what an index is made from, at a moment.
    ///
    /// # Errors
    /// PERMISSION_DENIED; what [`States`], the layout and the engine say.
    pub(crate) async fn make(
        &self,
        ask: &Ask<'_>,
        query: Arc<Query>,
        moment: &Moment,
    ) -> Result<Made, Problem> {
        self.lay(ask, query, moment).await.map_err(Problem::from)
    }

    /// The same, for who has something to say where nobody has a figure.
    ///
    /// # Errors
    /// Those of [`Self::make`].
    pub(super) async fn lay(
        &self,
        ask: &Ask<'_>,
        query: Arc<Query>,
        moment: &Moment,
    ) -> Result<Made, Unlaid> {
        ask.may_read(&query, moment).await?;
        let snapshot = ask.states.figures(moment, &query.reads).await?;
        let basis = self.basis(ask, Arc::clone(&query), snapshot).await?;
        Ok(Made {
            query,
            basis,
            catalog: Arc::clone(&moment.catalog),
            token: moment.token,
        })
    }

    async fn basis(
        &self,
        ask: &Ask<'_>,
        query: Arc<Query>,
        snapshot: Arc<Snapshot>,
    ) -> Result<Arc<Basis>, Unlaid> {
        let key = Key::of(&query, &snapshot);
        let kept = key.as_ref().and_then(|key| self.kept.get(key));
        if let Some(kept) = kept.filter(|kept| kept.holds(&snapshot)) {
            return Ok(kept);
        }
        let revision = snapshot.revision();
        let laid = self.compute(Takes::Short, ask.deadline, move |_| {
            Ok(Layout::new(&query, &snapshot).map(|layout| {
                let requests = sources::requests_of(&layout, revision);
                (layout, requests)
            }))
        });
        let (mut layout, requests) = laid.await??;
        let origins = sources::read(ask.states.store(), requests).await?;
        let finished = self.compute(Takes::Short, ask.deadline, move |_| {
            sources::mark_extracted(&mut layout, origins)?;
            layout.finish()
        });
        let basis = Arc::new(finished.await?);
        if let Some(key) = key {
            self.kept.insert(key, Arc::clone(&basis));
        }
        Ok(basis)
    }

    /// The same index at another moment.
    ///
    /// # Errors
    /// NOT_FOUND when there was no such framework then, and what [`Self::make`] says.
    pub(super) async fn made_at(
        &self,
        ask: &Ask<'_>,
        made: &Made,
        period: Period,
        moment: &Moment,
    ) -> Result<Made, Problem> {
        let query = asked_then(made.query.asked_at(period), moment, "against").await?;
        self.make(ask, Arc::new(query), moment).await
    }
}

/// Works aside from the threads that serve, without a turn: for what is done before it is known what to compute.
///
/// # Errors
/// What the work says.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Problem::internal)?
}

/// Reads a request against the catalogue of a moment, aside: frameworks are checked whole.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) async fn read<T: Send + 'static>(
    moment: &Moment,
    reading: impl FnOnce(&mut Reader<'_>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let known = Arc::clone(&moment.catalog);
    aside(move || {
        let mut reader = Reader::new(&known);
        let read = reading(&mut reader);
        reader.faults.finish()?;
        Ok(read)
    })
    .await
}

/// Reads a query anew at a moment of the past that a field of the request names; what is wrong with it then is wrong
/// with that field.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) async fn asked_then(query: IndexQuery, moment: &Moment, field: &str) -> Result<Query, Problem> {
    let reading = |reader: &mut Reader<'_>| {
        reader.past = true;
        Query::read(reader, Some(query))
    };
    let query = read(moment, reading).await.map_err(|problem| {
        let violations = problem.violations.into_iter().map(|violation| Violation {
            field: field.to_owned(),
            ..violation
        });
        let violations: Vec<Violation> = violations.collect();
        Problem {
            message: Problem::invalid(violations.clone()).message,
            violations,
            ..problem
        }
    })?;
    query.ok_or_else(|| Problem::internal("an index without framework passed"))
}

/// Computes an answer, as long as somebody waits for it.
///
/// # Errors
/// CANCELLED; what the engine says.
pub(super) fn answer_of(
    asked: &Asked,
    made: &Made,
    before: Option<&Before>,
    progress: &dyn Progress,
) -> Result<EvaluateFrameworkResponse, Problem> {
    let before = before.map(|before| before.evaluate(progress)).transpose()?;
    answer_against(asked, made, before.as_ref(), progress)
}

/// Computes an answer over a baseline that was computed.
///
/// # Errors
/// CANCELLED; what the engine says.
pub(super) fn answer_against(
    asked: &Asked,
    made: &Made,
    before: Option<&Earlier>,
    progress: &dyn Progress,
) -> Result<EvaluateFrameworkResponse, Problem> {
    let (index, evaluation) = evaluated(made, progress)?;
    answer::of(Parts {
        asked,
        made,
        index: &index,
        evaluation: &evaluation,
        before,
    })
}

/// The index and its evaluation, as long as somebody waits for it.
///
/// # Errors
/// CANCELLED; what the engine says.
pub(crate) fn evaluated<'a>(
    made: &'a Made,
    progress: &dyn Progress,
) -> Result<(Index<'a>, Evaluation), Problem> {
    computed(made, progress).map_err(|error| engine::problem_at(error, made))
}

/// The same, with the engine's own error. How far it is, is not told: it is a part of something longer, or too short.
///
/// # Errors
/// Those of [`Index::new`] and [`Index::evaluate_until`].
pub(super) fn computed<'a>(
    made: &'a Made,
    progress: &dyn Progress,
) -> Result<(Index<'a>, Evaluation), Error> {
    let index = Index::new(&made.query.framework, &made.basis.table)?;
    let silent = |_: u64, _: u64| progress.keep_going(0, 0);
    let evaluation = index.evaluate_until(&silent)?;
    Ok((index, evaluation))
}

impl Made {
    /// What it tells about.
    pub(super) fn need(&self) -> Need {
        self.query.need(&self.catalog.catalog)
    }
}
