//! Reading cells as they were right after a revision.
//!
//! One statement reads the values in force of all keys. A cell is superseded only by a row that is written after it, so
//! if none of those read is newer than the revision asked for, they are the answer; else a second statement reads what
//! was in force then.

mod history;

use std::{collections::HashMap, pin::pin, sync::Arc};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use zhibiao_model::{ids::SubjectName, observation::Figure, period::Period, revision::Revision};
use zhibiao_postgres::{Parameters, Row, Session, types::ToSql};

use super::{Inner, arrival, sql};
use crate::{
    cube::{Cells, Counts, Detail, Source},
    engine::{codec, order::Order},
    error::EngineError,
};

/// Reads cells on a session that has reached the revision.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellReader<'a> {
    pub(super) inner: &'a Inner,
    pub(super) session: &'a Session,
    pub(super) at: Revision,
    pub(super) detail: Detail,
}

/// Two numbers that name cells: indicator and subject of a series, indicator and period of a column.
pub(super) type Pair = (i32, i32);

/// The cells of one key as they come from the tables.
#[derive(Debug, Default)]
struct Raw {
    /// Period or subject.
    along: Vec<i32>,
    figures: Vec<Figure>,
    revisions: Vec<Revision>,
    provenances: Vec<Option<i32>>,
    evidence: Vec<Option<Box<[u8]>>>,
}

impl Raw {
    /// Takes a row whose columns are: along, value, qualifier, status, revision, then provenance, evidence.
    fn take(&mut self, row: &Row, detail: Detail) -> Result<(), EngineError> {
        self.along.push(row.try_get(1)?);
        let (qualifier, status): (i16, i16) = (row.try_get(3)?, row.try_get(4)?);
        self.figures
            .push(codec::figure(row.try_get(2)?, qualifier.into(), status.into())?);
        self.revisions.push(codec::revision(row.try_get(5)?)?);
        if detail == Detail::Sources {
            self.provenances.push(row.try_get(6)?);
            self.evidence
                .push(row.try_get::<_, Option<&[u8]>>(7)?.map(Into::into));
        }
        Ok(())
    }

    /// Takes the cells of another read.
    fn append(&mut self, mut other: Self) {
        self.along.append(&mut other.along);
        self.figures.append(&mut other.figures);
        self.revisions.append(&mut other.revisions);
        self.provenances.append(&mut other.provenances);
        self.evidence.append(&mut other.evidence);
    }

    /// Orders the cells by what is along, and leaves out those that stand twice: they are the same.
    fn sort(&mut self) {
        if self.along.is_sorted_by(|a, b| a < b) {
            return;
        }
        let mut positions: Vec<usize> = (0..self.along.len()).collect();
        positions.sort_by_key(|at| self.along[*at]);
        positions.dedup_by_key(|at| self.along[*at]);
        let sources = !self.provenances.is_empty();
        *self = Self {
            along: positions.iter().map(|at| self.along[*at]).collect(),
            figures: positions.iter().map(|at| self.figures[*at]).collect(),
            revisions: positions.iter().map(|at| self.revisions[*at]).collect(),
            provenances: positions
                .iter()
                .filter(|_| sources)
                .map(|at| self.provenances[*at])
                .collect(),
            evidence: positions
                .iter()
                .filter(|_| sources)
                .map(|at| self.evidence[*at].take())
                .collect(),
        };
    }

    /// Leaves out what was written after a revision; whether that was anything.
    fn drop_after(&mut self, at: Revision) -> bool {
        if self.revisions.iter().all(|revision| *revision <= at) {
            return false;
        }
        let keep: Vec<bool> = self.revisions.iter().map(|revision| *revision <= at).collect();
        retain(&mut self.along, &keep);
        retain(&mut self.figures, &keep);
        retain(&mut self.provenances, &keep);
        retain(&mut self.evidence, &keep);
        retain(&mut self.revisions, &keep);
        true
    }
}

fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    values.retain(|_| keep.next().copied().unwrap_or(true));
}

