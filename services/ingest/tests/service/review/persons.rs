//! An alias is never one person's word: it needs another one, who is shown it.

use zhibiao_proto::report::v1::{
    AliasState, ApproveReport, CorrectEntry, EntryState, FileFormat, Finding, ListFindingsRequest, Report,
    ReportHeader, ReportState, ReturnedEntry, decide_report_request::Decision,
};

use super::{
    UNKNOWN,
    aliases::{aliases_of_gdp, kept},
    approve, confirm, correct, indicator, reject, review, uploaded,
};
use crate::{
    hub::{TestHub, answer, automatic, codes},
    prose::{entries, text},
};

/// Two zones' figures under a name that the catalogue does not have.
const TWICE: &str = "2023年，甲高新区地方生产总值120亿元。\n2023年，乙高新区地方生产总值90亿元。\n\
                     2022年，甲高新区营业收入60亿元。\n";

async fn told(hub: &TestHub, report: &Report) -> Vec<Finding> {
    let request = ListFindingsRequest {
        report: report.name.clone(),
        ..ListFindingsRequest::default()
    };
    let listed = answer(hub.reports.reports().list_findings(request).await).unwrap();
    let findings = listed.findings.into_iter();
    findings
        .filter(|finding| finding.code == "ALIASES_PROPOSED")
        .collect()
}

/// The report with the alias of its first entry, which the second one is read by.
async fn proposed(hub: &TestHub, file: &str) -> Report {
    let report = uploaded(hub, text("a.txt"), file).await;
    let reviewed = review(hub, "zhao", &report, &[correct(1, kept("gdp"))]).await;
    reviewed.unwrap().report.unwrap()
}

#[tokio::test]
async fn whoever_decides_is_shown_the_aliases() {
    let hub = TestHub::start().await;
    let report = proposed(&hub, UNKNOWN).await;
    let found = told(&hub, &report).await;
    let [finding] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(finding.entry, 1);
    for part in ["地方生产总值", "地区生产总值", "indicators/gdp", "zhao"] {
        assert!(finding.message.contains(part), "{}", finding.message);
    }
    // It is told of as long as it waits, whatever is reviewed meanwhile, and no longer.
    let reviewed = review(&hub, "wang", &report, &[confirm(1)]).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(codes(&reviewed.findings), ["ALIASES_PROPOSED"]);
    let published = approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(told(&hub, &published).await, []);
    assert_eq!(published.findings, []);
}

#[tokio::test]
async fn nobody_approves_an_alias_of_their_own() {
    let hub = TestHub::start().await;
    let report = proposed(&hub, UNKNOWN).await;
    // Another person finds the number right, and says nothing of the name.
    let reviewed = review(&hub, "wang", &report, &[confirm(1)]).await.unwrap();
    let report = reviewed.report.unwrap();
    let own = approve(&hub, "zhao", &report).await.unwrap_err();
    assert_eq!(own.reason, "FOUR_EYES");
    assert!(own.message.contains("地方生产总值"), "{}", own.message);
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(aliases_of_gdp(&hub).await, ["地方生产总值"]);
}

#[tokio::test]
async fn an_alias_asks_for_an_approver_where_nobody_else_is_asked() {
    let hub = TestHub::start().await;
    let prose = ReportHeader {
        format: FileFormat::Text.into(),
        ..automatic()
    };
    let report = uploaded(&hub, prose, UNKNOWN).await;
    let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(codes(&reviewed.findings), ["ALIASES_PROPOSED"]);
    assert_eq!(report.state(), ReportState::Pending);
    assert_eq!(aliases_of_gdp(&hub).await, [""; 0]);
    let own = approve(&hub, "zhao", &report).await.unwrap_err();
    assert_eq!(own.reason, "FOUR_EYES");
    let approved = approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(approved.state(), ReportState::Published);
    assert_eq!(aliases_of_gdp(&hub).await, ["地方生产总值"]);
}

