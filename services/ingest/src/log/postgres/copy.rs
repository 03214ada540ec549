//! Copying what belongs to a report into its tables: one statement each, however much it is.

use std::{io::Read, pin::pin};

use tokio_postgres::{binary_copy::BinaryCopyInWriter, types::Type};
use zhibiao_postgres::Session;

use crate::{
    finding::{Finding, ProsePlace},
    log::{LogError, PackedChunk},
};

/// Bytes of one part of a source; the last one has fewer.
pub(super) const PART: usize = 1 << 20;

async fn into_table(session: &Session, table: &str, types: &[Type]) -> Result<BinaryCopyInWriter, LogError> {
    let statement = format!("COPY {table} FROM STDIN (FORMAT binary)");
    let sink = session.copy_in(&statement).await?;
    Ok(BinaryCopyInWriter::new(sink, types))
}

/// Copies a source, a part at a time: one in memory, and one on its way.
pub(super) async fn source(session: &Session, report: i64, source: &mut dyn Read) -> Result<u64, LogError> {
    let into = "source_part (report, part, data)";
    let mut copy = pin!(into_table(session, into, &[Type::INT8, Type::INT8, Type::BYTEA]).await?);
    let mut bytes = 0;
    let mut part = Vec::with_capacity(PART);
    for number in 0_i64.. {
        part.clear();
        let read = source.take(PART as u64).read_to_end(&mut part)?;
        if read == 0 {
            break;
        }
        copy.as_mut().write(&[&report, &number, &part]).await?;
        bytes += read as u64;
    }
    copy.finish().await?;
    Ok(bytes)
}

pub(super) async fn chunks(session: &Session, report: i64, chunks: &[PackedChunk]) -> Result<(), LogError> {
    let into = "entry_chunk (report, first, rows, blocked, data)";
    let types = [Type::INT8, Type::INT8, Type::INT8, Type::INT8, Type::BYTEA];
    let mut copy = pin!(into_table(session, into, &types).await?);
    for chunk in chunks {
        let numbers = [chunk.first, chunk.rows, chunk.blocked].map(i64::from);
        copy.as_mut()
            .write(&[&report, &numbers[0], &numbers[1], &numbers[2], &chunk.data])
            .await?;
    }
    copy.finish().await?;
    Ok(())
}

/// Copies findings; `first` is the place of the first one.
pub(super) async fn findings(
    session: &Session,
    report: i64,
    first: i64,
    findings: &[Finding],
) -> Result<(), LogError> {
    let into = "finding (report, place, severity, name, sheet, row, col, read, facts, candidates, entry, sentence_start, \
                sentence_end, number_start, number_end)";
    let types = [
        Type::INT8,
        Type::INT8,
        Type::INT8,
        Type::TEXT,
        Type::TEXT,
        Type::INT8,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT_ARRAY,
        Type::TEXT_ARRAY,
        Type::INT8,
        Type::INT8,
        Type::INT8,
        Type::INT8,
        Type::INT8,
    ];
    let mut copy = pin!(into_table(session, into, &types).await?);
    for (place, finding) in (first..).zip(findings) {
        let facts: Vec<&str> = finding
            .facts
            .iter()
            .flat_map(|(name, value)| [name.as_ref(), value.as_str()])
            .collect();
        let prose = ProsePlace::bounds(finding.position.prose);
        copy.as_mut()
            .write(&[
                &report,
                &place,
                &crate::log::severity_number(finding.check.spec().severity),
                &finding.check.id(),
                &finding.position.sheet,
                &i64::from(finding.position.row),
                &finding.position.column.as_ref(),
                &finding.read,
                &facts,
                &finding.candidates,
                &i64::from(finding.entry),
                &prose[0],
                &prose[1],
                &prose[2],
                &prose[3],
            ])
            .await?;
    }
    copy.finish().await?;
    Ok(())
}
