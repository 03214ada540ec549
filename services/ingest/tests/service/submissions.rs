//! Reports in, and what becomes of them.

use zhibiao_proto::{
    observation::v1::{Evidence, evidence::Place},
    report::v1::{
        ApproveReport, EntryColumns, GetReportSourceRequest, ListReportsRequest, ReportHeader, ReportState,
        Severity, decide_report_request::Decision,
    },
};
use zhibiao_runtime::error::Code;

use crate::hub::{TestHub, answer, apply, automatic, catalog, codes, four_eyes, revenue};

const FILE: &str =
    "园区,地区生产总值（万元）,营业收入（亿元）\n甲高新区,786000,12.5\n乙高新区,\"1,100,000\",约30\n";

fn yearly(period: &str) -> ReportHeader {
    ReportHeader {
        period: period.to_owned(),
        file_name: "主要指标.csv".to_owned(),
        title: "主要经济指标".to_owned(),
        ..four_eyes()
    }
}

fn approve() -> Decision {
    Decision::Approve(ApproveReport::default())
}

#[tokio::test]
async fn a_file_is_checked_approved_and_published_with_evidence() {
    let hub = TestHub::start().await;
    let uploaded = hub.upload(yearly("2023"), FILE.as_bytes()).await.unwrap();
    let report = uploaded.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", uploaded.findings);
    assert_eq!(report.entries, 4);
    assert_eq!(report.digest, blake3::hash(FILE.as_bytes()).to_hex().as_str());
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, None);

    let published = hub.decide("wang", &report, approve()).await.unwrap();
    assert_eq!(published.state(), ReportState::Published);
    assert_eq!(published.decided_by, "wang");
    assert!(published.published_revision > 0);
    let cell = hub.cell("zones/a", "indicators/gdp", "2023").await;
    let current = cell.current.unwrap();
    assert_eq!(current.value, Some(78.6));
    assert_eq!(current.revision, published.published_revision);
    let provenance = current.provenance.unwrap();
    assert_eq!(provenance.report, report.name);
    assert_eq!(
        (provenance.submitter.as_str(), provenance.approver.as_str()),
        ("li", "wang")
    );
    let Evidence { place, excerpt } = current.evidence.unwrap();
    let Some(Place::Cell(place)) = place else {
        panic!("{place:?}")
    };
    assert_eq!((place.row, place.column, excerpt.as_str()), (2, 2, "786000"));
    let about = hub
        .cell("zones/b", "indicators/revenue", "2023")
        .await
        .current
        .unwrap();
    assert_eq!((about.value, about.qualifier), (Some(30.0), 4));
}

#[tokio::test]
async fn columns_of_an_automatic_department_are_published_at_once() {
    let hub = TestHub::start().await;
    let submitted = hub
        .submit(
            automatic(),
            revenue(&[("zones/a", "2023", 5.0), ("乙高新区", "2023年", 7.0)]),
        )
        .await;
    let report = submitted.unwrap().report.unwrap();
    assert_eq!(report.state(), ReportState::Published);
    assert_eq!(report.decided_by, "");
    let current = hub
        .cell("zones/b", "indicators/revenue", "2023")
        .await
        .current
        .unwrap();
    assert_eq!(current.value, Some(7.0));
    let Some(Place::Row(row)) = current.evidence.unwrap().place else {
        panic!("no row")
    };
    assert_eq!((row.sequence, row.row), (1, 1));
}

#[tokio::test]
async fn an_error_or_a_dispute_keeps_an_automatic_report_for_a_person() {
    let hub = TestHub::start().await;
    let blocked = hub
        .submit(automatic(), revenue(&[("zones/a", "2023", f64::NAN)]))
        .await
        .unwrap();
    assert_eq!(blocked.report.unwrap().state(), ReportState::Blocked);
    assert_eq!(codes(&blocked.findings), ["NOT_FINITE"]);

    let first = hub
        .upload(yearly("2023"), FILE.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    hub.decide("wang", &first, approve()).await.unwrap();
    let disputed = hub
        .submit(automatic(), revenue(&[("zones/a", "2023", 13.0)]))
        .await
        .unwrap();
    assert_eq!(disputed.report.unwrap().state(), ReportState::Pending);
    assert_eq!(codes(&disputed.findings), ["SOURCES_DISAGREE"]);
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2023").await,
        Some(12.5)
    );
}

