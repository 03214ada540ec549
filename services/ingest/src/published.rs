//! Reading what is published from the store: whole columns, a few requests a report.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_client::Hub;
use zhibiao_model::{ids::DepartmentId, revision::Revision, status::Status};
use zhibiao_proto::{
    convert::cell,
    observation::v1::{Column, Consistency, ReadColumnsRequest, consistency::Requirement},
};
use zhibiao_runtime::error::Problem;

use crate::{
    check::{Figure, Published, Wanted},
    content::Cell,
    resolve::Keys,
};

/// Limits of the store for one read.
const MAX_INDICATORS: usize = 500;
const MAX_PERIODS: usize = 100;
const MAX_CELLS: usize = 2_000_000;
/// Subjects that are named in a request; more are read group by group.
const MAX_SUBJECTS: usize = 2_000;

/// Reads the figures of columns.
///
/// # Errors
/// What the store says.
pub(crate) async fn read_figures(
    hub: &Hub,
    wanted: &Wanted,
    keys: &Keys,
    published: &mut Published,
) -> Result<(), Problem> {
    for request in requests(wanted, keys, false) {
        let answer = hub.read(request).await?;
        let revision = Revision::new(answer.revision).unwrap_or_default();
        published.seen = Some(published.seen.map_or(revision, |seen| seen.min(revision)));
        let subjects = indexes(&answer.subjects, keys);
        for column in &answer.columns {
            take_figures(column, &subjects, keys, published);
        }
    }
    Ok(())
}

/// Reads who published the figures of cells.
///
/// # Errors
/// What the store says.
pub(crate) async fn read_sources(
    hub: &Hub,
    cells: &[Cell],
    keys: &Keys,
    published: &mut Published,
) -> Result<(), Problem> {
    let mut wanted = Wanted::default();
    for cell in cells {
        wanted
            .columns
            .entry(cell.indicator)
            .or_default()
            .insert(cell.period);
        wanted.subjects.insert(cell.subject);
    }
    for request in requests(&wanted, keys, true) {
        let answer = hub.read(request).await?;
        let subjects = indexes(&answer.subjects, keys);
        let departments: Vec<Option<DepartmentId>> = answer
            .provenances
            .iter()
            .map(|provenance| provenance.department.parse().ok())
            .collect();
        for column in &answer.columns {
            take_sources(column, &subjects, &departments, keys, published);
        }
    }
    Ok(())
}

/// Requests within the store's limits: indicators that want the same periods go together. Subjects are always named,
/// so that an answer has no more cells than were asked for, however many subjects the store knows.
fn requests(wanted: &Wanted, keys: &Keys, include_provenance: bool) -> Vec<ReadColumnsRequest> {
    let mut groups: BTreeMap<&BTreeSet<u32>, Vec<u32>> = BTreeMap::new();
    for (indicator, periods) in &wanted.columns {
        groups.entry(periods).or_default().push(*indicator);
    }
    let all: Vec<String> = wanted
        .subjects
        .iter()
        .map(|subject| keys.subjects[*subject as usize].to_string())
        .collect();
    let mut requests = Vec::new();
    for (periods, indicators) in groups {
        let periods: Vec<u32> = periods.iter().copied().collect();
        for periods in periods.chunks(MAX_PERIODS) {
            for subjects in all.chunks(MAX_SUBJECTS) {
                let cells = (periods.len() * subjects.len()).max(1);
                let most = (MAX_CELLS / cells).clamp(1, MAX_INDICATORS);
                for indicators in indicators.chunks(most) {
                    requests.push(request(indicators, periods, subjects, keys, include_provenance));
                }
            }
        }
    }
    requests
}

fn request(
    indicators: &[u32],
    periods: &[u32],
    subjects: &[String],
    keys: &Keys,
    include_provenance: bool,
) -> ReadColumnsRequest {
    ReadColumnsRequest {
        indicators: indicators
            .iter()
            .map(|at| keys.indicators[*at as usize].code.to_string())
            .collect(),
        periods: periods
            .iter()
            .map(|at| keys.periods[*at as usize].to_string())
            .collect(),
        subjects: subjects.to_vec(),
        kind: String::new(),
        consistency: Some(Consistency {
            requirement: Some(Requirement::FullyConsistent(true)),
        }),
        as_of: None,
        include_provenance,
    }
}

/// Indexes of the subjects of an answer; `None` for those the report does not know.
fn indexes(names: &[String], keys: &Keys) -> Vec<Option<u32>> {
    names
        .iter()
        .map(|name| keys.find_subject(&name.parse().ok()?))
        .collect()
}

/// The rows of a column with their cells.
fn cells<'a>(
    column: &'a Column,
    subjects: &'a [Option<u32>],
    keys: &Keys,
) -> impl Iterator<Item = (usize, Cell)> + 'a {
    let indicator = column
        .indicator
        .parse()
        .ok()
        .and_then(|code| keys.find_indicator(&code));
    let period = column
        .period
        .parse()
        .ok()
        .and_then(|period| keys.find_period(period));
    let subject = |at: &u32| subjects.get(*at as usize).copied().flatten();
    column.subject.iter().enumerate().filter_map(move |(row, at)| {
        Some((
            row,
            Cell {
                indicator: indicator?,
                period: period?,
                subject: subject(at)?,
            },
        ))
    })
}

fn take_figures(column: &Column, subjects: &[Option<u32>], keys: &Keys, published: &mut Published) {
    for (row, at) in cells(column, subjects, keys) {
        let status = column
            .statuses
            .get(row)
            .and_then(|n| cell::status(*n).ok())
            .unwrap_or_default();
        let value = column
            .values
            .get(row)
            .copied()
            .filter(|_| status != Status::Missing);
        let qualifier = column.qualifiers.get(row).and_then(|n| cell::qualifier(*n).ok());
        let figure = Figure {
            value,
            qualifier: qualifier.unwrap_or_default(),
            status,
            computed: column.computed.get(row).copied().unwrap_or(false),
        };
        published.figures.insert(at, figure);
    }
}

fn take_sources(
    column: &Column,
    subjects: &[Option<u32>],
    departments: &[Option<DepartmentId>],
    keys: &Keys,
    published: &mut Published,
) {
    for (row, at) in cells(column, subjects, keys) {
        let provenance = column.provenance.get(row).copied().unwrap_or(0);
        let department = departments.get(provenance as usize).cloned().flatten();
        published.sources.insert(at, department);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::atlas;

    #[test]
    fn every_request_names_its_subjects() {
        let atlas = atlas();
        let mut keys = Keys::default();
        let indicator = atlas.catalog.items().indicators.values().next().unwrap();
        let mut wanted = Wanted::default();
        let periods = [
            keys.period("2022".parse().unwrap()),
            keys.period("2023".parse().unwrap()),
        ];
        wanted
            .columns
            .insert(keys.indicator(indicator), periods.into_iter().collect());
        wanted.subjects = (0..=MAX_SUBJECTS)
            .map(|number| keys.subject(&format!("zones/z{number}").parse().unwrap()))
            .collect();
        let requests = requests(&wanted, &keys, false);
        let named: Vec<_> = requests.iter().map(|request| request.subjects.len()).collect();
        assert_eq!(named, [MAX_SUBJECTS, 1]);
        assert!(requests.iter().all(|request| request.periods.len() == 2));
    }
}
