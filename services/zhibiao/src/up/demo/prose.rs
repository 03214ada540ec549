//! The demo's report in prose: what the pack's author has decided about the figures that the hub reads from it, said over
//! the API as a person would, and what the greeting shows of it.

use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    ConfirmEntry, CorrectEntry, Entry, EntryReview, RejectEntry, Report, entry_review::Decision,
};

use crate::{
    commands::report::{read_entries, review, sentence},
    failure::Failure,
    output::Ui,
    pack,
    text::Text,
};

/// Sentences that the greeting shows, each with its first figure.
const SHOWN: usize = 3;

/// Reviews a report as its pack says. Words that no entry stands in decide nothing: the report stays blocked then, which
/// the demo tells.
pub(super) async fn review_as_said(
    hub: &Hub,
    filed: Report,
    said: &[pack::Review],
) -> Result<Report, Failure> {
    let read = read_entries(hub, &filed.name).await?;
    let decided = said.iter().filter_map(|review| {
        let entry = entry_in(&read, review.says.get_ref())?;
        Some(EntryReview {
            entry: entry.entry,
            decision: Some(decision(review)),
        })
    });
    let decided: Vec<EntryReview> = decided.collect();
    if decided.is_empty() {
        return Ok(filed);
    }
    let answer = review(hub, &filed, decided).await?;
    Ok(answer.report.unwrap_or(filed))
}

/// What was read, as lines of the greeting: some figures, each with its sentence.
pub(super) async fn greeting(hub: &Hub, report: &str, ui: &Ui) -> Result<Vec<String>, Failure> {
    let read = read_entries(hub, report).await?;
    let head = Text::DemoProse { figures: read.len() };
    let mut sentences: Vec<&Entry> = read.iter().collect();
    sentences.dedup_by(|next, entry| next.sentence == entry.sentence);
    let shown = sentences.into_iter().take(SHOWN).map(|entry| {
        let Entry {
            subject_text,
            value_text,
            indicator_text,
            ..
        } = entry;
        format!(
            "  {subject_text} {indicator_text} {value_text} ← {}",
            sentence(entry)
        )
    });
    Ok([String::new(), ui.text(head)].into_iter().chain(shown).collect())
}

/// The entry whose number stands in those words of its sentence, at the first place where they stand. Spans count bytes of
/// the text, so that whatever encoding the file has is none of this.
fn entry_in<'a>(read: &'a [Entry], words: &str) -> Option<&'a Entry> {
    read.iter().find(|entry| {
        let position = entry.position.as_ref();
        let places = position.and_then(|position| Some((position.sentence?, position.number?)));
        let Some(((sentence, number), at)) = places.zip(entry.sentence.find(words)) else {
            return false;
        };
        let start = sentence.start + at as u64;
        start <= number.start && number.end <= start + words.len() as u64
    })
}

fn decision(review: &pack::Review) -> Decision {
    let pack::Review {
        says: _,
        indicator,
        subject,
        period,
        reject,
    } = review;
    if let Some(reason) = reject {
        let reason = reason.clone();
        return Decision::Reject(RejectEntry { reason });
    }
    if indicator.is_empty() && subject.is_empty() && period.is_empty() {
        return Decision::Confirm(ConfirmEntry::default());
    }
    Decision::Correct(CorrectEntry {
        indicator: indicator.clone(),
        subject: subject.clone(),
        period: period.clone(),
        ..CorrectEntry::default()
    })
}
