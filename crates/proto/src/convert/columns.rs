//! Batches of observations in columns.
//!
//! [`Columns`] is the checked form of an `ObservationColumns` message: dictionaries of domain names, and rows that
//! index them. Collect [`Observation`]s into it to send them, iterate [`Columns::observations`] to take them apart.

mod dictionary;
mod evidence;

use std::sync::Arc;

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    observation::{CellKey, Evidence, Figure, Observation, Provenance},
    period::Period,
    qualifier::Qualifier,
    status::Status,
};

use super::{Faults, InvalidMessage, cell};
use crate::observation::v1;

pub use dictionary::Dictionary;
pub use evidence::{EvidenceWriter, read as evidence};

/// A batch of observations. Every index of a row lies in its dictionary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    subjects: Vec<SubjectName>,
    indicators: Vec<IndicatorCode>,
    periods: Vec<Period>,
    provenances: Vec<Arc<Provenance>>,
    rows: Vec<Row>,
}

/// One observation: indexes into the dictionaries of its [`Columns`], and what the cell says.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the period.
    pub period: u32,
    /// Index of the subject.
    pub subject: u32,
    /// Index of the provenance.
    pub provenance: Option<u32>,
    /// What the cell says.
    pub figure: Figure,
    /// Where it stands.
    pub evidence: Option<Evidence>,
}

impl Columns {
    /// Dictionary of subjects.
    #[must_use]
    pub fn subjects(&self) -> &[SubjectName] {
        &self.subjects
    }

    /// Dictionary of indicators.
    #[must_use]
    pub fn indicators(&self) -> &[IndicatorCode] {
        &self.indicators
    }

    /// Dictionary of periods.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Dictionary of provenances.
    #[must_use]
    pub fn provenances(&self) -> &[Arc<Provenance>] {
        &self.provenances
    }

    /// The rows, in the order they were given.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cell that a row is about.
    ///
    /// # Panics
    /// When the row is of other columns.
    #[must_use]
    pub fn key(&self, row: &Row) -> CellKey {
        CellKey {
            indicator: self.indicators[row.indicator as usize].clone(),
            period: self.periods[row.period as usize],
            subject: self.subjects[row.subject as usize].clone(),
        }
    }

    /// Keeps only the rows that a filter takes; the dictionaries stay.
    pub fn retain(&mut self, mut keep: impl FnMut(&Row) -> bool) {
        self.rows.retain(|row| keep(row));
    }

    /// Each row as an observation of its own.
    pub fn observations(&self) -> impl Iterator<Item = Observation> + '_ {
        self.rows.iter().map(|row| Observation {
            key: CellKey {
                indicator: self.indicators[row.indicator as usize].clone(),
                period: self.periods[row.period as usize],
                subject: self.subjects[row.subject as usize].clone(),
            },
            figure: row.figure,
            provenance: row
                .provenance
                .map(|at| Arc::clone(&self.provenances[at as usize])),
            evidence: row.evidence.clone(),
        })
    }
}

impl FromIterator<Observation> for Columns {
    fn from_iter<I: IntoIterator<Item = Observation>>(observations: I) -> Self {
        let mut subjects = Dictionary::default();
        let mut indicators = Dictionary::default();
        let mut periods = Dictionary::default();
        let mut provenances = Dictionary::default();
        let rows = observations
            .into_iter()
            .map(
                |Observation {
                     key:
                         CellKey {
                             indicator,
                             period,
                             subject,
                         },
                     figure,
                     provenance,
                     evidence,
                 }| Row {
                    indicator: indicators.index(indicator),
                    period: periods.index(period),
                    subject: subjects.index(subject),
                    provenance: provenance.map(|p| provenances.index(p)),
                    figure,
                    evidence,
                },
            )
            .collect();
        Self {
            subjects: subjects.into_entries(),
            indicators: indicators.into_entries(),
            periods: periods.into_entries(),
            provenances: provenances.into_entries(),
            rows,
        }
    }
}

impl TryFrom<v1::ObservationColumns> for Columns {
    type Error = InvalidMessage;

    fn try_from(message: v1::ObservationColumns) -> Result<Self, InvalidMessage> {
        let v1::ObservationColumns {
            subjects,
            indicators,
            periods,
            subject,
            indicator,
            period,
            value,
            qualifier,
            status,
            provenances,
            provenance,
            evidence,
        } = message;
        let mut faults = Faults::default();
        let subjects = entries(&mut faults, "subjects", &subjects);
        let indicators = entries(&mut faults, "indicators", &indicators);
        let periods = entries(&mut faults, "periods", &periods);
        let provenances: Vec<_> = provenances
            .into_iter()
            .enumerate()
            .filter_map(|(i, p)| {
                faults
                    .nested(|| format!("provenances[{i}]"), p.try_into())
                    .map(Arc::new)
            })
            .collect();
        // An entry that can't be read has moved those after it: rows are read only against whole dictionaries.
        faults.finish()?;

        let mut faults = Faults::default();
        let length = value.len();
        for (name, other, may_be_empty) in [
            ("subject", subject.len(), false),
            ("indicator", indicator.len(), false),
            ("period", period.len(), false),
            ("qualifier", qualifier.len(), true),
            ("status", status.len(), true),
            ("provenance", provenance.len(), true),
        ] {
            if other != length && !(may_be_empty && other == 0) {
                faults.add(name, format!("has {other} entries where `value` has {length}"));
            }
        }
        let evidence = faults.nested(|| "evidence".into(), evidence::read(evidence, length));
        faults.finish()?;

        let indexes = Indexes {
            subject,
            indicator,
            period,
            provenance,
        };
        let marks = Marks {
            value,
            qualifier,
            status,
        };
        let mut columns = Self {
            subjects,
            indicators,
            periods,
            provenances,
            rows: Vec::new(),
        };
        columns.rows = columns.read_rows(&indexes, &marks, evidence.unwrap_or_default())?;
        Ok(columns)
    }
}

