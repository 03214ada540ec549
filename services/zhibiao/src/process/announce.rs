//! What a process says as it starts.

use std::{env, path::Path};

use serde::Serialize;

use crate::{
    failure::Failure,
    output::{
        Answer, Format, Ui,
        grid::{Cell, Column, Grid},
    },
    process::Started,
    settings::{DEFAULT_SERVER, Shown},
    text::Text,
};

/// Where a hub listens, in JSON: one line. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<&'a str>,
    data: String,
    pid: u32,
}

/// Where a role listens, in JSON: one line. The field names are stable.
#[derive(Debug, Serialize)]
struct RoleJson<'a> {
    role: &'a str,
    address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<&'a str>,
    pid: u32,
}

/// Says where the hub listens and keeps its data.
///
/// # Errors
/// When standard output can't be written to.
pub(crate) fn hub(started: &Started, data: &Path, ui: &Ui) -> Result<(), Failure> {
    let (address, operations) = (started.address.as_str(), operations(started));
    let data = data.display().to_string();
    match ui.format {
        Format::Table | Format::Csv => ui.line(&ui.text(Text::Listening {
            address: address.to_owned(),
            data,
        })),
        Format::Json => {
            let pid = std::process::id();
            let json = Json {
                address,
                operations,
                data,
                pid,
            };
            ui.line(&serde_json::to_string(&json).map_err(Failure::internal)?)
        }
    }
}

/// Says where a role listens.
///
/// # Errors
/// When standard output can't be written to.
pub(crate) fn role(role: &str, started: &Started, ui: &Ui) -> Result<(), Failure> {
    let (address, operations) = (started.address.as_str(), operations(started));
    match ui.format {
        Format::Table | Format::Csv => ui.line(&ui.text(Text::RoleListening {
            role: role.to_owned(),
            address: address.to_owned(),
        })),
        Format::Json => {
            let pid = std::process::id();
            let json = RoleJson {
                role,
                address,
                operations,
                pid,
            };
            ui.line(&serde_json::to_string(&json).map_err(Failure::internal)?)
        }
    }
}

fn operations(started: &Started) -> Option<&str> {
    started
        .operations
        .as_ref()
        .map(|answering| answering.address.as_str())
}

/// The settings as the process would use them, and where each was said.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(crate) fn settings(shown: &[Shown], ui: &Ui) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::text("setting", Text::HeadSetting),
        Column::text("value", Text::HeadValue),
        Column::text("from", Text::HeadFrom),
    ]);
    for Shown { key, value, origin } in shown {
        let from = origin.clone().unwrap_or_else(|| ui.text(Text::FromDefault));
        grid.row(vec![Cell::text(*key), Cell::text(value), Cell::text(from)]);
    }
    let json: std::collections::BTreeMap<_, _> =
        shown.iter().map(|shown| (shown.key, &shown.value)).collect();
    Answer::new(&json, grid)
}

/// A command as it can be typed here: this program as it was called, and the server where it is not the default.
pub(crate) fn command(words: &str, address: &str) -> String {
    let program = env::args().next().unwrap_or_else(|| "zhibiao".to_owned());
    if address == DEFAULT_SERVER {
        format!("  {program} {words}")
    } else {
        format!("  {program} --server {address} {words}")
    }
}
