//! Prose: the facts that a text tells, as rows with the sentence of each.

use zhibiao_extract::{
    Context, Extractor, Fact, FactPeriod, IndicatorRef, Measure, PeriodBasis, Reading, Span, SubjectRef,
    ZoneRef,
};
use zhibiao_model::ids::SubjectName;
use zhibiao_tabular as tabular;

use super::form::FileError;
use crate::{
    atlas::Atlas,
    content::{About, Content, Explained, MEASURE, Passage, PassedOver, Place, Prose, Row, TextId},
    finding::{Bytes, MAX_FINDINGS, ProsePlace, clean},
    header::Header,
    review::Verdict,
};

/// What the dictionary keeps as the meaning of a name that the catalogue doesn't have: nothing is looked up by it, since
/// the reader, who knows the words around it, has done so.
const UNKNOWN: &str = "";

/// Reads a text.
///
/// # Errors
/// When it is longer than the reader takes, or tells more facts than a report has entries.
pub(crate) fn read_prose(text: &str, header: &Header, atlas: &Atlas) -> Result<Content, FileError> {
    let extractor = atlas.extractor();
    let context = Context {
        zone: header.zone.clone().map(ZoneRef::Known),
        issued: header.issued,
    };
    let reading = extractor.read(text, &context)?;
    let mut intake = Intake {
        text,
        reading: &reading,
        extractor,
        header,
        atlas,
        content: Content::default(),
        prose: Prose::default(),
    };
    intake.take_facts()?;
    intake.pass_over();
    let Intake {
        mut content, prose, ..
    } = intake;
    content.tables.push(format!(
        "text: {} facts, {} numbers that no rule explains",
        reading.facts.len(),
        reading.unmatched.len()
    ));
    content.prose = Some(prose);
    Ok(content)
}

struct Intake<'a> {
    text: &'a str,
    reading: &'a Reading,
    extractor: &'a Extractor,
    header: &'a Header,
    atlas: &'a Atlas,
    content: Content,
    prose: Prose,
}

/// Counts lines as places in the text go by.
#[derive(Debug, Default)]
struct Lines {
    at: usize,
    before: u32,
}

impl Lines {
    /// The line of a byte, from 1; bytes only grow.
    fn line(&mut self, text: &str, byte: usize) -> u32 {
        let passed = text.as_bytes().get(self.at..byte).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.before += u32::try_from(breaks).unwrap_or(u32::MAX);
        self.at = self.at.max(byte);
        self.before + 1
    }
}

