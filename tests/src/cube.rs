//! The cube between the hub and histories: cells as calls take and give them, the change log, and the whole state.

use std::collections::BTreeMap;

use zhibiao_client::Hub;
use zhibiao_model::observation::Observation;
use zhibiao_proto::{
    observation::v1::{
        Change, Consistency, ExportObservationsRequest, ObservationColumns, WatchChangesRequest,
        consistency::Requirement, export_observations_response::Part, watch_changes_response::Event,
    },
    report::v1::EntryColumns,
};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::observations;

use crate::history::{Cell, Entry, Held, State};

/// Cells as `WriteObservations` takes them.
#[must_use]
pub fn to_columns(cells: &BTreeMap<Cell, f64>) -> ObservationColumns {
    let observation = |(cell, value): (&Cell, &f64)| -> Observation {
        let indicator = cell.indicator.trim_start_matches("indicators/");
        observations::cell(indicator, &cell.subject, &cell.period, *value)
    };
    observations::columns(cells.iter().map(observation))
}

/// The cells of columns, each with its place.
pub fn from_columns(columns: &ObservationColumns) -> impl Iterator<Item = (Cell, f64)> {
    columns.value.iter().enumerate().map(|(at, value)| {
        let cell = Cell {
            indicator: columns.indicators[columns.indicator[at] as usize].clone(),
            period: columns.periods[columns.period[at] as usize].clone(),
            subject: columns.subjects[columns.subject[at] as usize].clone(),
        };
        (cell, *value)
    })
}

/// Cells as reports and interfaces take them.
#[must_use]
pub fn to_entries(cells: &BTreeMap<Cell, f64>) -> EntryColumns {
    let columns = to_columns(cells);
    EntryColumns {
        subjects: columns.subjects,
        indicators: columns.indicators,
        periods: columns.periods,
        subject: columns.subject,
        indicator: columns.indicator,
        period: columns.period,
        value: columns.value,
        ..EntryColumns::default()
    }
}

/// A change of the feed, or a part of one.
#[must_use]
pub fn entry(change: &Change) -> Entry {
    let cells = change.observations.iter().flat_map(from_columns);
    Entry {
        revision: change.revision,
        batch: change.batch_id.clone(),
        cells: cells.collect(),
    }
}

/// The change log between two revisions, as a store tells it to whoever follows anew.
///
/// # Errors
/// When the stream breaks.
pub async fn log(hub: &Hub, after: i64, head: i64) -> Result<Vec<Entry>, Problem> {
    let request = WatchChangesRequest {
        after_revision: after,
        ..WatchChangesRequest::default()
    };
    let stream = hub.retrying(|| {
        let (mut client, request) = (hub.observations(), request.clone());
        async move { client.watch_changes(request).await }
    });
    let mut stream = stream.await?;
    let mut log: Vec<Entry> = Vec::new();
    let mut last = after;
    while last < head {
        let sent = stream.message().await;
        let sent = sent.map_err(|status| Problem::from_status(&status))?;
        let Some(Event::Change(change)) = sent.and_then(|sent| sent.event) else {
            continue;
        };
        let part = entry(&change);
        match log.last_mut() {
            Some(begun) if begun.revision == part.revision => begun.cells.extend(part.cells),
            Some(_) | None => log.push(part),
        }
        if !change.more_fragments {
            last = change.revision;
        }
    }
    Ok(log)
}

/// The whole cube at the newest revision.
///
/// # Errors
/// When it can't be read.
pub async fn state(hub: &Hub) -> Result<State, Problem> {
    let request = ExportObservationsRequest {
        consistency: Some(Consistency {
            requirement: Some(Requirement::FullyConsistent(true)),
        }),
        ..ExportObservationsRequest::default()
    };
    let mut parts = hub.read(request).await?;
    let (mut revision, mut cells) = (0, BTreeMap::new());
    while let Some(part) = parts
        .message()
        .await
        .map_err(|status| Problem::from_status(&status))?
    {
        revision = part.revision;
        if let Some(Part::Columns(columns)) = &part.part {
            let values = from_columns(columns).zip(&part.revisions);
            cells.extend(values.map(|((cell, value), revision)| {
                let held = Held {
                    value,
                    revision: *revision,
                };
                (cell, held)
            }));
        }
    }
    Ok(State { revision, cells })
}
