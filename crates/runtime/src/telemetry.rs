//! Logs of the process.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A log filter that can't be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "log filter `{filter}` is not valid: {reason}; write for example `info` or `zhibiao_store=debug,warn`"
)]
pub struct InvalidFilter {
    filter: String,
    reason: String,
}

/// Writes the logs of this process to standard error. Called once, by the binary.
///
/// # Errors
/// When the filter can't be read.
pub fn init(filter: &str, format: LogFormat) -> Result<(), InvalidFilter> {
    let invalid = |reason: String| InvalidFilter {
        filter: filter.to_owned(),
        reason,
    };
    let filter_layer = EnvFilter::try_new(filter).map_err(|error| invalid(error.to_string()))?;
    let registry = tracing_subscriber::registry().with(filter_layer);
    let written = match format {
        LogFormat::Text => registry
            .with(fmt::layer().with_writer(std::io::stderr))
            .try_init(),
        LogFormat::Json => registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .try_init(),
    };
    written.map_err(|error| invalid(error.to_string()))
}
