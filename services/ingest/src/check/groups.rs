//! Findings that concern many values at once: one finding for a wrong name, not one for each of its values.

use std::collections::BTreeMap;

use super::entry_number;
use crate::finding::{Check, Severity};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The first row.
    pub(super) first: usize,
    /// How many rows.
    pub(super) count: u32,
    /// Entries of the rows after the first, as many as are asked for.
    pub(super) others: Vec<u32>,
}

/// What a group is about: the check, the meaning of the indexes, the indexes.
pub(super) type About = (Topic, Check, u32, u32);

/// Rows by what is wrong with them and the two indexes that it is wrong for.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: BTreeMap<About, Group>,
    /// Most further rows that a group of an error names.
    most: usize,
}

impl Groups {
    /// Groups of which those of errors name so many rows after the first.
    pub(super) fn naming(most: usize) -> Self {
        Self {
            most,
            ..Self::default()
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, about: About, row: usize) {
        let most = self.most;
        self.groups
            .entry(about)
            .and_modify(|group| {
                group.count += 1;
                if group.others.len() < most && about.1.spec().severity == Severity::Error {
                    group.others.push(entry_number(row));
                }
            })
            .or_insert(Group {
                first: row,
                count: 1,
                others: Vec::new(),
            });
    }

    /// The groups in the order of checks.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (About, Group)> {
        self.groups.into_iter()
    }
}
