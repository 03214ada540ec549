//! The gRPC service.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::BufMut as _;
use prost::Message as _;
use tokio::task::spawn_blocking;
use tonic::{
    Request, Response, Status,
    body::Body,
    codec::{Codec, EncodeBuf, Encoder},
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, UnaryService},
};
use tonic_prost::{ProstCodec, ProstDecoder};
use zhibiao_proto::{
    compare::v1::{
        CompareRequest, CompareResponse, RankRequest, RankResponse,
        compare_service_server::{CompareService, CompareServiceServer, SERVICE_NAME},
    },
    convert::consistency::ReadAt,
};
use zhibiao_runtime::error::{CONNECTION_FAILED, Code, Problem};

use crate::{
    answers::{Answers, Encoded},
    compare,
    freshness::{COME_BACK, States},
    rank, sources,
};

/// The calls.
#[derive(Debug)]
pub(crate) struct Comparisons {
    pub(crate) states: States,
    pub(crate) answers: Answers,
}

impl Comparisons {
    async fn comparison(&self, request: CompareRequest) -> Result<CompareResponse, Problem> {
        let at = ReadAt::read(request.consistency.clone(), request.as_of);
        let snapshot = self.states.at(at.unwrap_or_default()).await?;
        let query = compare::Query::read(request, &snapshot.catalog)?;
        let snapshot = match query.past() {
            Some(at) => Arc::new(self.states.past(&snapshot, query.indicators(), at).await?),
            None => snapshot,
        };
        let unsourced = spawn_blocking(move || query.answer(&snapshot))
            .await
            .map_err(Problem::internal)?;
        sources::complete(self.states.store(), unsourced).await
    }

    async fn ranking(&self, mut request: RankRequest) -> Result<Encoded, Problem> {
        // Not part of what is asked, only of when: answers are kept without it.
        let consistency = request.consistency.take();
        let at = ReadAt::read(consistency.clone(), request.as_of);
        // A request that can't be read is read to the end all the same, so that everything wrong is told at once.
        let snapshot = self.states.at(at.clone().unwrap_or_default()).await?;
        let kept = at
            .is_ok()
            .then(|| self.answers.get(&request, &snapshot))
            .flatten();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let key = request.clone();
        let query = rank::Query::read(
            RankRequest {
                consistency,
                ..request
            },
            &snapshot.catalog,
        )?;
        let of_past = async |at: Option<ReadAt>| match at {
            Some(at) => self
                .states
                .past(&snapshot, [query.indicator()], at)
                .await
                .map(Some),
            None => Ok(None),
        };
        let then = of_past(query.past()).await?;
        let baseline = match of_past(query.past_baseline()).await {
            // An indicator that was not there yet had no values to compare with.
            Err(problem) if problem.reason == "INDICATOR_NOT_FOUND" => Some(snapshot.without_values()),
            baseline => baseline?,
        };
        let keep = then.is_none() && baseline.is_none();
        let now = Arc::clone(&snapshot);
        let made = spawn_blocking(move || {
            let snapshot = then.as_ref().unwrap_or(&now);
            let answer = Encoded::of(query.answer(snapshot, baseline.as_ref()), snapshot);
            (answer, query.made_from(snapshot))
        });
        let (answer, made_from) = made.await.map_err(Problem::internal)?;
        if keep {
            self.answers.keep(key, &answer, &snapshot, made_from);
        }
        Ok(answer)
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

#[tonic::async_trait]
impl CompareService for Comparisons {
    async fn compare(&self, request: Request<CompareRequest>) -> Result<Response<CompareResponse>, Status> {
        let answer = self.comparison(request.into_inner()).await.map_err(of_store)?;
        Ok(Response::new(answer))
    }

    async fn rank(&self, request: Request<RankRequest>) -> Result<Response<RankResponse>, Status> {
        let Encoded { body, at } = self.ranking(request.into_inner()).await.map_err(of_store)?;
        let answer = RankResponse::decode(body).map_err(Problem::internal)?;
        Ok(Response::new(RankResponse {
            revision: at.revision,
            token: at.token,
            ..answer
        }))
    }
}

/// The generated server, but for `Rank`: its answers are bytes already and go out as they are.
#[derive(Debug, Clone)]
pub(crate) struct CompareServer {
    comparisons: Arc<Comparisons>,
    generated: CompareServiceServer<Comparisons>,
    max_request: usize,
}

impl CompareServer {
    /// Serves requests of at most so many bytes.
    pub(crate) fn new(comparisons: Comparisons, max_request: usize) -> Self {
        let comparisons = Arc::new(comparisons);
        let generated = CompareServiceServer::from_arc(Arc::clone(&comparisons));
        Self {
            comparisons,
            generated: generated.max_decoding_message_size(max_request),
            max_request,
        }
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
        const RANK: &str = "/zhibiao.compare.v1.CompareService/Rank";
        if request.uri().path() != RANK {
            return self.generated.call(request);
        }
        let rank = Rank(Arc::clone(&self.comparisons));
        let mut grpc = Grpc::new(RankCodec).max_decoding_message_size(self.max_request);
        Box::pin(async move { Ok(grpc.unary(rank, request).await) })
    }
}

#[derive(Debug, Clone)]
struct Rank(Arc<Comparisons>);

impl UnaryService<RankRequest> for Rank {
    type Response = Encoded;
    type Future = BoxFuture<Response<Encoded>, Status>;

    fn call(&mut self, request: Request<RankRequest>) -> Self::Future {
        let comparisons = Arc::clone(&self.0);
        Box::pin(async move {
            let answer = comparisons
                .ranking(request.into_inner())
                .await
                .map_err(of_store)?;
            Ok(Response::new(answer))
        })
    }
}

/// Reads requests as usual, and writes answers that are encoded.
#[derive(Debug, Clone, Copy)]
struct RankCodec;

impl Codec for RankCodec {
    type Encode = Encoded;
    type Decode = RankRequest;
    type Encoder = EncodedEncoder;
    type Decoder = ProstDecoder<RankRequest>;

    fn encoder(&mut self) -> Self::Encoder {
        EncodedEncoder
    }

    fn decoder(&mut self) -> Self::Decoder {
        ProstCodec::<RankResponse, RankRequest>::default().decoder()
    }
}

#[derive(Debug, Clone, Copy)]
struct EncodedEncoder;

impl Encoder for EncodedEncoder {
    type Item = Encoded;
    type Error = Status;

    fn encode(&mut self, Encoded { body, at }: Encoded, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        into.reserve(body.len() + at.encoded_len());
        into.put(body);
        at.encode(into).map_err(|error| Problem::internal(error).into())
    }
}
