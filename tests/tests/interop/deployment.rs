//! The hub that the clients call: one process with the pack of `tests/interop` and its report.

use std::{fs, net::Ipv4Addr, path::Path, process::Stdio};

use tokio::process::Command;
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    observation::v1::{ReadSeriesRequest, Series, SeriesKey},
    report::v1::{EntryColumns, ListReportsRequest, Report, ReportHeader, ReportState, SubmitReportRequest},
};
use zhibiao_runtime::caller::Caller;
use zhibiao_tests::Process;
use zhibiao_tls::{Tls, TlsFiles};

use crate::{
    client::{Client, Connection, SAMPLES},
    credentials::{ADMIN, Credentials},
    names::{NAME, Names},
};

/// Where the hub goes when it moves. Every address of 127/8 is this machine's.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// The role that the pack's grants let read and report.
const ROLE: &str = "clients";

/// The role of who may do so in the other zone only.
const OTHER_ROLE: &str = "west-park";

pub(crate) struct Deployment {
    process: Process,
    /// `None` for a hub as on a laptop, which believes whoever calls it.
    credentials: Option<Credentials>,
}

impl Deployment {
    /// A hub that believes its callers, in plaintext.
    pub(crate) async fn open() -> Self {
        let process = Process::start(&Process::built(), &[]).await.unwrap();
        let hub = Self {
            process,
            credentials: None,
        };
        hub.fill().await
    }

    /// A hub that knows its callers by their tokens, over TLS.
    pub(crate) async fn secured() -> Self {
        let credentials = Credentials::new(&["127.0.0.1", "127.0.0.2", NAME]);
        let arguments = credentials.arguments();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let process = Process::start(&Process::built(), &arguments).await.unwrap();
        let hub = Self {
            process,
            credentials: Some(credentials),
        };
        hub.fill().await
    }

    /// Applies the pack and files its report, with the command line as an office does.
    async fn fill(self) -> Self {
        let pack = Path::new(SAMPLES).join("pack");
        let report = pack.join("reports/revenue.csv");
        let report = ["report", "submit", report.to_str().unwrap()];
        self.say(&["pack", "apply", pack.to_str().unwrap()], ADMIN).await;
        self.say(&[&report[..], &["--department", "statistics"]].concat(), "office")
            .await;
        self
    }

    async fn say(&self, words: &[&str], user: &str) {
        let mut command = Command::new(Process::built());
        command.args(words).args(["--server", self.process.address()]);
        match &self.credentials {
            None => command.args(["--as", user]),
            Some(credentials) => command
                .arg("--server-ca")
                .arg(credentials.ca())
                .arg("--token-file")
                .arg(credentials.token_file(user, ROLE)),
        };
        let said = command.stdin(Stdio::null()).output().await.unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }

    /// What a client is told about the hub, at an address or a name of it.
    pub(crate) fn connection(&self, target: String, user: &str) -> Connection {
        match &self.credentials {
            None => Connection::plaintext(target, user),
            Some(credentials) => Connection::secured(
                target,
                credentials.ca(),
                credentials.token_file(user, ROLE),
                credentials.token_file("somebody", OTHER_ROLE),
            ),
        }
    }

    /// A client of our own.
    fn client(&self) -> Hub {
        const USER: &str = "checker";
        let address = self.process.address();
        match &self.credentials {
            None => Hub::connect(address)
                .unwrap()
                .as_user(&Caller::new(USER).unwrap()),
            Some(credentials) => {
                let ca = TlsFiles {
                    pair: None,
                    ca: Some(credentials.ca().to_owned()),
                };
                let hub = Hub::connect_over(address, Some(Tls::read(ca).unwrap())).unwrap();
                hub.bearing(&credentials.token(USER, ROLE)).unwrap()
            }
        }
    }

    /// Where it listens, as gRPC takes it.
    pub(crate) fn target(&self) -> String {
        self.process.address().rsplit('/').next().unwrap().to_owned()
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
        Self { process, ..self }
    }

    /// Kills it, and starts it again where it was once `meanwhile` is over.
    pub(crate) async fn away(mut self, meanwhile: impl Future<Output = ()>) -> Self {
        self.process.kill().await.unwrap();
        meanwhile.await;
        let process = self.process.revive().await.unwrap();
        Self { process, ..self }
    }

    /// The newest revision.
    pub(crate) async fn head(&self) -> i64 {
        self.client().read(GetSummaryRequest {}).await.unwrap().revision
    }

    /// Publishes a report of one value.
    pub(crate) async fn publish(&self) -> Report {
        let request = SubmitReportRequest {
            header: Some(ReportHeader {
                department: "departments/statistics".to_owned(),
                ..ReportHeader::default()
            }),
            entries: Some(EntryColumns {
                subjects: vec!["zones/west-park".to_owned()],
                indicators: vec!["indicators/revenue".to_owned()],
                periods: vec!["2020".to_owned()],
                subject: vec![0],
                indicator: vec![0],
                period: vec![0],
                value: vec![101.0],
                ..EntryColumns::default()
            }),
        };
        let submitted = self.client().reports().submit_report(request).await.unwrap();
        submitted.into_inner().report.unwrap()
    }

    /// Looks whether the hub has the client's report and its stream's batches, each once.
    pub(crate) async fn holds_what_was_sent(&self, client: &Client, user: &str) {
        let listed = self
            .client()
            .reports()
            .list_reports(ListReportsRequest::default())
            .await;
        let reports = listed.unwrap().into_inner().reports;
        let sent: Vec<_> = reports.iter().filter(|report| report.submitter == user).collect();
        let [report] = sent.as_slice() else {
            panic!("{} reports of {user}", sent.len())
        };
        let file = fs::metadata(Path::new(SAMPLES).join(client.name).join("report.csv")).unwrap();
        assert_eq!(report.state(), ReportState::Published);
        assert_eq!(report.source_bytes, file.len());
        let revenue = self.series("revenue", "east-park").await;
        assert_eq!(revenue.values, [310.5, 342.0, 371.8, 402.6]);
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
        self.client().read(request).await.unwrap().series.remove(0)
    }
}
