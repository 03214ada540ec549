//! `ApplyFramework`, `GetFramework`, `ListFrameworks`.

use zhibiao_model::catalog::Direction;
use zhibiao_proto::{
    catalog::v1::{ChangeAction, Framework},
    compare::v1::{
        ApplyFrameworkRequest, ApplyFrameworkResponse, GetFrameworkRequest, GetFrameworkResponse,
        ListFrameworksRequest,
    },
    observation::v1::Consistency,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::catalog::Small;

use super::{Fixture, as_of, newest};

fn catalog() -> Small {
    Small::default()
        .zone("a", "甲区")
        .indicator("revenue", "亿元")
        .indicator("profit", "亿元")
}

fn framework(id: &str, weight: f64) -> Framework {
    let text = format!(
        r#"
        id = "{id}"
        edition = "2021"
        aggregates = [{{ id = "index" }}]
        indicators = [
            {{ code = "revenue", parent = "index", weight = {weight} }},
            {{ code = "profit", parent = "index" }},
        ]
        "#
    );
    catalog().framework(&text).message().frameworks.swap_remove(0)
}

async fn apply(hub: &Fixture, request: ApplyFrameworkRequest) -> Result<ApplyFrameworkResponse, Problem> {
    let answer = hub.hub.comparisons().apply_framework(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

fn given(framework: Framework) -> ApplyFrameworkRequest {
    ApplyFrameworkRequest {
        framework: Some(framework),
        ..ApplyFrameworkRequest::default()
    }
}

async fn get(
    hub: &Fixture,
    name: &str,
    consistency: Option<Consistency>,
) -> Result<GetFrameworkResponse, Problem> {
    let request = GetFrameworkRequest {
        name: name.to_owned(),
        consistency,
        as_of: None,
    };
    let answer = hub.hub.comparisons().get_framework(request).await;
    answer
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

/// Each call asks for no freshness: what was applied is what answers all the same.
#[tokio::test]
async fn who_applies_a_framework_is_answered_by_it_at_once() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    for weight in 1..=30 {
        let weight = f64::from(weight);
        apply(&hub, given(framework("zones", weight))).await.unwrap();
        let found = get(&hub, "frameworks/zones", None).await.unwrap();
        let indicators = found.framework.unwrap().indicators;
        assert_eq!(indicators[0].weight, Some(weight));
    }
}

#[tokio::test]
async fn a_framework_is_applied_got_and_listed() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let dry = ApplyFrameworkRequest {
        dry_run: true,
        ..given(framework("zones", 1.0))
    };
    let would = apply(&hub, dry).await.unwrap();
    assert_eq!(
        (would.changes[0].action(), would.revision),
        (ChangeAction::Add, 1)
    );
    let first = apply(&hub, given(framework("zones", 1.0))).await.unwrap();
    let second = apply(&hub, given(framework("zones", 3.0))).await.unwrap();
    assert_eq!(second.changes[0].fields[0].field, "indicators[revenue].weight");
    apply(&hub, given(framework("areas", 1.0))).await.unwrap();

    let now = get(&hub, "frameworks/zones", newest())
        .await
        .unwrap()
        .framework
        .unwrap();
    assert_eq!((now.version, now.indicators[0].weight), (2, Some(3.0)));
    let request = GetFrameworkRequest {
        name: "frameworks/zones".into(),
        consistency: None,
        as_of: as_of(first.token.parse().unwrap()),
    };
    let then = hub
        .hub
        .comparisons()
        .get_framework(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(then.revision, first.revision);
    let then = then.framework.unwrap();
    assert_eq!((then.version, then.indicators[0].weight), (1, Some(1.0)));

    let mut request = ListFrameworksRequest {
        page_size: 1,
        consistency: newest(),
        ..ListFrameworksRequest::default()
    };
    let mut names = Vec::new();
    loop {
        let page = hub
            .hub
            .comparisons()
            .list_frameworks(request.clone())
            .await
            .unwrap()
            .into_inner();
        assert_eq!((page.total_size, page.frameworks.len()), (2, 1));
        let one = &page.frameworks[0];
        assert_eq!(
            (one.indicators, one.aggregates, one.edition.as_str()),
            (2, 1, "2021")
        );
        names.push(one.name.clone());
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(names, ["frameworks/areas", "frameworks/zones"]);
}

#[tokio::test]
async fn everything_wrong_with_a_framework_is_told_with_its_place() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let mut wrong = framework("zones", -1.0);
    wrong.aggregates[0].parent = "nowhere".into();
    wrong.indicators[1].indicator = "indicators/sales".into();
    wrong.peer_group = "peerGroups/nobody".into();
    let refused = apply(&hub, given(wrong)).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::InvalidArgument, "CATALOG_INVALID")
    );
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    for field in [
        "framework.aggregates[index].parent",
        "framework.indicators[revenue].weight",
        "framework.indicators[sales]",
        "framework.peer_group",
    ] {
        assert!(fields.contains(&field), "{field}: not among {fields:?}");
    }
    let mut unread = framework("zones", 1.0);
    unread.name = "zones".into();
    unread.indicators[0].indicator = "revenue".into();
    let refused = apply(&hub, given(unread)).await.unwrap_err();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["framework.name", "framework.indicators[0].indicator"]);
    let refused = apply(&hub, ApplyFrameworkRequest::default()).await.unwrap_err();
    assert_eq!(refused.violations[0].field, "framework");
}

