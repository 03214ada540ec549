//! The shared log of streams: each change is one statement.

use zhibiao_postgres::Session;

use super::PostgresLog;
use crate::{
    log::{KeptBatch, LogError, REMEMBERED, StreamLog, Term, revision},
    report::{Digest, Publication},
};

const BEGIN: &str = "INSERT INTO stream (interface, term, durable) VALUES ($1, 1, 0)
    ON CONFLICT (interface) DO UPDATE SET term = stream.term + 1 RETURNING term, durable";

const BATCH: &str =
    "SELECT digest, note, revision, token FROM stream_batch WHERE interface = $1 AND sequence = $2";

/// Writes nothing when the term has ended or the batch is durable.
const DECIDED: &str = "INSERT INTO stream_batch (interface, sequence, digest, note)
    SELECT interface, $3, $4, $5 FROM stream WHERE interface = $1 AND term = $2 AND durable < $3 FOR UPDATE
    ON CONFLICT (interface, sequence) DO UPDATE SET digest = excluded.digest, note = excluded.note";

/// Writes nothing when the term has ended, or the batch is not the next one.
const DURABLE: &str = "WITH moved AS (
        UPDATE stream SET durable = $3::bigint WHERE interface = $1 AND term = $2 AND durable = $3::bigint - 1
            AND EXISTS (SELECT FROM stream_batch WHERE interface = $1 AND sequence = $3)
        RETURNING interface),
    forgotten AS (
        DELETE FROM stream_batch USING moved
        WHERE stream_batch.interface = moved.interface AND sequence <= $3::bigint - $6::bigint)
    UPDATE stream_batch SET revision = $4, token = $5 FROM moved
    WHERE stream_batch.interface = moved.interface AND sequence = $3";

impl StreamLog for PostgresLog {
    fn begin(&self, interface: &str) -> Result<Term, LogError> {
        self.write_at_once(async |session| {
            let statement = session.prepare_cached(BEGIN).await?;
            let row = session.query_one(&statement, &[&interface]).await?;
            Ok(Term {
                interface: interface.to_owned(),
                number: row.try_get(0)?,
                durable: u64::try_from(row.try_get::<_, i64>(1)?).unwrap_or_default(),
            })
        })
    }

    fn batch(&self, interface: &str, sequence: u64) -> Result<Option<KeptBatch>, LogError> {
        self.read(async |session| batch(session, interface, sequence).await)
    }

    fn decided(&self, term: &Term, sequence: u64, digest: &Digest, note: &[u8]) -> Result<(), LogError> {
        self.write_at_once(async |session| {
            let statement = session.prepare_cached(DECIDED).await?;
            let written = session
                .execute(
                    &statement,
                    &[
                        &term.interface,
                        &term.number,
                        &number(sequence),
                        &digest.0.as_slice(),
                        &note,
                    ],
                )
                .await?;
            taken_over_unless(written == 1, term)
        })
    }

    fn durable(&self, term: &Term, sequence: u64, publication: &Publication) -> Result<(), LogError> {
        self.write_at_once(async |session| {
            let Publication { revision, token } = publication;
            let statement = session.prepare_cached(DURABLE).await?;
            let written = session
                .execute(
                    &statement,
                    &[
                        &term.interface,
                        &term.number,
                        &number(sequence),
                        &revision.get(),
                        token,
                        &number(REMEMBERED),
                    ],
                )
                .await?;
            taken_over_unless(written == 1, term)
        })
    }
}

fn taken_over_unless(written: bool, term: &Term) -> Result<(), LogError> {
    if written {
        Ok(())
    } else {
        Err(LogError::TakenOver(term.interface.clone()))
    }
}

async fn batch(session: &Session, interface: &str, sequence: u64) -> Result<Option<KeptBatch>, LogError> {
    let statement = session.prepare_cached(BATCH).await?;
    let Some(row) = session
        .query_opt(&statement, &[&interface, &number(sequence)])
        .await?
    else {
        return Ok(None);
    };
    let digest: &[u8] = row.try_get(0)?;
    let published: Option<i64> = row.try_get(2)?;
    let token: Option<String> = row.try_get(3)?;
    Ok(Some(KeptBatch {
        digest: Digest(
            digest
                .try_into()
                .map_err(|_| LogError::Unreadable("digest of a batch".to_owned()))?,
        ),
        note: row.try_get(1)?,
        publication: published.map(|number| Publication {
            revision: revision(number),
            token: token.unwrap_or_default(),
        }),
    }))
}

/// A sequence as the database counts; none comes near its end.
fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
