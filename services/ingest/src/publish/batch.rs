//! The write of an approved report.

use std::collections::{BTreeMap, HashSet};

use prost::Message;
use zhibiao_model::{observation::Evidence, revision::Revision};
use zhibiao_proto::{
    convert::{columns::Dictionary, from_timestamp},
    observation::v1 as wire,
    report::v1::entry_review::Decision,
};

use crate::{
    finding::{Bytes, ProsePlace},
    log::{Chunk, LogError, PackedChunk, ReportLog, seal},
    report::Report,
    review::Verdict,
};

/// Chunks read at once.
const CHUNKS: usize = 16;
/// Bytes that the excerpts of a batch may take, so that it stays within the 32 MiB of the store's limit.
const EXCERPTS: usize = 12 << 20;
/// Bytes that the provenances of a batch may take; a row's own source beyond them gives way to that of the report.
const PROVENANCES: usize = 4 << 20;
/// Most bytes that frame a message within another.
const FRAME: usize = 6;
/// Most bytes of a character.
const WIDEST: usize = 4;

/// The write of an approved report.
#[derive(Debug)]
pub(super) struct Write {
    /// What the store is asked.
    pub(super) request: wire::WriteObservationsRequest,
    /// The units that the values are in, by the indicators' resource names.
    pub(super) units: BTreeMap<String, String>,
    /// Whether it names who has corrected a value.
    pub(super) names_correctors: bool,
}

/// The write of a report: every entry that is neither blocked nor returned, each cell once.
pub(super) fn write_of(log: &dyn ReportLog, report: &Report) -> Result<Write, LogError> {
    write_with(log, report, correctors(log, report)?)
}

/// The same write as it was made before provenances named correctors. A batch that was committed so, and not noted before
/// its process ended, is known to the store in this form only.
pub(super) fn former_write_of(log: &dyn ReportLog, report: &Report) -> Result<Write, LogError> {
    write_with(log, report, BTreeMap::new())
}

fn write_with(
    log: &dyn ReportLog,
    report: &Report,
    correctors: BTreeMap<u32, String>,
) -> Result<Write, LogError> {
    let chunks = read_chunks(log, report)?;
    let returned = log.returned(report.id, 0, usize::MAX)?;
    let mut batch = Batch::new(report, correctors);
    for packed in &chunks {
        let chunk = Chunk::decode(packed.data.as_slice()).map_err(|_| LogError::Damaged {
            id: report.id,
            what: "entries",
        })?;
        batch.add(packed.first, &chunk, |entry| {
            returned.binary_search_by_key(&entry, |(entry, _)| *entry).is_ok()
        });
    }
    let units = std::mem::take(&mut batch.units);
    let observations = batch.finish();
    let mut provenances = observations.provenances.iter();
    let names_correctors = provenances.any(|provenance| !provenance.corrector.is_empty());
    let unit = |indicator: &String| units.get(indicator).cloned().unwrap_or_default();
    Ok(Write {
        request: wire::WriteObservationsRequest {
            batch_id: report.id.name(),
            units: observations.indicators.iter().map(unit).collect(),
            observations: Some(observations),
            unchanged_since: report.seen.map(Revision::get),
        },
        units,
        names_correctors,
    })
}

/// Who has corrected entries of a report, the last one of each.
fn correctors(log: &dyn ReportLog, report: &Report) -> Result<BTreeMap<u32, String>, LogError> {
    let reviews = log.reviews(report.id, 0..u32::MAX)?.into_iter();
    let corrections = reviews.filter(|review| matches!(review.decision.decision, Some(Decision::Correct(_))));
    Ok(corrections
        .map(|review| (review.decision.entry, review.by))
        .collect())
}

/// Every chunk of a report, checked against its seal.
fn read_chunks(log: &dyn ReportLog, report: &Report) -> Result<Vec<PackedChunk>, LogError> {
    let mut chunks: Vec<PackedChunk> = Vec::new();
    loop {
        let from = chunks.last().map_or(1, |chunk| chunk.first + chunk.rows);
        let more = log.chunks(report.id, from, CHUNKS)?;
        if more.is_empty() {
            break;
        }
        chunks.extend(more);
    }
    if seal(chunks.iter().map(|chunk| chunk.data.as_slice())) == report.seal {
        Ok(chunks)
    } else {
        Err(LogError::Damaged {
            id: report.id,
            what: "seal",
        })
    }
}

/// What tells the provenances of a report apart: the source that a row names, and who has corrected it; both may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Said {
    source: String,
    corrector: String,
}

