//! How the columns of a table are read.

use crate::entry::Place;
use crate::table::Layout;

/// A text of the head or the context, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// What a label column says about the values of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Subject,
    Indicator,
    Period,
    /// A month or quarter beside a column with the year.
    PartOfYear,
    Unit,
    Qualifier,
    Status,
    Note,
    Source,
}

/// A label column.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) column: u32,
    pub(crate) dimension: Dimension,
    /// A blank cell repeats the label above: the labels of groups are written once.
    pub(crate) carry: bool,
    /// The head of the column, squeezed.
    pub(crate) head: String,
}

/// A column of values and what its head says about them.
#[derive(Clone, Debug)]
pub(crate) struct ValueColumn {
    pub(crate) subject: Option<Named>,
    pub(crate) indicator: Option<Named>,
    /// What tells the column apart from others about the row's indicator: 同比增长.
    pub(crate) measure: Option<Named>,
    pub(crate) period: Option<Named>,
    pub(crate) unit: Option<Named>,
    /// A growth rate, which is not in the unit of its indicator.
    pub(crate) growth: bool,
    pub(crate) total: bool,
    /// The whole head, squeezed, to know it again.
    pub(crate) head: String,
}

/// What a column is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Index into the labels.
    Label(usize),
    /// Index into the value columns.
    Value(usize),
    /// Numbers of rows, codes beside names and the like.
    Furniture,
    /// A column without a known meaning; said once.
    Unread,
    /// Blank in the head and in the rows that were looked at.
    Blank,
}

/// A table's columns and what holds for all of its values.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) first_column: u32,
    pub(crate) roles: Vec<Role>,
    pub(crate) labels: Vec<Label>,
    pub(crate) values: Vec<ValueColumn>,
    pub(crate) subject: Option<Named>,
    pub(crate) indicator: Option<Named>,
    pub(crate) period: Option<Named>,
    pub(crate) unit: Option<Named>,
    pub(crate) layout: Layout,
    /// Rows could be subjects as well as indicators.
    pub(crate) ambiguous: bool,
}

impl Plan {
    pub(crate) fn role(&self, column: u32) -> Option<Role> {
        let index = column.checked_sub(self.first_column)?;
        self.roles.get(index as usize).copied()
    }

    pub(crate) fn last_column(&self) -> u32 {
        self.first_column + self.roles.len().saturating_sub(1) as u32
    }

    pub(crate) fn has(&self, dimension: Dimension) -> bool {
        self.labels.iter().any(|label| label.dimension == dimension)
    }
}
