//! Receiving: a request is taken in whole before anything is done for it.
//!
//! A caller that begins a request and does not end it takes no place of those who are [admitted](super::admission), no
//! memory beyond what it has really sent, and that only for a time. What is no request is answered here and told as the
//! caller's mistake, with a reason, where the libraries below would call it a fault of the server.

mod budget;
mod framing;
mod messages;
mod methods;

use std::{
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http_body::{Body as _, Frame};
use http_body_util::{BodyExt as _, Full};
use tokio::time::timeout;
use tonic::{
    Code as GrpcCode, Status,
    body::Body,
    codegen::{Bytes, Service, http},
};

use budget::{Budget, SMALL, Share};
use framing::{Framing, PREFIX};
use messages::{Assembly, WholeMessages};
use methods::{Method, Methods};

use super::admission;
use crate::{
    error::{Code, Problem},
    telemetry::Counter,
};

pub use methods::{MAX_CATALOG, MAX_CONTENT};

/// How requests are received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reception {
    /// Longest time until a request of one message is there.
    pub patience: Duration,
    /// Bytes of requests that a process holds at once.
    pub bytes: usize,
}

impl Default for Reception {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(30),
            bytes: 256 << 20,
        }
    }
}

/// Receives requests.
#[derive(Debug, Clone)]
pub(super) struct Receive<S> {
    inner: S,
    methods: Arc<Methods>,
    budget: Arc<Budget>,
    patience: Duration,
    refused: Counter<u64>,
}

/// A request of one message that is there, and what it takes for as long as it is worked on.
struct Received {
    body: Body,
    _share: Option<Share>,
}

impl<S> Receive<S> {
    pub(super) fn new(inner: S, reception: Reception, refused: Counter<u64>) -> Self {
        Self {
            inner,
            methods: Arc::new(Methods::new()),
            budget: Arc::new(Budget::new(reception.bytes)),
            patience: reception.patience,
            refused,
        }
    }
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S> Service<http::Request<Body>> for Receive<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let method = self.methods.of_path(request.uri().path());
        if method.is_streamed {
            let assembly = Assembly::new(method.most, self.budget.share());
            let request = request.map(|body| Body::new(WholeMessages::of(body, assembly)));
            let answer = self.inner.call(request);
            return Box::pin(async move { Ok(blamed(answer.await?)) });
        }
        // The service that was ready is the one that is called.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let (budget, patience, refused) = (Arc::clone(&self.budget), self.patience, self.refused.clone());
        Box::pin(async move {
            let (head, body) = request.into_parts();
            match receive(body, method, &budget, patience).await {
                Ok(Received { body, _share }) => {
                    Ok(blamed(inner.call(http::Request::from_parts(head, body)).await?))
                }
                Err(problem) => {
                    if problem.code == Code::ResourceExhausted {
                        refused.add(1, &[]);
                    }
                    Ok(Status::from(problem).into_http())
                }
            }
        })
    }
}

/// Takes in a request of one message.
async fn receive(
    mut body: Body,
    method: Method,
    budget: &Arc<Budget>,
    patience: Duration,
) -> Result<Received, Problem> {
    let mut assembly = Assembly::new(method.most, budget.share());
    if let Poll::Ready(first) = at_hand(&mut body).await {
        let Some(first) = first else {
            return received(assembly);
        };
        let first = first.map_err(|status| interrupted(&status))?;
        if let Ok(piece) = first.into_data() {
            let behind = match is_one_small(&piece, method) {
                true => behind(&mut body).await?,
                false => Behind::Nothing,
            };
            // Nearly every request came with its headers: it was never held, so it is not counted either.
            if let Behind::End = behind {
                return Ok(Received {
                    body: Body::new(Full::new(piece)),
                    _share: None,
                });
            }
            assembly.take(piece)?;
            if let Behind::Piece(next) = behind {
                assembly.take(next)?;
            }
        }
    }
    let rest = async {
        while let Some(frame) = body.frame().await {
            // Trailers say nothing that a call of one message could need.
            if let Ok(piece) = frame.map_err(|status| interrupted(&status))?.into_data() {
                assembly.take(piece)?;
            }
        }
        Ok::<(), Problem>(())
    };
    timeout(patience, rest).await.map_err(|_| late(patience))??;
    received(assembly)
}

/// What has come behind a piece.
enum Behind {
    End,
    Piece(Bytes),
    Nothing,
}

/// Looks what has come behind a piece: many callers tell the end of a request in a frame of its own.
async fn behind(body: &mut Body) -> Result<Behind, Problem> {
    if body.is_end_stream() {
        return Ok(Behind::End);
    }
    let frame = match at_hand(body).await {
        Poll::Pending => return Ok(Behind::Nothing),
        Poll::Ready(None) => return Ok(Behind::End),
        Poll::Ready(Some(frame)) => frame.map_err(|status| interrupted(&status))?,
    };
    Ok(match frame.into_data() {
        Ok(piece) if piece.is_empty() && body.is_end_stream() => Behind::End,
        Ok(piece) => Behind::Piece(piece),
        // Trailers stand at the end.
        Err(_) => Behind::End,
    })
}

/// The next frame, where it is there already.
async fn at_hand(body: &mut Body) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
    poll_fn(|context| Poll::Ready(Pin::new(&mut *body).poll_frame(context))).await
}

fn received(assembly: Assembly) -> Result<Received, Problem> {
    let (pieces, share) = assembly.one()?;
    Ok(Received {
        body: Body::new(pieces),
        _share: Some(share),
    })
}

/// Whether a piece is exactly one message, and a small one.
fn is_one_small(piece: &Bytes, method: Method) -> bool {
    if piece.len() > SMALL + PREFIX {
        return false;
    }
    let mut framing = Framing::new(method.most);
    matches!(framing.pass(piece), Ok(Some(end)) if end == piece.len()) && framing.whole() == 1
}

/// The end of a call whose caller has gone, or its connection: mostly nobody is there to be told.
fn interrupted(status: &Status) -> Problem {
    tracing::debug!(error = %status, "a request broke off");
    let message = "the request broke off before its end";
    Problem::new(Code::Cancelled, "REQUEST_INTERRUPTED", message)
}

fn late(patience: Duration) -> Problem {
    let message = format!(
        "the request was not there whole after {} s: send it faster, or in parts",
        patience.as_secs_f64()
    );
    Problem::new(Code::Cancelled, "REQUEST_TOO_SLOW", message)
}

fn overloaded() -> Problem {
    let message = "requests take all the memory that this process has for them: come back a little later";
    Problem::new(Code::ResourceExhausted, "OVERLOADED", message).retry_after(admission::COME_BACK)
}

/// Lays an answer that blames the server for what came at the caller's door. Every fault of the hub's own is a
/// [`Problem`], with details; INTERNAL without any is what the decoder says of a message that it can't read.
fn blamed(answer: http::Response<Body>) -> http::Response<Body> {
    let Some(code) = answer.headers().get(Status::GRPC_STATUS) else {
        return answer;
    };
    if GrpcCode::from_bytes(code.as_bytes()) != GrpcCode::Internal {
        return answer;
    }
    match Status::from_header_map(answer.headers()) {
        Some(status) if status.details().is_empty() => Status::from(Problem::of_request(&status)).into_http(),
        Some(_) | None => answer,
    }
}