#[tokio::test]
async fn everything_wrong_with_getting_and_listing_is_told_at_once() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let fields = |status: tonic::Status| -> Vec<String> {
        let violations = Problem::from_status(&status).violations;
        violations.into_iter().map(|one| one.field).collect()
    };
    let mut comparisons = hub.hub.comparisons();
    let both = as_of(hub.store.apply(&catalog().zone("b", "乙区")).await);
    let request = GetFrameworkRequest {
        name: "zones".into(),
        consistency: newest(),
        as_of: both,
    };
    let refused = comparisons.get_framework(request).await.unwrap_err();
    assert_eq!(fields(refused), ["as_of", "name"]);
    let request = ListFrameworksRequest {
        page_size: -1,
        page_token: "?".into(),
        consistency: newest(),
        as_of: both,
    };
    let refused = comparisons.list_frameworks(request.clone()).await.unwrap_err();
    assert_eq!(fields(refused), ["as_of", "page_size", "page_token"]);
    let alone = ListFrameworksRequest {
        page_size: 1,
        as_of: None,
        ..request
    };
    let refused = comparisons.list_frameworks(alone).await.unwrap_err();
    assert_eq!(Problem::from_status(&refused).reason, "PAGE_TOKEN_MALFORMED");
}

#[tokio::test]
async fn an_unknown_framework_is_answered_with_the_nearest() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    apply(&hub, given(framework("zones-2021", 1.0))).await.unwrap();
    let unknown = get(&hub, "frameworks/zone-2021", newest()).await.unwrap_err();
    assert_eq!(
        (unknown.code, unknown.reason.as_str()),
        (Code::NotFound, "FRAMEWORK_NOT_FOUND")
    );
    assert_eq!(unknown.facts["nearest"], "frameworks/zones-2021");
}

/// An analysis would call certain what nothing ever varied.
#[tokio::test]
async fn alternatives_that_reach_nothing_are_refused_and_few_are_warned_of() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let doubted = |second: &str| {
        let text = format!(
            "id = \"doubted\"\naggregates = [{{ id = \"index\" }}]\nindicators = [\
             {{ code = \"revenue\", parent = \"index\", normalise = {{ method = \"rank\" }} }},\
             {{ code = \"profit\", parent = \"index\", {second} }}]\n\
             [uncertainty]\nnormalisation = [{{ method = \"z_score\" }}]"
        );
        given(catalog().framework(&text).message().frameworks.swap_remove(0))
    };
    let refused = apply(&hub, doubted("normalise = { method = \"borda\" }")).await;
    let violations = refused.unwrap_err().violations;
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert_eq!(violations[0].field, "framework.uncertainty.normalisation");
    assert!(
        violations[0]
            .description
            .contains("reaches none of the indicators"),
        "{violations:?}"
    );
    let warnings = apply(&hub, doubted("weight = 1")).await.unwrap().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(
        (warnings[0].about.as_str(), warnings[0].reason.as_str()),
        ("index", "ALTERNATIVES_PARTIAL")
    );
}

/// Whoever gives weights that nothing reads believes that they count.
#[tokio::test]
async fn weights_that_nothing_reads_are_warned_of() {
    let small = catalog();
    let hub = Fixture::holding(&small).await;
    hub.serving().await;
    let weighed = |index: &str| {
        let text = format!(
            "id = \"unread\"\naggregates = [{{ id = \"index\", {index} }}]\nindicators = [\
             {{ code = \"revenue\", parent = \"index\", weight = 5 }}, {{ code = \"profit\", parent = \"index\" }}]"
        );
        given(catalog().framework(&text).message().frameworks.swap_remove(0))
    };
    // A catalogue that compare may not have read yet: whether it has, no warning hangs on it.
    let cost = small.indicator_with("debt", "亿元", |one| one.direction = Direction::Down);
    hub.store.apply(&cost).await;
    let text = "id = \"costs\"\nnormalise = { method = \"efficacy\", satisfactory = 5, unacceptable = 9 }\n\
                aggregates = [{ id = \"index\", weighting = { method = \"equal\" } }]\n\
                indicators = [{ code = \"debt\", parent = \"index\", weight = 5 }, { code = \"profit\", direction = \"down\", parent = \"index\" }]";
    let costs = given(cost.framework(text).message().frameworks.swap_remove(0));
    let answer = apply(&hub, costs).await.unwrap();
    assert_eq!(
        (answer.changes.len(), answer.warnings.len()),
        (1, 1),
        "{answer:?}"
    );
    for (index, told) in [
        ("weighting = { method = \"entropy\" }", true),
        ("aggregation = { method = \"minimum\" }", true),
        ("aggregation = { method = \"geometric\" }", false),
        (
            "weighting = { method = \"blend\", share = 0.5, first = { method = \"given\" }, second = { method = \"gini\" } }",
            false,
        ),
    ] {
        let request = ApplyFrameworkRequest {
            dry_run: true,
            ..weighed(index)
        };
        let answer = apply(&hub, request).await;
        // Zeros of the default normalisation have a geometric mean.
        let warnings = answer.unwrap().warnings;
        assert_eq!(warnings.len(), usize::from(told), "{index}: {warnings:?}");
        for warning in warnings {
            assert_eq!(
                (warning.about.as_str(), warning.reason.as_str()),
                ("index", "WEIGHTS_UNREAD")
            );
            assert!(
                warning.message.contains("`revenue`, `profit`: leave them out"),
                "{warning:?}"
            );
        }
    }
}
