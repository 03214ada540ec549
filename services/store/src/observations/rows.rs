//! Builds answers in columns.

use std::{hash::Hash, sync::Arc};

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    observation::{Figure, Provenance},
    period::Period,
    qualifier::Qualifier,
    status::Status,
};
use zhibiao_proto::{
    convert::columns::{Dictionary, EvidenceWriter},
    observation::v1::{self, ObservationColumns},
};

use crate::cube::Source;

/// Qualifiers of a column; empty when all are exact.
pub(super) fn qualifiers<'a>(figures: impl Iterator<Item = &'a Figure> + Clone) -> Vec<i32> {
    if figures
        .clone()
        .all(|figure| figure.qualifier() == Qualifier::Exact)
    {
        return Vec::new();
    }
    figures
        .map(|figure| v1::Qualifier::from(figure.qualifier()).into())
        .collect()
}

/// Statuses of a column; empty when all are normal.
pub(super) fn statuses<'a>(figures: impl Iterator<Item = &'a Figure> + Clone) -> Vec<i32> {
    if figures.clone().all(|figure| figure.status() == Status::Normal) {
        return Vec::new();
    }
    figures
        .map(|figure| v1::Status::from(figure.status()).into())
        .collect()
}

/// Provenances of an answer: each distinct one once. A value without one points at an empty entry.
#[derive(Debug, Default)]
pub(super) struct ProvenanceWriter(Dictionary<Option<Arc<Provenance>>>);

impl ProvenanceWriter {
    pub(super) fn index(&mut self, provenance: Option<&Arc<Provenance>>) -> u32 {
        self.0.index(provenance.cloned())
    }

    pub(super) fn finish(self) -> Vec<v1::Provenance> {
        let message = |provenance: Option<Arc<Provenance>>| {
            provenance
                .map(|provenance| provenance.as_ref().into())
                .unwrap_or_default()
        };
        self.0.into_entries().into_iter().map(message).collect()
    }
}

/// Provenance and evidence of a column of values.
pub(super) fn sources(
    sources: &[Source],
    provenances: &mut ProvenanceWriter,
) -> (Vec<u32>, Option<v1::EvidenceColumns>) {
    let mut evidence = EvidenceWriter::default();
    let indexes = sources
        .iter()
        .map(|source| {
            evidence.push(source.evidence.as_ref());
            provenances.index(source.provenance.as_ref())
        })
        .collect();
    (indexes, evidence.finish())
}

/// Builds an `ObservationColumns` message row by row.
#[derive(Debug, Default)]
pub(super) struct RowWriter {
    message: ObservationColumns,
    subjects: Dictionary<SubjectName>,
    indicators: Dictionary<IndicatorCode>,
    periods: Dictionary<Period>,
    provenances: ProvenanceWriter,
    evidence: EvidenceWriter,
    figures: Vec<Figure>,
}

impl RowWriter {
    pub(super) fn push(
        &mut self,
        (indicator, period, subject): (&IndicatorCode, Period, &SubjectName),
        figure: Figure,
        source: Option<&Source>,
    ) {
        self.message.subject.push(index(&mut self.subjects, subject));
        self.message
            .indicator
            .push(index(&mut self.indicators, indicator));
        self.message.period.push(self.periods.index(period));
        self.message.value.push(figure.value().unwrap_or(0.0));
        self.figures.push(figure);
        if let Some(source) = source {
            self.message
                .provenance
                .push(self.provenances.index(source.provenance.as_ref()));
            self.evidence.push(source.evidence.as_ref());
        }
    }

    pub(super) fn finish(self) -> ObservationColumns {
        let Self {
            mut message,
            subjects,
            indicators,
            periods,
            provenances,
            evidence,
            figures,
        } = self;
        message.subjects = subjects.into_entries().iter().map(ToString::to_string).collect();
        message.indicators = indicators
            .into_entries()
            .iter()
            .map(ToString::to_string)
            .collect();
        message.periods = periods.into_entries().into_iter().map(String::from).collect();
        message.qualifier = qualifiers(figures.iter());
        message.status = statuses(figures.iter());
        message.provenances = provenances.finish();
        message.evidence = evidence.finish();
        message
    }
}

/// The index of an entry; it is cloned only when it is new.
fn index<T: Clone + Eq + Hash>(dictionary: &mut Dictionary<T>, entry: &T) -> u32 {
    dictionary
        .get(entry)
        .unwrap_or_else(|| dictionary.index(entry.clone()))
}
