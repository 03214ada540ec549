//! Aliases that earlier reviews of an open report propose, and what a later review makes of them.

use std::collections::BTreeSet;

use zhibiao_proto::report::v1::EntryReview;

use super::{Proposal, Verdict};
use crate::content::Content;

/// The waiting aliases of a report once a review is applied.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Those that stand.
    pub(crate) standing: Vec<Proposal>,
    /// Those whose entry the review rejects, or gives another item of the same kind.
    pub(crate) overruled: Vec<Proposal>,
}

/// Tells the aliases that stand from those that a review, which is applied to the content, overrules. A review that says
/// nothing of the name leaves its alias alone.
pub(crate) fn split(waiting: Vec<Proposal>, reviews: &[EntryReview], content: &Content) -> Waiting {
    let reviewed: BTreeSet<u32> = reviews.iter().map(|review| review.entry).collect();
    let (overruled, standing) = waiting
        .into_iter()
        .partition(|proposal| reviewed.contains(&proposal.entry) && !stands(proposal, content));
    Waiting { standing, overruled }
}

/// Whether the entry of an alias still is what the alias says.
fn stands(proposal: &Proposal, content: &Content) -> bool {
    let entry = || {
        let at = (proposal.entry as usize).checked_sub(1)?;
        let passage = content.prose.as_ref()?.passages.get(at)?;
        Some((content.rows.get(at)?, passage))
    };
    entry().is_some_and(|(row, passage)| {
        let meaning = if proposal.is_of_indicator() {
            content.indicators.meaning(row.indicator)
        } else {
            content.subjects.meaning(row.subject)
        };
        passage.verdict != Verdict::Rejected && meaning == proposal.item
    })
}
