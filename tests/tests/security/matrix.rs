//! Every call × every sort of caller.

use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, GetSummaryRequest},
    compare::v1::{Peers, RankRequest, SubjectList, peers::Selector},
    observation::v1::{ReadSeriesRequest, SeriesKey},
    report::v1::{
        DecideReportRequest, GetReportRequest, ListReportsRequest, ReviewEntriesRequest, SubmitReportRequest,
        WatchReportsRequest, WatchReportsResponse,
    },
};
use zhibiao_runtime::{
    access::rules::{self, Rule},
    error::{Code, Problem},
};
use zhibiao_testkit::issuer::{Issuer, Signed};

use crate::{
    calls::{Span, call},
    comparisons::spent,
    world::{self, AUDIENCE, SERVICE, World, claims, entries, entries_of, header, seconds_from_now},
};

/// Sorts of callers whom nobody knows, with what each is told.
fn unknown(world: &World) -> Vec<(&'static str, Hub, &'static str)> {
    let changed = |key: &str, value: serde_json::Value| {
        let mut claims = claims("li", &["right", "all-zones"]);
        claims[key] = value;
        world.bearing(&world.issuer.token(Signed::Es256, &claims))
    };
    let forged = Issuer::new().token(Signed::EdDsa, &claims("li", &["right"]));
    vec![
        ("no token", world.anonymous(), "CREDENTIALS_MISSING"),
        (
            "expired",
            changed("exp", seconds_from_now(-120).into()),
            "TOKEN_EXPIRED",
        ),
        (
            "wrong audience",
            changed("aud", format!("{AUDIENCE}-test").into()),
            "TOKEN_AUDIENCE_WRONG",
        ),
        ("forged", world.bearing(&forged), "TOKEN_SIGNATURE_INVALID"),
    ]
}

fn told(answer: &Result<(), Problem>) -> (Option<Code>, &str) {
    match answer {
        Ok(()) => (None, ""),
        Err(problem) => (Some(problem.code), problem.reason.as_str()),
    }
}

fn let_in(answer: &Result<(), Problem>) -> bool {
    let code = told(answer).0;
    !matches!(
        code,
        Some(Code::Unauthenticated | Code::PermissionDenied | Code::Unimplemented)
    )
}

/// Whether a call is about a report that it names.
fn names_report(path: &str) -> bool {
    let method = path.rsplit('/').next().unwrap();
    [
        "GetReport",
        "GetReportSource",
        "ListEntries",
        "ListFindings",
        "ReviewEntries",
        "DecideReport",
    ]
    .contains(&method)
}

#[tokio::test]
async fn only_who_may() {
    let world = World::start().await;
    let with_role = |role: &str| world.bearing(&world.token("zhao", &[role]));
    let (wrong_department, wrong_zone) = (with_role("wrong-department"), with_role("wrong-zone"));
    let (right, all_zones, nothing) = (with_role("right"), with_role("all-zones"), with_role("nobody"));
    let everything = with_role("everything");
    let service = world.certified(SERVICE);
    let unknown = unknown(&world);
    let mut calls = 0;
    for (path, rule) in rules::all() {
        calls += 1;
        for (sort, hub, reason) in &unknown {
            let (answer, _) = call(hub, &path, &world.report).await;
            assert_eq!(
                told(&answer),
                (Some(Code::Unauthenticated), *reason),
                "{path}: {sort}"
            );
        }
        let (answer, span) = call(&right, &path, &world.report).await;
        let wider = match span {
            Span::Zone => None,
            Span::AllZones => Some(("all zones", &all_zones)),
            Span::Everything => Some(("everything", &everything)),
        };
        let (who, answer) = match wider {
            None => ("right", answer),
            Some((who, hub)) => {
                let denied = (Some(Code::PermissionDenied), "RIGHT_MISSING");
                assert_eq!(told(&answer), denied, "{path}: one zone of all");
                (who, call(hub, &path, &world.report).await.0)
            }
        };
        match rule {
            Rule::Granted(_) => {
                assert!(let_in(&answer), "{path}: {who}: {answer:?}");
                for (sort, hub) in [
                    ("wrong department", &wrong_department),
                    ("wrong zone", &wrong_zone),
                    ("no grant", &nothing),
                ] {
                    // Statistics has reports in zone b too: who watches is shown those.
                    if path.ends_with("WatchReports") && sort == "wrong zone" {
                        continue;
                    }
                    let (answer, _) = call(hub, &path, &world.report).await;
                    // Whether a report is there is nobody's matter who may not see it.
                    let denied = match names_report(&path) {
                        true => (Some(Code::NotFound), "REPORT_NOT_FOUND"),
                        false => (Some(Code::PermissionDenied), "RIGHT_MISSING"),
                    };
                    assert_eq!(told(&answer), denied, "{path}: {sort}: {answer:?}");
                }
            }
            Rule::Identified => {
                for (sort, hub) in [("right", &right), ("no grant", &nothing)] {
                    let (answer, _) = call(hub, &path, &world.report).await;
                    assert!(let_in(&answer), "{path}: {sort}: {answer:?}");
                }
            }
            Rule::Service => {
                let denied = (Some(Code::PermissionDenied), "SERVICES_ONLY");
                assert_eq!(told(&answer), denied, "{path}: {who}");
            }
            Rule::Open => panic!("{path} is open to anybody"),
        }
        let (answer, _) = call(&service, &path, &world.report).await;
        assert!(
            let_in(&answer) || told(&answer).1 == "CALLER_UNKNOWN" || told(&answer).1 == "FOUR_EYES",
            "{path}: service: {answer:?}"
        );
    }
    assert_eq!(calls, served(), "a call without a rule, or a rule without a call");
}

