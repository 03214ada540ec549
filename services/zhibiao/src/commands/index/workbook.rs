//! A result as a workbook: every table of it on a sheet, figures that are not of their subject and period marked where
//! they stand, and what it was made from.

mod marks;
mod methods;
mod notes;
mod sheet;
mod tables;
#[cfg(test)]
mod tests;

use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};
use zhibiao_proto::compare::v1::{Detail, EvaluateFrameworkResponse};
use zhibiao_runtime::language::Language;

use self::sheet::Value;
pub(crate) use self::{marks::Marks, methods::Methods};
use super::{Labels, analysis::Analysis, evaluation::View};
use crate::{
    exit::Exit,
    failure::Failure,
    output::{Answer, grid::Grid},
    text::Text,
};

/// The details that a workbook holds.
pub(crate) const DETAILS: [Detail; 7] = [
    Detail::Contributions,
    Detail::Raw,
    Detail::Denominated,
    Detail::Imputed,
    Detail::Treated,
    Detail::Normalised,
    Detail::EarlierPeriods,
];

/// Puts the table of a detail into an evaluation of the same revision, from one that has only it.
pub(crate) fn take(detail: Detail, from: EvaluateFrameworkResponse, into: &mut EvaluateFrameworkResponse) {
    match detail {
        Detail::Contributions => into.contributions = from.contributions,
        Detail::Raw => into.raw = from.raw,
        Detail::Denominated => into.denominated = from.denominated,
        Detail::Imputed => into.imputed = from.imputed,
        Detail::Treated => into.treated = from.treated,
        Detail::Normalised => into.normalised = from.normalised,
        Detail::SubjectWeights => into.subject_weights = from.subject_weights,
        Detail::EarlierPeriods => into.earlier_figures = from.earlier_figures,
        Detail::Unspecified => {}
    }
}

/// A result with what was asked beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole<'a> {
    pub(crate) evaluation: &'a EvaluateFrameworkResponse,
    pub(crate) marks: &'a Marks,
    pub(crate) methods: &'a Methods,
    pub(crate) analysis: Option<&'a Analysis>,
    /// The analysis, or else the evaluation, with all its rows: what the screen says of it stands in the notes.
    pub(crate) answer: &'a Answer,
}

impl Whole<'_> {
    /// Writes the result.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(crate) fn write(self, path: &Path, language: Language) -> Result<(), Failure> {
        let mut workbook = Workbook::new();
        let sheets = Sheets {
            whole: self,
            view: View(self.evaluation),
            labels: Labels(language),
            language,
        };
        sheets.fill(&mut workbook).map_err(Failure::internal)?;
        workbook.save(path).map_err(|error| {
            let what = Text::FileFailed {
                path: path.display().to_string(),
                error: error.to_string(),
            };
            Failure::new(Exit::Io, "FILE_FAILED", what)
        })
    }
}

#[derive(Clone, Copy)]
struct Sheets<'a> {
    whole: Whole<'a>,
    view: View<'a>,
    labels: Labels,
    language: Language,
}

impl Sheets<'_> {
    fn fill(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.ranking(workbook)?;
        self.analysis(workbook)?;
        self.stages(workbook)?;
        self.tree(workbook)?;
        self.methods(workbook)?;
        self.marked(workbook)?;
        self.legend(workbook)?;
        self.notes(workbook)?;
        self.manifests(workbook)
    }

    fn analysis(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        match self.whole.analysis {
            None => Ok(()),
            Some(Analysis::Uncertainty(found)) => {
                self.intervals(workbook, found)?;
                self.pairs(workbook, found)
            }
            Some(Analysis::Sensitivity(_)) => {
                self.grid(workbook, Text::SheetSensitivity, &self.whole.answer.grid)
            }
            Some(Analysis::Stability(found)) => {
                self.grid(workbook, Text::SheetStability, &self.whole.answer.grid)?;
                self.swaps(workbook, found)
            }
        }
    }

    /// A table as machines get it, with the heads that people read.
    fn grid(self, workbook: &mut Workbook, title: Text<'_>, grid: &Grid) -> Result<(), XlsxError> {
        let head: Vec<String> = grid.heads(self.language).collect();
        let rows = grid.rows().map(|cells| cells.map(Value::from).collect());
        self.sheet(workbook, title, &head, rows)
    }

    fn heads(self, texts: &[Text<'static>]) -> Vec<String> {
        texts.iter().map(|text| text.clone().say(self.language)).collect()
    }
}
