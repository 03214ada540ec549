//! The embedded log on real files.

use super::*;
use crate::log::{conformance, stream};

#[test]
fn conforms() {
    conformance::suite(&|| {
        let folder = tempfile::tempdir().unwrap();
        let log = SqliteLog::open(folder.path()).unwrap();
        (log, folder)
    });
}

#[test]
fn conforms_for_streams() {
    stream::conformance::suite(&|| {
        let folder = tempfile::tempdir().unwrap();
        let log = SqliteLog::open(folder.path()).unwrap();
        (log, folder)
    });
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let kept = conformance::kept(&SqliteLog::open(folder.path()).unwrap());
    let log = SqliteLog::open(folder.path()).unwrap();
    assert_eq!(log.report(kept.id).unwrap(), kept);
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(folder.path()).unwrap();
    log.writer().pragma_update(None, "user_version", 1_000).unwrap();
    drop(log);
    assert!(matches!(
        SqliteLog::open(folder.path()),
        Err(LogError::TooNew { found: 1_000, .. })
    ));
}

/// What each schema keeps that the one before could not.
const OLDER: [&str; schema::MIGRATIONS.len()] = [
    include_str!("tests/older/0001.sql"),
    include_str!("tests/older/0002.sql"),
    include_str!("tests/older/0003.sql"),
    include_str!("tests/older/0004.sql"),
    include_str!("tests/older/0005.sql"),
    include_str!("tests/older/0006.sql"),
];

#[test]
fn an_older_schema_is_brought_up_to_date_with_what_it_holds() {
    for version in 1..=OLDER.len() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = connect(&folder.path().join(FILE)).unwrap();
        schema::migrate_to(&mut connection, &schema::MIGRATIONS[..version]).unwrap();
        for kept in &OLDER[..version] {
            connection.execute_batch(kept).unwrap();
        }
        drop(connection);
        let log = SqliteLog::open(folder.path()).unwrap();
        let seen = (version >= 2).then_some(4);
        conformance::older::check(&log, version, seen);
        // A second start finds nothing left to do.
        drop(log);
        let log = SqliteLog::open(folder.path()).unwrap();
        assert!(log.report(conformance::id(1)).is_ok());
    }
}
