//! Settings that every serving process has.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::Args;
use zhibiao_runtime::{
    config::Source,
    server::{Admission, ConnectionAge, MAX_CATALOG, MAX_CONNECTIONS, Reception},
    telemetry::{Filter, LogFormat},
};

use super::{
    security::{SecurityArgs, SecuritySettings},
    telemetry::TelemetrySettings,
};
use crate::{
    output::{Format, Ui},
    settings::{Bytes, Count, Folder, Layered, Lifetime, Listen, Sheet, Span, check_written},
};

/// Time that calls under way have to end.
const GRACE: Span = Span(Duration::from_secs(10));

/// Age of connections of callers who are identified, where the process would let them live for ever.
const IDENTIFIED_AGE: Lifetime = Lifetime(Some(Duration::from_secs(300)));

/// Time that calls under way have when their connection is old.
const CONNECTION_GRACE: Span = Span(Duration::from_secs(60));

/// The setting that names the file for the address.
const ADDRESS_FILE: &str = "ZHIBIAO_ADDRESS_FILE";

/// Least memory for requests.
const LEAST_REQUEST_MEMORY: u64 = 2 * MAX_CATALOG as u64;

/// Flags of a serving process.
#[derive(Debug, Default, Args)]
pub struct ProcessArgs {
    /// Address to listen on, port 0 for any free one [env: ZHIBIAO_LISTEN] [default: 127.0.0.1, port 7890; of the store
    /// 7891, ingest 7892, compare 7893]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Address for probes and metrics, in plaintext: gRPC health and GET /metrics [env: ZHIBIAO_OPS_LISTEN] [default:
    /// none; in deployments port 9464]
    #[arg(long, value_name = "ADDRESS")]
    pub ops_listen: Option<String>,
    /// What to log, such as info or zhibiao_store=debug,warn [env: ZHIBIAO_LOG] [default: warn]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,
    /// Form of log lines, text or json [env: ZHIBIAO_LOG_FORMAT] [default: text]
    #[arg(long, value_name = "FORM")]
    pub log_format: Option<String>,
    /// Time that calls under way have to end at shutdown [env: ZHIBIAO_GRACE] [default: 10s]
    #[arg(long, value_name = "SPAN")]
    pub grace: Option<String>,
    /// Age at which clients are asked to connect anew, or never, so that new replicas get their share [env:
    /// ZHIBIAO_MAX_CONNECTION_AGE] [default: 5m; of up without identity never]
    #[arg(long, value_name = "SPAN")]
    pub max_connection_age: Option<String>,
    /// Time that streams have then before they end and are taken up elsewhere [env:
    /// ZHIBIAO_MAX_CONNECTION_AGE_GRACE] [default: 1m]
    #[arg(long, value_name = "SPAN")]
    pub max_connection_age_grace: Option<String>,
    /// Calls that are worked on at once; as many more wait [env: ZHIBIAO_MAX_CALLS] [default: 512]
    #[arg(long, value_name = "NUMBER")]
    pub max_calls: Option<String>,
    /// Longest time that a call waits before it is refused with RESOURCE_EXHAUSTED [env: ZHIBIAO_MAX_QUEUE_TIME]
    /// [default: 100ms]
    #[arg(long, value_name = "SPAN")]
    pub max_queue_time: Option<String>,
    /// Connections that are open at once; further ones are closed [env: ZHIBIAO_MAX_CONNECTIONS] [default: 10000]
    #[arg(long, value_name = "NUMBER")]
    pub max_connections: Option<String>,
    /// Longest time until a request of one message is there whole [env: ZHIBIAO_MAX_RECEIVE_TIME] [default: 30s]
    #[arg(long, value_name = "SPAN")]
    pub max_receive_time: Option<String>,
    /// Memory for requests that are there, and beyond it callers are told to come back; at least 128MiB, as a catalogue
    /// has up to 64 [env: ZHIBIAO_MAX_REQUEST_MEMORY] [default: 256MiB]
    #[arg(long, value_name = "BYTES")]
    pub max_request_memory: Option<String>,
    /// TLS and identity.
    #[command(flatten)]
    pub security: SecurityArgs,
    /// File to write the address to, once the process listens [env: ZHIBIAO_ADDRESS_FILE]
    #[arg(long, value_name = "FILE")]
    pub address_file: Option<String>,
    /// File with settings: TOML with the long flags as keys, below flags and environment [env: ZHIBIAO_CONFIG]
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
    /// Show the settings, without secrets, and end
    #[arg(long)]
    pub print_config: bool,
}