#[tokio::test]
async fn a_revision_is_told_and_then_published() {
    let hub = TestHub::start().await;
    hub.submit(automatic(), revenue(&[("zones/a", "2023", 5.0)]))
        .await
        .unwrap();
    let revised = hub
        .submit(automatic(), revenue(&[("zones/a", "2023", 6.0)]))
        .await
        .unwrap();
    assert_eq!(codes(&revised.findings), ["REVISION"]);
    let cell = hub.cell("zones/a", "indicators/revenue", "2023").await;
    assert_eq!(
        cell.history.iter().map(|v| v.value.unwrap()).collect::<Vec<_>>(),
        [6.0, 5.0]
    );
}

#[tokio::test]
async fn a_change_that_the_year_before_had_too_is_not_unusual() {
    let hub = TestHub::start().await;
    let output = |rows: &[(&str, &str, f64)]| EntryColumns {
        indicators: vec!["工业产值".to_owned()],
        ..revenue(rows)
    };
    let before = [
        ("zones/a", "2025-02", 9.0),
        ("zones/a", "2026-01", 100.0),
        ("zones/b", "2026-01", 100.0),
    ];
    hub.submit(automatic(), output(&before)).await.unwrap();
    let now = [("zones/a", "2026-02", 10.0), ("zones/b", "2026-02", 10.0)];
    let submitted = hub.submit(automatic(), output(&now)).await.unwrap();
    assert_eq!(codes(&submitted.findings), ["UNUSUAL_CHANGE"]);
    assert_eq!(submitted.findings[0].entry, 2);
}

#[tokio::test]
async fn the_same_report_again_is_the_same_report() {
    let hub = TestHub::start().await;
    let header = ReportHeader {
        report_id: "01HV3K5Z8Q4J7X2M9N6P0R1S3T".to_owned(),
        ..automatic()
    };
    let first = hub
        .submit(header.clone(), revenue(&[("zones/a", "2023", 5.0)]))
        .await
        .unwrap();
    let again = hub
        .submit(header.clone(), revenue(&[("zones/a", "2023", 5.0)]))
        .await
        .unwrap();
    assert_eq!(first.report, again.report);
    let other = hub
        .submit(header.clone(), revenue(&[("zones/a", "2023", 6.0)]))
        .await
        .unwrap_err();
    assert_eq!(
        (other.code, other.reason.as_str()),
        (Code::AlreadyExists, "REPORT_CONTENT_DIFFERS")
    );
    let file = hub.upload(header, FILE.as_bytes()).await.unwrap_err();
    assert_eq!(file.reason, "REPORT_CONTENT_DIFFERS");
    assert_eq!(
        hub.cell("zones/a", "indicators/revenue", "2023")
            .await
            .history
            .len(),
        1
    );
}

#[tokio::test]
async fn a_check_keeps_nothing() {
    let hub = TestHub::start().await;
    let checked = hub.check(yearly("2023"), FILE.as_bytes()).await.unwrap();
    let report = checked.report.unwrap();
    assert_eq!(
        (report.name.as_str(), report.entries, report.state()),
        ("", 4, ReportState::Pending)
    );
    assert_eq!(checked.entries.len(), 4);
    assert_eq!(checked.entries[0].value_text, "786000万元");
    assert_eq!(checked.entries[0].value, Some(78.6));
    let listed = answer(
        hub.reports
            .reports()
            .list_reports(ListReportsRequest::default())
            .await,
    )
    .unwrap();
    assert!(listed.reports.is_empty());
}

