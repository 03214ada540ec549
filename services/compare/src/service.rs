//! The calls of the service, with answers as they go out: messages, or bytes that are encoded already.

use std::sync::Arc;

use bytes::Bytes;
use tokio::task::spawn_blocking;
use zhibiao_proto::{
    compare::v1::{
        AnalyzeSensitivityRequest, AnalyzeStabilityRequest, AnalyzeStabilityResponse,
        AnalyzeUncertaintyRequest, ApplyFrameworkRequest, ApplyFrameworkResponse, AuditFrameworkRequest,
        AuditFrameworkResponse, CompareRequest, CompareResponse, EvaluateFrameworkRequest,
        EvaluateFrameworkResponse, ExplainGapRequest, GetFrameworkRequest, GetFrameworkResponse,
        ListFrameworksRequest, ListFrameworksResponse, RankRequest, RankResponse, ReplayRankingRequest,
        SolveTargetRequest, WatchRankingRequest,
    },
    convert::consistency::ReadAt,
};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{CONNECTION_FAILED, Code, Problem},
    outlet::Sent,
};

use crate::{
    answers::Encoded,
    compare, frameworks,
    freshness::COME_BACK,
    index::{Indices, replay},
    long::Workbench,
    rankings::Rankings,
    rights, sources,
    watch::{Told, Watches},
};

/// The calls.
#[derive(Debug)]
pub(crate) struct Comparisons {
    pub(crate) rankings: Arc<Rankings>,
    pub(crate) watches: Watches,
    pub(crate) indices: Arc<Indices>,
    pub(crate) bench: Workbench,
}

impl Comparisons {
    pub(crate) async fn compare(
        &self,
        permit: &Permit,
        request: CompareRequest,
        deadline: Deadline,
    ) -> Result<CompareResponse, Problem> {
        self.comparison(permit, request, deadline).await.map_err(of_store)
    }

    pub(crate) async fn rank(
        &self,
        permit: &Permit,
        request: RankRequest,
        deadline: Deadline,
    ) -> Result<Encoded<RankResponse>, Problem> {
        self.rankings
            .answer(permit, request, deadline)
            .await
            .map_err(of_store)
    }

    pub(crate) async fn watch_ranking(
        &self,
        permit: &Permit,
        request: WatchRankingRequest,
        deadline: Deadline,
    ) -> Result<Sent<Told>, Problem> {
        self.watches
            .start(permit, request, deadline)
            .await
            .map_err(of_store)
    }

    pub(crate) async fn apply_framework(
        &self,
        permit: &Permit,
        request: ApplyFrameworkRequest,
        deadline: Deadline,
    ) -> Result<ApplyFrameworkResponse, Problem> {
        let states = &self.indices.states;
        frameworks::apply(states, permit, request, deadline)
            .await
            .map_err(of_store)
    }

    pub(crate) async fn get_framework(
        &self,
        permit: &Permit,
        request: GetFrameworkRequest,
        deadline: Deadline,
    ) -> Result<GetFrameworkResponse, Problem> {
        let answer = frameworks::get(&self.indices.states, permit, request, deadline).await;
        answer.map_err(of_store)
    }

    pub(crate) async fn list_frameworks(
        &self,
        permit: &Permit,
        request: ListFrameworksRequest,
        deadline: Deadline,
    ) -> Result<ListFrameworksResponse, Problem> {
        let answer = frameworks::list(&self.indices.states, permit, request, deadline).await;
        answer.map_err(of_store)
    }

    pub(crate) async fn evaluate_framework(
        &self,
        permit: &Permit,
        request: EvaluateFrameworkRequest,
        deadline: Deadline,
    ) -> Result<Encoded<EvaluateFrameworkResponse>, Problem> {
        let ask = self.indices.ask(permit, deadline);
        self.indices.evaluate(&ask, request).await.map_err(of_store)
    }

