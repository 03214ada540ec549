//! What the rows below a head are.

use super::class::{Class, Marks, classify_text, is_number, is_year_number};
use super::columns::is_worded;
use super::plan::{Plan, Role};
use super::words::squeeze;
use crate::entry::Vocabulary;
use crate::row::{Cell, Content, Row};

/// Tables that share their rows.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) plans: Vec<Plan>,
}

/// What a row below the head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Values.
    Data,
    /// Labels without a value.
    Labels,
    /// The head of another table, or this one's again.
    Head,
    /// Nothing in any column of the table.
    Foreign,
}

/// What the value columns of a row hold.
#[derive(Clone, Copy, Debug, Default)]
struct Values {
    /// Bare numbers that could be years.
    years: usize,
    periods: usize,
    texts: usize,
    /// Texts that stand in the head of their column.
    repeated: usize,
}

impl Block {
    /// Tells what a row is.
    pub(crate) fn kind(&self, row: &Row, marks: &Marks, vocabulary: &dyn Vocabulary) -> RowKind {
        // Nearly every row has a number, so the labels need not be looked at.
        let Some(values) = self.values(row, marks) else {
            return RowKind::Data;
        };
        let labels = self.labels(row).count();
        if values.periods > 0 && values.texts == 0 {
            return RowKind::Head;
        }
        if values.years > 0 {
            let unlabelled = labels == 0 && self.plans.iter().all(|plan| !plan.labels.is_empty());
            let head = unlabelled || self.label_is_head(row);
            return if head { RowKind::Head } else { RowKind::Data };
        }
        if values.texts > 0 {
            let head = values.repeated == values.texts
                || (labels == 0 && values.texts > 1)
                || self.label_is_head(row)
                || self.names_indicators(row, values, vocabulary);
            return if head { RowKind::Head } else { RowKind::Data };
        }
        if labels > 0 {
            RowKind::Labels
        } else {
            RowKind::Foreign
        }
    }

    /// Counts what is in the value columns; None as soon as there is a number that is no year.
    fn values(&self, row: &Row, marks: &Marks) -> Option<Values> {
        let mut values = Values::default();
        for plan in &self.plans {
            for cell in row.cells() {
                let Some(Role::Value(index)) = plan.role(cell.column) else {
                    continue;
                };
                if let Content::Number(number) = cell.content
                    && is_year_number(number)
                {
                    values.years += 1;
                } else if is_value(row, cell, marks) {
                    match period_text(row, cell, marks)? {
                        Class::Period => values.periods += 1,
                        Class::YearNumber | Class::Number | Class::Mark | Class::Text => values.years += 1,
                    }
                } else {
                    let own = squeeze(row.raw(cell));
                    let head = plan
                        .values
                        .get(index)
                        .is_some_and(|value| value.head.contains(&own));
                    values.texts += 1;
                    values.repeated += usize::from(head && !own.is_empty());
                }
            }
        }
        Some(values)
    }

    /// The labels of a row, with the heads of their columns.
    fn labels<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.plans
            .iter()
            .flat_map(|plan| &plan.labels)
            .filter_map(|label| {
                let cell = row.at(label.column)?;
                Some((row.raw(cell), label.head.as_str()))
            })
    }

    /// Whether a label is a word of heads, or the head of its own column.
    fn label_is_head(&self, row: &Row) -> bool {
        self.labels(row)
            .any(|(text, head)| is_worded(text) || (!head.is_empty() && squeeze(text) == head))
    }

    /// Whether a row of texts has names of indicators where values should be, and no known name for its label.
    fn names_indicators(&self, row: &Row, values: Values, vocabulary: &dyn Vocabulary) -> bool {
        values.texts > 1
            && row
                .cells()
                .iter()
                .any(|cell| vocabulary.is_indicator(row.raw(cell)))
            && !self
                .labels(row)
                .any(|(text, _)| vocabulary.is_subject(text) || vocabulary.is_indicator(text))
    }
}

pub(crate) fn has_number(row: &Row, marks: &Marks) -> bool {
    row.cells().iter().any(|cell| is_value(row, cell, marks))
}

fn is_value(row: &Row, cell: &Cell, marks: &Marks) -> bool {
    match cell.content {
        Content::Text => {
            let text = row.raw(cell);
            is_number(text) || marks.contains(text)
        }
        Content::Number(_)
        | Content::Percentage(_)
        | Content::Date
        | Content::Error
        | Content::FormulaWithoutValue => true,
    }
}

/// A value that is a period as well, and which kind.
fn period_text(row: &Row, cell: &Cell, marks: &Marks) -> Option<Class> {
    let text = row.raw(cell);
    // Few values are that short and begin like a year.
    if cell.content != Content::Text || text.len() > 30 || !text.starts_with(['1', '2', '１', '２']) {
        return None;
    }
    match classify_text(text, marks) {
        class @ (Class::Period | Class::YearNumber) => Some(class),
        Class::Number | Class::Mark | Class::Text => None,
    }
}
