//! What both services stand on: the engine, what is known of it, and which revision a call is answered at.

use std::{fmt, sync::Arc};

use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;
use zhibiao_model::{
    catalog::{Indicator, alike},
    ids::{IndicatorCode, SubjectName},
    revision::{Revision, Token},
};
use zhibiao_proto::convert::consistency::ReadAt;
use zhibiao_runtime::{
    clock::Clock,
    error::{Code, Problem},
    outlet::Places,
};

use crate::{
    cached::Ledger,
    catalog_log::CatalogLog,
    config::Limits,
    cube::{Cube, CubeReader},
    feeds::Feeds,
    follower::Follower,
    library::{Edition, Library},
};

/// Nearest names that an error tells.
const NEAREST: usize = 3;

/// How alike ids must be to be told.
const LIKE: f64 = 0.4;

/// The store without its services.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) cube: Arc<dyn Cube>,
    pub(crate) catalogs: Arc<dyn CatalogLog>,
    /// Reads through the cache.
    pub(crate) reader: Arc<dyn CubeReader>,
    /// What became of the keys read through it.
    pub(crate) ledger: Arc<Ledger>,
    /// The change feeds that are followed.
    pub(crate) feeds: Arc<Feeds>,
    pub(crate) follower: Arc<Follower>,
    pub(crate) library: Library,
    /// Shared by batches that a change of the catalogue came before; the next change waits for them.
    pub(crate) overtaken: RwLock<()>,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) watchers: Places,
    pub(crate) exports: Places,
    pub(crate) streams: CancellationToken,
}

impl Core {
    /// The revision that a read is answered at, and the catalogue then.
    pub(crate) async fn moment(&self, at: ReadAt) -> Result<(Revision, Arc<Edition>), Problem> {
        let revision = self.revision(at).await?;
        Ok((revision, self.library.at(revision).await?))
    }

    async fn revision(&self, at: ReadAt) -> Result<Revision, Problem> {
        match at {
            ReadAt::MinimizeLatency => Ok(self.follower.head().revision),
            ReadAt::FullyConsistent => Ok(self.follower.catch_up().await?.revision),
            ReadAt::AtLeast(token) => {
                if token.store != self.follower.head().store {
                    let message = "the token is of another store: pass on one that this hub gave";
                    return Err(
                        Problem::new(Code::InvalidArgument, "TOKEN_OF_ANOTHER_STORE", message)
                            .violation("consistency.at_least_as_fresh", "is a token of another store"),
                    );
                }
                self.reach(token.revision).await
            }
            ReadAt::Revision(revision) => self.reach(revision).await.map(|_| revision),
            ReadAt::Time(time) => {
                let head = self.follower.catch_up().await?.revision;
                Ok(self.cube.revision_at(time).await?.min(head))
            }
        }
    }

    /// The head, which must have reached a revision.
    pub(crate) async fn reach(&self, revision: Revision) -> Result<Revision, Problem> {
        let mut head = self.follower.head().revision;
        if head < revision {
            head = self.follower.catch_up().await?.revision;
        }
        if head < revision {
            let message = format!("revision {revision} is not committed yet: the newest is {head}");
            return Err(Problem::new(Code::OutOfRange, "REVISION_NOT_YET", message).with("head", head));
        }
        Ok(head)
    }

    /// The consistency token of a revision.
    pub(crate) fn token(&self, revision: Revision) -> String {
        Token {
            store: self.follower.head().store,
            revision,
        }
        .to_string()
    }
}

/// The indicator of a code.
pub(crate) fn indicator<'a>(
    edition: &'a Edition,
    code: &IndicatorCode,
) -> Result<&'a Arc<Indicator>, Problem> {
    edition.catalog.indicator(code).ok_or_else(|| {
        let nearest = nearest_indicators(edition, code);
        not_found("INDICATOR_NOT_FOUND", code, &nearest)
    })
}

/// Checks that the catalogue has a subject.
pub(crate) fn subject(edition: &Edition, name: &SubjectName) -> Result<(), Problem> {
    if edition.catalog.has_subject(name) {
        return Ok(());
    }
    Err(not_found(
        "SUBJECT_NOT_FOUND",
        name,
        &nearest_subjects(edition, name),
    ))
}

/// The indicators whose codes are most like one that is not there.
pub(crate) fn nearest_indicators(edition: &Edition, code: &IndicatorCode) -> Vec<String> {
    nearest(code, edition.catalog.items().indicators.keys())
}

/// The subjects whose names are most like one that is not there.
pub(crate) fn nearest_subjects(edition: &Edition, name: &SubjectName) -> Vec<String> {
    let items = edition.catalog.items();
    let zones = items.zones.keys().map(SubjectName::from);
    nearest(name, zones.chain(items.subjects.keys().cloned()))
}

/// The resource names that are most like one that is not there, best first.
pub(crate) fn nearest<T: fmt::Display>(
    name: &impl fmt::Display,
    others: impl IntoIterator<Item = T>,
) -> Vec<String> {
    // Of the ids alone: all names of a collection begin alike.
    let id = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = id(&name.to_string());
    let mut found: Vec<(f64, String)> = others
        .into_iter()
        .map(|other| other.to_string())
        .map(|other| (alike(&wanted, &id(&other)), other))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().take(NEAREST).map(|(_, other)| other).collect()
}

/// Says that an item is not in the catalogue, and which ones are called much like it.
pub(crate) fn not_found(reason: &str, name: &impl fmt::Display, nearest: &[String]) -> Problem {
    let nearest = nearest.join(", ");
    let mut message = format!("`{name}` is not in the catalogue");
    if !nearest.is_empty() {
        message.push_str(&format!("; the nearest: {nearest}"));
    }
    Problem::new(Code::NotFound, reason, message)
        .with("name", name)
        .with("nearest", nearest)
}