#[tokio::test]
async fn watchers_are_shown_the_reports_of_their_places() {
    let world = World::start().await;
    let with_role = |user: &str, role: &str| world.bearing(&world.token(user, &[role]));
    let request = WatchReportsRequest::default();
    let mut elsewhere = with_role("zhao", "wrong-zone").reports();
    let mut elsewhere = elsewhere
        .watch_reports(request.clone())
        .await
        .unwrap()
        .into_inner();
    let mut here = with_role("qian", "right").reports();
    let mut here = here.watch_reports(request).await.unwrap().into_inner();
    for (zone, role) in [("zones/a", "right"), ("zones/b", "wrong-zone")] {
        let request = SubmitReportRequest {
            header: Some(header("statistics", zone)),
            entries: Some(entries(zone)),
        };
        let mut reporter = with_role("li", role).reports();
        reporter.submit_report(request).await.unwrap();
    }
    let zone = |told: WatchReportsResponse| told.report.unwrap().header.unwrap().zone;
    assert_eq!(zone(here.message().await.unwrap().unwrap()), "zones/a");
    assert_eq!(zone(elsewhere.message().await.unwrap().unwrap()), "zones/b");
}

/// A report for a zone is about that zone: an approver there decides about nothing else.
#[tokio::test]
async fn rows_of_a_report_lie_in_its_zone_and_in_the_reporters() {
    let world = World::start().await;
    let submit = async |role: &str, zone: &str, subject: &str| {
        let request = SubmitReportRequest {
            header: Some(header("statistics", zone)),
            entries: Some(entries(subject)),
        };
        let mut reports = world.bearing(&world.token("li", &[role])).reports();
        let answer = reports.submit_report(request).await;
        answer.map_err(|status| Problem::from_status(&status).reason)
    };
    assert!(submit("all-zones", "zones/a", "zones/a").await.is_ok());
    assert!(submit("all-zones", "", "zones/b").await.is_ok());
    let beyond = submit("all-zones", "zones/a", "zones/b").await;
    assert_eq!(beyond.unwrap_err(), "ROWS_BEYOND_ZONE");
    assert!(submit("right", "", "zones/a").await.is_ok());
    let elsewhere = submit("right", "", "zones/b").await;
    assert_eq!(elsewhere.unwrap_err(), "RIGHT_MISSING");
}

/// Who may not see a report learns nothing of it, also by the calls that change it or use its id again.
#[tokio::test]
async fn what_is_not_there_and_what_is_not_the_caller_s_are_told_alike() {
    let world = World::start().await;
    let mut sender = world.bearing(&world.token("li", &["all-zones"])).reports();
    // For all zones: who reports for one of them sees it no more than others do.
    let request = SubmitReportRequest {
        header: Some(header("statistics", "")),
        entries: Some(entries("zones/b")),
    };
    let sent = sender.submit_report(request).await.unwrap();
    let sent = sent.into_inner().report.unwrap();
    let mut other = world.bearing(&world.token("zhao", &["right"])).reports();
    let mut told = Vec::new();
    for name in [sent.name.as_str(), "reports/01KB4N8H3QZ6V7W2T9X5Y1M0RS"] {
        let name = name.to_owned();
        let shown = other.get_report(GetReportRequest { name: name.clone() }).await;
        let review = ReviewEntriesRequest {
            report: name.clone(),
            ..ReviewEntriesRequest::default()
        };
        let reviewed = other.review_entries(review).await;
        let decision = DecideReportRequest {
            name: name.clone(),
            ..DecideReportRequest::default()
        };
        let decided = other.decide_report(decision).await;
        let answers = [shown.err(), reviewed.err(), decided.err()];
        told.push(answers.map(|refused| {
            let mut refused = Problem::from_status(&refused.unwrap());
            assert_eq!(refused.reason, "REPORT_NOT_FOUND", "{refused:?}");
            assert!(!refused.message.contains("departments/"), "{refused:?}");
            refused.message = refused.message.replace(&name, "");
            refused.facts.clear();
            refused
        }));
    }
    assert_eq!(told[0], told[1]);

    // The id of another's report is taken, whatever is sent with it.
    let id = sent.name.trim_start_matches("reports/").to_owned();
    for subject in ["zones/a", "zones/b"] {
        let mut header = header("statistics", "");
        header.report_id.clone_from(&id);
        let request = SubmitReportRequest {
            header: Some(header),
            entries: Some(entries(subject)),
        };
        let refused = other.submit_report(request).await.unwrap_err();
        assert_eq!(Problem::from_status(&refused).reason, "REPORT_CONTENT_DIFFERS");
    }
}

