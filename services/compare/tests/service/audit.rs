//! `AuditFramework`.

use zhibiao_proto::compare::v1::{
    AuditAspect, AuditCheck, AuditFrameworkRequest, AuditFrameworkResponse, AuditVerdict,
    EvaluateFrameworkRequest, IndexQuery, Peers, SubjectList, peers,
};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::observations::cell;

use super::{
    Fixture, close,
    index::{catalog, figures, query},
};

async fn hub() -> Fixture {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    hub
}

async fn audit(hub: &Fixture, query: IndexQuery, least: AuditVerdict) -> AuditFrameworkResponse {
    let request = AuditFrameworkRequest {
        query: Some(query),
        least: least.into(),
    };
    let answer = hub.hub.comparisons().audit_framework(request).await;
    answer.unwrap().into_inner()
}

fn about(answer: &AuditFrameworkResponse) -> Vec<&str> {
    let about = answer.checks.iter().flat_map(|one| &one.about);
    about.map(String::as_str).collect()
}

/// What is said of how many are ranked.
fn subjects(answer: &AuditFrameworkResponse) -> &AuditCheck {
    let found = answer
        .checks
        .iter()
        .find(|one| one.aspect() == AuditAspect::Subjects);
    found.unwrap()
}

#[tokio::test]
async fn an_audit_counts_all_and_lists_what_matters() {
    let hub = hub().await;
    let all = audit(&hub, query(), AuditVerdict::Pass).await;
    let count: u32 = all.counts.iter().map(|one| one.pass + one.warn + one.fail).sum();
    assert_eq!(all.checks.len(), count as usize);
    assert!(
        all.checks.is_sorted_by(|a, b| a.verdict >= b.verdict),
        "the worst first"
    );
    let seen = |aspect: AuditAspect| all.checks.iter().any(|one| one.aspect() == aspect);
    assert!(seen(AuditAspect::Availability) && seen(AuditAspect::Siblings));
    // Wealth and saving go together perfectly in these figures: one of them says nothing new.
    let siblings = all
        .checks
        .iter()
        .find(|one| one.aspect() == AuditAspect::Siblings)
        .unwrap();
    assert_eq!(siblings.about, ["wealth", "saving"]);
    close(&[siblings.value], &[1.0]);
    assert_ne!(siblings.verdict(), AuditVerdict::Pass);
    let some = audit(&hub, query(), AuditVerdict::Unspecified).await;
    assert!(!some.checks.is_empty() && some.checks.len() < all.checks.len());
    assert_eq!(some.counts, all.counts);
}

/// An audit tells what is missing where nobody can be ranked for want of it.
#[tokio::test]
async fn an_audit_of_figures_that_nobody_filed_tells_which() {
    let hub = hub().await;
    let earlier = IndexQuery {
        period: "2022".into(),
        ..query()
    };
    let found = audit(&hub, earlier, AuditVerdict::Unspecified).await;
    assert_eq!(
        (found.verdict(), found.period.as_str()),
        (AuditVerdict::Fail, "2022")
    );
    let about = about(&found);
    for one in ["revenue", "energy", "zones/a", "zones/b", "zones/c"] {
        assert!(about.contains(&one), "{one}: not among {about:?}");
    }
    assert!(
        subjects(&found).reason.starts_with("nobody has a figure of any"),
        "{found:?}"
    );
}

/// Nor is it an error when nobody ever filed anything: no period can be told then.
#[tokio::test]
async fn an_audit_of_figures_that_nobody_filed_at_any_period_tells_which() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let last = IndexQuery {
        period: String::new(),
        ..query()
    };
    let found = audit(&hub, last, AuditVerdict::Unspecified).await;
    assert_eq!((found.verdict(), found.period.as_str()), (AuditVerdict::Fail, ""));
    let about = about(&found);
    for one in ["revenue", "energy", "zones/a", "zones/b", "zones/c"] {
        assert!(about.contains(&one), "{one}: not among {about:?}");
    }
    let subjects = subjects(&found);
    assert_eq!((subjects.verdict(), subjects.value), (AuditVerdict::Fail, 0.0));
}

/// What is wrong otherwise is told at once, as it is of an evaluation.
#[tokio::test]
async fn an_audit_fails_as_an_evaluation_does_for_all_but_figures() {
    let later = catalog().zone_with("d", "d区", |zone| {
        zone.validity.from = Some(jiff::civil::date(2030, 1, 1));
    });
    let hub = Fixture::holding(&later).await;
    hub.store.write(figures("2023")).await;
    hub.serving().await;
    let nobody = IndexQuery {
        peers: Some(Peers {
            selector: Some(peers::Selector::Subjects(SubjectList {
                names: vec!["zones/d".to_owned()],
            })),
        }),
        ..query()
    };
    let of_audit = AuditFrameworkRequest {
        query: Some(nobody.clone()),
        ..AuditFrameworkRequest::default()
    };
    let of_audit = hub.hub.comparisons().audit_framework(of_audit).await;
    let of_evaluation = EvaluateFrameworkRequest {
        query: Some(nobody),
        ..EvaluateFrameworkRequest::default()
    };
    let of_evaluation = hub.evaluate(of_evaluation).await.unwrap_err();
    let told = Problem::from_status(&of_audit.unwrap_err());
    assert_eq!(told, of_evaluation);
    assert!(told.message.contains("exists then"), "{told:?}");
}

/// Figures that are all there are no pass where the methods give nobody a score.
#[tokio::test]
async fn an_audit_where_nobody_has_a_score_fails_with_the_reason() {
    let small = catalog().framework(
        "id = \"plain\"\nnormalise = { method = \"as_is\" }\n\
         aggregates = [{ id = \"index\", aggregation = { method = \"geometric\" } }]\n\
         indicators = [{ code = \"revenue\", parent = \"index\" }, { code = \"people\", parent = \"index\" }]",
    );
    let hub = Fixture::holding(&small).await;
    hub.store.write(figures("2023")).await;
    let negative = ["zones/a", "zones/b", "zones/c"].map(|zone| cell("revenue", zone, "2023", -12.0));
    hub.store.write(negative).await;
    hub.serving().await;
    let plain = IndexQuery {
        framework: "frameworks/plain".into(),
        ..query()
    };
    let found = audit(&hub, plain, AuditVerdict::Unspecified).await;
    let subjects = subjects(&found);
    assert_eq!(
        (found.verdict(), subjects.verdict()),
        (AuditVerdict::Fail, AuditVerdict::Fail)
    );
    assert!(
        subjects.reason.contains("; index: `revenue` is negative for"),
        "{subjects:?}"
    );
}

#[tokio::test]
async fn an_audit_of_one_subject_says_what_cannot_be_judged() {
    let hub = hub().await;
    let alone = IndexQuery {
        peers: Some(Peers {
            selector: Some(peers::Selector::Subjects(SubjectList {
                names: vec!["zones/a".to_owned()],
            })),
        }),
        ..query()
    };
    let found = audit(&hub, alone, AuditVerdict::Unspecified).await;
    assert_eq!(found.verdict(), AuditVerdict::Warn);
    assert!(
        subjects(&found)
            .reason
            .contains("how indicators hang together can't be judged"),
        "{found:?}"
    );
}
