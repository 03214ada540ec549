//! Prose of a department whose reports nobody else approves: nothing is published before a reviewer has decided about it.

use zhibiao_proto::report::v1::{
    EntryState, FileFormat, Finding, ListFindingsRequest, Report, ReportHeader, ReportState,
};
use zhibiao_runtime::error::Code;

use super::{UNSURE, approve, confirm, correct, indicator, reject, review, uploaded};
use crate::{
    hub::{TestHub, answer, automatic, codes, revenue},
    prose::{LEVELS, entries},
};

fn prose() -> ReportHeader {
    ReportHeader {
        format: FileFormat::Text.into(),
        ..automatic()
    }
}

async fn findings(hub: &TestHub, report: &Report) -> Vec<Finding> {
    let request = ListFindingsRequest {
        report: report.name.clone(),
        ..ListFindingsRequest::default()
    };
    answer(hub.reports.reports().list_findings(request).await)
        .unwrap()
        .findings
}

/// The values of the two facts of [`LEVELS`].
async fn values(hub: &TestHub) -> [Option<f64>; 2] {
    [
        hub.value("zones/a", "indicators/people", "2023").await,
        hub.value("zones/b", "indicators/revenue", "2023").await,
    ]
}

#[tokio::test]
async fn what_is_sure_waits_for_a_reviewer_too_and_one_call_is_enough() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, prose(), LEVELS).await;
    assert_eq!(
        (report.state(), report.blocked_entries),
        (ReportState::Pending, 0)
    );
    let found = findings(&hub, &report).await;
    assert_eq!(codes(&found), ["FACTS_PROPOSED"]);
    assert!(found[0].message.starts_with("2 values"), "{}", found[0].message);
    assert_eq!(values(&hub).await, [None, None]);

    let reviewed = review(&hub, "li", &report, &[confirm(1), confirm(2)])
        .await
        .unwrap();
    let published = reviewed.report.unwrap();
    assert_eq!(
        published.state(),
        ReportState::Published,
        "{:?}",
        reviewed.findings
    );
    assert_eq!(
        (published.decided_by.as_str(), codes(&reviewed.findings)),
        ("", vec![])
    );
    assert_eq!(values(&hub).await, [Some(30_000.0), Some(30.0)]);
    let read = entries(&hub, &published).await;
    assert!(
        read.iter()
            .all(|entry| entry.state() == EntryState::Published && entry.reviews.len() == 1)
    );

    let again = review(&hub, "li", &report, &[confirm(1), confirm(2)])
        .await
        .unwrap();
    assert_eq!(again.report.unwrap(), published);
}

#[tokio::test]
async fn the_last_decision_publishes_whatever_it_is() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, prose(), LEVELS).await;
    let reviewed = review(&hub, "zhao", &report, &[correct(1, indicator("people"))])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending);
    assert!(
        reviewed.findings[0].message.starts_with("1 values"),
        "{:?}",
        reviewed.findings
    );
    assert_eq!(values(&hub).await, [None, None]);
    let reviewed = review(&hub, "li", &report, &[reject(2, "是规划数")])
        .await
        .unwrap();
    assert_eq!(reviewed.report.unwrap().state(), ReportState::Published);
    assert_eq!(values(&hub).await, [Some(30_000.0), None]);
}

#[tokio::test]
async fn what_is_unsure_or_wrong_keeps_the_rest_waiting() {
    let hub = TestHub::start().await;
    let of_zone = ReportHeader {
        zone: "zones/a".to_owned(),
        period: "2022".to_owned(),
        ..prose()
    };
    let file = format!("{UNSURE}\n{LEVELS}");
    let report = uploaded(&hub, of_zone, &file).await;
    assert_eq!(report.state(), ReportState::Blocked);
    let found = findings(&hub, &report).await;
    assert_eq!(
        codes(&found),
        ["FACT_UNSURE", "FACTS_PROPOSED", "FACT_UNMATCHED_NUMBER"],
        "{found:?}"
    );
    let reviewed = review(&hub, "li", &report, &[confirm(2), confirm(3)])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Blocked);
    let reviewed = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    assert_eq!(reviewed.report.unwrap().state(), ReportState::Published);
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2022").await,
        Some(50.0)
    );
}

#[tokio::test]
async fn nothing_is_published_of_what_is_rejected_whole() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, prose(), LEVELS).await;
    let reviews = [reject(1, "不是数据"), reject(2, "不是数据")];
    let reviewed = review(&hub, "li", &report, &reviews).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(
        (report.state(), report.published_revision),
        (ReportState::Pending, 0)
    );
    let refused = approve(&hub, "wang", &report).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::FailedPrecondition, "NOTHING_LEFT")
    );
}

#[tokio::test]
async fn another_department_s_figure_asks_for_an_approver_besides() {
    let hub = TestHub::start().await;
    let science = ReportHeader {
        department: "departments/science".to_owned(),
        ..ReportHeader::default()
    };
    hub.submit(science, revenue(&[("zones/b", "2023", 28.0)]))
        .await
        .unwrap();
    let report = uploaded(&hub, prose(), LEVELS).await;
    let reviewed = review(&hub, "li", &report, &[confirm(1), confirm(2)])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending);
    assert_eq!(codes(&reviewed.findings), ["SOURCES_DISAGREE"]);
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(values(&hub).await, [Some(30_000.0), Some(30.0)]);
}

#[tokio::test]
async fn an_approver_stands_for_what_nobody_has_reviewed() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, prose(), LEVELS).await;
    let own = approve(&hub, "li", &report).await.unwrap_err();
    assert_eq!(own.reason, "FOUR_EYES");
    let published = approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(
        (published.state(), published.decided_by.as_str()),
        (ReportState::Published, "wang")
    );
    let counted = published.findings.iter();
    assert_eq!(
        counted.map(|count| count.code.as_str()).collect::<Vec<_>>(),
        [""; 0],
        "nothing is asked any more"
    );
}
