//! `report show ID --entry N`: what stands behind one entry, as its source says it.

use serde::Serialize;
use zhibiao_client::Hub;
use zhibiao_proto::{
    observation::v1::TextSpan,
    report::v1::{
        GetReportSourceRequest, GetReportSourceResponse, Position, Report, ReportHeader, SourceRow,
        SourceText,
    },
};
use zhibiao_runtime::language::Language;

use super::findings::{self, JsonBytes, JsonReport, place};
use crate::{
    failure::Failure,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
};

/// Shows what stands behind an entry.
pub(super) async fn show(report: &Report, entry: u32, session: &Session) -> Result<(), Failure> {
    let language = session.ui.language;
    let source = source(&session.hub, &report.name, entry).await?;
    let nothing = ReportHeader::default();
    let json = Json::new(report, entry, &source, &nothing);
    let mut answer = Answer::new(&json, grid(&source))?;
    answer.above = findings::summary(report, language);
    if let Some(text) = &source.text {
        let number = source.position.as_ref().and_then(|position| position.number);
        answer.below = quotation(text, number, language);
    }
    session.ui.answer(&answer)
}

async fn source(hub: &Hub, report: &str, entry: u32) -> Result<GetReportSourceResponse, Failure> {
    let request = GetReportSourceRequest {
        report: report.to_owned(),
        entry,
        ..GetReportSourceRequest::default()
    };
    let source = hub
        .retrying(|| {
            let (mut client, request) = (hub.reports(), request.clone());
            async move { client.get_report_source(request).await }
        })
        .await?;
    Ok(source)
}

/// A sentence between 【】 and its number between «», with the text around them; and where that is.
fn quotation(text: &SourceText, number: Option<TextSpan>, language: Language) -> Vec<String> {
    let SourceText {
        before,
        quoted,
        after,
        span,
        size,
    } = text;
    let TextSpan { start, end } = span.unwrap_or_default();
    let marked = number
        .and_then(|number| marked(quoted, start, number))
        .unwrap_or_else(|| quoted.clone());
    let (head, tail) = (start > before.len() as u64, end + (after.len() as u64) < *size);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let whole = format!("{}{before}【{marked}】{after}{}", cut(head), cut(tail));
    let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
    lines.push(String::new());
    lines.push(Text::EvidenceBytes { start, end }.say(language));
    lines
}

/// A sentence that begins at a byte, with the number at its bytes marked.
fn marked(sentence: &str, from: u64, number: TextSpan) -> Option<String> {
    let at = |byte: u64| usize::try_from(byte.checked_sub(from)?).ok();
    let (start, end) = (at(number.start)?, at(number.end)?);
    let (before, number, after) = (
        sentence.get(..start)?,
        sentence.get(start..end)?,
        sentence.get(end..)?,
    );
    Some(format!("{before}«{number}»{after}"))
}

/// The rows of a table around an entry.
fn grid(source: &GetReportSourceResponse) -> Grid {
    let widest = source.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let letters = (1..).map(zhibiao_model::observation::column_letters).take(widest);
    let mut columns = vec![Column::number("row", Text::HeadRow)];
    columns.extend(letters.map(|letters| Column::text(letters.clone(), Text::Said(letters))));
    let mut grid = Grid::new(columns);
    for SourceRow { row, cells, .. } in &source.rows {
        let mut shown = vec![Cell::Number(f64::from(*row), row.to_string())];
        shown.extend((0..widest).map(|at| cells.get(at).map_or(Cell::Empty, Cell::text)));
        grid.row(shown);
    }
    grid
}

/// What stands behind an entry, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    report: JsonReport<'a>,
    entry: u32,
    file_name: &'a str,
    place: String,
    text: Option<JsonText<'a>>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonText<'a> {
    before: &'a str,
    quoted: &'a str,
    after: &'a str,
    sentence: Option<JsonBytes>,
    number: Option<JsonBytes>,
    size: u64,
}

#[derive(Debug, Serialize)]
struct JsonRow<'a> {
    sheet: &'a str,
    row: u32,
    cells: &'a [String],
}

impl<'a> Json<'a> {
    fn new(
        report: &'a Report,
        entry: u32,
        source: &'a GetReportSourceResponse,
        nothing: &'a ReportHeader,
    ) -> Self {
        let position: Option<&Position> = source.position.as_ref();
        let number = position.and_then(|position| position.number);
        Self {
            report: JsonReport::new(report, nothing),
            entry,
            file_name: &source.file_name,
            place: place(position),
            text: source.text.as_ref().map(|text| JsonText {
                before: &text.before,
                quoted: &text.quoted,
                after: &text.after,
                sentence: text.span.map(JsonBytes::from),
                number: number.map(JsonBytes::from),
                size: text.size,
            }),
            rows: source
                .rows
                .iter()
                .map(|SourceRow { sheet, row, cells }| JsonRow {
                    sheet,
                    row: *row,
                    cells,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_marks_its_number_and_tells_what_was_cut() {
        let text = SourceText {
            before: "前。\n".to_owned(),
            quoted: "约30亿元。".to_owned(),
            after: "\n后".to_owned(),
            span: Some(TextSpan { start: 107, end: 121 }),
            size: 125,
        };
        let number = TextSpan { start: 110, end: 115 };
        let lines = quotation(&text, Some(number), Language::En);
        assert_eq!(lines[..3], ["…前。", "【约«30亿»元。】", "后"]);
        assert!(lines[4].contains("107") && lines[4].contains("121"), "{lines:?}");
        let elsewhere = TextSpan { start: 1, end: 2 };
        let lines = quotation(&text, Some(elsewhere), Language::Zh);
        assert_eq!(lines[1], "【约30亿元。】");
    }
}
