//! What a file is about and what it measures, gathered value by value.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use zhibiao_model::{
    catalog::fold,
    numeral::{Cell, MissingMarks, read_cell},
    period::{self, Frequency},
};
use zhibiao_tabular::{Entry, Notice, Sink, Table, Value};

/// Distinct names that a draft takes up; a file with more of them has its columns mixed up.
const MAX_NAMES: usize = 20_000;

/// Longest name: longer text is a sentence.
const MAX_NAME: usize = 120;

/// A year for parts of a year that stand without theirs; only the frequency is wanted.
const ANY_YEAR: i16 = 2024;

/// What was seen of one indicator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    /// Units as written, with the number of values each.
    pub(crate) units: BTreeMap<String, usize>,
    /// Frequencies of its periods, with the number of values each.
    pub(crate) frequencies: BTreeMap<Frequency, usize>,
    /// Values that count from the start of the year.
    pub(crate) cumulative: usize,
    /// What it is about, as places in the order of subjects.
    pub(crate) subjects: BTreeSet<usize>,
}

/// Gathers what a file says.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    /// Indicators by their folded name.
    pub(crate) indicators: BTreeMap<String, Measured>,
    /// Names of indicators, in the order of the file.
    pub(crate) indicator_order: Vec<String>,
    /// Names of subjects, in the order of the file.
    pub(crate) subject_order: Vec<String>,
    /// Places in that order by folded name.
    subjects: BTreeMap<String, usize>,
    /// Values without a subject.
    pub(crate) without_subject: usize,
    /// Values without a period, or with a part of a year whose year is not said.
    pub(crate) without_period: usize,
    /// Texts in the place of periods that are none.
    pub(crate) odd_periods: BTreeSet<String>,
    /// What was understood of each table.
    pub(crate) tables: Vec<String>,
    marks: MissingMarks,
}

impl Sink for Collector {
    fn table(&mut self, table: &Table) {
        self.tables.push(table.to_string());
    }

    fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()> {
        let Some(cell_unit) = self.unit_in(entry.value) else {
            return ControlFlow::Continue(());
        };
        // A total is no subject of its own: it checks its parts.
        let about = match entry.subject {
            Some(subject) if !entry.total => self.subject(subject.text),
            Some(_) => None,
            None => {
                self.without_subject += usize::from(!entry.total);
                None
            }
        };
        if let Some(indicator) = entry.indicator {
            let unit = cell_unit.or_else(|| entry.unit.map(|unit| unit.text.to_owned()));
            self.indicator(
                indicator.text,
                unit,
                entry.period.map(|period| period.text),
                about,
            );
        }
        ControlFlow::Continue(())
    }

    fn notice(&mut self, _: Notice) {}
}

impl Collector {
    /// The unit that stands in the cell itself, if any; `None` for a cell that holds no figure.
    fn unit_in(&self, value: Value<'_>) -> Option<Option<String>> {
        match value {
            Value::Number(_) => Some(None),
            Value::Percentage(_) => Some(Some("%".to_owned())),
            Value::Text(text) => match read_cell(text, &self.marks) {
                Ok(Cell::Number(number)) => Some(number.unit.map(|unit| unit.symbol().to_owned())),
                Ok(Cell::Missing { .. }) => Some(None),
                Ok(Cell::Blank | Cell::Text) | Err(_) => None,
            },
            Value::Date(_) | Value::Error(_) | Value::FormulaWithoutValue => None,
        }
    }

    /// The place of a subject in their order; none when it is not taken up.
    fn subject(&mut self, name: &str) -> Option<usize> {
        let key = fold(name);
        if let Some(place) = self.subjects.get(&key) {
            return Some(*place);
        }
        if name.chars().count() > MAX_NAME || self.subjects.len() >= MAX_NAMES {
            return None;
        }
        let place = self.subject_order.len();
        self.subject_order.push(name.to_owned());
        self.subjects.insert(key, place);
        Some(place)
    }

    fn indicator(&mut self, name: &str, unit: Option<String>, period: Option<&str>, about: Option<usize>) {
        let key = fold(name);
        if !self.indicators.contains_key(&key) {
            if name.chars().count() > MAX_NAME || self.indicators.len() >= MAX_NAMES {
                return;
            }
            self.indicator_order.push(name.to_owned());
        }
        let measured = self.indicators.entry(key).or_default();
        measured.subjects.extend(about);
        if let Some(unit) = unit {
            *measured.units.entry(unit).or_default() += 1;
        }
        let Some(text) = period else {
            self.without_period += 1;
            return;
        };
        let whole = period::read(text);
        let reading = whole.or_else(|| {
            self.without_period += usize::from(period::read_in_year(text, ANY_YEAR).is_some());
            period::read_in_year(text, ANY_YEAR)
        });
        match reading {
            Some(reading) => {
                measured.cumulative += usize::from(reading.cumulative);
                *measured
                    .frequencies
                    .entry(reading.period.frequency())
                    .or_default() += 1;
            }
            None => {
                self.odd_periods.insert(text.to_owned());
            }
        }
    }
}
