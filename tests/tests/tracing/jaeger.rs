//! A real Jaeger, which keeps spans in memory and is asked over its query API.
//!
//! Its program is the one that `ZHIBIAO_TEST_JAEGER` names; `./dev test` builds one and names it where Go is installed.

use std::{
    env,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::Stdio,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use zhibiao_testkit::{eventually, port};

use super::collector::{Collector, Span};

/// Everything else that it listens on, which is to stay on loopback and out of other processes' way.
const UNUSED: [&str; 9] = [
    "collector.otlp.http.host-port",
    "collector.grpc-server.host-port",
    "collector.http-server.host-port",
    "query.grpc-server.host-port",
    "admin.http.host-port",
    "processor.jaeger-binary.server-host-port",
    "processor.jaeger-compact.server-host-port",
    "processor.zipkin-compact.server-host-port",
    "http-server.host-port",
];

/// Traces that are asked for at once, far more than the test makes.
const MOST: usize = 1_000;

/// Jaeger; killed when dropped.
pub(crate) struct Jaeger {
    _child: Child,
    receives: u16,
    asked: u16,
    _folder: TempDir,
}

impl Jaeger {
    /// Starts it; `None`, with a message, when there is none.
    ///
    /// # Panics
    /// When there is none where there has to be one: in CI (`CI` is set) with Go to build it.
    #[allow(clippy::print_stderr, reason = "a test says what it leaves out")]
    pub(crate) async fn start() -> Option<Self> {
        let named = env::var_os("ZHIBIAO_TEST_JAEGER").map(PathBuf::from);
        let Some(program) = named.filter(|program| program.exists()) else {
            let must = env::var_os("CI").is_some() && has_go();
            assert!(
                !must,
                "no Jaeger, though Go can build it: run this by `./dev test`"
            );
            eprintln!("skipped: ZHIBIAO_TEST_JAEGER names no Jaeger; `./dev test` builds one with Go");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let [receives, asked] = [(); 2].map(|()| port::free());
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(program)
            .env("SPAN_STORAGE_TYPE", "memory")
            .arg("--collector.otlp.enabled")
            .arg(format!("--collector.otlp.grpc.host-port=127.0.0.1:{receives}"))
            .arg(format!("--query.http-server.host-port=127.0.0.1:{asked}"))
            .args(UNUSED.map(|flag| format!("--{flag}=127.0.0.1:{}", port::free())))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let jaeger = Self {
            _child: child,
            receives,
            asked,
            _folder: folder,
        };
        eventually("Jaeger takes spans and answers", async || {
            TcpStream::connect(("127.0.0.1", receives)).is_ok() && jaeger.ask("/api/services").is_some()
        })
        .await;
        Some(jaeger)
    }

    /// What the query API answers; `None` when it doesn't, or knows nothing of what is asked.
    fn ask(&self, path: &str) -> Option<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.asked)).ok()?;
        // HTTP/1.0: the answer ends with the connection, and comes in one piece.
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        head.contains(" 200 ").then(|| serde_json::from_str(body).ok())?
    }

    fn found(&self, path: &str) -> Vec<Span> {
        self.ask(path).map(|answer| read(&answer)).unwrap_or_default()
    }
}

impl Collector for Jaeger {
    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.receives)
    }

    fn trace(&self, trace: &str) -> Vec<Span> {
        self.found(&format!("/api/traces/{trace}"))
    }

    fn of(&self, service: &str) -> Vec<Span> {
        let mut spans = self.found(&format!("/api/traces?service={service}&limit={MOST}"));
        spans.retain(|span| span.service == service);
        spans
    }
}

/// Whether Go is on the search path.
fn has_go() -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join("go").is_file())
}

fn read(answer: &Value) -> Vec<Span> {
    let traces = answer["data"].as_array().into_iter().flatten();
    traces
        .flat_map(|trace| {
            let spans = trace["spans"].as_array().into_iter().flatten();
            spans.map(|span| read_span(&trace["processes"], span))
        })
        .collect()
}

fn read_span(processes: &Value, span: &Value) -> Span {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let references: Vec<(String, (String, String))> = span["references"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|reference| {
            let to = (text(&reference["traceID"]), text(&reference["spanID"]));
            (text(&reference["refType"]), to)
        })
        .collect();
    let is_parent = |(kind, _): &&(String, (String, String))| kind == "CHILD_OF";
    let parent = references.iter().find(is_parent);
    let tags = span["tags"].as_array().into_iter().flatten();
    Span {
        service: text(&processes[span["processID"].as_str().unwrap_or_default()]["serviceName"]),
        name: text(&span["operationName"]),
        trace: text(&span["traceID"]),
        id: text(&span["spanID"]),
        parent: parent.map(|(_, (_, id))| id.clone()),
        links: references
            .iter()
            .filter(|reference| !is_parent(reference))
            .map(|(_, to)| to.clone())
            .collect(),
        attributes: tags
            .map(|tag| {
                let value = &tag["value"];
                let shown = value
                    .as_str()
                    .map_or_else(|| value.to_string(), ToOwned::to_owned);
                (text(&tag["key"]), shown)
            })
            .collect(),
    }
}
