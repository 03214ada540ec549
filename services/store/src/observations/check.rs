//! Checks a batch against the catalogue.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::Indicator,
    ids::{IndicatorCode, SubjectName},
    period::Frequency,
    unit::Unit,
};
use zhibiao_proto::convert::{Faults, InvalidMessage, columns::Columns};
use zhibiao_runtime::error::{Code, Problem, Violation};

use crate::{core, library::Edition};

/// Unknown names that are told with the nearest ones: each costs a look at the whole catalogue.
const HELPED: u32 = 20;

/// Finds every row whose indicator, period and subject do not go together. Each dictionary entry is looked up once.
///
/// # Errors
/// All faults.
pub(super) fn against(columns: &Columns, edition: &Edition) -> Result<(), InvalidMessage> {
    let mut faults = Faults::default();
    let mut helped = 0..HELPED;
    let indicators: Vec<Option<&Indicator>> = columns
        .indicators()
        .iter()
        .enumerate()
        .map(|(i, code)| {
            let found = edition.catalog.indicator(code).map(AsRef::as_ref);
            if found.is_none() {
                let nearest = helped.next().map(|_| core::nearest_indicators(edition, code));
                faults.add(
                    format!("indicators[{i}]"),
                    unknown(code, &nearest.unwrap_or_default()),
                );
            }
            found
        })
        .collect();
    for (i, name) in columns.subjects().iter().enumerate() {
        if !edition.catalog.has_subject(name) {
            let nearest = helped.next().map(|_| core::nearest_subjects(edition, name));
            faults.add(
                format!("subjects[{i}]"),
                unknown(name, &nearest.unwrap_or_default()),
            );
        }
    }
    let kinds = Kinds::new(columns.subjects(), &indicators);
    let frequencies: Vec<Frequency> = columns
        .periods()
        .iter()
        .map(|period| period.frequency())
        .collect();
    for (i, row) in columns.rows().iter().enumerate() {
        let Some(indicator) = indicators[row.indicator as usize] else {
            continue;
        };
        let frequency = frequencies[row.period as usize];
        if frequency != indicator.frequency {
            let period = columns.periods()[row.period as usize];
            let message = format!(
                "{period} is {frequency}, but {} is {}",
                indicator.code, indicator.frequency
            );
            faults.add(format!("period[{i}]"), message);
        }
        if !kinds.fit(row.indicator, row.subject) {
            let subject = &columns.subjects()[row.subject as usize];
            let kinds: Vec<&str> = indicator.subject_kinds.iter().map(|kind| kind.id()).collect();
            let message = format!(
                "{} is about {}, not about {subject}",
                indicator.code,
                kinds.join(", ")
            );
            faults.add(format!("subject[{i}]"), message);
        }
    }
    faults.finish()
}

/// Finds every indicator that the catalogue keeps in another unit than the values are in. No units say nothing.
///
/// # Errors
/// UNITS_CHANGED, with each of them.
pub(super) fn units(indicators: &[IndicatorCode], units: &[Unit], edition: &Edition) -> Result<(), Problem> {
    let differing: Vec<Violation> = indicators
        .iter()
        .zip(units)
        .enumerate()
        .filter_map(|(i, (code, unit))| {
            let kept = &edition.catalog.indicator(code)?.unit;
            (kept != unit).then(|| Violation {
                field: format!("units[{i}]"),
                description: format!("the values of {code} are in {unit}, the catalogue keeps it in {kept}"),
            })
        })
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    let message = "indicators are kept in other units: convert the values, then write them anew";
    Err(Problem {
        violations: differing,
        ..Problem::new(Code::FailedPrecondition, "UNITS_CHANGED", message)
    })
}

fn unknown(name: &impl std::fmt::Display, nearest: &[String]) -> String {
    if nearest.is_empty() {
        format!("`{name}` is not in the catalogue: add it or correct the name")
    } else {
        format!(
            "`{name}` is not in the catalogue; the nearest: {}",
            nearest.join(", ")
        )
    }
}

/// Which kinds of subject go with which indicators of a batch.
struct Kinds {
    of_subject: Vec<usize>,
    of_indicator: Vec<Vec<bool>>,
}

impl Kinds {
    fn new(subjects: &[SubjectName], indicators: &[Option<&Indicator>]) -> Self {
        let kinds: Vec<&str> = subjects
            .iter()
            .map(SubjectName::kind)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let place = |subject: &SubjectName| kinds.binary_search(&subject.kind()).unwrap_or_default();
        let about = |indicator: &Option<&Indicator>| {
            let is_about = |kind: &&str| {
                indicator.is_some_and(|indicator| indicator.subject_kinds.iter().any(|k| k.id() == *kind))
            };
            kinds.iter().map(is_about).collect()
        };
        Self {
            of_subject: subjects.iter().map(place).collect(),
            of_indicator: indicators.iter().map(about).collect(),
        }
    }

    fn fit(&self, indicator: u32, subject: u32) -> bool {
        let kind = self.of_subject[subject as usize];
        self.of_indicator[indicator as usize]
            .get(kind)
            .copied()
            .unwrap_or_default()
    }
}
