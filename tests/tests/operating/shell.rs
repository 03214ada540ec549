//! Where the guide's commands are run.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;
use tokio::process::Command;
use zhibiao_testkit::{postgres::Postgres, redis::RedisServer};
use zhibiao_tests::Process;

use crate::{collector::Collector, guide::source};

/// What the commands call, beside PostgreSQL and Redis.
const PROGRAMS: [&str; 8] = [
    "bash", "openssl", "nginx", "curl", "sqlite3", "psql", "pg_dump", "basenc",
];

/// Ports that the guide listens on.
const PORTS: [u16; 8] = [7880, 7890, 7891, 7892, 7893, 9464, 9465, 9466];

/// Who runs them: as the guide has it somebody who may make databases and their users, and no more.
const OPERATOR: &str = "operator";

/// Longest time that all commands may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// A scratch folder in which commands are run, with the servers that they use. Whatever they started is killed when this
/// is dropped.
pub(crate) struct Shell {
    pub(crate) host: Ipv4Addr,
    pub(crate) collector: Collector,
    postgres: Postgres,
    redis: RedisServer,
    /// Process groups of what was run.
    groups: Vec<Pid>,
    folder: TempDir,
}

impl Shell {
    /// Starts the servers; `None`, which is told, where something is not installed.
    pub(crate) async fn start() -> Option<Self> {
        if !installed() {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let postgres = Postgres::start().await?;
        create_operator(&postgres).await;
        Some(Self {
            host: free_host(),
            collector: Collector::start(folder.path()).await,
            postgres,
            redis: RedisServer::start()?,
            groups: Vec::new(),
            folder,
        })
    }

    /// Runs commands to their end; what they leave in the background goes on.
    pub(crate) async fn run(&mut self, commands: &str) {
        let script = self.folder.path().join("walk");
        fs::write(&script, format!("set -euo pipefail\n{commands}")).unwrap();
        let told = fs::File::create(self.folder.path().join("told")).unwrap();
        let program = Process::built();
        let path = std::env::var("PATH").unwrap();
        let mut bash = Command::new("bash");
        bash.arg(&script)
            .current_dir(self.folder.path())
            // Nothing that whoever runs the tests has set for a hub of their own.
            .env_clear()
            .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
            .env("HOME", self.folder.path())
            .env("HUB_SOURCE", source())
            .env("HUB_HOST", self.host.to_string())
            .env("HUB_REDIS", self.redis.uri())
            .env("HUB_COLLECTOR", self.collector.address())
            // Collectors are held against the authorities of the system.
            .env("SSL_CERT_FILE", self.collector.ca())
            .env("HUB_NEXT", &program)
            .env("PGHOST", Ipv4Addr::LOCALHOST.to_string())
            .env("PGPORT", self.postgres.port().to_string())
            .env("PGUSER", OPERATOR)
            .stdin(Stdio::null())
            .stdout(told.try_clone().unwrap())
            .stderr(told)
            .process_group(0);
        let mut running = bash.spawn().unwrap();
        let group = i32::try_from(running.id().unwrap()).unwrap();
        self.groups.push(Pid::from_raw(group).unwrap());
        let ended = tokio::time::timeout(PATIENCE, running.wait()).await;
        let succeeded = matches!(&ended, Ok(Ok(status)) if ExitStatus::success(status));
        assert!(succeeded, "{ended:?}\n{}", self.last_words());
    }

    /// The folder of the guide's hub.
    pub(crate) fn hub(&self) -> PathBuf {
        self.folder.path().join("hub")
    }

    /// A file of it.
    pub(crate) fn read(&self, name: &str) -> String {
        let path = self.hub().join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// What the commands said, and what the processes did.
    fn last_words(&self) -> String {
        let logs = [
            "store.log",
            "ingest.log",
            "compare.log",
            "gateway.log",
            "laptop.log",
        ];
        let logs = logs.iter().map(|log| self.hub().join(log));
        let told = [self.folder.path().join("told")].into_iter().chain(logs);
        let told: Vec<String> = told.filter_map(|file| last_lines(&file)).collect();
        told.join("\n")
    }
}

/// `createuser --createdb --createrole`.
async fn create_operator(postgres: &Postgres) {
    let role = format!("CREATE ROLE {OPERATOR} LOGIN CREATEDB CREATEROLE");
    let mut psql = Command::new("psql");
    psql.args(["--quiet", "--dbname", &postgres.url(), "--command", &role]);
    assert!(psql.status().await.unwrap().success(), "{role}");
}

impl Drop for Shell {
    fn drop(&mut self) {
        for group in &self.groups {
            // All of it may have ended by itself.
            let _ = kill_process_group(*group, Signal::KILL);
        }
    }
}

fn last_lines(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(40)..];
    Some(format!("== {}\n{}", file.display(), last.join("\n")))
}

/// An address of this machine on which all of the guide's ports are free: every one of 127/8 is its own.
fn free_host() -> Ipv4Addr {
    let free = |host: &Ipv4Addr| PORTS.iter().all(|port| TcpListener::bind((*host, *port)).is_ok());
    let mut hosts = (0..100).map(|_| Ipv4Addr::new(127, 77, rand::random(), rand::random_range(1..255)));
    hosts.find(free).expect("an address with free ports")
}

/// Whether everything is installed; says what is not.
fn installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let is_missing = |program: &&&str| !folders.iter().any(|folder| folder.join(program).is_file());
    let missing: Vec<&&str> = PROGRAMS.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return true;
    }
    let message =
        format!("not installed: {missing:?} (Debian: apt-get install openssl nginx-light curl sqlite3)");
    assert!(std::env::var_os("CI").is_none(), "{message}");
    #[allow(
        clippy::print_stderr,
        reason = "whoever runs the tests should see what was not tested"
    )]
    {
        eprintln!("skipped: {message}");
    }
    false
}
