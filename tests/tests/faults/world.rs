//! A hub of several processes that can be killed one by one and come back where they were.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use zhibiao_client::Hub;
use zhibiao_proto::catalog::v1::ApplyCatalogRequest;
use zhibiao_runtime::caller::Caller;
use zhibiao_testkit::{catalog::Small, port, postgres::Postgres, redis::RedisServer};
use zhibiao_tests::Process;

/// Indicators; the first is written by everybody.
pub(crate) const INDICATORS: [&str; 4] = ["shared", "own-0", "own-1", "own-2"];

/// A machine's interface.
pub(crate) const INTERFACE: &str = "machine";

/// Zones.
pub(crate) const ZONES: [&str; 4] = ["a", "b", "c", "d"];

/// Periods.
pub(crate) const PERIODS: [&str; 3] = ["2021", "2022", "2023"];

/// A process of the hub, at an address that it keeps.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) address: String,
    lives: AtomicU64,
    process: Mutex<Option<Process>>,
}

impl Part {
    pub(crate) async fn start(name: &str, role: &str, arguments: &[&str]) -> Self {
        let address = format!("127.0.0.1:{}", port::free());
        let process = Process::role_at(role, arguments, &address).await.unwrap();
        Self {
            name: name.to_owned(),
            address: process.address().to_owned(),
            lives: AtomicU64::new(0),
            process: Mutex::new(Some(process)),
        }
    }

    /// Which of its lives it is in: two calls within one were answered by one process.
    pub(crate) fn life(&self) -> u64 {
        self.lives.load(Ordering::SeqCst)
    }

    pub(crate) async fn kill(&self) {
        self.lives.fetch_add(1, Ordering::SeqCst);
        self.process.lock().await.as_mut().unwrap().kill().await.unwrap();
    }

    pub(crate) async fn revive(&self) {
        let mut process = self.process.lock().await;
        let dead = process.take().unwrap();
        *process = Some(dead.revive().await.unwrap());
    }

    /// A client of this process alone.
    pub(crate) fn hub(&self) -> Hub {
        hub(&[&self.address])
    }

    /// The end of what it told.
    pub(crate) async fn last_words(&self) -> String {
        let process = self.process.lock().await;
        let log = process.as_ref().map(Process::log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = &lines[lines.len().saturating_sub(40)..];
        format!("== {}\n{}", self.name, last.join("\n"))
    }
}

/// Two stores over one PostgreSQL and one Redis, an ingest and a compare over both.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) postgres: Postgres,
    /// Where it is installed.
    pub(crate) redis: Option<RedisServer>,
    pub(crate) stores: [Part; 2],
    pub(crate) ingest: Part,
    pub(crate) compare: Part,
    numbers: AtomicU64,
}

impl World {
    /// Starts it with a catalogue; `None`, which is told, where PostgreSQL is not installed.
    pub(crate) async fn start() -> Option<Self> {
        let postgres = Postgres::start().await?;
        let redis = RedisServer::start();
        let (url, cache) = (postgres.url(), redis.as_ref().map(RedisServer::uri));
        let mut arguments = vec!["--postgres", url.as_str()];
        if let Some(cache) = &cache {
            arguments.extend(["--redis", cache]);
        }
        let stores = [
            Part::start("store-0", "store", &arguments).await,
            Part::start("store-1", "store", &arguments).await,
        ];
        apply_catalog(&stores[0].hub()).await;
        let both = format!("{},{}", stores[0].address, stores[1].address);
        let ingest = Part::start("ingest", "ingest", &["--postgres", &url, "--store", &both]).await;
        let compare = Part::start("compare", "compare", &["--store", &both]).await;
        Some(Self {
            postgres,
            redis,
            stores,
            ingest,
            compare,
            numbers: AtomicU64::new(1_000),
        })
    }

    /// A client of both stores.
    pub(crate) fn hub(&self) -> Hub {
        hub(&[&self.stores[0].address, &self.stores[1].address])
    }

    /// A number that was never given before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn parts(&self) -> [&Part; 4] {
        [&self.stores[0], &self.stores[1], &self.ingest, &self.compare]
    }

    pub(crate) async fn last_words(&self) -> String {
        let mut words = Vec::new();
        for part in self.parts() {
            words.push(part.last_words().await);
        }
        words.join("\n")
    }
}

/// A client of some addresses.
pub(crate) fn hub(addresses: &[&str]) -> Hub {
    let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
    Hub::balanced(&addresses)
        .unwrap()
        .as_user(&Caller::new("tester").unwrap())
}

pub(crate) async fn apply_catalog(hub: &Hub) {
    let catalog = Small::default()
        .department("stats", "统计局")
        .interface(INTERFACE, "stats");
    let catalog = ZONES
        .iter()
        .fold(catalog, |catalog, zone| catalog.zone(zone, &format!("{zone}区")));
    let catalog = INDICATORS
        .iter()
        .fold(catalog, |catalog, code| catalog.indicator(code, "亿元"));
    let request = ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        ..ApplyCatalogRequest::default()
    };
    let applied = hub.retrying(|| {
        let (mut client, request) = (hub.catalog(), request.clone());
        async move { client.apply_catalog(request).await }
    });
    applied.await.unwrap();
}
