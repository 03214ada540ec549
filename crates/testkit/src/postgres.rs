//! A real PostgreSQL that ends with the test process, however that ends.
//!
//! [`shared`] is one server for all tests of a process, each with a schema of its own; [`Postgres::start`] is a server
//! of one's own, to be killed and started again.

mod program;

use std::{
    fs,
    io::{self, Write as _},
    net::{IpAddr, Ipv4Addr},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use self::program::Program;
use crate::{authority::Authority, port};

/// Address of a server to test on instead of one that is started here; each test makes a schema in its database.
const GIVEN: &str = "ZHIBIAO_TEST_POSTGRES";

/// Stops the server when it is told to, and when the test process has gone, whose end of the pipe closes with it: then
/// nobody else is left to remove its folder, which the server of [`shared`] always leaves behind (statics are not
/// dropped).
const GUARD: &str = r#"
    "$@" & server=$!
    read -r told
    orphaned=$?
    kill -QUIT "$server" 2>/dev/null
    wait "$server"
    [ "$orphaned" = 0 ] || rm -r "$PWD""#;

/// Longest wait for a server to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of its own, stopped and removed when this is dropped.
#[derive(Debug)]
pub struct Postgres {
    host: IpAddr,
    port: u16,
    /// Asked of who comes from elsewhere than this machine.
    password: String,
    program: Program,
    guard: Mutex<Option<Child>>,
    settings: Vec<String>,
    folder: TempDir,
}

/// A schema to test in.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Address of the server and its database.
    pub url: String,
    /// A name that no other test has.
    pub name: String,
}

/// A schema on the server that all tests of this process share; `None`, with a message, when PostgreSQL is not
/// installed.
///
/// # Panics
/// When it is installed and does not start; in CI also when it is not installed.
pub async fn shared() -> Option<Schema> {
    static SERVER: OnceCell<Option<Postgres>> = OnceCell::const_new();
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{}_{number}", std::process::id());
    if let Ok(url) = std::env::var(GIVEN) {
        return Some(Schema { url, name });
    }
    // Nothing is killed here, so nothing need outlive the machine.
    let server = SERVER.get_or_init(|| Postgres::start_with(&["fsync=off", "max_connections=300"]));
    let url = server.await.as_ref()?.url();
    Some(Schema { url, name })
}

impl Schema {
    /// Whether its database can spread tables over several servers.
    ///
    /// # Panics
    /// When it can't be asked.
    pub async fn has_citus(&self) -> bool {
        let (client, connection) = tokio_postgres::connect(&self.url, tokio_postgres::NoTls)
            .await
            .expect("the server answers");
        tokio::spawn(connection);
        let sql = "SELECT FROM pg_extension WHERE extname = 'citus'";
        client
            .query_opt(sql, &[])
            .await
            .expect("the catalogue can be read")
            .is_some()
    }
}

impl Postgres {
    /// Starts an empty server; `None`, with a message, when PostgreSQL is not installed.
    ///
    /// # Panics
    /// As [`shared`].
    pub async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    /// Starts an empty server with settings, such as `fsync=off`.
    ///
    /// # Panics
    /// As [`shared`].
    pub async fn start_with(settings: &[&str]) -> Option<Self> {
        Self::start_on(Ipv4Addr::LOCALHOST.into(), settings).await
    }

    /// Starts an empty server that listens on an address of this machine, for others of its network.
    ///
    /// # Panics
    /// As [`shared`].
    pub async fn start_on(host: IpAddr, settings: &[&str]) -> Option<Self> {
        let program = Program::find()?;
        let folder = program.folder_of_its_own();
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let server = Self::over(host, program, folder, settings);
        server.make();
        server.restart().await;
        Some(server)
    }

    /// Makes its data folder.
    fn make(&self) {
        let (data, password) = (
            self.folder.path().join("data"),
            self.folder.path().join("password"),
        );
        fs::write(&password, &self.password).expect("the folder can be written to");
        let made = self
            .program
            .command("initdb", self.folder.path())
            .args([
                "--auth=trust",
                "--username=zhibiao",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ])
            .arg("--pwfile")
            .arg(&password)
            .arg("-D")
            .arg(&data)
            .output()
            .expect("initdb runs");
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let rules = fs::File::options().append(true).open(data.join("pg_hba.conf"));
        rules
            .and_then(|mut rules| writeln!(rules, "host all all all scram-sha-256"))
            .expect("the rules of access can be written");
    }

    /// Starts an empty server that takes only secured connections, with a certificate of an authority.
    ///
    /// # Panics
    /// As [`shared`].
    pub async fn start_secured(authority: &Authority) -> Option<Self> {
        let mut server = Self::start().await?;
        server.kill();
        let data = server.folder.path().join("data");
        let (certificate, key) = authority.certify(&["127.0.0.1"]);
        server
            .program
            .write_secret(&data.join("server.crt"), &certificate);
        server.program.write_secret(&data.join("server.key"), &key);
        let rule = "hostssl all all 127.0.0.1/32 trust\n";
        fs::write(data.join("pg_hba.conf"), rule).expect("a folder that can be written to");
        server.settings = vec!["ssl=on".to_owned()];
        server.restart().await;
        Some(server)
    }

