//! `report show ID --entry N`: what stands behind one entry, as its source says it.

use serde::Serialize;
use zhibiao_client::Hub;
use zhibiao_proto::{
    observation::v1::TextSpan,
    report::v1::{
        GetReportSourceRequest, GetReportSourceResponse, Position, Report, ReportHeader, Review, SourceRow,
        SourceText, entry_review::Decision,
    },
};
use zhibiao_runtime::language::Language;

use super::{
    findings::{self, JsonBytes, JsonReport, place},
    show,
};
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
    // Only what was read from prose is reviewed.
    let reviews = match &source.text {
        Some(_) => reviews(&session.hub, &report.name, entry).await?,
        None => Vec::new(),
    };
    let json = Json::new(report, entry, (&source, &reviews), &nothing);
    let mut answer = Answer::new(&json, grid(&source))?;
    answer.above = findings::summary(report, language);
    if let Some(text) = &source.text {
        let number = source.position.as_ref().and_then(|position| position.number);
        answer.below = quotation(text, number, language);
    }
    let reviewed = reviews.iter().map(|review| decided(review, language));
    answer.below.extend(reviewed);
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

/// What reviewers have decided about an entry.
async fn reviews(hub: &Hub, report: &str, entry: u32) -> Result<Vec<Review>, Failure> {
    let entries = show::read_entries(hub, report).await?;
    let found = entries.into_iter().find(|one| one.entry == entry);
    Ok(found.map_or_else(Vec::new, |one| one.reviews))
}

/// What a reviewer decided and why, and of a corrected value what it was before.
fn decided(review: &Review, language: Language) -> String {
    let by = review.reviewer.clone();
    let decision = review.decision.as_ref().and_then(|one| one.decision.as_ref());
    let (text, note) = match decision {
        Some(Decision::Confirm(confirm)) => (Text::ReviewConfirmed { by }, confirm.note.as_str()),
        Some(Decision::Reject(reject)) => {
            let words = reject.reason.clone();
            (Text::ReviewRejected { by, words }, "")
        }
        Some(Decision::Correct(correct)) => {
            let text = match (before(review), correct.value) {
                (Some(before), Some(value)) => Text::ReviewCorrectedValue {
                    by,
                    before,
                    value: format!("{value} {}", correct.unit).trim_end().to_owned(),
                },
                (_, _) => Text::ReviewCorrected { by },
            };
            (text, correct.note.as_str())
        }
        None => (Text::Nothing, ""),
    };
    let done = text.say(language);
    if note.is_empty() {
        return done;
    }
    let note = note.to_owned();
    Text::ReviewNoted { done, note }.say(language)
}

/// The value that an entry had before a review.
fn before(review: &Review) -> Option<String> {
    let before = review.before.as_ref()?;
    Some(format!("{} {}", before.value?, before.unit).trim_end().to_owned())
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
    reviews: Vec<JsonReview<'a>>,
}

/// A decision in JSON, with the value that the entry had before and, of a correction, the one that it says.
#[derive(Debug, Serialize)]
struct JsonReview<'a> {
    reviewer: &'a str,
    before: Option<String>,
    decision: &'static str,
    value: Option<f64>,
    unit: &'a str,
    note: &'a str,
}

impl<'a> From<&'a Review> for JsonReview<'a> {
    fn from(review: &'a Review) -> Self {
        let decision = review.decision.as_ref().and_then(|one| one.decision.as_ref());
        let (decision, value, unit, note) = match decision {
            Some(Decision::Confirm(confirm)) => ("confirm", None, "", confirm.note.as_str()),
            Some(Decision::Reject(reject)) => ("reject", None, "", reject.reason.as_str()),
            Some(Decision::Correct(correct)) => (
                "correct",
                correct.value,
                correct.unit.as_str(),
                correct.note.as_str(),
            ),
            None => ("", None, "", ""),
        };
        Self {
            reviewer: &review.reviewer,
            before: before(review),
            decision,
            value,
            unit,
            note,
        }
    }
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
        (source, reviews): (&'a GetReportSourceResponse, &'a [Review]),
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
            reviews: reviews.iter().map(JsonReview::from).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_proto::report::v1::{CorrectEntry, Entry, EntryReview};

    use super::*;

    #[test]
    fn a_corrected_value_is_told_with_the_one_that_was_read_and_the_note() {
        let correct = CorrectEntry {
            value: Some(52.16),
            note: "digits turned round".to_owned(),
            ..CorrectEntry::default()
        };
        let review = Review {
            decision: Some(EntryReview {
                entry: 11,
                decision: Some(Decision::Correct(correct)),
            }),
            reviewer: "users/li".to_owned(),
            before: Some(Entry {
                value: Some(52.61),
                unit: "%".to_owned(),
                ..Entry::default()
            }),
            ..Review::default()
        };
        assert_eq!(
            decided(&review, Language::En),
            "users/li corrected it: before 52.61 %, now 52.16 (digits turned round)"
        );
        let json = serde_json::to_value(JsonReview::from(&review)).unwrap();
        assert_eq!(
            (&json["before"], &json["value"]),
            (&"52.61 %".into(), &52.16.into())
        );
    }

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
