//! The answer: columns of one dictionary of subjects and one of sources.

use zhibiao_model::ids::SubjectName;
use zhibiao_proto::observation::v1::{Column, ReadColumnsResponse};

use super::Found;
use crate::observations::{
    compute::Answers,
    rows::{self, ProvenanceWriter},
};

pub(super) fn assemble(found: Vec<Found>) -> ReadColumnsResponse {
    let (names, indexes) = dictionary(&found);
    let mut provenances = ProvenanceWriter::default();
    let columns = found
        .iter()
        .zip(indexes)
        .map(|(column, subject)| column.message(subject, &mut provenances))
        .collect();
    ReadColumnsResponse {
        subjects: names.iter().map(ToString::to_string).collect(),
        columns,
        provenances: provenances.finish(),
        ..ReadColumnsResponse::default()
    }
}

/// The subjects of all columns, ordered, and each column's indexes into them. Columns that are read together are mostly
/// of the same subjects: only where they are not, subjects are looked up.
fn dictionary(found: &[Found]) -> (Vec<&SubjectName>, Vec<Vec<u32>>) {
    let same_as_last: Vec<bool> = std::iter::once(false)
        .chain(
            found
                .windows(2)
                .map(|pair| pair[0].answers.cells.keys == pair[1].answers.cells.keys),
        )
        .collect();
    let mut names: Vec<&SubjectName> = found
        .iter()
        .zip(&same_as_last)
        .filter(|(_, same)| !**same)
        .flat_map(|(column, _)| &column.answers.cells.keys)
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut indexes: Vec<Vec<u32>> = Vec::with_capacity(found.len());
    for (column, same) in found.iter().zip(same_as_last) {
        let index = match indexes.last() {
            Some(last) if same => last.clone(),
            Some(_) | None => {
                let place = |name| names.binary_search(&name).unwrap_or_default() as u32;
                column.answers.cells.keys.iter().map(place).collect()
            }
        };
        indexes.push(index);
    }
    (names, indexes)
}

impl Found {
    fn message(&self, subject: Vec<u32>, provenances: &mut ProvenanceWriter) -> Column {
        let Self {
            wanted,
            answers: Answers { cells, computed },
        } = self;
        let (provenance, evidence) = rows::sources(&cells.sources, provenances);
        Column {
            indicator: wanted.indicator.code.to_string(),
            period: wanted.period.to_string(),
            unit: wanted.indicator.unit.symbol().to_owned(),
            subject,
            values: cells
                .figures
                .iter()
                .map(|figure| figure.value().unwrap_or(0.0))
                .collect(),
            qualifiers: rows::qualifiers(cells.figures.iter()),
            statuses: rows::statuses(cells.figures.iter()),
            revisions: cells.revisions.iter().map(|revision| revision.get()).collect(),
            computed: if computed.contains(&true) {
                computed.clone()
            } else {
                Vec::new()
            },
            provenance,
            evidence,
        }
    }
}
