//! What every engine must do with reviews.

use zhibiao_proto::report::v1::{
    ConfirmEntry, CorrectEntry, Entry, EntryReview, RejectEntry, entry_review::Decision as Decides,
};

use super::{at, decision, finding, id, submit};
use crate::{
    finding::Check,
    finding::Severity,
    log::{Decision, LogError, PackedChunk, ReportLog, revision, seal},
    report::{Count, Decided, Publication, Report, ReportId, State},
    review::{Alias, Outcome, Proposal, Review, Reviewed},
};

type Test = fn(&dyn ReportLog);

pub(super) const TESTS: [Test; 8] = [
    keeps_every_review,
    reviews_once,
    reviews_only_what_is_open,
    settles_proposed_aliases,
    drops_aliases_that_nobody_approves,
    approves_with_the_last_review,
    lets_one_of_many_reviews_win,
    lets_a_review_or_a_decision_win,
];

fn review(entry: u32, by: &str, decides: Decides, aliases: &[(&str, &str)]) -> Review {
    Review {
        decision: EntryReview {
            entry,
            decision: Some(decides),
        },
        by: by.to_owned(),
        at: at(30),
        before: Entry {
            entry,
            period: "2023".to_owned(),
            ..Entry::default()
        },
        aliases: aliases
            .iter()
            .map(|(item, text)| Alias {
                item: (*item).to_owned(),
                text: (*text).to_owned(),
                outcome: Outcome::Pending,
            })
            .collect(),
    }
}

pub(super) fn confirm(entry: u32, by: &str) -> Review {
    review(entry, by, Decides::Confirm(ConfirmEntry::default()), &[])
}

fn correct(entry: u32, by: &str, aliases: &[(&str, &str)]) -> Review {
    review(entry, by, Decides::Correct(CorrectEntry::default()), aliases)
}

fn reject(entry: u32, by: &str) -> Review {
    let reason = "年份".to_owned();
    review(entry, by, Decides::Reject(RejectEntry { reason }), &[])
}

fn chunks() -> Vec<PackedChunk> {
    vec![PackedChunk {
        first: 1,
        rows: 5,
        blocked: 0,
        data: b"reviewed".to_vec(),
    }]
}

fn keep(log: &dyn ReportLog, report: &Report, reviews: &[Review], key: &str) -> Result<Report, LogError> {
    keep_as(log, report, reviews, &[], key, None)
}

/// Keeps a review that approves the report when it is decided with it.
fn keep_as(
    log: &dyn ReportLog,
    report: &Report,
    reviews: &[Review],
    overruled: &[Proposal],
    key: &str,
    decided: Option<Decided>,
) -> Result<Report, LogError> {
    let reviewed = Reviewed {
        reviews,
        overruled,
        state: if decided.is_some() {
            State::Approved
        } else {
            State::Pending
        },
        decided,
        chunks: &chunks(),
        rejected: 1,
        findings: &[finding(Check::Revision, 4)],
        counts: vec![Count {
            code: "REVISION".to_owned(),
            severity: Severity::Warning,
            count: 1,
        }],
        seen: Some(revision(9)),
        key: blake3::hash(key.as_bytes()).into(),
    };
    log.review(report.id, &report.etag(), &reviewed)
}

fn keeps_every_review(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Blocked).unwrap();
    let first = [confirm(1, "李伟"), reject(3, "李伟")];
    let reviewed = keep(log, &report, &first, "first").unwrap();
    assert_eq!(
        (reviewed.state, reviewed.blocked, reviewed.rejected),
        (State::Pending, 0, 1)
    );
    assert_eq!(
        (reviewed.entries, reviewed.seen),
        (report.entries, Some(revision(9)))
    );
    assert_eq!(reviewed.seal, seal([b"reviewed".as_slice()]));
    assert_eq!(reviewed.counts.len(), 1);
    assert_eq!(log.report(id(1)).unwrap(), reviewed);
    assert_eq!(log.chunks(id(1), 1, 10).unwrap(), chunks());
    let found = log.findings(id(1), Severity::Info, i64::MIN, 10).unwrap();
    assert_eq!(
        found.iter().map(|(_, finding)| finding.check).collect::<Vec<_>>(),
        [Check::Revision]
    );

    let second = [correct(
        3,
        "赵敏",
        &[("indicators/gdp", "生产总值"), ("zones/a", "甲区")],
    )];
    let again = keep(log, &reviewed, &second, "second").unwrap();
    assert_ne!(again.etag(), reviewed.etag());
    let kept = log.reviews(id(1), 1..4).unwrap();
    assert_eq!(kept, [first[0].clone(), first[1].clone(), second[0].clone()]);
    assert_eq!(log.reviews(id(1), 2..3).unwrap(), []);
    assert_eq!(log.reviews(id(2), 1..4).unwrap(), []);
}

