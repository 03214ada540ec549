//! What every engine must do with decisions, and with approvals that are taken back.

use super::{decision, finding, id, submit};
use crate::{
    finding::{Check, Severity},
    log::{LogError, ReportLog, revision},
    report::State,
};

type Test = fn(&dyn ReportLog);

pub(super) const TESTS: [Test; 6] = [
    decides_once,
    decides_while_open,
    lets_one_of_many_decisions_win,
    takes_an_approval_back,
    asks_again,
    leaves_a_newer_approval_alone,
];

fn decides_once(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let decided = log
        .decide(id(1), &report.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    assert_eq!(decided.state, State::Approved);
    assert_eq!((decided.blocked, decided.returned), (0, 1));
    assert_ne!(decided.etag(), report.etag());
    assert_eq!(log.returned(id(1), 0, 10).unwrap(), [(2, "单位不明".to_owned())]);
    assert_eq!(log.returned(id(1), 3, 10).unwrap(), []);
    let again = log
        .decide(id(1), &report.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    assert_eq!(again, decided);
    for (state, by) in [(State::Approved, "赵敏"), (State::Returned, "王芳")] {
        assert!(matches!(
            log.decide(id(1), &report.etag(), &decision(state, by)),
            Err(LogError::EtagMismatch { .. })
        ));
    }
}

fn decides_while_open(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Blocked).unwrap();
    let returned = log
        .decide(id(1), &report.etag(), &decision(State::Returned, "王芳"))
        .unwrap();
    assert_eq!(returned.state, State::Returned);
    assert_eq!(returned.decided.as_ref().map(|d| d.by.as_str()), Some("王芳"));
    assert!(matches!(
        log.decide(id(1), &returned.etag(), &decision(State::Approved, "赵敏")),
        Err(LogError::NotOpen {
            state: State::Returned,
            ..
        })
    ));
}

fn lets_one_of_many_decisions_win(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let etag = report.etag();
    let won = std::thread::scope(|scope| {
        let deciders: Vec<_> = (0..8)
            .map(|number| {
                let etag = &etag;
                scope.spawn(move || {
                    log.decide(id(1), etag, &decision(State::Approved, &format!("人{number}")))
                        .is_ok()
                })
            })
            .collect();
        deciders
            .into_iter()
            .map(|decider| decider.join().unwrap())
            .filter(|won| *won)
            .count()
    });
    assert_eq!(won, 1);
}

fn takes_an_approval_back(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let approved = log
        .decide(id(1), &report.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    let refused = log
        .refused(id(1), &approved.etag(), &finding(Check::StoreRefused, 0))
        .unwrap();
    assert_eq!(refused.state, State::Blocked);
    assert_eq!((refused.blocked, refused.returned), (1, 0));
    assert_eq!(refused.decided, None);
    assert!(refused.is_unpublishable());
    let findings = log.findings(id(1), Severity::Info, i64::MIN, 10).unwrap();
    assert_eq!(findings[0].1.check, Check::StoreRefused);
    assert!(matches!(
        log.refused(id(1), &refused.etag(), &finding(Check::StoreRefused, 0)),
        Err(LogError::NotOpen { .. })
    ));
}

fn asks_again(log: &dyn ReportLog) {
    let changed = finding(Check::FiguresChanged, 0);
    let report = submit(log, id(1), "a", State::Blocked).unwrap();
    assert_eq!(report.seen, Some(revision(4)));
    assert!(matches!(
        log.reopened(id(1), &report.etag(), &changed, revision(9)),
        Err(LogError::NotOpen { .. })
    ));
    let approved = log
        .decide(id(1), &report.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    let again = log
        .reopened(id(1), &approved.etag(), &changed, revision(9))
        .unwrap();
    // An entry is blocked: whoever decides must return it once more.
    assert_eq!(
        (again.state, again.blocked, again.returned),
        (State::Blocked, 1, 0)
    );
    assert_eq!((again.seen, &again.decided), (Some(revision(9)), &None));
    assert_ne!(again.etag(), report.etag());
    assert!(!again.is_unpublishable());
    let findings = log.findings(id(1), Severity::Info, i64::MIN, 10).unwrap();
    assert_eq!(findings[0].1, changed);
    log.decide(id(1), &again.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
}

fn leaves_a_newer_approval_alone(log: &dyn ReportLog) {
    let changed = finding(Check::FiguresChanged, 0);
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let approve = |etag: &str, by: &str| log.decide(id(1), etag, &decision(State::Approved, by)).unwrap();
    let first = approve(&report.etag(), "王芳");
    let open = log.reopened(id(1), &first.etag(), &changed, revision(9)).unwrap();
    let second = approve(&open.etag(), "赵敏");
    // Whoever was publishing the first approval is late.
    for late in [
        log.reopened(id(1), &first.etag(), &changed, revision(8)),
        log.refused(id(1), &first.etag(), &finding(Check::StoreRefused, 0)),
    ] {
        assert!(matches!(late, Err(LogError::EtagMismatch { etag, .. }) if etag == second.etag()));
    }
    assert_eq!(log.report(id(1)).unwrap(), second);
    assert_eq!(log.returned(id(1), 0, 10).unwrap(), [(2, "单位不明".to_owned())]);
    assert_eq!(
        log.findings(id(1), Severity::Info, i64::MIN, 10).unwrap().len(),
        4
    );
}
