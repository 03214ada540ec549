//! What is told of a process, by OpenTelemetry's standard variables. They are no flags: they are the same for every
//! program of a deployment.

use std::{fmt, num::NonZeroU32, str::FromStr, time::Duration};

use zhibiao_runtime::{
    config::{BadSettings, Source},
    telemetry::{Address, Collector, Export, Rule, Sampling, Share, Telemetry},
};
use zhibiao_tls::TlsFiles;

use crate::{
    exit::Exit,
    failure::Failure,
    settings::{Folder, Layered, Sheet, Switch},
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

/// A span of time in milliseconds, as OpenTelemetry's variables have it.
#[derive(Debug, Clone, Copy)]
struct Milliseconds(NonZeroU32);

/// The variables that say how a collector is reached, for one signal or for all.
#[derive(Debug, Clone, Copy)]
struct Variables {
    endpoint: &'static str,
    protocol: &'static str,
    timeout: &'static str,
    authorities: &'static str,
    certificate: &'static str,
    key: &'static str,
}

/// For every signal that has none of its own.
const ALL: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_TIMEOUT",
    authorities: "OTEL_EXPORTER_OTLP_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_CLIENT_KEY",
};

const TRACES: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT",
    authorities: "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
};

const METRICS: Variables = Variables {
    endpoint: "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    protocol: "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
    timeout: "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT",
    authorities: "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE",
    certificate: "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE",
    key: "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY",
};

/// What those variables say.
#[derive(Debug, Clone)]
struct Reached {
    address: Option<Address>,
    timeout: Option<Duration>,
    authorities: Option<Folder>,
    pair: Option<(Folder, Folder)>,
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
            authorities: sheet.optional(variables.authorities),
            pair: certificate.zip(key),
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

    fn collector(self) -> Option<Collector> {
        let files = TlsFiles {
            pair: self.pair.map(|(certificate, key)| (certificate.0, key.0)),
            ca: self.authorities.map(|file| file.0),
        };
        let collector = Collector::at(self.address?);
        Some(collector.with_timeout(self.timeout).with_files(files))
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
        let service: Option<String> = sheet.optional("OTEL_SERVICE_NAME");
        let all = Reached::read(sheet, ALL);
        let mut collector = |exporter, variables| {
            let exporter = sheet.read(exporter, Exporter::Otlp);
            let reached = Reached::read(sheet, variables).over(all.clone());
            let collector = reached.collector();
            collector.filter(|_| exporter == Exporter::Otlp && !disabled)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4317");

    fn read(variables: &[(&str, &str)]) -> Result<TelemetrySettings, BadSettings> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        TelemetrySettings::of(&variables.iter().map(owned).collect::<BTreeMap<_, _>>())
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_name() {
        for (name, value) in [
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"),
        ] {
            let refused = read(&[(name, value)]).unwrap_err().to_string();
            assert!(refused.contains(name), "{refused}");
        }
        let lone = read(&[("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "tls.crt")]);
        let refused = lone.unwrap_err().to_string();
        assert!(refused.contains("OTEL_EXPORTER_OTLP_CLIENT_KEY"), "{refused}");
    }

    #[test]
    fn a_signals_own_variables_go_before_those_of_all() {
        let files = TlsFiles {
            pair: Some(("tls.crt".into(), "tls.key".into())),
            ca: Some("ca.crt".into()),
        };
        let settings = read(&[
            ENDPOINT,
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", "ca.crt"),
            ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "tls.crt"),
            ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "tls.key"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
            ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "700"),
        ]);
        let export = settings.unwrap().export;
        let after = |milliseconds| {
            Collector::at(ENDPOINT.1.parse().unwrap())
                .with_timeout(Some(Duration::from_millis(milliseconds)))
                .with_files(files.clone())
        };
        assert_eq!(export.traces, Some(after(500)));
        assert_eq!(export.metrics, Some(after(700)));
    }

    #[tokio::test]
    async fn files_that_cannot_be_used_are_said_at_the_start() {
        let settings = read(&[ENDPOINT, ("OTEL_EXPORTER_OTLP_CERTIFICATE", "absent.crt")]);
        let refused = settings.unwrap().open("test", false).unwrap_err();
        assert_eq!(
            (refused.exit, refused.reason.as_str()),
            (Exit::Settings, "TELEMETRY")
        );
    }
}
