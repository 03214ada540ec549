//! Who may decide, and what a decision does.

use zhibiao_proto::report::v1::{
    ApproveReport, DecideReportRequest, EntryState, ListEntriesRequest, Report, ReportHeader, ReportState,
    ReturnReport, ReturnedEntry, SubmitReportRequest, WithdrawReport, decide_report_request::Decision,
};
use zhibiao_runtime::error::Code;

use crate::hub::{TestHub, answer, four_eyes, revenue, upload};

fn approve(returned: &[(u32, &str)]) -> Decision {
    Decision::Approve(ApproveReport {
        returned: entries(returned),
        note: "核对无误".to_owned(),
    })
}

fn entries(returned: &[(u32, &str)]) -> Vec<ReturnedEntry> {
    let entry = |(entry, reason): &(u32, &str)| ReturnedEntry {
        entry: *entry,
        reason: (*reason).to_owned(),
    };
    returned.iter().map(entry).collect()
}

fn send_back(reason: &str) -> Decision {
    Decision::Return(ReturnReport {
        reason: reason.to_owned(),
        returned: Vec::new(),
    })
}

fn withdraw() -> Decision {
    Decision::Withdraw(WithdrawReport {
        reason: "重报".to_owned(),
    })
}

/// A report of two good values and one that is no number in between.
async fn faulty(hub: &TestHub) -> Report {
    let file = "园区,时期,营业收入（亿元）\n甲高新区,2022,5\n甲高新区,2023,abc\n乙高新区,2023,7\n";
    hub.upload(four_eyes(), file.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap()
}

async fn good(hub: &TestHub) -> Report {
    let submitted = hub.submit(
        four_eyes(),
        revenue(&[("zones/a", "2023", 5.0), ("zones/b", "2023", 6.0)]),
    );
    submitted.await.unwrap().report.unwrap()
}

#[tokio::test]
async fn four_eyes_see_a_report() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    for decision in [approve(&[]), send_back("不")] {
        let problem = hub.decide("li", &report, decision).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::PermissionDenied, "FOUR_EYES")
        );
    }
    let problem = hub.decide("wang", &report, withdraw()).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::PermissionDenied, "NOT_SUBMITTER")
    );
    let withdrawn = hub.decide("li", &report, withdraw()).await.unwrap();
    assert_eq!(
        (withdrawn.state(), withdrawn.decision_reason.as_str()),
        (ReportState::Withdrawn, "重报")
    );
}

#[tokio::test]
async fn nobody_neither_sends_nor_decides() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let mut nobody = hub.reports.reports();
    let request = SubmitReportRequest {
        header: Some(four_eyes()),
        entries: Some(revenue(&[("zones/a", "2023", 5.0)])),
    };
    let problem = answer(nobody.submit_report(request).await).unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unauthenticated, "CALLER_UNKNOWN")
    );
    assert!(problem.message.contains("x-zhibiao-user"), "{}", problem.message);
    let request = DecideReportRequest {
        name: report.name.clone(),
        etag: report.etag.clone(),
        decision: Some(approve(&[])),
    };
    let problem = answer(nobody.decide_report(request).await).unwrap_err();
    assert_eq!(problem.code, Code::Unauthenticated);
    let problem = upload(&hub.reports, four_eyes(), b"x").await.unwrap_err();
    assert_eq!(problem.code, Code::Unauthenticated);
}

#[tokio::test]
async fn another_spelling_of_a_name_is_no_second_person() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let problem = hub.decide("LI", &report, approve(&[])).await.unwrap_err();
    assert_eq!(problem.reason, "FOUR_EYES");
}

#[tokio::test]
async fn one_faulty_cell_goes_back_and_the_rest_is_published() {
    let hub = TestHub::start().await;
    let report = faulty(&hub).await;
    assert_eq!(
        (report.state(), report.blocked_entries),
        (ReportState::Blocked, 1)
    );
    let problem = hub.decide("wang", &report, approve(&[])).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "ENTRIES_BLOCKED")
    );
    assert_eq!(
        problem.violations[0].description,
        "entry 2 is blocked by an error"
    );

    let published = hub
        .decide("wang", &report, approve(&[(2, "不是数字")]))
        .await
        .unwrap();
    assert_eq!(published.state(), ReportState::Published);
    assert_eq!((published.blocked_entries, published.returned_entries), (0, 1));
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2022").await,
        Some(5.0)
    );
    assert_eq!(hub.value("zones/a", "indicators/revenue", "2023").await, None);
    assert_eq!(
        hub.value("zones/b", "indicators/revenue", "2023").await,
        Some(7.0)
    );
    let request = ListEntriesRequest {
        report: report.name.clone(),
        ..ListEntriesRequest::default()
    };
    let listed = answer(hub.reports.reports().list_entries(request).await).unwrap();
    let states: Vec<_> = listed.entries.iter().map(|entry| entry.state()).collect();
    assert_eq!(
        states,
        [EntryState::Published, EntryState::Returned, EntryState::Published]
    );
    assert_eq!(listed.entries[1].return_reason, "不是数字");
    assert_eq!(listed.entries[1].value_text, "abc亿元");
}

