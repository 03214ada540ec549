//! What writers are told, and what the log and the cube hold at the end.

use super::*;

#[test]
fn an_acknowledged_batch_that_is_gone_is_lost() {
    let broken = broken(|history| {
        history.log.pop();
        history.watches.clear();
        history.after.revision = 3;
        history.after.cells = held(&[("zones/a", 2.0, 3), ("zones/b", 2.0, 3), ("zones/c", 9.0, 1)]);
    });
    assert_eq!(broken, [Promise::NothingLost]);
}

#[test]
fn a_batch_that_moved_is_lost() {
    let broken = broken(|history| history.writes[0].outcome = at(3));
    assert!(broken.contains(&Promise::NothingLost), "{broken:?}");
}

#[test]
fn what_stands_at_a_revision_may_have_been_written_before_it() {
    let broken = broken(|history| {
        history.writes[0].outcome = standing(2);
        history.writes[2].outcome = standing(4);
        history.writes[3].outcome = standing(4);
        history.writes[2].span.ended = 25;
        history.writes[3].span.ended = 26;
    });
    assert_eq!(broken, []);
}

#[test]
fn what_stands_only_after_its_acknowledgement_is_lost() {
    let broken = broken(|history| history.writes[3].outcome = standing(3));
    assert_eq!(broken, [Promise::NothingLost]);
}

#[test]
fn an_acknowledgement_that_leaves_out_one_before_it_is_lost() {
    let broken = broken(|history| {
        history.writes[3].outcome = standing(4);
        history.writes[2].outcome = standing(3);
        history.writes[2].span.ended = 25;
    });
    assert_eq!(broken, [Promise::NothingLost]);
}

#[test]
fn a_batch_that_is_there_twice_is_doubled() {
    let broken = broken(|history| {
        history.log.push(entry(5, "one", &[("zones/a", 1.0)]));
        history.watches[0].seen.push(seen(40, history.log[3].clone()));
        history.after.revision = 5;
        history.after.cells.insert(
            cell("zones/a"),
            Held {
                value: 1.0,
                revision: 5,
            },
        );
    });
    assert!(broken.contains(&Promise::NothingDoubled), "{broken:?}");
}

#[test]
fn a_replay_with_another_revision_is_doubled() {
    let again = write((32, 33), "one", &[("zones/a", 1.0)], at(4));
    let broken = broken(|history| history.writes.push(again));
    assert!(broken.contains(&Promise::NothingDoubled), "{broken:?}");
}

#[test]
fn a_revision_of_nobody_is_invented() {
    let broken = broken(|history| history.writes.retain(|write| write.batch != "three"));
    assert_eq!(broken, [Promise::NothingInvented]);
}

#[test]
fn a_refused_batch_in_the_log_is_invented() {
    let broken = broken(|history| {
        history.writes.retain(|write| write.batch != "four");
        history.writes[3].outcome = Outcome::Refused;
    });
    assert_eq!(broken, [Promise::NothingInvented]);
}

#[test]
fn a_batch_in_part_is_not_whole() {
    let broken = broken(|history| {
        history.log[1].cells.remove(&cell("zones/b"));
        history.reads.clear();
        history.watches.clear();
        history.after.cells.insert(
            cell("zones/b"),
            Held {
                value: 3.0,
                revision: 4,
            },
        );
    });
    assert_eq!(broken, [Promise::Whole]);
}

#[test]
fn a_later_batch_with_a_smaller_revision_is_out_of_order() {
    let broken = broken(|history| {
        // Sent once everybody knew of revision 4.
        for write in &mut history.writes[1..3] {
            write.span.began += 30;
            write.span.ended += 30;
        }
        history.reads.clear();
        history.watches.clear();
    });
    assert!(broken.contains(&Promise::CommitOrder), "{broken:?}");
}

#[test]
fn what_was_protected_is_not_overwritten() {
    let broken = broken(|history| history.writes[3].unchanged_since = Some(2));
    assert_eq!(broken, [Promise::NothingOverwritten]);
    let kept = super::check(&{
        let mut history = good();
        history.writes[3].unchanged_since = Some(3);
        history
    });
    assert_eq!(kept, []);
}

#[test]
fn a_batch_that_nobody_knows_the_end_of_is_not_settled() {
    let broken = broken(|history| history.writes[3].outcome = Outcome::Unknown);
    assert_eq!(broken, [Promise::Settled]);
}

#[test]
fn a_gap_in_the_log_is_not_dense() {
    let broken = broken(|history| {
        history.log.remove(0);
    });
    assert!(broken.contains(&Promise::Dense), "{broken:?}");
}

#[test]
fn a_cube_that_holds_what_the_log_does_not_say_is_seen() {
    let broken = broken(|history| {
        history.after.cells.remove(&cell("zones/c"));
    });
    assert_eq!(broken, [Promise::CubeTrue]);
}

#[test]
fn an_error_that_is_not_promised_is_seen() {
    let broken = broken(|history| history.unexpected.push("INTERNAL".to_owned()));
    assert_eq!(broken, [Promise::ErrorsExpected]);
}
