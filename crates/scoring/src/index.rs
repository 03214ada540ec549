//! A framework on a table, ready to be computed.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::framework::{Imputation, Normalisation};

use crate::{
    budget::bounded,
    denominate::denominate,
    evaluation::Evaluation,
    fault::{Error, Faults, Part},
    framework::{Framework, Leaf, Method},
    impute::{Past, last},
    matrix::{MISSING, Matrix},
    note::{Note, Notes, Warning},
    ranking::{Better, Rule},
    screen::{Screened, screen},
    table::Table,
};

/// A framework on a table: everything that a draw of a simulation has in common with the nominal result.
#[derive(Debug)]
pub struct Index<'a> {
    pub(crate) framework: &'a Framework,
    pub(crate) table: &'a Table,
    /// Positions in the table of the units that are ranked.
    pub(crate) units: Vec<usize>,
    pub(crate) screened: Vec<Screened>,
    /// Indicators as reported.
    pub(crate) raw: Matrix,
    /// Indicators over their denominators.
    pub(crate) denominated: Matrix,
    /// Values of other periods over theirs, by indicator.
    pub(crate) past: Vec<Vec<Past>>,
    pub(crate) groups: BTreeMap<String, Vec<Option<usize>>>,
    pub(crate) regressors: BTreeMap<String, Vec<f64>>,
    pub(crate) references: BTreeMap<String, usize>,
    pub(crate) warnings: Vec<Warning>,
}

impl<'a> Index<'a> {
    /// Puts a framework on a table.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] with everything that the framework names and the table lacks; [`Error::Unranked`] when no
    /// unit has enough data; [`Error::Limit`] when a method compares more units than can be compared in reasonable time.
    pub fn new(framework: &'a Framework, table: &'a Table) -> Result<Self, Error> {
        let mut faults = Faults::of_framework();
        check(framework, table, &mut faults);
        if !faults.is_empty() {
            return Err(Error::Inapplicable(faults.into_vec()));
        }
        let (units, screened) = screen(framework, table);
        bounded(framework, units.len())?;
        if units.is_empty() {
            return Err(Error::Unranked(screened));
        }
        let mut notes = Notes::Kept(framework.warnings());
        let leaves = framework.leaves();
        let mut raw = Matrix::new(units.len(), leaves.len());
        let mut denominated = Matrix::new(units.len(), leaves.len());
        let mut past = Vec::with_capacity(leaves.len());
        for (at, leaf) in leaves.iter().enumerate() {
            let Some(column) = table.column(&leaf.code) else {
                continue;
            };
            for (cell, unit) in raw.column_mut(at).iter_mut().zip(&units) {
                *cell = column.cells[*unit].value().unwrap_or(MISSING);
            }
            if raw.column(at).iter().all(|value| value.is_nan()) {
                notes.add(&leaf.code, Note::AllMissing);
            }
            let result = denominate(column, leaf.denominator.as_ref(), table, &units);
            let code = |row: usize| table.units()[units[row]].code.as_str();
            notes.units(&leaf.code, &result.lost, code, Note::NoDenominator);
            notes.units(&leaf.code, &result.negative, code, Note::NegativeDenominator);
            denominated.column_mut(at).copy_from_slice(&result.values);
            past.push(result.past);
        }
        let mut index = Self {
            framework,
            table,
            groups: groups(table, &units),
            regressors: BTreeMap::new(),
            references: references(framework, table, &units),
            units,
            screened,
            raw,
            denominated,
            past,
            warnings: notes.into_vec(),
        };
        index.regressors = index.regressors();
        let mut faults = Faults::of_framework();
        for (part, field, normalisation) in normalisations(framework) {
            let unranked = |unit: &&str| !index.references.contains_key(*unit);
            if let Some(unit) = normalisation.reference().filter(unranked) {
                let problem = format!("`{unit}` has too few figures to be ranked: take another reference");
                faults.within(part, |faults| faults.add(format!("{field}.unit"), problem));
            }
        }
        match faults.is_empty() {
            true => Ok(index),
            false => Err(Error::Inapplicable(faults.into_vec())),
        }
    }

