//! The sources of a comparison's cells, read from the store at the comparison's revision.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use zhibiao_client::Hub;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::{
    compare::v1::CompareResponse,
    convert::{columns::evidence, consistency::ReadAt},
    observation::v1::{Column, Evidence, Provenance, ReadColumnsRequest, ReadColumnsResponse},
};
use zhibiao_runtime::error::Problem;

use crate::compare::{CellKey, Unsourced};

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

/// Reads the sources of cells: one call a period, for most comparisons have one or two.
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
        let request = ReadColumnsRequest {
            indicators: indicators.iter().map(ToString::to_string).collect(),
            periods: vec![period.to_string()],
            subjects: subjects.iter().map(ToString::to_string).collect(),
            kind: String::new(),
            consistency,
            as_of,
            include_provenance: true,
        };
        let ReadColumnsResponse {
            subjects,
            columns,
            provenances,
            ..
        } = hub.read(request).await?;
        let subjects: Vec<SubjectName> = subjects
            .iter()
            .map(|name| name.parse())
            .collect::<Result<_, _>>()
            .map_err(Problem::internal)?;
        for column in columns {
            take(&mut found, column, &subjects, &provenances)?;
        }
    }
    Ok(found)
}

fn take(
    found: &mut HashMap<CellKey, Source>,
    column: Column,
    subjects: &[SubjectName],
    provenances: &[Provenance],
) -> Result<(), Problem> {
    let indicator: IndicatorCode = column.indicator.parse().map_err(Problem::internal)?;
    let period: Period = column.period.parse().map_err(Problem::internal)?;
    let evidence = evidence(column.evidence, column.values.len()).map_err(Problem::internal)?;
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