/// Settings of a serving process.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessSettings {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address for probes and metrics; `None` for no such listener.
    pub ops_listen: Option<SocketAddr>,
    /// What to log.
    pub log: Filter,
    /// Form of log lines.
    pub log_format: LogFormat,
    /// Time that calls under way have to end.
    pub grace: Duration,
    /// How old connections become; `None` for as old as they like.
    pub connection_age: Option<ConnectionAge>,
    /// How many calls are taken on.
    pub admission: Admission,
    /// How requests are received.
    pub reception: Reception,
    /// How many connections are taken on.
    pub connections: usize,
    /// TLS and identity.
    pub security: SecuritySettings,
    /// What is told of the process, and to whom.
    pub telemetry: TelemetrySettings,
    /// File to write the address to.
    pub address_file: Option<PathBuf>,
}

/// What differs between processes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Defaults {
    pub(crate) port: u16,
    pub(crate) connection_age: Lifetime,
}

impl ProcessArgs {
    /// Whether lines are to be JSON, as far as flags and environment say: for what goes wrong before settings are read.
    pub(crate) fn tells_json(&self, source: &impl Source) -> bool {
        let said = self
            .log_format
            .clone()
            .or_else(|| source.get("ZHIBIAO_LOG_FORMAT"));
        said.is_some_and(|said| said.parse() == Ok(LogFormat::Json))
    }

    /// The flags over a source.
    pub(crate) fn over<'a, S: Source>(&self, source: &'a S) -> Layered<'a, S> {
        let layered = Layered::over(source)
            .with("ZHIBIAO_LISTEN", self.listen.as_ref())
            .with("ZHIBIAO_OPS_LISTEN", self.ops_listen.as_ref())
            .with("ZHIBIAO_LOG", self.log.as_ref())
            .with("ZHIBIAO_LOG_FORMAT", self.log_format.as_ref())
            .with("ZHIBIAO_GRACE", self.grace.as_ref())
            .with("ZHIBIAO_MAX_CONNECTION_AGE", self.max_connection_age.as_ref())
            .with(
                "ZHIBIAO_MAX_CONNECTION_AGE_GRACE",
                self.max_connection_age_grace.as_ref(),
            )
            .with("ZHIBIAO_MAX_CALLS", self.max_calls.as_ref())
            .with("ZHIBIAO_MAX_QUEUE_TIME", self.max_queue_time.as_ref())
            .with("ZHIBIAO_MAX_RECEIVE_TIME", self.max_receive_time.as_ref())
            .with("ZHIBIAO_MAX_REQUEST_MEMORY", self.max_request_memory.as_ref())
            .with(ADDRESS_FILE, self.address_file.as_ref())
            .with("ZHIBIAO_MAX_CONNECTIONS", self.max_connections.as_ref())
            .with("ZHIBIAO_CONFIG", self.config.as_ref());
        self.security.over(layered)
    }
}

impl ProcessSettings {
    /// How the process tells where it listens and why it ends: as its log, where that is for machines.
    pub(crate) fn lines(&self, ui: &Ui) -> Ui {
        match self.log_format {
            LogFormat::Json => Ui {
                format: Format::Json,
                ..*ui
            },
            LogFormat::Text => *ui,
        }
    }