impl Intake<'_> {
    fn take_facts(&mut self) -> Result<(), FileError> {
        let mut lines = Lines::default();
        let limit = tabular::Limits::default().entries;
        for (number, fact) in (1..).zip(&self.reading.facts) {
            let line = lines.line(self.text, fact.number.bytes.start);
            if number > limit {
                let (sheet, row) = (String::new(), line);
                return Err(tabular::Unreadable::TooManyEntries { sheet, row, limit }.into());
            }
            let passage = self.passage(fact, line);
            self.prose.passages.push(passage);
            let row = self.row(fact, number);
            self.content.rows.push(row);
        }
        Ok(())
    }

    fn passage(&mut self, fact: &Fact, line: u32) -> Passage {
        let place = self.place(&fact.number);
        let words = self.text.get(range(place.sentence)).unwrap_or_default();
        let other_measure = (!self.extractor.is_value(fact)).then_some(fact.measure);
        Passage {
            line,
            place,
            sentence: self.prose.sentences.intern(words, Place::default()),
            // The reader's confidence lies between 0.05 and 0.99.
            confidence: (fact.confidence * 100.0).round() as u32,
            reasons: self
                .prose
                .reasons
                .intern(&reasons(fact, other_measure), Place::default()),
            other_measure,
            value: fact.value,
            verdict: Verdict::Open,
            explained: Explained::No,
            read_by: [0; 2],
            elsewhere: self.is_elsewhere(fact),
        }
    }

    fn is_elsewhere(&self, fact: &Fact) -> bool {
        let (Some(SubjectRef::Known { name, .. }), Some(ZoneRef::Known(zone))) = (&fact.subject, &fact.zone)
        else {
            return false;
        };
        let subject = self.atlas.catalog.items().subjects.get(name);
        subject.is_some_and(|subject| subject.placements.iter().all(|placement| placement.zone != *zone))
    }

    fn row(&mut self, fact: &Fact, number: u32) -> Row {
        let place = Place {
            sheet: 0,
            row: number,
            column: 0,
        };
        let words = self.text.get(fact.written.bytes.clone()).unwrap_or_default();
        let written = self.content.write(&clean(words));
        Row {
            place,
            subject: self.subject(fact, place),
            indicator: self.indicator(fact, place),
            period: fact
                .period
                .map_or(TextId::NONE, |period| self.period(period, place)),
            unit: self
                .content
                .units
                .intern(self.extractor.unit(fact).symbol(), place),
            note: TextId::NONE,
            source: TextId::NONE,
            written,
            value: fact.value,
            qualifier: fact.qualifier,
            status: self.header.status,
            scaled: false,
            blocked: !self.extractor.is_value(fact),
            total: false,
            table: 0,
            cell: None,
            about: About::default(),
        }
    }

    /// The subject in the zone, or the zone itself; without either that of the report.
    fn subject(&mut self, fact: &Fact, place: Place) -> TextId {
        let subjects = &mut self.content.subjects;
        match (&fact.subject, &fact.zone) {
            (Some(SubjectRef::Known { name, zh }), _) => subjects.intern_as(zh, name.as_str(), place),
            (Some(SubjectRef::Proposed { zh, .. }), _) | (None, Some(ZoneRef::Proposed(zh))) => {
                subjects.intern_as(zh, UNKNOWN, place)
            }
            (None, Some(ZoneRef::Known(zone))) => {
                let name = SubjectName::from(zone);
                let names = self.atlas.catalog.subject_names(&name);
                let zh = names.map_or_else(|| name.as_str(), |names| names.zh.as_str());
                subjects.intern_as(zh, name.as_str(), place)
            }
            (None, None) => TextId::NONE,
        }
    }

    fn indicator(&mut self, fact: &Fact, place: Place) -> TextId {
        let indicators = &mut self.content.indicators;
        match &fact.indicator {
            IndicatorRef::Known { code, zh } => indicators.intern_as(zh, &code.to_string(), place),
            IndicatorRef::Proposed { zh } => indicators.intern_as(zh, UNKNOWN, place),
        }
    }

    /// A period that nobody stated is that of the report.
    fn period(&mut self, period: FactPeriod, place: Place) -> TextId {
        let FactPeriod {
            period,
            cumulative,
            basis,
        } = period;
        if basis == PeriodBasis::Default {
            return TextId::NONE;
        }
        let text = if cumulative {
            let last = period.start();
            format!("{}年1-{}月", last.year(), last.month())
        } else {
            period.to_string()
        };
        self.content.periods.intern(&text, place)
    }

    fn pass_over(&mut self) {
        let mut lines = Lines::default();
        let kept = self.reading.unmatched.iter().take(MAX_FINDINGS);
        for unmatched in kept {
            let number = &unmatched.number;
            self.prose.passed_over.push(PassedOver {
                line: lines.line(self.text, number.bytes.start),
                place: self.place(number),
                read: clean(self.text.get(number.bytes.clone()).unwrap_or_default()),
                why: unmatched.why.code().to_owned(),
            });
        }
        let more = self.reading.unmatched.len().saturating_sub(MAX_FINDINGS);
        self.prose.more_passed_over = u32::try_from(more).unwrap_or(u32::MAX);
    }

    /// Where a number stands, with its sentence.
    fn place(&self, number: &Span) -> ProsePlace {
        ProsePlace {
            sentence: bytes(self.reading.sentence(number).unwrap_or(number)),
            number: bytes(number),
        }
    }
}

/// The codes of what makes a fact as sure as it is, with spaces between.
fn reasons(fact: &Fact, other_measure: Option<Measure>) -> String {
    let own = fact.reasons.iter().map(|reason| reason.code().to_owned());
    let period = fact
        .period
        .map(|period| format!("period-{}", period.basis.code()));
    let measure = other_measure.map(|measure| format!("{MEASURE}{}", measure.code()));
    let codes: Vec<String> = own.chain(period).chain(measure).collect();
    codes.join(" ").to_uppercase().replace('-', "_")
}

/// Texts are bounded far below 4 GiB.
fn bytes(span: &Span) -> Bytes {
    let bound = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
    Bytes {
        start: bound(span.bytes.start),
        end: bound(span.bytes.end),
    }
}

fn range(bytes: Bytes) -> std::ops::Range<usize> {
    bytes.start as usize..bytes.end as usize
}
