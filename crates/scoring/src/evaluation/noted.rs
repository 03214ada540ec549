//! What readers of a result should know of its columns.

use zhibiao_model::framework::Imputation;

use crate::{
    index::Index,
    normalise::Outcome,
    note::{Note, Notes},
    treat::{Treated, TreatedColumn},
};

impl Index<'_> {
    /// Notes the cells of an indicator that its imputation has left missing.
    pub(super) fn note_missing(&self, at: usize, imputed: &[f64], notes: &mut Notes) {
        let leaf = &self.framework.leaves()[at];
        if leaf.impute.chosen == Imputation::None {
            return;
        }
        let rows = 0..imputed.len();
        let missing: Vec<usize> = rows.filter(|row| imputed[*row].is_nan()).collect();
        notes.units(&leaf.code, &missing, |row| self.code(row), Note::NotImputed);
    }

    /// Notes the indicators whose outliers are still there.
    pub(super) fn note_skewed(&self, treated: &[TreatedColumn], notes: &mut Notes) {
        for (leaf, column) in self.framework.leaves().iter().zip(treated) {
            if column.how == Treated::StillSkewed {
                notes.add(&leaf.code, Note::StillSkewed);
            }
        }
    }

    /// Notes the cells of an indicator that its normalisation is not defined for, and whether it tells nobody apart.
    pub(super) fn note_normalised(
        &self,
        (at, outcome): (usize, Outcome),
        (before, after): (&[f64], &[f64]),
        notes: &mut Notes,
    ) {
        let leaf = &self.framework.leaves()[at];
        let rows = 0..after.len();
        let lost: Vec<usize> = rows
            .filter(|row| after[*row].is_nan() && !before[*row].is_nan())
            .collect();
        notes.units(&leaf.code, &lost, |row| self.code(row), Note::OutsideDomain);
        if outcome == Outcome::Constant {
            notes.add(&leaf.code, Note::Constant);
        }
    }
}
