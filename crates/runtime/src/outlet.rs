//! Streams: what a caller is sent waits in a bounded buffer, and the reason why the stream ended comes after everything
//! that was sent before. A stream ends well only when its sender says so: one whose sender stopped, failed or panicked
//! ends with an error, so that nobody takes a part for the whole.

mod places;

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use tokio::sync::mpsc;
use tokio_stream::Stream;
use tonic::Status;

use crate::error::{Code, Problem};

pub use places::{Place, Places};

/// When a caller should come back after a service stopped.
const COME_BACK: Duration = Duration::from_secs(1);

/// The sender's side of a stream.
#[derive(Debug)]
pub struct Outlet<T> {
    messages: mpsc::Sender<T>,
    reason: Arc<OnceLock<End>>,
    patience: Duration,
}

/// What a caller is sent, as tonic takes it.
#[derive(Debug)]
pub struct Sent<T> {
    messages: mpsc::Receiver<T>,
    /// Why the stream ended; set before the last sender goes.
    reason: Arc<OnceLock<End>>,
    ended: bool,
    /// Its place among the streams there may be, until nobody holds what was sent any more.
    place: Option<Place>,
}

/// Why a stream ends.
#[derive(Debug)]
pub enum End {
    /// Everything was sent.
    Complete,
    /// The caller has gone.
    Gone,
    /// Something is wrong, and the caller is told.
    Problem(Problem),
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A stream of which at most `buffer` messages wait, each for at most `patience`.
#[must_use]
pub fn outlet<T>(buffer: usize, patience: Duration) -> (Outlet<T>, Sent<T>) {
    let (messages, received) = mpsc::channel(buffer);
    let reason = Arc::new(OnceLock::new());
    let sent = Sent {
        messages: received,
        reason: Arc::clone(&reason),
        ended: false,
        place: None,
    };
    let outlet = Outlet {
        messages,
        reason,
        patience,
    };
    (outlet, sent)
}

/// What ends a stream when its service stops.
#[must_use]
pub fn stopping() -> Problem {
    let message = "the service is stopping: follow again";
    Problem::new(Code::Unavailable, "SHUTTING_DOWN", message).retry_after(COME_BACK)
}

impl<T> Outlet<T> {
    /// Waits until there is room for a message, so that its sender can choose the newest then.
    ///
    /// # Errors
    /// When the caller has gone, or takes nothing for longer than the patience (RESOURCE_EXHAUSTED).
    pub async fn room(&self) -> Result<mpsc::Permit<'_, T>, End> {
        match tokio::time::timeout(self.patience, self.messages.reserve()).await {
            Ok(room) => room.map_err(|_| End::Gone),
            Err(_) => {
                let message = "the watcher reads too slowly: follow again";
                let slow = Problem::new(Code::ResourceExhausted, "WATCHER_TOO_SLOW", message);
                Err(End::Problem(slow))
            }
        }
    }

    /// Waits until the caller has gone.
    pub async fn gone(&self) {
        self.messages.closed().await;
    }

    /// Ends the stream and says why.
    pub fn end(self, end: End) {
        // Set once, and before the sender is dropped.
        let _ = self.reason.set(end);
    }
}

impl<T> Sent<T> {
    /// Keeps a place for as long as somebody holds the stream.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// What comes after the last message.
    fn last_word(&self) -> Option<Result<T, Status>> {
        match self.reason.get() {
            Some(End::Complete | End::Gone) => None,
            Some(End::Problem(problem)) => Some(Err(problem.clone().into())),
            None => Some(Err(Problem::internal("a stream was left without an end").into())),
        }
    }
}

impl<T> Stream for Sent<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.messages.poll_recv(cx).map(|message| match message {
            Some(message) => Some(Ok(message)),
            // The reason is told once, after everything that was sent before.
            None if self.ended => None,
            None => {
                self.ended = true;
                self.last_word()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio_stream::StreamExt as _;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[tokio::test]
    async fn the_reason_comes_last() {
        let (outlet, mut sent) = outlet(2, PATIENCE);
        outlet.room().await.unwrap().send(1);
        outlet.room().await.unwrap().send(2);
        outlet.end(stopping().into());
        assert_eq!(sent.next().await.unwrap().unwrap(), 1);
        assert_eq!(sent.next().await.unwrap().unwrap(), 2);
        let reason = Problem::from_status(&sent.next().await.unwrap().unwrap_err());
        assert_eq!(reason, stopping());
        assert!(sent.next().await.is_none());
    }

    #[tokio::test]
    async fn a_part_is_not_taken_for_the_whole() {
        let (outlet, mut sent) = outlet(2, PATIENCE);
        outlet.room().await.unwrap().send(1);
        drop(outlet);
        assert_eq!(sent.next().await.unwrap().unwrap(), 1);
        let broken = Problem::from_status(&sent.next().await.unwrap().unwrap_err());
        assert_eq!(broken.code, Code::Internal);
        let (outlet, mut sent) = super::outlet(2, PATIENCE);
        outlet.room().await.unwrap().send(1);
        outlet.end(End::Complete);
        assert_eq!(sent.next().await.unwrap().unwrap(), 1);
        assert!(sent.next().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_dropped() {
        let (outlet, sent) = outlet(1, PATIENCE);
        outlet.room().await.unwrap().send(1);
        let begun = tokio::time::Instant::now();
        let End::Problem(problem) = outlet.room().await.unwrap_err() else {
            panic!("the caller is still there")
        };
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::ResourceExhausted, "WATCHER_TOO_SLOW")
        );
        assert_eq!(begun.elapsed(), PATIENCE);
        drop(sent);
        outlet.gone().await;
        assert!(matches!(outlet.room().await, Err(End::Gone)));
    }
}
