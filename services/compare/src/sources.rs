//! The sources of a comparison's cells, read from the store at the comparison's revision.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use zhibiao_client::Hub;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::{
    compare::v1::CompareResponse,
    convert::{columns, consistency::ReadAt},
    observation::v1::{Column, Evidence, Provenance, ReadColumnsRequest, ReadColumnsResponse, evidence},
};
use zhibiao_runtime::error::Problem;

use crate::{
    compare::{CellKey, Unsourced},
    index::Layout,
};

/// Most cells of a read of columns, and most indicators, as the store promises.
const MAX_CELLS: usize = 2_000_000;
const MAX_INDICATORS: usize = 500;

/// What is known of a stored cell's origin.
type Source = (Option<Provenance>, Option<Evidence>);

/// Completes an answer with the provenance and evidence of each cell.
///
/// # Errors
/// When the store can't be reached.
pub(crate) async fn complete(hub: &Hub, unsourced: Unsourced) -> Result<CompareResponse, Problem> {
    let Unsourced { mut answer, sources } = unsourced;
    let revision = Revision::new(answer.revision).unwrap_or_default();
    let requests = requests(sources.iter().flatten().flatten(), revision);
    let found = found(read(hub, requests).await?)?;
    for (indicator, sources) in answer.indicators.iter_mut().zip(&sources) {
        for (value, source) in indicator.values.iter_mut().zip(sources) {
            if let Some((provenance, evidence)) = source.as_ref().and_then(|key| found.get(key)) {
                value.provenance.clone_from(provenance);
                value.evidence.clone_from(evidence);
            }
        }
    }
    Ok(answer)
}

/// The reads that tell where the figures of an index came from; none when that is not asked for.
pub(crate) fn requests_of(layout: &Layout, at: Revision) -> Vec<ReadColumnsRequest> {
    let cells: Vec<CellKey> = Keys::new(layout).all().collect();
    requests(cells.iter(), at)
}

/// Marks the figures of an index that a program read out of running text: their evidence is a span of it.
///
/// # Errors
/// When the store sent what can't be read.
pub(crate) fn mark_extracted(layout: &mut Layout, answers: Vec<ReadColumnsResponse>) -> Result<(), Problem> {
    if answers.is_empty() {
        return Ok(());
    }
    let found = found(answers)?;
    let spans: HashSet<&CellKey> = found
        .iter()
        .filter(|(_, (_, evidence))| evidence.as_ref().is_some_and(is_span))
        .map(|(key, _)| key)
        .collect();
    let keys = Keys::new(layout);
    let marked: Vec<Vec<bool>> = keys
        .columns()
        .map(|column| {
            let is_span = |unit| keys.cell(column, unit).is_some_and(|key| spans.contains(&key));
            keys.units().map(is_span).collect()
        })
        .collect();
    layout.mark_extracted(|column, unit| marked[column][unit]);
    Ok(())
}

/// The stored cells of a layout.
struct Keys<'a> {
    layout: &'a Layout,
    subjects: Vec<Option<SubjectName>>,
}

impl<'a> Keys<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self {
            subjects: (0..layout.units()).map(|unit| layout.subject(unit)).collect(),
            layout,
        }
    }

    fn columns(&self) -> std::ops::Range<usize> {
        0..self.layout.sources.len()
    }

    fn units(&self) -> std::ops::Range<usize> {
        0..self.subjects.len()
    }

    fn cell(&self, column: usize, unit: usize) -> Option<CellKey> {
        let (indicator, period) = self.layout.sources.get(column)?.get(unit)?.clone()?;
        Some((indicator, period, self.subjects.get(unit)?.clone()?))
    }

    fn all(&self) -> impl Iterator<Item = CellKey> + '_ {
        let cells = self
            .columns()
            .flat_map(|column| self.units().map(move |unit| (column, unit)));
        cells.filter_map(|(column, unit)| self.cell(column, unit))
    }
}

