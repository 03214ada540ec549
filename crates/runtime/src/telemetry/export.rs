//! Where traces and metrics are sent: to a collector, by OTLP over gRPC, as OpenTelemetry's standard variables say.
//!
//! What the exporters themselves know (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_BSP_…`) they read on their own.

use std::{fmt, str::FromStr, time::Duration};

use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig as _, WithTonicConfig as _};
use opentelemetry_sdk::trace::Sampler;
use tonic::{
    codegen::http::Uri,
    transport::{Channel, Endpoint},
};
use zhibiao_tls::{Tls, TlsError, TlsFiles};

use super::{Attributes, CantTell};
use crate::channel;

/// Longest wait for a collector's answer where nothing else is said: that of the specification.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What a process sends of itself, and where. By default nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// Where traces go.
    pub traces: Option<Collector>,
    /// Where metrics go.
    pub metrics: Option<Collector>,
    /// Which traces are kept.
    pub sampling: Sampling,
    /// What is said of the process with them.
    pub attributes: Attributes,
}

/// A collector, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector {
    address: Address,
    timeout: Duration,
    files: TlsFiles,
}

/// The address of a collector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Uri);

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
    /// A collector that is waited for as long as the specification has it, and held against the system's authorities.
    #[must_use]
    pub fn at(address: Address) -> Self {
        Self {
            address,
            timeout: TIMEOUT,
            files: TlsFiles::default(),
        }
    }

    /// Waits for an answer so long, rather than as long as usual.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout.unwrap_or(self.timeout);
        self
    }

    /// Shows a certificate of one's own, and believes only certain authorities, where the files say so.
    #[must_use]
    pub fn with_files(mut self, files: TlsFiles) -> Self {
        self.files = files;
        self
    }

    pub(super) fn spans(&self) -> Result<SpanExporter, CantTell> {
        let exporter = SpanExporter::builder().with_tonic().with_timeout(self.timeout);
        Ok(exporter.with_channel(self.channel()?).build()?)
    }

    pub(super) fn metrics(&self) -> Result<MetricExporter, CantTell> {
        let exporter = MetricExporter::builder().with_tonic().with_timeout(self.timeout);
        Ok(exporter.with_channel(self.channel()?).build()?)
    }

    /// The exporter's own channel would turn tonic's TLS on, which then refuses `https` on every channel that is secured
    /// otherwise: those to the hub's services. On another's channel it does not bound its calls: the channel does, or a
    /// collector that takes a call and never answers would hold the exporting thread for ever.
    fn channel(&self) -> Result<Channel, TlsError> {
        let own = self.files != TlsFiles::default();
        let tls = own.then(|| Tls::read(self.files.clone())).transpose()?;
        let endpoint = Endpoint::from(self.address.0.clone()).timeout(self.timeout);
        Ok(channel::lazy(endpoint, tls))
    }
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            "write the address of a collector that takes OTLP over gRPC, such as http://127.0.0.1:4317";
        if text.contains(',') {
            return Err("is sent to one collector: name one, such as http://127.0.0.1:4317");
        }
        if text.contains('@') {
            return Err(
                "must not hold a user or a password: give the collector a header with OTEL_EXPORTER_OTLP_HEADERS",
            );
        }
        if text.contains(['?', '#']) {
            return Err(
                "has no place for what follows `?` or `#`: write a host and a port, such as http://127.0.0.1:4317",
            );
        }
        let uri: Uri = text.parse().map_err(|_| wrong)?;
        match (uri.scheme_str(), uri.host()) {
            (Some("http" | "https"), Some(_)) => Ok(Self(uri)),
            _ => Err(wrong),
        }
    }
}

impl fmt::Display for Address {
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
    use std::net::Ipv4Addr;

    use opentelemetry_sdk::trace::SpanExporter as _;
    use tokio::net::TcpListener;
    use tonic::{
        service::Routes,
        transport::{Server, server::TcpIncoming},
    };

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
    fn addresses_have_a_scheme_and_a_host() {
        assert!("http://collector:4317".parse::<Address>().is_ok());
        for wrong in ["collector:4317", "4317", "", "grpc://collector:4317"] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
        for (wrong, told) in [
            ("https://u:s3cret@collector:4317", "OTEL_EXPORTER_OTLP_HEADERS"),
            ("https://collector:4317?token=s3cret", "write a host and a port"),
            ("http://a:4317,http://b:4317", "name one"),
        ] {
            let error = wrong.parse::<Address>().unwrap_err();
            assert!(error.contains(told), "{wrong}: {error}");
        }
    }

    /// Takes connections and calls, and answers none of them.
    async fn silent() -> Address {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let never = axum::Router::new().fallback(std::future::pending::<()>);
        let server = Server::builder().add_routes(Routes::from(never));
        tokio::spawn(server.serve_with_incoming(TcpIncoming::from(listener)));
        format!("http://{address}").parse().unwrap()
    }

    #[tokio::test]
    async fn a_collector_that_never_answers_is_given_up() {
        let collector = Collector::at(silent().await).with_timeout(Some(Duration::from_millis(100)));
        let exporter = collector.spans().unwrap();
        // Without an end of its own the export would hang, and this test with it.
        assert!(exporter.export(Vec::new()).await.is_err());
    }
}
