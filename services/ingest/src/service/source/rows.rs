//! The rows of a table around an entry.

use std::{io::Seek, path::Path};

use zhibiao_model::status::Status;
use zhibiao_proto::report::v1::SourceRow;
use zhibiao_tabular as tabular;

use super::whole;
use crate::{
    check::shown,
    log::{Chunk, LogError, ReportLog},
    report::Report,
};

/// Rows shown on each side of an entry.
const AROUND: u32 = 3;
/// Most rows of a head that are shown.
const HEAD: u32 = 10;

/// A row of structured content: what it said, in the order of the columns.
pub(super) fn structured_row(chunk: &Chunk, row: usize) -> SourceRow {
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
pub(super) fn file_rows(
    log: &dyn ReportLog,
    report: &Report,
    folder: &Path,
    chunk: &Chunk,
    row: usize,
) -> Result<Vec<SourceRow>, LogError> {
    let mut file = whole(log, report, folder)?;
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
