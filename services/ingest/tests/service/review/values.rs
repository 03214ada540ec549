//! What an entry is published as once it is reviewed, and what one review settles at once.

use zhibiao_model::{catalog::IndicatorKind, formula::Formula, period::Frequency};
use zhibiao_proto::{
    observation::v1::{
        EvidenceColumns, EvidenceKind, ObservationColumns, Provenance, Status, WriteObservationsRequest,
    },
    report::v1::{
        ConfirmEntry, CorrectEntry, EntryReview, Finding, ReportState, ReviewEntriesResponse,
        entry_review::Decision,
    },
};
use zhibiao_testkit::catalog::Small;

use super::{approve, confirm, correct, indicator, review, uploaded};
use crate::{
    hub::{TestHub, answer, apply, codes},
    prose::{entries, text},
};

fn explained(entry: u32, note: &str) -> EntryReview {
    let note = note.to_owned();
    EntryReview {
        entry,
        decision: Some(Decision::Confirm(ConfirmEntry { note })),
    }
}

async fn status(hub: &TestHub, indicator: &str, period: &str) -> Status {
    let cell = hub.cell("zones/a", indicator, period).await;
    cell.current.unwrap().status()
}

#[tokio::test]
async fn a_plan_whose_indicator_is_named_stays_a_forecast() {
    let hub = TestHub::start().await;
    let file = "2027年，甲高新区力争地方生产总值达到150亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviewed = review(&hub, "li", &report, &[correct(1, indicator("gdp"))])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    assert_eq!(entries(&hub, &report).await[0].status(), Status::Forecast);
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(status(&hub, "indicators/gdp", "2027").await, Status::Forecast);
}

#[tokio::test]
async fn a_result_that_was_read_as_a_plan_is_a_value_once_its_status_is_said() {
    let hub = TestHub::start().await;
    let file = "2022年，甲高新区力争地方生产总值达到150亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let normal = CorrectEntry {
        status: Some(Status::Normal.into()),
        ..indicator("gdp")
    };
    let reviewed = review(&hub, "li", &report, &[correct(1, normal)]).await.unwrap();
    approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
    assert_eq!(status(&hub, "indicators/gdp", "2022").await, Status::Normal);
}

#[tokio::test]
async fn a_published_correction_names_its_author() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地区生产总值100亿元，营业收入300亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let more = CorrectEntry {
        value: Some(120.0),
        ..CorrectEntry::default()
    };
    let reviewed = review(&hub, "zhao", &report, &[correct(1, more)]).await.unwrap();
    approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
    for (indicator, corrector) in [("indicators/gdp", "zhao"), ("indicators/revenue", "")] {
        let cell = hub.cell("zones/a", indicator, "2023").await;
        let provenance = cell.current.unwrap().provenance.unwrap();
        assert_eq!(
            (provenance.corrector.as_str(), provenance.approver.as_str()),
            (corrector, "wang"),
            "{indicator}"
        );
    }
}

/// An indicator of people whose output for one person is told as well.
fn per_person() -> Small {
    Small::default()
        .indicator_with("people-of-year", "人", |indicator| {
            indicator.names.zh = "年末人口".to_owned();
            indicator.kind = IndicatorKind::Stock;
        })
        .indicator_with("gdp-of-year", "亿元", |indicator| {
            indicator.names.zh = "全年产值".to_owned()
        })
        .indicator_with("gdp-for-one", "元/人", |indicator| {
            indicator.names.zh = "人均产值".to_owned();
            indicator.formula = Some(Formula::parse("{gdp-of-year} / {people-of-year}").unwrap());
        })
}

#[tokio::test]
async fn a_small_difference_from_a_formula_is_confirmed_with_a_reason() {
    let hub = TestHub::start().await;
    apply(&hub.store, per_person().message()).await;
    // By the mean population of the year it is more than by that of its end.
    let file = "2023年，甲高新区全年产值120亿元，年末人口12万人，人均产值102000元/人。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    assert_eq!(report.state(), ReportState::Blocked);
    let bare = review(&hub, "li", &report, &[confirm(3)]).await.unwrap_err();
    assert!(
        bare.violations[0].description.contains("FORMULA_BROKEN"),
        "{bare:?}"
    );
    let reviews = [explained(3, "按年平均人口计算")];
    let reviewed = review(&hub, "li", &report, &reviews).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    assert_eq!(
        codes(&reviewed.findings),
        ["FORMULA_BROKEN"],
        "the approver sees it"
    );
    // The reason stands in later reviews too.
    let reviewed = review(&hub, "li", &report, &[confirm(1)]).await.unwrap();
    approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
}

