//! The hub that the clients call: one process with the pack of `tests/interop` and its report.

use std::{fs, net::Ipv4Addr, path::Path, process::Stdio};

use tokio::process::Command;
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    observation::v1::{ReadSeriesRequest, Series, SeriesKey, WriteObservationsRequest},
    report::v1::{ListReportsRequest, ReportState},
};
use zhibiao_testkit::observations;
use zhibiao_tests::Process;

use crate::{
    client::{Client, SAMPLES},
    names::Names,
};

/// Where the hub goes when it moves. Every address of 127/8 is this machine's.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

pub(crate) struct Deployment {
    process: Process,
}

impl Deployment {
    /// A hub with data, filed with the command line as an office does.
    pub(crate) async fn start() -> Self {
        let process = Process::start(&Process::built(), &[]).await.unwrap();
        let hub = Self { process };
        let pack = Path::new(SAMPLES).join("pack");
        hub.say(&["pack", "apply", pack.to_str().unwrap()]).await;
        let report = pack.join("reports/revenue.csv");
        let report = report.to_str().unwrap();
        hub.say(&["report", "submit", report, "--department", "statistics"])
            .await;
        hub
    }

    async fn say(&self, words: &[&str]) {
        let said = Command::new(Process::built())
            .args(words)
            .args(["--as", "office", "--server", self.process.address()])
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }

    /// Where it listens, as gRPC takes it.
    pub(crate) fn target(&self) -> String {
        self.process.address().trim_start_matches("http://").to_owned()
    }

    pub(crate) fn ip(&self) -> Ipv4Addr {
        self.target().split(':').next().unwrap().parse().unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.target().split(':').next_back().unwrap().parse().unwrap()
    }

    /// Kills it and starts it at another address, to which the name then leads.
    pub(crate) async fn move_to(mut self, names: &Names) -> Self {
        self.process.kill().await.unwrap();
        names.move_to(ELSEWHERE);
        let address = format!("{ELSEWHERE}:{}", self.port());
        let process = self.process.revive_at(&address).await.unwrap();
        Self { process }
    }

    /// The newest revision.
    pub(crate) async fn head(&self) -> i64 {
        let hub = self.process.client("checker").unwrap();
        hub.read(GetSummaryRequest {}).await.unwrap().revision
    }

    /// Writes one value; gives the revision and the batch.
    pub(crate) async fn write_something(&self) -> (i64, &'static str) {
        const BATCH: &str = "after-the-move";
        let hub = self.process.client("checker").unwrap();
        let cell = observations::cell("revenue", "zones/west-park", "2020", 101.0);
        let request = WriteObservationsRequest {
            batch_id: BATCH.to_owned(),
            observations: Some(observations::columns([cell])),
            ..WriteObservationsRequest::default()
        };
        let written = hub.observations().write_observations(request).await.unwrap();
        (written.into_inner().revision, BATCH)
    }

    /// Looks whether the hub has the report and the stream's batches, each once.
    pub(crate) async fn holds_what_was_sent(&self, client: &Client, user: &str) {
        let hub = self.process.client("checker").unwrap();
        let listed = hub.reports().list_reports(ListReportsRequest::default()).await;
        let reports = listed.unwrap().into_inner().reports;
        let sent: Vec<_> = reports.iter().filter(|report| report.submitter == user).collect();
        let [report] = sent.as_slice() else {
            panic!("{} reports of {user}", sent.len())
        };
        let file = fs::metadata(Path::new(SAMPLES).join(client.name).join("report.csv")).unwrap();
        assert_eq!(report.state(), ReportState::Published);
        assert_eq!(report.source_bytes, file.len());
        assert_eq!(
            self.series("revenue", "east-park").await.values,
            [310.5, 342.0, 371.8, 402.6]
        );
        let east = self.series("charging-points", "east-park").await;
        assert_eq!(east.periods, ["2024-01", "2024-02", "2024-03"]);
        assert_eq!(east.values, [400.0, 400.0, 400.0]);
        let west = self.series("charging-points", "west-park").await;
        assert_eq!(west.periods, ["2024-01", "2024-03"]);
        assert_eq!(west.values, [410.0, 410.0]);
    }

    async fn series(&self, indicator: &str, zone: &str) -> Series {
        let request = ReadSeriesRequest {
            keys: vec![SeriesKey {
                subject: format!("zones/{zone}"),
                indicator: format!("indicators/{indicator}"),
            }],
            ..ReadSeriesRequest::default()
        };
        let hub = self.process.client("checker").unwrap();
        hub.read(request).await.unwrap().series.remove(0)
    }
}
