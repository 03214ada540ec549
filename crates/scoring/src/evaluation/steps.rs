//! The steps of an evaluation, with what readers of its result should know of its columns.

use fearless_simd::{Level, dispatch};
use zhibiao_model::framework::Imputation;

use crate::{
    index::Index,
    matrix::Matrix,
    normalise::Outcome,
    note::{Note, Notes},
    pipeline::Choice,
    treat::{Scratch, Treated, TreatedColumn},
};

impl Index<'_> {
    /// With missing cells filled; notes those that stay missing.
    pub(super) fn filled(&self, choice: &Choice<'_>, notes: &mut Notes) -> Matrix {
        let mut columns = self.denominated.clone();
        for (at, leaf) in self.framework.leaves().iter().enumerate() {
            let column = columns.column_mut(at);
            self.impute(at, column, choice);
            if leaf.impute.chosen != Imputation::None {
                let rows = 0..column.len();
                let missing: Vec<usize> = rows.filter(|row| column[*row].is_nan()).collect();
                notes.units(&leaf.code, &missing, |row| self.code(row), Note::NotImputed);
            }
        }
        columns
    }

    /// With outliers treated, and how; notes the columns that still have some.
    pub(super) fn pulled_in(
        &self,
        filled: &Matrix,
        choice: &Choice<'_>,
        notes: &mut Notes,
    ) -> (Matrix, Vec<TreatedColumn>) {
        let mut columns = filled.clone();
        let (mut treated, mut scratch) = (Vec::new(), Scratch::default());
        for (at, leaf) in self.framework.leaves().iter().enumerate() {
            let column = columns.column_mut(at);
            let column =
                dispatch!(Level::baseline(), simd => self.treat(simd, at, column, choice, &mut scratch));
            match column.how {
                Treated::StillSkewed => notes.add(&leaf.code, Note::StillSkewed),
                Treated::BeyondPowers => notes.add(&leaf.code, Note::BeyondPowers),
                how if how.is_at_bound(leaf.treat.or(choice.treat)) => {
                    notes.add(&leaf.code, Note::PowerAtBound);
                }
                Treated::Unchanged
                | Treated::Winsorised { .. }
                | Treated::Log { .. }
                | Treated::BoxCox { .. } => {}
            }
            treated.push(column);
        }
        (columns, treated)
    }

    /// On the common scale; notes the cells that their normalisation is not defined for, and columns that tell nobody
    /// apart.
    pub(super) fn scaled(
        &self,
        (before, treated): (&Matrix, &[TreatedColumn]),
        choice: &Choice<'_>,
        notes: &mut Notes,
    ) -> Matrix {
        let mut columns = before.clone();
        for ((at, leaf), treated) in self.framework.leaves().iter().enumerate().zip(treated) {
            let column = columns.column_mut(at);
            let outcome = self.normalise(at, column, choice, *treated);
            let is_lost = |row: &usize| column[*row].is_nan() && !before.get(*row, at).is_nan();
            let lost: Vec<usize> = (0..column.len()).filter(is_lost).collect();
            notes.units(&leaf.code, &lost, |row| self.code(row), Note::OutsideDomain);
            if let Some(note) = apart(outcome, before.column(at), column) {
                notes.add(&leaf.code, note);
            }
        }
        columns
    }
}

/// Why a column tells nobody apart, where it doesn't: figures, and what they are normalised to.
fn apart(outcome: Outcome, figures: &[f64], normalised: &[f64]) -> Option<Note> {
    let alike = |column: &[f64]| {
        let mut known = column.iter().filter(|value| !value.is_nan());
        let first = known.next();
        first.is_some_and(|first| known.all(|value| value == first))
    };
    match outcome {
        Outcome::Constant => Some(Note::Constant),
        Outcome::Undefined => None,
        Outcome::Normalised if !alike(normalised) => None,
        Outcome::Normalised if alike(figures) => Some(Note::SameForAll),
        Outcome::Normalised => Some(Note::BeyondForAll),
    }
}