/// The review of the figures that per-head output is computed from, to another output of the year.
fn output(value: f64) -> EntryReview {
    correct(
        1,
        CorrectEntry {
            value: Some(value),
            ..CorrectEntry::default()
        },
    )
}

/// Whether the per-head output of a report stands in its way.
fn is_broken(reviewed: &ReviewEntriesResponse) -> bool {
    let found = codes(&reviewed.findings);
    assert_eq!(found, ["FORMULA_BROKEN"]);
    reviewed.report.as_ref().unwrap().state() == ReportState::Blocked
}

#[tokio::test]
async fn a_note_explains_no_difference_that_comes_later() {
    let hub = TestHub::start().await;
    apply(&hub.store, per_person().message()).await;
    let agreeing = "2023年，甲高新区全年产值120亿元，年末人口12万人，人均产值100000元/人。";
    let report = uploaded(&hub, text("a.txt"), agreeing).await;
    let checked = [1, 2, 3].map(|entry| explained(entry, "已核对"));
    let reviewed = review(&hub, "li", &report, &checked).await.unwrap();
    assert_eq!(codes(&reviewed.findings), [""; 0]);
    // Nobody has said anything of what another output makes of it.
    let reviewed = review(&hub, "zhao", &reviewed.report.unwrap(), &[output(124.0)])
        .await
        .unwrap();
    assert!(is_broken(&reviewed), "{:?}", reviewed.findings);
}

#[tokio::test]
async fn a_note_explains_the_difference_that_it_was_given_for() {
    let hub = TestHub::start().await;
    apply(&hub.store, per_person().message()).await;
    let file = "2023年，甲高新区全年产值120亿元，年末人口12万人，人均产值102000元/人。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviews = [explained(3, "按年平均人口计算")];
    let reviewed = review(&hub, "li", &report, &reviews).await.unwrap();
    assert!(!is_broken(&reviewed), "{:?}", reviewed.findings);
    // What it is to be is another number now: the reason was not given for it.
    let report = reviewed.report.unwrap();
    let reviewed = review(&hub, "zhao", &report, &[output(119.0)]).await.unwrap();
    assert!(is_broken(&reviewed), "{:?}", reviewed.findings);
    let report = reviewed.report.unwrap();
    let reviewed = review(&hub, "zhao", &report, &reviews).await.unwrap();
    assert!(!is_broken(&reviewed), "{:?}", reviewed.findings);
    // A correction with its note explains what it leaves.
    let corrected = CorrectEntry {
        value: Some(101_000.0),
        note: "按年平均人口计算".to_owned(),
        ..CorrectEntry::default()
    };
    let report = reviewed.report.unwrap();
    let reviewed = review(&hub, "zhao", &report, &[correct(3, corrected)])
        .await
        .unwrap();
    assert!(!is_broken(&reviewed), "{:?}", reviewed.findings);
    let report = reviewed.report.unwrap();
    let reviewed = review(&hub, "zhao", &report, &[output(120.5)]).await.unwrap();
    assert!(is_broken(&reviewed), "{:?}", reviewed.findings);
}

#[tokio::test]
async fn what_a_process_of_before_has_written_is_published() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地区生产总值100亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviewed = review(&hub, "zhao", &report, &[output(120.0)]).await.unwrap();
    let report = reviewed.report.unwrap();
    // As before provenances named who has corrected a value: committed, and never noted.
    let provenance = Provenance {
        report: report.name.clone(),
        department: "departments/statistics".to_owned(),
        submitter: "li".to_owned(),
        approver: "wang".to_owned(),
        source: "a.txt".to_owned(),
        received_at: report.submitted_at,
        corrector: String::new(),
    };
    let evidence = EvidenceColumns {
        kind: vec![EvidenceKind::Span.into()],
        first: vec![0],
        second: vec![file.len() as u64],
        excerpt: vec![file.to_owned()],
        ..EvidenceColumns::default()
    };
    let observations = ObservationColumns {
        subjects: vec!["zones/a".to_owned()],
        indicators: vec!["indicators/gdp".to_owned()],
        periods: vec!["2023".to_owned()],
        subject: vec![0],
        indicator: vec![0],
        period: vec![0],
        value: vec![120.0],
        provenances: vec![provenance],
        evidence: Some(evidence),
        ..ObservationColumns::default()
    };
    let written = WriteObservationsRequest {
        batch_id: report.name.clone(),
        units: vec!["亿元".to_owned()],
        observations: Some(observations),
        ..WriteObservationsRequest::default()
    };
    let first = answer(hub.store.observations().write_observations(written).await).unwrap();
    let published = approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(
        (published.state(), published.published_revision),
        (ReportState::Published, first.revision)
    );
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(120.0));
}

