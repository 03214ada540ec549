//! A review in as many calls as it takes, and what was kept of it where one of them fails.

use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    AliasProposal, EntryReview, Report, ReviewEntriesRequest, ReviewEntriesResponse, entry_review::Decision,
};
use zhibiao_runtime::error::Problem;

use super::Entries;
use crate::{failure::Failure, text::Text};

/// What was kept of a review.
#[derive(Debug)]
pub(super) struct Kept {
    /// The report as the last call that succeeded has left it.
    pub(super) report: Report,
    pub(super) aliases: Vec<AliasProposal>,
    /// How many decisions were kept: the first so many.
    pub(super) decided: usize,
    /// Why no more were.
    pub(super) failure: Option<Failure>,
}

/// Decides one call after the other, each on what the one before has left, until one fails.
pub(super) async fn decide(hub: &Hub, report: Report, reviews: &[EntryReview]) -> Kept {
    let mut kept = Kept {
        report,
        aliases: Vec::new(),
        decided: 0,
        failure: None,
    };
    for some in reviews.chunks(Entries::MOST) {
        match review(hub, &kept.report, some.to_vec()).await {
            Ok(answer) => {
                kept.report = answer.report.unwrap_or(kept.report);
                kept.aliases.extend(answer.aliases);
                kept.decided += some.len();
            }
            Err(problem) => {
                kept.failure = Some(refused(problem, some, kept.decided));
                break;
            }
        }
    }
    kept
}

/// Reviews a report whose etag is that of what was seen: when somebody was quicker, the hub refuses.
pub(crate) async fn review(
    hub: &Hub,
    seen: &Report,
    reviews: Vec<EntryReview>,
) -> Result<ReviewEntriesResponse, Problem> {
    let request = ReviewEntriesRequest {
        report: seen.name.clone(),
        etag: seen.etag.clone(),
        reviews,
    };
    hub.retrying(|| {
        let (mut client, request) = (hub.reports(), request.clone());
        async move { client.review_entries(request).await }
    })
    .await
}

/// A refused call as it is told: its decisions by their entries, since places count from the first of the call, and what was
/// kept before it.
fn refused(mut problem: Problem, reviews: &[EntryReview], before: usize) -> Failure {
    let mut is_of_decisions = false;
    for violation in &mut problem.violations {
        if let Some(place) = place(&violation.field, reviews) {
            if let Some(said) = problem.message.strip_prefix(&violation.field) {
                problem.message = format!("{place}{said}");
            }
            violation.field = place;
            is_of_decisions = true;
        }
    }
    let failure = Failure::from(problem);
    match (before, failure.next.is_some()) {
        (_, true) => failure,
        (0, false) if is_of_decisions => failure.next(Text::NextReviewAgain),
        (0, false) => failure,
        (count, false) => failure.next(Text::NextReviewRest { count }),
    }
}

/// The flags that a decision, or what a correction says, was given by.
fn place(field: &str, reviews: &[EntryReview]) -> Option<String> {
    let (at, of) = field.strip_prefix("reviews[")?.split_once(']')?;
    let review = reviews.get(at.parse::<usize>().ok()?)?;
    let flag = match review.decision.as_ref()? {
        Decision::Confirm(_) => "--confirm",
        Decision::Reject(_) => "--reject",
        Decision::Correct(_) => "--correct",
    };
    let decided = format!("{flag} {}", review.entry);
    Some(match of.strip_prefix(".correct.") {
        Some(said) => format!("{decided} --{}", said.replace('_', "-")),
        None => decided,
    })
}

#[cfg(test)]
mod tests {
    use zhibiao_proto::report::v1::{ConfirmEntry, CorrectEntry};
    use zhibiao_runtime::{
        error::{Code, Violation},
        language::Language,
    };

    use super::*;

    fn reviews() -> Vec<EntryReview> {
        let confirm = |entry| EntryReview {
            entry,
            decision: Some(Decision::Confirm(ConfirmEntry::default())),
        };
        let correct = Decision::Correct(CorrectEntry::default());
        let corrected = EntryReview {
            entry: 1_009,
            decision: Some(correct),
        };
        vec![confirm(1_007), confirm(1_008), corrected]
    }

    #[test]
    fn a_place_is_told_by_its_entry_and_what_was_kept_before_it() {
        let violation = |field: &str| Violation {
            field: field.into(),
            description: "is wrong".into(),
        };
        let problem = || {
            Problem::invalid(vec![
                violation("reviews[1]"),
                violation("reviews[2].correct.keep_as_alias"),
            ])
        };
        let failure = refused(problem(), &reviews(), 1_000);
        let places: Vec<&str> = failure.places.iter().map(|place| place.at.as_str()).collect();
        assert_eq!(places, ["--confirm 1008", "--correct 1009 --keep-as-alias"]);
        let said = failure.block(Language::En);
        assert!(said.contains("the first 1000 decisions were kept"), "{said}");
        assert!(!said.contains("nothing of this review was kept"), "{said}");
        assert!(
            refused(problem(), &reviews(), 0)
                .block(Language::En)
                .contains("nothing of this review")
        );
        let one = refused(Problem::invalid(vec![violation("reviews[0]")]), &reviews(), 0);
        for language in [Language::En, Language::Zh] {
            assert!(one.block(language).contains("--confirm 1007"), "{one:?}");
            assert!(!one.block(language).contains("reviews["), "{one:?}");
        }
    }

    #[test]
    fn a_failure_of_another_kind_keeps_its_next_step() {
        let stale = Problem::new(Code::Aborted, "ETAG_MISMATCH", "somebody was quicker");
        assert_eq!(
            refused(stale, &reviews(), 1_000).next.as_deref(),
            Some(&Text::NextEtag)
        );
    }
}