fn reviews_once(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let reviewed = keep(log, &report, &[confirm(1, "李伟")], "one").unwrap();
    assert_eq!(
        keep(log, &report, &[confirm(1, "李伟")], "one").unwrap(),
        reviewed
    );
    assert!(matches!(
        keep(log, &report, &[confirm(1, "赵敏")], "other"),
        Err(LogError::EtagMismatch { .. })
    ));
    assert_eq!(log.reviews(id(1), 0..u32::MAX).unwrap().len(), 1);
}

fn reviews_only_what_is_open(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let approved = log
        .decide(id(1), &report.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    assert!(matches!(
        keep(log, &approved, &[confirm(1, "李伟")], "late"),
        Err(LogError::NotOpen { .. })
    ));
    assert_eq!(log.reviews(id(1), 0..u32::MAX).unwrap(), []);

    let report = submit(log, id(2), "b", State::Pending).unwrap();
    let reviewed = keep(log, &report, &[confirm(1, "李伟")], "first").unwrap();
    let stale = log.decide(id(2), &report.etag(), &decision(State::Approved, "王芳"));
    assert!(matches!(stale, Err(LogError::EtagMismatch { .. })));
    let decided = log
        .decide(id(2), &reviewed.etag(), &decision(State::Approved, "王芳"))
        .unwrap();
    assert_eq!((decided.state, decided.rejected), (State::Approved, 1));
}

fn settles_proposed_aliases(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let items = [("indicators/gdp", "生产总值"), ("zones/a", "甲区")];
    keep(log, &report, &[correct(2, "赵敏", &items)], "one").unwrap();
    assert_eq!(log.proposals().unwrap(), [], "its report is not published");
    publish(log, id(1));
    let waiting = log.proposals().unwrap();
    let proposal = |(item, text): (&str, &str)| Proposal {
        report: id(1),
        entry: 2,
        version: 2,
        by: "赵敏".to_owned(),
        item: item.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(waiting, items.map(proposal));
    let refused = Outcome::Refused("甲区 is a name of zones/b".to_owned());
    let doubted = Outcome::Doubted("甲区 is a name of zones/c".to_owned());
    log.settle(&waiting[1], &doubted).unwrap();
    assert_eq!(log.proposals().unwrap(), waiting, "what is doubted waits on");
    assert_eq!(log.reviews(id(1), 2..3).unwrap()[0].aliases[1].outcome, doubted);
    log.settle(&waiting[0], &Outcome::Applied(revision(12))).unwrap();
    log.settle(&waiting[1], &refused).unwrap();
    // What is settled stays.
    log.settle(&waiting[0], &refused).unwrap();
    assert_eq!(log.proposals().unwrap(), []);
    let kept = log.reviews(id(1), 2..3).unwrap();
    let outcomes: Vec<_> = kept[0]
        .aliases
        .iter()
        .map(|alias| alias.outcome.clone())
        .collect();
    assert_eq!(outcomes, [Outcome::Applied(revision(12)), refused]);
}

fn publish(log: &dyn ReportLog, id: ReportId) -> Report {
    let report = log.report(id).unwrap();
    let whole = Decision {
        returned: Vec::new(),
        ..decision(State::Approved, "王芳")
    };
    log.decide(id, &report.etag(), &whole).unwrap();
    let publication = Publication {
        revision: revision(7),
        token: "t".to_owned(),
    };
    log.published(id, &publication).unwrap()
}

/// What became of the aliases of every review of a report.
fn outcomes(log: &dyn ReportLog, id: ReportId) -> Vec<bool> {
    let reviews = log.reviews(id, 0..u32::MAX).unwrap();
    let aliases = reviews.iter().flat_map(|review| &review.aliases);
    aliases
        .map(|alias| matches!(alias.outcome, Outcome::Refused(_)))
        .collect()
}

fn drops_aliases_that_nobody_approves(log: &dyn ReportLog) {
    let alias = [("indicators/gdp", "生产总值")];
    for (number, state) in [(1, State::Returned), (2, State::Withdrawn)] {
        let report = submit(log, id(number), "a", State::Pending).unwrap();
        let reviewed = keep(log, &report, &[correct(2, "赵敏", &alias)], "one").unwrap();
        log.decide(id(number), &reviewed.etag(), &decision(state, "王芳"))
            .unwrap();
        assert_eq!(outcomes(log, id(number)), [true], "{state:?}");
    }

    let report = submit(log, id(3), "a", State::Pending).unwrap();
    let both = [correct(2, "赵敏", &alias), correct(3, "赵敏", &alias)];
    let reviewed = keep(log, &report, &both, "one").unwrap();
    let overruling = [reject(2, "李伟"), correct(3, "李伟", &[])];
    let [second, third] = log.waiting(id(3)).unwrap().try_into().unwrap();
    assert_eq!((second.entry, third.entry), (2, 3));
    keep_as(log, &reviewed, &overruling, &[second], "two", None).unwrap();
    assert_eq!(
        outcomes(log, id(3)),
        [true, false],
        "what is not overruled stands"
    );
    assert_eq!(log.waiting(id(3)).unwrap(), [third]);
    let reviewed = log.report(id(3)).unwrap();
    overrules_and_proposes(log, &reviewed);

    let report = submit(log, id(4), "a", State::Pending).unwrap();
    let reviewed = keep(log, &report, &[correct(2, "赵敏", &alias)], "one").unwrap();
    let returning = Decision {
        returned: vec![(2, "重报".to_owned())],
        ..decision(State::Approved, "王芳")
    };
    log.decide(id(4), &reviewed.etag(), &returning).unwrap();
    let publication = Publication {
        revision: revision(7),
        token: "t".to_owned(),
    };
    log.published(id(4), &publication).unwrap();
    assert_eq!(outcomes(log, id(4)), [true], "the entry went back");
    assert_eq!(log.proposals().unwrap(), []);
}

/// Of one review the alias before goes, and its own stays.
fn overrules_and_proposes(log: &dyn ReportLog, report: &Report) {
    let before = log.waiting(report.id).unwrap();
    let revenue = [("indicators/revenue", "生产总值")];
    let again = [correct(3, "李伟", &revenue)];
    keep_as(log, report, &again, &before, "three", None).unwrap();
    let waiting = log.waiting(report.id).unwrap();
    let items: Vec<_> = waiting.iter().map(|proposal| proposal.item.as_str()).collect();
    assert_eq!(items, ["indicators/revenue"]);
    // What is overruled stays so, whatever the catalogue says of it later.
    log.settle(&before[0], &Outcome::Applied(revision(12))).unwrap();
    assert_eq!(outcomes(log, report.id), [true, true, false]);
}

fn approves_with_the_last_review(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let nobody = Decided {
        by: String::new(),
        at: at(31),
        reason: String::new(),
    };
    let last = [confirm(1, "李伟")];
    let approved = keep_as(log, &report, &last, &[], "last", Some(nobody.clone())).unwrap();
    assert_eq!(
        (approved.state, &approved.decided),
        (State::Approved, &Some(nobody))
    );
    assert_eq!(log.report(id(1)).unwrap(), approved);
    assert_eq!(log.approved_since(9).unwrap(), Some(at(31)));
    assert_eq!(log.approved(None).unwrap(), [id(1)]);
    let publication = Publication {
        revision: revision(7),
        token: "t".to_owned(),
    };
    let published = log.published(id(1), &publication).unwrap();
    // Whoever sends the review again is told what became of it.
    let again = keep(log, &report, &last, "last").unwrap();
    assert_eq!(again, published);
    assert_eq!(log.reviews(id(1), 0..u32::MAX).unwrap(), last);
}

fn lets_one_of_many_reviews_win(log: &dyn ReportLog) {
    let report = submit(log, id(1), "a", State::Pending).unwrap();
    let made: Vec<_> = std::thread::scope(|scope| {
        let reviewers: Vec<_> = (0..8)
            .map(|number| {
                let report = &report;
                scope.spawn(move || {
                    let by = format!("人{number}");
                    keep(log, report, &[confirm(1, &by), reject(3, &by)], &by)
                })
            })
            .collect();
        reviewers
            .into_iter()
            .map(|reviewer| reviewer.join().unwrap())
            .collect()
    });
    let kept = log.report(id(1)).unwrap();
    let won: Vec<_> = made.iter().filter_map(|made| made.as_ref().ok()).collect();
    assert_eq!(won, [&kept]);
    let late = |made: &Result<_, _>| match made {
        Ok(_) => true,
        Err(LogError::EtagMismatch { etag, .. }) => *etag == kept.etag(),
        Err(_) => false,
    };
    assert!(made.iter().all(late), "{made:?}");
    let reviews = log.reviews(id(1), 0..u32::MAX).unwrap();
    assert_eq!(reviews.len(), 2);
    assert_eq!(reviews[0].by, reviews[1].by);
}

fn lets_a_review_or_a_decision_win(log: &dyn ReportLog) {
    for number in 0..8 {
        let report = submit(log, id(number), "a", State::Pending).unwrap();
        let (reviewed, decided) = std::thread::scope(|scope| {
            let review = scope.spawn(|| keep(log, &report, &[confirm(1, "李伟")], "one"));
            let decide =
                scope.spawn(|| log.decide(id(number), &report.etag(), &decision(State::Approved, "王芳")));
            (review.join().unwrap(), decide.join().unwrap())
        });
        assert_ne!(reviewed.is_ok(), decided.is_ok());
        let kept = log.report(id(number)).unwrap();
        let reviews = log.reviews(id(number), 0..u32::MAX).unwrap();
        match (reviewed, decided) {
            (Ok(reviewed), Err(LogError::EtagMismatch { .. })) => {
                assert_eq!((kept, reviews.len()), (reviewed, 1));
            }
            (Err(LogError::EtagMismatch { .. }), Ok(decided)) => {
                assert_eq!((kept, reviews.len()), (decided, 0));
            }
            other => panic!("{other:?}"),
        }
    }
}
