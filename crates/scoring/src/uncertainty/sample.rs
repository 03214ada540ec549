//! One draw: which choices are taken, what the figures might be, and the ranks that follow.

use std::collections::BTreeMap;

use zhibiao_model::{
    framework::{Assumptions, DataNoise, Spread},
    qualifier::Qualifier,
    status::Status,
};

use super::assumptions::{error, excess};
use crate::{
    fault::Error,
    index::Index,
    matrix::{MISSING, Matrix, known},
    note::Notes,
    pipeline::{Choice, Scores},
    random::Random,
    ranking::{self, Rule},
    run::Halt,
    table::Cell,
    treat,
};

/// Something that is uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// The weights.
    Weights,
    /// The imputation.
    Imputation,
    /// The treatment of outliers.
    Treatment,
    /// The normalisation.
    Normalisation,
    /// The aggregation.
    Aggregation,
    /// Whether an indicator is left out, and which.
    LeaveOut,
    /// The figures themselves.
    Data,
}

impl Factor {
    /// Every factor.
    pub const ALL: [Self; 7] = [
        Self::Weights,
        Self::Imputation,
        Self::Treatment,
        Self::Normalisation,
        Self::Aggregation,
        Self::LeaveOut,
        Self::Data,
    ];

    /// Those that assumptions speak of.
    pub fn of(assumptions: &Assumptions) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|factor| factor.is_in(assumptions))
    }

    fn is_in(self, assumptions: &Assumptions) -> bool {
        match self {
            Self::Weights => assumptions.weights.is_some(),
            Self::Imputation => !assumptions.imputation.is_empty(),
            Self::Treatment => !assumptions.treatment.is_empty(),
            Self::Normalisation => !assumptions.normalisation.is_empty(),
            Self::Aggregation => !assumptions.aggregation.is_empty(),
            Self::LeaveOut => assumptions.leave_out > 0.0,
            Self::Data => assumptions.data.any(),
        }
    }
}

/// What each factor is drawn with: a stream of random numbers each.
pub(super) type Streams = [u64; Factor::ALL.len()];

/// Steps that are kept instead of computed anew take no more than this, over all threads.
const KEPT_BYTES: usize = 64 << 20;

/// On which side of a value the truth lies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Both,
    Above,
    Below,
}

/// A column with figures that may be wrong. Each is drawn once, whatever it is read for.
#[derive(Debug)]
struct DoubtfulColumn {
    /// The indicator that it is.
    own: Option<usize>,
    /// Indicators that are divided by it.
    over: Vec<usize>,
    cells: Vec<Doubtful>,
}

/// A figure that may be wrong, with its errors.
#[derive(Debug)]
struct Doubtful {
    row: usize,
    /// 1, −1, or 0 for a figure of zero, of which a share is nothing.
    sign: f64,
    errors: Vec<(Spread, Side)>,
}

/// Makes draws.
#[derive(Debug)]
pub(super) struct Sampler<'a> {
    index: &'a Index<'a>,
    assumptions: &'a Assumptions,
    rule: Rule,
    doubtful: Vec<DoubtfulColumn>,
    factors: Vec<Factor>,
    /// Whether steps that a draw does not change are kept.
    keep: bool,
}

/// What a thread works with.
#[derive(Debug)]
pub(super) struct Workspace {
    columns: Matrix,
    scratch: treat::Scratch,
    scores: Scores,
    order: Vec<(i64, u32)>,
    /// Ranks of the index in the order of its units; missing without a score.
    pub(super) ranks: Vec<f64>,
    /// Normalised columns by the choices that lead to them.
    kept: BTreeMap<[usize; 3], Matrix>,
}

impl<'a> Sampler<'a> {
    /// # Errors
    /// When nothing is uncertain.
    pub(super) fn new(index: &'a Index<'a>, rebuild_all: bool, threads: usize) -> Result<Self, Error> {
        let misfits = index.framework.misfits();
        if !misfits.is_empty() {
            return Err(Error::Inapplicable(misfits.to_vec()));
        }
        let assumptions = &index.framework.form().uncertainty;
        let doubtful = doubtful(index, &assumptions.data);
        let factors: Vec<Factor> = index.framework.varied().collect();
        if factors.is_empty() {
            let problem =
                "says nothing: state what may vary, as weights = { method = \"share\", share = 0.25 }";
            return Err(Error::unfit("uncertainty", problem));
        }
        refuse_per_unit(index, assumptions)?;
        let combinations = (1 + assumptions.imputation.len())
            * (1 + assumptions.treatment.len())
            * (1 + assumptions.normalisation.len());
        let bytes = index.denominated.rows() * index.denominated.columns() * size_of::<f64>();
        let fits = combinations.saturating_mul(bytes).saturating_mul(threads.max(1)) <= KEPT_BYTES;
        Ok(Self {
            index,
            assumptions,
            rule: index.rule(),
            doubtful,
            keep: fits && !rebuild_all && !factors.contains(&Factor::Data),
            factors,
        })
    }