#[tokio::test]
async fn what_an_alias_was_kept_for_is_published_by_itself_once_it_is_dropped() {
    let hub = TestHub::start().await;
    let prose = ReportHeader {
        format: FileFormat::Text.into(),
        ..automatic()
    };
    let file = format!("{UNKNOWN}\n2022年，甲高新区营业收入60亿元。");
    let report = uploaded(&hub, prose, &file).await;
    let reviews = [correct(1, kept("gdp")), confirm(2)];
    let reviewed = review(&hub, "zhao", &report, &reviews).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending);
    let reviewed = review(&hub, "zhao", &report, &[correct(1, indicator("revenue"))])
        .await
        .unwrap();
    assert_eq!(reviewed.report.unwrap().state(), ReportState::Published);
    assert_eq!(aliases_of_gdp(&hub).await, [""; 0]);
}

#[tokio::test]
async fn what_was_read_by_an_alias_is_unknown_again_once_it_is_dropped() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), TWICE).await;
    let before = entries(&hub, &report).await;
    let overruling = [reject(1, "不是总量"), correct(1, indicator("revenue"))];
    for (number, overruling) in overruling.into_iter().enumerate() {
        let report = proposed(&hub, &format!("第{number}号。\n{TWICE}")).await;
        let read = entries(&hub, &report).await;
        assert_eq!(read[1].indicator, "indicators/gdp");
        let reviewed = review(&hub, "zhao", &report, &[overruling]).await.unwrap();
        let report = reviewed.report.unwrap();
        assert_eq!(report.state(), ReportState::Blocked);
        let read = entries(&hub, &report).await;
        assert_eq!(
            (read[1].indicator.as_str(), read[1].state(), read[1].confidence),
            ("", EntryState::Blocked, before[1].confidence)
        );
        assert_eq!(read[0].reviews[0].aliases[0].state(), AliasState::Refused);
        let refused = approve(&hub, "wang", &report).await.unwrap_err();
        assert_eq!(refused.reason, "ENTRIES_BLOCKED");
    }
    assert_eq!(hub.value("zones/b", "indicators/gdp", "2023").await, None);
}

#[tokio::test]
async fn what_was_read_by_an_alias_counts_as_corrected_by_who_keeps_it() {
    let hub = TestHub::start().await;
    let report = proposed(&hub, TWICE).await;
    // Its author confirms what was read by it, so that it stays when the alias goes.
    let reviewed = review(&hub, "zhao", &report, &[confirm(2)]).await.unwrap();
    let report = reviewed.report.unwrap();
    let reviewed = review(&hub, "zhao", &report, &[reject(1, "不是总量")])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    let own = approve(&hub, "zhao", &report).await.unwrap_err();
    assert_eq!(own.reason, "FOUR_EYES");
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(hub.value("zones/b", "indicators/gdp", "2023").await, Some(90.0));
}

#[tokio::test]
async fn an_entry_is_not_returned_without_what_was_read_by_its_alias() {
    let hub = TestHub::start().await;
    let report = proposed(&hub, TWICE).await;
    let returning = |entries: &[u32]| {
        let returned = entries.iter().map(|entry| ReturnedEntry {
            entry: *entry,
            reason: "核实".to_owned(),
        });
        Decision::Approve(ApproveReport {
            returned: returned.collect(),
            note: String::new(),
        })
    };
    let refused = hub.decide("wang", &report, returning(&[1])).await.unwrap_err();
    assert_eq!(refused.reason, "ALIAS_RETURNED");
    assert!(
        refused.violations[0].description.contains("entry 2"),
        "{refused:?}"
    );
    hub.decide("wang", &report, returning(&[1, 2])).await.unwrap();
    assert_eq!(aliases_of_gdp(&hub).await, [""; 0]);
    assert_eq!(hub.value("zones/b", "indicators/gdp", "2023").await, None);
}

#[tokio::test]
async fn a_correction_of_something_else_leaves_the_alias_alone() {
    let hub = TestHub::start().await;
    let report = proposed(&hub, UNKNOWN).await;
    let number = CorrectEntry {
        value: Some(121.0),
        ..CorrectEntry::default()
    };
    let reviewed = review(&hub, "zhao", &report, &[correct(1, number)])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(told(&hub, &report).await.len(), 1);
    let again = review(&hub, "zhao", &report, &[correct(1, indicator("gdp"))]).await;
    approve(&hub, "wang", &again.unwrap().report.unwrap())
        .await
        .unwrap();
    assert_eq!(aliases_of_gdp(&hub).await, ["地方生产总值"]);
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(121.0));
}
