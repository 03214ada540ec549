//! The order of a column: it lies in a table by the ids of its subjects, and is answered by their names.

use zhibiao_model::{ids::SubjectName, observation::Figure, revision::Revision};

use crate::{
    cube::{Cells, Source},
    error::EngineError,
};

/// The subjects of a column: ids as they lie in the table, names in order, and the way from one to the other. Columns
/// that are read together are mostly of the same subjects, so that the last order is worth keeping.
#[derive(Debug, Default)]
pub(crate) struct Order {
    ids: Vec<u32>,
    names: Vec<SubjectName>,
    positions: Vec<usize>,
}

impl Order {
    /// The order of subjects by their names.
    ///
    /// # Errors
    /// When the names can't be told.
    pub(crate) fn new(
        ids: Vec<u32>,
        names: impl FnOnce(&[u32]) -> Result<Vec<SubjectName>, EngineError>,
    ) -> Result<Self, EngineError> {
        let names = names(&ids)?;
        let mut positions: Vec<usize> = (0..names.len()).collect();
        if !names.is_sorted() {
            positions.sort_unstable_by(|a, b| names[*a].cmp(&names[*b]));
        }
        let names = positions.iter().map(|at| names[*at].clone()).collect();
        Ok(Self {
            ids,
            names,
            positions,
        })
    }

    /// Whether it is the order of these subjects, as they lie.
    pub(crate) fn is_of(&self, ids: &[u32]) -> bool {
        self.ids == ids
    }

    /// Puts a column, which lies in the order of ids, into the order of names.
    pub(crate) fn cells(
        &self,
        figures: Vec<Figure>,
        revisions: Vec<Revision>,
        sources: Vec<Source>,
    ) -> Cells<SubjectName> {
        let keys = self.names.clone();
        if self.positions.is_sorted() {
            return Cells {
                keys,
                figures,
                revisions,
                sources,
                ..Cells::default()
            };
        }
        let sources = if sources.is_empty() {
            sources
        } else {
            self.positions.iter().map(|at| sources[*at].clone()).collect()
        };
        Cells {
            keys,
            figures: self.positions.iter().map(|at| figures[*at]).collect(),
            revisions: self.positions.iter().map(|at| revisions[*at]).collect(),
            sources,
            ..Cells::default()
        }
    }
}
