//! What every engine must do with approved reports until they are published.

use super::{at, decision, id, submit};
use crate::{
    log::{LogError, ReportLog, TAKEN_UP, revision},
    report::{Publication, State},
};

type Test = fn(&dyn ReportLog);

pub(super) const TESTS: [Test; 3] = [
    publishes_what_was_approved,
    tells_how_long_the_approved_wait,
    takes_a_few_up_at_once,
];

fn publishes_what_was_approved(log: &dyn ReportLog) {
    let publication = Publication {
        revision: revision(7),
        token: "t".to_owned(),
    };
    submit(log, id(1), "a", State::Pending).unwrap();
    assert!(matches!(
        log.published(id(1), &publication),
        Err(LogError::NotOpen { .. })
    ));
    submit(log, id(2), "b", State::Approved).unwrap();
    submit(log, id(3), "c", State::Approved).unwrap();
    assert_eq!(log.approved(None).unwrap(), [id(2), id(3)]);
    let published = log.published(id(2), &publication).unwrap();
    assert_eq!(published.state, State::Published);
    assert_eq!(published.publication, Some(publication.clone()));
    assert_eq!(log.published(id(2), &publication).unwrap(), published);
    assert_eq!(log.approved(None).unwrap(), [id(3)]);
}

fn tells_how_long_the_approved_wait(log: &dyn ReportLog) {
    assert_eq!(log.approved_since(9).unwrap(), None);
    // Who came first was approved last.
    for (number, second) in [(1, 90), (2, 60)] {
        let report = submit(log, id(number), "content", State::Pending).unwrap();
        let mut approval = decision(State::Approved, "王芳");
        approval.decided.at = at(second);
        log.decide(id(number), &report.etag(), &approval).unwrap();
    }
    assert_eq!(log.approved_since(9).unwrap(), Some(at(60)));
    assert_eq!(log.approved_since(1).unwrap(), Some(at(90)));
    let publication = Publication {
        revision: revision(7),
        token: "t".to_owned(),
    };
    log.published(id(2), &publication).unwrap();
    assert_eq!(log.approved_since(9).unwrap(), Some(at(90)));
}

fn takes_a_few_up_at_once(log: &dyn ReportLog) {
    let reports = TAKEN_UP as u32 + 3;
    for number in 1..=reports {
        submit(log, id(number), &number.to_string(), State::Approved).unwrap();
    }
    let taken = log.approved(None).unwrap();
    assert_eq!(taken, (1..=TAKEN_UP as u32).map(id).collect::<Vec<_>>());
    let rest = log.approved(taken.last().copied()).unwrap();
    assert_eq!(rest, (TAKEN_UP as u32 + 1..=reports).map(id).collect::<Vec<_>>());
    assert_eq!(log.approved(rest.last().copied()).unwrap(), []);
}
