//! Whether the rest of a draft has what its frameworks speak of.

use std::collections::BTreeSet;

use super::{Check, find};
use crate::{
    catalog::{Direction, Indicator, Names, alike},
    framework::FrameworkForm,
    ids::KindId,
};

/// Most unknown indicators that the nearest is sought for: each is held against all names.
const NAMED: usize = 50;

/// Codes less alike than this are no help.
const LEAST_ALIKE: f64 = 0.25;

/// The item whose id or name is most like an id that is not there.
fn nearest<'a>(wanted: &str, known: impl Iterator<Item = (&'a str, &'a Names)>) -> Option<&'a str> {
    let wanted = wanted.replace('-', " ");
    let likeness = known.map(|(id, names)| {
        let spoken = id.replace('-', " ");
        let spellings = names.all().chain([spoken.as_str()]);
        let best = spellings.map(|name| alike(&wanted, name)).fold(0.0, f64::max);
        (best, id)
    });
    let nearest = likeness.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    nearest.filter(|(best, _)| *best > LEAST_ALIKE).map(|(_, id)| id)
}

impl<'a> Check<'a> {
    pub(super) fn frameworks(&mut self) {
        let draft = self.draft;
        for (id, framework) in &draft.frameworks {
            for (path, message) in framework.faults() {
                self.fault(format!("{id}.{path}"), message);
            }
            let columns = self.columns(framework);
            self.one_frequency(&columns);
            self.one_kind(framework);
            self.directions(framework);
            self.references(framework);
        }
    }

    /// The indicators that a framework reads, and where it says so; those that are not there are faults.
    fn columns(&mut self, framework: &FrameworkForm) -> Vec<(String, &'a Indicator)> {
        let mut found = Vec::new();
        let mut named = 0;
        for (path, code) in framework.reads() {
            let path = format!("{}.{path}", framework.id);
            match find(self.draft, code) {
                Some(indicator) => found.push((path, indicator)),
                None => {
                    let near = (named < NAMED).then(|| self.nearest(code)).flatten();
                    named += 1;
                    let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
                    self.fault(
                        path,
                        format!(
                            "`{code}` is no indicator of the catalogue: add it or correct the code{near}"
                        ),
                    );
                }
            }
        }
        found
    }

    /// The indicator whose code or name is most like a code that is not there.
    fn nearest(&self, code: &str) -> Option<&'a str> {
        let known = self.draft.indicators.values();
        nearest(code, known.map(|one| (one.code.id(), &one.names)))
    }

    fn one_frequency(&mut self, columns: &[(String, &Indicator)]) {
        let Some((_, first)) = columns.first() else { return };
        for (path, other) in columns.iter().filter(|(_, one)| one.frequency != first.frequency) {
            let message = format!(
                "`{}` is {} but `{}` is {}: an index is made from figures of one period",
                other.code, other.frequency, first.code, first.frequency
            );
            self.fault(path, message);
        }
    }

    /// The indicators are about some kind of subject in common, and the peers are of it.
    fn one_kind(&mut self, framework: &FrameworkForm) {
        let draft = self.draft;
        let mut leaves = framework
            .indicators
            .iter()
            .filter_map(|one| find(draft, &one.code));
        let first = leaves.next();
        let mut common: BTreeSet<&KindId> = first.iter().flat_map(|leaf| &leaf.subject_kinds).collect();
        for leaf in leaves {
            common.retain(|kind| leaf.subject_kinds.contains(*kind));
        }
        // Where no indicator is known, nothing is known of kinds either.
        if first.is_some() && common.is_empty() {
            let message = "are about no kind of subject in common: nobody has them all";
            self.fault(format!("{}.indicators", framework.id), message);
        }
        let Some(peers) = &framework.peers else { return };
        let path = format!("{}.peer_group", framework.id);
        match draft.peer_groups.get(peers) {
            None => {
                let known = draft
                    .peer_groups
                    .values()
                    .map(|group| (group.id.id(), &group.names));
                let near = nearest(peers.id(), known).map_or_else(String::new, |near| {
                    format!("; the nearest is `peerGroups/{near}`")
                });
                let message =
                    format!("`{peers}` is not in the catalogue: add the group or correct the name{near}");
                self.fault(path, message);
            }
            Some(group) if !common.is_empty() && !common.contains(&group.kind) => {
                let message = format!(
                    "`{peers}` is of kind {}, which the indicators are not about",
                    group.kind
                );
                self.fault(path, message);
            }
            Some(_) => {}
        }
    }

    fn directions(&mut self, framework: &FrameworkForm) {
        let draft = self.draft;
        for leaf in framework
            .indicators
            .iter()
            .filter(|leaf| leaf.direction.is_none())
        {
            if find(draft, &leaf.code).is_some_and(|one| one.direction == Direction::None) {
                let path = format!("{}.indicators[{}].direction", framework.id, leaf.code);
                let message = "is not said, nor does the indicator say which way is better: give it";
                self.fault(path, message);
            }
        }
    }

    fn references(&mut self, framework: &FrameworkForm) {
        for (path, normalisation) in framework.normalisations() {
            let Some(unit) = normalisation.reference() else {
                continue;
            };
            let path = format!("{}.{path}.subject", framework.id);
            match unit.parse() {
                Ok(subject) => self.subject_exists(path, &subject),
                Err(error) => self.fault(path, error.to_string()),
            }
        }
    }
}
