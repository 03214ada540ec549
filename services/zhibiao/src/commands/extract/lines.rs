//! Facts for machines: one line each.

use serde::Serialize;
use zhibiao_extract::{Caliber, Fact, Reading, SubjectRef, ZoneRef};
use zhibiao_model::qualifier::Qualifier;

use crate::{failure::Failure, output::Ui};

/// A fact, flat. Offsets count from 0 into the decoded text, ends exclusive.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// Id of the zone, or what the text calls one that the catalogue doesn't know.
    zone: Option<&'a str>,
    /// Name of the subject; null for the zone itself.
    subject: Option<&'a str>,
    /// Resource name of a known subject.
    subject_name: Option<&'a str>,
    /// Kind of the subject, `platforms` for instance.
    subject_kind: Option<&'a str>,
    /// Code of the indicator, null where it is proposed.
    indicator: Option<&'a str>,
    indicator_name: &'a str,
    measure: &'a str,
    value: f64,
    unit: &'a str,
    qualifier: &'a str,
    /// What a ratio is taken of; `unknown` where the text doesn't say.
    caliber: Option<&'a str>,
    period: Option<String>,
    cumulative: bool,
    /// `stated`, or the rule by which the period was inferred.
    period_basis: Option<&'a str>,
    evidence: &'a str,
    evidence_start: usize,
    evidence_end: usize,
    number_start: usize,
    number_end: usize,
    number_start_byte: usize,
    number_end_byte: usize,
    confidence: f64,
    /// Codes, joined by `|`.
    reasons: String,
}

/// One JSON object a line.
///
/// # Errors
/// When standard output can't be written to.
pub(super) fn json(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    for fact in &reading.facts {
        ui.line(&serde_json::to_string(&line(text, fact)).map_err(Failure::internal)?)?;
    }
    Ok(())
}

/// A table with a head row.
///
/// # Errors
/// When standard output can't be written to.
pub(super) fn csv(text: &str, reading: &Reading, ui: &Ui) -> Result<(), Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for fact in &reading.facts {
        table.serialize(line(text, fact)).map_err(Failure::internal)?;
    }
    let table = table.into_inner().map_err(Failure::internal)?;
    ui.csv(&table)
}

fn line<'a>(text: &'a str, fact: &'a Fact) -> Line<'a> {
    let (subject_name, subject_kind) = match &fact.subject {
        Some(SubjectRef::Known { name, .. }) => (Some(name.as_str()), Some(name.kind())),
        Some(SubjectRef::Proposed { kind, .. }) => (None, Some(kind.id())),
        None => (None, None),
    };
    let reasons: Vec<&str> = fact.reasons.iter().map(|reason| reason.code()).collect();
    Line {
        zone: fact.zone.as_ref().map(|zone| match zone {
            ZoneRef::Known(id) => id.id(),
            ZoneRef::Proposed(name) => name,
        }),
        subject: fact.subject.as_ref().map(SubjectRef::zh),
        subject_name,
        subject_kind,
        indicator: fact.indicator.code().map(|code| code.id()),
        indicator_name: fact.indicator.zh(),
        measure: fact.measure.code(),
        value: fact.value,
        unit: fact.unit.symbol(),
        qualifier: short(fact.qualifier),
        caliber: fact.caliber.as_ref().map(|caliber| match caliber {
            Caliber::Stated(whole) => whole.as_str(),
            Caliber::Unknown => "unknown",
        }),
        period: fact.period.map(|period| period.period.to_string()),
        cumulative: fact.period.is_some_and(|period| period.cumulative),
        period_basis: fact.period.map(|period| period.basis.code()),
        evidence: text.get(fact.evidence.bytes.clone()).unwrap_or_default(),
        evidence_start: fact.evidence.chars.start,
        evidence_end: fact.evidence.chars.end,
        number_start: fact.number.chars.start,
        number_end: fact.number.chars.end,
        number_start_byte: fact.number.bytes.start,
        number_end_byte: fact.number.bytes.end,
        confidence: (fact.confidence * 100.0).round() / 100.0,
        reasons: reasons.join("|"),
    }
}

/// The codes of annotated texts, which shorten `approximate`.
fn short(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Approximate => "approx",
        Qualifier::Exact | Qualifier::AtLeast | Qualifier::AtMost => qualifier.code(),
    }
}
