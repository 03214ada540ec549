//! One draw: which choices are taken, what the figures might be, and the ranks that follow.

use std::collections::BTreeMap;

use fearless_simd::{Level, Simd, dispatch};
use zhibiao_model::framework::{Assumptions, Spread};

use super::{
    assumptions::error,
    doubt::{DoubtfulColumn, doubtful},
};
use crate::{
    fault::Error,
    index::Index,
    matrix::Matrix,
    note::Notes,
    pipeline::{Choice, Scores},
    random::Random,
    ranking::{self, Rule},
    registers::registers,
    run::Halt,
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

/// Makes draws.
#[derive(Debug)]
pub(super) struct Sampler<'a> {
    index: &'a Index<'a>,
    assumptions: &'a Assumptions,
    rule: Rule,
    /// The vector registers that it computes with.
    pub(super) level: Level,
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
    pub(super) scores: Scores,
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
            let problem = match Factor::of(assumptions).next() {
                None => {
                    "says nothing: state what may vary, as weights = { method = \"share\", share = 0.25 }"
                }
                Some(_) => {
                    "leaves nothing that may vary: the what-if names the only method that was in doubt; leave it out of the \
                     what-if, or state what else may vary"
                }
            };
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
            level: registers(),
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
            columns: self.index.denominated.clone(),
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
        dispatch!(self.level, simd => self.draw_in(simd, streams, halt, work))
    }

    /// The same with vector registers of one kind.
    #[inline(always)]
    fn draw_in<S: Simd>(
        &self,
        simd: S,
        streams: &Streams,
        halt: Halt<'_>,
        work: &mut Workspace,
    ) -> Result<(), Error> {
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
                self.normalised(simd, &choice, &mut random(Factor::Data), work);
                work.kept.insert(picked, work.columns.clone());
            }
            self.index
                .aggregate(&work.kept[&picked], &choice, &mut work.scores, notes)?;
        } else {
            self.normalised(simd, &choice, &mut random(Factor::Data), work);
            self.index
                .aggregate(&work.columns, &choice, &mut work.scores, notes)?;
        }
        ranking::ranks_with(
            simd,
            work.scores.root(),
            self.rule,
            &mut work.order,
            &mut work.ranks,
        );
        Ok(())
    }

    fn left_out(&self, random: &mut Random) -> Option<usize> {
        let probability = self.assumptions.leave_out;
        (probability > 0.0 && random.uniform() < probability)
            .then(|| random.below(self.index.framework.leaves().len()))
    }

    /// Everything up to the normalised columns.
    #[inline(always)]
    fn normalised<S: Simd>(&self, simd: S, choice: &Choice<'_>, random: &mut Random, work: &mut Workspace) {
        let columns = &mut work.columns;
        let filled = !self.doubtful.is_empty();
        if filled {
            columns.copy_from(&self.index.denominated);
        }
        for column in &self.doubtful {
            column.draw(columns, random);
        }
        let begin = |leaf: usize, column: &mut [f64]| {
            if !filled {
                column.copy_from_slice(self.index.denominated.column(leaf));
            }
        };
        let imputed = |leaf: usize, column: &mut [f64]| {
            if let Some(spread) = self.assumptions.data.imputed {
                self.vary_imputed(leaf, column, spread, random);
            }
        };
        self.index
            .scale(simd, columns, choice, &mut work.scratch, begin, imputed);
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
