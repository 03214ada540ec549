//! The steps from denominated columns to scores, over all columns. A simulation runs them with other choices.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use fearless_simd::Simd;
use zhibiao_model::framework::{
    Aggregation, Direction, Imputation, Normalisation, Treatment, WeightNoise, Weighting,
};

use crate::{
    aggregate::{Aggregate as _, Components, Noted, Weights, arithmetic},
    fault::Error,
    framework::Child,
    impute::{self, Impute as _},
    index::Index,
    matrix::{MISSING, Matrix},
    normalise::{self, Normalise as _},
    note::Notes,
    random::Random,
    run::Halt,
    treat::{self, Treat as _, TreatedColumn},
    uncertainty::vary,
    weight::{Of, Weigh as _},
};

/// Alternatives to what the framework chose, for one draw.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Choice<'a> {
    pub(crate) impute: Option<&'a Imputation>,
    pub(crate) treat: Option<&'a Treatment>,
    pub(crate) normalise: Option<&'a Normalisation>,
    pub(crate) aggregate: Option<&'a Aggregation>,
    pub(crate) left_out: Option<usize>,
    pub(crate) weights: Option<(WeightNoise, u64)>,
    /// Columns that regressions go by, where figures are others than those of the table.
    pub(crate) regressors: Option<&'a BTreeMap<String, Vec<f64>>>,
    /// Weights that are taken as they are, whatever the data.
    pub(crate) fixed: Option<&'a [Weights]>,
    /// Who may stop it within a step.
    pub(crate) halt: Halt<'a>,
}

/// Scores and weights of all aggregates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores {
    /// Units × aggregates.
    pub(crate) nodes: Matrix,
    pub(crate) weights: Vec<Weights>,
}

impl Scores {
    pub(crate) fn new(index: &Index<'_>) -> Self {
        let nodes = index.framework.nodes();
        Self {
            nodes: Matrix::new(index.units.len(), nodes.len()),
            weights: nodes
                .iter()
                .map(|node| Weights::Shared(node.given.clone()))
                .collect(),
        }
    }

    pub(crate) fn root(&self) -> &[f64] {
        self.nodes.column(self.nodes.columns() - 1)
    }
}

/// Components of an aggregate, gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered<'a> {
    columns: Vec<&'a [f64]>,
    directions: Vec<Direction>,
}

impl Gathered<'_> {
    pub(crate) fn parts(&self) -> Components<'_> {
        Components {
            columns: &self.columns,
            directions: &self.directions,
        }
    }
}

