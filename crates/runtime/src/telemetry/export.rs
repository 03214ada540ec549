//! Where traces and metrics are sent: to a collector, by OTLP over gRPC, as OpenTelemetry's standard variables say.
//!
//! What the exporters themselves know (`OTEL_EXPORTER_OTLP_HEADERS`, `…_TIMEOUT`, `OTEL_BSP_…`) they read on their own.

use std::{fmt, str::FromStr};

use opentelemetry_otlp::{ExporterBuildError, MetricExporter, SpanExporter, WithTonicConfig as _};
use opentelemetry_sdk::trace::Sampler;
use tonic::{
    codegen::http::Uri,
    transport::{Channel, Endpoint},
};

use crate::channel;

/// What a process sends of itself, and where. By default nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// Where traces go.
    pub traces: Option<Collector>,
    /// Where metrics go.
    pub metrics: Option<Collector>,
    /// Which traces are kept.
    pub sampling: Sampling,
}

/// The address of a collector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector(Uri);

/// Which traces are kept.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sampling {
    /// How it is decided.
    pub rule: Rule,
    /// The share that is kept, where a share is.
    pub share: Share,
}

/// How it is decided whether a trace is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Whether the caller's decision holds, when there is one.
    follows_parent: bool,
    root: Root,
}

/// What is kept of the traces that begin here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    All,
    None,
    Share,
}

/// A share of traces, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share(f64);

impl Default for Rule {
    fn default() -> Self {
        Self {
            follows_parent: true,
            root: Root::All,
        }
    }
}

impl Default for Share {
    fn default() -> Self {
        Self(1.0)
    }
}

impl Sampling {
    pub(super) fn sampler(self) -> Sampler {
        let root = match self.rule.root {
            Root::All => Sampler::AlwaysOn,
            Root::None => Sampler::AlwaysOff,
            Root::Share => Sampler::TraceIdRatioBased(self.share.0),
        };
        if self.rule.follows_parent {
            Sampler::ParentBased(Box::new(root))
        } else {
            root
        }
    }
}

impl Collector {
    pub(super) fn spans(&self) -> Result<SpanExporter, ExporterBuildError> {
        SpanExporter::builder()
            .with_tonic()
            .with_channel(self.channel())
            .build()
    }

    pub(super) fn metrics(&self) -> Result<MetricExporter, ExporterBuildError> {
        MetricExporter::builder()
            .with_tonic()
            .with_channel(self.channel())
            .build()
    }

    /// The exporter's own channel would turn tonic's TLS on, which then refuses `https` on every channel that is secured
    /// otherwise: those to the hub's services.
    fn channel(&self) -> Channel {
        channel::lazy(Endpoint::from(self.0.clone()), None)
    }
}

impl FromStr for Collector {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            "write the address of a collector that takes OTLP over gRPC, such as http://127.0.0.1:4317";
        let uri: Uri = text.parse().map_err(|_| wrong)?;
        match (uri.scheme_str(), uri.host()) {
            (Some("http" | "https"), Some(_)) => Ok(Self(uri)),
            _ => Err(wrong),
        }
    }
}

impl fmt::Display for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As it was written: a URI without a path is given one.
        f.write_str(self.0.to_string().trim_end_matches('/'))
    }
}

impl FromStr for Rule {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (follows_parent, root) = match text.strip_prefix("parentbased_") {
            Some(root) => (true, root),
            None => (false, text),
        };
        let root = match root {
            "always_on" => Root::All,
            "always_off" => Root::None,
            "traceidratio" => Root::Share,
            _ => {
                return Err("write always_on, always_off or traceidratio, or one of them after parentbased_");
            }
        };
        Ok(Self { follows_parent, root })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.follows_parent {
            f.write_str("parentbased_")?;
        }
        f.write_str(match self.root {
            Root::All => "always_on",
            Root::None => "always_off",
            Root::Share => "traceidratio",
        })
    }
}

impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
        share.map(Self).ok_or("write a share from 0 to 1, such as 0.1")
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_shown_as_they_are_written() {
        for rule in [
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio",
        ] {
            assert_eq!(rule.parse::<Rule>().unwrap().to_string(), rule);
        }
        assert!("parentbased_".parse::<Rule>().is_err());
        assert!("jaeger_remote".parse::<Rule>().is_err());
        assert_eq!(Rule::default().to_string(), "parentbased_always_on");
    }

    #[test]
    fn shares_are_from_0_to_1() {
        assert_eq!("0.1".parse(), Ok(Share(0.1)));
        for wrong in ["-0.1", "1.1", "NaN", "ten"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn collectors_have_a_scheme_and_a_host() {
        assert!("http://collector:4317".parse::<Collector>().is_ok());
        for wrong in ["collector:4317", "4317", "", "grpc://collector:4317"] {
            assert!(wrong.parse::<Collector>().is_err(), "{wrong}");
        }
    }
}
