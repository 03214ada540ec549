//! The dictionaries in memory: names by id and ids by name.
//!
//! Names are only ever added, by the one writer, and published after the commit that added them and before its
//! revision is: a reader that may see a row knows every name in it.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};

use rusqlite::{Connection, Transaction, params};
use zhibiao_model::ids::{IndicatorCode, SubjectName};

use crate::error::EngineError;

/// The dictionaries that are small enough to be kept whole.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) indicators: Dictionary<IndicatorCode>,
    pub(super) subjects: Dictionary<SubjectName>,
    pub(super) sheets: Dictionary<Arc<str>>,
}

/// One dictionary. Ids count from 0 without gaps.
#[derive(Debug)]
pub(super) struct Dictionary<T> {
    known: RwLock<Known<T>>,
    insert: &'static str,
}

#[derive(Debug)]
struct Known<T> {
    names: Vec<T>,
    ids: HashMap<T, u32>,
}

/// Names that a transaction adds to a dictionary; they count only once published.
#[derive(Debug)]
pub(super) struct Additions<T> {
    first: u32,
    names: Vec<T>,
    ids: HashMap<T, u32>,
}

impl Names {
    /// Loads the dictionaries.
    pub(super) fn load(connection: &Connection) -> Result<Self, EngineError> {
        Ok(Self {
            indicators: Dictionary::load(
                connection,
                "SELECT id, name FROM indicator ORDER BY id",
                "INSERT INTO indicator (id, name) VALUES (?1, ?2)",
                |name| name.parse().ok(),
            )?,
            subjects: Dictionary::load(
                connection,
                "SELECT id, name FROM subject ORDER BY id",
                "INSERT INTO subject (id, name) VALUES (?1, ?2)",
                |name| name.parse().ok(),
            )?,
            sheets: Dictionary::load(
                connection,
                "SELECT id, name FROM sheet ORDER BY id",
                "INSERT INTO sheet (id, name) VALUES (?1, ?2)",
                |name| Some(name.into()),
            )?,
        })
    }
}

impl<T: Clone + Eq + Hash + std::fmt::Display> Dictionary<T> {
    fn load(
        connection: &Connection,
        select: &str,
        insert: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, EngineError> {
        let mut known = Known {
            names: Vec::new(),
            ids: HashMap::new(),
        };
        let mut statement = connection.prepare(select)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, text): (u32, String) = (row.get(0)?, row.get(1)?);
            let damaged = || EngineError::Damaged(format!("dictionary entry {id}, `{text}`"));
            let name = read(&text).ok_or_else(damaged)?;
            if id as usize != known.names.len() {
                return Err(damaged());
            }
            known.ids.insert(name.clone(), id);
            known.names.push(name);
        }
        Ok(Self {
            known: RwLock::new(known),
            insert,
        })
    }

    /// The id of a name.
    pub(super) fn id(&self, name: &T) -> Option<u32> {
        self.read().ids.get(name).copied()
    }

    /// The name of an id.
    pub(super) fn name(&self, id: u32) -> Option<T> {
        self.read().names.get(id as usize).cloned()
    }

    /// The names of many ids; the lock is taken once.
    pub(super) fn names(&self, ids: impl IntoIterator<Item = u32>) -> Result<Vec<T>, EngineError> {
        let known = self.read();
        ids.into_iter()
            .map(|id| {
                let name = known.names.get(id as usize).cloned();
                name.ok_or_else(|| EngineError::Damaged(format!("name {id} is in no dictionary")))
            })
            .collect()
    }

    /// Begins to add names.
    pub(super) fn additions(&self) -> Additions<T> {
        Additions {
            first: self.read().names.len() as u32,
            names: Vec::new(),
            ids: HashMap::new(),
        }
    }

    /// The id of a name, which is added when it is new.
    pub(super) fn id_or_add(&self, name: &T, additions: &mut Additions<T>) -> u32 {
        self.id(name).unwrap_or_else(|| {
            let next = additions.first + additions.names.len() as u32;
            *additions.ids.entry(name.clone()).or_insert_with_key(|name| {
                additions.names.push(name.clone());
                next
            })
        })
    }

    /// Writes additions into the table.
    pub(super) fn store(
        &self,
        additions: &Additions<T>,
        transaction: &Transaction<'_>,
    ) -> Result<(), EngineError> {
        let mut statement = transaction.prepare_cached(self.insert)?;
        for (id, name) in (additions.first..).zip(&additions.names) {
            statement.execute(params![id, name.to_string()])?;
        }
        Ok(())
    }

    /// Makes additions known, after their commit.
    pub(super) fn publish(&self, additions: Additions<T>) {
        if additions.names.is_empty() {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.names.extend(additions.names);
        known.ids.extend(additions.ids);
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known<T>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}
