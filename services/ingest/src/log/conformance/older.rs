//! What a database of an older schema must still hold once it was brought up to date, and that it can be gone on with.

use prost::Message;
use zhibiao_model::status::Status;

use super::{at, decision, id, revision, submit};
use crate::{
    finding::{Check, Severity},
    log::{Chunk, LogError, ReportLog, StreamLog, seal, unpack},
    report::{Digest, Publication, Report, ReportId, State},
    review::{Outcome, Reviewed, Verdict},
};

/// The first schemas that keep streams, places in prose and reviews.
const STREAMS: usize = 3;
const PROSE: usize = 4;
const REVIEWS: usize = 5;
/// The first schema whose waiting aliases are shown to whoever approves.
const ALIASES: usize = 6;

const INTERFACE: &str = "interfaces/torch-monthly";

fn named(last: char) -> ReportId {
    format!("01HV3K5Z8Q4J7X2M9N6P0R1S3{last}").parse().unwrap()
}

/// Holds a log against what the files of every schema up to a version put into it. `seen` is what of the revision of the
/// figures it could keep.
pub(crate) fn check<L: ReportLog + StreamLog>(log: &L, version: usize, seen: Option<i64>) {
    keeps_tables(log, seen);
    let reports = if version < PROSE { 3 } else { 4 };
    if version >= STREAMS {
        keeps_streams(log);
    }
    if version >= PROSE {
        keeps_prose(log, version);
    }
    let next = submit(log, id(1), "a", State::Pending).unwrap();
    assert_eq!(next.sequence, reports + 1);
}

/// The entries of a report that is whole.
fn entries(log: &dyn ReportLog, report: &Report) -> Chunk {
    let kept = log.chunks(report.id, 1, 10).unwrap();
    assert_eq!(seal(kept.iter().map(|chunk| chunk.data.as_slice())), report.seal);
    assert_eq!((kept.len(), kept[0].rows), (1, report.entries));
    Chunk::decode(kept[0].data.as_slice()).unwrap()
}

fn keeps_tables(log: &dyn ReportLog, seen: Option<i64>) {
    let [approved, blocked, published] = ['T', 'V', 'W'].map(|last| log.report(named(last)).unwrap());
    let table = "园区,年份,营业收入\n甲高新区,2023,5\n乙高新区,2023,斛\n甲高新区,2022,4\n";
    for (report, number) in [&approved, &blocked, &published].into_iter().zip(1..) {
        assert_eq!((report.sequence, report.submitter.as_str()), (number, "李伟"));
        assert_eq!(report.header.zone, "zones/a");
        assert_eq!(report.tables, ["A1:C4 long"]);
        assert_eq!(report.digest, blake3::hash(table.as_bytes()).into());
        assert_eq!(log.source(report.id, 0, 1_000).unwrap(), table.as_bytes());
        let chunk = entries(log, report);
        assert_eq!(chunk.value, [5.0, 0.0, 4.0]);
        assert_eq!(chunk.written().collect::<Vec<_>>(), ["5", "斛", "4"]);
        assert_eq!(chunk.text_at(&chunk.subject, 0), "zones/a");
        assert!(chunk.is_blocked(1) && chunk.is_ready(0) && chunk.prose_at(0).is_none());
        assert_eq!(
            (chunk.status_at(0), chunk.verdict_at(0)),
            (Status::Normal, Verdict::Open)
        );
        let found = log.findings(report.id, Severity::Info, i64::MIN, 10).unwrap();
        assert_eq!((found.len(), found[0].1.check), (1, Check::NotANumber));
        assert_eq!((found[0].1.entry, found[0].1.facts[0].1.as_str()), (2, "1"));
        assert_eq!(
            (report.counts[0].code.as_str(), report.rejected),
            ("NOT_A_NUMBER", 0)
        );
        assert_eq!(log.reviews(report.id, 0..u32::MAX).unwrap(), []);
    }
    let back = [(2, "单位不明".to_owned())];
    assert_eq!(
        (approved.state, approved.blocked, approved.returned),
        (State::Approved, 0, 1)
    );
    assert_eq!(log.returned(approved.id, 0, 10).unwrap(), back);
    let decided = approved.decided.clone().unwrap();
    assert_eq!((decided.by.as_str(), decided.at), ("王芳", at(60)));
    // Its approver asks again, and it is taken up to be published.
    let own = Digest([0xAB; 32]);
    assert!(approved.has_answered("1-3c51718bb50d", &own));
    assert_eq!(log.approved(None).unwrap(), [approved.id]);
    let publication = |number, token: &str| Publication {
        revision: revision(number),
        token: token.to_owned(),
    };
    let now = log.published(approved.id, &publication(8, "v")).unwrap();
    assert_eq!((now.state, now.version), (State::Published, approved.version + 1));

    assert_eq!(
        (published.state, published.publication.clone()),
        (State::Published, Some(publication(7, "t")))
    );
    assert_eq!(
        (blocked.state, blocked.blocked, &blocked.decided),
        (State::Blocked, 1, &None)
    );
    assert_eq!(blocked.seen, seen.map(revision));
    let approval = decision(State::Approved, "王芳");
    let decided = log.decide(blocked.id, &blocked.etag(), &approval).unwrap();
    assert_eq!((decided.state, decided.returned), (State::Approved, 1));
    assert_eq!(log.returned(blocked.id, 0, 10).unwrap(), back);
}

