//! Lists and watching.

use tokio_stream::StreamExt;
use zhibiao_ingest::Limits;
use zhibiao_model::catalog::Approval;
use zhibiao_proto::report::v1::{
    EntryState, ListEntriesRequest, ListFindingsRequest, ListReportsRequest, ReportState, Severity,
    WatchReportsRequest, decide_report_request::Decision,
};
use zhibiao_runtime::{error::Code, language::Language};
use zhibiao_testkit::catalog::Small;

use crate::hub::{TestHub, answer, automatic, four_eyes, revenue};

#[tokio::test]
async fn reports_page_newest_first() {
    let hub = TestHub::start().await;
    let mut names = Vec::new();
    for value in 1..=5 {
        let header = if value % 2 == 0 { automatic() } else { four_eyes() };
        let report = hub
            .submit(header, revenue(&[("zones/a", "2023", f64::from(value))]))
            .await
            .unwrap()
            .report
            .unwrap();
        names.insert(0, report.name);
    }
    let mut client = hub.reports.reports();
    let mut listed = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListReportsRequest {
            page_size: 2,
            page_token,
            ..ListReportsRequest::default()
        };
        let page = answer(client.list_reports(request).await).unwrap();
        assert!(page.reports.len() <= 2);
        listed.extend(page.reports.into_iter().map(|report| report.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, names);
    let request = ListReportsRequest {
        state: ReportState::Pending.into(),
        department: "departments/statistics".to_owned(),
        ..ListReportsRequest::default()
    };
    assert_eq!(
        answer(client.list_reports(request).await).unwrap().reports.len(),
        3
    );
    let wrong = ListReportsRequest {
        page_size: -1,
        ..ListReportsRequest::default()
    };
    assert_eq!(
        answer(client.list_reports(wrong).await).unwrap_err().code,
        Code::InvalidArgument
    );
}

#[tokio::test]
async fn of_a_department_that_can_t_be_there_are_no_reports() {
    let hub = TestHub::start().await;
    let request = ListReportsRequest {
        department: "departments/\0".to_owned(),
        ..ListReportsRequest::default()
    };
    let listed = answer(hub.reports.reports().list_reports(request).await).unwrap();
    assert!(listed.reports.is_empty());
}

#[tokio::test]
async fn entries_page_across_chunks_and_states() {
    let mut small = Small::default()
        .department_with("statistics", "统计局", |d| d.approval = Approval::FourEyes)
        .indicator_with("revenue", "亿元", |i| i.names.zh = "营业收入".to_owned());
    let zones: Vec<String> = (0..50).map(|number| format!("z{number}")).collect();
    for zone in &zones {
        small = small.zone(zone, zone);
    }
    let hub = TestHub::with(small.message(), Limits::default()).await;
    let years: Vec<String> = (1900..2000).map(|year: u16| year.to_string()).collect();
    let mut rows: Vec<_> = zones
        .iter()
        .flat_map(|zone| years.iter().map(move |year| (zone.as_str(), year.as_str(), 1.0)))
        .collect();
    rows[4_500].2 = f64::INFINITY;
    let report = hub
        .submit(four_eyes(), revenue(&rows))
        .await
        .unwrap()
        .report
        .unwrap();
    let mut client = hub.reports.reports();
    let mut numbers = Vec::new();
    let mut request = ListEntriesRequest {
        report: report.name.clone(),
        page_size: 300,
        ..ListEntriesRequest::default()
    };
    loop {
        let page = answer(client.list_entries(request.clone()).await).unwrap();
        numbers.extend(page.entries.iter().map(|entry| entry.entry));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(numbers, (1..=5_000).collect::<Vec<_>>());
    let blocked = ListEntriesRequest {
        state: EntryState::Blocked.into(),
        page_token: String::new(),
        ..request
    };
    let page = answer(client.list_entries(blocked).await).unwrap();
    assert_eq!(
        page.entries.iter().map(|entry| entry.entry).collect::<Vec<_>>(),
        [4_501]
    );
    assert_eq!(page.entries[0].value, None);
}

#[tokio::test]
async fn findings_page_the_gravest_first_in_the_caller_s_language() {
    let hub = TestHub::start().await;
    let rows = [
        ("zones/a", "2022", 1.0),
        ("zones/a", "2023", 9.0),
        ("zones/a", "2021", f64::NAN),
        ("zones/x", "2023", 1.0),
    ];
    let report = hub
        .submit(four_eyes(), revenue(&rows))
        .await
        .unwrap()
        .report
        .unwrap();
    let mut client = hub.reports.clone().in_language(Language::Zh).reports();
    let mut request = ListFindingsRequest {
        report: report.name,
        page_size: 1,
        ..ListFindingsRequest::default()
    };
    let mut codes = Vec::new();
    loop {
        let page = answer(client.list_findings(request.clone()).await).unwrap();
        codes.extend(page.findings.iter().map(|finding| finding.code.clone()));
        assert!(page.findings.iter().all(|finding| !finding.message.is_ascii()));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(codes, ["NOT_FINITE", "UNKNOWN_SUBJECT", "UNUSUAL_CHANGE"]);
    let errors = ListFindingsRequest {
        min_severity: Severity::Error.into(),
        page_size: 100,
        ..request.clone()
    };
    assert_eq!(
        answer(client.list_findings(errors).await).unwrap().findings.len(),
        2
    );
    let other = ListFindingsRequest {
        page_token: "x".to_owned(),
        ..request
    };
    assert_eq!(
        answer(client.list_findings(other).await).unwrap_err().code,
        Code::InvalidArgument
    );
}

#[tokio::test]
async fn watchers_see_each_state_of_a_report() {
    let hub = TestHub::start().await;
    let request = WatchReportsRequest {
        department: "departments/statistics".to_owned(),
    };
    let mut watched = answer(hub.reports.reports().watch_reports(request).await).unwrap();
    hub.submit(automatic(), revenue(&[("zones/a", "2022", 1.0)]))
        .await
        .unwrap();
    let report = hub
        .submit(four_eyes(), revenue(&[("zones/a", "2023", 1.0)]))
        .await
        .unwrap()
        .report
        .unwrap();
    hub.decide("wang", &report, Decision::Approve(Default::default()))
        .await
        .unwrap();
    let mut states = Vec::new();
    while states.len() < 3 {
        let seen = watched.next().await.unwrap().unwrap().report.unwrap();
        assert_eq!(seen.name, report.name);
        states.push(seen.state());
    }
    assert_eq!(
        states,
        [
            ReportState::Pending,
            ReportState::Approved,
            ReportState::Published
        ]
    );
}
