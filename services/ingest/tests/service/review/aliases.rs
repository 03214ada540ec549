//! Corrections that are kept as aliases of the catalogue.

use zhibiao_model::ids::KindId;
use zhibiao_proto::{
    catalog::v1::GetIndicatorRequest,
    observation::v1::Qualifier,
    report::v1::{
        AliasState, CorrectEntry, Entry, EntryState, ReportState, ReturnReport, WithdrawReport,
        decide_report_request::Decision,
    },
};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::catalog::Small;

use super::{UNKNOWN, approve, confirm, correct, indicator, reject, review, uploaded};
use crate::{
    hub::{TestHub, answer, apply, codes},
    prose::{entries, text},
};

pub(super) async fn aliases_of_gdp(hub: &TestHub) -> Vec<String> {
    let asked = GetIndicatorRequest {
        name: "indicators/gdp".to_owned(),
        ..GetIndicatorRequest::default()
    };
    let known = answer(hub.store.catalog().get_indicator(asked).await).unwrap();
    known.indicator.unwrap().names.unwrap().aliases
}

#[tokio::test]
async fn an_alias_goes_with_the_report_that_it_was_kept_in() {
    let hub = TestHub::start().await;
    let withdraw = Decision::Withdraw(WithdrawReport {
        reason: "错了".to_owned(),
    });
    let back = Decision::Return(ReturnReport {
        reason: "错了".to_owned(),
        returned: Vec::new(),
    });
    for (by, decision) in [("li", withdraw), ("wang", back)] {
        let report = uploaded(&hub, text("a.txt"), UNKNOWN).await;
        let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
            .await
            .unwrap();
        let report = reviewed.report.unwrap();
        hub.decide(by, &report, decision).await.unwrap();
        let read = entries(&hub, &report).await;
        let alias = &read[0].reviews[0].aliases[0];
        assert_eq!(alias.state(), AliasState::Refused, "{by}");
        assert_eq!(aliases_of_gdp(&hub).await, [""; 0], "{by}");
    }
}

#[tokio::test]
async fn an_alias_that_a_later_review_overrules_comes_to_nothing() {
    let hub = TestHub::start().await;
    let file = format!("{UNKNOWN}2022年，甲高新区营业收入90亿元。");
    let report = uploaded(&hub, text("a.txt"), &file).await;
    let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    let again = review(&hub, "zhao", &report, &[reject(1, "不是总量")])
        .await
        .unwrap();
    approve(&hub, "wang", &again.report.unwrap()).await.unwrap();
    assert_eq!(aliases_of_gdp(&hub).await, [""; 0]);
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
    assert_eq!(alias.state(), AliasState::Pending, "{}", alias.reason);
    assert_eq!(aliases_of_gdp(&hub).await, [""; 0], "nobody has approved it");
    let next = UNKNOWN.replace("2023", "2022");
    let unread = hub.check(text("b.txt"), next.as_bytes()).await.unwrap();
    assert_eq!(unread.entries[0].indicator, "", "no other text is read by it");

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
    assert_eq!(aliases_of_gdp(&hub).await, ["地方生产总值"]);
    let read = entries(&hub, &report).await;
    let alias = &read[0].reviews[0].aliases[0];
    assert_eq!(alias.state(), AliasState::Applied, "{}", alias.reason);
    assert!(alias.revision > 0);

    let read = hub.check(text("b.txt"), next.as_bytes()).await.unwrap();
    assert_eq!(read.entries[0].indicator, "indicators/gdp");
    assert_eq!(read.entries[0].state(), EntryState::Ready, "{:?}", read.findings);
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
        ("营业收入", AliasState::Pending)
    );
    assert!(alias.reason.contains("营业收入"), "{}", alias.reason);
    let report = approve(&hub, "wang", &reviewed.report.unwrap()).await.unwrap();
    let read = entries(&hub, &report).await;
    let alias = &read[0].reviews[0].aliases[0];
    assert_eq!(alias.state(), AliasState::Refused);
    assert!(alias.reason.contains("营业收入"), "{}", alias.reason);
    assert_eq!(hub.value("zones/a", "indicators/gdp", "2023").await, Some(120.0));
}

