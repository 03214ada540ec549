//! The calls about indices that last, and those about what one is like.

use bytes::Bytes;
use zhibiao_proto::compare::v1::{
    AnalyzeSensitivityRequest, AnalyzeStabilityRequest, AnalyzeStabilityResponse, AnalyzeUncertaintyRequest,
    AuditFrameworkRequest, AuditFrameworkResponse, ExplainGapRequest, ReplayRankingResponse, Simulation,
    SolveTargetRequest, replay::Result as Outcome, simulation::Analysis,
};
use zhibiao_runtime::{error::Problem, outlet::Sent};

use super::{
    audit,
    evaluation::{Ask, Indices, answer_of},
    gap, replay, sensitivity, stability, target, uncertainty,
};
use crate::long::{Answer, Gauge, Workbench};

/// Messages of a computation that lasts, encoded; or what was wrong before it began.
type Started = Result<Sent<Bytes>, Problem>;

/// What a call that lasts is asked, laid out.
pub(super) trait Lasting: Sized + Send + 'static {
    /// What says so.
    type Request: Send;

    /// Its messages.
    type Response: Answer;

    /// Reads a request and lays out what it is about.
    ///
    /// # Errors
    /// Everything that is wrong with the request; what [`Indices::make`] says.
    fn read(
        indices: &Indices,
        ask: &Ask<'_>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Computes the outcome on so many threads.
    ///
    /// # Errors
    /// What the engine says.
    fn answer(self, threads: usize, gauge: &Gauge) -> Result<<Self::Response as Answer>::Outcome, Problem>;
}

impl Indices {
    async fn begin<A: Lasting>(&self, ask: &Ask<'_>, bench: &Workbench, request: A::Request) -> Started {
        let (seat, threads) = (bench.seat(ask.deadline).await?, bench.threads());
        let asked = A::read(self, ask, request).await?;
        let answer = move |gauge: &Gauge| asked.answer(threads, gauge);
        Ok(bench.start::<A::Response>(seat, ask.deadline, answer))
    }

    pub(crate) async fn analyze_uncertainty(
        &self,
        ask: &Ask<'_>,
        bench: &Workbench,
        request: AnalyzeUncertaintyRequest,
    ) -> Started {
        self.begin::<uncertainty::Asked>(ask, bench, request).await
    }

    pub(crate) async fn analyze_sensitivity(
        &self,
        ask: &Ask<'_>,
        bench: &Workbench,
        request: AnalyzeSensitivityRequest,
    ) -> Started {
        self.begin::<sensitivity::Asked>(ask, bench, request).await
    }

    pub(crate) async fn analyze_stability(
        &self,
        ask: &Ask<'_>,
        request: AnalyzeStabilityRequest,
    ) -> Result<AnalyzeStabilityResponse, Problem> {
        stability::stability(self, ask, request).await
    }

    pub(crate) async fn audit(
        &self,
        ask: &Ask<'_>,
        request: AuditFrameworkRequest,
    ) -> Result<AuditFrameworkResponse, Problem> {
        audit::audit(self, ask, request).await
    }

    pub(crate) async fn explain_gap(
        &self,
        ask: &Ask<'_>,
        bench: &Workbench,
        request: ExplainGapRequest,
    ) -> Started {
        self.begin::<gap::Asked>(ask, bench, request).await
    }

    pub(crate) async fn solve_target(
        &self,
        ask: &Ask<'_>,
        bench: &Workbench,
        request: SolveTargetRequest,
    ) -> Started {
        self.begin::<target::Asked>(ask, bench, request).await
    }

    /// Computes a result anew from its manifest and compares. What is wrong with the query is wrong with the manifest that
    /// it was read from.
    pub(crate) async fn replay(&self, ask: &Ask<'_>, bench: &Workbench, result: replay::Asked) -> Started {
        let started = self.replayed(ask, bench, result).await;
        started.map_err(|mut problem| {
            for violation in &mut problem.violations {
                if let Some(field) = violation.field.strip_prefix("query.") {
                    violation.field = format!("manifest.{field}");
                }
            }
            problem
        })
    }

    async fn replayed(&self, ask: &Ask<'_>, bench: &Workbench, result: replay::Asked) -> Started {
        let (seat, threads) = (bench.seat(ask.deadline).await?, bench.threads());
        let Simulation {
            analysis,
            assumptions,
        } = result.manifest.simulation.clone().unwrap_or_default();
        let query = Some(result.query());
        Ok(match analysis {
            None => {
                let (asked, made, before) = self.prepare(ask, result.question()).await?;
                bench.start::<ReplayRankingResponse>(seat, ask.deadline, move |gauge| {
                    let answer = answer_of(&asked, &made, before.as_ref(), gauge)?;
                    Ok(result.compare(Outcome::Evaluation(answer)))
                })
            }
            Some(Analysis::Uncertainty(parameters)) => {
                let request = AnalyzeUncertaintyRequest {
                    query,
                    parameters: Some(parameters),
                    assumptions,
                };
                let asked = uncertainty::Asked::read(self, ask, request).await?;
                bench.start::<ReplayRankingResponse>(seat, ask.deadline, move |gauge| {
                    Ok(result.compare(Outcome::Uncertainty(asked.answer(threads, gauge)?)))
                })
            }
            Some(Analysis::Sensitivity(parameters)) => {
                let request = AnalyzeSensitivityRequest {
                    query,
                    parameters: Some(parameters),
                    assumptions,
                };
                let asked = sensitivity::Asked::read(self, ask, request).await?;
                bench.start::<ReplayRankingResponse>(seat, ask.deadline, move |gauge| {
                    Ok(result.compare(Outcome::Sensitivity(asked.answer(threads, gauge)?)))
                })
            }
        })
    }
}
