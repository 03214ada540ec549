//! A result as a workbook: every table of it on a sheet, and what it was made from.

#[cfg(test)]
mod tests;

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use zhibiao_proto::compare::v1::{Detail, EvaluateFrameworkResponse, Numbers, Uncertainty};
use zhibiao_runtime::language::Language;

use super::{
    Labels, Unranked,
    evaluation::{View, code},
    uncertainty::{self, Row},
};
use crate::{exit::Exit, failure::Failure, manifest::JsonManifest, text::Text};

/// The details that a workbook holds.
pub(crate) const DETAILS: [Detail; 6] = [
    Detail::Contributions,
    Detail::Raw,
    Detail::Denominated,
    Detail::Imputed,
    Detail::Treated,
    Detail::Normalised,
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
        Detail::Unspecified => {}
    }
}

/// Most characters of a cell; what is longer is cut by spreadsheets or not opened at all.
const MAX_TEXT: usize = 32_000;

/// A cell.
enum Value {
    Nothing,
    Number(f64),
    Text(String),
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Writes a result.
///
/// # Errors
/// When the file can't be written.
pub(crate) fn write(
    path: &Path,
    evaluation: &EvaluateFrameworkResponse,
    uncertainty: Option<&Uncertainty>,
    language: Language,
) -> Result<(), Failure> {
    let sheets = Sheets {
        view: View(evaluation),
        labels: Labels(language),
        language,
    };
    let outcome = sheets.workbook(uncertainty)?.save(path);
    outcome.map_err(|error| {
        let what = Text::FileFailed {
            path: path.display().to_string(),
            error: error.to_string(),
        };
        Failure::new(Exit::Io, "FILE_FAILED", what)
    })
}

#[derive(Clone, Copy)]
struct Sheets<'a> {
    view: View<'a>,
    labels: Labels,
    language: Language,
}

