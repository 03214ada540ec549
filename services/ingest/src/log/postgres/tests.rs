//! The shared log on a real server.

mod faults;
mod races;
mod schema;

use tokio::runtime::Runtime;
use zhibiao_testkit::postgres::{Schema, shared};

use super::*;
use crate::log::{conformance, stream};

/// A schema with what it takes to use it from threads that block.
struct Bench {
    runtime: Runtime,
    schema: Schema,
}

impl Bench {
    /// `None` when PostgreSQL is not installed.
    fn new() -> Option<Self> {
        let runtime = runtime();
        let schema = runtime.block_on(shared())?;
        Some(Self { runtime, schema })
    }

    /// Opens the log, as another process would.
    fn open(&self) -> PostgresLog {
        self.runtime
            .block_on(PostgresLog::open(options(&self.schema)))
            .unwrap()
    }

    /// Runs a command that no log would.
    fn execute(&self, command: &str) {
        let work = async {
            let database = Database::new(&options(&self.schema))?;
            let session = database.session().await?;
            session.batch_execute(command).await?;
            Ok::<_, LogError>(())
        };
        self.runtime.block_on(work).unwrap();
    }
}

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

#[test]
fn conforms() {
    if Bench::new().is_none() {
        return;
    }
    conformance::suite(&|| {
        let bench = Bench::new().unwrap();
        (bench.open(), bench)
    });
}

#[test]
fn conforms_for_streams() {
    if Bench::new().is_none() {
        return;
    }
    stream::conformance::suite(&|| {
        let bench = Bench::new().unwrap();
        (bench.open(), bench)
    });
}
