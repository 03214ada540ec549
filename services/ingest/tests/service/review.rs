//! Reviews of what was read from prose.

use zhibiao_proto::{
    catalog::v1::GetIndicatorRequest,
    observation::v1::Qualifier,
    report::v1::{
        AliasState, ApproveReport, ConfirmEntry, CorrectEntry, Entry, EntryReview, EntryState, RejectEntry,
        Report, ReportHeader, ReportState, ReviewEntriesRequest, ReviewEntriesResponse,
        decide_report_request::Decision, entry_review::Decision as Decides,
    },
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    hub::{TestHub, answer, codes, four_eyes},
    prose::{entries, text},
};

/// Its one fact is read with little confidence: only the zone of the report says whose it is, and nothing says when.
const UNSURE: &str = "园区营业收入由40亿元增加到50亿元。";
/// Its indicator is not in the catalogue.
const UNKNOWN: &str = "2023年，甲高新区地方生产总值120亿元。";

fn confirm(entry: u32) -> EntryReview {
    EntryReview {
        entry,
        decision: Some(Decides::Confirm(ConfirmEntry::default())),
    }
}

fn correct(entry: u32, correct: CorrectEntry) -> EntryReview {
    EntryReview {
        entry,
        decision: Some(Decides::Correct(correct)),
    }
}

fn reject(entry: u32, reason: &str) -> EntryReview {
    let reason = reason.to_owned();
    EntryReview {
        entry,
        decision: Some(Decides::Reject(RejectEntry { reason })),
    }
}

fn indicator(name: &str) -> CorrectEntry {
    CorrectEntry {
        indicator: name.to_owned(),
        ..CorrectEntry::default()
    }
}

async fn uploaded(hub: &TestHub, header: ReportHeader, file: &str) -> Report {
    hub.upload(header, file.as_bytes()).await.unwrap().report.unwrap()
}

fn of_zone() -> ReportHeader {
    ReportHeader {
        zone: "zones/a".to_owned(),
        period: "2022".to_owned(),
        ..text("a.txt")
    }
}

async fn review(
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

async fn approve(hub: &TestHub, name: &str, report: &Report) -> Result<Report, Problem> {
    hub.decide(name, report, Decision::Approve(ApproveReport::default()))
        .await
}

fn fields(problem: &Problem) -> Vec<&str> {
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
    assert_eq!(codes(&reviewed.findings), Vec::<&str>::new());
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
async fn a_correction_is_published_and_kept_as_an_alias() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), UNKNOWN).await;
    assert_eq!(report.state(), ReportState::Blocked);
    let keep = CorrectEntry {
        keep_as_alias: true,
        qualifier: Some(Qualifier::Approximate.into()),
        ..indicator("地区生产总值")
    };
    let reviewed = review(&hub, "zhao", &report, &[correct(1, keep)]).await.unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Pending, "{:?}", reviewed.findings);
    let [alias] = reviewed.aliases.as_slice() else {
        panic!("{:?}", reviewed.aliases)
    };
    assert_eq!(
        (alias.item.as_str(), alias.alias.as_str()),
        ("indicators/gdp", "地方生产总值")
    );
    assert_eq!(alias.state(), AliasState::Applied, "{}", alias.reason);
    let asked = GetIndicatorRequest {
        name: "indicators/gdp".to_owned(),
        ..GetIndicatorRequest::default()
    };
    let known = hub
        .store
        .catalog()
        .get_indicator(asked)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(known.indicator.unwrap().names.unwrap().aliases, ["地方生产总值"]);
    assert!(alias.revision > 0);

    let read = entries(&hub, &report).await;
    let Entry {
        indicator,
        indicator_text,
        value,
        value_text,
        ..
    } = &read[0];
    assert_eq!(
        (
            indicator.as_str(),
            indicator_text.as_str(),
            *value,
            value_text.as_str()
        ),
        ("indicators/gdp", "地方生产总值", Some(120.0), "120亿元")
    );
    assert_eq!(read[0].qualifier(), Qualifier::Approximate);
    assert_eq!(read[0].reviews[0].aliases.first(), Some(alias));

    let own = approve(&hub, "zhao", &report).await.unwrap_err();
    assert_eq!(
        (own.code, own.reason.as_str()),
        (Code::PermissionDenied, "FOUR_EYES")
    );
    // Nor does it become somebody else's by being confirmed by its author.
    let confirmed = review(&hub, "zhao", &report, &[confirm(1)]).await.unwrap();
    let report = confirmed.report.unwrap();
    let own = approve(&hub, "zhao", &report).await.unwrap_err();
    assert_eq!(own.reason, "FOUR_EYES");
    approve(&hub, "wang", &report).await.unwrap();
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(120.0));

    let next = UNKNOWN.replace("2023", "2022");
    let read = hub.check(text("b.txt"), next.as_bytes()).await.unwrap();
    assert_eq!(read.entries[0].indicator, "indicators/gdp");
    assert_eq!(read.entries[0].state(), EntryState::Ready, "{:?}", read.findings);
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
    assert_eq!(codes(&reviewed.findings), ["FACT_UNMATCHED_NUMBER"]);
    let finding = &reviewed.findings[0];
    assert_eq!(
        (finding.read.as_str(), finding.position.as_ref().unwrap().row),
        ("17", 2)
    );
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_review_is_told_at_once() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), UNKNOWN).await;
    let odd = CorrectEntry {
        value: Some(f64::NAN),
        unit: "斛".to_owned(),
        qualifier: Some(77),
        indicator: "地区生产总和".to_owned(),
        subject: "丙高新区".to_owned(),
        period: "何时".to_owned(),
        keep_as_alias: true,
        note: "长".repeat(1_001),
    };
    let reviews = [
        correct(1, odd),
        confirm(1),
        reject(9, ""),
        EntryReview::default(),
        correct(1, CorrectEntry::default()),
    ];
    let problem = review(&hub, "li", &report, &reviews).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    let told = fields(&problem);
    for field in [
        "reviews[0].correct.value",
        "reviews[0].correct.unit",
        "reviews[0].correct.qualifier",
        "reviews[0].correct.indicator",
        "reviews[0].correct.subject",
        "reviews[0].correct.period",
        "reviews[0].correct.keep_as_alias",
        "reviews[0].correct.note",
        "reviews[1].entry",
        "reviews[2].entry",
        "reviews[3].entry",
        "reviews[4].correct",
    ] {
        assert!(told.contains(&field), "{field} in {told:?}");
    }
    let nearest = problem
        .violations
        .iter()
        .find(|violation| violation.field.ends_with("indicator"));
    assert!(
        nearest.unwrap().description.contains("indicators/gdp"),
        "{nearest:?}"
    );

    let mut empty = report.clone();
    empty.etag = String::new();
    let problem = review(&hub, "li", &empty, &[]).await.unwrap_err();
    assert_eq!(fields(&problem), ["etag", "reviews"]);
    let many = vec![confirm(1); 1_001];
    let problem = review(&hub, "li", &report, &many).await.unwrap_err();
    assert_eq!(fields(&problem), ["reviews"]);
    assert_eq!(entries(&hub, &report).await[0].reviews, []);
}

