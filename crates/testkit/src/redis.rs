//! A real Redis on a free port of the loopback interface, with what can befall one.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::{authority::Authority, port};

mod cluster;
mod sentinel;

pub use cluster::RedisCluster;
pub use sentinel::RedisSentinel;

/// Longest wait for a server to answer, or for a command to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs until it is dropped. What fails panics: a test can't go on without it.
#[derive(Debug)]
pub struct RedisServer {
    host: IpAddr,
    port: u16,
    settings: Vec<String>,
    /// How clients secure their connections.
    client: Vec<String>,
    child: Mutex<Option<Child>>,
    folder: TempDir,
}

impl RedisServer {
    /// Starts a server; `None`, which is told, where Redis is not installed.
    ///
    /// # Panics
    /// When it does not start; under CI also when it is not installed.
    #[must_use]
    pub fn start() -> Option<Self> {
        installed().then(|| Self::with(&[]))
    }

    /// Starts a server that listens on an address of this machine, for others of its network.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    #[must_use]
    pub fn start_on(host: IpAddr) -> Option<Self> {
        installed().then(|| {
            let mut server = Self::set_up(&["--protected-mode", "no"]);
            server.host = host;
            server.restart();
            server
        })
    }

    /// Starts a server that takes only secured connections, with a certificate of an authority.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    #[must_use]
    pub fn start_secured(authority: &Authority) -> Option<Self> {
        let mut server = Self::absent()?;
        let files = authority.write(server.folder.path(), &["127.0.0.1"]);
        let (certificate, key) = files.pair.expect("a pair");
        let (port, ca) = (server.port.to_string(), files.ca.expect("an authority"));
        let text = |path: &Path| path.display().to_string();
        server.settings = ["--port", "0", "--tls-port", &port, "--tls-auth-clients", "no"]
            .map(ToOwned::to_owned)
            .into();
        for (name, path) in [
            ("--tls-cert-file", &certificate),
            ("--tls-key-file", &key),
            ("--tls-ca-cert-file", &ca),
        ] {
            server.settings.extend([name.to_owned(), text(path)]);
        }
        server.client = vec!["--tls".to_owned(), "--cacert".to_owned(), text(&ca)];
        server.restart();
        Some(server)
    }

    /// A server that is down as yet, on a port that is free.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    #[must_use]
    pub fn absent() -> Option<Self> {
        installed().then(|| Self::set_up(&[]))
    }

    fn with(settings: &[&str]) -> Self {
        let server = Self::set_up(settings);
        server.restart();
        server
    }

    fn set_up(settings: &[&str]) -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: port::free(),
            settings: settings.iter().map(ToString::to_string).collect(),
            client: Vec::new(),
            child: Mutex::new(None),
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Where it is, as clients write it.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("redis://{}", self.address())
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (self.host, self.port).into()
    }

    /// Ends it at once, as a crash does. What it held is gone.
    ///
    /// # Panics
    /// When it can't be ended.
    pub fn kill(&self) {
        if let Some(mut child) = self.child().take() {
            child.kill().expect("a server can be killed");
            child.wait().expect("a server that was killed ends");
        }
    }

    /// Starts it on the same port, after ending it if it runs. It is empty then.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&self) {
        self.kill();
        let child = Command::new("redis-server")
            .args(["--save", "", "--appendonly", "no"])
            .args([
                "--bind",
                &self.host.to_string(),
                "--port",
                &self.port.to_string(),
                "--dir",
            ])
            .arg(self.folder.path())
            .args(&self.settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server starts");
        *self.child() = Some(child);
        self.until("PONG", &["PING"]);
    }

    /// Stops it in its tracks: connections stay and nothing is answered.
    ///
    /// # Panics
    /// When it does not run.
    pub fn pause(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    ///
    /// # Panics
    /// When it does not run.
    pub fn resume(&self) {
        self.signal(Signal::CONT);
    }

    /// Removes everything it holds.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn flush(&self) {
        self.cli(&["FLUSHALL"]);
    }

    /// Sets how much it may hold, in bytes; beyond it refuses writes. 0 for no bound.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn set_max_memory(&self, bytes: u64) {
        self.cli(&["CONFIG", "SET", "maxmemory", &bytes.to_string()]);
    }

    /// Runs a command and gives the answer as `redis-cli` prints it.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn cli(&self, command: &[&str]) -> String {
        self.try_cli(command)
            .unwrap_or_else(|error| panic!("redis-cli {command:?}: {error}"))
    }

    fn try_cli(&self, command: &[&str]) -> Result<String, String> {
        let output = Command::new("redis-cli")
            .args(["-h", &self.host.to_string(), "-p", &self.port.to_string()])
            .args(&self.client)
            .args(command)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(text(&output.stderr))
        }
    }

    /// Waits until a command's answer has a part.
    fn until(&self, part: &str, command: &[&str]) {
        let end = Instant::now() + PATIENCE;
        loop {
            // Where nothing listens there is no need to start a client to see it.
            if TcpStream::connect(self.address()).is_ok() {
                let answer = self.try_cli(command);
                if answer.as_ref().is_ok_and(|answer| answer.contains(part)) {
                    return;
                }
                assert!(Instant::now() < end, "redis: {command:?}: {answer:?}");
            }
            assert!(Instant::now() < end, "redis does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, signal: Signal) {
        let child = self.child();
        let id = child.as_ref().expect("a server that runs").id();
        let id = i32::try_from(id)
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process id");
        kill_process(id, signal).expect("a server takes signals");
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(mut child) = self.child().take() {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Whether Redis is installed; says so where it is not.
fn installed() -> bool {
    let has = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder: PathBuf| Path::new(&folder).join(name).is_file())
    };
    let installed = has("redis-server") && has("redis-cli");
    if !installed {
        assert!(
            std::env::var_os("CI").is_none(),
            "redis-server is not installed: apt-get install redis-server redis-tools"
        );
        #[allow(
            clippy::print_stderr,
            reason = "whoever runs the tests should see what was not tested"
        )]
        {
            eprintln!("skipped: redis-server is not installed");
        }
    }
    installed
}
