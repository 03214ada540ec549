//! Reviewers who decide at once.

use zhibiao_proto::report::v1::{EntryReview, FileFormat, Report, ReportHeader, ReportState};
use zhibiao_runtime::error::{Code, Problem};

use super::{approve, confirm, reject, review, uploaded};
use crate::{
    hub::{TestHub, automatic},
    prose::{LEVELS, entries, text},
};

/// Times that a race is run.
const ROUNDS: usize = 10;

fn is_late(problem: &Problem) -> bool {
    problem.code == Code::Aborted && problem.reason == "ETAG_MISMATCH"
}

/// Who decided what about an entry, in order.
async fn decided(hub: &TestHub, report: &Report, entry: usize) -> Vec<(String, EntryReview)> {
    let read = entries(hub, report).await;
    let reviews = read[entry].reviews.iter();
    reviews
        .map(|review| (review.reviewer.clone(), review.decision.clone().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_reviews_with_one_etag_one_is_made_and_the_other_can_follow() {
    let hub = TestHub::start().await;
    for round in 0..ROUNDS {
        let report = uploaded(&hub, text(&format!("{round}.txt")), LEVELS).await;
        let (li, zhao) = ([confirm(1)], [reject(1, "是规划数"), confirm(2)]);
        let (by_li, by_zhao) = tokio::join!(
            review(&hub, "li", &report, &li),
            review(&hub, "zhao", &report, &zhao)
        );
        let (won, late, (loser, reviews)) = match (by_li, by_zhao) {
            (Ok(won), Err(late)) => (won, late, ("zhao", zhao.as_slice())),
            (Err(late), Ok(won)) => (won, late, ("li", li.as_slice())),
            other => panic!("round {round}: {other:?}"),
        };
        assert!(is_late(&late), "{late:?}");
        let seen = won.report.unwrap();
        let winner = if loser == "li" { "zhao" } else { "li" };
        let first = decided(&hub, &seen, 0).await;
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].0, winner);
        assert_eq!(late.facts["etag"], seen.etag);

        // Whoever came late looks again and decides on what is there now: both decisions are kept, the last in force.
        let after = review(&hub, loser, &seen, reviews).await.unwrap().report.unwrap();
        let both = decided(&hub, &after, 0).await;
        assert_eq!(
            both.iter().map(|(by, _)| by.as_str()).collect::<Vec<_>>(),
            [winner, loser]
        );
        let is_rejected = loser == "zhao";
        assert_eq!(after.rejected_entries, u32::from(is_rejected));
        assert_eq!(decided(&hub, &after, 1).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_review_sent_twice_at_once_is_made_once() {
    let hub = TestHub::start().await;
    for round in 0..ROUNDS {
        let report = uploaded(&hub, text(&format!("{round}.txt")), LEVELS).await;
        let reviews = [confirm(1)];
        let (one, other) = tokio::join!(
            review(&hub, "li", &report, &reviews),
            review(&hub, "li", &report, &reviews)
        );
        assert_eq!(one.unwrap().report, other.unwrap().report);
        assert_eq!(decided(&hub, &report, 0).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_and_an_approval_at_once_leave_no_review_unseen() {
    let hub = TestHub::start().await;
    for round in 0..ROUNDS {
        let report = uploaded(&hub, text(&format!("{round}.txt")), LEVELS).await;
        let reviews = [reject(1, "是规划数")];
        let (reviewed, approved) = tokio::join!(
            review(&hub, "li", &report, &reviews),
            approve(&hub, "wang", &report)
        );
        let kept = decided(&hub, &report, 0).await;
        match (reviewed, approved) {
            (Ok(reviewed), Err(late)) => {
                assert!(is_late(&late), "{late:?}");
                assert_eq!(reviewed.report.unwrap().state(), ReportState::Pending);
                assert_eq!(kept.len(), 1);
            }
            (Err(late), Ok(approved)) => {
                assert!(is_late(&late) || late.reason == "REPORT_NOT_OPEN", "{late:?}");
                assert_eq!(approved.state(), ReportState::Published);
                assert_eq!(kept, []);
            }
            other => panic!("round {round}: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_last_decisions_one_publishes_an_automatic_report() {
    let hub = TestHub::start().await;
    let header = ReportHeader {
        format: FileFormat::Text.into(),
        ..automatic()
    };
    let report = uploaded(&hub, header, LEVELS).await;
    let all = [confirm(1), confirm(2)];
    let (one, other) = tokio::join!(
        review(&hub, "li", &report, &all),
        review(&hub, "zhao", &report, &all)
    );
    let published = [one, other]
        .into_iter()
        .filter_map(Result::ok)
        .collect::<Vec<_>>();
    assert_eq!(published.len(), 1);
    assert_eq!(
        hub.cell("zones/b", "indicators/revenue", "2023")
            .await
            .history
            .len(),
        1
    );
}
