//! The tables of two evaluations, cell by cell. Rows are found by subject and columns by name, for a result that differs
//! may have both in another order.

use std::collections::BTreeMap;

use zhibiao_proto::compare::v1::{EvaluateFrameworkResponse, Numbers};

/// A table in which two evaluations differ.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// The field of the evaluation.
    pub(super) table: &'static str,
    /// The first cell that differs: its subject, and its column where there are several.
    pub(super) place: String,
    /// What it was.
    pub(super) expected: String,
    /// What it is.
    pub(super) found: String,
}

/// What a table has columns of.
#[derive(Debug, Clone, Copy)]
enum Columns {
    /// The aggregates but the index itself, which is compared on its own.
    Branches,
    Indicators,
    /// The aggregates but the index itself, then the indicators.
    Components,
    /// One.
    Single,
}

/// A table of an evaluation.
struct Table<'a> {
    numbers: Vec<Option<f64>>,
    rows: BTreeMap<&'a str, usize>,
    columns: Vec<&'a str>,
}

type Field = fn(&EvaluateFrameworkResponse) -> &Option<Numbers>;

const TABLES: [(&str, Columns, Field); 12] = [
    ("scores", Columns::Branches, |of| &of.scores),
    ("ranks", Columns::Branches, |of| &of.ranks),
    ("group_ranks", Columns::Single, |of| &of.group_ranks),
    ("baseline_ranks", Columns::Single, |of| &of.baseline_ranks),
    ("baseline_scores", Columns::Single, |of| &of.baseline_scores),
    ("contributions", Columns::Indicators, |of| &of.contributions),
    ("raw", Columns::Indicators, |of| &of.raw),
    ("denominated", Columns::Indicators, |of| &of.denominated),
    ("imputed", Columns::Indicators, |of| &of.imputed),
    ("treated", Columns::Indicators, |of| &of.treated),
    ("normalised", Columns::Indicators, |of| &of.normalised),
    ("subject_weights", Columns::Components, |of| &of.subject_weights),
];

/// The tables of what is expected that differ from what is found; what is not expected is not compared.
pub(super) fn differences<'a>(
    expected: &'a EvaluateFrameworkResponse,
    found: &'a EvaluateFrameworkResponse,
) -> impl Iterator<Item = Difference> + 'a {
    TABLES.iter().filter_map(move |(name, columns, field)| {
        let before = Table::of(expected, *columns, field(expected).as_ref()?);
        let nothing = Numbers::default();
        let now = Table::of(found, *columns, field(found).as_ref().unwrap_or(&nothing));
        let (place, expected, found) = before.first_difference(&now)?;
        let told = |cell: Option<f64>| cell.map_or_else(|| "none".to_owned(), |cell| cell.to_string());
        Some(Difference {
            table: name,
            place,
            expected: told(expected),
            found: told(found),
        })
    })
}

impl Columns {
    fn names(self, of: &EvaluateFrameworkResponse) -> Vec<&str> {
        let branches = of.aggregates.len().saturating_sub(1);
        let branches = of.aggregates.iter().take(branches).map(|one| one.id.as_str());
        let indicators = of.indicators.iter().map(|one| one.indicator.as_str());
        match self {
            Self::Branches => branches.collect(),
            Self::Indicators => indicators.collect(),
            Self::Components => branches.chain(indicators).collect(),
            Self::Single => vec![""],
        }
    }
}

impl<'a> Table<'a> {
    fn of(evaluation: &'a EvaluateFrameworkResponse, columns: Columns, numbers: &Numbers) -> Self {
        let subjects = evaluation.subjects.iter().enumerate();
        Self {
            numbers: numbers.iter().collect(),
            rows: subjects.map(|(at, subject)| (subject.as_str(), at)).collect(),
            columns: columns.names(evaluation),
        }
    }

    fn cell(&self, row: usize, column: usize) -> Option<f64> {
        self.numbers
            .get(column * self.rows.len() + row)
            .copied()
            .flatten()
    }

    /// The place of the first cell that another table has not the same bits in, and both cells.
    fn first_difference(&self, other: &Table<'_>) -> Option<(String, Option<f64>, Option<f64>)> {
        let theirs: BTreeMap<&str, usize> = other
            .columns
            .iter()
            .zip(0..)
            .map(|(name, at)| (*name, at))
            .collect();
        self.columns.iter().enumerate().find_map(|(column, name)| {
            let their_column = theirs.get(name);
            self.rows.iter().find_map(|(subject, row)| {
                let own = self.cell(*row, column);
                let place = other.rows.get(subject).zip(their_column);
                let found = place.and_then(|(row, column)| other.cell(*row, *column));
                let place = if name.is_empty() {
                    (*subject).to_owned()
                } else {
                    format!("{subject}, {name}")
                };
                (own.map(f64::to_bits) != found.map(f64::to_bits)).then_some((place, own, found))
            })
        })
    }
}
