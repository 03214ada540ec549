//! The processes that are measured: the hub, and the echo beside it.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{
        ApplyCatalogRequest, Approval, Catalog, Department, Direction, Frequency, Indicator, IndicatorKind,
        Names, Zone,
    },
    observation::v1::{ObservationColumns, WriteObservationsRequest},
};
use zhibiao_runtime::caller::Caller;

use crate::Outcome;

/// A `zhibiao up` of its own on an empty data folder.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    folder: TempDir,
    /// Where it listens.
    pub(crate) address: String,
}

impl Process {
    /// Starts the program and waits until it says where it listens.
    pub(crate) async fn start(program: &Path) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("address");
        let child = Command::new(program)
            .args(["up", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .arg("--address-file")
            .arg(&file)
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            match std::fs::read_to_string(&file) {
                Ok(address) if address.ends_with('\n') => {
                    let address = address.trim().to_owned();
                    return Ok(Self {
                        child,
                        folder,
                        address,
                    });
                }
                Ok(_) | Err(_) if Instant::now() < end => tokio::time::sleep(Duration::from_millis(1)).await,
                Ok(_) | Err(_) => return Err("the hub did not say where it listens".into()),
            }
        }
    }

    /// A client of it.
    pub(crate) fn client(&self) -> Outcome<Hub> {
        let caller = Caller::new("bench").ok_or("no name")?;
        Ok(Hub::connect(&self.address)?.as_user(&caller))
    }

    /// A figure of its memory in MiB: `VmRSS` now, `VmHWM` at the highest.
    pub(crate) fn memory(&self, field: &str) -> Outcome<f64> {
        let id = self.child.id().ok_or("the hub has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status
            .lines()
            .find(|line| line.starts_with(field))
            .ok_or("no such figure")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// A folder that is removed with the process.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// The bare echo as a process of its own.
#[derive(Debug)]
pub(crate) struct Echo {
    _child: Child,
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
        let address = BufReader::new(output)
            .lines()
            .next_line()
            .await?
            .ok_or("the echo did not start")?;
        Ok(Self {
            _child: child,
            address,
        })
    }
}

/// Name of the one department of a bench's catalogue.
pub(crate) const DEPARTMENT: &str = "departments/bench";

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
    format!("{}-{:02}", 2015 + number / 12, number % 12 + 1)
}
