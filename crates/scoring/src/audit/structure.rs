//! Checks of how indicators hang together.

use super::{Aspect, Check, Verdict, check};
use crate::{
    budget::MAX_CORRELATED,
    eigen,
    evaluation::{Evaluation, Stage},
    fault::Error,
    framework::Child,
    index::Index,
    moments::{correlation, present, variance},
    run::Halt,
};

/// The columns of an aggregate's components, with their names.
fn components<'a>(
    index: &'a Index<'_>,
    evaluation: &'a Evaluation,
    node: usize,
) -> Vec<(&'a str, &'a [f64])> {
    let column = |child: &Child| match *child {
        Child::Leaf(leaf) => evaluation.stage(Stage::Normalised).column(leaf),
        Child::Node(below) => evaluation.scores.nodes.column(below),
    };
    let children = &index.framework.nodes()[node].children;
    children
        .iter()
        .map(|child| (index.framework.name(*child), column(child)))
        .collect()
}

/// Whether an aggregate has more components than are compared with each other.
fn too_many(parts: &[(&str, &[f64])]) -> bool {
    parts.len() > MAX_CORRELATED
}

pub(super) fn siblings(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    for node in 0..index.framework.nodes().len() {
        let parts = components(index, evaluation, node);
        if too_many(&parts) {
            checks.push(Check {
                aspect: Aspect::Siblings,
                about: vec![index.framework.nodes()[node].id.clone()],
                value: parts.len() as f64,
                verdict: Verdict::Warn,
                reason: format!(
                    "has more than {MAX_CORRELATED} components: how they hang together is not looked at, divide it"
                ),
            });
            continue;
        }
        for (at, (name, column)) in parts.iter().enumerate() {
            halt.ask()?;
            for (other, with) in &parts[at + 1..] {
                let Some(r) = correlation(column, with) else {
                    continue;
                };
                let rules = [
                    (
                        r < -0.4,
                        Verdict::Fail,
                        "contradict each other: one offsets the other in the aggregate",
                    ),
                    (
                        r < -0.1,
                        Verdict::Warn,
                        "correlate negatively: a trade-off that the aggregate hides",
                    ),
                    (
                        r > 0.92,
                        Verdict::Warn,
                        "say the same: one of them is redundant, together they count twice",
                    ),
                ];
                checks.push(check(
                    Aspect::Siblings,
                    vec![(*name).to_owned(), (*other).to_owned()],
                    r,
                    &rules,
                ));
            }
        }
    }
    Ok(())
}

pub(super) fn branches(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    let branches = index.framework.branches();
    let tops = components(index, evaluation, index.framework.root());
    if too_many(&tops) {
        // Their siblings tell so.
        return Ok(());
    }
    for (own, (_, leaves)) in branches
        .iter()
        .enumerate()
        .filter(|(_, (_, leaves))| leaves.len() > 1)
    {
        for leaf in leaves {
            halt.ask()?;
            let column = evaluation.stage(Stage::Normalised).column(*leaf);
            let Some(with_own) = correlation(column, tops[own].1) else {
                continue;
            };
            let others = tops.iter().enumerate().filter(|(at, _)| *at != own);
            let strongest = others
                .filter_map(|(_, (name, top))| Some((correlation(column, top)?, *name)))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((r, name)) = strongest else { continue };
            let rules = [(
                r > with_own + 0.05,
                Verdict::Warn,
                "correlates more with another branch than with its own",
            )];
            let about = vec![index.framework.leaves()[*leaf].code.clone(), name.to_owned()];
            checks.push(check(Aspect::Branch, about, r - with_own, &rules));
        }
    }
    Ok(())
}

pub(super) fn parents(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    for (node, aggregate) in index.framework.nodes().iter().enumerate() {
        let parts = components(index, evaluation, node);
        for (name, column) in parts.iter().filter(|_| parts.len() > 1) {
            halt.ask()?;
            let Some(r) = correlation(column, evaluation.scores.nodes.column(node)) else {
                continue;
            };
            let rules = [
                (
                    r < 0.0,
                    Verdict::Fail,
                    "is against its aggregate: more of it goes with a lower score",
                ),
                (
                    r < 0.3,
                    Verdict::Warn,
                    "hardly counts in its aggregate: correlation under 0.3",
                ),
                (
                    r > 0.92 && parts.len() > 2,
                    Verdict::Warn,
                    "dominates its aggregate: correlation over 0.92",
                ),
            ];
            checks.push(check(
                Aspect::Parent,
                vec![(*name).to_owned(), aggregate.id.clone()],
                r,
                &rules,
            ));
        }
    }
    Ok(())
}