    pub(crate) async fn analyze_uncertainty(
        &self,
        permit: &Permit,
        request: AnalyzeUncertaintyRequest,
        deadline: Deadline,
    ) -> Result<Sent<Bytes>, Problem> {
        let ask = self.indices.ask(permit, deadline);
        let started = self.indices.analyze_uncertainty(&ask, &self.bench, request).await;
        started.map_err(of_store)
    }

    pub(crate) async fn analyze_sensitivity(
        &self,
        permit: &Permit,
        request: AnalyzeSensitivityRequest,
        deadline: Deadline,
    ) -> Result<Sent<Bytes>, Problem> {
        let ask = self.indices.ask(permit, deadline);
        let started = self.indices.analyze_sensitivity(&ask, &self.bench, request).await;
        started.map_err(of_store)
    }

    pub(crate) async fn analyze_stability(
        &self,
        permit: &Permit,
        request: AnalyzeStabilityRequest,
        deadline: Deadline,
    ) -> Result<AnalyzeStabilityResponse, Problem> {
        let ask = self.indices.ask(permit, deadline);
        let answer = self.indices.analyze_stability(&ask, request).await;
        answer.map_err(of_store)
    }

    pub(crate) async fn audit_framework(
        &self,
        permit: &Permit,
        request: AuditFrameworkRequest,
        deadline: Deadline,
    ) -> Result<AuditFrameworkResponse, Problem> {
        let ask = self.indices.ask(permit, deadline);
        self.indices.audit(&ask, request).await.map_err(of_store)
    }

    pub(crate) async fn explain_gap(
        &self,
        permit: &Permit,
        request: ExplainGapRequest,
        deadline: Deadline,
    ) -> Result<Sent<Bytes>, Problem> {
        let ask = self.indices.ask(permit, deadline);
        let started = self.indices.explain_gap(&ask, &self.bench, request).await;
        started.map_err(of_store)
    }

    pub(crate) async fn solve_target(
        &self,
        permit: &Permit,
        request: SolveTargetRequest,
        deadline: Deadline,
    ) -> Result<Sent<Bytes>, Problem> {
        let ask = self.indices.ask(permit, deadline);
        let started = self.indices.solve_target(&ask, &self.bench, request).await;
        started.map_err(of_store)
    }

    pub(crate) async fn replay_ranking(
        &self,
        permit: &Permit,
        request: ReplayRankingRequest,
        deadline: Deadline,
    ) -> Result<Sent<Bytes>, Problem> {
        let asked = replay::Asked::read(request, &self.indices.states)?;
        let ask = self.indices.ask(permit, deadline);
        let replayed = self.indices.replay(&ask, &self.bench, asked).await;
        replayed.map_err(of_store)
    }

    async fn comparison(
        &self,
        permit: &Permit,
        request: CompareRequest,
        deadline: Deadline,
    ) -> Result<CompareResponse, Problem> {
        let states = self.rankings.states.for_call(deadline, permit);
        let at = ReadAt::read(request.consistency.clone(), request.as_of);
        let snapshot = states.at(at.unwrap_or_default()).await?;
        let query = compare::Query::read(request, &snapshot.catalog)?;
        if permit.is_bounded() {
            let newest = self.rankings.states.newest()?;
            let indicators = query.indicators().map(AsRef::as_ref);
            rights::may_read(
                permit,
                &newest.catalog.catalog,
                indicators,
                &query.everybody(&newest),
            )?;
        }
        let snapshot = match query.past() {
            Some(at) => Arc::new(states.past(&snapshot, query.indicators(), at).await?),
            None => snapshot,
        };
        let unsourced = spawn_blocking(move || query.answer(&snapshot))
            .await
            .map_err(Problem::internal)?;
        sources::complete(states.store(), unsourced).await
    }
}

/// Callers reach this service; what can't be reached is the store behind it.
fn of_store(problem: Problem) -> Problem {
    if problem.reason != CONNECTION_FAILED {
        return problem;
    }
    let message = "the store can't be reached just now; answers that may be older are given all the same";
    Problem::new(Code::Unavailable, "STORE_UNREACHABLE", message).retry_after(COME_BACK)
}
