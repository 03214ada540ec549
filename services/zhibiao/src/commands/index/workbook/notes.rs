//! Who has no rank, what readers should know, and what the result was made from.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Sheets, sheet::Value};
use crate::{
    commands::index::{Unranked, warning_text},
    manifest::JsonManifest,
    text::Text,
};

impl Sheets<'_> {
    /// Who has no rank and what readers should know, part by part; then what else the screen says of the result.
    pub(super) fn notes(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let language = self.language;
        let called = |name| self.view.called(name, language);
        let (analysis, evaluation) = (self.whole.analysis, self.view.0);
        let unscored: Vec<_> = match analysis.map(|one| one.unscored()) {
            None | Some([]) => evaluation.unscored.iter().collect(),
            Some(others) => others.iter().collect(),
        };
        let further = analysis.into_iter().flat_map(|one| one.warnings());
        let further = further.filter(|one| !evaluation.warnings.contains(one));
        let warned: Vec<_> = evaluation.warnings.iter().chain(further).collect();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for one in &unscored {
            let explained = Unranked(one).explained(language);
            rows.push(row(&one.subject, &one.reason, explained));
        }
        for one in &warned {
            let text = warning_text(one, &called, language).say(language);
            rows.push(row(&one.about, &one.reason, text));
        }
        // Who has no rank and what the hub warns of stand above, in rows of their own.
        let answer = self.whole.answer;
        let said = answer.above.iter().chain(&answer.below).chain(&answer.notes);
        rows.extend(said.map(|line| row("", "", line.clone())));
        if !self.whole.methods.is_known() {
            rows.push(row("", "", Text::MethodsUnknown.say(language)));
        }
        rows.extend(self.counts_marked().map(|text| row("", "", text.say(language))));
        let head = self.heads(&[Text::HeadWhat, Text::HeadReason, Text::HeadNote]);
        self.sheet(workbook, Text::SheetNotes, &head, rows.into_iter())
    }

    /// What the results were made from, key by key.
    pub(super) fn manifests(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let evaluation = ("evaluation", self.view.0.manifest.as_ref());
        let analysis = self.whole.analysis.map(|one| one.manifest());
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (result, manifest) in [Some(evaluation), analysis].into_iter().flatten() {
            let json = manifest.cloned().and_then(|one| JsonManifest::try_from(one).ok());
            let json = json.and_then(|one| serde_json::to_value(one).ok());
            flat(result, &json.unwrap_or_default(), &mut rows);
        }
        let head = self.heads(&[Text::HeadWhat, Text::HeadValue]);
        self.sheet(workbook, Text::SheetManifest, &head, rows.into_iter())
    }
}

fn row(what: &str, reason: &str, note: String) -> Vec<Value> {
    vec![what.into(), reason.into(), note.into()]
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
