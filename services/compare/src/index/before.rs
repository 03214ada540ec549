//! What the ranks of an index are compared with: the same index at another period or moment, or why there is none.

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
use crate::{baseline::Baseline, freshness::Moment};

/// A baseline that was asked for.
#[derive(Debug)]
pub(super) struct Before {
    period: Period,
    /// Its moment, when that is not the index's own.
    revision: Option<Revision>,
    /// What it is made from, or why it ranks nobody.
    made: Result<Made, Problem>,
}

/// A baseline that was computed.
#[derive(Debug)]
pub(super) struct Earlier {
    pub(super) manifest: BaselineManifest,
    /// Where everybody stood, or why nobody did.
    pub(super) evaluation: Result<Evaluation, BaselineFailure>,
}

impl Before {
    /// What it is made from, where it ranks somebody.
    pub(super) fn made(&self) -> Option<&Made> {
        self.made.as_ref().ok()
    }

    /// Computes it, as long as somebody waits for it.
    ///
    /// # Errors
    /// CANCELLED, and what else says nothing about the baseline itself.
    pub(super) fn evaluate(&self, progress: &dyn Progress) -> Result<Earlier, Problem> {
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
            evaluation,
        })
    }
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
    /// Lays out what the baseline is made from; none when none is asked for.
    ///
    /// # Errors
    /// PERMISSION_DENIED; what [`crate::freshness::States`] says of its moment.
    pub(super) async fn before(
        &self,
        ask: &Ask<'_>,
        asked: &Asked,
        made: &Made,
        moment: &Moment,
    ) -> Result<Option<Before>, Problem> {
        let Some(against) = asked.against else {
            return Ok(None);
        };
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
        Ok(Some(Before {
            period,
            revision,
            made: before,
        }))
    }
}
