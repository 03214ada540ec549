//! What the intake measures.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use zhibiao_proto::report::v1::Severity;
use zhibiao_runtime::{
    clock::Clock,
    telemetry::{Counter, KeyValue, Telemetry},
};

use crate::{
    log::ReportLog,
    publish::blocking,
    report::{Report, State},
};

/// Time between two looks at how many reports wait.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Reports of a state that are counted, at most: a look must not become a scan.
const MOST: u32 = 100_000;

/// States in which a report waits for somebody or something.
const WAITING: [State; 3] = [State::Blocked, State::Pending, State::Approved];

/// Counts what this process does to reports. Clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    reports: Counter<u64>,
    findings: Counter<u64>,
}

/// What waits, as of the last look.
#[derive(Debug, Default)]
struct Waiting {
    /// How many reports, in the order of [`WAITING`].
    counts: [AtomicU32; WAITING.len()],
    /// When the first of those that wait to be published was approved.
    approved_since: Mutex<Option<Timestamp>>,
}

impl Metrics {
    /// Nothing is counted yet.
    pub(crate) fn new(telemetry: &Telemetry) -> Self {
        let meter = telemetry.meter();
        Self {
            reports: meter
                .u64_counter("zhibiao.ingest.reports")
                .with_unit("{report}")
                .with_description("Reports that this process brought into a state")
                .build(),
            findings: meter
                .u64_counter("zhibiao.ingest.findings")
                .with_unit("{finding}")
                .with_description("Findings about reports that were kept and batches that were written")
                .build(),
        }
    }

    /// A report has come into the state it is in.
    pub(crate) fn changed(&self, report: &Report) {
        self.reports
            .add(1, &[KeyValue::new("state", report.state.word())]);
    }

    /// A check found something, so many times.
    pub(crate) fn found(&self, code: &str, severity: Severity, count: u32) {
        let attributes = [
            KeyValue::new("code", code.to_owned()),
            KeyValue::new("severity", word(severity)),
        ];
        self.findings.add(count.into(), &attributes);
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Unspecified => "unspecified",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

impl Waiting {
    /// Takes a look. A log that is away has said so already; what was last known stands.
    async fn look(&self, log: &Arc<dyn ReportLog>) {
        for (state, count) in WAITING.into_iter().zip(&self.counts) {
            let log = Arc::clone(log);
            if let Ok(counted) = blocking(move || log.count(state, MOST)).await {
                count.store(counted, Ordering::Relaxed);
            }
        }
        let log = Arc::clone(log);
        if let Ok(since) = blocking(move || log.approved_since(MOST)).await {
            *self.approved_since.lock().unwrap_or_else(PoisonError::into_inner) = since;
        }
    }

    /// Seconds that the first of those that wait to be published has waited; 0 when none does.
    fn oldest(&self, now: Timestamp) -> f64 {
        let since = *self.approved_since.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = since.map(|since| now.duration_since(since));
        // The clock of whoever approved may be ahead.
        waited.map_or(0.0, |waited| waited.as_secs_f64().max(0.0))
    }
}

/// Tells how many reports wait and how long, looking every now and then until `shutdown`.
pub(crate) async fn tell_waiting(
    telemetry: Telemetry,
    log: Arc<dyn ReportLog>,
    clock: Clock,
    shutdown: CancellationToken,
) {
    if !telemetry.is_measured() {
        return;
    }
    let waiting = Arc::new(Waiting::default());
    let told = Arc::clone(&waiting);
    telemetry
        .meter()
        .u64_observable_gauge("zhibiao.ingest.reports.waiting")
        .with_unit("{report}")
        .with_description("Reports that wait: for their sender, for a decision, to be published")
        .with_callback(move |observer| {
            for (state, count) in WAITING.iter().zip(&told.counts) {
                let attributes = [KeyValue::new("state", state.word())];
                observer.observe(count.load(Ordering::Relaxed).into(), &attributes);
            }
        })
        .build();
    let told = Arc::clone(&waiting);
    telemetry
        .meter()
        .f64_observable_gauge("zhibiao.ingest.reports.oldest")
        .with_unit("s")
        .with_description("Time since the first of the reports that wait to be published was approved")
        .with_callback(move |observer| observer.observe(told.oldest(clock.now()), &[]))
        .build();
    let look = async {
        loop {
            waiting.look(&log).await;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    shutdown.run_until_cancelled(look).await;
}

#[cfg(test)]
mod tests {
    use zhibiao_testkit::eventually;

    use super::*;
    use crate::log::{
        SqliteLog,
        conformance::{decision, id, kept, submit},
    };

    #[tokio::test]
    async fn what_waits_is_told_by_state() {
        let folder = tempfile::tempdir().unwrap();
        let log: Arc<dyn ReportLog> = Arc::new(SqliteLog::open(folder.path()).unwrap());
        kept(log.as_ref());
        let approved = submit(log.as_ref(), id(1), "content", State::Pending).unwrap();
        let decision = decision(State::Approved, "王芳");
        log.decide(id(1), &approved.etag(), &decision).unwrap();
        let clock = Clock::fixed(decision.decided.at + Duration::from_secs(90));
        let telemetry = Telemetry::exposed("test").unwrap();
        let shutdown = CancellationToken::new();
        let telling = tokio::spawn(tell_waiting(telemetry.clone(), log, clock, shutdown.clone()));
        eventually("the report is told to wait", async || {
            let metrics = telemetry.exposition();
            let line = |state, count| format!("zhibiao_ingest_reports_waiting{{state=\"{state}\"}} {count}");
            [("blocked", 0), ("pending", 1), ("approved", 1)]
                .into_iter()
                .all(|(state, count)| metrics.contains(&line(state, count)))
                && metrics.contains("zhibiao_ingest_reports_oldest_seconds 90\n")
        })
        .await;
        shutdown.cancel();
        telling.await.unwrap();
    }

    #[test]
    fn findings_are_counted_by_code_and_severity() {
        let telemetry = Telemetry::exposed("test").unwrap();
        let metrics = Metrics::new(&telemetry);
        metrics.found("UNKNOWN_UNIT", Severity::Error, 2);
        metrics.found("UNKNOWN_UNIT", Severity::Error, 1);
        metrics.found("REVISION", Severity::Warning, 5);
        let told = telemetry.exposition();
        for line in [
            "zhibiao_ingest_findings_total{code=\"UNKNOWN_UNIT\",severity=\"error\"} 3",
            "zhibiao_ingest_findings_total{code=\"REVISION\",severity=\"warning\"} 5",
        ] {
            assert!(told.contains(line), "{line}:\n{told}");
        }
    }
}
