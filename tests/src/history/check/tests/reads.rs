//! What readers are told.

use super::*;

#[test]
fn a_read_of_another_state_is_not_true() {
    let old_value = broken(|history| {
        history.reads[2].values.insert(
            cell("zones/a"),
            Held {
                value: 1.0,
                revision: 2,
            },
        );
    });
    assert_eq!(old_value, [Promise::ReadTrue]);
    let left_out = broken(|history| {
        history.reads[2].values.remove(&cell("zones/c"));
    });
    assert_eq!(left_out, [Promise::ReadTrue]);
    let later = broken(|history| history.reads[2].revision = 4);
    assert_eq!(later, [Promise::ReadTrue]);
    let never = broken(|history| history.reads[2].revision = 7);
    assert!(never.contains(&Promise::ReadTrue), "{never:?}");
}

#[test]
fn a_read_behind_its_token_is_not_fresh() {
    let broken = broken(|history| history.reads[2].freshness = Freshness::AtLeast(4));
    assert_eq!(broken, [Promise::ReadFresh]);
}

#[test]
fn a_newest_read_behind_what_was_known_is_not_newest() {
    let broken = broken(|history| history.reads[2].freshness = Freshness::Newest);
    assert_eq!(broken, [Promise::ReadNewest]);
}

#[test]
fn what_a_watcher_saw_counts_as_known() {
    let broken = broken(|history| {
        // The third batch is acknowledged late, but was seen at 24.
        history.writes[3].span.ended = 50;
        history.reads[2].span = span("reader", 25, 26);
        history.reads[2].freshness = Freshness::Newest;
    });
    assert_eq!(broken, [Promise::ReadNewest]);
}

#[test]
fn nothing_is_seen_before_it_was_sent() {
    let read = broken(|history| {
        history.reads[1].span.ended = 9;
    });
    assert!(read.contains(&Promise::NothingEarly), "{read:?}");
    let watched = broken(|history| {
        if let Seen::Change { at, .. } = &mut history.watches[0].seen[7] {
            *at = 18;
        }
    });
    assert!(watched.contains(&Promise::NothingEarly), "{watched:?}");
}

#[test]
fn a_process_that_goes_back_is_seen() {
    let earlier = [("zones/a", 1.0, 2), ("zones/c", 9.0, 1)];
    let broken_by = |target: (String, u64)| {
        broken(|history| {
            let mut read = read((26, 27), Freshness::Any, 2, &earlier);
            read.target = Some(target);
            history.reads.push(read);
        })
    };
    assert_eq!(broken_by(("store-0".to_owned(), 0)), [Promise::NeverBack]);
    assert_eq!(broken_by(("store-0".to_owned(), 1)), []);
}
