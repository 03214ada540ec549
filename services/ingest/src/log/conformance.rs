//! What every engine of the log must do. Each engine runs [`suite`].

mod decision;
pub(crate) mod older;
mod publication;
mod review;

use jiff::Timestamp;
use zhibiao_proto::report::v1::ReportHeader;

use super::*;
use crate::finding::{Bytes, Check, Finding, Position, ProsePlace};

/// Runs every test on logs that `open` makes anew; what comes with a log is kept as long as it.
pub(crate) fn suite<L: ReportLog, K>(open: &dyn Fn() -> (L, K)) {
    for test in [
        submits_once,
        keeps_what_was_sent,
        lists_newest_first,
        counts_up_to_a_bound,
        pages_entries_and_findings,
        leaves_nothing_half_written,
    ]
    .into_iter()
    .chain(decision::TESTS)
    .chain(publication::TESTS)
    .chain(review::TESTS)
    {
        let (log, _kept) = open();
        test(&log);
    }
}

/// Keeps one report and gives it back.
pub(crate) fn kept(log: &dyn ReportLog) -> Report {
    let id: ReportId = "01HV3K5Z8Q4J7X2M9N6P0R1S3T".parse().unwrap();
    submit(log, id, "content", State::Pending).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_713_000_000 + second).unwrap()
}

pub(crate) fn id(number: u32) -> ReportId {
    format!("01HV3K5Z8Q4J7X2M9N6P{number:06}").parse().unwrap()
}

fn header(id: ReportId) -> ReportHeader {
    ReportHeader {
        report_id: id.to_string(),
        department: "departments/statistics".to_owned(),
        ..ReportHeader::default()
    }
}

pub(crate) fn finding(check: Check, row: u32) -> Finding {
    let position = Position {
        sheet: "表一".to_owned(),
        row,
        column: "C".into(),
        ..Position::default()
    };
    Finding::new(check, position, "斛", row)
        .fact("count", 3)
        .fact("unit", "亿元")
        .candidates(["亩".to_owned(), "顷".to_owned()])
}

/// The same finding about a text.
fn in_prose(mut finding: Finding) -> Finding {
    finding.position.prose = Some(ProsePlace {
        sentence: Bytes { start: 0, end: 90 },
        number: Bytes { start: 48, end: 51 },
    });
    finding
}

fn chunks() -> Vec<PackedChunk> {
    let chunk = |first, rows, blocked, data: &[u8]| PackedChunk {
        first,
        rows,
        blocked,
        data: data.to_vec(),
    };
    vec![chunk(1, 3, 1, b"one"), chunk(4, 2, 0, b"two")]
}

pub(crate) fn submission(
    log: &dyn ReportLog,
    id: ReportId,
    content: &str,
    state: State,
) -> Result<Submitted, LogError> {
    log.submit(NewReport {
        id,
        state,
        header: header(id),
        submitter: "李伟".to_owned(),
        submitted_at: at(0),
        structured: false,
        tables: vec!["A1:C long".to_owned(), "A9:C long".to_owned()],
        digest: blake3::hash(content.as_bytes()).into(),
        source: &mut content.as_bytes(),
        chunks: &chunks(),
        findings: &[
            finding(Check::UnknownUnit, 2),
            finding(Check::Revision, 1),
            in_prose(finding(Check::MissingMark, 3)),
        ],
        counts: vec![Count {
            code: "UNKNOWN_UNIT".to_owned(),
            severity: Severity::Error,
            count: 1,
        }],
        decided: None,
        seen: Some(revision(4)),
    })
}

pub(crate) fn submit(
    log: &dyn ReportLog,
    id: ReportId,
    content: &str,
    state: State,
) -> Result<Report, LogError> {
    submission(log, id, content, state).map(|submitted| match submitted {
        Submitted::Kept(report) | Submitted::Known(report) => report,
    })
}

pub(crate) fn decision(state: State, by: &str) -> Decision {
    Decision {
        state,
        decided: Decided {
            by: by.to_owned(),
            at: at(60),
            reason: "核对无误".to_owned(),
        },
        returned: vec![(2, "单位不明".to_owned())],
        key: blake3::hash(format!("{by} {state:?}").as_bytes()).into(),
    }
}

fn submits_once(log: &dyn ReportLog) {
    assert!(matches!(
        submission(log, id(1), "a", State::Pending),
        Ok(Submitted::Kept(_))
    ));
    assert!(matches!(
        submission(log, id(1), "a", State::Pending),
        Ok(Submitted::Known(_))
    ));
    assert!(matches!(
        submission(log, id(1), "b", State::Pending),
        Err(LogError::ContentDiffers(_))
    ));
    assert_eq!(log.reports(&ReportFilter::default(), None, 10).unwrap().len(), 1);
    assert!(matches!(log.report(id(9)), Err(LogError::NotFound(_))));
}