#[tokio::test]
async fn good_values_can_go_back_too() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let problem = hub
        .decide("wang", &report, approve(&[(1, "待核"), (2, "待核")]))
        .await
        .unwrap_err();
    assert_eq!(problem.reason, "NOTHING_LEFT");
    let published = hub
        .decide("wang", &report, approve(&[(1, "待核")]))
        .await
        .unwrap();
    assert_eq!(published.returned_entries, 1);
    assert_eq!(hub.value("zones/a", "indicators/revenue", "2023").await, None);
    assert_eq!(
        hub.value("zones/b", "indicators/revenue", "2023").await,
        Some(6.0)
    );
}

#[tokio::test]
async fn of_two_approvals_at_once_one_wins() {
    let hub = TestHub::start().await;
    for _ in 0..5 {
        let report = good(&hub).await;
        let (one, other) = tokio::join!(
            hub.decide("wang", &report, approve(&[])),
            hub.decide("zhao", &report, approve(&[]))
        );
        let (won, lost) = match (one, other) {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            both => panic!("{both:?}"),
        };
        assert_eq!(won.state(), ReportState::Published);
        assert_eq!(
            (lost.code, lost.reason.as_str()),
            (Code::Aborted, "ETAG_MISMATCH")
        );
        // The winner's own retry gets the same answer.
        let again = hub.decide(&won.decided_by, &report, approve(&[])).await.unwrap();
        assert_eq!(again, won);
    }
}

#[tokio::test]
async fn what_is_decided_stays_decided() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let returned = hub.decide("wang", &report, send_back("口径不对")).await.unwrap();
    assert_eq!(
        (returned.state(), returned.decision_reason.as_str()),
        (ReportState::Returned, "口径不对")
    );
    let problem = hub.decide("wang", &returned, approve(&[])).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "REPORT_NOT_OPEN")
    );
    assert_eq!(hub.value("zones/a", "indicators/revenue", "2023").await, None);
}

#[tokio::test]
async fn a_decision_is_checked_field_by_field() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let wrong = approve(&[(0, "a"), (3, "b"), (1, " "), (1, "twice")]);
    let problem = hub.decide("wang", &report, wrong).await.unwrap_err();
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "approve.returned[0].entry",
            "approve.returned[1].entry",
            "approve.returned[2].reason",
            "approve.returned[3].entry"
        ]
    );
    let problem = hub.decide("wang", &report, send_back("")).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "return.reason");
    let problem = hub.decide("wang", &report, send_back("不\0")).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "return");
    let problem = hub
        .decide("wang", &report, approve(&[(1, "不\0")]))
        .await
        .unwrap_err();
    assert_eq!(problem.violations[0].field, "approve.returned[0].reason");
    let unknown = Report {
        name: "reports/01HV3K5Z8Q4J7X2M9N6P0R1S3T".to_owned(),
        ..report.clone()
    };
    assert_eq!(
        hub.decide("wang", &unknown, approve(&[])).await.unwrap_err().code,
        Code::NotFound
    );
    let malformed = Report {
        name: "reports/x".to_owned(),
        ..report
    };
    assert_eq!(
        hub.decide("wang", &malformed, approve(&[]))
            .await
            .unwrap_err()
            .code,
        Code::InvalidArgument
    );
}

#[tokio::test]
async fn a_report_that_can_t_be_published_as_a_whole_is_not_approved() {
    let hub = TestHub::start().await;
    let header = ReportHeader {
        period: "2023".to_owned(),
        ..four_eyes()
    };
    let empty = hub
        .upload(header, "园区,营业收入（亿元）\n".as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    assert_eq!((empty.state(), empty.entries), (ReportState::Blocked, 0));
    let problem = hub.decide("wang", &empty, approve(&[])).await.unwrap_err();
    assert_eq!(problem.reason, "REPORT_UNPUBLISHABLE");
}

#[tokio::test]
async fn a_decision_returns_so_many_entries_and_no_more() {
    let hub = TestHub::start().await;
    let report = good(&hub).await;
    let many: Vec<_> = (1..=20_001).map(|entry| (entry, "待核")).collect();
    let problem = hub.decide("wang", &report, approve(&many)).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "approve.returned");
    // As many as the limit are looked at one by one: this report has two.
    let problem = hub
        .decide("wang", &report, approve(&many[..20_000]))
        .await
        .unwrap_err();
    assert_eq!(problem.violations[0].field, "approve.returned[2].entry");
}
