//! Reading every value that the cells of series held.
//!
//! A value in force that is superseded meanwhile goes from one table to the other. So what is in force is read first:
//! such a value is then seen twice, never not at all.

use std::{collections::HashMap, pin::pin};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use zhibiao_model::{observation::Vintage, revision::Revision};
use zhibiao_postgres::types::ToSql;

use super::{CellReader, Pair, Raw, indicators_of, known};
use crate::{
    cube::{Detail, History, Source},
    engine::codec,
    error::EngineError,
};

/// The values of one key as they come from the tables, with the revision that ended each.
#[derive(Debug, Default)]
struct Held {
    raw: Raw,
    ends: Vec<Option<i64>>,
}

impl CellReader<'_> {
    /// Series with every value their cells held, by the ids of indicator and subject; a key that is in no dictionary has
    /// none.
    pub(in crate::postgres) async fn histories(
        &self,
        keys: &[Option<Pair>],
    ) -> Result<Vec<History>, EngineError> {
        let reader = CellReader {
            detail: Detail::Sources,
            ..*self
        };
        let (places, pairs) = known(keys);
        let mut histories = vec![History::new(); keys.len()];
        if pairs.is_empty() {
            return Ok(histories);
        }
        let held = reader
            .settled(&indicators_of(&pairs), || reader.held(&pairs))
            .await?;
        let (raw, ends): (Vec<Raw>, Vec<_>) = held.into_iter().map(|held| (held.raw, held.ends)).unzip();
        let revisions = raw.iter().flat_map(|raw| raw.revisions.iter().copied());
        let times = reader.committed_at(revisions).await?;
        let sources = reader.sources(&raw).await?;
        for (((place, raw), ends), sources) in places.into_iter().zip(raw).zip(ends).zip(sources) {
            histories[place] = history(&raw, &ends, sources, &times, self.at)?;
        }
        Ok(histories)
    }

    /// The values of each key, those in force first.
    async fn held(&self, pairs: &[Pair]) -> Result<Vec<Held>, EngineError> {
        let statements = &self.inner.statements;
        let one = pairs.len() == 1;
        // Prepared beforehand: what is in force must be asked for first.
        tokio::try_join!(
            biased;
            self.session.prepare_cached(statements.series.select(one, false, self.detail)),
            self.session.prepare_cached(statements.ended.select(one)),
        )?;
        let (in_force, ended) = tokio::try_join!(
            biased;
            self.read(&statements.series, pairs, false),
            self.ended(pairs),
        )?;
        let held = in_force.into_iter().zip(ended).map(|(mut raw, mut ended)| {
            raw.drop_after(self.at);
            let mut ends = vec![None; raw.along.len()];
            raw.append(ended.raw);
            ends.append(&mut ended.ends);
            Held { raw, ends }
        });
        Ok(held.collect())
    }

    /// The values of each key that were superseded.
    async fn ended(&self, pairs: &[Pair]) -> Result<Vec<Held>, EngineError> {
        let mut found: Vec<Held> = pairs.iter().map(|_| Held::default()).collect();
        let (indicators, subjects): (Vec<i32>, Vec<i32>) = pairs.iter().copied().unzip();
        let at = self.at.get();
        let parameters: [&(dyn ToSql + Sync); 3] = match pairs {
            [(indicator, subject)] => [indicator, subject, &at],
            _ => [&indicators, &subjects, &at],
        };
        let select = self.inner.statements.ended.select(pairs.len() == 1);
        let select = self.session.prepare_cached(select).await?;
        let mut rows = pin!(self.session.query_raw(&select, parameters).await?);
        while let Some(row) = rows.try_next().await? {
            let number = usize::try_from(row.try_get::<_, i64>(0)? - 1).unwrap_or(usize::MAX);
            if let Some(held) = found.get_mut(number) {
                held.raw.take(&row, self.detail)?;
                held.ends.push(row.try_get(8)?);
            }
        }
        Ok(found)
    }
}

/// The values of a key in order, each once.
fn history(
    raw: &Raw,
    ends: &[Option<i64>],
    sources: Vec<Source>,
    times: &HashMap<Revision, Timestamp>,
    at: Revision,
) -> Result<History, EngineError> {
    let mut history = History::with_capacity(sources.len());
    for (row, Source { provenance, evidence }) in sources.into_iter().enumerate() {
        let from = raw.revisions[row];
        let until = ends[row].map(codec::revision).transpose()?;
        let undated = || EngineError::Damaged(format!("revision {from} is not in the change log"));
        let vintage = Vintage {
            figure: raw.figures[row],
            from,
            // What superseded it later is not known as of then.
            until: until.filter(|until| *until <= at),
            committed_at: *times.get(&from).ok_or_else(undated)?,
            provenance,
            evidence,
        };
        history.push((codec::period(raw.along[row].into())?, vintage));
    }
    history.sort_by_key(|(period, vintage)| (*period, vintage.from));
    history.dedup_by_key(|(period, vintage)| (*period, vintage.from));
    Ok(history)
}