impl Sheets<'_> {
    fn workbook(self, uncertainty: Option<&Uncertainty>) -> Result<Workbook, Failure> {
        let mut workbook = Workbook::new();
        let manifests = [
            ("evaluation", &self.view.0.manifest),
            ("uncertainty", uncertainty.map_or(&None, |found| &found.manifest)),
        ];
        let told = self
            .fill(&mut workbook, uncertainty)
            .and_then(|()| self.manifests(&mut workbook, manifests));
        told.map_err(Failure::internal)?;
        Ok(workbook)
    }

    fn fill(self, workbook: &mut Workbook, uncertainty: Option<&Uncertainty>) -> Result<(), XlsxError> {
        self.ranking(workbook)?;
        if let Some(found) = uncertainty {
            self.intervals(workbook, found)?;
            self.pairs(workbook, found)?;
        }
        let response = self.view.0;
        for (title, table) in [
            (Text::SheetContributions, &response.contributions),
            (Text::SheetRaw, &response.raw),
            (Text::SheetDenominated, &response.denominated),
            (Text::SheetImputed, &response.imputed),
            (Text::SheetTreated, &response.treated),
            (Text::SheetNormalised, &response.normalised),
        ] {
            self.figures(workbook, title, table)?;
        }
        self.tree(workbook)?;
        self.notes(workbook)
    }

    /// Scores and ranks of every aggregate.
    fn ranking(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let response = self.view.0;
        let root = self.view.root();
        let mut head = self.heads(&[Text::HeadRank, Text::HeadSubject, Text::HeadName, Text::HeadScore]);
        for one in response.aggregates.iter().take(root) {
            let name = self.labels.aggregate(one);
            head.push(format!("{name} {}", Text::HeadScore.say(self.language)));
            head.push(format!("{name} {}", Text::HeadRank.say(self.language)));
        }
        let rows = (0..response.subjects.len()).map(|row| {
            let mut cells: Vec<Value> = vec![
                self.view.rank(row, root).into(),
                response.subjects[row].as_str().into(),
                self.labels.subject(response, row).into(),
                self.view.score(row, root).into(),
            ];
            for at in 0..root {
                cells.push(self.view.score(row, at).into());
                cells.push(self.view.rank(row, at).into());
            }
            cells
        });
        self.sheet(workbook, Text::SheetRanking, &head, rows)
    }

    fn intervals(self, workbook: &mut Workbook, found: &Uncertainty) -> Result<(), XlsxError> {
        let head = self.heads(&[
            Text::HeadSubject,
            Text::HeadName,
            Text::HeadScore,
            Text::HeadRank,
            Text::HeadMean,
            Text::HeadMedian,
            Text::HeadLow,
            Text::HeadHigh,
            Text::HeadTop {
                ranks: uncertainty::top(found),
            },
            Text::HeadBottom {
                ranks: uncertainty::top(found),
            },
            Text::HeadRanked,
        ]);
        let rows = Row::all(found).map(|row| {
            let mut cells: Vec<Value> = vec![row.subject().into(), row.name(self.language).into()];
            cells.extend(row.numbers().map(Value::from));
            cells.extend(row.chances().map(Value::from));
            cells
        });
        self.sheet(workbook, Text::SheetUncertainty, &head, rows)
    }

    /// The chance that who stands in the row is above who stands in the column.
    fn pairs(self, workbook: &mut Workbook, found: &Uncertainty) -> Result<(), XlsxError> {
        let count = found.subjects.len();
        if found.above.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = Row::all(found)
            .map(|row| row.name(self.language).to_owned())
            .collect();
        let mut head = self.heads(&[Text::HeadName]);
        head.extend(names.iter().cloned());
        let rows = names
            .iter()
            .zip(found.above.chunks(count))
            .map(|(name, chances)| {
                let mut cells: Vec<Value> = vec![name.as_str().into()];
                cells.extend(chances.iter().map(|chance| Value::from(*chance)));
                cells
            });
        self.sheet(workbook, Text::SheetPairs, &head, rows)
    }

    /// A table of subjects by indicators.
    fn figures(
        self,
        workbook: &mut Workbook,
        title: Text<'_>,
        table: &Option<Numbers>,
    ) -> Result<(), XlsxError> {
        let response = self.view.0;
        if table.is_none() {
            return Ok(());
        }
        let mut head = self.heads(&[Text::HeadSubject, Text::HeadName]);
        head.extend(response.indicators.iter().map(|one| self.labels.indicator(one)));
        let rows = (0..response.subjects.len()).map(|row| {
            let mut cells: Vec<Value> = vec![
                response.subjects[row].as_str().into(),
                self.labels.subject(response, row).into(),
            ];
            let indicators = 0..response.indicators.len();
            cells.extend(indicators.map(|at| Value::from(self.view.cell(table, row, at))));
            cells
        });
        self.sheet(workbook, title, &head, rows)
    }

    /// The indicators with their weights and what was done to them.
    fn tree(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[
            Text::HeadCode,
            Text::HeadIndicator,
            Text::HeadParent,
            Text::HeadUnit,
            Text::HeadWeight,
            Text::HeadIndexWeight,
            Text::HeadSource,
            Text::HeadTreatment,
            Text::HeadImputed,
            Text::HeadMissing,
        ]);
        let aggregates = self.view.0.aggregates.iter().rev().map(|one| {
            vec![
                one.id.as_str().into(),
                self.labels.aggregate(one).into(),
                one.parent.as_str().into(),
                Value::Nothing,
                one.weight.into(),
                Value::Nothing,
                one.weight_source.as_str().into(),
            ]
        });
        let indicators = self.view.0.indicators.iter().map(|one| {
            vec![
                code(&one.indicator).into(),
                self.labels.indicator(one).into(),
                one.parent.as_str().into(),
                one.unit.as_str().into(),
                one.weight.into(),
                one.index_weight.into(),
                one.weight_source.as_str().into(),
                crate::wire::word(one.treatment().as_str_name(), "APPLIED_TREATMENT_").into(),
                f64::from(one.imputed).into(),
                f64::from(one.missing).into(),
            ]
        });
        self.sheet(workbook, Text::SheetTree, &head, aggregates.chain(indicators))
    }

    /// Who has no rank, and what readers should know.
    fn notes(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let head = self.heads(&[Text::HeadWhat, Text::HeadReason, Text::HeadNote]);
        let unscored = self.view.0.unscored.iter().map(|one| {
            vec![
                one.subject.as_str().into(),
                one.reason.as_str().into(),
                Unranked(one).explained(self.language).into(),
            ]
        });
        let warnings = self.view.0.warnings.iter().map(|one| {
            vec![
                one.about.as_str().into(),
                one.reason.as_str().into(),
                one.message.as_str().into(),
            ]
        });
        self.sheet(workbook, Text::SheetNotes, &head, unscored.chain(warnings))
    }

    /// What the results were made from, key by key.
    fn manifests(
        self,
        workbook: &mut Workbook,
        manifests: [(&str, &Option<zhibiao_proto::compare::v1::Manifest>); 2],
    ) -> Result<(), XlsxError> {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (result, manifest) in manifests {
            let json = manifest.clone().and_then(|one| JsonManifest::try_from(one).ok());
            let json = json.and_then(|one| serde_json::to_value(one).ok());
            flat(result, &json.unwrap_or_default(), &mut rows);
        }
        let head = self.heads(&[Text::HeadWhat, Text::HeadValue]);
        self.sheet(workbook, Text::SheetManifest, &head, rows.into_iter())
    }

    fn heads(self, texts: &[Text<'static>]) -> Vec<String> {
        texts.iter().map(|text| text.clone().say(self.language)).collect()
    }

    fn sheet(
        self,
        workbook: &mut Workbook,
        title: Text<'_>,
        head: &[String],
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<(), XlsxError> {
        // Row after row goes to disk: a result of millions of cells is not held twice.
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(title.say(self.language))?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, text) in (0..).zip(head) {
            sheet.write_string_with_format(0, column, text, &bold)?;
        }
        for (row, cells) in (1..).zip(rows) {
            write_row(sheet, row, cells)?;
        }
        Ok(())
    }
}

/// Text is written as text: a spreadsheet never takes it for a formula.
fn write_row(sheet: &mut Worksheet, row: u32, cells: Vec<Value>) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Value::Nothing => {}
            Value::Number(number) => {
                sheet.write_number(row, column, number)?;
            }
            Value::Text(text) => {
                let short: String = text.chars().take(MAX_TEXT).collect();
                sheet.write_string(row, column, short)?;
            }
        }
    }
    Ok(())
}

/// Every leaf of a JSON value with its path.
fn flat(path: &str, value: &serde_json::Value, rows: &mut Vec<Vec<Value>>) {
    use serde_json::Value as Json;
    match value {
        Json::Null => {}
        Json::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| flat(&format!("{path}.{key}"), value, rows)),
        Json::Array(items) => (0..)
            .zip(items)
            .for_each(|(at, item): (usize, _)| flat(&format!("{path}[{at}]"), item, rows)),
        Json::String(text) => rows.push(vec![path.into(), text.as_str().into()]),
        // As text: a seed has more digits than a spreadsheet's number.
        Json::Bool(_) | Json::Number(_) => rows.push(vec![path.into(), value.to_string().into()]),
    }
}
