//! What a hub says as it starts.

use std::env;

use serde::Serialize;
use zhibiao_runtime::telemetry::LogFormat;

use super::Settings;
use crate::{
    failure::Failure,
    output::{
        Answer, Format, Ui,
        grid::{Cell, Column, Grid},
    },
    settings::DEFAULT_SERVER,
    text::Text,
};

/// Where a hub listens, in JSON: one line. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    address: &'a str,
    data: String,
    pid: u32,
}

/// Says where the hub listens and keeps its data.
///
/// # Errors
/// When standard output can't be written to.
pub(super) fn address(address: &str, settings: &Settings, ui: &Ui) -> Result<(), Failure> {
    let data = settings.data.display().to_string();
    match ui.format {
        Format::Table | Format::Csv => ui.line(&ui.text(Text::Listening {
            address: address.to_owned(),
            data,
        })),
        Format::Json => {
            let json = Json {
                address,
                data,
                pid: std::process::id(),
            };
            ui.line(&serde_json::to_string(&json).map_err(Failure::internal)?)
        }
    }
}

/// The settings as the hub would use them. There are no secrets among them.
///
/// # Errors
/// When the answer can't be written, which would be a fault of this program.
pub(super) fn settings(settings: &Settings) -> Result<Answer, Failure> {
    let Settings {
        listen,
        data,
        log,
        log_format,
        grace,
    } = settings;
    let format = match log_format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    let values = [
        ("ZHIBIAO_LISTEN", listen.to_string()),
        ("ZHIBIAO_DATA", data.display().to_string()),
        ("ZHIBIAO_LOG", log.as_str().to_owned()),
        ("ZHIBIAO_LOG_FORMAT", format.to_owned()),
        ("ZHIBIAO_GRACE", format!("{}ms", grace.as_millis())),
    ];
    let mut grid = Grid::new(vec![
        Column::text("setting", Text::HeadSetting),
        Column::text("value", Text::HeadValue),
    ]);
    for (key, value) in &values {
        grid.row(vec![Cell::text(*key), Cell::text(value)]);
    }
    let json: std::collections::BTreeMap<_, _> = values.iter().cloned().collect();
    Answer::new(&json, grid)
}

/// A command as it can be typed here: this program as it was called, and the server where it is not the default.
pub(super) fn command(words: &str, address: &str) -> String {
    let program = env::args().next().unwrap_or_else(|| "zhibiao".to_owned());
    if address == DEFAULT_SERVER {
        format!("  {program} {words}")
    } else {
        format!("  {program} --server {address} {words}")
    }
}