#[tokio::test]
async fn what_an_error_blocks_is_not_confirmed() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), UNKNOWN).await;
    let problem = review(&hub, "li", &report, &[confirm(1)]).await.unwrap_err();
    assert!(
        problem.violations[0].description.contains("UNKNOWN_INDICATOR"),
        "{problem:?}"
    );
    let wrong_unit = CorrectEntry {
        unit: "公顷".to_owned(),
        ..indicator("gdp")
    };
    let problem = review(&hub, "li", &report, &[correct(1, wrong_unit)])
        .await
        .unwrap_err();
    assert!(
        problem.violations[0].description.contains("UNIT_NOT_CONVERTIBLE"),
        "{problem:?}"
    );
    let negative = CorrectEntry {
        value: Some(-1.0),
        ..indicator("gdp")
    };
    let problem = review(&hub, "li", &report, &[correct(1, negative)])
        .await
        .unwrap_err();
    assert!(
        problem.violations[0].description.contains("OUT_OF_RANGE"),
        "{problem:?}"
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
async fn only_prose_is_reviewed_and_only_by_somebody() {
    let hub = TestHub::start().await;
    let table = "园区,年份,营业收入\n甲高新区,2023,5\n";
    let report = uploaded(&hub, four_eyes(), table).await;
    let problem = review(&hub, "li", &report, &[confirm(1)]).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::FailedPrecondition, "NOT_PROSE")
    );
    let request = ReviewEntriesRequest {
        report: report.name,
        etag: report.etag,
        reviews: vec![confirm(1)],
    };
    let nobody = answer(hub.reports.reports().review_entries(request).await).unwrap_err();
    assert_eq!(nobody.code, Code::Unauthenticated);
}

#[tokio::test]
async fn an_alias_that_the_catalogue_refuses_says_why_and_hinders_nothing() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区营业收入120亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let keep = CorrectEntry {
        keep_as_alias: true,
        ..indicator("gdp")
    };
    let reviewed = review(&hub, "li", &report, &[correct(1, keep)]).await.unwrap();
    let alias = &reviewed.aliases[0];
    assert_eq!(
        (alias.alias.as_str(), alias.state()),
        ("营业收入", AliasState::Refused)
    );
    assert!(alias.reason.contains("营业收入"), "{}", alias.reason);
    approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(120.0));
}