#[tokio::test]
async fn findings_speak_the_caller_s_language() {
    let hub = TestHub::start().await;
    let bad = "园区,营业收入（亿元）\n甲高薪区,5\n";
    let english = hub.check(yearly("2023"), bad.as_bytes()).await.unwrap();
    assert!(
        english.findings[0].message.starts_with("nothing is called"),
        "{}",
        english.findings[0].message
    );
    assert_eq!(english.findings[0].candidates[0], "甲高新区");
    assert_eq!(english.findings[0].severity(), Severity::Error);
    let position = english.findings[0].position.clone().unwrap();
    assert_eq!((position.row, position.column.as_str()), (2, "A"));
}

#[tokio::test]
async fn who_has_just_applied_a_catalogue_can_report_against_it() {
    let hub = TestHub::start().await;
    for number in 0..5 {
        let mut changed = catalog();
        let mut zone = changed.zones[0].clone();
        zone.name = format!("zones/new-{number}");
        zone.names.as_mut().unwrap().zh = format!("新区{number}");
        changed.zones.push(zone);
        apply(&hub.store, changed).await;
        let rows = [(format!("新区{number}"), "2023", 5.0)];
        let rows: Vec<_> = rows
            .iter()
            .map(|(zone, period, value)| (zone.as_str(), *period, *value))
            .collect();
        let report = hub
            .submit(automatic(), revenue(&rows))
            .await
            .unwrap()
            .report
            .unwrap();
        assert_eq!(report.state(), ReportState::Published);
    }
}

#[tokio::test]
async fn the_source_shows_what_stands_behind_an_entry() {
    let hub = TestHub::start().await;
    let report = hub
        .upload(yearly("2023"), FILE.as_bytes())
        .await
        .unwrap()
        .report
        .unwrap();
    let ask = |entry, offset| GetReportSourceRequest {
        report: report.name.clone(),
        entry,
        offset,
        span: None,
    };
    let mut client = hub.reports.reports();
    let shown = answer(client.get_report_source(ask(4, 0)).await).unwrap();
    let rows: Vec<_> = shown
        .rows
        .iter()
        .map(|row| (row.row, row.cells.join("|")))
        .collect();
    assert_eq!(
        rows,
        [
            (1, "园区|地区生产总值（万元）|营业收入（亿元）".to_owned()),
            (2, "甲高新区|786000|12.5".to_owned()),
            (3, "乙高新区|1,100,000|约30".to_owned())
        ]
    );
    assert_eq!(shown.position.unwrap().column, "C");
    let bytes = answer(client.get_report_source(ask(0, 3)).await).unwrap();
    assert_eq!(bytes.data, &FILE.as_bytes()[3..]);
    assert_eq!(bytes.file_name, "主要指标.csv");
    let beyond = answer(client.get_report_source(ask(5, 0)).await).unwrap_err();
    assert_eq!(beyond.code, Code::OutOfRange);
}

#[tokio::test]
async fn a_header_that_fits_nothing_is_refused_field_by_field() {
    let hub = TestHub::start().await;
    let header = ReportHeader {
        report_id: "x".to_owned(),
        department: "departments/statistic".to_owned(),
        zone: "zones/甲".to_owned(),
        period: "2023-13".to_owned(),
        title: "长".repeat(501),
        ..ReportHeader::default()
    };
    let problem = hub.submit(header, EntryColumns::default()).await.unwrap_err();
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(
        fields,
        [
            "header.report_id",
            "header.department",
            "header.zone",
            "header.period",
            "header.title"
        ]
    );
}

#[tokio::test]
async fn columns_that_do_not_fit_together_are_refused_place_by_place() {
    let hub = TestHub::start().await;
    let mut columns = revenue(&[("zones/a", "2023", 5.0), ("zones/b", "2023", 6.0)]);
    columns.indicator.pop();
    columns.note.push("one".to_owned());
    let problem = hub.submit(automatic(), columns).await.unwrap_err();
    let fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["entries.indicator", "entries.note"]);
    let mut columns = revenue(&[("zones/a", "2023", 5.0)]);
    columns.subject[0] = 7;
    let problem = hub.submit(automatic(), columns).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "entries.subject[0]");
}
