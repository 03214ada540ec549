//! What is told of a process, by OpenTelemetry's standard variables. They are no flags: they are the same for every
//! program of a deployment.

use std::{fmt, num::NonZeroU32, str::FromStr, time::Duration};

use zhibiao_runtime::{
    config::{BadSettings, Source},
    telemetry::{Address, Attributes, Collector, Export, Rule, Sampling, Share, Telemetry},
};

use crate::{
    exit::Exit,
    failure::Failure,
    settings::{Folder, Layered, Sheet, Switch, TlsNamed},
    text::Text,
};

/// What is told of a process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TelemetrySettings {
    /// What it is called, where it is not called by its role.
    pub service: Option<String>,
    /// What is sent, and where.
    pub export: Export,
}

/// How traces or metrics are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exporter {
    Otlp,
    None,
}

/// The one protocol that is spoken with collectors.
#[derive(Debug, Clone, Copy)]
struct Grpc;

/// A span of time in milliseconds, as OpenTelemetry's variables have it.
#[derive(Debug, Clone, Copy)]
struct Milliseconds(NonZeroU32);

/// A number of something, as OpenTelemetry's variables have it.
#[derive(Debug, Clone, Copy)]
struct Number(NonZeroU32);

/// What the exporters read by themselves, in milliseconds.
const SPANS_OF_TIME: [&str; 4] = [
    "OTEL_BSP_SCHEDULE_DELAY",
    "OTEL_BSP_EXPORT_TIMEOUT",
    "OTEL_METRIC_EXPORT_INTERVAL",
    "OTEL_METRIC_EXPORT_TIMEOUT",
];

/// What they read by themselves, in numbers of spans.
const BATCH_SIZE: &str = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
const QUEUE_SIZE: &str = "OTEL_BSP_MAX_QUEUE_SIZE";

/// Longest queue where nothing else is said: that of the specification.
const USUAL_QUEUE: u32 = 2_048;

/// The variables that say how a collector is reached, for one signal or for all.
#[derive(Debug, Clone, Copy)]
struct Variables {
    endpoint: &'static str,
    protocol: &'static str,
    timeout: &'static str,
    headers: &'static str,
    authorities: &'static str,
    certificate: &'static str,
    key: &'static str,
}

/// For every signal that has none of its own.
const ALL: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_TIMEOUT",
    headers: "OTEL_EXPORTER_OTLP_HEADERS",
    authorities: "OTEL_EXPORTER_OTLP_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_CLIENT_KEY",
};

const TRACES: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT",
    headers: "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
    authorities: "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
};

const METRICS: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT",
    headers: "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
    authorities: "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY",
};

/// What those variables say. Files go with the variables that name them.
#[derive(Debug, Clone)]
struct Reached {
    address: Option<Address>,
    timeout: Option<Duration>,
    authorities: Option<(&'static str, Folder)>,
    pair: Option<(&'static str, Folder, &'static str, Folder)>,
}

impl Reached {
    fn read<S: Source>(sheet: &mut Sheet<'_, S>, variables: Variables) -> Self {
        let _: Option<Grpc> = sheet.optional(variables.protocol);
        let certificate: Option<Folder> = sheet.optional(variables.certificate);
        let key: Option<Folder> = sheet.optional(variables.key);
        for (given, lacking, reason) in [
            (
                &certificate,
                (&key, variables.key),
                "is not set, but the certificate is: it needs its key",
            ),
            (
                &key,
                (&certificate, variables.certificate),
                "is not set, but the key is: name its certificate",
            ),
        ] {
            if let (Some(_), (None, name)) = (given, lacking) {
                sheet.refuse(name, reason);
            }
        }
        let timeout: Option<Milliseconds> = sheet.optional(variables.timeout);
        Self {
            address: sheet.optional(variables.endpoint),
            timeout: timeout.map(|Milliseconds(number)| Duration::from_millis(number.get().into())),
            authorities: sheet
                .optional(variables.authorities)
                .map(|file| (variables.authorities, file)),
            pair: certificate
                .zip(key)
                .map(|(certificate, key)| (variables.certificate, certificate, variables.key, key)),
        }
    }

    /// What is said for one signal, over what is said for all.
    fn over(self, all: Self) -> Self {
        Self {
            address: self.address.or(all.address),
            timeout: self.timeout.or(all.timeout),
            authorities: self.authorities.or(all.authorities),
            pair: self.pair.or(all.pair),
        }
    }

