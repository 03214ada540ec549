//! The aliases that reviews propose.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_proto::report::v1::{AliasProposal, EntryReview, entry_review::Decision};
use zhibiao_runtime::error::Problem;

use super::super::{check::unreadable, wire};
use crate::{
    atlas::Atlas,
    check::Naming,
    content::Content,
    header::Header,
    log::{LogError, ReportLog},
    report::ReportId,
    review::{Alias, Proposal, Review, forget, read_anew, read_without, unknown_under},
};

/// Whether a review proposes an alias.
pub(super) fn keeps_alias(review: &EntryReview) -> bool {
    matches!(&review.decision, Some(Decision::Correct(correct)) if correct.keep_as_alias)
}

/// What a review makes of names: the aliases that it keeps, and those of earlier reviews that it overrules.
pub(super) struct Names<'a> {
    pub(super) reviews: &'a [EntryReview],
    /// For each review.
    pub(super) aliases: &'a [Vec<Alias>],
    pub(super) overruled: &'a [Proposal],
}

impl Names<'_> {
    /// Reads entries anew: without the aliases that no longer stand, then with those that are kept now. The text is read
    /// only where there is such an entry.
    pub(super) fn read_anew(
        &self,
        content: &mut Content,
        text: impl Fn() -> Result<Option<String>, LogError>,
        header: &Header,
        atlas: &Atlas,
    ) -> Result<(), Problem> {
        let wrong = |error| unreadable(&error);
        let forgotten = forget(self.overruled, content);
        if !forgotten.is_empty()
            && let Some(text) = text()?
        {
            read_without(&forgotten, content, &text, header, atlas).map_err(wrong)?;
        }
        let unknown = unknown_under(self.reviews, self.aliases, content);
        if !unknown.is_empty()
            && let Some(text) = text()?
        {
            read_anew(&unknown, self.aliases, content, &text, header, atlas).map_err(wrong)?;
        }
        Ok(())
    }

    /// The names that go to the catalogue with the report: those that stand from before, and those that are kept now.
    pub(super) fn told<'b>(
        &'b self,
        standing: &'b [Proposal],
        by: &'b str,
    ) -> impl Iterator<Item = Naming<'b>> {
        let earlier = standing.iter().map(|proposal| Naming {
            entry: proposal.entry,
            item: &proposal.item,
            text: &proposal.text,
            by: &proposal.by,
        });
        let pairs = self.reviews.iter().zip(self.aliases);
        let kept = pairs.flat_map(move |(review, aliases)| {
            aliases.iter().map(move |alias| Naming {
                entry: review.entry,
                item: &alias.item,
                text: &alias.text,
                by,
            })
        });
        earlier.chain(kept)
    }
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
