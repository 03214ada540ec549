//! What is asked beside an evaluation: how sure it is, what moves it, how far its weights may move.

use zhibiao_proto::compare::v1::{
    AnalyzeStabilityResponse, EvaluateFrameworkResponse, EvaluationWarning, Manifest, Sensitivity,
    Uncertainty, UnscoredSubject,
};

use super::{sensitivity, stability, uncertainty};
use crate::{failure::Failure, names::Resolver, output::Answer};

/// An analysis of an evaluation.
#[derive(Debug)]
pub(crate) enum Analysis {
    Uncertainty(Box<Uncertainty>),
    Sensitivity(Box<Sensitivity>),
    Stability(Box<AnalyzeStabilityResponse>),
}

impl Analysis {
    /// The analysis with so many rows for people, of the framework of that name. The evaluation, where there is one, says
    /// which figures are imputed, carried or missing.
    ///
    /// # Errors
    /// When the answer can't be written, which would be a fault of this program.
    pub(crate) fn answer(
        &self,
        framework: &str,
        evaluation: Option<&EvaluateFrameworkResponse>,
        limit: usize,
        resolver: &Resolver,
    ) -> Result<Answer, Failure> {
        let language = resolver.language();
        let unknown = EvaluateFrameworkResponse::default();
        let evaluation = evaluation.unwrap_or(&unknown);
        match self {
            Self::Uncertainty(found) => uncertainty::answer(found, evaluation, limit, language),
            Self::Sensitivity(found) => sensitivity::answer(found, evaluation, limit, language),
            Self::Stability(found) => stability::answer(found, framework, resolver, language),
        }
    }

    /// What the workbook calls it in its manifest, and what it was made from; stability has no draws to replay.
    pub(super) fn manifest(&self) -> (&'static str, Option<&Manifest>) {
        match self {
            Self::Uncertainty(found) => ("uncertainty", found.manifest.as_ref()),
            Self::Sensitivity(found) => ("sensitivity", found.manifest.as_ref()),
            Self::Stability(_) => ("stability", None),
        }
    }

    pub(super) fn warnings(&self) -> &[EvaluationWarning] {
        match self {
            Self::Uncertainty(found) => &found.warnings,
            Self::Sensitivity(found) => &found.warnings,
            Self::Stability(_) => &[],
        }
    }

    pub(super) fn unscored(&self) -> &[UnscoredSubject] {
        match self {
            Self::Uncertainty(found) => &found.unscored,
            Self::Sensitivity(_) | Self::Stability(_) => &[],
        }
    }
}