fn is_span(evidence: &Evidence) -> bool {
    matches!(evidence.place, Some(evidence::Place::Span(_)))
}

/// The reads of cells' sources: one a period, for most comparisons have one or two; of many indicators several.
fn requests<'a>(cells: impl Iterator<Item = &'a CellKey>, at: Revision) -> Vec<ReadColumnsRequest> {
    let mut by_period: BTreeMap<Period, (BTreeSet<&IndicatorCode>, BTreeSet<&SubjectName>)> = BTreeMap::new();
    for (indicator, period, subject) in cells {
        let (indicators, subjects) = by_period.entry(*period).or_default();
        indicators.insert(indicator);
        subjects.insert(subject);
    }
    let mut requests = Vec::new();
    for (period, (indicators, subjects)) in by_period {
        let (consistency, as_of) = ReadAt::Revision(at).fields();
        let subjects: Vec<String> = subjects.iter().map(ToString::to_string).collect();
        let indicators: Vec<String> = indicators.iter().map(ToString::to_string).collect();
        let at_once = (MAX_CELLS / subjects.len().max(1)).clamp(1, MAX_INDICATORS);
        requests.extend(indicators.chunks(at_once).map(|indicators| ReadColumnsRequest {
            indicators: indicators.to_vec(),
            periods: vec![period.to_string()],
            subjects: subjects.clone(),
            kind: String::new(),
            consistency: consistency.clone(),
            as_of,
            include_provenance: true,
        }));
    }
    requests
}

/// Asks the store, one read after the other.
///
/// # Errors
/// When it can't be reached.
pub(crate) async fn read(
    hub: &Hub,
    requests: Vec<ReadColumnsRequest>,
) -> Result<Vec<ReadColumnsResponse>, Problem> {
    let mut answers = Vec::with_capacity(requests.len());
    for request in requests {
        answers.push(hub.read(request).await?);
    }
    Ok(answers)
}

fn found(answers: Vec<ReadColumnsResponse>) -> Result<HashMap<CellKey, Source>, Problem> {
    let mut found = HashMap::new();
    for answer in answers {
        take_all(&mut found, answer)?;
    }
    Ok(found)
}

fn take_all(found: &mut HashMap<CellKey, Source>, answer: ReadColumnsResponse) -> Result<(), Problem> {
    let ReadColumnsResponse {
        subjects,
        columns,
        provenances,
        ..
    } = answer;
    let subjects: Vec<SubjectName> = subjects
        .iter()
        .map(|name| name.parse())
        .collect::<Result<_, _>>()
        .map_err(Problem::internal)?;
    for column in columns {
        take(found, column, &subjects, &provenances)?;
    }
    Ok(())
}

fn take(
    found: &mut HashMap<CellKey, Source>,
    column: Column,
    subjects: &[SubjectName],
    provenances: &[Provenance],
) -> Result<(), Problem> {
    let indicator: IndicatorCode = column.indicator.parse().map_err(Problem::internal)?;
    let period: Period = column.period.parse().map_err(Problem::internal)?;
    let evidence = columns::evidence(column.evidence, column.values.len()).map_err(Problem::internal)?;
    for (i, subject) in column.subject.iter().enumerate() {
        // What is asked for is stored; where a column gives a computed value beside it, that has no source of its own.
        if column.computed.get(i) == Some(&true) {
            continue;
        }
        let provenance = column
            .provenance
            .get(i)
            .and_then(|at| provenances.get(*at as usize));
        let provenance = provenance
            .filter(|known| **known != Provenance::default())
            .cloned();
        let evidence = evidence.get(i).and_then(Option::as_ref).map(Evidence::from);
        if let Some(subject) = subjects.get(*subject as usize) {
            found.insert(
                (indicator.clone(), period, subject.clone()),
                (provenance, evidence),
            );
        }
    }
    Ok(())
}
