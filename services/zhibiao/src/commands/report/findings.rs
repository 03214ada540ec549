//! A report and its findings, as people and machines read them.

use serde::Serialize;
use zhibiao_proto::{
    observation::v1::TextSpan,
    report::v1::{Finding, Position, Report, ReportHeader, Severity},
};
use zhibiao_runtime::language::Language;

use crate::{
    output::grid::{Cell, Column, Grid},
    text::{Text, layouts, list},
    wire::{json_time, severity_text, state_text, time, word},
};

/// Where something stands, as a spreadsheet writes it: `Sheet1!C7`; of prose `line 7`.
pub(super) fn place(position: Option<&Position>) -> String {
    let Some(Position {
        sheet,
        row,
        column,
        sentence: _,
        number,
    }) = position
    else {
        return String::new();
    };
    if number.is_some() {
        return format!("line {row}");
    }
    let cell = match row {
        0 => column.clone(),
        row => format!("{column}{row}"),
    };
    match (sheet.is_empty(), cell.is_empty()) {
        (true, _) => cell,
        (false, true) => sheet.clone(),
        (false, false) => format!("{sheet}!{cell}"),
    }
}

/// A place in the language of whoever reads it, and as machines have it.
fn told_place(position: Option<&Position>, language: Language) -> Cell {
    let place = place(position);
    match (position.and_then(|position| position.number), language) {
        (Some(_), Language::Zh) => {
            let line = position.map_or(0, |position| position.row);
            Cell::Word(place, Text::PlaceLine { line }.say(language))
        }
        (Some(_) | None, Language::Zh | Language::En) => Cell::text(place),
    }
}

/// Findings as a table.
pub(super) fn grid(findings: &[Finding], language: Language) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("severity", Text::HeadSeverity),
        Column::text("place", Text::HeadPlace),
        Column::machine("entry"),
        Column::text("code", Text::HeadCode),
        Column::text("read", Text::HeadRead),
        Column::text("message", Text::HeadMessage),
        Column::text("action", Text::HeadAction),
    ]);
    for finding in findings {
        let severity = finding.severity();
        let mut action = finding.action.clone();
        if !finding.candidates.is_empty() {
            let near = Text::NearNames {
                names: list(&finding.candidates, language),
            }
            .say(language);
            action = if action.is_empty() {
                near
            } else {
                Text::Also {
                    first: action,
                    second: near,
                }
                .say(language)
            };
        }
        grid.row(vec![
            Cell::Word(
                word(severity.as_str_name(), "SEVERITY_"),
                severity_text(severity).say(language),
            ),
            told_place(finding.position.as_ref(), language),
            Cell::Number(f64::from(finding.entry), finding.entry.to_string()),
            Cell::text(&finding.code),
            Cell::text(&finding.read),
            Cell::text(&finding.message),
            Cell::text(action),
        ]);
    }
    grid
}

/// What a report is and where it stands, in a few lines.
pub(super) fn summary(report: &Report, language: Language) -> Vec<String> {
    let nothing = ReportHeader::default();
    let header = report.header.as_ref().unwrap_or(&nothing);
    let title = if header.title.is_empty() {
        &header.file_name
    } else {
        &header.title
    };
    let mut lines = vec![
        Text::ReportTitle {
            title: title.clone(),
            department: header.department.clone(),
        }
        .say(language),
    ];
    if !report.name.is_empty() {
        let state = state_text(report.state()).say(language);
        lines.push(
            Text::ReportState {
                name: report.name.clone(),
                state,
            }
            .say(language),
        );
    }
    lines.extend(
        report
            .tables
            .iter()
            .map(|table| format!("  {}", layouts::told(table, language))),
    );
    let (errors, warnings) = (count(report, Severity::Error), count(report, Severity::Warning));
    lines.push(
        Text::ReportCounts {
            entries: report.entries,
            blocked: report.blocked_entries,
            returned: report.returned_entries,
            errors,
            warnings,
        }
        .say(language),
    );
    if !report.decided_by.is_empty() {
        lines.push(
            Text::ReportDecided {
                by: report.decided_by.clone(),
                at: time(report.decided_at.as_ref()),
                reason: report.decision_reason.clone(),
            }
            .say(language),
        );
    }
    if report.published_revision > 0 {
        lines.push(
            Text::ReportPublished {
                revision: report.published_revision,
            }
            .say(language),
        );
    }
    lines
}

