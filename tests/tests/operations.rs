//! The operations listener: what probes and Prometheus are told of a process, from its start to its end.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Stdio,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};
use tonic::{Code, transport::Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use zhibiao_client::Hub;
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_testkit::{eventually, port, postgres::Postgres, redis::RedisServer};
use zhibiao_tests::Process;

const SERVING: Result<ServingStatus, Code> = Ok(ServingStatus::Serving);
const NOT_SERVING: Result<ServingStatus, Code> = Ok(ServingStatus::NotServing);

/// Readiness has the empty name, as gRPC's health protocol has it for a process as a whole.
const READINESS: &str = "";

/// A role with an operations listener; killed when dropped.
struct Role {
    child: Child,
    address: String,
    operations: String,
    _folder: TempDir,
}

impl Role {
    /// Starts it, and waits for nothing.
    fn start(words: &[&str], has_folder: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [address, operations] = [(); 2].map(|()| format!("127.0.0.1:{}", port::free()));
        let mut command = Command::new(Process::built());
        command
            .arg("serve")
            .args(words)
            .args(["--listen", &address, "--ops-listen", &operations]);
        if has_folder {
            command.arg("--data").arg(folder.path());
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self {
            child,
            address,
            operations,
            _folder: folder,
        }
    }

    /// What probes are told.
    async fn health(&self, name: &str) -> Result<ServingStatus, Code> {
        let channel = Endpoint::from_shared(format!("http://{}", self.operations)).unwrap();
        let request = HealthCheckRequest {
            service: name.to_owned(),
        };
        let answer = HealthClient::new(channel.connect_lazy()).check(request).await;
        answer
            .map(|answer| answer.into_inner().status())
            .map_err(|status| status.code())
    }

    /// What the command line ends with that asks what probes ask.
    async fn asked(operations: &str) -> Option<i32> {
        let mut command = Command::new(Process::built());
        let at = format!("http://{operations}");
        command.args(["health", "--server", &at]).stdout(Stdio::null());
        command.stderr(Stdio::null()).status().await.unwrap().code()
    }

    async fn reaches(&self, name: &str, wanted: Result<ServingStatus, Code>) {
        let what = format!("`{name}` becomes {wanted:?}");
        eventually(&what, async || self.health(name).await == wanted).await;
    }

    /// What Prometheus is told.
    fn metrics(&self) -> String {
        let mut stream = TcpStream::connect(&self.operations).unwrap();
        let host = &self.operations;
        write!(
            stream,
            "GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
        body.to_owned()
    }

    /// Whether a metric with these labels has a value that is wanted.
    fn measures(&self, name: &str, labels: &str, wanted: impl Fn(f64) -> bool) -> bool {
        let metrics = self.metrics();
        let mut values = metrics
            .lines()
            .filter(|line| line.starts_with(name) && line.contains(labels))
            .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap());
        values.any(wanted)
    }

    async fn told(&self, name: &str, labels: &str, wanted: impl Fn(f64) -> bool + Copy) {
        let what = format!("{name} with {labels} is told");
        eventually(&what, async || self.measures(name, labels, wanted)).await;
    }

    /// Sends SIGTERM, and gives the exit code.
    async fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(sent.unwrap().success());
        self.child.wait().await.unwrap().code()
    }
}

#[tokio::test]
async fn a_process_whose_database_is_away_is_alive_and_not_ready() {
    let database = format!("postgres://hub@127.0.0.1:{}/hub", port::free());
    let store = Role::start(&["store", "--postgres", &database], false);
    store.reaches("liveness", SERVING).await;
    for name in [READINESS, "dependency/postgres"] {
        assert_eq!(store.health(name).await, NOT_SERVING, "{name}");
    }
    assert_eq!(store.health("dependency/redis").await, Err(Code::NotFound));
    store.metrics();
    let refused = TcpStream::connect(&store.address).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    let operations = store.operations.clone();
    assert_eq!(Role::asked(&operations).await, Some(1), "it is not ready");
    assert_eq!(
        store.terminate().await,
        Some(0),
        "it can be stopped while it waits"
    );
    assert_eq!(Role::asked(&operations).await, Some(69), "nobody answers");
}

#[tokio::test]
async fn probes_follow_what_a_role_needs() {
    let Some(postgres) = Postgres::start().await else {
        return;
    };
    let Some(redis) = RedisServer::start() else { return };
    let (database, cache) = (postgres.url(), redis.uri());
    postgres.kill();
    let store = Role::start(&["store", "--postgres", &database, "--redis", &cache], false);
    let bare = Role::start(&["store", "--postgres", &database, "--near-cache", "0"], false);
    let at = format!("http://{}", store.address);
    let ingest = Role::start(&["ingest", "--postgres", &database, "--store", &at], true);
    let compare = Role::start(&["compare", "--store", &at], false);
    for role in [&store, &bare, &ingest] {
        role.reaches("dependency/postgres", NOT_SERVING).await;
        role.reaches(READINESS, NOT_SERVING).await;
    }
    compare.reaches("dependency/store", NOT_SERVING).await;
    postgres.restart().await;
    for role in [&store, &bare, &ingest, &compare] {
        role.reaches(READINESS, SERVING).await;
    }
    for role in [&store, &bare, &ingest] {
        role.reaches("dependency/postgres", SERVING).await;
    }
    store.reaches("dependency/redis", SERVING).await;
    compare.reaches("dependency/store", SERVING).await;
    assert_eq!(Role::asked(&store.operations).await, Some(0));

    redis.kill();
    store.reaches("dependency/redis", NOT_SERVING).await;
    assert_eq!(store.health(READINESS).await, SERVING, "it goes on without");
    redis.restart();
    store.reaches("dependency/redis", SERVING).await;

    postgres.kill();
    for role in [&store, &bare, &ingest] {
        role.reaches("dependency/postgres", NOT_SERVING).await;
    }
    for role in [&bare, &ingest] {
        role.reaches(READINESS, NOT_SERVING).await;
    }
    // What is cached is answered still: of the store, and of what compare has in memory.
    for role in [&store, &compare] {
        assert_eq!(role.health(READINESS).await, SERVING);
    }
    postgres.restart().await;
    for role in [&bare, &ingest] {
        role.reaches(READINESS, SERVING).await;
    }
}

#[tokio::test]
async fn metrics_tell_of_calls_followers_and_what_waits() {
    let store = Role::start(&["store"], true);
    let at = format!("http://{}", store.address);
    let ingest = Role::start(&["ingest", "--store", &at], true);
    let compare = Role::start(&["compare", "--store", &at], false);
    for role in [&store, &ingest, &compare] {
        role.reaches(READINESS, SERVING).await;
    }
    let hub = Hub::connect(&at).unwrap();
    hub.read(GetSummaryRequest {}).await.unwrap();
    let method = "rpc_method=\"zhibiao.catalog.v1.CatalogService/GetSummary\"";
    store
        .told("rpc_server_call_duration_seconds_count", method, |calls| {
            calls >= 1.0
        })
        .await;
    store.told("zhibiao_store_feeds", "", |feeds| feeds >= 2.0).await;
    store
        .told("zhibiao_store_revision", "", |revision| revision == 0.0)
        .await;
    store
        .told("zhibiao_store_cache_reads", "outcome=\"near_hit\"", |reads| {
            reads == 0.0
        })
        .await;
    let behind = "zhibiao_follower_lag";
    store.told(behind, "follower=\"feed\"", |lag| lag == 0.0).await;
    ingest
        .told(behind, "follower=\"catalog\"", |lag| lag == 0.0)
        .await;
    compare
        .told(behind, "follower=\"columns\"", |lag| lag == 0.0)
        .await;
    compare
        .told("zhibiao_compare_ranking_age_seconds", "", |age| age < 60.0)
        .await;
    ingest
        .told(
            "zhibiao_ingest_reports_waiting",
            "state=\"approved\"",
            |reports| reports == 0.0,
        )
        .await;
    for (role, service) in [
        (&store, "zhibiao-store"),
        (&ingest, "zhibiao-ingest"),
        (&compare, "zhibiao-compare"),
    ] {
        let label = format!("service_name=\"{service}\"");
        role.told("target_info", &label, |info| info == 1.0).await;
    }
    assert_eq!(compare.terminate().await, Some(0));
}

#[tokio::test]
async fn a_process_that_measures_for_nobody_complains_of_nothing() {
    let store = Process::role("store", &[]).await.unwrap();
    let log = store.log();
    assert!(!log.contains("ERROR"), "{log}");
}

#[tokio::test]
async fn a_log_in_a_file_has_no_colours_and_a_start_does_not_read_like_an_end() {
    let store = Process::role("store", &["--log", "info"]).await.unwrap();
    let log = store.log();
    assert!(log.contains("WARN"), "{log}");
    for part in ["\u{1b}", "dropped", "shutdown"] {
        assert!(!log.contains(part), "{part}: {log}");
    }
}

#[tokio::test]
async fn every_line_is_json_where_the_log_is() {
    let objects = |told: &[u8]| {
        let told = String::from_utf8(told.to_vec()).unwrap();
        assert!(!told.is_empty());
        for line in told.lines() {
            let object = serde_json::from_str::<serde_json::Value>(line);
            assert!(object.is_ok_and(|object| object.is_object()), "{line}");
        }
    };
    let store = Process::role("store", &["--log-format", "json", "--log", "info"])
        .await
        .unwrap();
    objects(store.log().as_bytes());
    let start = |words: &[&str]| {
        let mut command = Command::new(Process::built());
        command
            .args(["serve", "store", "--log-format", "json"])
            .args(words);
        command.output()
    };
    let taken = store.address().strip_prefix("http://").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    for (words, code) in [
        (["--data", folder, "--listen", "nowhere"], 64),
        (["--data", folder, "--listen", taken], 74),
    ] {
        let ended = start(&words).await.unwrap();
        assert_eq!(ended.status.code(), Some(code));
        objects(&ended.stderr);
    }
    let mut command = Command::new(Process::built());
    command.args(["serve", "store", "--log-format", "json", "--data", folder]);
    let mut started = command
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(started.stdout.take().unwrap()).lines();
    objects(lines.next_line().await.unwrap().unwrap().as_bytes());
}