impl CellReader<'_> {
    /// Series, by the ids of indicator and subject; a key that is in no dictionary has no cells.
    pub(super) async fn series(&self, keys: &[Option<Pair>]) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        let raw = self.raw(&self.inner.statements.series, keys).await?;
        let mut sources = self.sources(&raw).await?.into_iter();
        raw.into_iter()
            .map(|raw| {
                let periods = raw.along.iter().map(|key| codec::period(i64::from(*key)));
                Ok(Arc::new(Cells {
                    keys: periods.collect::<Result<_, _>>()?,
                    figures: raw.figures,
                    revisions: raw.revisions,
                    sources: sources.next().unwrap_or_default(),
                    ..Cells::default()
                }))
            })
            .collect()
    }

    /// Columns, by the id of the indicator and the period.
    pub(super) async fn columns(
        &self,
        keys: &[Option<Pair>],
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        let raw = self.raw(&self.inner.statements.columns, keys).await?;
        let subjects = &self.inner.names.subjects;
        let ids: Vec<u32> = raw
            .iter()
            .flat_map(|raw| raw.along.iter().map(|id| *id as u32))
            .collect();
        subjects.learn_ids(self.session, ids).await?;
        let mut sources = self.sources(&raw).await?.into_iter();
        let mut order = Order::default();
        let mut columns = Vec::with_capacity(raw.len());
        for Raw {
            along,
            figures,
            revisions,
            ..
        } in raw
        {
            let along: Vec<u32> = along.into_iter().map(|id| id as u32).collect();
            if !order.is_of(&along) {
                order = Order::new(along, |ids| subjects.names(ids))?;
            }
            let sources = sources.next().unwrap_or_default();
            columns.push(Arc::new(order.cells(figures, revisions, sources)));
        }
        Ok(columns)
    }

    /// The periods at which each indicator has or had values; one that is in no dictionary has none.
    pub(super) async fn periods(&self, ids: &[Option<i32>]) -> Result<Vec<Vec<Period>>, EngineError> {
        let mut asked: Vec<i32> = ids.iter().copied().flatten().collect();
        asked.sort_unstable();
        asked.dedup();
        let (select, one_or_all): (_, &(dyn ToSql + Sync)) = match asked.as_slice() {
            [] => return Ok(vec![Vec::new(); ids.len()]),
            [one] => (sql::PERIODS_OF_ONE, one),
            _ => (sql::PERIODS, &asked),
        };
        let select = self.session.prepare_cached(select).await?;
        let at = self.at.get();
        let parameters: Parameters<'_> = &[one_or_all, &at];
        let query = async || Ok(self.session.query(&select, parameters).await?);
        let mut found: HashMap<i32, Vec<Period>> = HashMap::with_capacity(asked.len());
        for row in self.settled(&asked, query).await? {
            let period = codec::period(row.try_get::<_, i32>(1)?.into())?;
            found.entry(row.try_get(0)?).or_default().push(period);
        }
        let of = |id: &Option<i32>| id.and_then(|id| found.get(&id).cloned()).unwrap_or_default();
        Ok(ids.iter().map(of).collect())
    }

    /// The rows of all keys as of the revision, ordered within each key.
    async fn raw(&self, sql: &sql::Cells, keys: &[Option<Pair>]) -> Result<Vec<Raw>, EngineError> {
        let (places, pairs) = known(keys);
        let indicators = indicators_of(&pairs);
        let in_force = || self.read(sql, &pairs, false);
        let in_force = self.settled(&indicators, in_force).await?;
        let mut found: Vec<Raw> = keys.iter().map(|_| Raw::default()).collect();
        let mut superseded: Vec<usize> = Vec::new();
        let mut of_superseded: Vec<Pair> = Vec::new();
        for ((place, pair), mut raw) in places.into_iter().zip(pairs).zip(in_force) {
            if raw.drop_after(self.at) {
                superseded.push(place);
                of_superseded.push(pair);
            }
            found[place] = raw;
        }
        let past = self.read(sql, &of_superseded, true).await?;
        for (place, raw) in superseded.into_iter().zip(past) {
            found[place].append(raw);
        }
        found.iter_mut().for_each(Raw::sort);
        Ok(found)
    }

    /// Reads with everything in the cells of these indicators that was committed up to the revision.
    async fn settled<T, F: Future<Output = Result<T, EngineError>>>(
        &self,
        indicators: &[i32],
        read: impl Fn() -> F,
    ) -> Result<T, EngineError> {
        let arrivals = &self.inner.arrivals;
        arrivals
            .settled(self.session, indicators, self.at, arrival::PATIENCE, read)
            .await
    }

    /// The rows of each key that are in force, or that are past.
    async fn read(&self, sql: &sql::Cells, pairs: &[Pair], past: bool) -> Result<Vec<Raw>, EngineError> {
        let mut found: Vec<Raw> = pairs.iter().map(|_| Raw::default()).collect();
        let (first, second): (Vec<i32>, Vec<i32>) = pairs.iter().copied().unzip();
        let at = self.at.get();
        let select = sql.select(pairs.len() == 1, past, self.detail);
        let mut parameters: Vec<&(dyn ToSql + Sync)> = match pairs {
            [] => return Ok(found),
            [(first, second)] => vec![first, second],
            _ => vec![&first, &second],
        };
        if past {
            parameters.push(&at);
        }
        let select = self.session.prepare_cached(select).await?;
        let mut rows = pin!(self.session.query_raw(&select, parameters).await?);
        while let Some(row) = rows.try_next().await? {
            let number = usize::try_from(row.try_get::<_, i64>(0)? - 1).unwrap_or(usize::MAX);
            if let Some(raw) = found.get_mut(number) {
                raw.take(&row, self.detail)?;
            }
        }
        Ok(found)
    }

    /// The sources of all rows; nothing when they were not asked for.
    async fn sources(&self, raw: &[Raw]) -> Result<Vec<Vec<Source>>, EngineError> {
        if self.detail == Detail::Figures {
            return Ok(Vec::new());
        }
        let ids = raw
            .iter()
            .flat_map(|raw| raw.provenances.iter().flatten().copied());
        let provenances = self.inner.provenances.get(self.session, ids.collect()).await?;
        let sheets = &self.inner.names.sheets;
        let evidence = raw.iter().flat_map(|raw| raw.evidence.iter().flatten());
        let ids = evidence
            .filter_map(|bytes| codec::sheet_of(bytes).transpose())
            .collect::<Result<Vec<u32>, _>>()?;
        sheets.learn_ids(self.session, ids).await?;
        raw.iter()
            .map(|raw| {
                let of_row = |(provenance, evidence): (&Option<i32>, &Option<Box<[u8]>>)| {
                    let lost = |id: &i32| EngineError::Damaged(format!("provenance {id} is not there"));
                    let provenance = provenance
                        .map(|id| provenances.get(&id).cloned().ok_or_else(|| lost(&id)))
                        .transpose()?;
                    let evidence = evidence
                        .as_ref()
                        .map(|bytes| codec::read_evidence(bytes, |sheet| sheets.name(sheet)))
                        .transpose()?;
                    Ok(Source { provenance, evidence })
                };
                raw.provenances.iter().zip(&raw.evidence).map(of_row).collect()
            })
            .collect()
    }

    async fn committed_at(
        &self,
        revisions: impl Iterator<Item = Revision>,
    ) -> Result<HashMap<Revision, Timestamp>, EngineError> {
        let mut wanted: Vec<i64> = revisions.map(Revision::get).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let select = self.session.prepare_cached(sql::COMMITTED_AT).await?;
        let rows = self.session.query(&select, &[&wanted]).await?;
        rows.iter()
            .map(|row| {
                Ok((
                    codec::revision(row.try_get(0)?)?,
                    codec::instant(row.try_get(1)?)?,
                ))
            })
            .collect()
    }
}

