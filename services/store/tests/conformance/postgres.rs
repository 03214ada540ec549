//! The suite on PostgreSQL: a schema for each case, on a server of the tests' own or on the one that
//! `ZHIBIAO_TEST_POSTGRES` names; its cube is spread over the workers when that server has the Citus extension.

use std::sync::Arc;

use zhibiao_store::postgres::{Options, Postgres};
use zhibiao_testkit::postgres::{self, Schema};

use crate::engine::{Engine, Setup};

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
    type Store = Postgres;
    type Place = Schema;

    async fn place(&self) -> Option<Schema> {
        postgres::shared().await
    }

    async fn open(&self, place: &Schema, setup: Setup) -> Arc<Postgres> {
        let Setup { clock, retention } = setup;
        Arc::new(
            Postgres::open(options(place).await, retention, clock)
                .await
                .unwrap(),
        )
    }

    async fn close(&self, store: Arc<Postgres>) {
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
