//! What watchers see.

use super::*;

#[test]
fn a_watcher_misses_nothing() {
    let gap = broken(|history| {
        history.watches[0].seen.remove(1);
    });
    assert!(gap.contains(&Promise::WatchReliable), "{gap:?}");
    let end = broken(|history| {
        history.watches[0].seen.pop();
    });
    assert_eq!(end, [Promise::WatchReliable]);
    let skipped = broken(|history| history.watches[0].seen[6] = Seen::Checkpoint(4));
    assert_eq!(skipped, [Promise::WatchReliable]);
}

#[test]
fn a_watcher_sees_nothing_twice() {
    let repeated = broken(|history| {
        let again = history.watches[0].seen[1].clone();
        history.watches[0].seen.insert(2, again);
    });
    assert_eq!(repeated, [Promise::WatchReliable]);
    let resumed = broken(|history| history.watches[0].seen[3] = Seen::Connected(3));
    assert_eq!(resumed, [Promise::WatchReliable]);
}

#[test]
fn a_watcher_sees_revisions_whole() {
    let inside = broken(|history| history.watches[0].seen.insert(5, Seen::Checkpoint(2)));
    assert_eq!(inside, [Promise::WatchAtomic]);
    let half = broken(|history| {
        history.watches[0].seen.remove(5);
    });
    assert!(half.contains(&Promise::WatchAtomic), "{half:?}");
    let other = broken(|history| {
        let log = seen(14, entry(2, "one", &[("zones/a", 7.0)]));
        history.watches[0].seen[1] = log;
    });
    assert_eq!(other, [Promise::WatchTrue]);
}
