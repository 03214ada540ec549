//! What a follower was not told yet, bounded by what it weighs.

use std::sync::Arc;

use prost::Message as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::Event;

/// Events that wait at once: small ones weigh more than their bytes.
const MOST_EVENTS: usize = 16;

/// The feed's side.
#[derive(Debug)]
pub(super) struct Tell {
    waiting: mpsc::Sender<Waiting>,
    room: Arc<Semaphore>,
    /// Bytes of room in all.
    bytes: u32,
}

/// The follower's side.
#[derive(Debug)]
pub(super) struct Backlog(mpsc::Receiver<Waiting>);

/// An event and its share of the room, given back when it is taken.
#[derive(Debug)]
struct Waiting {
    event: Event,
    _room: OwnedSemaphorePermit,
}

/// The follower has gone.
#[derive(Debug)]
pub(super) struct Gone;

/// Room for so many bytes of events, as they are encoded, or for a single one that is larger.
pub(super) fn backlog(bytes: u32) -> (Tell, Backlog) {
    let (waiting, taken) = mpsc::channel(MOST_EVENTS);
    let room = Arc::new(Semaphore::new(usize::try_from(bytes).unwrap_or(usize::MAX)));
    (Tell { waiting, room, bytes }, Backlog(taken))
}

impl Tell {
    /// Waits until there is room for an event, and tells it.
    pub(super) async fn send(&self, event: Event) -> Result<(), Gone> {
        let weight = weight(&event).min(self.bytes);
        let room = Arc::clone(&self.room).acquire_many_owned(weight);
        let waiting = Waiting {
            event,
            _room: room.await.map_err(|_| Gone)?,
        };
        self.waiting.send(waiting).await.map_err(|_| Gone)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.waiting.is_closed()
    }
}

impl Backlog {
    pub(super) async fn next(&mut self) -> Option<Event> {
        self.0.recv().await.map(|waiting| waiting.event)
    }

    pub(super) fn next_ready(&mut self) -> Option<Event> {
        self.0.try_recv().ok().map(|waiting| waiting.event)
    }
}

fn weight(event: &Event) -> u32 {
    let bytes = match event {
        Event::Revision { fragments, .. } => fragments.iter().map(|fragment| fragment.encoded_len()).sum(),
        Event::CaughtUp(_) | Event::Lost => 0,
    };
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Waker},
    };

    use zhibiao_model::revision::Revision;
    use zhibiao_proto::observation::v1::{Change, ObservationColumns};

    use super::*;

    const ROOM: u32 = 10_000;

    /// A revision of so many values, eight bytes each.
    fn revision(values: usize) -> Event {
        let observations = ObservationColumns {
            value: vec![1.0; values],
            ..ObservationColumns::default()
        };
        Event::Revision {
            revision: Revision::ZERO,
            fragments: vec![Change {
                observations: Some(observations),
                ..Change::default()
            }],
        }
    }

    /// How many of an event are told until there is no room.
    async fn told(tell: &Tell, event: &Event) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        let mut told = 0;
        while pin!(tell.send(event.clone())).poll(&mut context).is_ready() {
            told += 1;
        }
        told
    }

    #[tokio::test]
    async fn large_revisions_wait_by_their_bytes_and_small_ones_by_number() {
        for (values, expected) in [(1, MOST_EVENTS), (500, 2), (1_000, 1), (50_000, 1)] {
            let (tell, mut backlog) = backlog(ROOM);
            let event = revision(values);
            assert_eq!(told(&tell, &event).await, expected, "{values} values");
            assert_eq!(backlog.next().await.as_ref(), Some(&event));
            assert_eq!(told(&tell, &event).await, 1, "what is taken makes room");
        }
    }

    #[tokio::test]
    async fn a_large_revision_waits_until_it_is_alone() {
        let (tell, mut backlog) = backlog(ROOM);
        assert!(tell.send(revision(1)).await.is_ok());
        let mut large = pin!(tell.send(revision(50_000)));
        let mut context = Context::from_waker(Waker::noop());
        assert!(large.as_mut().poll(&mut context).is_pending());
        assert!(backlog.next_ready().is_some());
        assert!(large.await.is_ok());
        drop(backlog);
        assert!(tell.is_closed() && tell.send(Event::Lost).await.is_err());
    }
}
