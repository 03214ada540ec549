use zhibiao_model::{period::Frequency, revision::Revision};
use zhibiao_proto::{
    compare::v1::{Against, CompareRequest, RankRequest, against},
    observation::v1::{as_of, consistency},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::catalog::Small;

use super::*;
use crate::{compare, rank};

fn known() -> CatalogAt {
    let platforms = KindId::new("platforms").unwrap();
    let mut small = Small::default()
        .zone("zhaoqing-htz", "肇庆高新区")
        .subject("platforms/big-data", "大数据平台", "zhaoqing-htz")
        .indicator_with("revenue", "亿元", |i| i.names.en = "Revenue".into())
        .indicator_with("output", "亿元", |i| i.frequency = Frequency::Monthly)
        .indicator_with("users", "人", |i| i.subject_kinds = [platforms.clone()].into())
        .group_with("platforms-of-zhaoqing", |group| group.kind = platforms.clone());
    for i in 0..=compare::MAX_INDICATORS {
        small = small.indicator(&format!("i{i}"), "个");
    }
    for i in 0..=MAX_PEERS {
        small = small.zone(&format!("z{i}"), &format!("园区{i}"));
    }
    CatalogAt::new(small.build(), Revision::ZERO)
}

fn ranking() -> RankRequest {
    RankRequest {
        indicator: "indicators/revenue".into(),
        ..RankRequest::default()
    }
}

fn of(selector: peers::Selector) -> Option<Peers> {
    Some(Peers {
        selector: Some(selector),
    })
}

fn list(names: impl IntoIterator<Item = String>) -> Option<Peers> {
    of(peers::Selector::Subjects(SubjectList {
        names: names.into_iter().collect(),
    }))
}

fn zones(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|i| format!("zones/z{i}"))
}

/// The fields that are wrong, or an empty list.
fn wrong(read: Result<impl std::fmt::Debug, Problem>) -> Vec<String> {
    let problem = read.err();
    problem
        .into_iter()
        .flat_map(|problem| problem.violations)
        .map(|violation| violation.field)
        .collect()
}

#[test]
fn limits_of_a_ranking_are_met_just_under_and_refused_just_over() {
    let known = known();
    let read = |change: &dyn Fn(&mut RankRequest)| {
        let mut request = ranking();
        change(&mut request);
        wrong(rank::Query::read(request, &known))
    };
    let none = Vec::<String>::new();
    assert_eq!(read(&|r| r.limit = 5_000), none);
    assert_eq!(read(&|r| r.limit = 5_001), ["limit"]);
    assert_eq!(read(&|r| r.limit = -1), ["limit"]);
    assert_eq!(read(&|r| r.decimals = Some(15)), none);
    assert_eq!(read(&|r| r.decimals = Some(16)), ["decimals"]);
    assert_eq!(read(&|r| r.carry = Some(CarryRule { max_periods: 20 })), none);
    assert_eq!(
        read(&|r| r.carry = Some(CarryRule { max_periods: 21 })),
        ["carry.max_periods"]
    );
    assert_eq!(
        read(&|r| r.carry = Some(CarryRule { max_periods: 0 })),
        ["carry.max_periods"]
    );
    assert_eq!(read(&|r| r.peers = list(zones(MAX_PEERS))), none);
    assert_eq!(
        read(&|r| r.peers = list(zones(MAX_PEERS + 1))),
        ["peers.subjects.names"]
    );
    assert_eq!(read(&|r| r.peers = list([])), ["peers.subjects.names"]);
}