    pub(super) fn factors(&self) -> &[Factor] {
        &self.factors
    }

    pub(super) fn workspace(&self) -> Workspace {
        Workspace {
            columns: Matrix::default(),
            scratch: treat::Scratch::default(),
            scores: Scores::new(self.index),
            order: Vec::new(),
            ranks: Vec::new(),
            kept: BTreeMap::new(),
        }
    }

    /// Streams of a draw, from one of two independent sets.
    pub(super) fn streams(seed: u64, draw: usize, set: u64) -> Streams {
        let mut streams = Streams::default();
        for (factor, stream) in (0..).zip(&mut streams) {
            *stream = Random::new(seed, draw as u64, set << 32 | factor).bits();
        }
        streams
    }

    /// Makes a draw; the ranks are left in the workspace.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub(super) fn draw(&self, streams: &Streams, halt: Halt<'_>, work: &mut Workspace) -> Result<(), Error> {
        let random = |factor: Factor| Random::new(streams[factor as usize], 0, 0);
        let pick = |factor: Factor, alternatives: usize| match alternatives {
            0 => 0,
            alternatives => random(factor).below(alternatives + 1),
        };
        let assumptions = self.assumptions;
        let picked = [
            pick(Factor::Imputation, assumptions.imputation.len()),
            pick(Factor::Treatment, assumptions.treatment.len()),
            pick(Factor::Normalisation, assumptions.normalisation.len()),
        ];
        let aggregation = pick(Factor::Aggregation, assumptions.aggregation.len());
        let choice = Choice {
            impute: chosen(&assumptions.imputation, picked[0]),
            treat: chosen(&assumptions.treatment, picked[1]),
            normalise: chosen(&assumptions.normalisation, picked[2]),
            aggregate: chosen(&assumptions.aggregation, aggregation),
            left_out: self.left_out(&mut random(Factor::LeaveOut)),
            weights: assumptions
                .weights
                .map(|noise| (noise, streams[Factor::Weights as usize])),
            fixed: None,
            regressors: None,
            halt,
        };
        let notes = &mut Notes::Dropped;
        if self.keep {
            if !work.kept.contains_key(&picked) {
                self.normalised(&choice, &mut random(Factor::Data), work);
                work.kept.insert(picked, work.columns.clone());
            }
            self.index
                .aggregate(&work.kept[&picked], &choice, &mut work.scores, notes)?;
        } else {
            self.normalised(&choice, &mut random(Factor::Data), work);
            self.index
                .aggregate(&work.columns, &choice, &mut work.scores, notes)?;
        }
        ranking::ranks_into(work.scores.root(), self.rule, &mut work.order, &mut work.ranks);
        Ok(())
    }

    fn left_out(&self, random: &mut Random) -> Option<usize> {
        let probability = self.assumptions.leave_out;
        (probability > 0.0 && random.uniform() < probability)
            .then(|| random.below(self.index.framework.leaves().len()))
    }

    /// Everything up to the normalised columns.
    fn normalised(&self, choice: &Choice<'_>, random: &mut Random, work: &mut Workspace) {
        let columns = &mut work.columns;
        columns.copy_from(&self.index.denominated);
        for column in &self.doubtful {
            column.draw(columns, random);
        }
        self.index
            .scale(columns, choice, &mut work.scratch, |leaf, column| {
                if let Some(spread) = self.assumptions.data.imputed {
                    self.vary_imputed(leaf, column, spread, random);
                }
            });
    }

    /// Cells that were imputed just now.
    fn vary_imputed(&self, leaf: usize, column: &mut [f64], spread: Spread, random: &mut Random) {
        let cells = column.iter_mut().zip(self.index.denominated.column(leaf));
        for (value, _) in cells.filter(|(_, before)| before.is_nan()) {
            *value += value.abs() * error(spread, random);
        }
    }
}

