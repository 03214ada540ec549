//! The suite on PostgreSQL: a schema for each case, on a server of the tests' own or on the one that
//! `ZHIBIAO_TEST_POSTGRES` names; its cube is spread over the workers when that server has the Citus extension.

mod standbys;

use std::{sync::Arc, time::Duration};

use zhibiao_model::observation::Observation;
use zhibiao_postgres::{Failure, MigrateError};
use zhibiao_store::{
    EngineError,
    catalog_log::CatalogLog as _,
    cube::{ColumnKey, Cube as _, CubeReader as _, Detail},
    postgres::{OpenError, Options, Postgres as Store},
};
use zhibiao_testkit::{
    eventually,
    observations::cell,
    postgres::{self, Postgres, Schema},
};

use crate::engine::{
    Engine, Setup, history, indicator, period, periods, revision, series, series_key, values, write,
};

/// PostgreSQL in a schema of its own.
#[derive(Debug, Default)]
struct Server;

/// How a schema is opened.
pub(crate) async fn options(schema: &Schema) -> Options {
    let mut options = Options::new(schema.url.parse().unwrap());
    options.database.schema.clone_from(&schema.name);
    options.database.connections = 6;
    options.distribute = schema.has_citus().await;
    options
}

impl Engine for Server {
    type Store = Store;
    type Place = Schema;

    async fn place(&self) -> Option<Schema> {
        postgres::shared().await
    }

    async fn open(&self, place: &Schema, setup: Setup) -> Arc<Store> {
        let Setup { clock, retention } = setup;
        Arc::new(Store::open(options(place).await, retention, clock).await.unwrap())
    }

    async fn close(&self, store: Arc<Store>) {
        Arc::into_inner(store).unwrap().close();
    }
}

crate::all_cases!(Server);

/// The suite on PostgreSQL behind Redis.
mod behind_redis {
    use super::Server;
    use crate::behind::BehindRedis;

    crate::all_cases!(BehindRedis(Server));
}

/// Opens a store on a server of the test's own.
async fn open(server: &Postgres, options: impl FnOnce(&mut Options)) -> Store {
    let mut of_server = Options::new(server.url().parse().unwrap());
    options(&mut of_server);
    Store::open(of_server, 1_000, Setup::default().clock)
        .await
        .unwrap()
}

/// Statements that the server ran in the store's schema so far, each time it ran one.
async fn statements(server: &Postgres) -> i64 {
    let client = connect(server).await;
    let sql =
        "SELECT sum(calls)::bigint FROM pg_stat_statements WHERE toplevel AND query !~ 'pg_stat_statements'";
    client.query_one(sql, &[]).await.unwrap().get(0)
}

async fn connect(server: &Postgres) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&server.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

fn cells(columns: u32, subjects: u32, value: f64) -> Vec<Observation> {
    let of = |column, subject| cell(&format!("i{column}"), &format!("zones/z{subject}"), "2023", value);
    (0..columns)
        .flat_map(|column| (0..subjects).map(move |subject| of(column, subject)))
        .collect()
}

/// Statements that `work` takes.
macro_rules! cost {
    ($server:expr, $work:expr) => {{
        let before = statements(&$server).await;
        $work;
        statements(&$server).await - before
    }};
}

