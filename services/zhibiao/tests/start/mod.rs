//! The real program: a hub on a port of its own, and commands against it.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

pub(crate) mod human_development;

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, ExitStatus, Stdio},
};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_zhibiao");

/// The pack that the program carries.
pub(crate) fn demo_pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/high-tech-zones")
}

/// The program with an environment of its own.
pub(crate) fn zhibiao() -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("USER", "tester")
        .env("HOME", "/nonexistent");
    command
}

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The answer, which must have been a success.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }
}

/// Runs a command to its end.
pub(crate) fn say(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A hub under way; ended with the test.
pub(crate) struct Hub {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(crate) address: String,
    pub(crate) folder: TempDir,
}

impl Hub {
    /// An empty hub.
    pub(crate) fn empty() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), &[])
    }

    /// A hub with the demo, once it is filed.
    pub(crate) fn demo() -> Self {
        let mut hub = Self::in_folder(tempfile::tempdir().unwrap(), &["--demo"]);
        hub.wait_for_demo();
        hub
    }

    /// A hub on the data of a folder.
    pub(crate) fn in_folder(folder: TempDir, flags: &[&str]) -> Self {
        let mut child = std::process::Command::new(PROGRAM)
            .env_clear()
            .args(["up", "--listen", "127.0.0.1:0", "--output", "json", "--data"])
            .arg(folder.path().join("data"))
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let address = said["address"].as_str().unwrap().to_owned();
        Self {
            child,
            output,
            address,
            folder,
        }
    }

    /// Waits until the demo is filed: its ranking is the next thing said.
    pub(crate) fn wait_for_demo(&mut self) {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(line.contains("\"demo\""), "{line}");
    }

    /// A command against this hub.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = zhibiao();
        command.args(["--server", &self.address]).args(words);
        command
    }

    /// Runs a command against this hub.
    pub(crate) fn say(&self, words: &[&str]) -> Said {
        say(&mut self.command(words))
    }

    /// A file beside the hub's data.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Sends it SIGTERM, and returns once it is delivered.
    pub(crate) fn signal(&self) {
        let pid = self.child.id().to_string();
        // It may have ended on a signal before.
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .stderr(Stdio::null())
            .status()
            .unwrap();
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Asks it to stop, and gives its folder and how it ended.
    pub(crate) fn terminate(mut self) -> (TempDir, ExitStatus) {
        self.signal();
        let status = self.child.wait().unwrap();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        (folder, status)
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
