//! What stands behind an entry: the rows around it, or the bytes of the source.

use std::io::{Seek, Write};

use zhibiao_model::status::Status;
use zhibiao_proto::report::v1::{GetReportSourceRequest, GetReportSourceResponse, SourceRow};
use zhibiao_runtime::{
    access::Permit,
    error::{Code, Problem},
};
use zhibiao_tabular as tabular;

use super::{Shared, wire};
use crate::{
    check::shown,
    log::{Chunk, LogError, ReportLog},
    report::Report,
};

/// Most bytes of an answer.
const MAX_DATA: usize = 1 << 20;
/// Rows shown on each side of an entry.
const AROUND: u32 = 3;
/// Most rows of a head that are shown.
const HEAD: u32 = 10;

impl Shared {
    pub(super) async fn get_report_source(
        &self,
        permit: &Permit,
        request: GetReportSourceRequest,
    ) -> Result<GetReportSourceResponse, Problem> {
        let GetReportSourceRequest {
            report,
            entry,
            offset,
        } = request;
        let report = self.report_for(permit, "report", &report).await?;
        let answer = GetReportSourceResponse {
            file_name: report.header.file_name.clone(),
            size: report.source_bytes,
            ..GetReportSourceResponse::default()
        };
        if entry == 0 {
            if offset > report.source_bytes {
                let message = format!(
                    "the source has {} bytes, {offset} is beyond them",
                    report.source_bytes
                );
                return Err(Problem::new(Code::OutOfRange, "OFFSET_BEYOND_SOURCE", message));
            }
            let id = report.id;
            let data = self.log(move |log| log.source(id, offset, MAX_DATA)).await?;
            return Ok(GetReportSourceResponse { data, ..answer });
        }
        if entry > report.entries {
            let message = format!(
                "the report has entries 1 to {}, {entry} is none of them",
                report.entries
            );
            return Err(Problem::new(Code::OutOfRange, "ENTRY_BEYOND_REPORT", message));
        }
        // The whole source is read for it: a few at a time.
        let _turn = self.sources.acquire().await.map_err(Problem::internal)?;
        let folder = self.folder.clone();
        self.log(move |log| {
            let (chunk, row) = entry_at(log, &report, entry)?;
            let rows = if chunk.prose_at(row).is_some() {
                Vec::new()
            } else if report.structured {
                vec![structured_row(&chunk, row)]
            } else {
                file_rows(log, &report, &folder, &chunk, row)?
            };
            Ok(GetReportSourceResponse {
                rows,
                position: Some(wire::position(&chunk, row)),
                sentence: chunk.text_at(&chunk.sentence, row).to_owned(),
                ..answer
            })
        })
        .await
    }
}

fn entry_at(log: &dyn ReportLog, report: &Report, entry: u32) -> Result<(Chunk, usize), LogError> {
    let damaged = || LogError::Damaged {
        id: report.id,
        what: "entries",
    };
    let packed = log.chunks(report.id, entry, 1)?.pop().ok_or_else(damaged)?;
    let row = entry.checked_sub(packed.first).ok_or_else(damaged)?;
    Ok((super::list::decode(report, &packed.data)?, row as usize))
}

/// A row of structured content: what it said, in the order of the columns.
fn structured_row(chunk: &Chunk, row: usize) -> SourceRow {
    let written = chunk.written().nth(row).unwrap_or_default();
    let value = match (written, chunk.status_at(row)) {
        ("", Status::Missing) => "…".to_owned(),
        ("", _) => shown(chunk.value[row]),
        (written, _) => written.to_owned(),
    };
    let text = |column: &[u32]| chunk.text_at(column, row).to_owned();
    SourceRow {
        sheet: String::new(),
        row: Chunk::at(&chunk.row, row),
        cells: vec![
            text(&chunk.subject_text),
            text(&chunk.indicator_text),
            text(&chunk.period),
            value,
            text(&chunk.unit_text),
            text(&chunk.note),
        ],
    }
}

/// The head of an entry's table and the rows around the entry.
fn file_rows(
    log: &dyn ReportLog,
    report: &Report,
    folder: &std::path::Path,
    chunk: &Chunk,
    row: usize,
) -> Result<Vec<SourceRow>, LogError> {
    let mut file = tempfile::tempfile_in(folder)?;
    let mut offset = 0;
    while offset < report.source_bytes {
        let part = log.source(report.id, offset, MAX_DATA)?;
        if part.is_empty() {
            break;
        }
        file.write_all(&part)?;
        offset += part.len() as u64;
    }
    let place = tabular::Place {
        sheet: Chunk::at(&chunk.sheet, row),
        row: Chunk::at(&chunk.row, row),
        column: Chunk::at(&chunk.column, row),
    };
    let (head, data) = (Chunk::at(&chunk.head_row, row), Chunk::at(&chunk.data_row, row));
    let mut read = |place: tabular::Place, around: u32| {
        file.rewind()?;
        tabular::excerpt(&file, &tabular::Options::default(), place, around).map_err(|_| LogError::Damaged {
            id: report.id,
            what: "source",
        })
    };
    let around = read(place, AROUND)?;
    let first = around.first().map_or(place.row, |row| row.row);
    let mut rows = Vec::new();
    if head > 0 && head < first {
        let to = data.min(first).min(head + HEAD);
        rows = read(tabular::Place { row: head, ..place }, to - head)?;
        rows.retain(|row| (head..to).contains(&row.row));
    }
    rows.extend(around);
    let sheet = chunk.text_at(&chunk.sheet_name, row);
    Ok(rows.iter().map(|row| source_row(sheet, row)).collect())
}

/// A row with a cell for each column from A to the last one that holds anything.
fn source_row(sheet: &str, row: &tabular::ExcerptRow) -> SourceRow {
    let columns = row.cells.last().map_or(0, |(column, _)| *column as usize);
    let mut cells = vec![String::new(); columns];
    for (column, text) in &row.cells {
        let at = (*column as usize).checked_sub(1);
        if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
            cell.clone_from(text);
        }
    }
    SourceRow {
        sheet: sheet.to_owned(),
        row: row.row,
        cells,
    }
}
