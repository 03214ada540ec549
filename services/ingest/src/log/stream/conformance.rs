//! What every engine of the log of streams must do. Each engine runs [`suite`].

use zhibiao_model::revision::Revision;

use super::*;

const INTERFACE: &str = "interfaces/torch-monthly";

/// Runs every test on logs that `open` makes anew; what comes with a log is kept as long as it.
pub(crate) fn suite<L: StreamLog, K>(open: &dyn Fn() -> (L, K)) {
    for test in [
        counts_terms,
        keeps_what_was_decided,
        moves_by_one,
        ends_a_term_with_the_next,
        remembers_the_last_batches,
    ] {
        let (log, _kept) = open();
        test(&log);
    }
}

fn publication(number: i64) -> Publication {
    Publication {
        revision: Revision::new(number).unwrap(),
        token: format!("token-{number}"),
    }
}

fn digest(number: u8) -> Digest {
    Digest([number; 32])
}

fn is_taken_over(result: &Result<(), LogError>) -> bool {
    matches!(result, Err(LogError::TakenOver(interface)) if interface == INTERFACE)
}

fn counts_terms(log: &dyn StreamLog) {
    let first = log.begin(INTERFACE).unwrap();
    assert_eq!((first.number, first.durable), (1, 0));
    let second = log.begin(INTERFACE).unwrap();
    assert_eq!((second.number, second.durable), (2, 0));
    assert_eq!(log.begin("interfaces/other").unwrap().number, 1);
    assert_eq!(log.batch(INTERFACE, 1).unwrap(), None);
}

fn keeps_what_was_decided(log: &dyn StreamLog) {
    let term = log.begin(INTERFACE).unwrap();
    log.decided(&term, 1, &digest(1), b"first").unwrap();
    let mut kept = KeptBatch {
        digest: digest(1),
        note: b"first".to_vec(),
        publication: None,
    };
    assert_eq!(log.batch(INTERFACE, 1).unwrap(), Some(kept.clone()));
    // Decided anew, as long as it is not durable.
    log.decided(&term, 1, &digest(2), b"second").unwrap();
    log.durable(&term, 1, &publication(7)).unwrap();
    kept.digest = digest(2);
    kept.note = b"second".to_vec();
    kept.publication = Some(publication(7));
    assert!(is_taken_over(&log.decided(&term, 1, &digest(3), b"third")));
    assert_eq!(log.batch(INTERFACE, 1).unwrap(), Some(kept));
}

fn moves_by_one(log: &dyn StreamLog) {
    let term = log.begin(INTERFACE).unwrap();
    assert!(is_taken_over(&log.durable(&term, 1, &publication(1))));
    for sequence in 1..=3 {
        log.decided(&term, sequence, &digest(1), b"").unwrap();
    }
    assert!(is_taken_over(&log.durable(&term, 2, &publication(1))));
    log.durable(&term, 1, &publication(1)).unwrap();
    assert!(is_taken_over(&log.durable(&term, 1, &publication(1))));
    log.durable(&term, 2, &publication(2)).unwrap();
    assert_eq!(log.begin(INTERFACE).unwrap().durable, 2);
}

fn ends_a_term_with_the_next(log: &dyn StreamLog) {
    let old = log.begin(INTERFACE).unwrap();
    log.decided(&old, 1, &digest(1), b"old").unwrap();
    let new = log.begin(INTERFACE).unwrap();
    assert!(is_taken_over(&log.decided(&old, 1, &digest(2), b"older")));
    assert!(is_taken_over(&log.durable(&old, 1, &publication(1))));
    assert_eq!(log.batch(INTERFACE, 1).unwrap().unwrap().note, b"old");
    log.decided(&new, 1, &digest(1), b"new").unwrap();
    log.durable(&new, 1, &publication(1)).unwrap();
}

fn remembers_the_last_batches(log: &dyn StreamLog) {
    let term = log.begin(INTERFACE).unwrap();
    for sequence in 1..=REMEMBERED + 2 {
        log.decided(&term, sequence, &digest(1), b"").unwrap();
        log.durable(&term, sequence, &publication(1)).unwrap();
    }
    assert_eq!(log.batch(INTERFACE, 2).unwrap(), None);
    assert!(log.batch(INTERFACE, 3).unwrap().is_some());
}
