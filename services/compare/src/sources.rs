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
    let found = read(hub, sources.iter().flatten().flatten(), revision).await?;
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

/// Marks the figures of an index that a program read out of running text: their evidence is a span of it.
///
/// # Errors
/// When the store can't be reached.
pub(crate) async fn mark_extracted(hub: &Hub, layout: &mut Layout, at: Revision) -> Result<(), Problem> {
    let subjects: Vec<Option<SubjectName>> = (0..layout.units()).map(|unit| layout.subject(unit)).collect();
    let key = |column: usize, unit: usize| -> Option<CellKey> {
        let (indicator, period) = layout.sources.get(column)?.get(unit)?.clone()?;
        Some((indicator, period, subjects.get(unit)?.clone()?))
    };
    let columns = 0..layout.sources.len();
    let cells: Vec<CellKey> = columns
        .flat_map(|column| (0..subjects.len()).map(move |unit| (column, unit)))
        .filter_map(|(column, unit)| key(column, unit))
        .collect();
    let found = read(hub, cells.iter(), at).await?;
    let spans: HashSet<&CellKey> = found
        .iter()
        .filter(|(_, (_, evidence))| evidence.as_ref().is_some_and(is_span))
        .map(|(key, _)| key)
        .collect();
    let marked: Vec<Vec<bool>> = (0..layout.sources.len())
        .map(|column| {
            let is_span = |unit| key(column, unit).is_some_and(|key| spans.contains(&key));
            (0..subjects.len()).map(is_span).collect()
        })
        .collect();
    layout.mark_extracted(|column, unit| marked[column][unit]);
    Ok(())
}

fn is_span(evidence: &Evidence) -> bool {
    matches!(evidence.place, Some(evidence::Place::Span(_)))
}

/// Reads the sources of cells: one call a period, for most comparisons have one or two; of many indicators several.
async fn read(
    hub: &Hub,
    cells: impl Iterator<Item = &CellKey>,
    at: Revision,
) -> Result<HashMap<CellKey, Source>, Problem> {
    let mut by_period: BTreeMap<Period, (BTreeSet<&IndicatorCode>, BTreeSet<&SubjectName>)> = BTreeMap::new();
    for (indicator, period, subject) in cells {
        let (indicators, subjects) = by_period.entry(*period).or_default();
        indicators.insert(indicator);
        subjects.insert(subject);
    }
    let mut found = HashMap::new();
    for (period, (indicators, subjects)) in by_period {
        let (consistency, as_of) = ReadAt::Revision(at).fields();
        let subjects: Vec<String> = subjects.iter().map(ToString::to_string).collect();
        let indicators: Vec<String> = indicators.iter().map(ToString::to_string).collect();
        let at_once = (MAX_CELLS / subjects.len().max(1)).clamp(1, MAX_INDICATORS);
        for indicators in indicators.chunks(at_once) {
            let request = ReadColumnsRequest {
                indicators: indicators.to_vec(),
                periods: vec![period.to_string()],
                subjects: subjects.clone(),
                kind: String::new(),
                consistency: consistency.clone(),
                as_of,
                include_provenance: true,
            };
            take_all(&mut found, hub.read(request).await?)?;
        }
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