    /// The framework.
    #[must_use]
    pub fn framework(&self) -> &'a Framework {
        self.framework
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// Codes of the units that are ranked, in the order of the table; results about units stand in this order.
    pub fn units(&self) -> impl ExactSizeIterator<Item = &'a str> + '_ {
        self.units
            .iter()
            .map(|unit| self.table.units()[*unit].code.as_str())
    }

    /// The time of the figure that a cell was imputed by, in years; none where it was not, or by more than its last one.
    #[must_use]
    pub fn imputed_from(&self, evaluation: &Evaluation, unit: usize, indicator: usize) -> Option<f64> {
        let Imputation::LastPeriod { max_age } = self.framework.leaves()[indicator].impute.chosen else {
            return None;
        };
        let found = last(&self.past[indicator], unit, self.table.time(), max_age)?;
        evaluation.is_imputed(unit, indicator).then_some(found.time)
    }

    /// Positions in the table of the columns that an indicator's cell is made of: its own, and what it is divided by.
    pub fn columns_of(&self, indicator: usize) -> impl Iterator<Item = usize> + '_ {
        let leaf = &self.framework.leaves()[indicator];
        let by = leaf
            .denominator
            .as_ref()
            .map(|denominator| denominator.by.as_str());
        let codes = std::iter::once(leaf.code.as_str()).chain(by);
        codes.filter_map(|code| self.table.columns().iter().position(|column| column.code == code))
    }

    /// Units that are left out for want of data.
    #[must_use]
    pub fn screened(&self) -> &[Screened] {
        &self.screened
    }

    /// Positions in the table of the units that are ranked.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        &self.units
    }

    /// Place of a unit among those that are ranked.
    ///
    /// # Errors
    /// When it is not in the table, or left out for want of data.
    pub fn unit(&self, code: &str) -> Result<usize, Error> {
        self.units().position(|unit| unit == code).ok_or_else(|| {
            let lacks: Vec<String> = self
                .screened
                .iter()
                .filter(|screened| screened.unit == code)
                .map(Screened::lack)
                .collect();
            let problem = match self.table.unit(code) {
                Some(_) => format!(
                    "`{code}` has too few figures to be ranked: it {}",
                    lacks.join("; ")
                ),
                None => format!(
                    "`{code}` is not among those who are ranked: name one of them, or take other peers"
                ),
            };
            Error::inapplicable("unit", problem)
        })
    }

    /// Place of an indicator in the framework.
    ///
    /// # Errors
    /// When it is not in the framework.
    pub fn indicator(&self, code: &str) -> Result<usize, Error> {
        self.framework
            .indicators()
            .position(|indicator| indicator == code)
            .ok_or_else(|| Error::inapplicable("indicator", format!("`{code}` is not in the framework")))
    }

    pub(crate) fn rule(&self) -> Rule {
        let form = self.framework.form();
        Rule {
            better: Better::Higher,
            decimals: Some(form.decimals),
            ties: form.ties,
        }
    }

    pub(crate) fn code(&self, row: usize) -> &'a str {
        &self.table.units()[self.units[row]].code
    }

    /// Columns that regressions go by: as denominated when they are indicators, else as reported.
    fn regressors(&self) -> BTreeMap<String, Vec<f64>> {
        let mut regressors = BTreeMap::new();
        let imputations = imputations(self.framework);
        for code in imputations
            .iter()
            .filter_map(|(.., imputation)| imputation.regressor())
        {
            let own = self
                .framework
                .indicators()
                .position(|indicator| indicator == code);
            let values = match (own, self.table.column(code)) {
                (Some(leaf), _) => self.denominated.column(leaf).to_vec(),
                (None, Some(column)) => self
                    .units
                    .iter()
                    .map(|unit| column.cells[*unit].value().unwrap_or(MISSING))
                    .collect(),
                (None, None) => continue,
            };
            regressors.insert(code.to_owned(), values);
        }
        regressors
    }
}

/// Everything that a framework may impute with, and where it says so.
fn imputations(framework: &Framework) -> Vec<(Part, String, &Imputation)> {
    let form = framework.form();
    said(
        framework,
        "impute",
        |leaf| &leaf.impute,
        (&form.impute, "imputation", &form.uncertainty.imputation),
    )
}

