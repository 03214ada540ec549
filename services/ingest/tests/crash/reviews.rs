//! Reviews: each is made exactly once and its aliases are applied once, whenever the service dies.

use zhibiao_proto::{
    catalog::v1::GetIndicatorRequest,
    report::v1::{
        AliasState, ConfirmEntry, CorrectEntry, Entry, EntryReview, ListEntriesRequest, ReviewEntriesRequest,
        ReviewEntriesResponse, UploadReportRequest, entry_review, upload_report_request::Part,
    },
};
use zhibiao_testkit::eventually;

use super::*;

/// Its name of the revenue is not in the catalogue.
const UNKNOWN: &str = "2023年，甲高新区经营收入5亿元。";
/// Read as far as the hub knows.
const KNOWN: &str = "2023年，甲高新区营业收入5亿元。";

/// Departments whose reports a second person approves, and nobody.
const FOUR_EYES: &str = "departments/statistics";
const AUTOMATIC: &str = "departments/yearbook";

async fn uploaded(hub: &Hub, department: &str, text: &str) -> Report {
    let header = ReportHeader {
        report_id: REPORT.to_owned(),
        department: department.to_owned(),
        file_name: "a.txt".to_owned(),
        ..ReportHeader::default()
    };
    let parts = [Part::Header(header), Part::Chunk(text.as_bytes().to_vec().into())]
        .map(|part| UploadReportRequest { part: Some(part) });
    let sending = hub.retrying(|| {
        let (mut client, parts) = (hub.reports(), parts.clone());
        async move { client.upload_report(tokio_stream::iter(parts)).await }
    });
    sending.await.unwrap().report.unwrap()
}

fn confirmed(report: &Report) -> ReviewEntriesRequest {
    ReviewEntriesRequest {
        report: report.name.clone(),
        etag: report.etag.clone(),
        reviews: vec![EntryReview {
            entry: 1,
            decision: Some(entry_review::Decision::Confirm(ConfirmEntry::default())),
        }],
    }
}

async fn report(hub: &Hub) -> Report {
    let getting = hub.retrying(|| {
        let request = GetReportRequest {
            name: format!("reports/{REPORT}"),
        };
        let mut client = hub.reports();
        async move { client.get_report(request).await }
    });
    getting.await.unwrap().report.unwrap()
}

fn corrected(report: &Report) -> ReviewEntriesRequest {
    let correct = CorrectEntry {
        indicator: "revenue".to_owned(),
        keep_as_alias: true,
        ..CorrectEntry::default()
    };
    ReviewEntriesRequest {
        report: report.name.clone(),
        etag: report.etag.clone(),
        reviews: vec![EntryReview {
            entry: 1,
            decision: Some(entry_review::Decision::Correct(correct)),
        }],
    }
}

async fn review(hub: &Hub, request: &ReviewEntriesRequest) -> ReviewEntriesResponse {
    let reviewing = hub.retrying(|| {
        let (mut client, request) = (hub.reports(), request.clone());
        async move { client.review_entries(request).await }
    });
    reviewing.await.unwrap()
}

async fn entries(hub: &Hub) -> Vec<Entry> {
    let request = ListEntriesRequest {
        report: format!("reports/{REPORT}"),
        ..ListEntriesRequest::default()
    };
    hub.reports()
        .list_entries(request)
        .await
        .unwrap()
        .into_inner()
        .entries
}

async fn aliases(store: &Store) -> Vec<String> {
    let request = GetIndicatorRequest {
        name: "indicators/revenue".to_owned(),
        ..GetIndicatorRequest::default()
    };
    let answer = store.hub.catalog().get_indicator(request).await.unwrap();
    answer.into_inner().indicator.unwrap().names.unwrap().aliases
}

#[tokio::test]
async fn a_proposed_alias_survives_a_crash_and_is_applied_once() {
    for hold in [Hold::Before, Hold::After] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let report = uploaded(&hub, FOUR_EYES, UNKNOWN).await;
        assert_eq!(report.state(), ReportState::Blocked);
        let reviewed = review(&hub, &corrected(&report)).await.report.unwrap();
        assert_eq!(reviewed.state(), ReportState::Pending);
        assert_eq!(aliases(&store).await, [""; 0], "nobody has approved it");
        let held = store.gate.hold("ApplyCatalog", hold);
        let approving = {
            let approver = hub.clone().as_user(&Caller::new("wang").unwrap());
            let request = DecideReportRequest {
                name: reviewed.name,
                etag: reviewed.etag,
                decision: Some(Decision::Approve(ApproveReport::default())),
            };
            tokio::spawn(async move { approver.reports().decide_report(request).await })
        };
        held.await.unwrap();
        child.kill();
        assert!(approving.await.unwrap().is_err());

        // Nobody asks: the service takes the proposal up by itself, and the report was published before it.
        let (child, hub) = store.intake().await;
        eventually("the alias is in the catalogue", || async {
            aliases(&store).await == ["经营收入"]
        })
        .await;
        eventually("the proposal is settled", || async {
            let read = entries(&hub).await;
            read[0].reviews.len() == 1 && read[0].reviews[0].aliases[0].state() == AliasState::Applied
        })
        .await;
        assert_eq!(aliases(&store).await, ["经营收入"]);
        child.kill();
    }
}

