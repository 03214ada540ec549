//! A master, its replica, and a Sentinel that watches both.

use std::{
    net::{Ipv4Addr, SocketAddr},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{PATIENCE, RedisServer, installed};
use crate::port;

/// Name of the service that the Sentinel knows.
const SERVICE: &str = "hub";

/// A master, its replica, and a Sentinel that watches both; they end when this is dropped.
#[derive(Debug)]
pub struct RedisSentinel {
    master: RedisServer,
    replica: RedisServer,
    sentinel: Child,
    port: u16,
    _folder: TempDir,
}

impl RedisSentinel {
    /// Starts all three; `None` where Redis is not installed.
    ///
    /// # Panics
    /// When they do not find each other.
    #[must_use]
    pub fn start() -> Option<Self> {
        if !installed() {
            return None;
        }
        let master = RedisServer::with(&["--repl-diskless-sync-delay", "0"]);
        let of = format!("127.0.0.1 {}", master.port);
        let replica = RedisServer::with(&["--replicaof", &of]);
        replica.until("master_link_status:up", &["INFO", "replication"]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = port::free();
        let file = folder.path().join("sentinel.conf");
        let settings = format!(
            "port {port}\nbind 127.0.0.1\ndir {}\nsentinel monitor {SERVICE} {of} 1\n\
             sentinel down-after-milliseconds {SERVICE} 500\nsentinel failover-timeout {SERVICE} 5000\n",
            folder.path().display()
        );
        std::fs::write(&file, settings).expect("the settings are written");
        let sentinel = Command::new("redis-server")
            .arg(&file)
            .arg("--sentinel")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the sentinel starts");
        let started = Self {
            master,
            replica,
            sentinel,
            port,
            _folder: folder,
        };
        let replica = started.replica.port.to_string();
        started.until("it knows the replica", || {
            started.ask(&["SENTINEL", "replicas", SERVICE]).contains(&replica)
        });
        Some(started)
    }

    /// Where it is, as the store is told.
    #[must_use]
    pub fn uri(&self) -> String {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        format!("redis+sentinel://{address}/{SERVICE}")
    }

    /// The first master.
    #[must_use]
    pub fn master(&self) -> &RedisServer {
        &self.master
    }

    /// The replica, which becomes the master when the first one is killed.
    #[must_use]
    pub fn replica(&self) -> &RedisServer {
        &self.replica
    }

    fn ask(&self, command: &[&str]) -> String {
        let output = Command::new("redis-cli")
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            .args(command)
            .stdin(Stdio::null())
            .output()
            .expect("redis-cli runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < end, "sentinel: {what}: not within {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for RedisSentinel {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.sentinel.kill();
        let _ = self.sentinel.wait();
    }
}
