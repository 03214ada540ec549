//! What is wrong with a pack, and where.

use std::fmt;

use crate::{
    exit::Exit,
    failure::{Failure, Place},
    text::Text,
};

/// A place in a pack: a file, and in it a row and a column where they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// File, relative to the pack's folder.
    pub file: String,
    /// Row as a spreadsheet or an editor counts it, from 1; 0 when it is about the whole file.
    pub row: u32,
    /// Head of the column or key of the field; empty when it is about the whole row.
    pub column: String,
}

impl At {
    /// A whole file.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    /// A row of a file.
    #[must_use]
    pub fn row(file: &str, row: u32) -> Self {
        Self {
            row,
            ..Self::file(file)
        }
    }

    /// The same row, in a column.
    #[must_use]
    pub fn column(&self, column: &str) -> Self {
        Self {
            column: column.to_owned(),
            ..self.clone()
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.row > 0 {
            write!(f, ":{}", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, " [{}]", self.column)?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackFault {
    /// Where.
    pub at: At,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

/// Collects what is wrong while a pack is read.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<PackFault>);

impl Faults {
    pub(crate) fn add(&mut self, at: At, message: impl Into<String>) {
        self.0.push(PackFault {
            at,
            message: message.into(),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything, in the order of files and rows.
    pub(crate) fn sorted(mut self) -> Vec<PackFault> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

/// A pack that can't be used, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPack(pub Vec<PackFault>);

impl From<InvalidPack> for Failure {
    fn from(InvalidPack(faults): InvalidPack) -> Self {
        let what = Text::PackFaulty { count: faults.len() };
        let places = faults
            .into_iter()
            .map(|fault| Place {
                at: fault.at.to_string(),
                what: fault.message,
            })
            .collect();
        Self::new(Exit::Data, "PACK_INVALID", what)
            .at(places)
            .next(Text::NextPack)
    }
}
