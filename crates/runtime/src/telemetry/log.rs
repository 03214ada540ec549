//! Logs of the process.

use tracing_subscriber::{
    EnvFilter, fmt,
    layer::SubscriberExt as _,
    util::{SubscriberInitExt as _, TryInitError},
};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl std::fmt::Display for LogFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

impl std::str::FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("write text or json"),
        }
    }
}

/// Which log lines are written: a level, or levels by module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(String);

impl Filter {
    /// Warnings and errors.
    #[must_use]
    pub fn warnings() -> Self {
        Self("warn".to_owned())
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
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

impl std::str::FromStr for Filter {
    type Err = InvalidFilter;

    fn from_str(text: &str) -> Result<Self, InvalidFilter> {
        EnvFilter::try_new(text)
            .map(|_| Self(text.to_owned()))
            .map_err(|error| InvalidFilter {
                filter: text.to_owned(),
                reason: error.to_string(),
            })
    }
}

/// Writes the logs of this process to standard error. Called once, by the binary.
///
/// # Errors
/// When something writes them already.
pub fn init(filter: &Filter, format: LogFormat) -> Result<(), TryInitError> {
    let registry = tracing_subscriber::registry().with(EnvFilter::new(filter.as_str()));
    match format {
        LogFormat::Text => registry
            .with(fmt::layer().with_writer(std::io::stderr))
            .try_init(),
        LogFormat::Json => registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .try_init(),
    }
}
