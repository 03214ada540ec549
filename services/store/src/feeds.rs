//! The change feeds that are followed, and how far each of them has been sent.

use std::sync::{
    Arc, Mutex, PoisonError, Weak,
    atomic::{AtomicI64, Ordering},
};

use zhibiao_model::revision::Revision;

/// The feeds under way.
#[derive(Debug, Default)]
pub(crate) struct Feeds(Mutex<Vec<Weak<AtomicI64>>>);

/// How far one feed has been sent; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Sent(Arc<AtomicI64>);

impl Feeds {
    /// Begins a feed of what follows a revision.
    pub(crate) fn begin(&self, after: Revision) -> Sent {
        let sent = Arc::new(AtomicI64::new(after.get()));
        let mut feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.retain(|feed| feed.strong_count() > 0);
        feeds.push(Arc::downgrade(&sent));
        Sent(sent)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        let feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().filter(|feed| feed.strong_count() > 0).count()
    }

    /// How far the slowest one has been sent; `None` when there is none.
    pub(crate) fn slowest(&self) -> Option<Revision> {
        let feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = feeds.iter().filter_map(Weak::upgrade);
        sent.map(|sent| sent.load(Ordering::Relaxed))
            .min()
            .and_then(Revision::new)
    }
}

impl Sent {
    /// Takes note of what has been sent.
    pub(crate) fn up_to(&self, revision: Revision) {
        self.0.store(revision.get(), Ordering::Relaxed);
    }

    /// What has been sent.
    pub(crate) fn revision(&self) -> Revision {
        Revision::new(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_feed_counts_until_it_ends() {
        let feeds = Feeds::default();
        let revision = |number| Revision::new(number).unwrap();
        assert_eq!((feeds.count(), feeds.slowest()), (0, None));
        let (slow, fast) = (feeds.begin(revision(3)), feeds.begin(revision(3)));
        fast.up_to(revision(7));
        slow.up_to(revision(5));
        assert_eq!((feeds.count(), feeds.slowest()), (2, Some(revision(5))));
        drop(slow);
        assert_eq!((feeds.count(), feeds.slowest()), (1, Some(revision(7))));
    }
}
