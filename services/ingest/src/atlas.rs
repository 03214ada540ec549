//! The catalogue as the checks use it, kept up to date by the store's change feed.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use zhibiao_client::{
    Hub, catalog,
    feed::{Event, Feed},
};
use zhibiao_extract::{Extractor, Lexicon};
use zhibiao_model::{
    catalog::{Catalog, Directory, Lookup},
    ids::{IndicatorCode, SubjectName, ZoneId},
    revision::Revision,
};
use zhibiao_proto::{catalog::v1::GetSummaryRequest, observation::v1::ChangeKind};
use zhibiao_runtime::{
    deadline::Deadline,
    error::{Code, Problem},
};

use crate::resolve::shorter;

/// Longest wait for the catalogue to catch up with the store.
const PATIENCE: Duration = Duration::from_secs(5);
/// Wait before the catalogue is asked for again.
const RETRY: Duration = Duration::from_millis(200);

/// A catalogue with what is looked up in it.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    /// The catalogue.
    pub(crate) catalog: Catalog,
    /// Its names.
    pub(crate) directory: Directory,
    /// The indicators that break another one down.
    breakdowns: BTreeMap<IndicatorCode, Vec<IndicatorCode>>,
    /// Reads prose with its names; made when the first text comes.
    extractor: OnceLock<Extractor>,
}

/// An indicator that the catalogue gave another unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherUnit {
    /// What people call it.
    pub(crate) indicator: String,
    /// The unit that values are in.
    pub(crate) before: String,
    /// The unit that it has.
    pub(crate) now: String,
}

impl Atlas {
    /// Indexes a catalogue.
    pub(crate) fn new(catalog: Catalog) -> Self {
        let mut breakdowns: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (code, indicator) in &catalog.items().indicators {
            if let Some(parent) = &indicator.parent {
                breakdowns.entry(parent.clone()).or_default().push(code.clone());
            }
        }
        Self {
            directory: Directory::new(&catalog),
            catalog,
            breakdowns,
            extractor: OnceLock::new(),
        }
    }

    /// What reads prose with the catalogue's names.
    pub(crate) fn extractor(&self) -> &Extractor {
        let make = || Extractor::new(Lexicon::from_catalog(&self.catalog));
        self.extractor.get_or_init(make)
    }

    /// What a text names: as it stands, or else without what tables set before and behind a name.
    pub(crate) fn subject(&self, text: &str, zone: Option<&ZoneId>) -> Lookup<SubjectName> {
        match self.directory.subject(text, zone) {
            Lookup::Unknown => {
                shorter(text).map_or(Lookup::Unknown, |name| self.directory.subject(name, zone))
            }
            known @ (Lookup::Found(_) | Lookup::Ambiguous(_)) => known,
        }
    }

    /// What a text names: as it stands, or else without what tables set before and behind a name.
    pub(crate) fn indicator(&self, text: &str) -> Lookup<IndicatorCode> {
        match self.directory.indicator(text) {
            Lookup::Unknown => shorter(text).map_or(Lookup::Unknown, |name| self.directory.indicator(name)),
            known @ (Lookup::Found(_) | Lookup::Ambiguous(_)) => known,
        }
    }

    /// The first indicator that is kept in another unit than these say; indicators by resource name.
    pub(crate) fn other_unit(&self, units: &BTreeMap<String, String>) -> Option<OtherUnit> {
        units.iter().find_map(|(indicator, before)| {
            let code: IndicatorCode = indicator.parse().ok()?;
            let indicator = self.catalog.indicator(&code)?;
            let now = indicator.unit.to_string();
            (now != *before).then(|| OtherUnit {
                indicator: indicator.names.zh.clone(),
                before: before.clone(),
                now,
            })
        })
    }

    /// The indicators that break one down.
    pub(crate) fn breakdowns(&self, code: &IndicatorCode) -> &[IndicatorCode] {
        self.breakdowns.get(code).map_or(&[], Vec::as_slice)
    }
}