    /// Reads them.
    pub(crate) fn read<S: Source>(sheet: &mut Sheet<'_, S>, defaults: Defaults) -> Self {
        let listen = sheet.read("ZHIBIAO_LISTEN", Listen::local(defaults.port)).0;
        let ops_listen: Option<Listen> = sheet.optional("ZHIBIAO_OPS_LISTEN");
        let log = sheet.read("ZHIBIAO_LOG", Filter::warnings());
        let log_format = sheet.read("ZHIBIAO_LOG_FORMAT", LogFormat::Text);
        let grace = sheet.read("ZHIBIAO_GRACE", GRACE).0;
        let security = SecuritySettings::read(sheet);
        security.check_listener(sheet, listen);
        // What was taken back from a caller ends with its connection: where callers are known, none lasts for ever.
        let age = match defaults.connection_age {
            Lifetime(None) if security.identifies() => IDENTIFIED_AGE,
            usual => usual,
        };
        let most = sheet.read("ZHIBIAO_MAX_CONNECTION_AGE", age).0;
        let age_grace = sheet.read("ZHIBIAO_MAX_CONNECTION_AGE_GRACE", CONNECTION_GRACE).0;
        let usual = Admission::default();
        let calls = sheet.read("ZHIBIAO_MAX_CALLS", Count(usual.calls)).0;
        let patience = sheet.read("ZHIBIAO_MAX_QUEUE_TIME", Span(usual.patience)).0;
        let reception = read_reception(sheet);
        let connections = sheet.read("ZHIBIAO_MAX_CONNECTIONS", Count(MAX_CONNECTIONS)).0;
        let telemetry = TelemetrySettings::read(sheet);
        let address_file: Option<Folder> = sheet.optional(ADDRESS_FILE);
        if let Some(Folder(file)) = &address_file {
            check_written(sheet, ADDRESS_FILE, file);
        }
        Self {
            listen,
            ops_listen: ops_listen.map(|listen| listen.0),
            log,
            log_format,
            grace,
            connection_age: most.map(|most| ConnectionAge {
                most,
                grace: age_grace,
            }),
            admission: Admission {
                calls,
                waiting: calls,
                patience,
            },
            reception,
            connections,
            security,
            telemetry,
            address_file: address_file.map(|file| file.0),
        }
    }
}

/// How requests are received.
fn read_reception<S: Source>(sheet: &mut Sheet<'_, S>) -> Reception {
    const KEY: &str = "ZHIBIAO_MAX_REQUEST_MEMORY";
    let usual = Reception::default();
    let patience = sheet.read("ZHIBIAO_MAX_RECEIVE_TIME", Span(usual.patience)).0;
    let memory = sheet.read(KEY, Bytes(usual.bytes as u64)).0;
    // Large requests leave a part to small ones: with less the largest would be refused for ever.
    if memory < LEAST_REQUEST_MEMORY {
        let least = Bytes(LEAST_REQUEST_MEMORY);
        sheet.refuse(
            KEY,
            &format!("the largest request would find no room: give at least {least}"),
        );
    }
    Reception {
        patience,
        bytes: usize::try_from(memory).unwrap_or(usize::MAX),
    }
}

/// The settings that a file may hold: the long flags, but for those that are about one start.
pub(crate) fn keys<A: Args>() -> Vec<String> {
    let command = A::augment_args(clap::Command::new("keys"));
    let names = command.get_arguments().filter_map(|argument| argument.get_long());
    names
        .filter(|name| !["config", "print-config", "demo"].contains(name))
        .map(ToOwned::to_owned)
        .collect()
}

/// A folder of the program where the XDG base directory specification puts a user's data; `None` without home.
pub(crate) fn default_folder(source: &impl Source, name: &str) -> Option<Folder> {
    let base = match source
        .get("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        Some(base) => base,
        None => PathBuf::from(source.get("HOME")?).join(".local/share"),
    };
    Some(Folder(base.join("zhibiao").join(name)))
}
