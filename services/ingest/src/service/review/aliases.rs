//! The aliases that reviews propose.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_proto::report::v1::{AliasProposal, EntryReview, entry_review::Decision};

use super::super::wire;
use crate::{
    log::{LogError, ReportLog},
    report::ReportId,
    review::{Proposal, Review},
};

/// Whether a review proposes an alias.
pub(super) fn keeps_alias(review: &EntryReview) -> bool {
    matches!(&review.decision, Some(Decision::Correct(correct)) if correct.keep_as_alias)
}

/// The aliases that the last reviews of entries propose.
pub(super) fn aliases(
    log: &dyn ReportLog,
    id: ReportId,
    entries: &BTreeSet<u32>,
) -> Result<Vec<AliasProposal>, LogError> {
    let newest = newest(log, id, entries)?;
    let proposed = newest.values().flat_map(|review| &review.aliases);
    Ok(proposed.map(wire::alias).collect())
}

/// What a review that made a version of its report proposes to the catalogue.
pub(super) fn proposals(
    log: &dyn ReportLog,
    id: ReportId,
    version: u32,
    entries: &BTreeSet<u32>,
) -> Result<Vec<Proposal>, LogError> {
    let newest = newest(log, id, entries)?;
    let proposed = newest.values().flat_map(|review| {
        review.aliases.iter().map(move |alias| Proposal {
            report: id,
            entry: review.decision.entry,
            version,
            by: review.by.clone(),
            item: alias.item.clone(),
            text: alias.text.clone(),
        })
    });
    Ok(proposed.collect())
}

/// The last reviews of entries.
fn newest(
    log: &dyn ReportLog,
    id: ReportId,
    entries: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, Review>, LogError> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Ok(BTreeMap::new());
    };
    let kept = log.reviews(id, *first..last.saturating_add(1))?;
    let of_entries = kept.into_iter().map(|review| (review.decision.entry, review));
    Ok(of_entries.filter(|(entry, _)| entries.contains(entry)).collect())
}