/// What is known of the store: the catalogue and how far its changes have been followed.
#[derive(Debug, Clone, Default)]
struct Known {
    atlas: Option<Arc<Atlas>>,
    seen: Revision,
}

/// The catalogue in force; replaced whole when it changes.
#[derive(Debug, Clone)]
pub(crate) struct Atlases {
    hub: Hub,
    known: watch::Receiver<Known>,
}

impl Atlases {
    /// Follows the store's catalogue until `shutdown`.
    pub(crate) fn follow(
        hub: Hub,
        shutdown: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let (tell, known) = watch::channel(Known::default());
        let following = {
            let hub = hub.clone();
            async move {
                tokio::select! {
                    () = shutdown.cancelled() => {}
                    () = follow(hub, tell) => {}
                }
            }
        };
        (Self { hub, known }, following)
    }

    /// Waits until there is a catalogue.
    pub(crate) async fn loaded(&mut self) {
        // The sender lives as long as the service; when it is gone nobody waits any more.
        let _ = self.known.wait_for(|known| known.atlas.is_some()).await;
    }

    /// How far the store's changes have been followed; `None` before the catalogue is loaded.
    pub(crate) fn seen(&self) -> Option<Revision> {
        let known = self.known.borrow();
        known.atlas.as_ref().map(|_| known.seen)
    }

    /// The same for one call: the store is asked for nothing past its deadline.
    pub(crate) fn within(&self, deadline: Deadline) -> Self {
        Self {
            hub: self.hub.within(deadline),
            ..self.clone()
        }
    }

    /// The catalogue as far as its changes have been followed; empty until it is loaded.
    pub(crate) fn latest(&self) -> Arc<Atlas> {
        self.known.borrow().atlas.clone().unwrap_or_default()
    }

    /// The catalogue with every change that the store has committed when this is called: who has just applied a
    /// catalogue can report against it.
    ///
    /// # Errors
    /// UNAVAILABLE when the store can't be reached or the catalogue does not catch up.
    pub(crate) async fn current(&self) -> Result<Arc<Atlas>, Problem> {
        let summary = self.hub.read(GetSummaryRequest {}).await?;
        let head = Revision::new(summary.revision).unwrap_or_default();
        let mut known = self.known.clone();
        let caught_up = known.wait_for(|known| known.atlas.is_some() && known.seen >= head);
        match tokio::time::timeout(PATIENCE, caught_up).await {
            Ok(Ok(known)) => Ok(known.atlas.clone().unwrap_or_default()),
            Ok(Err(_)) | Err(_) => Err(Problem::new(
                Code::Unavailable,
                "CATALOG_BEHIND",
                "the catalogue is still being loaded; try again in a moment",
            )
            .retry_after(RETRY)),
        }
    }
}

/// Loads the catalogue and follows its changes; begins anew whenever the feed is lost.
async fn follow(hub: Hub, tell: watch::Sender<Known>) {
    loop {
        let (loaded, token) = match catalog::load(&hub).await {
            Ok(loaded) => loaded,
            Err(problem) => {
                tracing::debug!(reason = problem.reason, "catalogue not loaded yet");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        tell.send_replace(Known {
            atlas: Some(Arc::new(Atlas::new(loaded))),
            seen: token.revision,
        });
        let mut feed = Feed::follow_kinds(hub.clone(), token, &[ChangeKind::Catalog]);
        while let Some(event) = feed.next().await {
            match event {
                Event::Revision { revision, fragments } => {
                    if fragments.iter().any(|f| f.kind() == ChangeKind::Catalog) {
                        break;
                    }
                    tell.send_modify(|known| known.seen = known.seen.max(revision));
                }
                Event::CaughtUp(revision) => {
                    tell.send_modify(|known| known.seen = known.seen.max(revision));
                }
                Event::Lost => break,
            }
        }
    }
}
