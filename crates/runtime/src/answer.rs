//! Following an answer to its end, on either side of a call.
//!
//! A call lasts until its answer has ended, so a stream lasts as long as it is followed. Who goes away before that has
//! cancelled it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use http_body::{Body as HttpBody, Frame, SizeHint};
use tonic::{
    Code, Status,
    body::Body,
    codegen::{Bytes, http},
};

const STATUS_KEY: &str = "grpc-status";

/// Who wants to know how a call ends.
pub(crate) trait Witness: Unpin + Send + 'static {
    /// Told once.
    fn ended(&mut self, code: Code);
}

/// A call under way; its witness is told when this is dropped.
#[derive(Debug)]
pub(crate) struct UnderWay<W: Witness> {
    witness: W,
    /// How it has ended; as long as it has not, going away cancels it.
    code: Code,
}

/// An answer under way.
struct Followed<W: Witness> {
    body: Body,
    call: Option<UnderWay<W>>,
}

impl<W: Witness> UnderWay<W> {
    pub(crate) fn new(witness: W) -> Self {
        Self {
            witness,
            code: Code::Cancelled,
        }
    }

    /// Follows an answer to its end.
    pub(crate) fn follow(mut self, answer: http::Response<Body>) -> http::Response<Body> {
        self.note(answer.headers());
        answer.map(|body| {
            Body::new(Followed {
                body,
                call: Some(self),
            })
        })
    }

    /// The call failed without an answer.
    pub(crate) fn failed(mut self, code: Code) {
        self.code = code;
    }

    /// Takes note of how it ends, where headers or trailers say so.
    fn note(&mut self, headers: &http::HeaderMap) {
        if let Some(status) = headers.get(STATUS_KEY) {
            self.code = Code::from_bytes(status.as_bytes());
        }
    }
}

impl<W: Witness> Drop for UnderWay<W> {
    fn drop(&mut self) {
        self.witness.ended(self.code);
    }
}

impl<W: Witness> HttpBody for Followed<W> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let (Some(call), Some(Ok(frame))) = (&mut self.call, &frame)
            && let Some(trailers) = frame.trailers_ref()
        {
            call.note(trailers);
            // The end is told; what the transport still does with it is no part of the call.
            self.call = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
