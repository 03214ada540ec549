//! The processes that are measured: the hub, and the echo beside it.

use std::{path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{
        ApplyCatalogRequest, Approval, Catalog, Department, Direction, Frequency, Indicator, IndicatorKind,
        Interface, Names, Zone,
    },
    observation::v1::{ObservationColumns, WriteObservationsRequest},
};
use zhibiao_tests::Process;

use crate::Outcome;

/// The hub as a process of its own, and a client of it.
pub(crate) async fn start(program: &Path) -> Outcome<(Process, Hub)> {
    let process = Process::start(program, &[]).await?;
    let client = process.client("bench")?;
    Ok((process, client))
}

/// The bare echo as a process of its own.
#[derive(Debug)]
pub(crate) struct Echo {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub(crate) address: String,
}

impl Echo {
    pub(crate) async fn start() -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("echo")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut said = BufReader::new(output).lines();
        let address = said.next_line().await?.ok_or("the echo did not start")?;
        Ok(Self { child, said, address })
    }

    /// Ends it, and gives the number of spans that it was sent.
    pub(crate) async fn end(mut self) -> Outcome<u64> {
        drop(self.child.stdin.take());
        let spans = self.said.next_line().await?.ok_or("the echo did not end")?;
        Ok(spans.parse()?)
    }
}

/// Name of the one department of a bench's catalogue.
pub(crate) const DEPARTMENT: &str = "departments/bench";

/// Name of the interface that it delivers through.
pub(crate) const INTERFACE: &str = "interfaces/bench";

/// Applies a catalogue of so many zones and indicators (generated; monthly, unit 万元).
pub(crate) async fn apply_catalog(hub: &Hub, zones: usize, indicators: usize) -> Outcome<()> {
    let names = |text: String| {
        Some(Names {
            zh: text,
            en: String::new(),
            aliases: Vec::new(),
        })
    };
    let catalog = Catalog {
        zones: (0..zones)
            .map(|i| Zone {
                name: zone(i),
                names: names(format!("生成园区{i}")),
                class: "htz".into(),
                ..Zone::default()
            })
            .collect(),
        departments: vec![Department {
            name: DEPARTMENT.into(),
            names: names("生成部门".into()),
            approval: Approval::Automatic.into(),
            note: String::new(),
        }],
        interfaces: vec![Interface {
            name: INTERFACE.into(),
            names: names("生成接口".into()),
            department: DEPARTMENT.into(),
            frequency: Frequency::Monthly.into(),
            due_days: 10,
            indicators: Vec::new(),
        }],
        indicators: (0..indicators)
            .map(|i| Indicator {
                name: indicator(i),
                names: names(format!("生成指标{i}")),
                unit: "万元".into(),
                direction: Direction::Up.into(),
                kind: IndicatorKind::Flow.into(),
                frequency: Frequency::Monthly.into(),
                ..Indicator::default()
            })
            .collect(),
        ..Catalog::default()
    };
    let request = ApplyCatalogRequest {
        catalog: Some(catalog),
        ..ApplyCatalogRequest::default()
    };
    hub.catalog().apply_catalog(request).await?;
    Ok(())
}

/// Writes one batch straight to the store.
pub(crate) async fn write(hub: &Hub, id: &str, observations: ObservationColumns) -> Outcome<()> {
    let request = WriteObservationsRequest {
        batch_id: id.into(),
        observations: Some(observations),
        unchanged_since: None,
        units: Vec::new(),
    };
    hub.observations().write_observations(request).await?;
    Ok(())
}

pub(crate) fn zone(number: usize) -> String {
    format!("zones/z{number}")
}

pub(crate) fn indicator(number: usize) -> String {
    format!("indicators/i{number}")
}

/// The month `number` months after January 2015.
pub(crate) fn month(number: usize) -> String {
    month_since(2015, number)
}

/// The month `number` months after a year began.
pub(crate) fn month_since(year: usize, number: usize) -> String {
    format!("{}-{:02}", year + number / 12, number % 12 + 1)
}