fn normalisations(framework: &Framework) -> Vec<(Part, String, &Normalisation)> {
    let form = framework.form();
    said(
        framework,
        "normalise",
        |leaf| &leaf.normalise,
        (&form.normalise, "normalisation", &form.uncertainty.normalisation),
    )
}

/// Methods of a step and where the framework says them, each place once: of indicators, of all without one of their own,
/// and alternatives.
fn said<'a, T>(
    framework: &'a Framework,
    step: &str,
    of: impl Fn(&'a Leaf) -> &'a Method<T>,
    (default, uncertain, alternatives): (&'a T, &str, &'a [T]),
) -> Vec<(Part, String, &'a T)> {
    let (mut found, mut followed) = (Vec::new(), false);
    for leaf in framework.leaves() {
        let method = of(leaf);
        if method.own {
            let part = Part::Indicator(leaf.code.clone());
            found.push((part, step.to_owned(), &method.chosen));
        } else {
            followed = true;
        }
    }
    found.extend(followed.then(|| (Part::Framework, step.to_owned(), default)));
    let alternatives = alternatives.iter().enumerate();
    let alternative = |(at, one)| (Part::Framework, format!("uncertainty.{uncertain}[{at}]"), one);
    found.extend(alternatives.map(alternative));
    found
}

fn check(framework: &Framework, table: &Table, faults: &mut Faults) {
    for leaf in framework.leaves() {
        faults.of_indicator(&leaf.code, |faults| {
            faults.check(table.column(&leaf.code).is_some(), "", || {
                "is not in the table".to_owned()
            });
            if let Some(denominator) = &leaf.denominator {
                let by = &denominator.by;
                faults.check(table.column(by).is_some(), "denominator.by", || {
                    format!("`{by}` is not in the table")
                });
            }
        });
    }
    let groupings: BTreeSet<&str> = table
        .units()
        .iter()
        .flat_map(|unit| unit.groups.keys().map(String::as_str))
        .collect();
    for (part, field, imputation) in imputations(framework) {
        faults.within(part, |faults| {
            imputable(&field, imputation, table, &groupings, faults);
        });
    }
    for (part, field, normalisation) in normalisations(framework) {
        if let Some(unit) = normalisation.reference() {
            faults.within(part, |faults| {
                faults.check(table.unit(unit).is_some(), &format!("{field}.unit"), || {
                    format!(
                        "`{unit}` is not among those who are ranked: take another reference, or other peers"
                    )
                });
            });
        }
    }
}

/// Whether there is what an imputation goes by.
fn imputable(
    field: &str,
    imputation: &Imputation,
    table: &Table,
    groupings: &BTreeSet<&str>,
    faults: &mut Faults,
) {
    if let Some(by) = imputation.grouping() {
        faults.check(groupings.contains(by), &format!("{field}.by"), || {
            let known: Vec<&str> = groupings.iter().copied().collect();
            match known.as_slice() {
                [] => {
                    format!("no subject has a group by `{by}`, nor by anything else: take another imputation")
                }
                known => format!(
                    "no subject has a group by `{by}`: give one of {}",
                    known.join(", ")
                ),
            }
        });
    }
    if let Some(on) = imputation.regressor() {
        faults.check(table.column(on).is_some(), &format!("{field}.on"), || {
            format!("`{on}` is not in the table")
        });
    }
}

fn groups(table: &Table, units: &[usize]) -> BTreeMap<String, Vec<Option<usize>>> {
    let mut groups: BTreeMap<String, Vec<Option<usize>>> = BTreeMap::new();
    let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (row, unit) in units.iter().enumerate() {
        for (grouping, group) in &table.units()[*unit].groups {
            let next = numbers.len();
            let number = *numbers.entry((grouping, group)).or_insert(next);
            let column = groups
                .entry(grouping.clone())
                .or_insert_with(|| vec![None; units.len()]);
            column[row] = Some(number);
        }
    }
    groups
}

fn references(framework: &Framework, table: &Table, units: &[usize]) -> BTreeMap<String, usize> {
    normalisations(framework)
        .into_iter()
        .filter_map(|(.., normalisation)| normalisation.reference())
        .filter_map(|code| {
            let unit = table.unit(code)?;
            Some((code.to_owned(), units.iter().position(|other| *other == unit)?))
        })
        .collect()
}
