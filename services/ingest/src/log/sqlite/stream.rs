//! The embedded log of streams.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::SqliteLog;
use crate::{
    log::{KeptBatch, LogError, REMEMBERED, StreamLog, Term, revision},
    report::{Digest, Publication},
};

impl StreamLog for SqliteLog {
    fn begin(&self, interface: &str) -> Result<Term, LogError> {
        self.write(|transaction| {
            let sql = "INSERT INTO stream (interface, term, durable) VALUES (?1, 1, 0)
                ON CONFLICT (interface) DO UPDATE SET term = term + 1 RETURNING term, durable";
            let term = transaction
                .prepare_cached(sql)?
                .query_row([interface], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
            Ok(Term {
                interface: interface.to_owned(),
                number: term.0,
                durable: u64::try_from(term.1).unwrap_or_default(),
            })
        })
    }

    fn batch(&self, interface: &str, sequence: u64) -> Result<Option<KeptBatch>, LogError> {
        self.read(|connection| batch(connection, interface, sequence))
    }

    fn decided(&self, term: &Term, sequence: u64, digest: &Digest, note: &[u8]) -> Result<(), LogError> {
        self.write(|transaction| {
            if durable(transaction, term)? >= sequence {
                return Err(LogError::TakenOver(term.interface.clone()));
            }
            let sql = "INSERT INTO stream_batch (interface, sequence, digest, note) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (interface, sequence) DO UPDATE SET digest = ?3, note = ?4";
            transaction.prepare_cached(sql)?.execute(params![
                term.interface,
                number(sequence),
                digest.0,
                note
            ])?;
            Ok(())
        })
    }

    fn durable(&self, term: &Term, sequence: u64, publication: &Publication) -> Result<(), LogError> {
        self.write(|transaction| {
            if durable(transaction, term)? + 1 != sequence {
                return Err(LogError::TakenOver(term.interface.clone()));
            }
            let Publication { revision, token } = publication;
            let written = transaction
                .prepare_cached(
                    "UPDATE stream_batch SET revision = ?3, token = ?4 WHERE interface = ?1 AND sequence = ?2",
                )?
                .execute(params![term.interface, number(sequence), revision.get(), token])?;
            if written != 1 {
                return Err(LogError::TakenOver(term.interface.clone()));
            }
            transaction
                .prepare_cached("UPDATE stream SET durable = ?2 WHERE interface = ?1")?
                .execute(params![term.interface, number(sequence)])?;
            transaction
                .prepare_cached("DELETE FROM stream_batch WHERE interface = ?1 AND sequence <= ?2")?
                .execute(params![term.interface, number(sequence) - number(REMEMBERED)])?;
            Ok(())
        })
    }
}

/// The highest durable sequence, while the term lasts.
fn durable(transaction: &Transaction<'_>, term: &Term) -> Result<u64, LogError> {
    let durable: Option<i64> = transaction
        .prepare_cached("SELECT durable FROM stream WHERE interface = ?1 AND term = ?2")?
        .query_row(params![term.interface, term.number], |row| row.get(0))
        .optional()?;
    durable
        .and_then(|durable| u64::try_from(durable).ok())
        .ok_or_else(|| LogError::TakenOver(term.interface.clone()))
}

fn batch(connection: &Connection, interface: &str, sequence: u64) -> Result<Option<KeptBatch>, LogError> {
    let sql = "SELECT digest, note, revision, token FROM stream_batch WHERE interface = ?1 AND sequence = ?2";
    let kept = connection
        .prepare_cached(sql)?
        .query_row(params![interface, number(sequence)], |row| {
            let published: Option<i64> = row.get(2)?;
            let token: Option<String> = row.get(3)?;
            Ok(KeptBatch {
                digest: Digest(row.get(0)?),
                note: row.get(1)?,
                publication: published.map(|number| Publication {
                    revision: revision(number),
                    token: token.unwrap_or_default(),
                }),
            })
        })
        .optional()?;
    Ok(kept)
}

/// A sequence as the database counts; none comes near its end.
fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