/// α = k/(k − 1)·(1 − Σ var(x)/var(Σx)), over units without gaps. Source: Cronbach (1951).
pub(super) fn cronbach(columns: &[&[f64]]) -> Option<f64> {
    let k = columns.len() as f64;
    let complete = |unit: &usize| columns.iter().all(|column| !column[*unit].is_nan());
    let units: Vec<usize> = (0..columns.first()?.len()).filter(complete).collect();
    let rows = |column: &&[f64]| units.iter().map(|unit| column[*unit]).collect::<Vec<f64>>();
    let parts: f64 = columns
        .iter()
        .map(|column| variance(&rows(column)))
        .sum::<Option<f64>>()?;
    let sums: Vec<f64> = units
        .iter()
        .map(|unit| columns.iter().map(|column| column[*unit]).sum())
        .collect();
    let whole = variance(&sums).filter(|whole| *whole > 0.0)?;
    (columns.len() > 1).then(|| k / (k - 1.0) * (1.0 - parts / whole))
}

pub(super) fn consistency(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    for (node, aggregate) in index.framework.nodes().iter().enumerate() {
        halt.ask()?;
        let parts = components(index, evaluation, node);
        let columns: Vec<&[f64]> = parts.iter().map(|(_, column)| *column).collect();
        let Some(alpha) = cronbach(&columns) else { continue };
        let rules = [
            (
                alpha < 0.4,
                Verdict::Fail,
                "the components hardly measure one thing: α under 0.4",
            ),
            (
                alpha < 0.7,
                Verdict::Warn,
                "the components measure one thing only in part: α under 0.7",
            ),
        ];
        checks.push(check(
            Aspect::Consistency,
            vec![aggregate.id.clone()],
            alpha,
            &rules,
        ));
    }
    Ok(())
}

pub(super) fn dimensions(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    for (node, aggregate) in index.framework.nodes().iter().enumerate() {
        let parts = components(index, evaluation, node);
        if too_many(&parts) {
            continue;
        }
        if parts.len() < 2 {
            continue;
        }
        let row = |a: &(&str, &[f64])| {
            halt.ask()?;
            let with = parts.iter().map(|b| correlation(a.1, b.1));
            Ok(with.collect::<Option<Vec<f64>>>())
        };
        let rows = parts.iter().map(row).collect::<Result<Vec<_>, Error>>()?;
        let Some(correlations) = rows.into_iter().collect::<Option<Vec<_>>>() else {
            continue;
        };
        let components = eigen::symmetric(&correlations, halt)?;
        let share = components[0].value / parts.len() as f64;
        let several = components[1].value > 1.0;
        let rules = [
            (
                several && share < 0.5,
                Verdict::Warn,
                "several components have an eigenvalue over 1: not one dimension",
            ),
            (
                share < 0.3,
                Verdict::Warn,
                "the first component explains under 30 %",
            ),
        ];
        checks.push(check(
            Aspect::Dimension,
            vec![aggregate.id.clone()],
            share,
            &rules,
        ));
    }
    Ok(())
}

/// Share in the index's variance: r² with the index, divided by their sum, against the weight in the whole index.
/// Source: Paruolo, Saisana & Saltelli, *Ratings and rankings: voodoo or science?* (2013), linear case.
pub(super) fn influence(
    index: &Index<'_>,
    evaluation: &Evaluation,
    halt: Halt<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    let scores = evaluation.scores.root();
    if present(scores).count() < 3 {
        return Ok(());
    }
    let square = |leaf: usize| {
        halt.ask()?;
        let column = evaluation.stage(Stage::Normalised).column(leaf);
        Ok(correlation(column, scores).map_or(0.0, |r| r * r))
    };
    let squares = (0..index.framework.leaves().len()).map(square);
    let squares: Vec<f64> = squares.collect::<Result<_, Error>>()?;
    let total: f64 = squares.iter().sum();
    let weights = evaluation.indicator_weights();
    if total == 0.0 || squares.len() < 2 {
        return Ok(());
    }
    for ((leaf, square), weight) in index.framework.leaves().iter().zip(&squares).zip(weights) {
        let share = square / total;
        let ratio = if weight > 0.0 { share / weight } else { 1.0 };
        let rules = [
            (
                share > 0.5 && weight < 0.5,
                Verdict::Fail,
                "dominates the index: over half of its variance",
            ),
            (
                ratio < 0.1,
                Verdict::Fail,
                "is dominated: the index hardly depends on it, whatever its weight",
            ),
            (ratio < 0.5, Verdict::Warn, "counts less than half of its weight"),
            (ratio > 2.0, Verdict::Warn, "counts more than twice its weight"),
        ];
        checks.push(check(Aspect::Influence, vec![leaf.code.clone()], ratio, &rules));
    }
    Ok(())
}