/// Sends a review, and waits until a call that it makes is held at the gate.
async fn held_at(store: &Store, hub: &Hub, request: &ReviewEntriesRequest, call: &'static str, hold: Hold) {
    let held = store.gate.hold(call, hold);
    let (mut client, request) = (hub.reports(), request.clone());
    tokio::spawn(async move { client.review_entries(request).await });
    held.await.unwrap();
}

#[tokio::test]
async fn killed_before_a_review_is_kept_leaves_the_report_as_it_was() {
    for hold in [Hold::Before, Hold::After] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let seen = uploaded(&hub, FOUR_EYES, KNOWN).await;
        let request = confirmed(&seen);
        // The published figures are read anew for the check that comes before the commit.
        held_at(&store, &hub, &request, "ReadColumns", hold).await;
        child.kill();

        let (child, hub) = store.intake().await;
        assert_eq!(report(&hub).await, seen);
        assert_eq!(entries(&hub).await[0].reviews, []);
        let reviewed = review(&hub, &request).await.report.unwrap();
        assert_eq!(reviewed.state(), ReportState::Pending);
        assert_eq!(review(&hub, &request).await.report.unwrap(), reviewed);
        assert_eq!(entries(&hub).await[0].reviews.len(), 1);
        child.kill();
    }
}

/// Kills the service as soon as a review is known to be kept, before or while its caller is answered.
#[tokio::test]
async fn killed_after_a_review_is_kept_answers_it_when_it_comes_again() {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    let seen = uploaded(&hub, FOUR_EYES, KNOWN).await;
    let request = confirmed(&seen);
    let mut watched = hub
        .reports()
        .watch_reports(WatchReportsRequest::default())
        .await
        .unwrap()
        .into_inner();
    let reviewing = {
        let (mut client, request) = (hub.reports(), request.clone());
        tokio::spawn(async move { client.review_entries(request).await })
    };
    let kept = watched.next().await.unwrap().unwrap().report.unwrap();
    child.kill();
    // Answered or not: it is kept.
    let _ = reviewing.await.unwrap();

    let (child, hub) = store.intake().await;
    assert_eq!(report(&hub).await, kept);
    assert_eq!(review(&hub, &request).await.report.unwrap(), kept);
    assert_eq!(entries(&hub).await[0].reviews.len(), 1);
    child.kill();
}

/// Kills the service at whatever moment a review has come to; it is made or not made, and never half.
#[tokio::test]
async fn killed_at_any_moment_of_a_review_leaves_it_whole_or_not_made() {
    for steps in [0, 1, 4, 16, 64, 256] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let seen = uploaded(&hub, FOUR_EYES, KNOWN).await;
        let request = confirmed(&seen);
        let reviewing = {
            let (mut client, request) = (hub.reports(), request.clone());
            tokio::spawn(async move { client.review_entries(request).await })
        };
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
        child.kill();
        let answered = reviewing.await.unwrap();

        let (child, hub) = store.intake().await;
        let after = report(&hub).await;
        let made = entries(&hub).await[0].reviews.len();
        assert_eq!(made == 0, after == seen, "{made} reviews, {after:?}");
        if let Ok(answer) = answered {
            assert_eq!(
                answer.into_inner().report.unwrap(),
                after,
                "what was acknowledged is there"
            );
        }
        let reviewed = review(&hub, &request).await.report.unwrap();
        assert_eq!(reviewed.state(), ReportState::Pending);
        let read = entries(&hub).await;
        assert_eq!(
            (read[0].reviews.len(), read[0].reviews[0].reviewer.as_str()),
            (1, "li")
        );
        child.kill();
    }
}

#[tokio::test]
async fn what_the_last_review_approves_is_published_once_after_a_crash() {
    for hold in [Hold::Before, Hold::After] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let seen = uploaded(&hub, AUTOMATIC, KNOWN).await;
        assert_eq!(seen.state(), ReportState::Pending);
        let request = confirmed(&seen);
        held_at(&store, &hub, &request, "WriteObservations", hold).await;
        child.kill();

        // Nobody asks: the review approved the report, and that is taken up again.
        let (child, hub) = store.intake().await;
        let publication = published(&hub).await;
        assert_eq!(store.history().await, [5.0]);
        let again = review(&hub, &request).await.report.unwrap();
        assert_eq!(again, publication);
        assert_eq!(entries(&hub).await[0].reviews.len(), 1);
        assert_eq!(store.history().await, [5.0]);
        child.kill();
    }
}
