//! The service's calls as gRPC serves them.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::{BufMut as _, Bytes};
use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint},
};
use tonic::{
    Status,
    body::Body,
    codec::EncodeBuf,
    codegen::{BoxFuture, Service, http},
    server::NamedService,
};
use zhibiao_proto::{
    compare::v1::{
        WatchRankingResponse, compare_service_server::SERVICE_NAME, watch_ranking_response::Event,
    },
    observation::v1::Checkpoint,
};
use zhibiao_runtime::calls::{Calls, Plain, Written, of_service, unknown, write_message};

use crate::{
    answers::{self, Encoded},
    index,
    service::Comparisons,
    watch::Told,
};

/// Numbers of `WatchRankingResponse.ranking` and `evaluation`.
const RANKING: u32 = 1;
const EVALUATION: u32 = 3;

/// The server.
#[derive(Debug, Clone)]
pub(crate) struct CompareServer(Calls<Comparisons>);

impl CompareServer {
    /// Serves requests of at most so many bytes.
    pub(crate) fn new(comparisons: Comparisons, max_request: usize) -> Self {
        // What an answer may hold is bounded before it is made.
        Self(Calls::new(Arc::new(comparisons), max_request, usize::MAX))
    }
}

impl NamedService for CompareServer {
    const NAME: &'static str = SERVICE_NAME;
}

impl Service<http::Request<Body>> for CompareServer {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        match of_service(request.uri().path(), SERVICE_NAME) {
            Some("Compare") => self.0.unary(request, |to, by, asked| async move {
                to.compare(&by.permit, asked, by.deadline).await.map(Plain)
            }),
            Some("Rank") => self.0.unary(request, |to, by, asked| async move {
                to.rank(&by.permit, asked, by.deadline).await
            }),
            Some("WatchRanking") => self.0.stream(request, |to, by, asked| async move {
                to.watch_ranking(&by.permit, asked, by.deadline).await
            }),
            Some("ApplyFramework") => self.0.unary(request, |to, by, asked| async move {
                to.apply_framework(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("GetFramework") => self.0.unary(request, |to, by, asked| async move {
                to.get_framework(&by.permit, asked, by.deadline).await.map(Plain)
            }),
            Some("ListFrameworks") => self.0.unary(request, |to, by, asked| async move {
                to.list_frameworks(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("EvaluateFramework") => self.0.unary(request, |to, by, asked| async move {
                to.evaluate_framework(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeUncertainty") => self.0.stream(request, |to, by, asked| async move {
                to.analyze_uncertainty(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeSensitivity") => self.0.stream(request, |to, by, asked| async move {
                to.analyze_sensitivity(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeStability") => self.0.unary(request, |to, by, asked| async move {
                to.analyze_stability(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("AuditFramework") => self.0.unary(request, |to, by, asked| async move {
                to.audit_framework(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("ExplainGap") => self.0.stream(request, |to, by, asked| async move {
                to.explain_gap(&by.permit, asked, by.deadline).await
            }),
            Some("SolveTarget") => self.0.stream(request, |to, by, asked| async move {
                to.solve_target(&by.permit, asked, by.deadline).await
            }),
            Some("ReplayRanking") => self.0.stream(request, |to, by, asked| async move {
                to.replay_ranking(&by.permit, asked, by.deadline).await
            }),
            Some(_) | None => unknown(),
        }
    }
}

impl<A: Message + 'static> Written for Encoded<A> {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        let Self { body, at } = self;
        into.reserve(body.len() + at.encoded_len());
        into.put(body);
        write_message(&at, into)
    }
}

impl Written for Told {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        match self {
            Self::Ranking(body, token) => write_event(RANKING, body, &answers::at(token), into),
            Self::Evaluation(body, token) => write_event(EVALUATION, body, &index::at(token), into),
            Self::Holds(token) => {
                let checkpoint = Checkpoint {
                    revision: token.revision.get(),
                    token: token.to_string(),
                };
                let event = Some(Event::Checkpoint(checkpoint));
                write_message(&WatchRankingResponse { event }, into)
            }
        }
    }
}

/// Writes an event that comes in two pieces.
fn write_event(number: u32, body: Bytes, at: &impl Message, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
    encode_key(number, WireType::LengthDelimited, into);
    encode_varint((body.len() + at.encoded_len()) as u64, into);
    into.put(body);
    write_message(at, into)
}
