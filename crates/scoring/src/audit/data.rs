//! Checks of the figures themselves.

use super::{Aspect, Check, Verdict, check};
use crate::{
    evaluation::Evaluation,
    fault::first_of,
    framework::Framework,
    index::Index,
    note::{Note, Warning},
    table::{Column, Table},
};

const IMPUTED: &str = "fewer than 65 % are known: the result rests on imputation";
const WEIGHTED: &str = "fewer than 65 % are known: the rest weighs the more";
const UNRANKED: &str = "fewer than 65 % are known: too few for a result";
const SOME: &str = "fewer than 80 % are known";

/// Fewest units whose figures can hang together: two always lie on a line.
const FEWEST: usize = 3;

/// That there are too few units to judge by; nothing where there are enough.
pub(super) fn subjects(index: &Index<'_>, checks: &mut Vec<Check>) {
    let units = index.units.len();
    if units < FEWEST {
        checks.push(Check {
            aspect: Aspect::Subjects,
            about: vec![index.framework.nodes()[index.framework.root()].id.clone()],
            value: units as f64,
            verdict: Verdict::Warn,
            reason: format!(
                "fewer than {FEWEST} subjects are ranked: how indicators hang together can't be judged, audit more"
            ),
        });
    }
}

pub(super) fn availability(index: &Index<'_>, evaluation: &Evaluation, checks: &mut Vec<Check>) {
    for (leaf, code) in index.framework.indicators().enumerate() {
        let column = index.denominated.column(leaf);
        let known = column.iter().filter(|value| !value.is_nan()).count() as f64 / column.len() as f64;
        let imputed = (0..column.len()).any(|row| evaluation.is_imputed(row, leaf));
        checks.push(known_share(Aspect::Availability, code, known, few(imputed)));
    }
}

pub(super) fn coverage(index: &Index<'_>, evaluation: &Evaluation, checks: &mut Vec<Check>) {
    let leaves = index.denominated.columns();
    for (row, code) in index.units().enumerate() {
        let known = (0..leaves)
            .filter(|leaf| index.denominated.value(row, *leaf).is_some())
            .count();
        let imputed = (0..leaves).any(|leaf| evaluation.is_imputed(row, leaf));
        checks.push(known_share(
            Aspect::Coverage,
            code,
            known as f64 / leaves as f64,
            few(imputed),
        ));
    }
}

/// Availability and coverage of a table in which nobody is ranked.
pub(super) fn figures(framework: &Framework, table: &Table, checks: &mut Vec<Check>) {
    let columns: Vec<_> = framework
        .indicators()
        .map(|code| (code, table.column(code)))
        .collect();
    let units = table.units();
    let share = |known: usize, all: usize| known as f64 / all.max(1) as f64;
    for (code, column) in &columns {
        let cells = column.map(|column| column.cells.as_slice()).unwrap_or_default();
        let known = cells.iter().filter(|cell| cell.value().is_some()).count();
        checks.push(known_share(
            Aspect::Availability,
            code,
            share(known, units.len()),
            UNRANKED,
        ));
    }
    for (at, unit) in units.iter().enumerate() {
        let has = |column: &Option<&Column>| column.is_some_and(|column| column.cells[at].value().is_some());
        let known = columns.iter().filter(|(_, column)| has(column)).count();
        checks.push(known_share(
            Aspect::Coverage,
            &unit.code,
            share(known, columns.len()),
            UNRANKED,
        ));
    }
}

/// That nobody is ranked, and why.
pub(super) fn nobody(framework: &Framework, table: &Table, unscored: &[Warning]) -> Check {
    let mut columns = framework.indicators().filter_map(|code| table.column(code));
    let any = columns.any(|column| column.cells.iter().any(|cell| cell.value().is_some()));
    let reason = match (any, unscored) {
        (false, _) => {
            "nobody has a figure of any of its indicators: publish figures, or ask for another period or others".to_owned()
        }
        (true, []) => {
            "everybody has too few figures to be ranked: publish more, or have the framework's `screen` ask for less"
                .to_owned()
        }
        (true, warnings) => format!("nobody has a score: {}", first_of(warnings)),
    };
    Check {
        aspect: Aspect::Subjects,
        about: vec![framework.nodes()[framework.root()].id.clone()],
        value: 0.0,
        verdict: Verdict::Fail,
        reason,
    }
}

/// What too few figures mean for a result.
fn few(imputed: bool) -> &'static str {
    if imputed { IMPUTED } else { WEIGHTED }
}

fn known_share(aspect: Aspect, about: &str, known: f64, few: &str) -> Check {
    let rules = [
        (known < 0.65, Verdict::Fail, few),
        (known < 0.8, Verdict::Warn, SOME),
    ];
    check(aspect, vec![about.to_owned()], known, &rules)
}

pub(super) fn timeliness(index: &Index<'_>, checks: &mut Vec<Check>) {
    for leaf in index.framework.leaves() {
        let code = &leaf.code;
        let Some(column) = index.table.column(code) else {
            continue;
        };
        let by = leaf.denominator.as_ref();
        let by = by.and_then(|by| index.table.column(&by.by));
        // A figure is no newer than what it is divided by.
        let is_carried = |unit: usize| {
            let over = by.map(|by| &by.cells[unit]);
            column.cells[unit].carried || over.is_some_and(|over| over.carried && over.value().is_some())
        };
        let known: Vec<usize> = index
            .units
            .iter()
            .copied()
            .filter(|unit| column.cells[*unit].value().is_some())
            .collect();
        if known.is_empty() {
            continue;
        }
        let current = known.iter().filter(|unit| !is_carried(**unit)).count() as f64 / known.len() as f64;
        let rules = [
            (current < 0.5, Verdict::Fail, "most values are of earlier periods"),
            (
                current < 0.9,
                Verdict::Warn,
                "more than a tenth of the values are of earlier periods",
            ),
        ];
        checks.push(check(Aspect::Timeliness, vec![code.clone()], current, &rules));
    }
}

pub(super) fn outliers(evaluation: &Evaluation, checks: &mut Vec<Check>) {
    for code in evaluation.framework().indicators() {
        let left = evaluation
            .warnings()
            .iter()
            .any(|w| w.about == code && w.note == Note::StillSkewed);
        let rules = [(
            left,
            Verdict::Warn,
            "outliers are left that the treatment could not mend",
        )];
        checks.push(check(
            Aspect::Outliers,
            vec![code.to_owned()],
            f64::from(u8::from(left)),
            &rules,
        ));
    }
}
