//! Which state a call is answered from: as fresh as it asks for, or as of the past.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use moka::sync::Cache;
use tokio::{sync::Semaphore, time::timeout};
use zhibiao_client::{Hub, catalog};
use zhibiao_model::{
    catalog::Indicator,
    computed::Plan,
    ids::IndicatorCode,
    revision::{Revision, Token},
};
use zhibiao_proto::{catalog::v1::GetSummaryRequest, convert::consistency::ReadAt};
use zhibiao_runtime::{
    access::Permit,
    deadline::Deadline,
    error::{Code, Problem},
};

use crate::{
    cube::{Columns, Cube},
    export,
    mirror::Published,
    snapshot::{CatalogAt, Snapshot},
};

/// Calls under way that read the past: each holds the columns it reads in memory.
const PAST_AT_ONCE: usize = 4;

/// Catalogues of the past that are kept: a result is replayed, explained and asked about again at one revision.
const PAST_CATALOGS: u64 = 4;

/// How long a token is waited for before the store is asked whether there is such a revision at all.
const BEFORE_ASKING: Duration = Duration::from_millis(100);

/// When to come back while the columns load or catch up, or the store is away.
pub(crate) const COME_BACK: Duration = Duration::from_millis(500);

/// Gives states. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct States {
    hub: Hub,
    published: Published,
    /// Longest wait for a revision.
    patience: Duration,
    past: Arc<Semaphore>,
    past_catalogs: Cache<Token, Arc<CatalogAt>>,
}

/// A moment with its catalogue: now, with all figures, or in the past, where figures have to be read yet.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// The store and the revision.
    pub(crate) token: Token,
    /// The catalogue.
    pub(crate) catalog: Arc<CatalogAt>,
    /// The whole state, when it is in memory.
    now: Option<Arc<Snapshot>>,
}

impl Moment {
    /// The moment of a state in memory.
    pub(crate) fn of(state: Arc<Snapshot>) -> Self {
        Self {
            token: state.token,
            catalog: Arc::clone(&state.catalog),
            now: Some(state),
        }
    }

    /// The whole state, when it is in memory.
    pub(crate) fn now(&self) -> Option<&Arc<Snapshot>> {
        self.now.as_ref()
    }
}

impl States {
    pub(crate) fn new(hub: Hub, published: Published, patience: Duration) -> Self {
        Self {
            hub,
            published,
            patience,
            past: Arc::new(Semaphore::new(PAST_AT_ONCE)),
            past_catalogs: Cache::new(PAST_CATALOGS),
        }
    }

    /// The same for one call: the store is asked for nothing past its deadline.
    pub(crate) fn for_call(&self, deadline: Deadline, permit: &Permit) -> Self {
        Self {
            hub: self.hub.for_call(deadline, permit.who().caller()),
            ..self.clone()
        }
    }

    /// The store.
    pub(crate) fn store(&self) -> &Hub {
        &self.hub
    }

    /// Every state from now on.
    pub(crate) fn follow(&self) -> Published {
        self.published.clone()
    }

    /// The newest state there is in memory.
    ///
    /// # Errors
    /// UNAVAILABLE until the first loading is complete.
    pub(crate) fn newest(&self) -> Result<Arc<Snapshot>, Problem> {
        self.published.borrow().clone().ok_or_else(|| {
            let message = "the columns are being loaded: a ranking is made from all data or not at all";
            Problem::new(Code::Unavailable, "COLUMNS_LOADING", message).retry_after(COME_BACK)
        })
    }

    /// The newest state, once it is as fresh as asked for. A moment of the past asks for nothing: [`Self::past`] reads
    /// it.
    ///
    /// # Errors
    /// UNAVAILABLE when the columns are not that fresh in time; OUT_OF_RANGE or INVALID_ARGUMENT for a token of no
    /// revision of this store.
    pub(crate) async fn at(&self, at: ReadAt) -> Result<Arc<Snapshot>, Problem> {
        let newest = self.newest()?;
        match at {
            ReadAt::MinimizeLatency | ReadAt::Revision(_) | ReadAt::Time(_) => Ok(newest),
            ReadAt::AtLeast(token)
                if token.store == newest.token.store && token.revision <= newest.revision() =>
            {
                Ok(newest)
            }
            ReadAt::AtLeast(token) => {
                if let Ok(reached) = timeout(BEFORE_ASKING, self.reaching(token)).await {
                    return reached;
                }
                check(token, self.head().await?)?;
                self.in_time(token).await
            }
            ReadAt::FullyConsistent => {
                let head = self.head().await?;
                self.in_time(head).await
            }
        }
    }