/// Neither a formula nor a check tells what its asker may not read, and no report replaces what its sender does not own.
#[tokio::test]
async fn what_another_department_owns_takes_a_right_of_its_own() {
    let world = World::start().await;
    let hub = world.bearing(&world.token("li", &["right"]));
    let key = |indicator: &str| SeriesKey {
        subject: "zones/a".into(),
        indicator: format!("indicators/{indicator}"),
    };
    let read = async |indicator: &str| {
        let request = ReadSeriesRequest {
            keys: vec![key(indicator)],
            ..ReadSeriesRequest::default()
        };
        let answer = hub.observations().read_series(request).await;
        answer.map_err(|status| Problem::from_status(&status))
    };
    assert!(read("gdp").await.is_ok());
    for indicator in ["budget", "spending"] {
        let refused = read(indicator).await.unwrap_err();
        assert_eq!(refused.reason, "RIGHT_MISSING");
        assert!(
            refused.message.contains("departments/finance"),
            "{}",
            refused.message
        );
    }
    let ranked = RankRequest {
        indicator: "indicators/spending".into(),
        period: "2023".into(),
        peers: Some(Peers {
            selector: Some(Selector::Subjects(SubjectList {
                names: vec!["zones/a".into()],
            })),
        }),
        ..RankRequest::default()
    };
    let refused = hub.comparisons().rank(ranked).await.unwrap_err();
    assert_eq!(Problem::from_status(&refused).reason, "RIGHT_MISSING");
    let request = SubmitReportRequest {
        header: Some(header("statistics", "zones/a")),
        entries: Some(entries_of("budget", "zones/a")),
    };
    let refused = hub.reports().submit_report(request).await.unwrap_err();
    assert_eq!(Problem::from_status(&refused).reason, "RIGHT_MISSING");
}

/// An index tells of everything that it is computed from, by the formulas of the moment that it is of.
#[tokio::test]
async fn an_index_of_the_past_takes_rights_to_what_it_was_computed_from() {
    let world = World::start().await;
    let (all, right) = (
        world.bearing(&world.token("wang", &["everything"])),
        world.bearing(&world.token("li", &["right"])),
    );
    let told = async |hub: &Hub, revision: i64| {
        let answer = hub.comparisons().evaluate_framework(spent(revision)).await;
        answer
            .map_err(|status| Problem::from_status(&status))
            .err()
            .map(|problem| problem.reason)
    };
    let before = all.catalog().get_summary(GetSummaryRequest {}).await.unwrap();
    let before = before.into_inner().revision;
    assert_eq!(told(&right, before).await.as_deref(), Some("RIGHT_MISSING"));
    // From now on statistics counts for itself; what it said before is finance's.
    let mut catalog = world::catalog();
    for indicator in &mut catalog.indicators {
        if indicator.name == "indicators/spending" {
            indicator.formula.clear();
        }
    }
    let request = ApplyCatalogRequest {
        catalog: Some(catalog),
        ..ApplyCatalogRequest::default()
    };
    let after = all
        .catalog()
        .apply_catalog(request)
        .await
        .unwrap()
        .into_inner()
        .revision;
    assert!(after > before);
    assert_eq!(told(&right, before).await.as_deref(), Some("RIGHT_MISSING"));
    for (hub, revision) in [(&all, before), (&right, after)] {
        let reason = told(hub, revision).await;
        assert_eq!(
            reason.as_deref(),
            Some("INAPPLICABLE"),
            "it may, and nothing was reported"
        );
    }
}

/// Lists that name no department are for whoever has to do with reports at all.
#[tokio::test]
async fn who_has_no_grant_lists_nothing() {
    let world = World::start().await;
    let nobody = world.bearing(&world.token("zhao", &[]));
    let listed = nobody.reports().list_reports(ListReportsRequest::default()).await;
    assert_eq!(Problem::from_status(&listed.unwrap_err()).reason, "RIGHT_MISSING");
    let watched = nobody
        .reports()
        .watch_reports(WatchReportsRequest::default())
        .await;
    assert_eq!(
        Problem::from_status(&watched.unwrap_err()).reason,
        "RIGHT_MISSING"
    );
    let request = ListReportsRequest {
        department: "finance".into(),
        ..ListReportsRequest::default()
    };
    let malformed = nobody.reports().list_reports(request).await.unwrap_err();
    assert_eq!(Problem::from_status(&malformed).code, Code::InvalidArgument);
}

/// How many calls the protos declare.
fn served() -> usize {
    use prost::Message as _;
    let set = prost_types::FileDescriptorSet::decode(zhibiao_proto::DESCRIPTORS).unwrap();
    let ours = |file: &&prost_types::FileDescriptorProto| file.package().starts_with("zhibiao.");
    let services = set.file.iter().filter(ours).flat_map(|file| &file.service);
    services.map(|service| service.method.len()).sum()
}
