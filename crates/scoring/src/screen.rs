//! Units with too little data.

use std::fmt;

use crate::{framework::Framework, table::Table};

/// A unit that is not ranked for want of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// Its code.
    pub unit: String,
    /// Where the data are too few: a child of the root, or the root itself for all indicators.
    pub branch: String,
    /// Share of the indicators there that it has.
    pub available: f64,
    /// Share that it needs.
    pub needed: f64,
}

impl Screened {
    /// What it lacks.
    #[must_use]
    pub fn lack(&self) -> String {
        let branch = &self.branch;
        if self.available == 0.0 {
            return format!("has no figure of `{branch}`");
        }
        let percent = |share: f64| (share * 1e3).round() / 10.0;
        let (available, needed) = (percent(self.available), percent(self.needed));
        format!("has {available} % of the figures of `{branch}`, {needed} % are needed")
    }
}

impl fmt::Display for Screened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.unit, self.lack())
    }
}

/// Positions of the units that are ranked, and each reason why others are not.
///
/// A unit without a single value is never ranked: there is nothing to rank it by.
pub(crate) fn screen(framework: &Framework, table: &Table) -> (Vec<usize>, Vec<Screened>) {
    let limits = framework.form().screen;
    let root = framework.root();
    let whole = (framework.nodes()[root].id.as_str(), framework.below(root));
    let column = |leaf: usize| table.column(&framework.leaves()[leaf].code);
    let presence: Vec<Vec<bool>> = (0..framework.leaves().len())
        .map(|leaf| match column(leaf) {
            Some(column) => column.cells.iter().map(|cell| cell.value().is_some()).collect(),
            None => vec![false; table.units().len()],
        })
        .collect();
    let branches = framework.branches();
    let mut ranked = Vec::new();
    let mut screened = Vec::new();
    for (at, unit) in table.units().iter().enumerate() {
        let before = screened.len();
        let rules =
            std::iter::once((&whole, limits.overall)).chain(branches.iter().map(|b| (b, limits.branch)));
        for ((branch, leaves), needed) in rules {
            let count = leaves.iter().filter(|leaf| presence[**leaf][at]).count();
            let available = count as f64 / leaves.len() as f64;
            // Shares are typed with few digits.
            let has_none = count == 0 && *branch == whole.0;
            if available < needed - 1e-9 || has_none {
                screened.push(Screened {
                    unit: unit.code.clone(),
                    branch: (*branch).to_owned(),
                    available,
                    needed,
                });
            }
            // Who has nothing at all has nothing anywhere.
            if has_none {
                break;
            }
        }
        if screened.len() == before {
            ranked.push(at);
        }
    }
    (ranked, screened)
}
