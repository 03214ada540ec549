//! What changes between a report's check and its publication.

use zhibiao_proto::report::v1::{
    ApproveReport, ListFindingsRequest, Report, ReportState, decide_report_request::Decision,
};

use crate::hub::{TestHub, answer, apply, automatic, catalog, codes, four_eyes, revenue};

fn approve() -> Decision {
    Decision::Approve(ApproveReport::default())
}

async fn findings(hub: &TestHub, report: &Report) -> Vec<zhibiao_proto::report::v1::Finding> {
    let request = ListFindingsRequest {
        report: report.name.clone(),
        ..ListFindingsRequest::default()
    };
    answer(hub.reports.reports().list_findings(request).await)
        .unwrap()
        .findings
}

async fn pending(hub: &TestHub, value: f64) -> Report {
    let submitted = hub.submit(four_eyes(), revenue(&[("zones/a", "2023", value)]));
    submitted.await.unwrap().report.unwrap()
}

async fn value(hub: &TestHub) -> Option<f64> {
    hub.value("zones/a", "indicators/revenue", "2023").await
}

#[tokio::test]
async fn nobody_s_figure_is_replaced_unseen() {
    let hub = TestHub::start().await;
    let report = pending(&hub, 5.0).await;
    assert!(findings(&hub, &report).await.is_empty());
    hub.submit(automatic(), revenue(&[("zones/a", "2023", 9.0)]))
        .await
        .unwrap();

    let asked = hub.decide("wang", &report, approve()).await.unwrap();
    assert_eq!(
        (asked.state(), asked.decided_by.as_str()),
        (ReportState::Pending, "")
    );
    assert_eq!(value(&hub).await, Some(9.0));
    let told = findings(&hub, &asked).await;
    assert_eq!(codes(&told), ["FIGURES_CHANGED"]);
    assert!(told[0].read.contains("zones/a"), "{}", told[0].read);

    let published = hub.decide("wang", &asked, approve()).await.unwrap();
    assert_eq!(published.state(), ReportState::Published);
    assert_eq!(value(&hub).await, Some(5.0));
}

#[tokio::test]
async fn a_figure_that_the_check_saw_is_replaced_at_once() {
    let hub = TestHub::start().await;
    hub.submit(automatic(), revenue(&[("zones/a", "2023", 9.0)]))
        .await
        .unwrap();
    let report = pending(&hub, 5.0).await;
    assert_eq!(codes(&findings(&hub, &report).await), ["SOURCES_DISAGREE"]);
    let published = hub.decide("wang", &report, approve()).await.unwrap();
    assert_eq!(published.state(), ReportState::Published);
    assert_eq!(value(&hub).await, Some(5.0));
}

#[tokio::test]
async fn values_in_a_unit_of_before_are_not_published() {
    let hub = TestHub::start().await;
    let report = pending(&hub, 5.0).await;
    let mut changed = catalog();
    for indicator in &mut changed.indicators {
        if indicator.name == "indicators/revenue" {
            indicator.unit = "万元".to_owned();
        }
    }
    apply(&hub.store, changed).await;
    let refused = hub.decide("wang", &report, approve()).await.unwrap();
    assert_eq!(refused.state(), ReportState::Blocked);
    assert_eq!(value(&hub).await, None);
    let told = findings(&hub, &refused).await;
    assert_eq!(codes(&told), ["UNIT_CHANGED"]);
    assert!(told[0].message.contains("万元"), "{}", told[0].message);
    let problem = hub.decide("wang", &refused, approve()).await.unwrap_err();
    assert_eq!(problem.reason, "REPORT_UNPUBLISHABLE");
}

#[tokio::test]
async fn another_status_alone_is_a_disagreement_too() {
    let hub = TestHub::start().await;
    let mut columns = revenue(&[("zones/a", "2023", 9.0)]);
    let provisional = zhibiao_proto::observation::v1::Status::Provisional;
    columns.status.push(provisional.into());
    hub.submit(automatic(), columns).await.unwrap();
    let report = pending(&hub, 9.0).await;
    let told = findings(&hub, &report).await;
    assert_eq!(codes(&told), ["SOURCES_DISAGREE"]);
    assert!(told[0].message.contains("9 (provisional)"), "{}", told[0].message);
}
