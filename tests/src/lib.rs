//! What the whole-system tests and the bench stand on: the hub's real program as a process of its own, and histories of
//! what its callers saw.

pub mod cube;
pub mod history;

use std::{
    fmt,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::process::{Child, Command};
use zhibiao_client::Hub;
use zhibiao_runtime::caller::Caller;

/// Why a process could not be started or asked.
#[derive(Debug)]
pub struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// An address on which a process finds a port by itself.
const ANY_PORT: &str = "127.0.0.1:0";

/// A process of the hub on a data folder of its own; killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    folder: TempDir,
    address: String,
    program: PathBuf,
    words: Vec<String>,
    variables: Variables,
}

/// Environment variables of a process.
type Variables = Vec<(String, String)>;

impl Process {
    /// Starts `zhibiao up` on an empty folder and waits until it says where it listens.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(program: &Path, arguments: &[&str]) -> Result<Self, Failed> {
        Self::run(program, &["up"], true, arguments, ANY_PORT, Vec::new()).await
    }

    /// Starts `zhibiao serve` with a role, likewise.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn role(role: &str, arguments: &[&str]) -> Result<Self, Failed> {
        Self::role_at(role, arguments, ANY_PORT).await
    }

    /// Starts a role with environment variables.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn role_with(
        role: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Result<Self, Failed> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let variables = variables.iter().map(owned).collect();
        Self::run_role(role, arguments, ANY_PORT, variables).await
    }

    /// Starts `zhibiao up` likewise, with environment variables.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start_with(program: &Path, variables: &[(&str, &str)]) -> Result<Self, Failed> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let variables = variables.iter().map(owned).collect();
        Self::run(program, &["up"], true, &[], ANY_PORT, variables).await
    }

    /// Starts a role that listens on a certain address.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn role_at(role: &str, arguments: &[&str], address: &str) -> Result<Self, Failed> {
        Self::run_role(role, arguments, address, Vec::new()).await
    }

    async fn run_role(
        role: &str,
        arguments: &[&str],
        address: &str,
        variables: Variables,
    ) -> Result<Self, Failed> {
        // A store keeps its data in a folder or in PostgreSQL; ingest needs a folder beside PostgreSQL too.
        let has_data = match role {
            "compare" => false,
            "store" => !arguments.contains(&"--postgres"),
            _ => true,
        };
        let command = ["serve", role];
        Self::run(&Self::built(), &command, has_data, arguments, address, variables).await
    }

    /// Kills it, and starts it again on the same data and the same address.
    ///
    /// # Errors
    /// When it does not end or start.
    pub async fn restart(mut self) -> Result<Self, Failed> {
        self.kill().await?;
        self.revive().await
    }

    /// Starts one that was killed again, on the same data and the same address.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn revive(self) -> Result<Self, Failed> {
        let address = self.address.rsplit('/').next().unwrap_or_default().to_owned();
        self.revive_at(&address).await
    }

    /// Starts one that was killed again, on the same data and another address.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn revive_at(self, address: &str) -> Result<Self, Failed> {
        let Self {
            folder,
            program,
            words,
            variables,
            ..
        } = self;
        Self::launch(program, words, variables, folder, address).await
    }

    /// Kills it (SIGKILL), and returns once it has ended.
    ///
    /// # Errors
    /// When that can't be done.
    pub async fn kill(&mut self) -> Result<(), Failed> {
        let ended = self.child.try_wait();
        if ended.map_err(|error| Failed(error.to_string()))?.is_some() {
            return Ok(());
        }
        self.child.kill().await.map_err(|error| Failed(error.to_string()))
    }

    /// Asks it to end (SIGTERM), and gives its exit code once it has.
    ///
    /// # Errors
    /// When that can't be done.
    pub async fn terminate(&mut self) -> Result<Option<i32>, Failed> {
        let failed = |error: std::io::Error| Failed(error.to_string());
        let id = self.child.id().ok_or_else(|| Failed("has ended".to_owned()))?;
        let mut ask = Command::new("kill");
        ask.args(["-TERM", &id.to_string()]);
        ask.status().await.map_err(failed)?;
        Ok(self.child.wait().await.map_err(failed)?.code())
    }

    async fn run(
        program: &Path,
        command: &[&str],
        has_data: bool,
        arguments: &[&str],
        listen: &str,
        variables: Variables,
    ) -> Result<Self, Failed> {
        let folder = tempfile::tempdir().map_err(|error| Failed(error.to_string()))?;
        let mut words: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        if has_data {
            words.extend([
                "--data".to_owned(),
                folder.path().join("data").display().to_string(),
            ]);
        }
        words.extend(arguments.iter().map(|word| (*word).to_owned()));
        Self::launch(program.to_owned(), words, variables, folder, listen).await
    }

    async fn launch(
        program: PathBuf,
        words: Vec<String>,
        variables: Variables,
        folder: TempDir,
        listen: &str,
    ) -> Result<Self, Failed> {
        let told = folder.path().join("log");
        let failed = |what: &str| {
            let log = std::fs::read_to_string(&told).unwrap_or_default();
            Failed(format!("{}: {what}\n{log}", program.display()))
        };
        // Its earlier lives told theirs into the same file.
        let log = std::fs::File::options().create(true).append(true).open(&told);
        let log = log.map_err(|error| failed(&error.to_string()))?;
        let file = folder.path().join("address");
        // Said by an earlier process on this folder.
        let _ = std::fs::remove_file(&file);
        let mut child = Command::new(&program)
            .args(&words)
            .envs(variables.iter().cloned())
            .args(["--listen", listen, "--address-file"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(&format!("{error}; build it first: cargo build -p zhibiao")))?;
        let end = Instant::now() + PATIENCE;
        loop {
            // The file is written whole, closed by a line end.
            let told = std::fs::read_to_string(&file).unwrap_or_default();
            if let Some(address) = told.strip_suffix('\n') {
                return Ok(Self {
                    child,
                    folder,
                    address: address.to_owned(),
                    program,
                    words,
                    variables,
                });
            }
            if let Ok(Some(status)) = child.try_wait() {
                return Err(failed(&format!("ended with {status} before it served")));
            }
            if Instant::now() > end {
                return Err(failed("did not say where it listens"));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The program as the test run has built it.
    #[must_use]
    pub fn built() -> PathBuf {
        let here = std::env::current_exe().unwrap_or_default();
        let profile = here
            .ancestors()
            .find(|folder| !folder.ends_with("deps") && folder.is_dir());
        profile.unwrap_or(Path::new(".")).join("zhibiao")
    }

    /// Where it listens, as a URI.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A client of it in somebody's name.
    ///
    /// # Errors
    /// When the name or the address is none.
    pub fn client(&self, user: &str) -> Result<Hub, Failed> {
        let caller = Caller::new(user).ok_or_else(|| Failed(format!("`{user}` is no name")))?;
        let hub = Hub::connect(&self.address).map_err(|problem| Failed(problem.message))?;
        Ok(hub.as_user(&caller))
    }

    /// A figure of its memory in MiB: `VmRSS` now, `VmHWM` at the highest.
    ///
    /// # Errors
    /// When the process has ended or the system tells no such figure.
    pub fn memory(&self, field: &str) -> Result<f64, Failed> {
        let failed = || Failed(format!("no figure {field} of the process"));
        let id = self.child.id().ok_or_else(failed)?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).map_err(|_| failed())?;
        let line = status
            .lines()
            .find(|line| line.starts_with(field))
            .ok_or_else(failed)?;
        let kib: f64 = line
            .split_whitespace()
            .nth(1)
            .and_then(|text| text.parse().ok())
            .ok_or_else(failed)?;
        Ok(kib / 1024.0)
    }

    /// What it has told since it was first started.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// A folder that goes with the process.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