    /// The collector that is sent to. What is wrong with its files is noted.
    fn collector<S: Source>(self, sheet: &mut Sheet<'_, S>) -> Option<Collector> {
        let collector = Collector::at(self.address?).with_timeout(self.timeout);
        let pair = self.pair.as_ref();
        let authorities = self.authorities.as_ref();
        let named = TlsNamed {
            certificate: pair.map_or((ALL.certificate, None), |(name, file, ..)| (name, Some(file))),
            key: pair.map_or((ALL.key, None), |(.., name, file)| (name, Some(file))),
            authorities: authorities.map_or((ALL.authorities, None), |(name, file)| (name, Some(file))),
        };
        named.check(sheet);
        Some(collector.with_files(named.files()))
    }
}

impl TelemetrySettings {
    /// Reads them for a command that reads no other settings in this way.
    ///
    /// # Errors
    /// Every one that can't be used.
    pub(crate) fn of(source: &impl Source) -> Result<Self, BadSettings> {
        let layered = Layered::over(source);
        let mut sheet = Sheet::new(&layered, Vec::new());
        let read = Self::read(&mut sheet);
        sheet.finish().map(|_| read)
    }

    /// Reads them.
    pub(crate) fn read<S: Source>(sheet: &mut Sheet<'_, S>) -> Self {
        let disabled = sheet.read("OTEL_SDK_DISABLED", Switch(false)).0;
        let attributes = sheet.read("OTEL_RESOURCE_ATTRIBUTES", Attributes::default());
        let service: Option<String> = sheet.optional("OTEL_SERVICE_NAME");
        let service = service.or_else(|| attributes.service().map(ToOwned::to_owned));
        check_exporters(sheet);
        let all = Reached::read(sheet, ALL);
        let mut collector = |exporter, variables| {
            let exporter = sheet.read(exporter, Exporter::Otlp);
            let reached = Reached::read(sheet, variables).over(all.clone());
            // Files of a collector that nothing is sent to are nobody's concern.
            let sends = exporter == Exporter::Otlp && !disabled;
            sends.then(|| reached.collector(sheet)).flatten()
        };
        let traces = collector("OTEL_TRACES_EXPORTER", TRACES);
        let metrics = collector("OTEL_METRICS_EXPORTER", METRICS);
        let sampling = Sampling {
            rule: sheet.read("OTEL_TRACES_SAMPLER", Rule::default()),
            share: sheet.read("OTEL_TRACES_SAMPLER_ARG", Share::default()),
        };
        Self {
            service,
            export: Export {
                traces,
                metrics,
                sampling,
                attributes,
            },
        }
    }

    /// Begins to tell of a role, to Prometheus too where metrics are exposed.
    ///
    /// # Errors
    /// When an exporter can't be set up.
    pub(crate) fn open(&self, role: &str, exposed: bool) -> Result<Telemetry, Failure> {
        let service = self.service.as_deref().unwrap_or(role);
        Telemetry::new(service, exposed, &self.export)
            .map_err(|error| Failure::new(Exit::Settings, "TELEMETRY", Text::Said(error.to_string())))
    }
}

/// Notes what is wrong with variables that the exporters read by themselves, and would pass over.
fn check_exporters<S: Source>(sheet: &mut Sheet<'_, S>) {
    for key in SPANS_OF_TIME {
        let _: Option<Milliseconds> = sheet.optional(key);
    }
    let batch: Option<Number> = sheet.optional(BATCH_SIZE);
    let queue: Option<Number> = sheet.optional(QUEUE_SIZE);
    let most = queue.map_or(USUAL_QUEUE, |Number(queue)| queue.get());
    if batch.is_some_and(|Number(batch)| batch.get() > most) {
        sheet.refuse(
            BATCH_SIZE,
            &format!("must be at most {most}, which is {QUEUE_SIZE}"),
        );
    }
    for key in [ALL.headers, TRACES.headers, METRICS.headers] {
        sheet.check_hidden(key, |text| text.split_terminator(',').all(is_header));
    }
}

/// Whether a text is `key=value` as headers of calls are given.
fn is_header(pair: &str) -> bool {
    let header = pair
        .split_once('=')
        .map(|(key, value)| (key.trim(), value.trim()));
    let Some((key, value)) = header else {
        return false;
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let is_value = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    !key.is_empty() && key.chars().all(is_token) && is_value
}

impl FromStr for Exporter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "otlp" => Ok(Self::Otlp),
            "none" => Ok(Self::None),
            _ => Err("write otlp or none; Prometheus finds metrics at --ops-listen"),
        }
    }
}

impl fmt::Display for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Otlp => "otlp",
            Self::None => "none",
        })
    }
}

impl FromStr for Grpc {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        (text == "grpc")
            .then_some(Self)
            .ok_or("only grpc is spoken: name the collector's gRPC port, which is 4317 as a rule")
    }
}

impl fmt::Display for Grpc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("grpc")
    }
}

impl FromStr for Milliseconds {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.parse().map(Self);
        number.map_err(|_| "write a number of milliseconds above 0, such as 10000")
    }
}

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Number {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self)
            .map_err(|_| "write a number above 0, such as 2048")
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests;
