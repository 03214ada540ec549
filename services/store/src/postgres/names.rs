//! The dictionaries in memory: as much of them as was needed so far.
//!
//! Names are only ever added, by any process, and never change: what is known stays true, and what is not known yet is
//! asked for. They are added apart from the batch that needs them, so that two batches with the same new names never
//! wait for each other's commit.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};

use zhibiao_model::ids::{IndicatorCode, SubjectName};
use zhibiao_postgres::{Row, Session};

use crate::error::EngineError;

/// The dictionaries.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) indicators: Dictionary<IndicatorCode>,
    pub(super) subjects: Dictionary<SubjectName>,
    pub(super) sheets: Dictionary<Arc<str>>,
}

/// One dictionary.
#[derive(Debug)]
pub(super) struct Dictionary<T> {
    known: RwLock<Known<T>>,
    sql: Sql,
    read: fn(&str) -> Option<T>,
}

#[derive(Debug)]
struct Known<T> {
    names: HashMap<u32, T>,
    ids: HashMap<T, u32>,
    /// Those that observations refer to, as far as known.
    used: HashSet<u32>,
}

#[derive(Debug)]
struct Sql {
    by_name: &'static str,
    by_id: &'static str,
    add: &'static str,
}

macro_rules! sql {
    ($table:literal) => {
        Sql {
            by_name: concat!("SELECT id, name FROM ", $table, " WHERE name = ANY($1)"),
            by_id: concat!("SELECT id, name FROM ", $table, " WHERE id = ANY($1)"),
            add: concat!(
                "INSERT INTO ",
                $table,
                " (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"
            ),
        }
    };
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            indicators: Dictionary::new(sql!("indicator"), |name| name.parse().ok()),
            subjects: Dictionary::new(sql!("subject"), |name| name.parse().ok()),
            sheets: Dictionary::new(sql!("sheet"), |name| Some(name.into())),
        }
    }
}

impl<T: Clone + Eq + Hash + fmt::Display> Dictionary<T> {
    fn new(sql: Sql, read: fn(&str) -> Option<T>) -> Self {
        let known = Known {
            names: HashMap::new(),
            ids: HashMap::new(),
            used: HashSet::new(),
        };
        Self {
            known: RwLock::new(known),
            sql,
            read,
        }
    }

    /// The id of a name, as far as known.
    pub(super) fn id(&self, name: &T) -> Option<u32> {
        self.read().ids.get(name).copied()
    }

    /// The name of an id, as far as known.
    pub(super) fn name(&self, id: u32) -> Option<T> {
        self.read().names.get(&id).cloned()
    }

    /// The names of many known ids; the lock is taken once.
    pub(super) fn names(&self, ids: &[u32]) -> Result<Vec<T>, EngineError> {
        let known = self.read();
        ids.iter()
            .map(|id| {
                let name = known.names.get(id).cloned();
                name.ok_or_else(|| EngineError::Damaged(format!("name {id} is in no dictionary")))
            })
            .collect()
    }

    /// Asks for the ids of names that are not known yet. A name that is in no dictionary stays unknown.
    pub(super) async fn learn<'a>(
        &self,
        session: &Session,
        names: impl IntoIterator<Item = &'a T>,
    ) -> Result<(), EngineError>
    where
        T: 'a,
    {
        let missing = self.missing(names);
        if missing.is_empty() {
            return Ok(());
        }
        self.ask_by_name(session, &missing).await
    }

    /// Sees to it that names have ids, which are added when they are new.
    pub(super) async fn learn_or_add<'a>(
        &self,
        session: &Session,
        names: impl IntoIterator<Item = &'a T>,
    ) -> Result<(), EngineError>
    where
        T: 'a,
    {
        let missing = self.missing(names);
        if missing.is_empty() {
            return Ok(());
        }
        self.ask_by_name(session, &missing).await?;
        let new: Vec<&str> = {
            let known = self.read();
            let is_new = |text: &&String| (self.read)(text).is_none_or(|name| !known.ids.contains_key(&name));
            missing.iter().filter(is_new).map(String::as_str).collect()
        };
        if new.is_empty() {
            return Ok(());
        }
        // In order, as everybody does: two that add the same names at once wait for each other in turn, not crosswise.
        let add = session.prepare_cached(self.sql.add).await?;
        session.execute(&add, &[&new]).await?;
        self.ask_by_name(session, &missing).await
    }

    /// Asks for the names of ids that are not known yet.
    pub(super) async fn learn_ids(
        &self,
        session: &Session,
        ids: impl IntoIterator<Item = u32>,
    ) -> Result<(), EngineError> {
        let missing: Vec<i32> = {
            let known = self.read();
            let missing: BTreeSet<u32> = ids
                .into_iter()
                .filter(|id| !known.names.contains_key(id))
                .collect();
            missing.into_iter().map(|id| id as i32).collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let select = session.prepare_cached(self.sql.by_id).await?;
        self.take(session.query(&select, &[&missing]).await?)
    }

    /// Those ids that are not known to be in use yet.
    pub(super) fn not_known_to_be_used(&self, ids: impl IntoIterator<Item = u32>) -> Vec<i32> {
        let known = self.read();
        let unused: BTreeSet<u32> = ids.into_iter().filter(|id| !known.used.contains(id)).collect();
        unused.into_iter().map(|id| id as i32).collect()
    }

    /// Notes that observations refer to ids.
    pub(super) fn note_used(&self, ids: &[i32]) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.used.extend(ids.iter().map(|id| *id as u32));
    }

    fn missing<'a>(&self, names: impl IntoIterator<Item = &'a T>) -> Vec<String>
    where
        T: 'a,
    {
        let known = self.read();
        let missing: BTreeSet<String> = names
            .into_iter()
            .filter(|name| !known.ids.contains_key(name))
            .map(ToString::to_string)
            .collect();
        missing.into_iter().collect()
    }

    async fn ask_by_name(&self, session: &Session, names: &[String]) -> Result<(), EngineError> {
        let select = session.prepare_cached(self.sql.by_name).await?;
        self.take(session.query(&select, &[&names]).await?)
    }

    fn take(&self, rows: Vec<Row>) -> Result<(), EngineError> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let (id, text): (i32, &str) = (row.try_get(0)?, row.try_get(1)?);
            let damaged = || EngineError::Damaged(format!("dictionary entry {id}, `{text}`"));
            let name = (self.read)(text).ok_or_else(damaged)?;
            known.ids.insert(name.clone(), id as u32);
            known.names.insert(id as u32, name);
        }
        Ok(())
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known<T>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}
