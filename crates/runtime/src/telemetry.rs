//! What a process tells of itself: log lines and metrics.
//!
//! There is no global registry: whoever has something to measure is given a [`Telemetry`], takes its [`Meter`] and makes
//! its instruments there. Names, units and attributes are those of OpenTelemetry's semantic conventions where they have
//! one, and begin with `zhibiao.` where they don't.

mod log;
pub(crate) mod rpc;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_sdk::{Resource, error::OTelSdkError, metrics::SdkMeterProvider};
use prometheus::{Registry, TextEncoder};
use zhibiao_model::revision::Revision;

pub use log::{Filter, InvalidFilter, LogFormat, init};
pub use opentelemetry::{
    KeyValue,
    metrics::{Counter, Histogram, Meter},
};

/// The instrumentation scope of everything that the hub measures.
const SCOPE: &str = "zhibiao";

/// What a process measures, and who asks for it. Clones measure the same.
#[derive(Debug, Clone)]
pub struct Telemetry {
    meters: SdkMeterProvider,
    /// Where Prometheus finds the metrics; `None` when nobody asks for them.
    exposed: Option<Registry>,
}

impl Telemetry {
    /// Measures nothing: for a process that nobody asks, and for tests.
    #[must_use]
    pub fn none() -> Self {
        Self {
            meters: SdkMeterProvider::builder().build(),
            exposed: None,
        }
    }

    /// Measures what Prometheus asks of a service, such as `zhibiao-store`.
    ///
    /// # Errors
    /// When the exporter can't be set up, which would be a fault of this program.
    pub fn exposed(service: &'static str) -> Result<Self, OTelSdkError> {
        let registry = Registry::new();
        let exporter = opentelemetry_prometheus::exporter()
            .with_registry(registry.clone())
            .scope_info_enabled(false)
            .build()?;
        let resource = Resource::builder().with_service_name(service).build();
        let meters = SdkMeterProvider::builder()
            .with_resource(resource)
            .with_reader(exporter)
            .build();
        Ok(Self {
            meters,
            exposed: Some(registry),
        })
    }

    /// Makes instruments.
    #[must_use]
    pub fn meter(&self) -> Meter {
        self.meters.meter(SCOPE)
    }

    /// Tells how many revisions a follower lags behind the store. It gives the store's newest revision and its own; `None`
    /// while either is not known.
    pub fn tell_lag(
        &self,
        follower: &'static str,
        stand: impl Fn() -> Option<(Revision, Revision)> + Send + Sync + 'static,
    ) {
        let attributes = [KeyValue::new("follower", follower)];
        self.meter()
            .u64_observable_gauge("zhibiao.follower.lag")
            .with_unit("{revision}")
            .with_description("Revisions of the store that a follower has not taken in yet")
            .with_callback(move |observer| {
                if let Some((head, followed)) = stand() {
                    let lag = head.get().saturating_sub(followed.get());
                    observer.observe(u64::try_from(lag).unwrap_or(0), &attributes);
                }
            })
            .build();
    }

    /// Whether anybody asks for what is measured: what costs something on the way of every call is left out otherwise.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.exposed.is_some()
    }

    /// The metrics as they stand, in Prometheus' text format; empty when they are not exposed.
    #[must_use]
    pub fn exposition(&self) -> String {
        let families = self.exposed.as_ref().map(Registry::gather).unwrap_or_default();
        TextEncoder::new()
            .encode_to_string(&families)
            .unwrap_or_else(|error| {
                tracing::error!(%error, "metrics can't be written");
                String::new()
            })
    }
}
