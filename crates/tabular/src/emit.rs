//! Entries of a row of data.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use crate::entry::{Entry, Place, Sink, Term, Value, Vocabulary};
use crate::row::{Cell, Content, Row};
use crate::shape::{
    Dimension, Named, Plan, Role, ValueColumn, in_year, is_part_of_year, is_total, split_unit,
};

/// Most labels whose parts are remembered.
const REMEMBERED: usize = 10_000;

/// Where name and unit stand in a label, if it has both.
type Parts = Option<(Range<usize>, Range<usize>)>;

/// Reads the rows of one planned table.
#[derive(Debug)]
pub(crate) struct Emitter {
    plan: Plan,
    /// The labels that hold for the row, by label column.
    labels: Vec<Now>,
    /// A subject or period named on a line of its own among the rows.
    section_subject: Option<Named>,
    section_period: Option<Named>,
    /// Labels that may have a unit in them.
    parts: HashMap<String, Parts>,
    /// Text put together for one entry.
    period: String,
    indicator: String,
}

/// The label of a column as it stands for a row.
#[derive(Clone, Debug, Default)]
struct Now {
    text: String,
    place: Place,
    total: bool,
    /// Of an indicator's label: where its name and its unit stand.
    parts: Parts,
}

/// Terms of a row that hold for all of its values.
struct RowTerms<'a> {
    subject: Option<Term<'a>>,
    indicator: Option<Term<'a>>,
    period: Option<Term<'a>>,
    part: Option<Term<'a>>,
    unit: Option<Term<'a>>,
    label_unit: Option<Term<'a>>,
    qualifier: Option<Term<'a>>,
    status: Option<Term<'a>>,
    note: Option<Term<'a>>,
    source: Option<Term<'a>>,
    total: bool,
}

impl Emitter {
    pub(crate) fn new(plan: Plan) -> Self {
        let labels = vec![Now::default(); plan.labels.len()];
        Self {
            plan,
            labels,
            section_subject: None,
            section_period: None,
            parts: HashMap::new(),
            period: String::new(),
            indicator: String::new(),
        }
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// From here on the rows are about this subject.
    pub(crate) fn set_section_subject(&mut self, named: Named) {
        self.section_subject = Some(named);
    }

    /// From here on the rows are about this period.
    pub(crate) fn set_section_period(&mut self, named: Named) {
        self.section_period = Some(named);
    }

    /// Hands out the entries of a row.
    pub(crate) fn emit(
        &mut self,
        sheet: u32,
        row: &Row,
        vocabulary: &dyn Vocabulary,
        sink: &mut dyn Sink,
        entries: &mut u32,
    ) -> ControlFlow<()> {
        self.take_labels(sheet, row, vocabulary);
        let Self {
            plan,
            labels,
            section_subject,
            section_period,
            parts: _,
            period,
            indicator,
        } = self;
        let terms = row_terms(plan, labels);
        for cell in row.cells() {
            let Some(Role::Value(index)) = plan.role(cell.column) else {
                continue;
            };
            let Some(column) = plan.values.get(index) else {
                continue;
            };
            let entry = Entry {
                place: Place {
                    sheet,
                    row: row.number,
                    column: cell.column,
                },
                subject: own(&column.subject)
                    .or(terms.subject)
                    .or_else(|| own(section_subject))
                    .or_else(|| own(&plan.subject)),
                indicator: indicator_of(column, &terms, plan, indicator),
                period: period_of(column, &terms, section_period.as_ref(), plan, period),
                unit: unit_of(column, &terms, plan),
                qualifier: terms.qualifier,
                status: terms.status,
                note: terms.note,
                source: terms.source,
                value: value(row, cell),
                total: terms.total || column.total,
            };
            *entries = entries.saturating_add(1);
            sink.entry(entry)?;
        }
        ControlFlow::Continue(())
    }

    /// Takes the labels of a row; those of groups stay where the row has none.
    fn take_labels(&mut self, sheet: u32, row: &Row, vocabulary: &dyn Vocabulary) {
        let mut broken = false;
        for (label, now) in self.plan.labels.iter().zip(&mut self.labels) {
            match row.at(label.column) {
                Some(cell) => {
                    let shown = row.shown(cell);
                    if now.text != *shown {
                        now.text.clear();
                        now.text.push_str(&shown);
                        now.total = is_total(&now.text);
                        now.parts = match label.dimension {
                            Dimension::Indicator => parts_of(&now.text, &mut self.parts, vocabulary),
                            Dimension::Subject
                            | Dimension::Period
                            | Dimension::PartOfYear
                            | Dimension::Unit
                            | Dimension::Qualifier
                            | Dimension::Status
                            | Dimension::Note
                            | Dimension::Source => None,
                        };
                    }
                    now.place = Place {
                        sheet,
                        row: row.number,
                        column: cell.column,
                    };
                    // A new group starts its inner groups anew.
                    broken |= label.carry;
                }
                None if label.carry && !broken => {}
                None => {
                    now.text.clear();
                    now.total = false;
                    now.parts = None;
                }
            }
        }
    }
}

/// Cuts an indicator's label into name and unit, once for each text.
fn parts_of(text: &str, known: &mut HashMap<String, Parts>, vocabulary: &dyn Vocabulary) -> Parts {
    if !text.contains(['(', '（', '[', '【', '/', '／', ',', '，', ':', '：', '［', '〔']) {
        return None;
    }
    if let Some(parts) = known.get(text) {
        return parts.clone();
    }
    let parts = (!vocabulary.is_indicator(text))
        .then(|| split_unit(text))
        .flatten();
    let parts = parts.and_then(|(name, unit)| Some((within(text, name)?, within(text, unit)?)));
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(text.to_owned(), parts.clone());
    parts
}

/// Where a part stands in a text that has it.
fn within(text: &str, part: &str) -> Option<Range<usize>> {
    let start = text.rfind(part)?;
    Some(start..start + part.len())
}

fn row_terms<'a>(plan: &Plan, labels: &'a [Now]) -> RowTerms<'a> {
    let mut terms = RowTerms {
        subject: None,
        indicator: None,
        period: None,
        part: None,
        unit: None,
        label_unit: None,
        qualifier: None,
        status: None,
        note: None,
        source: None,
        total: false,
    };
    for (label, now) in plan.labels.iter().zip(labels) {
        let term = (!now.text.is_empty()).then_some(Term {
            text: &now.text,
            place: now.place,
        });
        match label.dimension {
            Dimension::Subject => {
                terms.subject = term;
                terms.total |= now.total;
            }
            Dimension::Indicator => {
                terms.total |= now.total;
                match &now.parts {
                    Some((name, unit)) => {
                        let part = |range: &Range<usize>| {
                            Some(Term {
                                text: now.text.get(range.clone())?,
                                place: now.place,
                            })
                        };
                        terms.indicator = part(name);
                        terms.label_unit = part(unit);
                    }
                    None => terms.indicator = term,
                }
            }
            Dimension::Period => terms.period = term,
            Dimension::PartOfYear => terms.part = term,
            Dimension::Unit => terms.unit = term,
            Dimension::Qualifier => terms.qualifier = term,
            Dimension::Status => terms.status = term,
            Dimension::Note => terms.note = term,
            Dimension::Source => terms.source = term,
        }
    }
    terms
}