/// A batch under construction.
#[derive(Debug)]
struct Batch<'a> {
    report: &'a Report,
    columns: wire::ObservationColumns,
    evidence: wire::EvidenceColumns,
    subjects: Dictionary<String>,
    indicators: Dictionary<String>,
    periods: Dictionary<String>,
    sheets: Dictionary<String>,
    sources: Dictionary<Said>,
    /// Who has corrected entries.
    correctors: BTreeMap<u32, String>,
    cells: HashSet<(u32, u32, u32)>,
    excerpt: usize,
    units: BTreeMap<String, String>,
    /// Sources of rows that have their provenance.
    own_sources: HashSet<Said>,
    /// Bytes left for provenances.
    provenances: usize,
}

impl<'a> Batch<'a> {
    fn new(report: &'a Report, correctors: BTreeMap<u32, String>) -> Self {
        let rows = (report.entries as usize).max(1);
        let mut sources = Dictionary::default();
        sources.index(Said::default());
        Self {
            report,
            columns: wire::ObservationColumns::default(),
            evidence: wire::EvidenceColumns::default(),
            subjects: Dictionary::default(),
            indicators: Dictionary::default(),
            periods: Dictionary::default(),
            sheets: Dictionary::default(),
            sources,
            correctors,
            cells: HashSet::with_capacity(rows),
            excerpt: EXCERPTS / rows,
            units: BTreeMap::new(),
            own_sources: HashSet::new(),
            provenances: PROVENANCES,
        }
    }

    fn add(&mut self, first: u32, chunk: &Chunk, is_returned: impl Fn(u32) -> bool) {
        let mut numbers = Numbers::new(chunk);
        let mut written = chunk.written();
        for row in 0..chunk.len() {
            let excerpt = written.next().unwrap_or_default();
            let entry = first + u32::try_from(row).unwrap_or(0);
            if !chunk.is_ready(row) || is_returned(entry) {
                continue;
            }
            let subject = numbers.subject.of(chunk, &chunk.subject, row, &mut self.subjects);
            let indicator = numbers
                .indicator
                .of(chunk, &chunk.indicator, row, &mut self.indicators);
            // Of one report every value of an indicator is in one unit: one look an indicator is enough.
            if indicator as usize == self.units.len() {
                let text = |column: &[u32]| chunk.text_at(column, row).to_owned();
                self.units.insert(text(&chunk.indicator), text(&chunk.unit));
            }
            let period = numbers.period.of(chunk, &chunk.period, row, &mut self.periods);
            // A cell that stands twice with one value is written once.
            if !self.cells.insert((indicator, period, subject)) {
                continue;
            }
            self.columns.subject.push(subject);
            self.columns.indicator.push(indicator);
            self.columns.period.push(period);
            self.columns.value.push(chunk.value[row]);
            let qualifier = wire::Qualifier::from(chunk.qualifier_at(row));
            self.columns.qualifier.push(qualifier.into());
            let status = wire::Status::from(chunk.status_at(row));
            self.columns.status.push(status.into());
            let source = self.source(chunk, row, entry, &mut numbers.source);
            self.columns.provenance.push(source);
            self.add_evidence(chunk, row, entry, excerpt, &mut numbers.sheet);
        }
    }

    /// The number of what a row says of its source and corrector; that of the report once the room for others is taken.
    fn source(&mut self, chunk: &Chunk, row: usize, entry: u32, numbered: &mut Numbered) -> u32 {
        let number = Chunk::at(&chunk.source, row);
        let said = |corrector: &str| Said {
            source: chunk.text(number).to_owned(),
            corrector: corrector.to_owned(),
        };
        let corrector = self.correctors.get(&entry);
        if let Some(corrector) = corrector.filter(|_| chunk.verdict_at(row) == Verdict::Corrected) {
            let said = said(corrector);
            return self.provenance(said);
        }
        if number == 0 {
            return 0;
        }
        if let Some(known) = numbered.0.get(number as usize).copied().flatten() {
            return known;
        }
        let index = self.provenance(said(""));
        if let Some(known) = numbered.0.get_mut(number as usize) {
            *known = Some(index);
        }
        index
    }

    fn provenance(&mut self, said: Said) -> u32 {
        if !self.own_sources.contains(&said) {
            let size = provenance(self.report, &said).encoded_len() + FRAME;
            let Some(left) = self.provenances.checked_sub(size) else {
                return 0;
            };
            self.provenances = left;
            self.own_sources.insert(said.clone());
        }
        self.sources.index(said)
    }

