//! Requests as they come in: pieces are kept until a message is whole, and only then handed on.
//!
//! Whoever decodes a message makes room for all that its prefix announces. A caller that announces much and sends
//! little would take that memory for nothing; so the decoder sees no prefix before the whole of its message is there.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http_body::{Body as HttpBody, Frame};
use tonic::{Status, body::Body, codegen::Bytes};

use super::{
    budget::Share,
    framing::{Framing, invalid},
    overloaded,
};
use crate::error::{Code, Problem};

/// Pieces below so many bytes are copied: as they come they hold the whole of a larger buffer.
const SLIVER: usize = 4 << 10;

/// What a piece takes beside its bytes.
const PER_PIECE: usize = 64;

/// Pieces of messages.
#[derive(Debug)]
pub(super) struct Assembly {
    framing: Framing,
    share: Share,
    /// Of a message that is not whole yet.
    begun: Vec<Bytes>,
    whole: VecDeque<Bytes>,
}

impl Assembly {
    pub(super) fn new(most: usize, share: Share) -> Self {
        Self {
            framing: Framing::new(most),
            share,
            begun: Vec::new(),
            whole: VecDeque::new(),
        }
    }

    /// Takes a piece.
    ///
    /// # Errors
    /// Those of [`Framing::pass`], and RESOURCE_EXHAUSTED when the process holds too much already.
    pub(super) fn take(&mut self, mut piece: Bytes) -> Result<(), Problem> {
        if let Some(end) = self.framing.pass(&piece)? {
            self.hold(piece.split_to(end))?;
            self.whole.extend(self.begun.drain(..));
        }
        if piece.is_empty() {
            return Ok(());
        }
        self.hold(piece)
    }

    fn hold(&mut self, piece: Bytes) -> Result<(), Problem> {
        if !self.share.grow(piece.len() + PER_PIECE, self.framing.length()) {
            return Err(overloaded());
        }
        self.begun.push(if piece.len() < SLIVER {
            Bytes::copy_from_slice(&piece)
        } else {
            piece
        });
        Ok(())
    }

    /// The next piece of messages that are whole; it counts no longer.
    fn next(&mut self) -> Option<Bytes> {
        let piece = self.whole.pop_front()?;
        self.share.shrink(piece.len() + PER_PIECE);
        Some(piece)
    }

    /// Ends what came, of any number of messages.
    fn end(&self) -> Result<(), Problem> {
        if self.framing.is_between() {
            Ok(())
        } else {
            Err(invalid("the request ends in the middle of a message"))
        }
    }

    /// Ends what came, which is one message; it counts until the share is dropped.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when it is none, or more.
    pub(super) fn one(self) -> Result<(Pieces, Share), Problem> {
        self.end()?;
        match self.framing.whole() {
            0 => Err(invalid(
                "the call carries no message: send one, which may be empty",
            )),
            1 => Ok((Pieces(self.whole), self.share)),
            more => Err(invalid(format!("the call carries {more} messages: send one"))),
        }
    }
}

/// A message that is there.
#[derive(Debug)]
pub(super) struct Pieces(VecDeque<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }
}

/// A request of any number of messages, each of which is handed on when it is whole.
#[derive(Debug)]
pub(super) struct WholeMessages {
    body: Body,
    assembly: Assembly,
}

impl WholeMessages {
    pub(super) fn of(body: Body, assembly: Assembly) -> Self {
        Self { body, assembly }
    }
}

/// The end of a stream whose caller has gone, or its connection. CANCELLED would be taken for a stream that ended well.
fn broken_off(status: &Status) -> Problem {
    tracing::debug!(error = %status, "a stream of requests broke off");
    let message = "the stream broke off before its end";
    Problem::new(Code::Unavailable, "STREAM_INTERRUPTED", message)
}

impl HttpBody for WholeMessages {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        loop {
            if let Some(piece) = self.assembly.next() {
                return Poll::Ready(Some(Ok(Frame::data(piece))));
            }
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => frame,
                Some(Err(status)) => return Poll::Ready(Some(Err(broken_off(&status).into()))),
                None => {
                    let ended = self.assembly.end().err();
                    return Poll::Ready(ended.map(|problem| Err(problem.into())));
                }
            };
            match frame.into_data() {
                Ok(piece) => {
                    if let Err(problem) = self.assembly.take(piece) {
                        return Poll::Ready(Some(Err(problem.into())));
                    }
                }
                Err(trailers) => {
                    let ended = self.assembly.end().map_err(Status::from);
                    return Poll::Ready(Some(ended.map(|()| trailers)));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.assembly.whole.is_empty() && self.assembly.framing.is_between() && self.body.is_end_stream()
    }
}
