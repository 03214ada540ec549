//! A service's calls, each served by a function. Unlike a generated server, this lets answers that are bytes already go
//! out as they are.

use std::{convert::Infallible, fmt, marker::PhantomData, sync::Arc};

use prost::{
    Message,
    bytes::{BufMut as _, Bytes},
};
use tokio_stream::{Stream, StreamExt as _};
use tonic::{
    Request, Response, Status,
    body::Body,
    codec::{Codec, EncodeBuf, Encoder},
    codegen::{BoxFuture, http},
    server::{Grpc, ServerStreamingService, UnaryService},
};
use tonic_prost::{ProstCodec, ProstDecoder};

use crate::{access::Permit, deadline::Deadline, error::Problem};

/// What a call becomes.
pub type Served = BoxFuture<http::Response<Body>, Infallible>;

/// The name of a call in a path, where the path is of this service.
#[must_use]
pub fn of_service<'a>(path: &'a str, service: &str) -> Option<&'a str> {
    path.strip_prefix('/')?.strip_prefix(service)?.strip_prefix('/')
}

/// Answers a call that the service has not.
#[must_use]
pub fn unknown() -> Served {
    let unknown = Status::unimplemented("the service has no such call").into_http();
    Box::pin(async move { Ok(unknown) })
}

/// Serves the calls of a service by functions of it, the caller and the request.
pub struct Calls<T> {
    to: Arc<T>,
    max_request: usize,
    max_answer: usize,
}

impl<T> Clone for Calls<T> {
    fn clone(&self) -> Self {
        Self {
            to: Arc::clone(&self.to),
            max_request: self.max_request,
            max_answer: self.max_answer,
        }
    }
}

impl<T> fmt::Debug for Calls<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls")
            .field("max_request", &self.max_request)
            .field("max_answer", &self.max_answer)
            .finish_non_exhaustive()
    }
}

impl<T: Send + Sync + 'static> Calls<T> {
    /// Serves requests and answers of at most so many bytes a message.
    pub fn new(to: Arc<T>, max_request: usize, max_answer: usize) -> Self {
        Self {
            to,
            max_request,
            max_answer,
        }
    }

    /// Serves a call of one answer.
    pub fn unary<Q, A, F, R>(&self, request: http::Request<Body>, function: F) -> Served
    where
        Q: Message + Default + 'static,
        A: Written,
        F: Fn(Arc<T>, Caller, Q) -> R + Send + 'static,
        R: Future<Output = Result<A, Problem>> + Send + 'static,
    {
        let (mut grpc, handler) = (self.grpc::<Q, A>(), self.handler(function));
        Box::pin(async move { Ok(grpc.unary(handler, request).await) })
    }

    /// Serves a call of a stream of answers.
    pub fn stream<Q, A, S, F, R>(&self, request: http::Request<Body>, function: F) -> Served
    where
        Q: Message + Default + 'static,
        A: Written,
        S: Stream<Item = Result<A, Status>> + Send + 'static,
        F: Fn(Arc<T>, Caller, Q) -> R + Send + 'static,
        R: Future<Output = Result<S, Problem>> + Send + 'static,
    {
        let (mut grpc, handler) = (self.grpc::<Q, A>(), self.handler(function));
        Box::pin(async move { Ok(grpc.server_streaming(handler, request).await) })
    }

    fn grpc<Q: Message + Default + 'static, A: Written>(&self) -> Grpc<WrittenCodec<Q, A>> {
        Grpc::new(WrittenCodec(PhantomData))
            .max_decoding_message_size(self.max_request)
            .max_encoding_message_size(self.max_answer)
    }

    fn handler<F>(&self, function: F) -> Handler<T, F> {
        Handler {
            to: Arc::clone(&self.to),
            function,
        }
    }
}

/// Who calls, and by when an answer is needed.
#[derive(Debug)]
pub struct Caller {
    /// What the caller may do.
    pub permit: Permit,
    /// When the answer is of no use any more.
    pub deadline: Deadline,
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
struct Handler<T, F> {
    to: Arc<T>,
    function: F,
}

impl<T, F> Handler<T, F> {
    fn answer<Q, A, R>(&self, request: Request<Q>) -> BoxFuture<Response<A>, Status>
    where
        A: Send + 'static,
        F: Fn(Arc<T>, Caller, Q) -> R,
        R: Future<Output = Result<A, Problem>> + Send + 'static,
    {
        let caller = match Caller::of(&request) {
            Ok(caller) => caller,
            Err(status) => return Box::pin(async move { Err(status) }),
        };
        let answer = (self.function)(Arc::clone(&self.to), caller, request.into_inner());
        Box::pin(async move { Ok(Response::new(answer.await?)) })
    }
}

impl<T, Q, A, F, R> UnaryService<Q> for Handler<T, F>
where
    A: Send + 'static,
    F: Fn(Arc<T>, Caller, Q) -> R,
    R: Future<Output = Result<A, Problem>> + Send + 'static,
{
    type Response = A;
    type Future = BoxFuture<Response<A>, Status>;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        self.answer(request)
    }
}

impl<T, Q, A, S, F, R> ServerStreamingService<Q> for Handler<T, F>
where
    A: Send + 'static,
    S: Stream<Item = Result<A, Status>> + Send + 'static,
    F: Fn(Arc<T>, Caller, Q) -> R,
    R: Future<Output = Result<S, Problem>> + Send + 'static,
{
    type Response = A;
    type ResponseStream = S;
    type Future = BoxFuture<Response<S>, Status>;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        self.answer(request)
    }
}

/// A message that knows how it goes out.
pub trait Written: Send + 'static {
    /// Its bytes.
    ///
    /// # Errors
    /// INTERNAL when there is no room for them.
    fn write(self, into: &mut EncodeBuf<'_>) -> Result<(), Status>;
}

/// A message as it is.
#[derive(Debug)]
pub struct Plain<M>(pub M);

/// A stream of messages as they are.
pub fn plain<M>(
    messages: impl Stream<Item = Result<M, Status>>,
) -> impl Stream<Item = Result<Plain<M>, Status>> {
    messages.map(|message| message.map(Plain))
}

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

/// Writes a message.
///
/// # Errors
/// INTERNAL when there is no room for it.
pub fn write_message(message: &impl Message, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
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