#[tokio::test]
async fn no_reason_explains_a_large_difference_from_a_formula() {
    let hub = TestHub::start().await;
    apply(&hub.store, per_person().message()).await;
    let file = "2023年，甲高新区全年产值120亿元，年末人口12万人，人均产值112000元/人。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviews = [explained(3, "按年平均人口计算")];
    let refused = review(&hub, "li", &report, &reviews).await.unwrap_err();
    assert!(
        refused.violations[0].description.contains("FORMULA_BROKEN"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_is_told_of_a_part_of_the_year_is_settled_by_one_review() {
    let hub = TestHub::start().await;
    let stocks = Small::default()
        .indicator_with("firms", "家", |indicator| {
            indicator.names.zh = "入驻企业".to_owned();
            indicator.kind = IndicatorKind::Stock;
        })
        .indicator_with("talents", "人", |indicator| {
            indicator.names.zh = "高层次人才".to_owned();
            indicator.kind = IndicatorKind::Stock;
        });
    apply(&hub.store, stocks.message()).await;
    let file = "截至2023年9月底，甲高新区拥有入驻企业820家、高层次人才300人。\n\
                2023年上半年，甲高新区地区生产总值60亿元，营业收入90亿元。\n";
    let answer = hub.upload(text("a.txt"), file.as_bytes()).await.unwrap();
    let found: Vec<&Finding> = answer
        .findings
        .iter()
        .filter(|finding| finding.code == "PERIOD_OF_WRONG_FREQUENCY")
        .collect();
    let [stocks, flows] = found.as_slice() else {
        panic!("{:?}", answer.findings)
    };
    assert!(
        stocks.action.contains("--correct 1-2 --period 2023"),
        "{}",
        stocks.action
    );
    assert!(
        flows.action.contains("--reject '3-4=2023-S1'"),
        "{}",
        flows.action
    );
    let year = || CorrectEntry {
        period: "2023".to_owned(),
        ..CorrectEntry::default()
    };
    let reviews = [
        correct(1, year()),
        correct(2, year()),
        super::reject(3, "半年数"),
        super::reject(4, "半年数"),
    ];
    let reviewed = review(&hub, "li", &answer.report.unwrap(), &reviews)
        .await
        .unwrap();
    assert_eq!(
        reviewed.report.unwrap().state(),
        ReportState::Pending,
        "{:?}",
        reviewed.findings
    );
}

#[tokio::test]
async fn a_figure_of_half_a_year_is_one_of_the_indicator_of_half_years() {
    let hub = TestHub::start().await;
    let halves = Small::default().indicator_with("gdp-half", "亿元", |indicator| {
        indicator.names.zh = "半年地区生产总值".to_owned();
        indicator.parent = Some("indicators/gdp".parse().unwrap());
        indicator.frequency = Frequency::Semiannual;
        indicator
            .dimensions
            .insert("span".to_owned(), "half-year".to_owned());
    });
    apply(&hub.store, halves.message()).await;
    let file = "2023年上半年，甲高新区地区生产总值60亿元。2022年，甲高新区地区生产总值110亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let read = entries(&hub, &report).await;
    let told: Vec<_> = read
        .iter()
        .map(|entry| (entry.indicator.as_str(), entry.period.as_str()))
        .collect();
    assert_eq!(
        told,
        [("indicators/gdp-half", "2023-S1"), ("indicators/gdp", "2022")]
    );
    assert_eq!(report.state(), ReportState::Pending);
}
