//! The suite on SQLite.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use tempfile::TempDir;
use zhibiao_model::observation::{Observation, Provenance};
use zhibiao_store::sqlite::{Closing, OpenError, Options, Sqlite};

use zhibiao_store::{
    EngineError,
    cube::{Cube as _, WriteError},
};
use zhibiao_testkit::observations::cell;

use crate::engine::{Engine, Setup, batch, write};

/// SQLite in a temporary folder.
#[derive(Debug, Default)]
struct Embedded {
    closing: Mutex<Vec<Closing>>,
}

impl Embedded {
    fn start(folder: &Path, setup: Setup) -> Result<(Sqlite, Closing), OpenError> {
        let Setup { clock, retention } = setup;
        Sqlite::open(
            folder,
            Options {
                readers: 3,
                retention,
                clock,
            },
        )
    }
}

impl Engine for Embedded {
    type Store = Sqlite;
    type Place = TempDir;

    async fn place(&self) -> Option<TempDir> {
        Some(tempfile::tempdir().unwrap())
    }

    async fn open(&self, place: &TempDir, setup: Setup) -> Arc<Sqlite> {
        let (sqlite, closing) = Self::start(place.path(), setup).unwrap();
        self.closing.lock().unwrap().push(closing);
        Arc::new(sqlite)
    }

    async fn close(&self, store: Arc<Sqlite>) {
        drop(Arc::into_inner(store).unwrap());
        let closing: Vec<Closing> = self.closing.lock().unwrap().drain(..).collect();
        for closing in closing {
            closing.wait().await;
        }
    }
}

crate::all_cases!(Embedded::default());

/// The suite on SQLite behind Redis.
mod behind_redis {
    use super::Embedded;
    use crate::behind::BehindRedis;

    crate::all_cases!(BehindRedis(Embedded::default()));
}

#[tokio::test]
async fn a_folder_in_use_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, closing) = Embedded::start(folder.path(), Setup::default()).unwrap();
    let error = Embedded::start(folder.path(), Setup::default()).unwrap_err();
    assert!(matches!(error, OpenError::InUse(_)), "{error}");
    assert!(error.to_string().contains("in use by another process"), "{error}");
    drop(sqlite);
    closing.wait().await;
    assert!(Embedded::start(folder.path(), Setup::default()).is_ok());
}

#[tokio::test]
async fn a_newer_schema_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, closing) = Embedded::start(folder.path(), Setup::default()).unwrap();
    drop(sqlite);
    closing.wait().await;
    let connection = rusqlite::Connection::open(folder.path().join("store.db")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = Embedded::start(folder.path(), Setup::default()).unwrap_err();
    assert!(matches!(error, OpenError::TooNew { found: 99, .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("store.db"),
        "no database at all, just some text",
    )
    .unwrap();
    let error = Embedded::start(folder.path(), Setup::default()).unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn what_is_logged_before_it_is_moved_into_the_database_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, closing) = Embedded::start(folder.path(), Setup::default()).unwrap();
    let logged = || {
        std::fs::metadata(folder.path().join("store.db-wal"))
            .unwrap()
            .len()
    };
    // A megabyte each, in sources of their own.
    for number in 0..80 {
        let cells = (0..256).map(|zone| Observation {
            provenance: Some(Arc::new(Provenance {
                source: format!("{number} {zone}{}", "鉴".repeat(1_300)),
                ..Provenance::default()
            })),
            ..cell("a", &format!("zones/z{zone}"), "2023", f64::from(number))
        });
        write(&sqlite, &format!("b{number}"), cells.collect()).await;
    }
    let written = std::fs::metadata(folder.path().join("store.db")).unwrap().len();
    assert!(written > 40 << 20, "nothing was moved: {written} bytes");
    assert!(logged() < 48 << 20, "{} bytes are logged", logged());
    drop(sqlite);
    closing.wait().await;
}

#[tokio::test]
async fn who_holds_a_closed_store_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, closing) = Embedded::start(folder.path(), Setup::default()).unwrap();
    write(&sqlite, "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    closing.wait().await;
    let late = batch(&sqlite, "b2", vec![]).await;
    let refused = sqlite.write(late).await;
    assert!(
        matches!(refused, Err(WriteError::Engine(EngineError::Unavailable(_)))),
        "{refused:?}"
    );
}