pub(super) fn kept(name: &str) -> CorrectEntry {
    CorrectEntry {
        keep_as_alias: true,
        ..indicator(name)
    }
}

#[tokio::test]
async fn what_else_is_unknown_under_a_kept_name_is_read_anew() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地方生产总值120亿元。\n2023年，乙高新区地方生产总值90亿元。\n\
                2022年，乙高新区地方生产总值同比增长8%。\n2022年，乙高新区园区总产出70亿元。\n";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let before = entries(&hub, &report).await;
    assert!(
        before.iter().all(|entry| entry.indicator.is_empty()),
        "{before:?}"
    );

    let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
        .await
        .unwrap();
    let report = reviewed.report.unwrap();
    assert_eq!(report.state(), ReportState::Blocked);
    let read = entries(&hub, &report).await;
    let told: Vec<_> = read
        .iter()
        .map(|entry| {
            (
                entry.subject.as_str(),
                entry.indicator.as_str(),
                entry.value,
                entry.state(),
            )
        })
        .collect();
    let gdp = "indicators/gdp";
    assert_eq!(told[0], ("zones/a", gdp, Some(120.0), EntryState::Ready));
    assert_eq!(told[1], ("zones/b", gdp, Some(90.0), EntryState::Ready));
    assert_eq!((told[2].1, told[2].3), (gdp, EntryState::Blocked));
    // Another unknown name stays what it was.
    assert_eq!((told[3].1, told[3].3), ("", EntryState::Blocked));
    // As sure as the next text would be read, and nobody's decision.
    assert!(read[1].confidence > before[1].confidence);
    assert!(
        read[1].reasons.iter().any(|reason| reason == "CATALOG_NAME"),
        "{:?}",
        read[1].reasons
    );
    assert_eq!((read[0].reviews.len(), read[1].reviews.len()), (1, 0));
    assert_eq!(read[1].sentence, "2023年，乙高新区地方生产总值90亿元。");
    let found = codes(&reviewed.findings);
    assert!(found.contains(&"ALIASES_PROPOSED"), "{found:?}");
    assert!(found.contains(&"FACT_NOT_LEVEL"), "{found:?}");
    let unknown = reviewed
        .findings
        .iter()
        .filter(|finding| finding.code == "UNKNOWN_INDICATOR");
    assert_eq!(unknown.map(|finding| finding.entry).collect::<Vec<_>>(), [4]);
}

