//! Editions of the catalogue: the newest, and past ones as they are asked for.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use moka::sync::Cache;
use tokio::sync::Mutex;
use zhibiao_model::{
    catalog::{Catalog, Indicator},
    computed::Plan,
    ids::IndicatorCode,
    revision::Revision,
};

use crate::{catalog_log::CatalogLog, error::EngineError, follower::Follower, records, search::SearchIndex};

/// Past editions that are kept.
const PAST: u64 = 8;

/// The catalogue as a revision left it.
#[derive(Debug)]
pub(crate) struct Edition {
    /// The revision that made it.
    pub(crate) revision: Revision,
    /// The catalogue.
    pub(crate) catalog: Catalog,
    /// Finds indicators by text.
    pub(crate) search: SearchIndex,
    /// Plans of the formula indicators that were asked for.
    plans: RwLock<HashMap<IndicatorCode, Arc<Plan>>>,
}

impl Edition {
    pub(crate) fn new(revision: Revision, catalog: Catalog) -> Self {
        let search = SearchIndex::new(&catalog);
        Self {
            revision,
            catalog,
            search,
            plans: RwLock::default(),
        }
    }

    /// How an indicator's cells are answered.
    pub(crate) fn plan(&self, indicator: &Arc<Indicator>) -> Arc<Plan> {
        let known = self
            .plans
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&indicator.code)
            .cloned();
        known.unwrap_or_else(|| {
            let plan = Arc::new(Plan::new(&self.catalog, indicator));
            let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(plans.entry(indicator.code.clone()).or_insert(plan))
        })
    }
}

/// Gives editions.
#[derive(Debug)]
pub(crate) struct Library {
    log: Arc<dyn CatalogLog>,
    follower: Arc<Follower>,
    newest: RwLock<Arc<Edition>>,
    past: Cache<Revision, Arc<Edition>>,
    /// Whose turn it is to load: all who want an edition that another process made wait for one load of it.
    loading: Mutex<()>,
}

impl Library {
    /// Loads the newest edition.
    ///
    /// # Errors
    /// When the engine fails or the catalogue can't be read.
    pub(crate) async fn open(log: Arc<dyn CatalogLog>, follower: Arc<Follower>) -> Result<Self, EngineError> {
        let edition = load(log.as_ref(), follower.head().catalog).await?;
        Ok(Self {
            log,
            follower,
            newest: RwLock::new(edition),
            past: Cache::new(PAST),
            loading: Mutex::default(),
        })
    }

    /// The edition in force right after a revision.
    ///
    /// # Errors
    /// When the engine fails or the catalogue can't be read.
    pub(crate) async fn at(&self, revision: Revision) -> Result<Arc<Edition>, EngineError> {
        let newest_known = self.follower.head().catalog;
        let wanted = if revision >= newest_known {
            newest_known
        } else {
            self.log.catalog_revision(revision).await?
        };
        if let Some(kept) = self.kept(wanted) {
            return Ok(kept);
        }
        let _turn = self.loading.lock().await;
        if let Some(kept) = self.kept(wanted) {
            return Ok(kept);
        }
        let edition = load(self.log.as_ref(), wanted).await?;
        self.keep(&edition);
        Ok(edition)
    }

    fn kept(&self, wanted: Revision) -> Option<Arc<Edition>> {
        let newest = Arc::clone(&self.newest.read().unwrap_or_else(PoisonError::into_inner));
        if newest.revision == wanted {
            return Some(newest);
        }
        self.past.get(&wanted)
    }

    /// The newest edition.
    ///
    /// # Errors
    /// When the engine fails or the catalogue can't be read.
    pub(crate) async fn newest(&self) -> Result<Arc<Edition>, EngineError> {
        self.at(self.follower.head().revision).await
    }

    /// Keeps an edition that was made here or loaded.
    pub(crate) fn keep(&self, edition: &Arc<Edition>) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        let replaced = if edition.revision > newest.revision {
            std::mem::replace(&mut *newest, Arc::clone(edition))
        } else {
            Arc::clone(edition)
        };
        self.past.insert(replaced.revision, replaced);
    }
}

async fn load(log: &dyn CatalogLog, at: Revision) -> Result<Arc<Edition>, EngineError> {
    let records = log.load(at).await?;
    // Thousands of items are parsed and checked: not on a thread that serves.
    let task = tokio::task::spawn_blocking(move || {
        records::decode(&records).map(|catalog| Arc::new(Edition::new(at, catalog)))
    });
    task.await
        .map_err(|error| EngineError::Failed(error.to_string()))?
}
