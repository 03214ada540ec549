//! The text with its numbers marked, for people: green is sure, yellow asks, red was passed over, and what is dim is known to
//! be no figure.

use std::{collections::BTreeMap, io::IsTerminal as _};

use zhibiao_extract::{Fact, Measure, Missing, NoiseKind, Reading, Span, SubjectRef, ZoneRef};
use zhibiao_model::ids::ZoneId;

use crate::{
    failure::Failure,
    output::{
        Ui,
        clean::clean,
        grid::{Cell, Column, Grid},
        one_line,
    },
    text::Text,
};

/// What zones are called.
pub(super) type Zones = BTreeMap<ZoneId, String>;

/// From here on a fact is marked as sure.
const SURE: f64 = 0.8;

/// What a number was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Sure,
    Asks,
    PassedOver,
    NoFigure,
}

impl Mark {
    /// What stands before a number and behind it: colours in a terminal, brackets elsewhere.
    fn around(self, is_terminal: bool) -> (&'static str, &'static str) {
        match (is_terminal, self) {
            (true, Self::Sure) => ("\u{1b}[32m", PLAIN),
            (true, Self::Asks) => ("\u{1b}[33m", PLAIN),
            (true, Self::PassedOver) => ("\u{1b}[31m", PLAIN),
            (true, Self::NoFigure) => ("\u{1b}[2m", PLAIN),
            (false, Self::Sure | Self::Asks) => ("[", "]"),
            (false, Self::PassedOver) => ("[?", "]"),
            (false, Self::NoFigure) => ("[-", "]"),
        }
    }
}

/// Ends every colour.
const PLAIN: &str = "\u{1b}[0m";

/// Shows the text with its marks and what they mean, the facts as a table, and the numbers that are none, with the reason.
///
/// # Errors
/// When standard output can't be written to.
pub(super) fn show(text: &str, reading: &Reading, zones: &Zones, ui: &Ui) -> Result<(), Failure> {
    let is_terminal = std::io::stdout().is_terminal();
    ui.marked_line(&marked(text, reading, is_terminal))?;
    ui.line("")?;
    let legend = if is_terminal {
        Text::ExtractColours
    } else {
        Text::ExtractBrackets
    };
    ui.line(&ui.text(legend))?;
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
        grid.row(row(text, fact, zones, ui).into_iter().map(Cell::text).collect());
    }
    ui.line(&grid.table(ui.language, is_terminal))?;
    unmatched(text, reading, ui)?;
    no_figures(text, reading, ui)
}

/// Lists the numbers that were passed over.
fn unmatched(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    if !reading.unmatched.is_empty() {
        ui.line("")?;
        let count = reading.unmatched.len();
        ui.line(&ui.text(Text::ExtractUnmatched { count }))?;
    }
    for unmatched in &reading.unmatched {
        let why = ui.text(missing(unmatched.why));
        ui.line(&format!("  {} ({why})", placed(text, &unmatched.number)))?;
    }
    Ok(())
}

/// Lists the numbers that are known to be no figures, those of a kind in a line: most are dates.
fn no_figures(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    let mut kinds: BTreeMap<NoiseKind, Vec<String>> = BTreeMap::new();
    for noise in &reading.noise {
        kinds
            .entry(noise.kind)
            .or_default()
            .push(placed(text, &noise.number));
    }
    if !kinds.is_empty() {
        ui.line("")?;
        let count = reading.noise.len();
        ui.line(&ui.text(Text::ExtractNoFigures { count }))?;
    }
    for (kind, numbers) in kinds {
        let kind = ui.text(no_figure(kind));
        ui.line(&format!("  {kind}: {}", numbers.join(", ")))?;
    }
    Ok(())
}

/// A number behind its offset.
fn placed(text: &str, number: &Span) -> String {
    let words = text.get(number.bytes.clone()).unwrap_or_default();
    format!("{}: {}", number.chars.start, one_line(words))
}

/// Why a number was passed over.
fn missing(why: Missing) -> Text<'static> {
    match why {
        Missing::Unit => Text::MissingUnit,
        Missing::Name => Text::MissingName,
        Missing::Scope => Text::MissingScope,
        Missing::Number => Text::MissingNumber,
        Missing::Numeral => Text::MissingNumeral,
        Missing::Former => Text::MissingFormer,
    }
}

/// What a number is that is no figure.
fn no_figure(kind: NoiseKind) -> Text<'static> {
    match kind {
        NoiseKind::Date => Text::NoiseDate,
        NoiseKind::TimeSpan => Text::NoiseTimeSpan,
        NoiseKind::Ordinal => Text::NoiseOrdinal,
        NoiseKind::Code => Text::NoiseCode,
        NoiseKind::Scheme => Text::NoiseScheme,
        NoiseKind::Word => Text::NoiseWord,
        NoiseKind::Class => Text::NoiseClass,
        NoiseKind::Vague => Text::NoiseVague,
        NoiseKind::Title => Text::NoiseTitle,
        NoiseKind::Numbering => Text::NoiseNumbering,
        NoiseKind::Furniture => Text::NoiseFurniture,
        NoiseKind::Proportion => Text::NoiseProportion,
        NoiseKind::Repeat => Text::NoiseRepeat,
    }
}