    /// A moment with the catalogue that was in force then.
    ///
    /// # Errors
    /// Those of [`Self::at`]; what the store answers when there was no such moment, or it can't be reached.
    pub(crate) async fn moment(&self, at: ReadAt) -> Result<Moment, Problem> {
        let newest = self.at(at).await?;
        let asked = match at {
            ReadAt::MinimizeLatency | ReadAt::AtLeast(_) | ReadAt::FullyConsistent => None,
            ReadAt::Revision(revision) if revision == newest.revision() => None,
            ReadAt::Revision(_) | ReadAt::Time(_) => Some(at),
        };
        let Some(asked) = asked else {
            return Ok(Moment::of(newest));
        };
        if let ReadAt::Revision(revision) = asked {
            let token = Token {
                revision,
                ..newest.token
            };
            if let Some(catalog) = self.past_catalogs.get(&token) {
                return Ok(Moment {
                    token,
                    catalog,
                    now: None,
                });
            }
        }
        let _turn = self.past.acquire().await.map_err(Problem::internal)?;
        let (catalog, token) = catalog::load_at(&self.hub, asked).await?;
        let catalog = Arc::new(CatalogAt::new(catalog, token.revision));
        self.past_catalogs.insert(token, Arc::clone(&catalog));
        Ok(Moment {
            token,
            catalog,
            now: None,
        })
    }

    /// The figures of some indicators, and of all they are computed from, at a moment.
    ///
    /// # Errors
    /// What the store answers when it can't be reached.
    pub(crate) async fn figures<'a>(
        &self,
        moment: &Moment,
        indicators: impl IntoIterator<Item = &'a Arc<Indicator>>,
    ) -> Result<Arc<Snapshot>, Problem> {
        if let Some(now) = &moment.now {
            return Ok(Arc::clone(now));
        }
        let at = ReadAt::Revision(moment.token.revision);
        let columns = self.read(&moment.catalog, indicators, at).await?.1;
        Ok(Arc::new(Snapshot {
            token: moment.token,
            // Nothing of it is shared with any loading.
            loading: 0,
            catalog: Arc::clone(&moment.catalog),
            columns,
        }))
    }

    /// The state of some indicators, and of all they are computed from, at a moment of the past; the catalogue is
    /// today's.
    ///
    /// # Errors
    /// What the store answers when there was no such moment, or it can't be reached.
    pub(crate) async fn past<'a>(
        &self,
        now: &Snapshot,
        indicators: impl IntoIterator<Item = &'a Arc<Indicator>>,
        at: ReadAt,
    ) -> Result<Snapshot, Problem> {
        if at == ReadAt::Revision(now.revision()) {
            return Ok(now.clone());
        }
        let (token, columns) = self.read(&now.catalog, indicators, at).await?;
        Ok(Snapshot {
            token,
            loading: now.loading,
            catalog: Arc::clone(&now.catalog),
            columns,
        })
    }

    /// Reads the columns of some indicators, and of all they are computed from.
    async fn read<'a>(
        &self,
        known: &CatalogAt,
        indicators: impl IntoIterator<Item = &'a Arc<Indicator>>,
        at: ReadAt,
    ) -> Result<(Token, Columns), Problem> {
        let catalog = &known.catalog;
        let plans = indicators
            .into_iter()
            .map(|indicator| Plan::new(catalog, indicator));
        let codes: BTreeSet<IndicatorCode> = plans
            .flat_map(|plan| plan.indicators().map(|i| i.code.clone()).collect::<Vec<_>>())
            .collect();
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        let _turn = self.past.acquire().await.map_err(Problem::internal)?;
        let mut cube = Cube::new(catalog);
        let token = export::fill(&self.hub, &mut cube, &codes, at).await?;
        Ok((token, cube.columns()))
    }

    async fn in_time(&self, token: Token) -> Result<Arc<Snapshot>, Problem> {
        timeout(self.patience, self.reaching(token))
            .await
            .unwrap_or_else(|_| {
                let message = format!("the columns have not reached revision {} yet", token.revision);
                let behind =
                    Problem::new(Code::Unavailable, "COLUMNS_BEHIND", message).retry_after(COME_BACK);
                Err(behind.with("wanted", token.revision))
            })
    }

    /// Waits until the state is that of the store and at least the revision.
    async fn reaching(&self, token: Token) -> Result<Arc<Snapshot>, Problem> {
        let reached = |snapshot: &Option<Arc<Snapshot>>| {
            snapshot
                .as_ref()
                .is_some_and(|s| s.token.store == token.store && token.revision <= s.revision())
        };
        let mut published = self.published.clone();
        let ended = |_| Problem::new(Code::Unavailable, "SHUTTING_DOWN", "the service is shutting down");
        let snapshot = published.wait_for(reached).await.map_err(ended)?.clone();
        snapshot.map_or_else(|| self.newest(), Ok)
    }

    /// The store's newest revision.
    async fn head(&self) -> Result<Token, Problem> {
        let summary = self.hub.read(GetSummaryRequest {}).await?;
        summary.token.parse().map_err(Problem::internal)
    }
}

/// Refuses a token that no waiting would reach.
fn check(token: Token, head: Token) -> Result<(), Problem> {
    if token.store != head.store {
        let message = "the token is of another store: pass on only tokens of this hub";
        let other = Problem::new(Code::InvalidArgument, "TOKEN_OF_ANOTHER_STORE", message);
        return Err(other.violation("consistency.at_least_as_fresh", message));
    }
    if token.revision > head.revision {
        let (asked, head): (Revision, Revision) = (token.revision, head.revision);
        let message = format!("revision {asked} is not committed yet; the newest is {head}");
        let ahead = Problem::new(Code::OutOfRange, "REVISION_NOT_YET", message);
        return Err(ahead.with("head", head));
    }
    Ok(())
}