fn keeps_what_was_sent(log: &dyn ReportLog) {
    let content = "x".repeat((1 << 20) + 10);
    let report = submit(log, id(1), &content, State::Blocked).unwrap();
    assert_eq!(report.state, State::Blocked);
    assert_eq!((report.entries, report.blocked, report.returned), (5, 1, 0));
    assert_eq!(report.source_bytes, content.len() as u64);
    assert_eq!(report.header, header(id(1)));
    assert_eq!(report.tables.len(), 2);
    assert_eq!(
        report.seal,
        seal(chunks().iter().map(|chunk| chunk.data.as_slice()))
    );
    assert_eq!(log.source(id(1), 0, 1 << 20).unwrap().len(), 1 << 20);
    assert_eq!(log.source(id(1), 1 << 20, 1 << 20).unwrap().len(), 10);
    assert_eq!(log.source(id(1), 5, 3).unwrap(), b"xxx");
    assert_eq!(log.source(id(1), 2 << 20, 3).unwrap(), b"");
}

fn lists_newest_first(log: &dyn ReportLog) {
    for number in 1..=5 {
        let state = if number % 2 == 0 {
            State::Pending
        } else {
            State::Blocked
        };
        submit(log, id(number), &number.to_string(), state).unwrap();
    }
    let all = log.reports(&ReportFilter::default(), None, 3).unwrap();
    assert_eq!(
        all.iter().map(|r| r.id).collect::<Vec<_>>(),
        [id(5), id(4), id(3)]
    );
    let rest = log
        .reports(&ReportFilter::default(), Some(all[2].sequence), 3)
        .unwrap();
    assert_eq!(rest.iter().map(|r| r.id).collect::<Vec<_>>(), [id(2), id(1)]);
    let pending = ReportFilter {
        state: Some(State::Pending),
        department: "departments/statistics".to_owned(),
    };
    assert_eq!(log.reports(&pending, None, 10).unwrap().len(), 2);
    let others = ReportFilter {
        state: None,
        department: "departments/science".to_owned(),
    };
    assert!(log.reports(&others, None, 10).unwrap().is_empty());
}

fn counts_up_to_a_bound(log: &dyn ReportLog) {
    for (number, state) in [(1, State::Pending), (2, State::Blocked), (3, State::Pending)] {
        submit(log, id(number), "content", state).unwrap();
    }
    let counted = |state, most| log.count(state, most).unwrap();
    assert_eq!(
        [State::Pending, State::Blocked, State::Approved].map(|state| counted(state, 9)),
        [2, 1, 0]
    );
    assert_eq!(counted(State::Pending, 1), 1);
}

fn pages_entries_and_findings(log: &dyn ReportLog) {
    submit(log, id(1), "a", State::Pending).unwrap();
    let first = |from| {
        log.chunks(id(1), from, 1)
            .unwrap()
            .first()
            .map(|chunk| chunk.first)
    };
    assert_eq!(
        [first(1), first(3), first(4), first(5), first(6)],
        [Some(1), Some(1), Some(4), Some(4), None]
    );
    assert_eq!(log.chunks(id(1), 1, 10).unwrap(), chunks());
    let all = log.findings(id(1), Severity::Info, i64::MIN, 10).unwrap();
    assert_eq!(
        all.iter().map(|(_, f)| f.check).collect::<Vec<_>>(),
        [Check::UnknownUnit, Check::Revision, Check::MissingMark]
    );
    let sent = finding(Check::UnknownUnit, 2);
    assert_eq!(all[0].1, sent);
    let rest = log.findings(id(1), Severity::Info, all[0].0, 1).unwrap();
    assert_eq!(rest[0].1.check, Check::Revision);
    assert_eq!(all[2].1, in_prose(finding(Check::MissingMark, 3)));
    assert_eq!(
        log.findings(id(1), Severity::Error, i64::MIN, 10).unwrap().len(),
        1
    );
}

fn leaves_nothing_half_written(log: &dyn ReportLog) {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }
    let broken = log.submit(NewReport {
        id: id(1),
        state: State::Pending,
        header: header(id(1)),
        submitter: "李伟".to_owned(),
        submitted_at: at(0),
        structured: false,
        tables: Vec::new(),
        digest: blake3::hash(b"").into(),
        source: &mut Breaks,
        chunks: &chunks(),
        findings: &[],
        counts: Vec::new(),
        decided: None,
        seen: None,
    });
    assert!(matches!(broken, Err(LogError::Io(_))));
    assert!(matches!(log.report(id(1)), Err(LogError::NotFound(_))));
    submit(log, id(1), "a", State::Pending).unwrap();
}
