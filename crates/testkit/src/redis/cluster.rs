//! A Redis Cluster.

use std::process::{Command, Stdio};

use super::{RedisServer, installed};

/// Three masters that share the keys; they end when this is dropped.
#[derive(Debug)]
pub struct RedisCluster {
    servers: Vec<RedisServer>,
}

impl RedisCluster {
    /// Starts the masters and parts the slots among them; `None` where Redis is not installed.
    ///
    /// # Panics
    /// When they do not become a Cluster.
    #[must_use]
    pub fn start() -> Option<Self> {
        if !installed() {
            return None;
        }
        let settings = ["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"];
        let servers: Vec<RedisServer> = (0..3).map(|_| RedisServer::with(&settings)).collect();
        let output = Command::new("redis-cli")
            .args(["--cluster", "create"])
            .args(servers.iter().map(|server| server.address().to_string()))
            .args(["--cluster-replicas", "0", "--cluster-yes"])
            .stdin(Stdio::null())
            .output()
            .expect("redis-cli runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
        for server in &servers {
            server.until("cluster_state:ok", &["CLUSTER", "INFO"]);
        }
        Some(Self { servers })
    }

    /// Where its servers are, as the store is told.
    #[must_use]
    pub fn uri(&self) -> String {
        let uris: Vec<String> = self.servers.iter().map(RedisServer::uri).collect();
        uris.join(",")
    }

    /// Its servers.
    #[must_use]
    pub fn servers(&self) -> &[RedisServer] {
        &self.servers
    }
}
