//! The service's calls as gRPC serves them. Unlike a generated server, it lets answers that are bytes already go out as
//! they are.

use std::{
    convert::Infallible,
    marker::PhantomData,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::{BufMut as _, Bytes};
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
        WatchRankingResponse, compare_service_server::SERVICE_NAME, watch_ranking_response::Event,
    },
    observation::v1::Checkpoint,
};
use zhibiao_runtime::{access::Permit, deadline::Deadline, error::Problem, outlet::Sent};

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

    fn unary<Q, A, F, R>(&self, request: http::Request<Body>, function: F) -> Served
    where
        Q: Message + Default + 'static,
        A: Written,
        F: Fn(Arc<Comparisons>, Caller, Q) -> R + Send + 'static,
        R: Future<Output = Result<A, Problem>> + Send + 'static,
    {
        let (mut grpc, handler) = (self.grpc::<Q, A>(), self.handler(function));
        Box::pin(async move { Ok(grpc.unary(handler, request).await) })
    }

    fn stream<Q, A, F, R>(&self, request: http::Request<Body>, function: F) -> Served
    where
        Q: Message + Default + 'static,
        A: Written,
        F: Fn(Arc<Comparisons>, Caller, Q) -> R + Send + 'static,
        R: Future<Output = Result<Sent<A>, Problem>> + Send + 'static,
    {
        let (mut grpc, handler) = (self.grpc::<Q, A>(), self.handler(function));
        Box::pin(async move { Ok(grpc.server_streaming(handler, request).await) })
    }

    fn handler<F>(&self, function: F) -> Handler<F> {
        Handler {
            comparisons: Arc::clone(&self.comparisons),
            function,
        }
    }
}

/// What a call becomes.
type Served = BoxFuture<http::Response<Body>, Infallible>;

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
        let path = request.uri().path().to_owned();
        let call = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(SERVICE_NAME)?.strip_prefix('/'));
        match call {
            Some("Compare") => self.unary(request, |to, by, asked| async move {
                to.compare(&by.permit, asked, by.deadline).await.map(Plain)
            }),
            Some("Rank") => self.unary(request, |to, by, asked| async move {
                to.rank(&by.permit, asked, by.deadline).await
            }),
            Some("WatchRanking") => self.stream(request, |to, by, asked| async move {
                to.watch_ranking(&by.permit, asked, by.deadline).await
            }),
            Some("ApplyFramework") => self.unary(request, |to, by, asked| async move {
                to.apply_framework(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("GetFramework") => self.unary(request, |to, by, asked| async move {
                to.get_framework(&by.permit, asked, by.deadline).await.map(Plain)
            }),
            Some("ListFrameworks") => self.unary(request, |to, by, asked| async move {
                to.list_frameworks(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("EvaluateFramework") => self.unary(request, |to, by, asked| async move {
                to.evaluate_framework(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeUncertainty") => self.stream(request, |to, by, asked| async move {
                to.analyze_uncertainty(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeSensitivity") => self.stream(request, |to, by, asked| async move {
                to.analyze_sensitivity(&by.permit, asked, by.deadline).await
            }),
            Some("AnalyzeStability") => self.unary(request, |to, by, asked| async move {
                to.analyze_stability(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("AuditFramework") => self.unary(request, |to, by, asked| async move {
                to.audit_framework(&by.permit, asked, by.deadline)
                    .await
                    .map(Plain)
            }),
            Some("ExplainGap") => self.stream(request, |to, by, asked| async move {
                to.explain_gap(&by.permit, asked, by.deadline).await
            }),
            Some("SolveTarget") => self.stream(request, |to, by, asked| async move {
                to.solve_target(&by.permit, asked, by.deadline).await
            }),
            Some("ReplayRanking") => self.stream(request, |to, by, asked| async move {
                to.replay_ranking(&by.permit, asked, by.deadline).await
            }),
            Some(_) | None => {
                let unknown = Status::unimplemented("the service has no such call").into_http();
                Box::pin(async move { Ok(unknown) })
            }
        }
    }
}

/// Who calls, and by when an answer is needed.
#[derive(Debug)]
struct Caller {
    permit: Permit,
    deadline: Deadline,
}

impl Caller {
    fn of<Q>(request: &Request<Q>) -> Result<Self, Status> {
        Ok(Self {
            permit: Permit::of(request.extensions())?,
            deadline: Deadline::of(request.metadata()),
        })
    }
}

/// Serves one call with a function.
#[derive(Debug)]
struct Handler<F> {
    comparisons: Arc<Comparisons>,
    function: F,
}

impl<Q, A, F, R> UnaryService<Q> for Handler<F>
where
    F: Fn(Arc<Comparisons>, Caller, Q) -> R,
    R: Future<Output = Result<A, Problem>> + Send + 'static,
{
    type Response = A;
    type Future = BoxFuture<Response<A>, Status>;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let caller = match Caller::of(&request) {
            Ok(caller) => caller,
            Err(status) => return Box::pin(async move { Err(status) }),
        };
        let answer = (self.function)(Arc::clone(&self.comparisons), caller, request.into_inner());
        Box::pin(async move { Ok(Response::new(answer.await?)) })
    }
}

impl<Q, A, F, R> ServerStreamingService<Q> for Handler<F>
where
    A: Send + 'static,
    F: Fn(Arc<Comparisons>, Caller, Q) -> R,
    R: Future<Output = Result<Sent<A>, Problem>> + Send + 'static,
{
    type Response = A;
    type ResponseStream = Sent<A>;
    type Future = BoxFuture<Response<Sent<A>>, Status>;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let caller = match Caller::of(&request) {
            Ok(caller) => caller,
            Err(status) => return Box::pin(async move { Err(status) }),
        };
        let answer = (self.function)(Arc::clone(&self.comparisons), caller, request.into_inner());
        Box::pin(async move { Ok(Response::new(answer.await?)) })
    }
}

/// A message that knows how it goes out.
pub(crate) trait Written: Send + 'static {
    /// Its bytes.
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status>;
}

/// A message as it is.
pub(crate) struct Plain<M>(pub(crate) M);

impl<M: Message + 'static> Written for Plain<M> {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        write_message(&self.0, into)
    }
}

/// A message that is encoded already.
impl Written for Bytes {
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        into.put(self);
        Ok(())
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
