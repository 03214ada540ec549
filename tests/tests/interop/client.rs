//! The sample clients as programs: whether their tools are there, how they are built and run, and what they say.

use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};
use zhibiao_testkit::eventually;

use crate::names::{NAME, Names};

/// Where the sample clients are.
pub(crate) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/interop");

/// The hub's proto files.
const PROTOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../proto");

/// Where clients are built: each in a copy of its folder, as a caller who starts from it has it.
const COPIES: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/interop");

/// What building leaves in a folder: it stays in the copy, and isn't taken from the original.
const BUILT: [&str; 6] = ["gen", "node_modules", "target", "bin", ".venv", "__pycache__"];

/// A sample client.
#[derive(Debug)]
pub(crate) struct Client {
    /// Its folder.
    pub(crate) name: &'static str,
    /// A call of each tool that shows whether it is there.
    tools: &'static [&'static [&'static str]],
    build: &'static [&'static [&'static str]],
    run: &'static [&'static str],
    /// Whether it keeps a connection to a name, which it looks up again.
    pub(crate) follows_moves: bool,
}

pub(crate) const CLIENTS: [Client; 5] = [
    Client {
        name: "go",
        tools: &[&["go", "version"]],
        build: &[
            &["go", "generate", "."],
            &["go", "build", "-o", "bin/client", "."],
        ],
        run: &["bin/client"],
        follows_moves: true,
    },
    Client {
        name: "java",
        tools: &[&["javac", "-version"], &["mvn", "-version"]],
        build: &[&[
            "mvn",
            "--quiet",
            "--batch-mode",
            "--no-transfer-progress",
            "package",
        ]],
        run: &["java", "-jar", "target/zhibiao-client-1.0.0.jar"],
        follows_moves: true,
    },
    Client {
        name: "node",
        tools: &[&["node", "--version"], &["npm", "--version"]],
        build: &[&["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]],
        run: &["node", "main.js"],
        follows_moves: true,
    },
    Client {
        name: "python",
        tools: &[&["python3", "-c", "import ensurepip, venv"]],
        build: &[
            &["python3", "-m", "venv", ".venv"],
            &[
                ".venv/bin/pip",
                "install",
                "--quiet",
                "--requirement",
                "requirements.txt",
            ],
            &[".venv/bin/python", "generate.py"],
        ],
        run: &[".venv/bin/python", "main.py"],
        follows_moves: true,
    },
    Client {
        name: "grpcurl",
        tools: &[&["go", "version"], &["bash", "--version"]],
        build: &[&[
            "go",
            "install",
            "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4",
        ]],
        run: &["bash", "run.sh"],
        follows_moves: false,
    },
];

/// Where a client finds the hub and who it is.
pub(crate) struct Connection(Vec<(&'static str, OsString)>);

impl Connection {
    pub(crate) fn plaintext(target: String, user: &str) -> Self {
        Self(vec![
            ("ZHIBIAO_TARGET", target.into()),
            ("ZHIBIAO_USER", user.into()),
        ])
    }

    pub(crate) fn secured(target: String, ca: &Path, token: PathBuf, other: PathBuf) -> Self {
        Self(vec![
            ("ZHIBIAO_TARGET", target.into()),
            ("ZHIBIAO_SERVER_CA", ca.into()),
            ("ZHIBIAO_TOKEN_FILE", token.into()),
            ("ZHIBIAO_OTHER_TOKEN_FILE", other.into()),
        ])
    }

    /// Has the runtimes that ask the system's name server unless told otherwise ask for names here: Java in a file, Node
    /// at the server that the target says.
    pub(crate) fn with_names(mut self, names: &Names) -> Self {
        let mut option = OsString::from("-Djdk.net.hosts.file=");
        option.push(names.hosts());
        self.0.push(("JAVA_TOOL_OPTIONS", option));
        self.0.push(("GRPC_NODE_USE_ALTERNATIVE_RESOLVER", "true".into()));
        self
    }
}

impl Client {
    /// Builds a copy; `None` when a tool is missing.
    pub(crate) async fn build(&'static self) -> Option<Built> {
        let skipped = Path::new(COPIES).join("skipped").join(self.name);
        for tool in self.tools {
            if !works(tool).await {
                let reason = format!("{} is missing", tool[0]);
                assert_ne!(
                    std::env::var("ZHIBIAO_TEST_INTEROP").as_deref(),
                    Ok("all"),
                    "{}: {reason}",
                    self.name
                );
                fs::create_dir_all(skipped.parent().unwrap()).unwrap();
                fs::write(skipped, reason).unwrap();
                return None;
            }
        }
        let built = Built {
            client: self,
            folder: self.copy(),
        };
        for step in self.build {
            let done = built.command(step).output().await.unwrap();
            assert!(
                done.status.success(),
                "{}: {step:?}\n{}{}",
                self.name,
                String::from_utf8_lossy(&done.stdout),
                String::from_utf8_lossy(&done.stderr)
            );
        }
        Some(built)
    }

    /// Brings the copy up to date; what was built there stays.
    fn copy(&self) -> PathBuf {
        let copy = Path::new(COPIES).join(self.name);
        fs::create_dir_all(&copy).unwrap();
        for entry in fs::read_dir(&copy).unwrap() {
            let entry = entry.unwrap();
            if BUILT.iter().any(|built| entry.file_name() == *built) {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                fs::remove_dir_all(entry.path()).unwrap();
            } else {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        copy_folder(&Path::new(SAMPLES).join(self.name), &copy);
        copy
    }

    /// The hub's name as the client takes it: most can be told which server to ask, Java asks the system.
    pub(crate) fn target_of(&self, names: &Names, port: u16) -> String {
        if self.name == "java" {
            format!("dns:///{NAME}:{port}")
        } else {
            format!("dns://{}/{NAME}:{port}", names.server())
        }
    }
}

async fn works(tool: &[&str]) -> bool {
    let mut command = Command::new(tool[0]);
    command.args(&tool[1..]).stdin(Stdio::null());
    command.output().await.is_ok_and(|output| output.status.success())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if BUILT.iter().any(|built| entry.file_name() == *built) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A client that is ready to run.
pub(crate) struct Built {
    client: &'static Client,
    folder: PathBuf,
}

impl Built {
    fn command(&self, words: &[&str]) -> Command {
        // A program of the copy is named by its place there.
        let own = self.folder.join(words[0]);
        let mut command = Command::new(if own.is_file() { own } else { words[0].into() });
        let bin = self.folder.join("bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(bin.clone()).chain(std::env::split_paths(&path));
        command
            .args(&words[1..])
            .current_dir(&self.folder)
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("GOBIN", bin)
            .env("ZHIBIAO_PROTO", PROTOS)
            // Names and paths are UTF-8, which Java does not take for granted.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts it with cases, or none for all that need no more than a hub.
    pub(crate) fn start(&self, connection: &Connection, cases: &[&str]) -> Running {
        // A file takes whatever a client complains of; a pipe would have to be emptied meanwhile.
        let complaints = self.folder.join("complaints");
        let mut child = self
            .command(self.client.run)
            .args(cases)
            .envs(connection.0.iter().map(|(key, value)| (key, value)))
            .stdout(Stdio::piped())
            .stderr(File::create(&complaints).unwrap())
            .spawn()
            .unwrap();
        Running {
            client: self.client,
            lines: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
            told: String::new(),
            complaints,
        }
    }

    pub(crate) async fn run(&self, connection: &Connection, cases: &[&str]) -> Outcomes {
        self.start(connection, cases).end().await
    }
}

/// A client at work.
pub(crate) struct Running {
    client: &'static Client,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    told: String,
    complaints: PathBuf,
}

impl Running {
    /// Waits for a line.
    pub(crate) async fn line(&mut self, is_it: impl Fn(&Value) -> bool) {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            self.told += &line;
            self.told.push('\n');
            if serde_json::from_str(&line).is_ok_and(|line| is_it(&line)) {
                return;
            }
        }
        let complaints = fs::read_to_string(&self.complaints).unwrap();
        panic!("{} ended early:\n{}{complaints}", self.client.name, self.told);
    }

    /// Waits until it has complained of something.
    pub(crate) async fn complains(&self, of: &str) {
        let told = || fs::read_to_string(&self.complaints).is_ok_and(|told| told.contains(of));
        eventually(&format!("{} complains of `{of}`", self.client.name), async || {
            told()
        })
        .await;
    }

    /// Waits for its end.
    pub(crate) async fn end(mut self) -> Outcomes {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            self.told += &line;
            self.told.push('\n');
        }
        let status = self.child.wait().await.unwrap();
        let complaints = fs::read_to_string(&self.complaints).unwrap();
        Outcomes::of(self.client.name, status.success(), self.told, complaints)
    }
}

/// What a client said about its cases.
pub(crate) struct Outcomes {
    client: &'static str,
    success: bool,
    told: String,
    complaints: String,
}

impl Outcomes {
    pub(crate) fn of(client: &'static str, success: bool, told: String, complaints: String) -> Self {
        Self {
            client,
            success,
            told,
            complaints,
        }
    }

    /// What it saw in a case, which passed.
    pub(crate) fn facts(&self, case: &str) -> Value {
        let lines = self
            .told
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        let mut about = lines.filter(|line: &Value| line["case"] == case && line["passed"].is_boolean());
        let line = about.next();
        let Self {
            client,
            told,
            complaints,
            ..
        } = self;
        let line = line.unwrap_or_else(|| panic!("{client} said nothing about {case}:\n{told}{complaints}"));
        assert_eq!(line["passed"], true, "{client}: {line}\n{complaints}");
        assert!(self.success, "{client} failed:\n{told}{complaints}");
        line
    }
}
