//! Reviews of what was read from prose.

mod aliases;
mod automatic;
mod persons;
mod races;
mod refused;
mod values;

use zhibiao_proto::report::v1::{
    ApproveReport, ConfirmEntry, CorrectEntry, EntryReview, EntryState, ListFindingsRequest, RejectEntry,
    Report, ReportHeader, ReportState, ReviewEntriesRequest, ReviewEntriesResponse,
    decide_report_request::Decision, entry_review::Decision as Decides,
};
use zhibiao_runtime::{
    error::{Code, Problem},
    language::Language,
};

use crate::{
    hub::{TestHub, answer, codes},
    prose::{entries, text},
};

/// Its one fact is read with little confidence: only the zone of the report says whose it is, and nothing says when.
pub(super) const UNSURE: &str = "园区营业收入由40亿元增加到50亿元。";
/// Its indicator is not in the catalogue.
pub(super) const UNKNOWN: &str = "2023年，甲高新区地方生产总值120亿元。";

pub(super) fn confirm(entry: u32) -> EntryReview {
    EntryReview {
        entry,
        decision: Some(Decides::Confirm(ConfirmEntry::default())),
    }
}

pub(super) fn correct(entry: u32, correct: CorrectEntry) -> EntryReview {
    EntryReview {
        entry,
        decision: Some(Decides::Correct(correct)),
    }
}

pub(super) fn reject(entry: u32, reason: &str) -> EntryReview {
    let reason = reason.to_owned();
    EntryReview {
        entry,
        decision: Some(Decides::Reject(RejectEntry { reason })),
    }
}

pub(super) fn indicator(name: &str) -> CorrectEntry {
    CorrectEntry {
        indicator: name.to_owned(),
        ..CorrectEntry::default()
    }
}

pub(super) async fn uploaded(hub: &TestHub, header: ReportHeader, file: &str) -> Report {
    hub.upload(header, file.as_bytes()).await.unwrap().report.unwrap()
}

pub(super) fn of_zone() -> ReportHeader {
    ReportHeader {
        zone: "zones/a".to_owned(),
        period: "2022".to_owned(),
        ..text("a.txt")
    }
}

pub(super) async fn review(
    hub: &TestHub,
    name: &str,
    report: &Report,
    reviews: &[EntryReview],
) -> Result<ReviewEntriesResponse, Problem> {
    let request = ReviewEntriesRequest {
        report: report.name.clone(),
        etag: report.etag.clone(),
        reviews: reviews.to_vec(),
    };
    answer(hub.by(name).reports().review_entries(request).await)
}

pub(super) async fn approve(hub: &TestHub, name: &str, report: &Report) -> Result<Report, Problem> {
    hub.decide(name, report, Decision::Approve(ApproveReport::default()))
        .await
}

pub(super) fn fields(problem: &Problem) -> Vec<&str> {
    let violations = problem.violations.iter();
    violations.map(|violation| violation.field.as_str()).collect()
}

#[tokio::test]
async fn what_is_unsure_is_published_once_it_is_confirmed() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, of_zone(), UNSURE).await;
    assert_eq!(report.state(), ReportState::Blocked);
    let refused = approve(&hub, "wang", &report).await.unwrap_err();
    assert_eq!(refused.reason, "ENTRIES_BLOCKED");

    let reviewed = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    // The value before the change is of no time that is told.
    assert_eq!(codes(&reviewed.findings), ["FACT_UNMATCHED_NUMBER"]);
    let read = entries(&hub, &report).await;
    assert_eq!(read[0].state(), EntryState::Ready);
    let kept = &read[0].reviews[0];
    assert_eq!(kept.reviewer, "li");
    assert!(kept.reviewed_at.is_some());
    assert_eq!(kept.decision, Some(confirm(1)));
    assert_eq!(kept.before.as_ref().unwrap().state(), EntryState::Blocked);

    let published = approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(published.state(), ReportState::Published);
    let cell = hub.cell("zones/a", "indicators/revenue", "2022").await;
    let current = cell.current.unwrap();
    assert_eq!(
        (current.value, current.evidence.unwrap().excerpt.as_str()),
        (Some(50.0), UNSURE)
    );
}

#[tokio::test]
async fn every_part_of_an_entry_can_be_corrected() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区从业人员达3万人，营业收入同比增长8%。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let first = CorrectEntry {
        value: Some(2.5),
        unit: "万人".to_owned(),
        subject: "乙高新区".to_owned(),
        period: "2022".to_owned(),
        note: "表三".to_owned(),
        ..CorrectEntry::default()
    };
    // A growth of revenue is no revenue, until somebody says what it is.
    let second = CorrectEntry {
        value: Some(30.0),
        ..indicator("revenue")
    };
    let reviews = [correct(1, first), correct(2, second)];
    let reviewed = review(&hub, "li", &report, &reviews).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(
        hub.value("zones/b", "indicators/people", "2022").await,
        Some(25_000.0)
    );
    assert_eq!(hub.value("zones/a", "indicators/people", "2023").await, None);
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2023").await,
        Some(30.0)
    );
}

