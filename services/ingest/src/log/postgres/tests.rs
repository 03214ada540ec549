//! The shared log on a real server.

use tokio::runtime::Runtime;
use zhibiao_testkit::postgres::{Schema, shared};

use super::*;
use crate::log::conformance;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn options(schema: &Schema) -> Options {
    Options::new(schema.url.parse().unwrap(), &schema.name)
}

async fn open(schema: &Schema) -> PostgresLog {
    PostgresLog::open(options(schema)).await.unwrap()
}

#[test]
fn conforms() {
    let runtime = runtime();
    if runtime.block_on(shared()).is_none() {
        return;
    }
    conformance::suite(&|| {
        let log = runtime.block_on(async { open(&shared().await.unwrap()).await });
        (log, ())
    });
}
