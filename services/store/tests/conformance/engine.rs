//! What the suite needs of an engine, and helpers to write and read through the contract.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    observation::{Figure, Observation},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::convert::columns::Columns;
use zhibiao_runtime::clock::Clock;
use zhibiao_store::{
    catalog_log::CatalogLog,
    cube::{Batch, ColumnKey, Cube, Detail, History, SeriesKey, Written},
};

pub(crate) const NOW: &str = "2024-06-01T00:00:00Z";

/// How an engine is opened for a test.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) clock: Clock,
    pub(crate) retention: u64,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            clock: Clock::fixed(NOW.parse().unwrap()),
            retention: 1_000,
        }
    }
}

/// An engine under test.
pub(crate) trait Engine: Sync {
    /// An open store.
    type Store: Cube + CatalogLog;
    /// Keeps its data; gone when dropped.
    type Place: Send;

    /// A place without data; `None` when there is no server here.
    async fn place(&self) -> Option<Self::Place>;

    /// Opens a place.
    async fn open(&self, place: &Self::Place, setup: Setup) -> Arc<Self::Store>;

    /// Closes a store; nobody else holds it.
    async fn close(&self, store: Arc<Self::Store>);
}

/// Opens a store without data; `None` when there is no server here.
pub(crate) async fn fresh<E: Engine>(engine: &E) -> Option<(E::Place, Arc<E::Store>)> {
    fresh_with(engine, Setup::default()).await
}

/// Opens a store without data in a certain way.
pub(crate) async fn fresh_with<E: Engine>(engine: &E, setup: Setup) -> Option<(E::Place, Arc<E::Store>)> {
    let place = engine.place().await?;
    let store = engine.open(&place, setup).await;
    Some((place, store))
}

/// A batch against the newest catalogue.
pub(crate) async fn batch(store: &impl Cube, id: &str, cells: Vec<Observation>) -> Batch {
    let digest = *blake3::hash(format!("{cells:?}").as_bytes()).as_bytes();
    let catalog = store.head().await.unwrap().catalog;
    Batch {
        id: id.to_owned(),
        digest,
        columns: Arc::new(cells.into_iter().collect::<Columns>()),
        catalog,
        unchanged_since: None,
        traceparent: None,
    }
}

/// Writes a batch.
pub(crate) async fn write(store: &impl Cube, id: &str, cells: Vec<Observation>) -> Written {
    let batch = batch(store, id, cells).await;
    store.write(batch).await.unwrap()
}

pub(crate) fn revision(number: i64) -> Revision {
    Revision::new(number).unwrap()
}

pub(crate) fn period(text: &str) -> Period {
    text.parse().unwrap()
}

pub(crate) fn indicator(code: &str) -> IndicatorCode {
    IndicatorCode::new(code).unwrap()
}

pub(crate) fn subject(name: &str) -> SubjectName {
    name.parse().unwrap()
}

pub(crate) fn series_key(code: &str, name: &str) -> SeriesKey {
    SeriesKey {
        indicator: indicator(code),
        subject: subject(name),
    }
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A series as of a revision: period → figure and the revision that wrote it.
pub(crate) async fn series(
    store: &impl Cube,
    key: SeriesKey,
    at: Revision,
) -> BTreeMap<Period, (Figure, Revision)> {
    let cells = store.series(&[key], at, Detail::Figures).await.unwrap().remove(0);
    assert!(
        cells.keys.is_sorted_by(|a, b| a < b),
        "a series is ordered, each period once"
    );
    let says = cells.figures.iter().copied().zip(cells.revisions.iter().copied());
    cells.keys.iter().copied().zip(says).collect()
}

/// Every value that the cells of a series held up to a revision.
pub(crate) async fn history(store: &impl Cube, key: SeriesKey, at: Revision) -> History {
    store.histories(&[key], at).await.unwrap().remove(0)
}

/// The periods of an indicator right after a revision.
pub(crate) async fn periods(store: &impl Cube, code: &str, at: Revision) -> Vec<Period> {
    store.periods(&[indicator(code)], at).await.unwrap().remove(0)
}

/// A column as of a revision: subject → figure and the revision that wrote it.
pub(crate) async fn column(
    store: &impl Cube,
    key: ColumnKey,
    at: Revision,
) -> BTreeMap<SubjectName, (Figure, Revision)> {
    let cells = store
        .columns(&[key], at, Detail::Figures)
        .await
        .unwrap()
        .remove(0);
    assert!(
        cells.keys.is_sorted_by(|a, b| a < b),
        "a column is ordered, each subject once"
    );
    let says = cells.figures.iter().copied().zip(cells.revisions.iter().copied());
    cells.keys.iter().cloned().zip(says).collect()
}

/// The values of a column by subject id.
pub(crate) async fn values(
    store: &impl Cube,
    code: &str,
    at_period: &str,
    at: Revision,
) -> Vec<(String, Option<f64>)> {
    let key = ColumnKey {
        indicator: indicator(code),
        period: period(at_period),
    };
    let column = column(store, key, at).await;
    column
        .into_iter()
        .map(|(subject, (figure, _))| (subject.id().to_owned(), figure.value()))
        .collect()
}
