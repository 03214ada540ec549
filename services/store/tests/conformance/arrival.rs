//! Commits of a spread cube that the coordinator has made and the workers have not.
//!
//! Citus leaves such a state between two steps of one commit. Here it is made by hand: revision 2 revises what revision
//! 1 wrote of indicator `i1`, on the coordinator alone until it is let arrive.

use zhibiao_model::{observation::Observation, revision::Revision};
use zhibiao_store::{
    EngineError,
    cube::{Batch, ColumnKey, Cube as _, CubeReader as _, Detail, WriteError},
    postgres::Postgres as Store,
};
use zhibiao_testkit::{
    eventually,
    observations::cell,
    postgres::{self, Schema},
};

use crate::{
    engine::{Setup, batch, history, indicator, period, revision, series, series_key, values, write},
    postgres::options,
};

/// A spread cube that holds revision 1.
struct Spread {
    schema: Schema,
    store: Store,
    sql: tokio_postgres::Client,
    /// The number of indicator `i1`.
    id: i32,
}

fn figure(code: &str, value: f64) -> Vec<Observation> {
    vec![cell(code, "zones/z1", "2023", value)]
}

async fn open(schema: &Schema) -> Store {
    let Setup { clock, retention } = Setup::default();
    Store::open(options(schema).await, retention, clock)
        .await
        .unwrap()
}

