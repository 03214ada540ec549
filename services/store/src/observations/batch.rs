//! WriteObservations.

use std::sync::Arc;

use zhibiao_model::{observation::CellKey, revision::Revision, unit::Unit};
use zhibiao_proto::{
    convert::{Faults, columns::Columns},
    observation::v1::{WriteObservationsRequest, WriteObservationsResponse},
};
use zhibiao_runtime::{
    error::{Code, MAX_VIOLATIONS, Problem},
    telemetry::{KeyValue, annotate, attributes, current_parent},
};

use super::{check, digest};
use crate::{
    core::Core,
    cube::{Batch, WriteError, Written},
    error::EngineError,
    library::Edition,
};

/// Most rows of a batch.
pub(super) const MAX_ROWS: usize = 200_000;

/// Longest batch id.
const MAX_ID: usize = 128;

/// How often a batch is checked anew because the catalogue changed meanwhile.
const ATTEMPTS: usize = 8;

pub(super) async fn write(
    core: &Core,
    request: WriteObservationsRequest,
) -> Result<WriteObservationsResponse, Problem> {
    let (mut batch, units) = read(request).await?;
    batch.traceparent = current_parent();
    let units: Arc<[Unit]> = units.into();
    if let Some(since) = batch.unchanged_since {
        // One that is yet to come protects nothing: it is of another store, or of a past that was restored over.
        core.reach(since).await?;
    }
    let mut turn = None;
    for _ in 0..ATTEMPTS {
        let edition = core.library.newest().await?;
        batch.catalog = edition.revision;
        if let Err(invalid) = checked(&batch, &units, edition).await {
            // Another process may have changed the catalogue, and its caller knows that already.
            if core.follower.catch_up().await?.catalog > batch.catalog {
                continue;
            }
            // A batch that was written once stays written, also when the catalogue has since moved away from it.
            return match core.cube.written(&batch.id, &batch.digest).await {
                Ok(Some(first)) => Ok(answer(core, first)),
                Ok(None) => Err(invalid),
                Err(error) => Err(refused(core, &batch.id, error)),
            };
        }
        match core.cube.write(batch.clone()).await {
            Ok(written) => {
                let noted = core.follower.written(&written).await;
                noted.map_err(|error| Problem::from(error).maybe_committed())?;
                return Ok(answer(core, written));
            }
            Err(WriteError::CatalogMoved(_)) => {
                if turn.is_none() {
                    turn = Some(core.overtaken.read().await);
                }
                core.follower.catch_up().await?;
            }
            Err(error) => return Err(refused(core, &batch.id, error)),
        }
    }
    let message = "the catalogue changed during each attempt; try again";
    Err(Problem::new(Code::Aborted, "CATALOG_KEEPS_MOVING", message)
        .retry_after(std::time::Duration::from_secs(1)))
}

/// Reads a batch and the units that its values are in; it is not yet checked against a catalogue.
async fn read(request: WriteObservationsRequest) -> Result<(Batch, Vec<Unit>), Problem> {
    let WriteObservationsRequest {
        batch_id,
        observations,
        unchanged_since,
        units,
    } = request;
    if batch_id.is_empty() || batch_id.len() > MAX_ID || !batch_id.bytes().all(|b| b.is_ascii_graphic()) {
        let form = "give 1 to 128 visible ASCII characters";
        return Err(invalid("BATCH_ID_INVALID", "batch_id", form));
    }
    let message = observations.unwrap_or_default();
    let rows = message.value.len();
    if rows > MAX_ROWS {
        let text = format!("a batch has at most {MAX_ROWS} rows, this one {rows}: split it");
        return Err(invalid("BATCH_TOO_LARGE", "observations.value", &text));
    }
    let negative = || {
        let text = "is negative: give the revision that you read at, or leave it out";
        invalid("REQUEST_INVALID", "unchanged_since", text)
    };
    let unchanged_since = unchanged_since
        .map(|number| Revision::new(number).ok_or_else(negative))
        .transpose()?;
    let units = read_units(&units, message.indicators.len())?;
    let read = move || {
        let columns = Columns::try_from(message).map_err(|invalid| invalid.below("observations"))?;
        let digest = digest::of(&columns).map_err(|invalid| invalid.below("observations"))?;
        let batch = Batch {
            id: batch_id,
            digest,
            columns: Arc::new(columns),
            catalog: Revision::ZERO,
            unchanged_since,
            traceparent: None,
        };
        Ok((batch, units))
    };
    blocking(read).await
}

fn read_units(texts: &[String], indicators: usize) -> Result<Vec<Unit>, Problem> {
    if !texts.is_empty() && texts.len() != indicators {
        let text = format!(
            "{} units for {indicators} indicators: give one for each, or none",
            texts.len()
        );
        return Err(invalid("REQUEST_INVALID", "units", &text));
    }
    let mut faults = Faults::default();
    let mut units = Vec::with_capacity(texts.len());
    for (i, text) in texts.iter().enumerate() {
        match text.parse::<Unit>() {
            Ok(unit) => units.push(unit),
            Err(error) => faults.add(format!("units[{i}]"), error.to_string()),
        }
    }
    faults.finish()?;
    Ok(units)
}

fn invalid(reason: &str, field: &str, text: &str) -> Problem {
    Problem::new(Code::InvalidArgument, reason, format!("{field}: {text}")).violation(field, text)
}

async fn checked(batch: &Batch, units: &Arc<[Unit]>, edition: Arc<Edition>) -> Result<(), Problem> {
    let (columns, units) = (Arc::clone(&batch.columns), Arc::clone(units));
    blocking(move || {
        check::against(&columns, &edition).map_err(|invalid| invalid.below("observations"))?;
        check::units(columns.indicators(), &units, &edition)
    })
    .await
}

/// Large batches take milliseconds: not on a thread that serves.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| EngineError::Failed(error.to_string()))?
}

fn answer(core: &Core, written: Written) -> WriteObservationsResponse {
    annotate(|| KeyValue::new(attributes::REVISION, written.revision.get()));
    let Written {
        revision,
        committed_at: _,
        inserted,
        revised,
        unchanged,
        replayed,
        touched: _,
    } = written;
    WriteObservationsResponse {
        revision: revision.get(),
        token: core.token(revision),
        inserted,
        revised,
        unchanged,
        replayed,
    }
}

fn refused(core: &Core, id: &str, error: WriteError) -> Problem {
    match error {
        WriteError::ContentDiffers(revision) => Problem::new(
            Code::AlreadyExists,
            "BATCH_CONTENT_DIFFERS",
            format!("batch `{id}` was written at revision {revision} with other content: give new content a new id"),
        )
        .with("batch_id", id)
        .with("revision", revision)
        .with("token", core.token(revision)),
        WriteError::CellsChanged(cells) => {
            let message = format!("{} cells were written by others meanwhile: look at them, then decide again", cells.len());
            let problem = Problem::new(Code::FailedPrecondition, "CELLS_CHANGED", message).with("count", cells.len());
            cells.iter().take(MAX_VIOLATIONS).fold(problem, |problem, CellKey { indicator, period, subject }| {
                problem.violation(format!("{subject} {indicator} {period}"), "was written after `unchanged_since`")
            })
        }
        WriteError::CatalogMoved(revision) => {
            Problem::new(Code::Aborted, "CATALOG_MOVED", format!("the catalogue is now of revision {revision}"))
        }
        WriteError::Engine(error) => Problem::from(error).maybe_committed(),
    }
}
