//! Answers that are kept for those who watch, in so many bytes: an evaluation may have 48 MB, and each question that is
//! watched keeps its newest.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use zhibiao_runtime::error::{Code, Problem};

use crate::freshness::COME_BACK;

/// Reason of a question whose answer there is no room for.
pub(super) const FULL: &str = "WATCHED_ANSWERS_FULL";

/// Room for answers.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<Space>);

#[derive(Debug)]
struct Space {
    most: u64,
    taken: AtomicU64,
}

/// An answer that is kept; clones share its room, and the last gives it back.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    body: Bytes,
    share: Arc<Share>,
}

#[derive(Debug)]
struct Share {
    space: Arc<Space>,
    bytes: u64,
}

impl Drop for Share {
    fn drop(&mut self) {
        self.space.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Room {
    /// Room for so many bytes.
    pub(super) fn new(most: u64) -> Self {
        let taken = AtomicU64::new(0);
        Self(Arc::new(Space { most, taken }))
    }

    /// Keeps an answer: the one before where it is the same, or else in its place. Those who were not told yet may still
    /// hold that one, so that for a moment there may be more than there is room for.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED with the limit.
    pub(super) fn keep(&self, body: Bytes, before: Option<&Kept>) -> Result<Kept, Problem> {
        if let Some(same) = before.filter(|before| before.body == body) {
            return Ok(same.clone());
        }
        let Self(space) = self;
        let (bytes, freed) = (body.len() as u64, before.map_or(0, |before| before.share.bytes));
        let fits = |taken: u64| (taken.saturating_sub(freed) + bytes <= space.most).then_some(taken + bytes);
        match space
            .taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits)
        {
            Ok(_) => Ok(Kept {
                body,
                share: Arc::new(Share {
                    space: Arc::clone(space),
                    bytes,
                }),
            }),
            Err(taken) => {
                let message = format!(
                    "answers of {taken} bytes are kept for watchers, and this one has {bytes}: ask for fewer details, \
                     or come back when others have gone"
                );
                let problem = Problem::new(Code::ResourceExhausted, FULL, message);
                Err(problem.with("limit", space.most).retry_after(COME_BACK))
            }
        }
    }
}

impl Kept {
    /// The answer.
    pub(super) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether it is the same answer.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.share, &other.share) || self.body == other.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(byte: u8, len: usize) -> Bytes {
        vec![byte; len].into()
    }

    #[test]
    fn answers_beyond_the_room_are_refused_until_others_go() {
        let room = Room::new(100);
        let first = room.keep(body(1, 60), None).unwrap();
        let refused = room.keep(body(2, 41), None).unwrap_err();
        assert_eq!(
            (refused.code, refused.reason.as_str(), refused.retry_after),
            (Code::ResourceExhausted, FULL, Some(COME_BACK))
        );
        assert_eq!(refused.facts["limit"], "100");
        let shared = first.clone();
        drop(first);
        assert!(room.keep(body(2, 41), None).is_err(), "it is still held");
        drop(shared);
        room.keep(body(2, 41), None).unwrap();
    }

    #[test]
    fn the_same_answer_takes_no_room_and_another_takes_the_place_of_the_one_before() {
        let room = Room::new(100);
        let first = room.keep(body(1, 60), None).unwrap();
        let same = room.keep(body(1, 60), Some(&first)).unwrap();
        assert!(first.is(&same));
        let next = room.keep(body(2, 90), Some(&first)).unwrap();
        drop((first, same));
        assert!(room.keep(body(3, 101), Some(&next)).is_err());
        assert!(room.keep(body(3, 11), None).is_err());
        room.keep(body(3, 10), None).unwrap();
    }
}
