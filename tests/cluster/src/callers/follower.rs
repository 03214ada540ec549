//! A caller who follows the change feed.

use tokio::sync::watch;
use zhibiao_client::feed::{Event, Feed};
use zhibiao_model::revision::Revision;
use zhibiao_tests::{
    cube::entry,
    history::{Seen, Watch},
};

use super::stage::Stage;

/// Follows from where the history begins until the head that `until` comes to tell.
pub(crate) async fn follow(stage: Stage, mut until: watch::Receiver<Option<i64>>) {
    let Some(after) = Revision::new(stage.after) else {
        stage
            .tally
            .wrong(format!("the history begins at {}, no revision", stage.after));
        return;
    };
    let mut feed = Feed::follow(stage.hubs.store.clone(), after);
    let mut seen = Vec::new();
    let mut last = stage.after;
    while until.borrow().is_none_or(|head| last < head) {
        let event = tokio::select! {
            event = feed.next() => event,
            _ = until.changed() => continue,
        };
        match event {
            Some(Event::Revision { revision, fragments }) => {
                last = revision.get();
                stage.tally.note("changes", Ok(()));
                seen.extend(fragments.iter().map(|change| Seen::Change {
                    at: stage.recorder.now(),
                    entry: entry(change),
                    more: change.more_fragments,
                }));
            }
            Some(Event::CaughtUp(revision)) => seen.push(Seen::Checkpoint(revision.get())),
            Some(Event::Lost) | None => {
                stage.tally.wrong("the feed was lost".to_owned());
                break;
            }
        }
    }
    stage.recorder.watch(Watch {
        caller: "follower".to_owned(),
        after: stage.after,
        seen,
    });
}
