//! What the ranks of an index are compared with: the same index at another period or moment, or why there is none.

use std::{collections::BTreeMap, sync::Arc};

use zhibiao_model::{period::Period, revision::Revision};
use zhibiao_proto::compare::v1::{BaselineFailure, BaselineManifest};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_scoring::{Evaluation, Progress};

use super::{
    asked::Asked,
    engine,
    evaluation::{Ask, Indices, Made, evaluated},
    manifest,
};
use crate::{baseline::Baseline, freshness::Moment, rights::Need};

/// A baseline that was asked for.
#[derive(Debug)]
pub(super) enum Before {
    /// To be computed.
    Laid(Box<Laid>),
    /// Computed before, of a past that does not change.
    Past(Arc<Past>),
}

/// What a baseline is computed from.
#[derive(Debug)]
pub(super) struct Laid {
    period: Period,
    /// Its moment, when that is not the index's own.
    revision: Option<Revision>,
    /// Whether it is the same whenever it is computed: of a moment before the index's own.
    is_past: bool,
    /// What it is made from, or why it ranks nobody.
    made: Result<Made, Problem>,
}

/// A baseline of the past that is kept for those who follow: where everybody stood, without the figures.
#[derive(Debug)]
pub(crate) struct Past {
    period: Period,
    earlier: Earlier,
    need: Option<Need>,
}

/// A baseline that was computed.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    pub(super) manifest: BaselineManifest,
    /// Where everybody stood, or why nobody did.
    pub(super) standings: Result<Arc<Standings>, BaselineFailure>,
}

/// Rank and score in the whole index, by subject.
pub(super) type Standings = BTreeMap<String, (Option<f64>, Option<f64>)>;

impl Before {
    /// What it tells about, where it ranks somebody.
    pub(super) fn need(&self) -> Option<Need> {
        match self {
            Self::Laid(laid) => laid.need(),
            Self::Past(past) => past.need.clone(),
        }
    }

    /// Computes it, as long as somebody waits for it.
    ///
    /// # Errors
    /// CANCELLED, and what else says nothing about the baseline itself.
    pub(super) fn evaluate(&self, progress: &dyn Progress) -> Result<Earlier, Problem> {
        match self {
            Self::Laid(laid) => laid.evaluate(progress),
            Self::Past(past) => Ok(past.earlier.clone()),
        }
    }

    /// The baseline as it is kept once it was computed; none of one that may be another the next time.
    pub(super) fn keep(&self, earlier: Earlier) -> Option<Arc<Past>> {
        match self {
            Self::Laid(laid) if laid.is_past => Some(Arc::new(Past {
                period: laid.period,
                need: laid.need(),
                earlier,
            })),
            Self::Laid(_) => None,
            Self::Past(past) => Some(Arc::clone(past)),
        }
    }
}

impl Laid {
    fn made(&self) -> Option<&Made> {
        self.made.as_ref().ok()
    }

    fn need(&self) -> Option<Need> {
        self.made().map(Made::need)
    }

    fn evaluate(&self, progress: &dyn Progress) -> Result<Earlier, Problem> {
        let made = self.made.as_ref().map_err(Clone::clone);
        let evaluation = made.and_then(|made| Ok(evaluated(made, progress)?.1));
        let evaluation = match evaluation {
            Ok(evaluation) => Ok(evaluation),
            Err(problem) => Err(failure(problem)?),
        };
        let bytes = |digest: Option<zhibiao_scoring::Digest>| digest.map(manifest::bytes).unwrap_or_default();
        Ok(Earlier {
            manifest: BaselineManifest {
                period: self.period.to_string(),
                revision: self.revision.map(Revision::get),
                framework_digest: bytes(self.made().map(|made| made.query.framework.digest())),
                table_digest: bytes(self.made().map(|made| made.basis.digest.whole)),
                result_digest: bytes(evaluation.as_ref().ok().map(Evaluation::digest)),
            },
            standings: evaluation.map(|evaluation| Arc::new(standings(&evaluation))),
        })
    }
}

fn standings(evaluation: &Evaluation) -> Standings {
    let root = evaluation.root();
    let units = evaluation.units().iter().enumerate();
    units
        .map(|(at, unit)| {
            (
                unit.clone(),
                (evaluation.rank(at, root), evaluation.score(at, root)),
            )
        })
        .collect()
}

/// Why a baseline ranks nobody, as callers are told; a framework that was not there yet, or figures that it can't be
/// computed with, do not hinder the result itself.
fn failure(problem: Problem) -> Result<BaselineFailure, Problem> {
    let own = [
        engine::INAPPLICABLE,
        engine::LIMIT_EXCEEDED,
        engine::UNSOUND,
        engine::UNUSABLE,
    ];
    if problem.code != Code::NotFound && !own.contains(&problem.reason.as_str()) {
        return Err(problem);
    }
    let Problem { reason, message, .. } = problem;
    Ok(BaselineFailure { reason, message })
}

impl Indices {
    /// Lays out what the baseline is made from; none when none is asked for. One of the past that is kept already is taken
    /// as it is.
    ///
    /// # Errors
    /// PERMISSION_DENIED; what [`crate::freshness::States`] says of its moment.
    pub(super) async fn before(
        &self,
        ask: &Ask<'_>,
        asked: &Asked,
        made: &Made,
        moment: &Moment,
        kept: Option<&Arc<Past>>,
    ) -> Result<Option<Before>, Problem> {
        let Some(against) = asked.against else {
            return Ok(None);
        };
        if let Some(past) = kept.filter(|past| past.period == made.basis.period) {
            return Ok(Some(Before::Past(Arc::clone(past))));
        }
        let (period, revision, before) = match against {
            Baseline::Period(period) => {
                let query = asked.query.at(period).into();
                (period, None, self.make(ask, query, moment).await)
            }
            Baseline::Moment(at) => {
                let period = made.basis.period;
                let then = ask.states.moment(at).await?;
                let before = self.made_at(ask, made, period, &then).await;
                (period, Some(then.token.revision), before)
            }
        };
        let before = match before {
            Ok(before) => Ok(before),
            Err(problem) => {
                failure(problem.clone())?;
                Err(problem)
            }
        };
        Ok(Some(Before::Laid(Box::new(Laid {
            period,
            revision,
            is_past: revision.is_some_and(|revision| revision < moment.token.revision),
            made: before,
        }))))
    }
}