    fn add_evidence(&mut self, chunk: &Chunk, row: usize, entry: u32, excerpt: &str, sheet: &mut Numbered) {
        let evidence = &mut self.evidence;
        if self.report.structured {
            evidence.kind.push(wire::EvidenceKind::Row.into());
            evidence.first.push(1);
            evidence.second.push(u64::from(entry - 1));
            return;
        }
        if let Some(place) = chunk.prose_at(row) {
            let sentence = chunk.text_at(&chunk.sentence, row);
            let (span, words) = quoted(sentence, place, self.excerpt);
            evidence.kind.push(wire::EvidenceKind::Span.into());
            evidence.first.push(span.start.into());
            evidence.second.push(span.end.into());
            evidence.excerpt.push(words.to_owned());
            return;
        }
        evidence.kind.push(wire::EvidenceKind::Cell.into());
        evidence
            .sheet
            .push(sheet.of(chunk, &chunk.sheet_name, row, &mut self.sheets));
        evidence.first.push(Chunk::at(&chunk.row, row).into());
        evidence.second.push(Chunk::at(&chunk.column, row).into());
        evidence.excerpt.push(cut(excerpt, self.excerpt).to_owned());
    }

    fn finish(mut self) -> wire::ObservationColumns {
        let exact = i32::from(wire::Qualifier::Exact);
        let normal = i32::from(wire::Status::Normal);
        if self.columns.qualifier.iter().all(|number| *number == exact) {
            self.columns.qualifier.clear();
        }
        if self.columns.status.iter().all(|number| *number == normal) {
            self.columns.status.clear();
        }
        if self.columns.provenance.iter().all(|number| *number == 0) {
            self.columns.provenance.clear();
        }
        self.evidence.sheets = self.sheets.into_entries();
        let sources = self.sources.into_entries();
        wire::ObservationColumns {
            subjects: self.subjects.into_entries(),
            indicators: self.indicators.into_entries(),
            periods: self.periods.into_entries(),
            provenances: sources.iter().map(|said| provenance(self.report, said)).collect(),
            evidence: Some(self.evidence),
            ..self.columns
        }
    }
}

/// Who says so; a source that the row names stands over that of the report.
fn provenance(report: &Report, said: &Said) -> wire::Provenance {
    let header = &report.header;
    let named = [
        said.source.as_str(),
        &header.source,
        &header.title,
        &header.file_name,
    ];
    wire::Provenance {
        report: report.id.name(),
        department: header.department.clone(),
        submitter: report.submitter.clone(),
        approver: report
            .decided
            .as_ref()
            .map(|decided| decided.by.clone())
            .unwrap_or_default(),
        source: named
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
        received_at: Some(from_timestamp(report.submitted_at)),
        corrector: said.corrector.clone(),
    }
}

/// The numbers that a chunk's texts have in the batch.
#[derive(Debug)]
struct Numbers {
    subject: Numbered,
    indicator: Numbered,
    period: Numbered,
    sheet: Numbered,
    source: Numbered,
}

impl Numbers {
    fn new(chunk: &Chunk) -> Self {
        let of = || Numbered(vec![None; chunk.texts.len() + 1]);
        Self {
            subject: of(),
            indicator: of(),
            period: of(),
            sheet: of(),
            source: of(),
        }
    }
}

#[derive(Debug)]
struct Numbered(Vec<Option<u32>>);

impl Numbered {
    fn of(&mut self, chunk: &Chunk, column: &[u32], row: usize, dictionary: &mut Dictionary<String>) -> u32 {
        let number = Chunk::at(column, row);
        let mut text = || dictionary.index(chunk.text(number).to_owned());
        match self.0.get_mut(number as usize) {
            Some(known) => *known.get_or_insert_with(&mut text),
            None => text(),
        }
    }
}

/// What is quoted of a sentence, with its bytes in the text: all of it, or of a long one the words around the number,
/// at most [`Evidence::MAX_EXCERPT`] characters and so many bytes.
fn quoted(sentence: &str, place: ProsePlace, bytes: usize) -> (Bytes, &str) {
    let most = Evidence::MAX_EXCERPT.min(bytes / WIDEST);
    let ends = sentence.char_indices().map(|(at, c)| at + c.len_utf8());
    let bounds: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let count = bounds.len() - 1;
    let number = place.number.start.saturating_sub(place.sentence.start) as usize;
    let at = bounds.partition_point(|bound| *bound < number);
    let first = at.saturating_sub(most / 2).min(count.saturating_sub(most));
    let (from, to) = (bounds[first], bounds[(first + most).min(count)]);
    let in_text = |at: usize| place.sentence.start + u32::try_from(at).unwrap_or(0);
    let span = Bytes {
        start: in_text(from),
        end: in_text(to),
    };
    (span, &sentence[from..to])
}

/// At most so many bytes of a text, cut between characters.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    &text[..end]
}