/// What a number says of its indicator.
fn measure(measure: Measure) -> Text<'static> {
    match measure {
        Measure::Level => Text::MeasureLevel,
        Measure::Yoy => Text::MeasureYoy,
        Measure::Share => Text::MeasureShare,
        Measure::Ratio => Text::MeasureRatio,
        Measure::Rank => Text::MeasureRank,
        Measure::Delta => Text::MeasureDelta,
        Measure::Target => Text::MeasureTarget,
        Measure::Forecast => Text::MeasureForecast,
    }
}

fn row(text: &str, fact: &Fact, zones: &Zones, ui: &Ui) -> [String; 7] {
    let zone = match &fact.zone {
        Some(ZoneRef::Known(id)) => zones.get(id).map_or_else(|| id.id().to_owned(), Clone::clone),
        Some(ZoneRef::Proposed(name)) => name.clone(),
        None => String::new(),
    };
    let evidence = text.get(fact.evidence.bytes.clone()).unwrap_or_default();
    [
        zone,
        fact.subject.as_ref().map_or("", SubjectRef::zh).to_owned(),
        fact.indicator.zh().to_owned(),
        ui.text(measure(fact.measure)),
        one_line(evidence),
        fact.period
            .map_or_else(String::new, |period| period.period.to_string()),
        format!("{:.2}", fact.confidence),
    ]
}

/// The text with its marks, and none of its own. Where two numbers overlap, as one that is told of two zones, the first has the mark.
fn marked(text: &str, reading: &Reading, is_terminal: bool) -> String {
    let facts = reading.facts.iter().map(|fact| {
        let is_sure = fact.confidence >= SURE;
        (&fact.number, if is_sure { Mark::Sure } else { Mark::Asks })
    });
    let unmatched = reading.unmatched.iter();
    let unmatched = unmatched.map(|unmatched| (&unmatched.number, Mark::PassedOver));
    let noise = reading.noise.iter().map(|noise| (&noise.number, Mark::NoFigure));
    let mut marks: Vec<(&Span, Mark)> = facts.chain(unmatched).chain(noise).collect();
    marks.sort_by_key(|(span, _)| span.bytes.start);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (span, mark) in marks {
        if span.bytes.is_empty() || span.bytes.start < at {
            continue;
        }
        let number = text.get(span.bytes.clone()).unwrap_or_default();
        let (before, behind) = mark.around(is_terminal);
        shown.push_str(&clean(text.get(at..span.bytes.start).unwrap_or_default()));
        shown.extend([before, &clean(number), behind]);
        at = span.bytes.end;
    }
    shown.push_str(&clean(text.get(at..).unwrap_or_default()));
    shown
}

#[cfg(test)]
mod tests {
    use zhibiao_extract::{Context, Extractor, Lexicon};
    use zhibiao_model::catalog::Catalog;

    use super::*;

    #[test]
    fn every_number_is_marked_for_what_it_was_taken_for() {
        let extractor = Extractor::new(Lexicon::from_catalog(&Catalog::default()));
        let text = "2023年，甲高新区建成4+4+4产业体系，企业60家。另有77。";
        let reading = extractor.read(text, &Context::default()).unwrap();
        assert_eq!(
            marked(text, &reading, false),
            "[-2023年]，甲高新区建成[-4+4+4]产业体系，企业[60]家。另有[?77]。"
        );
        let coloured = marked(text, &reading, true);
        assert!(coloured.contains("\u{1b}[2m4+4+4\u{1b}[0m"), "{coloured:?}");
    }

    #[test]
    fn a_text_has_no_colours_of_its_own() {
        let extractor = Extractor::new(Lexicon::from_catalog(&Catalog::default()));
        let text = "\u{1b}]0;owned\u{7}2023年，甲高新区企业60家。\u{1b}[32m另有77。";
        let reading = extractor.read(text, &Context::default()).unwrap();
        let coloured = marked(text, &reading, true);
        let own = ["\u{1b}[32m", "\u{1b}[33m", "\u{1b}[31m", "\u{1b}[2m", PLAIN];
        let bare = own
            .iter()
            .fold(coloured.clone(), |text, mark| text.replace(mark, ""));
        assert!(!bare.contains(char::is_control), "{bare:?}");
        assert_eq!(coloured.matches("\u{1b}[32m").count(), 0, "{coloured:?}");
    }

    #[test]
    fn a_number_that_is_told_of_two_zones_is_shown_once() {
        let extractor = Extractor::new(Lexicon::from_catalog(&Catalog::default()));
        let text = "2023年，甲高新区、乙高新区企业均达60家。";
        let reading = extractor.read(text, &Context::default()).unwrap();
        assert_eq!(marked(text, &reading, false).matches("60").count(), 1);
    }
}