#[tokio::test]
async fn what_is_rejected_is_left_out() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区营业收入120亿元，同比增长8%。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviewed = review(&hub, "wang", &report, &[reject(2, "是增速")])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(
        (report.state(), report.rejected_entries),
        (ReportState::Pending, 1)
    );
    let read = entries(&hub, &report).await;
    let states: Vec<_> = read.iter().map(|entry| entry.state()).collect();
    assert_eq!(states, [EntryState::Ready, EntryState::Rejected]);
    assert_eq!(read[1].return_reason, "是增速");
    // Who has only rejected may approve.
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2023").await,
        Some(120.0)
    );
    let read = entries(&hub, &report).await;
    let states: Vec<_> = read.iter().map(|entry| entry.state()).collect();
    assert_eq!(states, [EntryState::Published, EntryState::Rejected]);
}

#[tokio::test]
async fn a_report_of_which_everything_is_rejected_is_not_approved() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, of_zone(), UNSURE).await;
    let reviewed = review(&hub, "li", &report, &[reject(1, "去年的数")])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending);
    let refused = approve(&hub, "wang", &report).await.unwrap_err();
    assert_eq!(refused.reason, "NOTHING_LEFT");
    // The last decision is in force, and the earlier ones are kept.
    let reviewed = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(
        (report.state(), report.rejected_entries),
        (ReportState::Pending, 0)
    );
    let read = entries(&hub, &report).await;
    assert_eq!((read[0].state(), read[0].reviews.len()), (EntryState::Ready, 2));
    approve(&hub, "wang", &report).await.unwrap();
}

#[tokio::test]
async fn a_range_is_settled_by_rejecting_one_end() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地区生产总值100亿元至120亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let refused = review(&hub, "li", &report, &[confirm(1)]).await.unwrap_err();
    assert_eq!(fields(&refused), ["reviews[0]"]);
    assert!(
        refused.violations[0].description.contains("DUPLICATE_CELL"),
        "{refused:?}"
    );
    let reviews = [confirm(1), reject(2, "取下限")];
    let reviewed = review(&hub, "li", &report, &reviews).await.unwrap();
    assert_eq!(
        reviewed.report.unwrap().state(),
        ReportState::Pending,
        "{:?}",
        reviewed.findings
    );
}

#[tokio::test]
async fn the_numbers_that_were_passed_over_stay_listed() {
    let hub = TestHub::start().await;
    let file = format!("{UNSURE}\n编号为17。\n");
    let report = uploaded(&hub, of_zone(), &file).await;
    let reviewed = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    assert_eq!(codes(&reviewed.findings), ["FACT_UNMATCHED_NUMBER"; 2]);
    let finding = &reviewed.findings[1];
    assert_eq!(
        (finding.read.as_str(), finding.position.as_ref().unwrap().row),
        ("17", 2)
    );
}

#[tokio::test]
async fn a_correction_is_held_against_what_is_published() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地区生产总值100亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    approve(&hub, "wang", &report).await.unwrap();
    let report = uploaded(&hub, text("b.txt"), UNKNOWN).await;
    let reviewed = review(&hub, "li", &report, &[correct(1, indicator("gdp"))])
        .await
        .unwrap();
    assert!(
        codes(&reviewed.findings).contains(&"REVISION"),
        "{:?}",
        reviewed.findings
    );
    approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(120.0));
}

#[tokio::test]
async fn a_review_may_be_sent_again_and_is_made_once() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, of_zone(), UNSURE).await;
    let first = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    let again = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    assert_eq!(again, first);
    let other = review(&hub, "zhao", &report, &[confirm(1)]).await.unwrap_err();
    assert_eq!(
        (other.code, other.reason.as_str()),
        (Code::Aborted, "ETAG_MISMATCH")
    );
    let stale = approve(&hub, "wang", &report).await.unwrap_err();
    assert_eq!(stale.reason, "ETAG_MISMATCH");
    assert_eq!(entries(&hub, &report).await[0].reviews.len(), 1);
    let published = approve(&hub, "wang", &first.report.unwrap()).await.unwrap();
    let late = review(&hub, "li", &published, &[reject(1, "晚了")])
        .await
        .unwrap_err();
    assert_eq!(
        (late.code, late.reason.as_str()),
        (Code::FailedPrecondition, "REPORT_NOT_OPEN")
    );
}

#[tokio::test]
async fn why_a_reading_is_unsure_is_told_in_words_with_the_next_step() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, of_zone(), UNSURE).await;
    let request = ListFindingsRequest {
        report: report.name,
        ..ListFindingsRequest::default()
    };
    for (language, doubts, next) in [
        (
            Language::En,
            ": its name was said earlier in the sentence; its zone was said earlier or with the report; no period was said",
            "confirm, correct or reject",
        ),
        (
            Language::Zh,
            "：名称承自句中前文；园区承自前文或报表；未说明时期",
            "确认、更正或剔除",
        ),
    ] {
        let client = hub.reports.clone().in_language(language);
        let found = answer(client.reports().list_findings(request.clone()).await)
            .unwrap()
            .findings;
        let unsure = found
            .iter()
            .find(|finding| finding.code == "FACT_UNSURE")
            .unwrap();
        assert!(unsure.message.ends_with(doubts), "{}", unsure.message);
        assert!(unsure.action.contains(next), "{}", unsure.action);
        assert!(!unsure.message.contains('_'), "{}", unsure.message);
    }
}
