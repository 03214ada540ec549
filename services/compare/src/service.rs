//! The calls of the service, with answers as they go out: messages, or bytes that are encoded already.

use std::sync::Arc;

use tokio::task::spawn_blocking;
use zhibiao_proto::{
    compare::v1::{CompareRequest, CompareResponse, RankRequest, WatchRankingRequest},
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
    compare,
    freshness::COME_BACK,
    rankings::Rankings,
    rights, sources,
    watch::{Told, Watches},
};

/// The calls.
#[derive(Debug)]
pub(crate) struct Comparisons {
    pub(crate) rankings: Arc<Rankings>,
    pub(crate) watches: Watches,
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
    ) -> Result<Encoded, Problem> {
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
