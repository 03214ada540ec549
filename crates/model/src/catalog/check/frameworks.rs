//! Whether the rest of a draft has what its frameworks speak of.

use std::collections::BTreeSet;

use super::{Check, find};
use crate::{
    catalog::{Direction, Indicator},
    framework::{FrameworkForm, GROUPINGS},
    ids::{KindId, is_id},
};

impl<'a> Check<'a> {
    pub(super) fn frameworks(&mut self) {
        let draft = self.draft;
        for (id, framework) in &draft.frameworks {
            self.names(id, &framework.names);
            for aggregate in framework.aggregates.iter().filter(|one| !is_id(&one.id)) {
                let message = format!(
                    "`{}` is no id: write lower-case letters and digits joined by hyphens",
                    aggregate.id
                );
                self.fault(format!("{id}.aggregates"), message);
            }
            let columns = self.columns(framework);
            self.one_frequency(&columns);
            self.one_kind(framework);
            self.directions(framework);
            self.groupings(framework);
            self.references(framework);
        }
    }

    /// The indicators that a framework reads, and where it says so; those that are not there are faults.
    fn columns(&mut self, framework: &FrameworkForm) -> Vec<(String, &'a Indicator)> {
        let mut found = Vec::new();
        for (path, code) in framework.reads() {
            let path = format!("{}.{path}", framework.id);
            match find(self.draft, code) {
                Some(indicator) => found.push((path, indicator)),
                None => self.fault(
                    path,
                    format!("`{code}` is no indicator of the catalogue: add it or correct the code"),
                ),
            }
        }
        found
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
        let Some(first) = leaves.next() else { return };
        let mut common: BTreeSet<&KindId> = first.subject_kinds.iter().collect();
        for leaf in leaves {
            common.retain(|kind| leaf.subject_kinds.contains(*kind));
        }
        if common.is_empty() {
            let message = "are about no kind of subject in common: nobody has them all";
            self.fault(format!("{}.indicators", framework.id), message);
        }
        let Some(peers) = &framework.peers else { return };
        let path = format!("{}.peer_group", framework.id);
        match draft.peer_groups.get(peers) {
            None => self.fault(path, format!("`{peers}` is not in the catalogue: add the group")),
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

    fn groupings(&mut self, framework: &FrameworkForm) {
        for (path, imputation) in framework.imputations() {
            let Some(by) = imputation.grouping().filter(|by| !GROUPINGS.contains(by)) else {
                continue;
            };
            let message = format!("`{by}` groups no subjects: give one of {}", GROUPINGS.join(", "));
            self.fault(format!("{}.{path}.by", framework.id), message);
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
