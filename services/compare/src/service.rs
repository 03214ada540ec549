//! The gRPC service.

use std::{pin::Pin, sync::Arc};

use tokio::task::spawn_blocking;
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Request, Response, Status};
use zhibiao_proto::{
    compare::v1::{
        CompareRequest, CompareResponse, RankRequest, RankResponse, WatchRankingRequest,
        WatchRankingResponse, compare_service_server::CompareService,
    },
    convert::consistency::ReadAt,
};
use zhibiao_runtime::{
    deadline::Deadline,
    error::{CONNECTION_FAILED, Code, Problem},
};

use crate::{compare, freshness::COME_BACK, rankings::Rankings, sources, watch::Watches};

/// The calls.
#[derive(Debug)]
pub(crate) struct Comparisons {
    pub(crate) rankings: Arc<Rankings>,
    pub(crate) watches: Watches,
}

impl Comparisons {
    async fn comparison(
        &self,
        request: CompareRequest,
        deadline: Deadline,
    ) -> Result<CompareResponse, Problem> {
        let states = self.rankings.states.within(deadline);
        let at = ReadAt::read(request.consistency.clone(), request.as_of);
        let snapshot = states.at(at.unwrap_or_default()).await?;
        let query = compare::Query::read(request, &snapshot.catalog)?;
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
pub(crate) fn of_store(problem: Problem) -> Problem {
    if problem.reason != CONNECTION_FAILED {
        return problem;
    }
    let message = "the store can't be reached just now; answers that may be older are given all the same";
    Problem::new(Code::Unavailable, "STORE_UNREACHABLE", message).retry_after(COME_BACK)
}

#[tonic::async_trait]
impl CompareService for Comparisons {
    async fn compare(&self, request: Request<CompareRequest>) -> Result<Response<CompareResponse>, Status> {
        let deadline = Deadline::of(request.metadata());
        let answer = self.comparison(request.into_inner(), deadline).await;
        let answer = answer.map_err(of_store)?;
        Ok(Response::new(answer))
    }

    async fn rank(&self, request: Request<RankRequest>) -> Result<Response<RankResponse>, Status> {
        let deadline = Deadline::of(request.metadata());
        let answer = self.rankings.answer(request.into_inner(), deadline).await;
        let message = answer.map_err(of_store)?.message()?;
        Ok(Response::new(message))
    }

    type WatchRankingStream = Pin<Box<dyn Stream<Item = Result<WatchRankingResponse, Status>> + Send>>;

    async fn watch_ranking(
        &self,
        request: Request<WatchRankingRequest>,
    ) -> Result<Response<Self::WatchRankingStream>, Status> {
        let deadline = Deadline::of(request.metadata());
        let told = self.watches.start(request.into_inner(), deadline).await;
        let told = told.map_err(of_store)?;
        Ok(Response::new(Box::pin(told.map(|told| told?.message()))))
    }
}
