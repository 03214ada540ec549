//! Staging a batch: its rows are copied, in the order of the primary key, into a table of the session's own before the
//! lock of the head is taken.

use std::{pin::pin, sync::Arc};

use bytes::{BufMut as _, Bytes, BytesMut};
use futures_util::SinkExt as _;
use zhibiao_postgres::Session;
use zhibiao_proto::convert::columns::Columns;

use super::names::Dictionary;
use crate::{
    engine::{codec, keys::Key},
    error::EngineError,
};

/// Begins a transaction with an empty staging table. It is emptied at the end, however that comes.
pub(super) const BEGIN: &str = "
    BEGIN;
    CREATE TEMPORARY TABLE IF NOT EXISTS staged (
        row        INTEGER  NOT NULL, -- its place in the batch
        known      BOOLEAN  NOT NULL, -- whether the indicator has values at the period
        indicator  INTEGER  NOT NULL,
        period     INTEGER  NOT NULL,
        subject    INTEGER  NOT NULL,
        value      DOUBLE PRECISION,
        qualifier  SMALLINT NOT NULL,
        status     SMALLINT NOT NULL,
        provenance INTEGER,
        evidence   BYTEA
    ) ON COMMIT DELETE ROWS;";

const COPY: &str =
    "COPY staged (row, known, indicator, period, subject, value, qualifier, status, provenance, evidence)
    FROM STDIN (FORMAT binary)";

const FIELDS: i16 = 10;

/// Header of the binary form: signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// End of the binary form.
const TRAILER: i16 = -1;

/// The copy is handed over in pieces of about this many bytes.
const PIECE: usize = 256 << 10;

/// What the rows of a batch refer to.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) keys: Vec<Key>,
    pub(super) columns: Arc<Columns>,
    /// Ids of the batch's provenances.
    pub(super) provenances: Vec<i32>,
}

/// The rows in the binary form of COPY.
pub(super) fn encode(
    rows: &Rows,
    sheets: &Dictionary<Arc<str>>,
    is_known: impl Fn(&Key) -> bool,
) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    let mut piece = BytesMut::with_capacity(PIECE + 4096);
    piece.put_slice(HEADER);
    let mut evidence = Vec::new();
    for column in rows
        .keys
        .chunk_by(|a, b| (a.indicator, a.period) == (b.indicator, b.period))
    {
        let known = column.first().is_some_and(&is_known);
        for key in column {
            encode_row(rows, key, known, sheets, &mut evidence, &mut piece);
            if piece.len() >= PIECE {
                pieces.push(piece.split().freeze());
            }
        }
    }
    piece.put_i16(TRAILER);
    pieces.push(piece.freeze());
    pieces
}

fn encode_row(
    rows: &Rows,
    key: &Key,
    known: bool,
    sheets: &Dictionary<Arc<str>>,
    evidence: &mut Vec<u8>,
    out: &mut BytesMut,
) {
    let row = &rows.columns.rows()[key.row as usize];
    out.put_i16(FIELDS);
    put_int(out, key.row as i32);
    out.put_i32(1);
    out.put_u8(known.into());
    put_int(out, key.indicator as i32);
    put_int(out, key.period as i32);
    put_int(out, key.subject as i32);
    match row.figure.value() {
        Some(value) => {
            out.put_i32(8);
            out.put_f64(value);
        }
        None => out.put_i32(-1),
    }
    put_small(out, codec::qualifier_code(row.figure.qualifier()));
    put_small(out, codec::status_code(row.figure.status()));
    match row.provenance.and_then(|at| rows.provenances.get(at as usize)) {
        Some(provenance) => put_int(out, *provenance),
        None => out.put_i32(-1),
    }
    match &row.evidence {
        Some(place) => {
            // Every sheet has an id by now.
            codec::write_evidence(place, |sheet| sheets.id(sheet).unwrap_or_default(), evidence);
            out.put_i32(evidence.len() as i32);
            out.put_slice(evidence);
        }
        None => out.put_i32(-1),
    }
}

fn put_int(out: &mut BytesMut, number: i32) {
    out.put_i32(4);
    out.put_i32(number);
}

fn put_small(out: &mut BytesMut, number: i64) {
    out.put_i32(2);
    out.put_i16(number as i16);
}

/// Copies encoded rows into the staging table.
pub(super) async fn copy(session: &Session, pieces: Vec<Bytes>) -> Result<(), EngineError> {
    let statement = session.prepare_cached(COPY).await?;
    let mut sink = pin!(session.copy_in::<_, Bytes>(&statement).await?);
    for piece in pieces {
        sink.feed(piece).await?;
    }
    sink.finish().await?;
    Ok(())
}