fn keeps_streams(log: &dyn StreamLog) {
    let first = log.batch(INTERFACE, 1).unwrap().unwrap();
    assert_eq!(
        (first.digest, first.note.as_slice()),
        (Digest([1; 32]), b"one".as_slice())
    );
    assert_eq!(
        first.publication.map(|at| (at.revision.get(), at.token)),
        Some((9, "u".to_owned()))
    );
    let second = log.batch(INTERFACE, 2).unwrap().unwrap();
    assert_eq!(
        (second.note.as_slice(), second.publication),
        (b"two".as_slice(), None)
    );
    let term = log.begin(INTERFACE).unwrap();
    assert_eq!((term.number, term.durable), (3, 1));
    log.decided(&term, 2, &Digest([2; 32]), b"again").unwrap();
}

fn keeps_prose(log: &dyn ReportLog, version: usize) {
    let report = log.report(named('X')).unwrap();
    assert_eq!((report.state, report.sequence), (State::Blocked, 4));
    let text = log.source(report.id, 0, 1_000).unwrap();
    let at = |start: u32, end: u32| std::str::from_utf8(&text[start as usize..end as usize]).unwrap();
    let chunk = entries(log, &report);
    assert_eq!(chunk.read, [12e9, 8.0, 5e9]);
    let places: Vec<_> = (0..3).filter_map(|row| chunk.prose_at(row)).collect();
    let numbers: Vec<_> = places
        .iter()
        .map(|place| at(place.number.start, place.number.end))
        .collect();
    assert_eq!(numbers, ["120亿", "8", "50亿"]);
    assert_eq!(
        at(places[2].sentence.start, places[2].sentence.end),
        chunk.text_at(&chunk.sentence, 2)
    );
    let found = log.findings(report.id, Severity::Info, i64::MIN, 10).unwrap();
    let checks: Vec<_> = found.iter().map(|(_, finding)| finding.check).collect();
    assert_eq!(checks, [Check::FactNotLevel, Check::FactPassedOver]);
    let passed_over = found[1].1.position.prose.unwrap().number;
    assert_eq!(at(passed_over.start, passed_over.end), "17");

    let (verdict, made) = if version >= REVIEWS {
        assert_eq!((report.rejected, report.blocked, report.version), (1, 2, 3));
        keeps_reviews(log, &report, version);
        (Verdict::Rejected, 2)
    } else {
        assert_eq!((report.rejected, report.blocked, report.version), (0, 3, 1));
        (Verdict::Open, 0)
    };
    assert_eq!(chunk.verdict_at(1), verdict);
    assert_eq!(log.reviews(report.id, 0..u32::MAX).unwrap().len(), made);
    assert!(unpack(&[chunk]).is_some(), "it can be reviewed on");
    goes_on(log, &report, made);
}

fn keeps_reviews(log: &dyn ReportLog, report: &Report, version: usize) {
    let reviews = log.reviews(report.id, 0..u32::MAX).unwrap();
    let who: Vec<_> = reviews
        .iter()
        .map(|review| (review.decision.entry, review.by.as_str(), review.at))
        .collect();
    assert_eq!(who, [(2, "赵敏", at(30)), (3, "赵敏", at(31))]);
    assert_eq!(reviews[0].before.indicator, "indicators/revenue");
    let [waited, applied] = reviews[1].aliases.as_slice() else {
        panic!("{:?}", reviews[1].aliases)
    };
    assert_eq!(
        (applied.text.as_str(), &applied.outcome),
        ("甲区", &Outcome::Applied(revision(12)))
    );
    assert_eq!(waited.text, "经营收入");
    // Of one that was kept before, whoever approves the open report would not be told.
    let is_refused = matches!(&waited.outcome, Outcome::Refused(reason) if reason.contains("keep it again"));
    assert_eq!(is_refused, version < ALIASES, "{:?}", waited.outcome);
    assert_eq!(log.waiting(report.id).unwrap().is_empty(), is_refused);
    assert_eq!(log.proposals().unwrap(), []);
}

/// Reviews the report once more.
fn goes_on(log: &dyn ReportLog, report: &Report, made: usize) {
    let chunks = log.chunks(report.id, 1, 10).unwrap();
    let reviews = [super::review::confirm(1, "李伟")];
    let reviewed = Reviewed {
        reviews: &reviews,
        overruled: &[],
        state: State::Pending,
        decided: None,
        chunks: &chunks,
        rejected: report.rejected,
        findings: &[],
        counts: Vec::new(),
        seen: None,
        key: blake3::hash(b"next").into(),
    };
    let after = log.review(report.id, &report.etag(), &reviewed).unwrap();
    assert_eq!((after.state, after.version), (State::Pending, report.version + 1));
    let kept = log.reviews(report.id, 0..u32::MAX).unwrap();
    assert_eq!((kept.len(), &kept[0]), (made + 1, &reviews[0]));
    let stale = log.review(
        report.id,
        &report.etag(),
        &Reviewed {
            key: blake3::hash(b"late").into(),
            ..reviewed
        },
    );
    assert!(matches!(stale, Err(LogError::EtagMismatch { .. })));
}
