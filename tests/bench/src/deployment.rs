//! The roles as processes of their own over a PostgreSQL of their own, as they are deployed.

use zhibiao_client::Hub;
use zhibiao_testkit::postgres::Postgres;
use zhibiao_tests::Process;

use crate::Outcome;

/// Memory that the server's tables may stay in: as much of this machine as is usually given to it.
const SERVER: [&str; 5] = [
    "shared_buffers=2GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "wal_compression=off",
    "max_connections=200",
];

/// Store, ingest and compare over PostgreSQL. What is acknowledged is durable: synchronous_commit and fsync are on.
#[derive(Debug)]
pub(crate) struct Deployment {
    pub(crate) server: Postgres,
    pub(crate) store: Process,
    ingest: Process,
    pub(crate) compare: Process,
}

impl Deployment {
    /// Starts every role; `None`, with a message, when PostgreSQL is not installed.
    pub(crate) async fn start(of_store: &[&str]) -> Outcome<Option<Self>> {
        let Some(server) = Postgres::start_with(&SERVER).await else {
            return Ok(None);
        };
        let url = server.url();
        let store = Process::role("store", &[&["--postgres", &url], of_store].concat()).await?;
        let of_ingest = ["--postgres", url.as_str(), "--store", store.address()];
        let ingest = Process::role("ingest", &of_ingest).await?;
        let compare = Process::role("compare", &["--store", store.address()]).await?;
        Ok(Some(Self {
            server,
            store,
            ingest,
            compare,
        }))
    }

    /// A client of the store.
    pub(crate) fn of_store(&self) -> Outcome<Hub> {
        Ok(self.store.client("bench")?)
    }

    /// A client of ingest.
    pub(crate) fn of_ingest(&self) -> Outcome<Hub> {
        Ok(self.ingest.client("bench")?)
    }

    /// A client of compare.
    pub(crate) fn of_compare(&self) -> Outcome<Hub> {
        Ok(self.compare.client("bench")?)
    }
}