/// Weights that each unit has of its own are the most favourable ones: others are not what the method means.
fn refuse_per_unit(index: &Index<'_>, assumptions: &Assumptions) -> Result<(), Error> {
    let nodes = index.framework.nodes().iter();
    let mut per_unit = nodes.filter(|node| node.weighting.is_per_unit());
    match (assumptions.weights, per_unit.next()) {
        (Some(_), Some(node)) => Err(Error::unfit(
            "uncertainty.weights",
            format!(
                "`{}` weighs each subject on its own, by the benefit of the doubt: let its weights be, or weigh all \
                 subjects alike",
                node.id
            ),
        )),
        (Some(_) | None, _) => Ok(()),
    }
}

fn chosen<T>(alternatives: &[T], picked: usize) -> Option<&T> {
    picked.checked_sub(1).and_then(|at| alternatives.get(at))
}

impl DoubtfulColumn {
    fn draw(&self, columns: &mut Matrix, random: &mut Random) {
        for cell in &self.cells {
            let factor = cell.factor(random);
            if let Some(leaf) = self.own {
                columns.column_mut(leaf)[cell.row] *= factor;
            }
            for leaf in &self.over {
                let value = &mut columns.column_mut(*leaf)[cell.row];
                // A denominator that comes out as zero is no denominator.
                *value = known(*value / factor).unwrap_or(MISSING);
            }
        }
    }
}

impl Doubtful {
    /// What the figure is multiplied with: x becomes x + |x|·error.
    fn factor(&self, random: &mut Random) -> f64 {
        let drawn = |(spread, side): &(Spread, Side)| match side {
            Side::Both => error(*spread, random),
            Side::Above => excess(*spread, random),
            Side::Below => -excess(*spread, random),
        };
        1.0 + self.sign * self.errors.iter().map(drawn).sum::<f64>()
    }
}

/// The figures that may be wrong, in a fixed order: of the indicators, then of what else they are divided by.
fn doubtful(index: &Index<'_>, noise: &DataNoise) -> Vec<DoubtfulColumn> {
    let leaves = index.framework.leaves();
    if !noise.any() {
        return Vec::new();
    }
    let own: BTreeMap<&str, usize> = index.framework.indicators().zip(0..).collect();
    let mut over: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (leaf, denominator) in (0..).zip(leaves.iter().map(|leaf| &leaf.denominator)) {
        if let Some(denominator) = denominator {
            over.entry(&denominator.by).or_default().push(leaf);
        }
    }
    let others = over.keys().filter(|by| !own.contains_key(*by)).copied();
    let read: Vec<&str> = index.framework.indicators().chain(others).collect();
    read.into_iter()
        .filter_map(|code| {
            let column = index.table.column(code)?;
            let (own, over) = (
                own.get(code).copied(),
                over.get(code).cloned().unwrap_or_default(),
            );
            let enters = |row: usize| {
                let mut leaves = own.iter().chain(&over);
                leaves.any(|leaf| index.denominated.value(row, *leaf).is_some())
            };
            let cell = |(row, unit): (usize, &usize)| {
                let cell = &column.cells[*unit];
                let value = cell.value().filter(|_| enters(row))?;
                Some(Doubtful {
                    row,
                    sign: if value == 0.0 { 0.0 } else { value.signum() },
                    errors: Some(errors(cell, noise)).filter(|errors| !errors.is_empty())?,
                })
            };
            let cells = index.units.iter().enumerate().filter_map(cell).collect();
            Some(DoubtfulColumn { own, over, cells })
        })
        .collect()
}

fn errors(cell: &Cell, noise: &DataNoise) -> Vec<(Spread, Side)> {
    let (bound, side) = match cell.figure.qualifier() {
        Qualifier::Exact => (None, Side::Both),
        Qualifier::AtLeast => (noise.at_least, Side::Above),
        Qualifier::AtMost => (noise.at_most, Side::Below),
        Qualifier::Approximate => (noise.approximate, Side::Both),
    };
    let status = match cell.figure.status() {
        Status::Provisional => noise.provisional,
        Status::Estimated => noise.estimated,
        Status::Imputed => noise.imputed,
        Status::Forecast => noise.forecast,
        Status::Normal | Status::Missing | Status::Break => None,
    };
    let extracted = noise.extracted.filter(|_| cell.extracted);
    let carried = noise.carried.filter(|_| cell.carried);
    let both = [status, extracted, carried]
        .into_iter()
        .flatten()
        .map(|spread| (spread, Side::Both));
    bound
        .map(|spread| (spread, side))
        .into_iter()
        .chain(both)
        .collect()
}