async fn spread() -> Option<Spread> {
    let schema = postgres::shared().await?;
    if !schema.has_citus().await {
        #[allow(clippy::print_stderr, reason = "a test says why it does nothing")]
        {
            eprintln!("skipped: the server has no Citus extension");
        }
        return None;
    }
    let store = open(&schema).await;
    write(&store, "b1", [figure("i1", 1.0), figure("i2", 1.0)].concat()).await;
    let (sql, connection) = tokio_postgres::connect(&schema.url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let path = format!("SET search_path = {}", schema.name);
    sql.batch_execute(&path).await.unwrap();
    let id = sql
        .query_one("SELECT id FROM indicator WHERE name = 'indicators/i1'", &[])
        .await
        .unwrap();
    Some(Spread {
        id: id.get(0),
        schema,
        store,
        sql,
    })
}

impl Spread {
    /// What the coordinator commits of revision 2.
    async fn write_head(&self) {
        let id = self.id;
        let commands = format!(
            "UPDATE head SET revision = 2;
             INSERT INTO change_log SELECT 2, committed_at, 1, 'b2', '', 0, 1, 0, 0, '{{{id}}}' FROM head;
             UPDATE indicator_committed SET revision = 2 WHERE indicator = {id};"
        );
        self.sql.batch_execute(&commands).await.unwrap();
    }

    /// What the workers commit of it.
    async fn arrive(&self) {
        let id = self.id;
        let commands = format!(
            "BEGIN;
             INSERT INTO observation_past
                 (revision, until, value, indicator, period, subject, provenance, qualifier, status, evidence)
             SELECT revision, 2, value, indicator, period, subject, provenance, qualifier, status, evidence
                 FROM observation WHERE indicator = {id};
             UPDATE observation SET revision = 2, value = 2 WHERE indicator = {id};
             UPDATE indicator_arrived SET revision = 2 WHERE indicator = {id};
             COMMIT;"
        );
        self.sql.batch_execute(&commands).await.unwrap();
    }

    /// Every value that the cell of `i1` held, with the revision that wrote it.
    async fn history(&self, at: Revision) -> Vec<(Option<f64>, Revision)> {
        history(&self.store, series_key("i1", "zones/z1"), at)
            .await
            .into_iter()
            .map(|(_, vintage)| (vintage.figure.value(), vintage.from))
            .collect()
    }

    /// Holds the head while a batch is staged; gives what became of the batch once revision 2 took the head first.
    async fn overtake(&self, batch: Batch) -> Result<Revision, WriteError> {
        self.sql
            .batch_execute("BEGIN; SELECT FROM head FOR UPDATE")
            .await
            .unwrap();
        let overtaking = async {
            eventually("the batch waits for the head", async || {
                let waits = "SELECT FROM pg_locks
                    WHERE NOT granted AND locktype = 'transactionid' AND transactionid = pg_current_xact_id()::xid";
                self.sql.query_opt(waits, &[]).await.unwrap().is_some()
            })
            .await;
            self.write_head().await;
            self.sql.batch_execute("COMMIT").await.unwrap();
        };
        let (written, ()) = tokio::join!(self.store.write(batch), overtaking);
        Ok(written?.revision)
    }
}

fn is_missing(error: &EngineError) -> bool {
    matches!(error, EngineError::Unavailable(text) if text.starts_with("revision 2 has not arrived"))
}

fn is_missing_to_write<T>(written: Result<T, WriteError>) -> bool {
    matches!(written, Err(WriteError::Engine(error)) if is_missing(&error))
}

#[tokio::test]
async fn a_read_waits_for_what_was_committed() {
    let Some(spread) = spread().await else {
        return;
    };
    spread.write_head().await;
    let store = &spread.store;
    let (one, both) = (
        [series_key("i1", "zones/z1")],
        ["i1", "i2"].map(|code| ColumnKey {
            indicator: indicator(code),
            period: period("2023"),
        }),
    );
    let (code, codes) = (indicator("i1"), ["i1", "i2"].map(indicator));
    let two = ["zones/z1", "zones/z2"].map(|name| series_key("i1", name));
    let (series_at_2, columns, periods, periods_of_both, history, histories) = tokio::join!(
        store.series(&one, revision(2), Detail::Figures),
        store.columns(&both, revision(2), Detail::Sources),
        store.periods(std::slice::from_ref(&code), revision(2)),
        store.periods(&codes, revision(2)),
        store.histories(&one, revision(2)),
        store.histories(&two, revision(2)),
    );
    assert!(is_missing(&series_at_2.unwrap_err()));
    assert!(is_missing(&columns.unwrap_err()));
    assert!(is_missing(&periods.unwrap_err()));
    assert!(is_missing(&periods_of_both.unwrap_err()));
    assert!(is_missing(&history.unwrap_err()));
    assert!(is_missing(&histories.unwrap_err()));
    // Neither an earlier revision nor another indicator waits for it.
    assert_eq!(values(store, "i1", "2023", revision(1)).await[0].1, Some(1.0));
    assert_eq!(values(store, "i2", "2023", revision(2)).await[0].1, Some(1.0));

    let (read, ()) = tokio::join!(
        series(store, series_key("i1", "zones/z1"), revision(2)),
        spread.arrive()
    );
    let (read, by) = read[&period("2023")];
    assert_eq!((read.value(), by), (Some(2.0), revision(2)));
}

#[tokio::test]
async fn a_batch_sees_what_was_committed_before_it() {
    let Some(spread) = spread().await else {
        return;
    };
    spread.write_head().await;
    let store = &spread.store;
    let third = batch(store, "b3", figure("i1", 3.0)).await;
    assert!(is_missing_to_write(store.write(third.clone()).await));
    assert_eq!(store.head().await.unwrap().revision, revision(2));

    let careful = Batch {
        unchanged_since: Some(revision(1)),
        ..batch(store, "careful", figure("i1", 4.0)).await
    };
    let (refused, ()) = tokio::join!(store.write(careful), spread.arrive());
    assert!(matches!(refused, Err(WriteError::CellsChanged(_))), "{refused:?}");
    let written = store.write(third).await.unwrap();
    assert_eq!((written.revision, written.revised), (revision(3), 1));
    assert_eq!(
        spread.history(revision(3)).await,
        [1, 2, 3].map(|number| (Some(f64::from(number)), revision(number.into())))
    );
}

#[tokio::test]
async fn a_batch_sees_what_was_committed_while_it_was_staged() {
    let Some(spread) = spread().await else {
        return;
    };
    let store = &spread.store;
    let third = batch(store, "b3", figure("i1", 3.0)).await;
    assert!(is_missing_to_write(spread.overtake(third.clone()).await));
    // The head is free again.
    let other = write(store, "other", figure("i2", 2.0)).await;
    assert_eq!((other.revision, other.revised), (revision(3), 1));

    spread.arrive().await;
    let written = store.write(third).await.unwrap();
    assert_eq!((written.revision, written.revised), (revision(4), 1));
    assert_eq!(
        spread.history(revision(4)).await,
        [(1, 1), (2, 2), (3, 4)].map(|(value, by)| (Some(f64::from(value)), revision(by)))
    );
}

#[tokio::test]
async fn a_cube_that_was_spread_before_gets_what_it_lacks() {
    let Some(spread) = spread().await else {
        return;
    };
    spread
        .sql
        .batch_execute("DROP TABLE indicator_committed, indicator_arrived")
        .await
        .unwrap();
    let mut options = options(&spread.schema).await;
    options.distribute = false;
    let Setup { clock, retention } = Setup::default();
    let store = Store::open(options, retention, clock).await.unwrap();
    assert_eq!(values(&store, "i1", "2023", revision(1)).await[0].1, Some(1.0));
    write(&store, "b2", figure("i1", 2.0)).await;
    for table in ["indicator_committed", "indicator_arrived"] {
        let select = format!("SELECT revision FROM {table} WHERE indicator = {}", spread.id);
        let noted = spread.sql.query_one(&select, &[]).await.unwrap();
        assert_eq!(noted.get::<_, i64>(0), 2, "{table}");
    }
}