/// Number of findings of a severity.
pub(super) fn count(report: &Report, severity: Severity) -> u32 {
    report
        .findings
        .iter()
        .filter(|of| of.severity() == severity)
        .map(|of| of.count)
        .sum()
}

/// A report in JSON. The field names are stable.
#[derive(Debug, Serialize)]
pub(super) struct JsonReport<'a> {
    name: &'a str,
    state: String,
    department: &'a str,
    zone: &'a str,
    period: &'a str,
    title: &'a str,
    source: &'a str,
    file_name: &'a str,
    submitter: &'a str,
    submitted_at: Option<String>,
    entries: u32,
    blocked_entries: u32,
    returned_entries: u32,
    rejected_entries: u32,
    errors: u32,
    warnings: u32,
    decided_by: &'a str,
    decided_at: Option<String>,
    decision_reason: &'a str,
    published_revision: i64,
    published_token: &'a str,
    etag: &'a str,
    digest: &'a str,
    tables: &'a [String],
}

impl<'a> JsonReport<'a> {
    pub(super) fn new(report: &'a Report, nothing: &'a ReportHeader) -> Self {
        let header = report.header.as_ref().unwrap_or(nothing);
        Self {
            name: &report.name,
            state: word(report.state().as_str_name(), "REPORT_STATE_"),
            department: &header.department,
            zone: &header.zone,
            period: &header.period,
            title: &header.title,
            source: &header.source,
            file_name: &header.file_name,
            submitter: &report.submitter,
            submitted_at: json_time(report.submitted_at.as_ref()),
            entries: report.entries,
            blocked_entries: report.blocked_entries,
            returned_entries: report.returned_entries,
            rejected_entries: report.rejected_entries,
            errors: count(report, Severity::Error),
            warnings: count(report, Severity::Warning),
            decided_by: &report.decided_by,
            decided_at: json_time(report.decided_at.as_ref()),
            decision_reason: &report.decision_reason,
            published_revision: report.published_revision,
            published_token: &report.published_token,
            etag: &report.etag,
            digest: &report.digest,
            tables: &report.tables,
        }
    }
}

/// A finding in JSON. The field names are stable.
#[derive(Debug, Serialize)]
pub(super) struct JsonFinding<'a> {
    severity: String,
    code: &'a str,
    sheet: &'a str,
    row: u32,
    column: &'a str,
    /// Bytes of the number, of prose.
    number: Option<JsonBytes>,
    entry: u32,
    read: &'a str,
    message: &'a str,
    action: &'a str,
    candidates: &'a [String],
}

/// Bytes of a text as UTF-8, the end exclusive.
#[derive(Debug, Serialize)]
pub(super) struct JsonBytes {
    start: u64,
    end: u64,
}

impl From<TextSpan> for JsonBytes {
    fn from(span: TextSpan) -> Self {
        let TextSpan { start, end } = span;
        Self { start, end }
    }
}

impl<'a> From<&'a Finding> for JsonFinding<'a> {
    fn from(finding: &'a Finding) -> Self {
        let position = finding.position.as_ref();
        Self {
            severity: word(finding.severity().as_str_name(), "SEVERITY_"),
            code: &finding.code,
            sheet: position.map(|p| p.sheet.as_str()).unwrap_or_default(),
            row: position.map(|p| p.row).unwrap_or_default(),
            column: position.map(|p| p.column.as_str()).unwrap_or_default(),
            number: position.and_then(|p| p.number).map(JsonBytes::from),
            entry: finding.entry,
            read: &finding.read,
            message: &finding.message,
            action: &finding.action,
            candidates: &finding.candidates,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_like_a_spreadsheet_s() {
        let at = |sheet: &str, row, column: &str| {
            place(Some(&Position {
                sheet: sheet.into(),
                row,
                column: column.into(),
                ..Position::default()
            }))
        };
        assert_eq!(at("表1", 7, "C"), "表1!C7");
        assert_eq!(at("", 7, "C"), "C7");
        assert_eq!(at("表1", 0, ""), "表1");
        assert_eq!(at("", 7, ""), "7");
        assert_eq!(place(None), "");
        let in_prose = Position {
            row: 7,
            number: Some(TextSpan { start: 120, end: 123 }),
            ..Position::default()
        };
        assert_eq!(place(Some(&in_prose)), "line 7");
        let told = told_place(Some(&in_prose), Language::Zh);
        assert!(
            matches!(told, Cell::Word(machine, people) if (machine.as_str(), people.as_str()) == ("line 7", "第 7 行"))
        );
    }
}
