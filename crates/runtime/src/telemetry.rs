//! What a process tells of itself: log lines, metrics and traces.
//!
//! There is no global registry: whoever has something to measure is given a [`Telemetry`], takes its [`Meter`] and makes
//! its instruments there; whoever makes spans takes its [`Tracer`]. Names, units and attributes are those of
//! OpenTelemetry's semantic conventions where they have one, and begin with `zhibiao.` where they don't.

pub mod attributes;
pub(crate) mod calls;
mod export;
mod log;
pub(crate) mod propagation;
mod resource;
pub(crate) mod rpc;

use std::{thread, time::Duration};

use jiff::Timestamp;
use opentelemetry::metrics::{MeterProvider as _, NoopMeterProvider};
use opentelemetry_otlp::ExporterBuildError;
use opentelemetry_sdk::{
    error::OTelSdkError,
    metrics::SdkMeterProvider,
    trace::{SdkTracerProvider, SpanExporter},
};
use prometheus::{Registry, TextEncoder};
use tokio::sync::oneshot;
use zhibiao_model::revision::Revision;
use zhibiao_tls::{Tls, TlsError};

pub use calls::{Tracer, annotate};
pub use export::{Address, Collector, Export, Rule, Sampling, Share};
pub use log::{Filter, InvalidFilter, LogFormat, init};
pub use opentelemetry::{
    Context, KeyValue,
    context::FutureExt as InContext,
    metrics::{Counter, Histogram, Meter},
};
pub use propagation::{current_cause, current_parent, read_parent};
pub use resource::Attributes;

/// The instrumentation scope of everything that the hub measures and traces.
const SCOPE: &str = "zhibiao";

/// Longest time to send what has not been sent yet, as the process ends.
const FLUSHING: Duration = Duration::from_secs(3);

/// What a process measures and traces, and who asks for it. Clones measure the same.
#[derive(Debug, Clone)]
pub struct Telemetry {
    /// `None` where nobody gets to see what is measured.
    meters: Option<SdkMeterProvider>,
    /// Where Prometheus finds the metrics; `None` when nobody asks for them.
    exposed: Option<Registry>,
    traces: Option<SdkTracerProvider>,
    tracer: Tracer,
}

/// Telemetry can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum CantTell {
    /// Metrics can't be exposed, which would be a fault of this program.
    #[error("metrics can't be exposed: {0}")]
    Expose(#[from] OTelSdkError),
    /// Nothing can be sent to a collector.
    #[error("can't export telemetry: {0}")]
    Export(#[from] ExporterBuildError),
    /// A collector can't be reached as it is asked for.
    #[error("can't export telemetry: {0}")]
    Tls(#[from] TlsError),
}

impl Telemetry {
    /// Measures nothing: for a process that nobody asks, and for tests.
    #[must_use]
    pub fn none() -> Self {
        Self {
            meters: None,
            exposed: None,
            traces: None,
            tracer: Tracer::default(),
        }
    }

    /// Measures what Prometheus asks of a service, such as `zhibiao-store`.
    ///
    /// # Errors
    /// When the exporter can't be set up, which would be a fault of this program.
    pub fn exposed(service: &str) -> Result<Self, CantTell> {
        Self::new(service, true, &Export::default())
    }

    /// Measures and traces a service, such as `zhibiao-store`, for whoever is to be told.
    ///
    /// # Errors
    /// When an exporter can't be set up.
    pub fn new(service: &str, exposed: bool, export: &Export) -> Result<Self, CantTell> {
        let resource = export.attributes.resource(service);
        let mut meters = SdkMeterProvider::builder().with_resource(resource.clone());
        let mut registry = None;
        if exposed {
            let exporter = opentelemetry_prometheus::exporter()
                .with_registry(registry.insert(Registry::new()).clone())
                .scope_info_enabled(false)
                .build()?;
            meters = meters.with_reader(exporter);
        }
        if let Some(collector) = &export.metrics {
            meters = meters.with_periodic_exporter(collector.metrics()?);
        }
        let telemetry = Self {
            // One that is built tells in the log that it ends.
            meters: (exposed || export.metrics.is_some()).then(|| meters.build()),
            exposed: registry,
            ..Self::none()
        };
        let Some(collector) = &export.traces else {
            return Ok(telemetry);
        };
        let traces = SdkTracerProvider::builder()
            .with_resource(resource)
            .with_sampler(export.sampling.sampler())
            .with_batch_exporter(collector.spans()?);
        Ok(telemetry.traced_by(traces.build()))
    }

    /// Traces everything that has no parent to say otherwise, and hands each span on as it ends: for tests.
    #[must_use]
    pub fn traced(exporter: impl SpanExporter + 'static) -> Self {
        Self::sampled(exporter, Sampling::default())
    }

    /// The same, of which only what is sampled is kept.
    pub(crate) fn sampled(exporter: impl SpanExporter + 'static, sampling: Sampling) -> Self {
        let traces = SdkTracerProvider::builder().with_sampler(sampling.sampler());
        Self::none().traced_by(traces.with_simple_exporter(exporter).build())
    }

    fn traced_by(self, traces: SdkTracerProvider) -> Self {
        Self {
            tracer: Tracer::of(&traces),
            traces: Some(traces),
            ..self
        }
    }

    /// Makes spans.
    #[must_use]
    pub fn tracer(&self) -> Tracer {
        self.tracer.clone()
    }

    /// Sends what has not been sent yet, and measures nothing any more: the last thing that a process does. A collector
    /// that doesn't answer is not waited for longer than 3 s.
    pub async fn flush(self) {
        let (done, flushed) = oneshot::channel();
        // A thread of its own, since exporters block, and a runtime would wait for one that hangs.
        thread::spawn(move || {
            let traces = self
                .traces
                .map(|traces| traces.shutdown_with_timeout(FLUSHING))
                .unwrap_or(Ok(()));
            // Who waits may have given up.
            let metrics = self.meters.map_or(Ok(()), |meters| meters.shutdown());
            let _ = done.send(traces.and(metrics));
        });
        match tokio::time::timeout(FLUSHING, flushed).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "last traces or metrics not sent"),
            Ok(Err(_)) | Err(_) => tracing::warn!("last traces or metrics not sent in time"),
        }
    }

    /// Makes instruments; where nobody gets to see them, ones that do nothing.
    #[must_use]
    pub fn meter(&self) -> Meter {
        match &self.meters {
            Some(meters) => meters.meter(SCOPE),
            // The SDK takes instruments without a reader for a fault, and says so for each.
            None => NoopMeterProvider::new().meter(SCOPE),
        }
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

    /// Tells when the process started: a scrape that finds another time knows that it has lost what was counted before.
    pub fn tell_start(&self, at: Timestamp) {
        let since = at.as_millisecond() as f64 / 1_000.0;
        self.meter()
            .f64_observable_gauge("process.start_time")
            .with_unit("s")
            .with_description("Start of the process, since 1970")
            .with_callback(move |observer| observer.observe(since, &[]))
            .build();
    }

    /// Tells when a certificate expires, as its files have it now; nothing while there is none.
    pub(crate) fn tell_expiry(&self, tls: Tls) {
        self.meter()
            .u64_observable_gauge("zhibiao.tls.certificate.expires")
            .with_unit("s")
            .with_description("End of the validity of the certificate that callers are shown, since 1970")
            .with_callback(move |observer| {
                if let Some(expires) = tls.expires() {
                    observer.observe(expires, &[]);
                }
            })
            .build();
    }

    /// Whether anybody asks for what is measured: what costs something on the way of every call is left out otherwise.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.meters.is_some()
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