impl Index<'_> {
    /// Fills an indicator's missing cells.
    #[inline(always)]
    pub(crate) fn impute(&self, at: usize, column: &mut [f64], choice: &Choice<'_>) {
        let method = self.framework.leaves()[at].impute.or(choice.impute);
        if *method == Imputation::None {
            return;
        }
        let regressors = choice.regressors.unwrap_or(&self.regressors);
        let regressor = method.regressor().and_then(|on| regressors.get(on));
        let context = impute::Context {
            groups: &self.groups,
            past: &self.past[at],
            time: self.table.time(),
            regressor: regressor.map(Vec::as_slice),
        };
        method.fill(column, &context);
    }

    /// Treats an indicator's outliers, and tells what was done.
    #[inline(always)]
    pub(crate) fn treat<S: Simd>(
        &self,
        simd: S,
        at: usize,
        column: &mut [f64],
        choice: &Choice<'_>,
        scratch: &mut treat::Scratch,
    ) -> TreatedColumn {
        let leaf = &self.framework.leaves()[at];
        let treatment = leaf.treat.or(choice.treat);
        let scale = leaf.normalise.or(choice.normalise);
        if scale.is_in_unit() {
            treatment.keeping_scale().apply(simd, column, scratch)
        } else if scale.reads_panel() {
            let others = self.past[at].iter().map(|past| past.value);
            treatment.apply_over_panel(column, others, scratch)
        } else {
            treatment.apply(simd, column, scratch)
        }
    }

    /// Gives an indicator its scale.
    #[inline(always)]
    pub(crate) fn normalise(
        &self,
        at: usize,
        column: &mut [f64],
        choice: &Choice<'_>,
        treated: TreatedColumn,
    ) -> normalise::Outcome {
        let leaf = &self.framework.leaves()[at];
        let method = leaf.normalise.or(choice.normalise);
        let pooled: Vec<f64>;
        let panel: &[f64] = if method.reads_panel() {
            let past = self.past[at].iter();
            pooled = past.filter_map(|past| treated.how.of(past.value)).collect();
            &pooled
        } else {
            &[]
        };
        let context = normalise::Context {
            direction: leaf.direction,
            panel,
            range: treated.range,
            reference: method
                .reference()
                .and_then(|unit| self.references.get(unit).copied()),
        };
        method.apply(column, context)
    }

    /// Everything from denominated to normalised columns, of which nobody is told anything. Each takes all its steps
    /// while it is at hand: `begin` may fill it, `imputed` may change what was imputed.
    #[inline(always)]
    pub(crate) fn scale<S: Simd>(
        &self,
        simd: S,
        columns: &mut Matrix,
        choice: &Choice<'_>,
        scratch: &mut treat::Scratch,
        begin: impl Fn(usize, &mut [f64]),
        mut imputed: impl FnMut(usize, &mut [f64]),
    ) {
        let count = self.framework.leaves().len();
        for next in 0..=count {
            // One ahead: what was written just before can't be read at once.
            if next < count {
                begin(next, columns.column_mut(next));
            }
            let Some(at) = next.checked_sub(1) else { continue };
            let column = columns.column_mut(at);
            self.impute(at, column, choice);
            imputed(at, column);
            let treated = self.treat(simd, at, column, choice, scratch);
            self.normalise(at, column, choice, treated);
        }
    }

    /// Weighs and aggregates the whole tree.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    #[inline(always)]
    pub(crate) fn aggregate(
        &self,
        normalised: &Matrix,
        choice: &Choice<'_>,
        scores: &mut Scores,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        // The indicator that a draw leaves out, then each aggregate that has nothing else.
        let mut gone = choice.left_out.map(Child::Leaf);
        for (at, node) in self.framework.nodes().iter().enumerate() {
            let left_out = node.children.iter().position(|child| Some(*child) == gone);
            if left_out.is_some() && node.children.len() == 1 {
                scores.nodes.column_mut(at).fill(MISSING);
                gone = Some(Child::Node(at));
            } else {
                self.aggregate_node((at, left_out), normalised, choice, scores, notes)?;
            }
        }
        Ok(())
    }

    /// Weighs and aggregates one aggregate, but the component that is left out; those before it are done.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    #[inline(always)]
    pub(crate) fn aggregate_node(
        &self,
        (at, left_out): (usize, Option<usize>),
        normalised: &Matrix,
        choice: &Choice<'_>,
        scores: &mut Scores,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let node = &self.framework.nodes()[at];
        let (before, target) = scores.nodes.split(at);
        let method = node.aggregation.or(choice.aggregate);
        let simple = *method == Aggregation::Arithmetic
            && node.weighting == Weighting::Given
            && node.min_available == 0.0
            && choice.fixed.is_none();
        if let (true, Notes::Dropped, Weights::Shared(own)) = (simple, &*notes, &mut scores.weights[at]) {
            // The usual case of a simulation, without any list of its own.
            own.clone_from(&node.given);
            if let Some((noise, stream)) = choice.weights {
                vary(noise, &node.given, own, &mut Random::new(stream, at as u64, 0));
            }
            if let Some(part) = left_out {
                // The mean divides by the sum of what is left.
                own[part] = 0.0;
            }
            let units = target.len();
            let column = |child: &Child| match *child {
                Child::Leaf(leaf) => normalised.column(leaf),
                Child::Node(node) => &before[node * units..][..units],
            };
            let parts = node.children.iter().map(column).zip(own.iter().copied());
            arithmetic(parts.filter(|(_, weight)| *weight > 0.0), target);
            return Ok(());
        }
        self.aggregate_any((at, left_out), normalised, choice, scores, notes)
    }

    /// Weighs and aggregates one aggregate by whatever method.
    fn aggregate_any(
        &self,
        (at, left_out): (usize, Option<usize>),
        normalised: &Matrix,
        choice: &Choice<'_>,
        scores: &mut Scores,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let node = &self.framework.nodes()[at];
        let method = node.aggregation.or(choice.aggregate);
        let (before, target) = scores.nodes.split(at);
        let gathered = self.gather(normalised, before, (at, left_out), choice.normalise);
        let parts = gathered.parts();
        match choice.fixed {
            Some(fixed) => scores.weights[at].clone_from(&fixed[at]),
            None => {
                let names: Vec<&str> = node
                    .children
                    .iter()
                    .map(|child| self.framework.name(*child))
                    .collect();
                let of = Of {
                    about: &node.id,
                    names: &names,
                    left_out,
                    halt: choice.halt,
                };
                scores.weights[at] = node.weighting.weigh(&parts, &node.given, of, notes)?;
                if let (Weights::Shared(own), Some((noise, stream))) =
                    (&mut scores.weights[at], choice.weights)
                {
                    vary(noise, &own.clone(), own, &mut Random::new(stream, at as u64, 0));
                }
            }
        }
        method.apply(
            &parts,
            &scores.weights[at],
            node.min_available,
            choice.halt,
            target,
        )?;
        if let Notes::Kept(_) = notes {
            self.note_node(
                (at, left_out),
                (method, &scores.weights[at]),
                &parts,
                target,
                notes,
            );
        }
        Ok(())
    }

    /// What readers of an aggregate's scores should know.
    fn note_node(
        &self,
        (at, left_out): (usize, Option<usize>),
        (method, weights): (&Aggregation, &Weights),
        parts: &Components<'_>,
        scores: &[f64],
        notes: &mut Notes,
    ) {
        let node = &self.framework.nodes()[at];
        let children = node.children.iter().enumerate();
        let kept = children.filter(|(part, _)| Some(*part) != left_out);
        let names: Vec<&str> = kept.map(|(_, child)| self.framework.name(*child)).collect();
        let of = Noted {
            about: &node.id,
            names: &names,
            code: &|row| self.code(row),
            min_available: node.min_available,
            weights,
            max_share: node.weighting.max_share(),
        };
        method.note(of, parts, scores, notes);
    }

    /// The columns of an aggregate's components but the one left out; `before` are the scores of the aggregates before
    /// it.
    pub(crate) fn gather<'b>(
        &self,
        normalised: &'b Matrix,
        before: &'b [f64],
        (node, left_out): (usize, Option<usize>),
        alternative: Option<&Normalisation>,
    ) -> Gathered<'b> {
        let units = normalised.rows();
        let children = &self.framework.nodes()[node].children;
        let mut gathered = Gathered {
            columns: Vec::with_capacity(children.len()),
            directions: Vec::with_capacity(children.len()),
        };
        for (_, child) in children
            .iter()
            .enumerate()
            .filter(|(part, _)| Some(*part) != left_out)
        {
            let (column, direction) = match *child {
                Child::Leaf(leaf) => {
                    let method = &self.framework.leaves()[leaf];
                    let kept = method.normalise.or(alternative).keeps_direction();
                    let direction = if kept { method.direction } else { Direction::Up };
                    (normalised.column(leaf), direction)
                }
                Child::Node(node) => (&before[node * units..][..units], Direction::Up),
            };
            gathered.columns.push(column);
            gathered.directions.push(direction);
        }
        gathered
    }
}
