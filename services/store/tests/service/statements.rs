//! How many statements calls take on PostgreSQL: as many for many keys as for two.

use std::time::Duration;

use tokio_postgres::{Client, NoTls};
use zhibiao_proto::{
    catalog::v1::{self, ListFreshnessRequest},
    observation::v1::{ExportObservationsRequest, ReadColumnsRequest, ReadSeriesRequest},
};
use zhibiao_runtime::clock::Clock;
use zhibiao_store::{Config, Data, Limits, postgres::Options};
use zhibiao_testkit::{catalog::Small, observations::cell, postgres::Postgres};

use crate::store::{NOW, Store, key};

/// Indicators, and subjects, of the store that is asked.
const MANY: usize = 40;

fn code(number: usize) -> String {
    format!("i{number:02}")
}

/// Many indicators with a value for many zones; all are delivered through one interface.
async fn filled(server: &Postgres) -> Store {
    let limits = Limits {
        cache_bytes: 0,
        // Looks at the head in between would be counted too.
        poll_every: Duration::from_secs(3_600),
        ..Limits::default()
    };
    let config = Config {
        data: Data::Postgres(Options::new(server.url().parse().unwrap())),
        redis: None,
        limits,
    };
    let store = Store::start_at(config, None, Clock::fixed(NOW.parse().unwrap())).await;
    let mut catalog = Small::default().department("statistics", "统计局");
    for number in 0..MANY {
        catalog = catalog
            .zone(&format!("z{number}"), &format!("{number}区"))
            .indicator(&code(number), "亿元");
    }
    let mut message = catalog.message();
    message.interfaces = vec![v1::Interface {
        name: "interfaces/all".into(),
        names: Some(v1::Names {
            zh: "全部".into(),
            ..Default::default()
        }),
        department: "departments/statistics".into(),
        frequency: v1::Frequency::Annual.into(),
        due_days: 400,
        indicators: (0..MANY).map(|i| format!("indicators/{}", code(i))).collect(),
    }];
    let request = v1::ApplyCatalogRequest {
        catalog: Some(message),
        ..Default::default()
    };
    store.catalog.clone().apply_catalog(request).await.unwrap();
    for (batch, value) in [("b1", 1.0), ("b2", 2.0)] {
        let of = |i| (0..MANY).map(move |z| cell(&code(i), &format!("zones/z{z}"), "2023", value));
        store.write(batch, (0..MANY).flat_map(of)).await;
    }
    store
}

/// Statements that the server ran so far.
async fn statements(sql: &Client) -> i64 {
    let select = "SELECT sum(calls)::bigint FROM pg_stat_statements
        WHERE toplevel AND query !~ 'pg_stat_statements' AND query !~ 'transaction_read_only'";
    sql.query_one(select, &[]).await.unwrap().get(0)
}

impl Store {
    async fn ask_series(&self, count: usize) {
        let request = ReadSeriesRequest {
            keys: (0..count)
                .map(|i| key(&format!("zones/z{i}"), &code(i)))
                .collect(),
            include_vintages: true,
            include_provenance: true,
            ..Default::default()
        };
        let answer = self.observations.clone().read_series(request).await.unwrap();
        let series = answer.into_inner().series;
        assert_eq!(series.len(), count);
        assert!(series.iter().all(|series| series.vintages.len() == 2));
    }

    async fn ask_columns(&self, count: usize) {
        let request = ReadColumnsRequest {
            indicators: (0..count).map(|i| format!("indicators/{}", code(i))).collect(),
            ..Default::default()
        };
        let answer = self.observations.clone().read_columns(request).await.unwrap();
        assert_eq!(answer.into_inner().columns.len(), count);
    }

    async fn ask_freshness(&self, count: usize) {
        for overdue_only in [false, true] {
            let request = ListFreshnessRequest {
                page_size: count as i32,
                overdue_only,
                ..Default::default()
            };
            let answer = self.catalog.clone().list_freshness(request).await.unwrap();
            let expected = if overdue_only { 0 } else { count };
            assert_eq!(answer.into_inner().freshness.len(), expected);
        }
    }

    async fn ask_export(&self, count: usize) {
        let request = ExportObservationsRequest {
            indicators: (0..count).map(|i| format!("indicators/{}", code(i))).collect(),
            ..Default::default()
        };
        let answer = self.observations.clone().export_observations(request).await;
        let mut parts = answer.unwrap().into_inner();
        let mut rows = 0;
        while let Some(part) = parts.message().await.unwrap() {
            rows += part.revisions.len();
        }
        assert_eq!(rows, count * MANY);
    }
}

#[tokio::test]
async fn calls_take_as_many_statements_for_many_keys_as_for_two() {
    let preload = ["fsync=off", "shared_preload_libraries=pg_stat_statements"];
    let Some(server) = Postgres::start_with(&preload).await else {
        return;
    };
    let store = filled(&server).await;
    let (sql, connection) = tokio_postgres::connect(&server.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    let create = "CREATE EXTENSION pg_stat_statements";
    sql.batch_execute(create).await.unwrap();
    macro_rules! cost {
        ($ask:ident, $count:expr) => {{
            let before = statements(&sql).await;
            store.$ask($count).await;
            statements(&sql).await - before
        }};
    }
    macro_rules! check {
        ($ask:ident, $small:expr, $large:expr, $most:expr) => {{
            // Names get known, whoever asks first.
            store.$ask($large).await;
            let (small, large) = (cost!($ask, $small), cost!($ask, $large));
            assert_eq!(small, large, stringify!($ask));
            assert!(large <= $most, "{} takes {large} statements", stringify!($ask));
        }};
    }
    check!(ask_series, 2, MANY, 5);
    check!(ask_columns, 2, MANY, 2);
    check!(ask_freshness, 2, MANY, 2);
    // Up to the fewest columns that an export reads at a time.
    check!(ask_export, 2, 16, 2);
}