/// The keys that are in a dictionary, with their places.
fn known(keys: &[Option<Pair>]) -> (Vec<usize>, Vec<Pair>) {
    let known = |(place, pair): (usize, &Option<Pair>)| Some((place, (*pair)?));
    keys.iter().enumerate().filter_map(known).unzip()
}

/// The indicators of keys, each once.
fn indicators_of(pairs: &[Pair]) -> Vec<i32> {
    let mut indicators: Vec<i32> = pairs.iter().map(|(indicator, _)| *indicator).collect();
    indicators.sort_unstable();
    indicators.dedup();
    indicators
}

/// How many values there are.
pub(super) async fn counts(session: &Session) -> Result<Counts, EngineError> {
    let select = session
        .prepare_cached("SELECT observations, past FROM head WHERE id = 1")
        .await?;
    let row = session.query_one(&select, &[]).await?;
    let count = |at: usize| -> Result<u64, EngineError> {
        Ok(u64::try_from(row.try_get::<_, i64>(at)?).unwrap_or(0))
    };
    Ok(Counts {
        observations: count(0)?,
        past: count(1)?,
    })
}

/// The last revision committed at or before a time.
pub(super) async fn revision_at(session: &Session, time: Timestamp) -> Result<Revision, EngineError> {
    let sql = "SELECT revision FROM change_log WHERE committed_at <= $1
        ORDER BY committed_at DESC, revision DESC LIMIT 1";
    let select = session.prepare_cached(sql).await?;
    match session.query_opt(&select, &[&time.as_microsecond()]).await? {
        Some(row) => codec::revision(row.try_get(0)?),
        None => Ok(Revision::ZERO),
    }
}