#[tokio::test]
async fn the_number_of_statements_is_that_of_one_row() {
    let preload = ["fsync=off", "shared_preload_libraries=pg_stat_statements"];
    let Some(server) = Postgres::start_with(&preload).await else {
        return;
    };
    let store = open(&server, |options| options.database.connections = 1).await;
    connect(&server)
        .await
        .batch_execute("CREATE EXTENSION pg_stat_statements")
        .await
        .unwrap();
    // Names and statements get known; what is new later is new to both sizes.
    write(&store, "first", cells(20, 50, 0.0)).await;
    write(&store, "again", cells(20, 50, 0.5)).await;

    let small = cost!(server, write(&store, "small", cells(1, 1, 1.0)).await);
    let large = cost!(server, write(&store, "large", cells(20, 50, 2.0)).await);
    assert_eq!(small, large, "a batch");
    assert!(large <= 24, "a batch takes {large} statements");

    let head = store.head().await.unwrap().revision;
    for at in [head, revision(1)] {
        let series = |count: u32| -> Vec<_> {
            (0..count)
                .map(|z| series_key("i1", &format!("zones/z{z}")))
                .collect()
        };
        let one = cost!(
            server,
            store.series(&series(2), at, Detail::Sources).await.unwrap()
        );
        let many = cost!(
            server,
            store.series(&series(50), at, Detail::Sources).await.unwrap()
        );
        assert_eq!(one, many, "series at {at}");
        let columns = |count: u32| -> Vec<_> {
            let key = |code: &str| ColumnKey {
                indicator: indicator(code),
                period: period("2023"),
            };
            (0..count).map(|i| key(&format!("i{i}"))).collect()
        };
        let one = cost!(
            server,
            store.columns(&columns(2), at, Detail::Sources).await.unwrap()
        );
        let many = cost!(
            server,
            store.columns(&columns(20), at, Detail::Sources).await.unwrap()
        );
        assert_eq!(one, many, "columns at {at}");
        let codes = |count: u32| -> Vec<_> { (0..count).map(|i| indicator(&format!("i{i}"))).collect() };
        let one = cost!(server, store.periods(&codes(2), at).await.unwrap());
        let many = cost!(server, store.periods(&codes(20), at).await.unwrap());
        assert_eq!((one, many), (1, 1), "periods at {at}");
        let one = cost!(server, store.histories(&series(2), at).await.unwrap());
        let many = cost!(server, store.histories(&series(50), at).await.unwrap());
        assert_eq!(one, many, "histories at {at}");
        assert!(many <= 4, "histories at {at} take {many} statements");
    }
    let log = |count: usize| store.log(revision(0), count);
    let one = cost!(server, log(1).await.unwrap());
    assert_eq!(cost!(server, log(4).await.unwrap()), one, "the log");
}

#[tokio::test]
async fn a_server_that_hangs_is_told_in_time() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    let store = open(&server, |options| options.reading = Duration::from_millis(300)).await;
    write(&store, "b1", cells(1, 1, 1.0)).await;
    server.pause();
    assert!(matches!(store.head().await, Err(EngineError::Unavailable(_))));
    server.resume();
    assert_eq!(write(&store, "b2", cells(1, 1, 2.0)).await.revision, revision(2));
}

#[tokio::test]
async fn an_unreachable_server_is_told() {
    let options = Options::new("postgres://nobody@127.0.0.1:1/none".parse().unwrap());
    let error = Store::open(options, 1, Setup::default().clock).await.unwrap_err();
    assert!(
        matches!(error, OpenError::Database(Failure::Unavailable(_))),
        "{error}"
    );
}

/// Tries to open a store as a user, on a server that asks for passwords.
async fn refused(server: &Postgres, user: &str, database: &str) -> String {
    let address = format!("postgres://{user}@127.0.0.1:{}/{database}", server.port());
    let options = Options::new(address.parse().unwrap());
    let error = Store::open(options, 1, Setup::default().clock).await.unwrap_err();
    assert!(
        matches!(
            error,
            OpenError::Database(Failure::Refused(_))
                | OpenError::Migrate(MigrateError::Failure(Failure::Refused(_)))
        ),
        "{error:?}"
    );
    error.to_string()
}

#[tokio::test]
async fn what_waiting_does_not_heal_is_told_with_what_to_set() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    connect(&server)
        .await
        .batch_execute(
            "CREATE ROLE hub LOGIN PASSWORD 'right';
             DO $$ BEGIN
                 EXECUTE format(
                     'COPY (VALUES (%L), (%L)) TO %L', 'host all zhibiao 127.0.0.1/32 trust',
                     'host all hub 127.0.0.1/32 scram-sha-256', current_setting('hba_file'));
             END $$",
        )
        .await
        .unwrap();
    server.kill();
    server.restart().await;

    let stranger = refused(&server, "hub:s3cret", "postgres").await;
    assert!(
        stranger.contains("for user \"hub\": set a user and password"),
        "{stranger}"
    );
    assert!(!stranger.contains("s3cret"), "{stranger}");
    let nowhere = refused(&server, "zhibiao", "nowhere").await;
    assert!(
        nowhere.contains("\"nowhere\" does not exist: create the database"),
        "{nowhere}"
    );
    let guest = refused(&server, "hub:right", "postgres").await;
    assert!(guest.contains("GRANT CREATE ON DATABASE"), "{guest}");
}