#[tokio::test]
async fn a_number_of_several_zones_is_read_anew_of_each() {
    let hub = TestHub::start().await;
    apply(&hub.store, Small::default().zone("c", "丙高新区").message()).await;
    let file = "2023年，甲高新区、乙高新区、丙高新区地方生产总值均超过90亿元。\n";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let subjects = async |report: &_| -> Vec<_> {
        let read = entries(&hub, report).await.into_iter();
        read.map(|entry| (entry.subject, entry.indicator)).collect()
    };
    let of = |indicator: [&str; 3]| {
        let zones = ["zones/a", "zones/b", "zones/c"].into_iter().zip(indicator);
        zones
            .map(|(zone, indicator)| (zone.to_owned(), indicator.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(subjects(&report).await, of(["", "", ""]));
    let keep = [correct(2, kept("gdp"))];
    let reviewed = review(&hub, "zhao", &report, &keep).await.unwrap();
    let gdp = "indicators/gdp";
    assert_eq!(subjects(&reviewed.report.unwrap()).await, of([gdp, gdp, gdp]));
}

#[tokio::test]
async fn what_is_read_anew_is_held_against_what_is_published() {
    let hub = TestHub::start().await;
    let published = uploaded(&hub, text("a.txt"), "2023年，乙高新区地区生产总值100亿元。").await;
    approve(&hub, "wang", &published).await.unwrap();
    let file = "2023年，甲高新区地方生产总值120亿元。\n2023年，乙高新区地方生产总值90亿元。\n";
    let report = uploaded(&hub, text("b.txt"), file).await;
    let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
        .await
        .unwrap();
    let revision = reviewed
        .findings
        .iter()
        .find(|finding| finding.code == "REVISION");
    assert_eq!(
        revision.map(|finding| finding.entry),
        Some(2),
        "{:?}",
        reviewed.findings
    );
}

#[tokio::test]
async fn what_somebody_has_decided_is_not_read_anew() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地方生产总值120亿元。\n2023年，乙高新区地方生产总值90亿元。\n";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let reviews = [correct(1, kept("gdp")), correct(2, indicator("revenue"))];
    let reviewed = review(&hub, "zhao", &report, &reviews).await.unwrap();
    let read = entries(&hub, &reviewed.report.unwrap()).await;
    assert_eq!(read[1].indicator, "indicators/revenue");
}

#[tokio::test]
async fn a_name_that_the_catalogue_refuses_tells_nothing_of_other_entries() {
    let hub = TestHub::start().await;
    let file = "2023年，甲高新区地方生产总值120亿元。\n2023年，乙高新区地方生产总值90亿元。\n";
    let report = uploaded(&hub, text("a.txt"), file).await;
    // Meanwhile the name has become that of another indicator.
    let other = Small::default().indicator_with("local-gdp", "亿元", |indicator| {
        indicator.names.zh = "地方生产总值".to_owned();
    });
    apply(&hub.store, other.message()).await;
    let reviewed = review(&hub, "zhao", &report, &[correct(1, kept("gdp"))])
        .await
        .unwrap();
    let [alias] = reviewed.aliases.as_slice() else {
        panic!("{:?}", reviewed.aliases)
    };
    assert_eq!(alias.state(), AliasState::Pending);
    assert!(alias.reason.contains("地方生产总值"), "{alias:?}");
    let report = reviewed.report.unwrap();
    let read = entries(&hub, &report).await;
    assert_eq!(
        (read[0].indicator.as_str(), read[1].indicator.as_str()),
        ("indicators/gdp", "")
    );
    // What counts is the catalogue with which the report is published.
    let renamed = Small::default().indicator_with("local-gdp", "亿元", |indicator| {
        indicator.names.zh = "地方产值".to_owned();
    });
    apply(&hub.store, renamed.message()).await;
    let back = review(&hub, "wang", &report, &[reject(2, "不清楚")])
        .await
        .unwrap();
    approve(&hub, "wang", &back.report.unwrap()).await.unwrap();
    assert_eq!(aliases_of_gdp(&hub).await, ["地方生产总值"]);
}

#[tokio::test]
async fn the_kept_name_of_a_subject_tells_nothing_of_another_zone() {
    let hub = TestHub::start().await;
    let platforms = Small::default()
        .subject("platforms/a-data", "甲数据中心", "a")
        .indicator_with("servers", "台", |indicator| {
            indicator.names.zh = "服务器".to_owned();
            indicator.subject_kinds = [KindId::new("platforms").unwrap()].into();
        });
    apply(&hub.store, platforms.message()).await;
    let file = "2023年，甲高新区大数据平台拥有服务器100台。\n2023年，乙高新区大数据平台拥有服务器200台。\n\
                2022年，甲高新区大数据平台拥有服务器90台。\n";
    let report = uploaded(&hub, text("a.txt"), file).await;
    let before = entries(&hub, &report).await;
    assert!(
        before
            .iter()
            .all(|entry| entry.subject.is_empty() && entry.subject_text == "大数据平台"),
        "{before:?}"
    );
    let subject = CorrectEntry {
        subject: "platforms/a-data".to_owned(),
        keep_as_alias: true,
        ..CorrectEntry::default()
    };
    let reviewed = review(&hub, "zhao", &report, &[correct(1, subject)])
        .await
        .unwrap();
    assert_eq!(
        reviewed.aliases[0].state(),
        AliasState::Pending,
        "{:?}",
        reviewed.aliases
    );
    let read = entries(&hub, &reviewed.report.unwrap()).await;
    let subjects: Vec<_> = read.iter().map(|entry| entry.subject.as_str()).collect();
    assert_eq!(subjects, ["platforms/a-data", "", "platforms/a-data"]);
}
