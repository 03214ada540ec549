//! Calls of the comparing service.

use zhibiao_client::Hub;
use zhibiao_model::revision::Token;
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    compare::v1::{
        AnalyzeSensitivityRequest, AnalyzeStabilityRequest, AnalyzeUncertaintyRequest, ApplyFrameworkRequest,
        AuditFrameworkRequest, CompareRequest, EarlierEdition, EvaluateFrameworkRequest, ExplainGapRequest,
        GetFrameworkRequest, IndexQuery, ListFrameworksRequest, Manifest, Peers, RankRequest,
        ReplayRankingRequest, SolveTargetRequest, SubjectList, WatchRankingRequest,
        explain_gap_request::Against, peers::Selector, watch_ranking_request::Question,
    },
    observation::v1::{AsOf, as_of::Moment},
};
use zhibiao_runtime::error::Problem;

use crate::{
    calls::{Answer, GDP, ZONE, done, heard},
    world::{self, FRAMEWORK},
};

fn peers() -> Option<Peers> {
    Some(Peers {
        selector: Some(Selector::Subjects(SubjectList {
            names: vec![ZONE.into()],
        })),
    })
}

pub(crate) fn ranked() -> RankRequest {
    RankRequest {
        indicator: GDP.into(),
        period: "2023".into(),
        peers: peers(),
        ..RankRequest::default()
    }
}

pub(crate) fn index() -> Option<IndexQuery> {
    Some(IndexQuery {
        framework: FRAMEWORK.into(),
        period: "2023".into(),
        peers: peers(),
        ..IndexQuery::default()
    })
}

/// Makes a call.
pub(crate) async fn call(hub: &Hub, method: &str) -> Answer {
    let mut comparisons = hub.comparisons();
    match method {
        "Compare" => {
            let request = CompareRequest {
                subjects: vec![ZONE.into()],
                indicators: vec![GDP.into()],
                period: "2023".into(),
                peers: peers(),
                ..CompareRequest::default()
            };
            done(comparisons.compare(request).await)
        }
        "Rank" => done(comparisons.rank(ranked()).await),
        "WatchRanking" => {
            let request = WatchRankingRequest {
                question: Some(Question::Rank(ranked())),
            };
            heard(comparisons.watch_ranking(request).await).await
        }
        "ApplyFramework" => {
            let request = ApplyFrameworkRequest {
                framework: world::catalog().frameworks.pop(),
                dry_run: true,
                ..ApplyFrameworkRequest::default()
            };
            done(comparisons.apply_framework(request).await)
        }
        "GetFramework" => {
            let request = GetFrameworkRequest {
                name: FRAMEWORK.into(),
                ..GetFrameworkRequest::default()
            };
            done(comparisons.get_framework(request).await)
        }
        "ListFrameworks" => done(
            comparisons
                .list_frameworks(ListFrameworksRequest::default())
                .await,
        ),
        _ => analysis(hub, method).await,
    }
}

/// Makes a call about an index.
async fn analysis(hub: &Hub, method: &str) -> Answer {
    let mut comparisons = hub.comparisons();
    let query = index();
    macro_rules! ask {
        ($request:ident) => {
            $request {
                query,
                ..$request::default()
            }
        };
    }
    match method {
        "EvaluateFramework" => {
            let request = ask!(EvaluateFrameworkRequest);
            done(comparisons.evaluate_framework(request).await)
        }
        "AnalyzeUncertainty" => {
            let request = ask!(AnalyzeUncertaintyRequest);
            heard(comparisons.analyze_uncertainty(request).await).await
        }
        "AnalyzeSensitivity" => {
            let request = ask!(AnalyzeSensitivityRequest);
            heard(comparisons.analyze_sensitivity(request).await).await
        }
        "AnalyzeStability" => {
            let request = ask!(AnalyzeStabilityRequest);
            done(comparisons.analyze_stability(request).await)
        }
        "AuditFramework" => done(comparisons.audit_framework(ask!(AuditFrameworkRequest)).await),
        "ExplainGap" => {
            let earlier = EarlierEdition {
                period: "2022".into(),
                as_of: None,
            };
            let request = ExplainGapRequest {
                query,
                subject: ZONE.into(),
                against: Some(Against::Earlier(earlier)),
            };
            heard(comparisons.explain_gap(request).await).await
        }
        "SolveTarget" => {
            let request = SolveTargetRequest {
                query,
                subject: ZONE.into(),
                rank: 1,
                ..SolveTargetRequest::default()
            };
            heard(comparisons.solve_target(request).await).await
        }
        "ReplayRanking" => replay(hub).await,
        _ => panic!("no call is made of {method}"),
    }
}

/// An index of what finance spends, told as if it were statistics' own, at a revision of the store.
pub(crate) fn spent(revision: i64) -> EvaluateFrameworkRequest {
    let query = IndexQuery {
        framework: "frameworks/spent".into(),
        as_of: Some(AsOf {
            moment: Some(Moment::Revision(revision)),
        }),
        ..index().unwrap_or_default()
    };
    EvaluateFrameworkRequest {
        query: Some(query),
        ..EvaluateFrameworkRequest::default()
    }
}

/// Replays a result of now, of whatever digests.
async fn replay(hub: &Hub) -> Answer {
    let summary = hub.catalog().get_summary(GetSummaryRequest {}).await;
    let summary = summary.map_err(|status| Problem::from_status(&status))?;
    let token: Token = summary.into_inner().token.parse().unwrap();
    let manifest = Manifest {
        store_id: token.store.to_string(),
        revision: token.revision.get(),
        framework: FRAMEWORK.into(),
        period: "2023".into(),
        peers: peers(),
        framework_digest: vec![0; 32],
        table_digest: vec![0; 32],
        result_digest: vec![0; 32],
        ..Manifest::default()
    };
    let request = ReplayRankingRequest {
        manifest: Some(manifest),
        expected: None,
    };
    heard(hub.comparisons().replay_ranking(request).await).await
}
