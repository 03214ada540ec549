//! Findings that concern many values at once: one finding for a wrong name, not one for each of its values.

use std::collections::BTreeMap;

use crate::finding::Check;

/// What the two indexes of a group mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// Text of a subject.
    Subject,
    /// Text of an indicator.
    Indicator,
    /// Text of a unit, indicator.
    Unit,
    /// Text of a period, indicator.
    PeriodText,
    /// Period, indicator.
    Period,
    /// Subject, indicator.
    Kind,
    /// Subject, period.
    Life,
    /// Indicator.
    Owner,
}

/// The values that one finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// The first row.
    pub(super) first: usize,
    /// How many rows.
    pub(super) count: u32,
}

/// What a group is about: the check, the meaning of the indexes, the indexes.
pub(super) type About = (Topic, Check, u32, u32);

/// Rows by what is wrong with them and the two indexes that it is wrong for.
#[derive(Debug, Default)]
pub(super) struct Groups(BTreeMap<About, Group>);

impl Groups {
    /// Adds a row.
    pub(super) fn add(&mut self, about: About, row: usize) {
        self.0
            .entry(about)
            .and_modify(|group| group.count += 1)
            .or_insert(Group { first: row, count: 1 });
    }

    /// The groups in the order of checks.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (About, Group)> {
        self.0.into_iter()
    }
}