#[test]
fn limits_of_a_comparison_are_met_just_under_and_refused_just_over() {
    let known = known();
    let read = |subjects: usize, indicators: usize| {
        let request = CompareRequest {
            subjects: zones(subjects).collect(),
            indicators: (0..indicators).map(|i| format!("indicators/i{i}")).collect(),
            ..CompareRequest::default()
        };
        wrong(compare::Query::read(request, &known))
    };
    assert_eq!(read(50, 100), Vec::<String>::new());
    assert_eq!(read(51, 101), ["subjects", "indicators"]);
    assert_eq!(read(0, 0), ["subjects", "indicators"]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let known = known();
    let both = RankRequest {
        indicator: "indicators/revenues".into(),
        period: "2023".into(),
        peers: of(peers::Selector::Group("peerGroups/nobody".into())),
        direction: 9,
        limit: -1,
        decimals: Some(99),
        ties: 9,
        carry: Some(CarryRule { max_periods: 99 }),
        against: Some(Against {
            baseline: Some(against::Baseline::AsOf(AsOf { moment: None })),
        }),
        consistency: Some(Consistency {
            requirement: Some(consistency::Requirement::FullyConsistent(true)),
        }),
        as_of: Some(AsOf {
            moment: Some(as_of::Moment::Revision(1)),
        }),
    };
    let problem = rank::Query::read(both, &known).unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    let mut fields: Vec<_> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    fields.sort_unstable();
    let expected = [
        "against.as_of.moment",
        "as_of",
        "carry.max_periods",
        "decimals",
        "direction",
        "indicator",
        "limit",
        "peers.group",
        "ties",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn unknown_names_are_not_found_with_the_nearest() {
    let known = known();
    let request = RankRequest {
        indicator: "indicators/revenues".into(),
        ..ranking()
    };
    let problem = rank::Query::read(request, &known).unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::NotFound, "INDICATOR_NOT_FOUND")
    );
    assert_eq!(
        problem.facts["nearest"].split(", ").next(),
        Some("indicators/revenue")
    );

    let request = RankRequest {
        peers: list(["zones/zhaoqing".into()]),
        ..ranking()
    };
    let problem = rank::Query::read(request, &known).unwrap_err();
    assert_eq!(problem.reason, "SUBJECT_NOT_FOUND");
    assert_eq!(problem.violations[0].field, "peers.subjects.names[0]");

    let request = RankRequest {
        peers: of(peers::Selector::Group("peerGroups/platforms-zhaoqing".into())),
        ..ranking()
    };
    let problem = rank::Query::read(request, &known).unwrap_err();
    assert_eq!(problem.reason, "PEER_GROUP_NOT_FOUND");
    assert_eq!(problem.facts["nearest"], "peerGroups/platforms-of-zhaoqing");

    let request = RankRequest {
        peers: of(peers::Selector::Kind("platform".into())),
        ..ranking()
    };
    let problem = rank::Query::read(request, &known).unwrap_err();
    assert_eq!(
        (problem.reason.as_str(), problem.facts["nearest"].as_str()),
        ("KIND_NOT_FOUND", "platforms")
    );
}

#[test]
fn periods_are_of_the_indicator_s_frequency() {
    let known = known();
    let read = |indicator: &str, period: &str| {
        let indicator = format!("indicators/{indicator}");
        rank::Query::read(
            RankRequest {
                indicator,
                period: period.into(),
                ..RankRequest::default()
            },
            &known,
        )
    };
    assert!(read("revenue", "2023").is_ok());
    assert!(read("output", "2023-09").is_ok());
    assert_eq!(wrong(read("revenue", "2023-13")), ["period"]);
    let problem = read("output", "2023").unwrap_err();
    assert!(
        problem.message.ends_with("write for example `2023-01`"),
        "{}",
        problem.message
    );
}

#[test]
fn peers_are_of_a_kind_that_the_indicator_is_about() {
    let known = known();
    let read = |indicator: &str, peers: Option<Peers>| {
        let indicator = format!("indicators/{indicator}");
        wrong(rank::Query::read(
            RankRequest {
                indicator,
                peers,
                ..RankRequest::default()
            },
            &known,
        ))
    };
    let group = || of(peers::Selector::Group("peerGroups/platforms-of-zhaoqing".into()));
    assert_eq!(read("users", group()), Vec::<String>::new());
    assert_eq!(read("revenue", group()), ["peers"]);
    assert_eq!(
        read("revenue", of(peers::Selector::Kind("platforms".into()))),
        ["peers"]
    );
    assert_eq!(
        read("revenue", list(["platforms/big-data".into()])),
        ["peers.subjects.names[0]"]
    );
    assert_eq!(read("users", None), Vec::<String>::new());
}

#[test]
fn a_comparison_names_each_once() {
    let request = CompareRequest {
        subjects: vec!["zones/z1".into(), "zones/z1".into()],
        indicators: vec![
            "indicators/i1".into(),
            "indicators/i2".into(),
            "indicators/i1".into(),
        ],
        ..CompareRequest::default()
    };
    assert_eq!(
        wrong(compare::Query::read(request, &known())),
        ["subjects[1]", "indicators[2]"]
    );
}

/// Each search goes through all names: a list of nothing but unknown ones may not cost thousands of them.
#[test]
fn names_like_unknown_ones_are_sought_for_the_first_of_them_only() {
    let known = known();
    let unknown = (0..MAX_PEERS).map(|at| format!("zones/zhaoqing-hzt-{at}"));
    let request = RankRequest {
        peers: list(unknown),
        ..ranking()
    };
    let problem = rank::Query::read(request, &known).unwrap_err();
    assert_eq!(
        (problem.code, problem.violations.len()),
        (Code::NotFound, MAX_PEERS)
    );
    let told = problem.violations.iter().map(|one| one.description.as_str());
    let (sought, alone): (Vec<&str>, Vec<&str>) = told.partition(|what| what.contains("much like it"));
    assert_eq!((sought.len(), alone.len()), (50, MAX_PEERS - 50));
    assert!(alone.iter().all(|what| what.ends_with("is not in the catalogue")));
}
