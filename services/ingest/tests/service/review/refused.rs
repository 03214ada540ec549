//! Reviews that are refused.

use zhibiao_proto::{
    observation::v1::Status,
    report::v1::{CorrectEntry, EntryReview, ReviewEntriesRequest},
};
use zhibiao_runtime::{error::Code, language::Language};

use super::{UNKNOWN, confirm, correct, fields, indicator, reject, review, uploaded};
use crate::{
    hub::{TestHub, answer, four_eyes},
    prose::{entries, text},
};

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
        status: Some(Status::Missing.into()),
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
        "reviews[0].correct.status",
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
async fn a_status_that_is_not_said_makes_no_result_of_a_plan() {
    let hub = TestHub::start().await;
    let file = "2027年，甲高新区力争地方生产总值达到150亿元。";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let unsaid = CorrectEntry {
        status: Some(Status::Unspecified.into()),
        ..indicator("gdp")
    };
    let problem = review(&hub, "li", &report, &[correct(1, unsaid)])
        .await
        .unwrap_err();
    assert_eq!(fields(&problem), ["reviews[0].correct.status"]);
}

#[tokio::test]
async fn why_an_entry_is_not_confirmed_is_told_in_one_language() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), UNKNOWN).await;
    for (language, begins, ends) in [
        (
            Language::En,
            "entry 1: UNKNOWN_INDICATOR: ",
            "; correct or reject it",
        ),
        (Language::Zh, "第 1 条：UNKNOWN_INDICATOR：", "；请更正或剔除"),
    ] {
        let client = hub.by("li").in_language(language);
        let request = ReviewEntriesRequest {
            report: report.name.clone(),
            etag: report.etag.clone(),
            reviews: vec![confirm(1)],
        };
        let problem = answer(client.reports().review_entries(request).await).unwrap_err();
        let said = &problem.violations[0].description;
        assert!(said.starts_with(begins) && said.ends_with(ends), "{said}");
    }
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
async fn what_still_blocks_is_told_in_the_language_of_the_reviewer() {
    let hub = TestHub::start().await;
    let report = uploaded(&hub, text("a.txt"), "2023年，甲高新区营业收入增长5.2%。").await;
    let request = ReviewEntriesRequest {
        report: report.name.clone(),
        etag: report.etag.clone(),
        reviews: vec![confirm(1)],
    };
    let reviewer = hub.by("li").in_language(Language::Zh);
    let refused = answer(reviewer.reports().review_entries(request).await).unwrap_err();
    let told = &refused.violations[0].description;
    assert!(told.contains("FACT_NOT_LEVEL：“5.2%”是"), "{told}");
}
