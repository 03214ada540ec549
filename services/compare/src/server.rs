//! The service's calls as gRPC serves them. Unlike a generated server, it lets answers that are bytes already go out as
//! they are.

use std::{
    convert::Infallible,
    marker::PhantomData,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::BufMut as _;
use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint},
};
use tonic::{
    Request, Response, Status,
    body::Body,
    codec::{Codec, EncodeBuf, Encoder},
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, ServerStreamingService, UnaryService},
};
use tonic_prost::{ProstCodec, ProstDecoder};
use zhibiao_proto::{
    compare::v1::{
        CompareRequest, CompareResponse, RankRequest, WatchRankingRequest, WatchRankingResponse,
        compare_service_server::SERVICE_NAME, watch_ranking_response::Event,
    },
    observation::v1::Checkpoint,
};
use zhibiao_runtime::{access::Permit, deadline::Deadline, error::Problem, outlet::Sent};

use crate::{answers::Encoded, service::Comparisons, watch::Told};

/// Number of `WatchRankingResponse.ranking`.
const RANKING: u32 = 1;

/// The server.
#[derive(Debug, Clone)]
pub(crate) struct CompareServer {
    comparisons: Arc<Comparisons>,
    max_request: usize,
}

impl CompareServer {
    /// Serves requests of at most so many bytes.
    pub(crate) fn new(comparisons: Comparisons, max_request: usize) -> Self {
        Self {
            comparisons: Arc::new(comparisons),
            max_request,
        }
    }

    fn grpc<Q: Message + Default + 'static, A: Written>(&self) -> Grpc<WrittenCodec<Q, A>> {
        Grpc::new(WrittenCodec(PhantomData)).max_decoding_message_size(self.max_request)
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
        let call = Call(Arc::clone(&self.comparisons));
        match request.uri().path() {
            "/zhibiao.compare.v1.CompareService/Compare" => {
                let mut grpc = self.grpc::<CompareRequest, CompareResponse>();
                Box::pin(async move { Ok(grpc.unary(call, request).await) })
            }
            "/zhibiao.compare.v1.CompareService/Rank" => {
                let mut grpc = self.grpc::<RankRequest, Encoded>();
                Box::pin(async move { Ok(grpc.unary(call, request).await) })
            }
            "/zhibiao.compare.v1.CompareService/WatchRanking" => {
                let mut grpc = self.grpc::<WatchRankingRequest, Told>();
                Box::pin(async move { Ok(grpc.server_streaming(call, request).await) })
            }
            _ => {
                let unknown = Status::unimplemented("the service has no such call").into_http();
                Box::pin(async move { Ok(unknown) })
            }
        }
    }
}

#[derive(Debug, Clone)]
struct Call(Arc<Comparisons>);

impl UnaryService<CompareRequest> for Call {
    type Response = CompareResponse;
    type Future = BoxFuture<Response<CompareResponse>, Status>;

    fn call(&mut self, request: Request<CompareRequest>) -> Self::Future {
        let comparisons = Arc::clone(&self.0);
        Box::pin(async move {
            let deadline = Deadline::of(request.metadata());
            let permit = Permit::of(request.extensions())?;
            let answer = comparisons.compare(&permit, request.into_inner(), deadline).await;
            Ok(Response::new(answer?))
        })
    }
}

impl UnaryService<RankRequest> for Call {
    type Response = Encoded;
    type Future = BoxFuture<Response<Encoded>, Status>;

    fn call(&mut self, request: Request<RankRequest>) -> Self::Future {
        let comparisons = Arc::clone(&self.0);
        Box::pin(async move {
            let deadline = Deadline::of(request.metadata());
            let permit = Permit::of(request.extensions())?;
            let answer = comparisons.rank(&permit, request.into_inner(), deadline).await;
            Ok(Response::new(answer?))
        })
    }
}

impl ServerStreamingService<WatchRankingRequest> for Call {
    type Response = Told;
    type ResponseStream = Sent<Told>;
    type Future = BoxFuture<Response<Sent<Told>>, Status>;

    fn call(&mut self, request: Request<WatchRankingRequest>) -> Self::Future {
        let comparisons = Arc::clone(&self.0);
        Box::pin(async move {
            let deadline = Deadline::of(request.metadata());
            let permit = Permit::of(request.extensions())?;
            let request = request.into_inner();
            let told = comparisons.watch_ranking(&permit, request, deadline).await;
            Ok(Response::new(told?))
        })
    }
}

/// A message that knows how it goes out.
pub(crate) trait Written: Send + 'static {
    /// Its bytes.
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status>;
}

impl Written for CompareResponse {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        write_message(&self, into)
    }
}

impl Written for Encoded {
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
            Self::Ranking(body, token) => {
                let ranking = Encoded::new(body, token);
                let length = ranking.body.len() + ranking.at.encoded_len();
                encode_key(RANKING, WireType::LengthDelimited, into);
                encode_varint(length as u64, into);
                ranking.write(into)
            }
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

fn write_message(message: &impl Message, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
    message
        .encode(into)
        .map_err(|error| Problem::internal(error).into())
}

/// Reads requests as usual, and lets answers write themselves.
struct WrittenCodec<Q, A>(PhantomData<fn(Q) -> A>);

impl<Q: Message + Default + 'static, A: Written> Codec for WrittenCodec<Q, A> {
    type Encode = A;
    type Decode = Q;
    type Encoder = Self;
    type Decoder = ProstDecoder<Q>;

    fn encoder(&mut self) -> Self::Encoder {
        Self(PhantomData)
    }

    fn decoder(&mut self) -> Self::Decoder {
        ProstCodec::<Q, Q>::default().decoder()
    }
}

impl<Q, A: Written> Encoder for WrittenCodec<Q, A> {
    type Item = A;
    type Error = Status;

    fn encode(&mut self, item: A, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        item.write(into)
    }
}