struct Indexes {
    subject: Vec<u32>,
    indicator: Vec<u32>,
    period: Vec<u32>,
    provenance: Vec<u32>,
}

struct Marks {
    value: Vec<f64>,
    qualifier: Vec<i32>,
    status: Vec<i32>,
}

impl Columns {
    fn read_rows(
        &self,
        indexes: &Indexes,
        marks: &Marks,
        evidence: Vec<Option<Evidence>>,
    ) -> Result<Vec<Row>, InvalidMessage> {
        let mut faults = Faults::default();
        let mut rows = Vec::with_capacity(marks.value.len());
        let implied = (!self.provenances.is_empty()).then_some(0);
        let said_nothing: Vec<u32> = (0..)
            .zip(&self.provenances)
            .filter(|(_, p)| ***p == Provenance::default())
            .map(|(i, _)| i)
            .collect();
        let mut evidence = evidence.into_iter();
        for (i, value) in marks.value.iter().enumerate() {
            let within = |faults: &mut Faults, name: &str, index: u32, length: usize| {
                if (index as usize) >= length {
                    faults.add(
                        format!("{name}[{i}]"),
                        format!("is {index}, but the dictionary has {length}"),
                    );
                }
                index
            };
            let qualifier = marks
                .qualifier
                .get(i)
                .map_or(Ok(Qualifier::Exact), |n| cell::qualifier(*n));
            let status = marks
                .status
                .get(i)
                .map_or(Ok(Status::Normal), |n| cell::status(*n));
            let qualifier = faults.take(|| format!("qualifier[{i}]"), qualifier);
            let status = faults.take(|| format!("status[{i}]"), status);
            let figure = qualifier.zip(status).and_then(|(qualifier, status)| {
                faults.take(|| format!("value[{i}]"), cell::figure(*value, qualifier, status))
            });
            let row = Row {
                indicator: within(
                    &mut faults,
                    "indicator",
                    indexes.indicator[i],
                    self.indicators.len(),
                ),
                period: within(&mut faults, "period", indexes.period[i], self.periods.len()),
                subject: within(&mut faults, "subject", indexes.subject[i], self.subjects.len()),
                provenance: match indexes.provenance.get(i) {
                    Some(at) => Some(within(&mut faults, "provenance", *at, self.provenances.len())),
                    None => implied,
                }
                .filter(|at| !said_nothing.contains(at)),
                figure: figure.unwrap_or_else(Figure::missing),
                evidence: evidence.next().flatten(),
            };
            rows.push(row);
        }
        faults.finish()?;
        Ok(rows)
    }
}

fn entries<T>(faults: &mut Faults, name: &str, texts: &[String]) -> Vec<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let read = |(i, text): (usize, &String)| faults.take(|| format!("{name}[{i}]"), text.parse());
    texts.iter().enumerate().filter_map(read).collect()
}

impl From<&Columns> for v1::ObservationColumns {
    fn from(columns: &Columns) -> Self {
        let Columns {
            subjects,
            indicators,
            periods,
            provenances,
            rows,
        } = columns;
        let all_exact = rows.iter().all(|row| row.figure.qualifier() == Qualifier::Exact);
        let all_normal = rows.iter().all(|row| row.figure.status() == Status::Normal);
        // Without its column every row has the first provenance, or none when there is no dictionary.
        let implied = (!provenances.is_empty()).then_some(0);
        let all_implied = rows.iter().all(|row| row.provenance == implied);
        let mut provenances: Vec<v1::Provenance> = provenances.iter().map(|p| p.as_ref().into()).collect();
        let mut provenance = Vec::new();
        if !all_implied {
            // A row without provenance points at an empty one, since an index can't be left out.
            let none = provenances.len() as u32;
            if rows.iter().any(|row| row.provenance.is_none()) {
                provenances.push(v1::Provenance::default());
            }
            provenance = rows.iter().map(|row| row.provenance.unwrap_or(none)).collect();
        }
        let mut evidence = EvidenceWriter::default();
        for row in rows {
            evidence.push(row.evidence.as_ref());
        }
        let qualifier = |row: &Row| v1::Qualifier::from(row.figure.qualifier()).into();
        let status = |row: &Row| v1::Status::from(row.figure.status()).into();
        Self {
            subjects: subjects.iter().map(ToString::to_string).collect(),
            indicators: indicators.iter().map(ToString::to_string).collect(),
            periods: periods.iter().map(ToString::to_string).collect(),
            subject: rows.iter().map(|row| row.subject).collect(),
            indicator: rows.iter().map(|row| row.indicator).collect(),
            period: rows.iter().map(|row| row.period).collect(),
            value: rows.iter().map(|row| row.figure.value().unwrap_or(0.0)).collect(),
            qualifier: if all_exact {
                Vec::new()
            } else {
                rows.iter().map(qualifier).collect()
            },
            status: if all_normal {
                Vec::new()
            } else {
                rows.iter().map(status).collect()
            },
            provenances,
            provenance,
            evidence: evidence.finish(),
        }
    }
}