    /// A standby that follows this server and answers reads.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn standby(&self) -> Self {
        let folder = self.program.folder_of_its_own();
        let copied = self
            .program
            .command("pg_basebackup", folder.path())
            .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-d"])
            .arg(self.url())
            .arg("-D")
            .arg(folder.path().join("data"))
            .output()
            .expect("pg_basebackup runs");
        assert!(
            copied.status.success(),
            "{}",
            String::from_utf8_lossy(&copied.stderr)
        );
        let standby = Self::over(self.host, self.program.clone(), folder, self.settings.clone());
        standby.restart().await;
        standby
    }

    fn over(host: IpAddr, program: Program, folder: TempDir, settings: Vec<String>) -> Self {
        // Not secret from who runs the test, but from the rest of the network.
        let password = ulid::Ulid::generate().to_string();
        Self {
            host,
            port: port::free(),
            password,
            program,
            guard: Mutex::default(),
            settings,
            folder,
        }
    }

    /// Address of its database.
    #[must_use]
    pub fn url(&self) -> String {
        if self.host.is_loopback() {
            format!("postgres://zhibiao@{}:{}/postgres", self.host, self.port)
        } else {
            format!(
                "postgres://zhibiao:{}@{}:{}/postgres",
                self.password, self.host, self.port
            )
        }
    }

    /// Port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends the server with SIGKILL, as a crash of its machine would.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&self) {
        // Its sessions outlive it by a moment if they are left to notice: nothing may be answered from here on.
        self.signal_all(Signal::KILL);
        self.end_guard();
    }

    /// Stops the server where it is, without closing anything: it hangs.
    ///
    /// # Panics
    /// When it does not run.
    pub fn pause(&self) {
        self.signal_all(Signal::STOP);
    }

    /// Lets a paused server go on.
    ///
    /// # Panics
    /// When it does not run.
    pub fn resume(&self) {
        self.signal_all(Signal::CONT);
    }

    /// Starts the server, again after [`kill`](Self::kill), and waits until it answers.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn restart(&self) {
        self.end_guard();
        let started = async {
            // What a killed server left behind may take a moment to go; until then it refuses to start.
            while !self.try_start().await {
                self.end_guard();
            }
        };
        let started = tokio::time::timeout(PATIENCE, started).await;
        assert!(started.is_ok(), "the server starts: {}", self.log());
    }

    async fn try_start(&self) -> bool {
        self.spawn().expect("a shell runs");
        loop {
            let ready = self
                .program
                .command("pg_isready", self.folder.path())
                .args(["--quiet", "--username=zhibiao"])
                .args(["--host", &self.host.to_string(), "--port", &self.port.to_string()])
                .status();
            if ready.is_ok_and(|status| status.success()) {
                return true;
            }
            let log = self.log();
            if ["shared memory block", "lock file", "Address already in use"]
                .iter()
                .any(|held| log.contains(held))
            {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn spawn(&self) -> io::Result<()> {
        let log = fs::File::create(self.folder.path().join("log"))?;
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(GUARD)
            .arg("sh")
            .arg(self.program.path("postgres"));
        shell.arg("-D").arg(self.folder.path().join("data"));
        let own = [
            format!("port={}", self.port),
            format!("listen_addresses={}", self.host),
            "unix_socket_directories=".to_owned(),
        ];
        for setting in own.iter().chain(&self.settings) {
            shell.arg("-c").arg(setting);
        }
        self.program.run_as(&mut shell);
        let guard = shell
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = Some(guard);
        Ok(())
    }

    /// Lets the guard stop the server, and waits for both.
    fn end_guard(&self) {
        let guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut guard) = guard {
            if let Some(mut pipe) = guard.stdin.take() {
                // It may have ended already.
                let _ = pipe.write_all(b"\n");
            }
            let _ = guard.wait();
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn server(&self) -> Option<Pid> {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).ok()?;
        Pid::from_raw(file.lines().next()?.trim().parse().ok()?)
    }

    fn signal(&self, signal: Signal) {
        let pid = self.server().expect("the server runs");
        kill_process(pid, signal).expect("the server can be signalled");
    }

    /// Signals the server and the processes it made for its sessions.
    fn signal_all(&self, signal: Signal) {
        let pid = self.server().expect("the server runs");
        let parent = pid.as_raw_nonzero().to_string();
        let of_server = Command::new("pgrep")
            .args(["-P", &parent])
            .output()
            .expect("pgrep runs");
        let children = String::from_utf8_lossy(&of_server.stdout).into_owned();
        self.signal(signal);
        for child in children
            .lines()
            .filter_map(|line| Pid::from_raw(line.trim().parse().ok()?))
        {
            // A session may have ended meanwhile.
            let _ = kill_process(child, signal);
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end_guard();
    }
}

#[cfg(test)]
mod tests;