fn own(named: &Option<Named>) -> Option<Term<'_>> {
    named.as_ref().map(|named| Term {
        text: &named.text,
        place: named.place,
    })
}

/// The indicator of a value; a measure in the head is put behind the row's indicator.
fn indicator_of<'a>(
    column: &'a ValueColumn,
    terms: &RowTerms<'a>,
    plan: &'a Plan,
    text: &'a mut String,
) -> Option<Term<'a>> {
    let base = own(&column.indicator)
        .or(terms.indicator)
        .or_else(|| own(&plan.indicator));
    match (base, &column.measure) {
        (Some(base), Some(measure)) => {
            text.clear();
            text.push_str(base.text);
            text.push(' ');
            text.push_str(&measure.text);
            Some(Term {
                text,
                place: base.place,
            })
        }
        (None, Some(measure)) => Some(Term {
            text: &measure.text,
            place: measure.place,
        }),
        (base, None) => base,
    }
}

/// The period of a value; a part of a year is put behind the year, wherever that stands.
fn period_of<'a>(
    column: &'a ValueColumn,
    terms: &RowTerms<'a>,
    section: Option<&'a Named>,
    plan: &'a Plan,
    text: &'a mut String,
) -> Option<Term<'a>> {
    let around = section
        .map(|named| Term {
            text: &named.text,
            place: named.place,
        })
        .or_else(|| own(&plan.period));
    let across = own(&column.period);
    let (year, part) = match (terms.period, terms.part, across) {
        (Some(year), Some(part), _) => (year, part),
        (Some(down), None, Some(across)) if may_be_part(down.text) => (across, down),
        (Some(down), None, Some(across)) if may_be_part(across.text) => (down, across),
        (Some(down), None, None) if may_be_part(down.text) => match around {
            Some(year) => (year, down),
            None => return Some(down),
        },
        (None, Some(part), across) => match across.or(around) {
            Some(year) => (year, part),
            None => return Some(part),
        },
        (down, None, across) => return across.or(down).or(around),
    };
    text.clear();
    text.push_str(&in_year(year.text, part.text));
    Some(Term {
        text,
        place: part.place,
    })
}

/// A month or quarter without its year. Whole periods begin with one, so that most texts need no parsing.
fn may_be_part(text: &str) -> bool {
    let mut digits = text.chars().take(4);
    !digits.by_ref().all(|c| c.is_ascii_digit()) && is_part_of_year(text)
}

/// The unit of a value: from its column's head, its row, or the context. A growth rate has none but its own.
fn unit_of<'a>(column: &'a ValueColumn, terms: &RowTerms<'a>, plan: &'a Plan) -> Option<Term<'a>> {
    let unit = own(&column.unit);
    if column.growth {
        return unit;
    }
    unit.or(terms.unit)
        .or(terms.label_unit)
        .or_else(|| own(&plan.unit))
}

fn value<'a>(row: &'a Row, cell: &Cell) -> Value<'a> {
    match cell.content {
        Content::Number(number) => Value::Number(number),
        Content::Percentage(number) => Value::Percentage(number),
        Content::Text => Value::Text(row.raw(cell)),
        Content::Date => Value::Date(row.raw(cell)),
        Content::Error => Value::Error(row.raw(cell)),
        Content::FormulaWithoutValue => Value::FormulaWithoutValue,
    }
}
