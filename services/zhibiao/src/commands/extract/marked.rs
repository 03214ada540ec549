//! The text with its facts marked, for people: green is sure, yellow asks, red was passed over.

use std::io::IsTerminal as _;

use zhibiao_extract::{Fact, Reading, Span, SubjectRef, ZoneRef};

use crate::{
    failure::Failure,
    output::{
        Ui,
        grid::{Cell, Column, Grid},
        one_line,
    },
    text::Text,
};

/// From here on a fact is marked as sure.
const SURE: f64 = 0.8;
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

/// Shows the text with its marks, the facts as a table, and the numbers that were passed over.
///
/// # Errors
/// When standard output can't be written to.
pub(super) fn show(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    let is_terminal = std::io::stdout().is_terminal();
    ui.line(&marked(text, reading, is_terminal))?;
    ui.line("")?;
    let mut grid = Grid::fitting(vec![
        Column::text("zone", Text::HeadZone),
        Column::text("subject", Text::HeadSubject),
        Column::text("indicator", Text::HeadIndicator),
        Column::text("measure", Text::HeadMeasure),
        Column::text("value", Text::HeadWritten),
        Column::text("period", Text::HeadPeriod),
        Column::text("confidence", Text::HeadConfidence),
    ]);
    for fact in &reading.facts {
        grid.row(row(text, fact).into_iter().map(Cell::text).collect());
    }
    ui.line(&grid.table(ui.language, is_terminal))?;
    if !reading.unmatched.is_empty() {
        ui.line("")?;
        let count = reading.unmatched.len();
        ui.line(&ui.text(Text::ExtractUnmatched { count }))?;
    }
    for unmatched in &reading.unmatched {
        let number = text.get(unmatched.number.bytes.clone()).unwrap_or_default();
        let at = unmatched.number.chars.start;
        ui.line(&format!("  {at}: {number} ({})", unmatched.why.code()))?;
    }
    Ok(())
}

fn row(text: &str, fact: &Fact) -> [String; 7] {
    let zone = match &fact.zone {
        Some(ZoneRef::Known(id)) => id.id().to_owned(),
        Some(ZoneRef::Proposed(name)) => name.clone(),
        None => String::new(),
    };
    let evidence = text.get(fact.evidence.bytes.clone()).unwrap_or_default();
    [
        zone,
        fact.subject.as_ref().map_or("", SubjectRef::zh).to_owned(),
        fact.indicator.zh().to_owned(),
        fact.measure.code().to_owned(),
        one_line(evidence),
        fact.period
            .map_or_else(String::new, |period| period.period.to_string()),
        format!("{:.2}", fact.confidence),
    ]
}

/// The text with colours in a terminal, with brackets elsewhere: `[553]`, `[?1:3]`.
fn marked(text: &str, reading: &Reading, is_terminal: bool) -> String {
    let facts = reading.facts.iter().map(|fact| {
        let colour = if fact.confidence >= SURE { GREEN } else { YELLOW };
        (&fact.number, colour)
    });
    let unmatched = reading.unmatched.iter().map(|unmatched| (&unmatched.number, RED));
    let mut marks: Vec<(&Span, &str)> = facts.chain(unmatched).collect();
    marks.sort_by_key(|(span, _)| span.bytes.start);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (span, colour) in marks.into_iter().filter(|(span, _)| !span.bytes.is_empty()) {
        let number = text.get(span.bytes.clone()).unwrap_or_default();
        shown.push_str(text.get(at..span.bytes.start).unwrap_or_default());
        match (is_terminal, colour) {
            (true, _) => shown.extend([colour, number, PLAIN]),
            (false, RED) => shown.extend(["[?", number, "]"]),
            (false, _) => shown.extend(["[", number, "]"]),
        }
        at = span.bytes.end;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}
