//! From chunks back to the rows of a report of prose, to be checked again with what reviewers have decided.

use zhibiao_extract::Measure;

use super::Chunk;
use crate::{
    content::{About, Content, MEASURE, Passage, Place, Prose, Row, TextId},
    review::Verdict,
};

/// The content of chunks of prose; none when they hold something else.
pub(crate) fn unpack(chunks: &[Chunk]) -> Option<Content> {
    let mut content = Content::default();
    let mut prose = Prose::default();
    for chunk in chunks {
        for (at, written) in chunk.written().enumerate() {
            let passage = passage(chunk, at, &mut prose)?;
            prose.passages.push(passage);
            let number = u32::try_from(prose.passages.len()).ok()?;
            let row = row(chunk, at, (number, written), &passage, &mut content);
            content.rows.push(row);
        }
    }
    content.prose = Some(prose);
    Some(content)
}

fn passage(chunk: &Chunk, at: usize, prose: &mut Prose) -> Option<Passage> {
    let nowhere = Place::default();
    let reasons = chunk.text_at(&chunk.reasons, at);
    let verdict = chunk.verdict_at(at);
    // What a person has corrected is a value, whatever it was read as.
    let other_measure = match verdict {
        Verdict::Corrected => None,
        Verdict::Open | Verdict::Confirmed | Verdict::Rejected => measure(reasons),
    };
    Some(Passage {
        line: Chunk::at(&chunk.row, at),
        place: chunk.prose_at(at)?,
        sentence: prose
            .sentences
            .intern(chunk.text_at(&chunk.sentence, at), nowhere),
        confidence: Chunk::at(&chunk.confidence, at),
        reasons: prose.reasons.intern(reasons, nowhere),
        other_measure,
        value: *chunk.read.get(at)?,
        verdict,
        explained: chunk.explained_at(at),
        read_by: chunk.read_by(at),
        elsewhere: false,
    })
}

/// The measure that the reasons of a fact name.
fn measure(reasons: &str) -> Option<Measure> {
    let prefix = MEASURE.to_uppercase().replace('-', "_");
    let code = reasons
        .split(' ')
        .find_map(|reason| reason.strip_prefix(&prefix))?
        .to_lowercase();
    Measure::ALL.into_iter().find(|measure| measure.code() == code)
}

fn row(
    chunk: &Chunk,
    at: usize,
    (number, written): (u32, &str),
    passage: &Passage,
    content: &mut Content,
) -> Row {
    let place = Place {
        sheet: 0,
        row: number,
        column: 0,
    };
    let text = |column: &[u32]| chunk.text_at(column, at);
    Row {
        place,
        // What was not resolved has no meaning, and is as unknown as it was.
        subject: content
            .subjects
            .intern_as(text(&chunk.subject_text), text(&chunk.subject), place),
        indicator: content
            .indicators
            .intern_as(text(&chunk.indicator_text), text(&chunk.indicator), place),
        period: content.periods.intern(text(&chunk.period_text), place),
        unit: content.units.intern(text(&chunk.unit_text), place),
        note: TextId::NONE,
        source: TextId::NONE,
        written: content.write(written),
        value: passage.value,
        qualifier: chunk.qualifier_at(at),
        status: chunk.status_at(at),
        scaled: false,
        blocked: passage.other_measure.is_some() && passage.verdict != Verdict::Rejected,
        total: false,
        table: 0,
        cell: None,
        about: About::default(),
    }
}
