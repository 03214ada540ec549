//! What is told of a process, by OpenTelemetry's standard variables. They are no flags: they are the same for every
//! program of a deployment.

use std::{fmt, str::FromStr};

use zhibiao_runtime::{
    config::{BadSettings, Source},
    telemetry::{Collector, Export, Rule, Sampling, Share, Telemetry},
};

use crate::{
    exit::Exit,
    failure::Failure,
    settings::{Layered, Sheet, Switch},
    text::Text,
};

/// What is told of a process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TelemetrySettings {
    /// What it is called, where that is not its role's name.
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
        let service: Option<String> = sheet.optional("OTEL_SERVICE_NAME");
        let _: Grpc = sheet.read("OTEL_EXPORTER_OTLP_PROTOCOL", Grpc);
        let both: Option<Collector> = sheet.optional("OTEL_EXPORTER_OTLP_ENDPOINT");
        let mut collector = |exporter, endpoint| {
            let exporter = sheet.read(exporter, Exporter::Otlp);
            let own: Option<Collector> = sheet.optional(endpoint);
            let named = own.or_else(|| both.clone());
            named.filter(|_| exporter == Exporter::Otlp && !disabled)
        };
        let traces = collector("OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        let metrics = collector("OTEL_METRICS_EXPORTER", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");
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
