//! Logs of the process.

use std::{fmt::Write as _, io::IsTerminal as _};

use opentelemetry::{Context, trace::TraceContextExt as _};
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    EnvFilter,
    fmt::{
        self, FmtContext, FormatEvent, FormatFields,
        format::{Format, Full, Json, Writer},
    },
    layer::SubscriberExt as _,
    registry::LookupSpan,
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

/// Lines that name the trace and the span which they belong to, so that either leads to the other.
struct WithTrace<F>(Format<F>);

impl<S, N> FormatEvent<S, N> for WithTrace<Full>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> std::fmt::Result {
        let at_work = Context::current();
        let span = at_work.span().span_context().clone();
        if !span.is_valid() {
            return self.0.format_event(context, writer, event);
        }
        let mut line = String::new();
        self.0.format_event(context, Writer::new(&mut line), event)?;
        let (trace_id, span_id) = (span.trace_id(), span.span_id());
        writeln!(
            writer,
            "{} trace_id={trace_id} span_id={span_id}",
            line.trim_end_matches('\n')
        )
    }
}

impl<S, N> FormatEvent<S, N> for WithTrace<Json>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> std::fmt::Result {
        let mut line = String::new();
        self.0.format_event(context, Writer::new(&mut line), event)?;
        let at_work = Context::current();
        let span = at_work.span().span_context().clone();
        // The line is one JSON object: its last brace closes it.
        if let Some(end) = line.rfind('}').filter(|_| span.is_valid()) {
            line.truncate(end);
            let (trace_id, span_id) = (span.trace_id(), span.span_id());
            writeln!(line, r#","trace_id":"{trace_id}","span_id":"{span_id}"}}"#)?;
        }
        writer.write_str(&line)
    }
}

/// Writes the logs of this process to standard error. Called once, by the binary.
///
/// # Errors
/// When something writes them already.
pub fn init(filter: &Filter, format: LogFormat) -> Result<(), TryInitError> {
    let registry = tracing_subscriber::registry().with(EnvFilter::new(filter.as_str()));
    // Colours are for people: in files and pipes they are in the way of every search.
    let coloured = std::io::stderr().is_terminal();
    match format {
        LogFormat::Text => registry
            .with(
                fmt::layer()
                    .with_ansi(coloured)
                    .map_event_format(|format| WithTrace(format.with_ansi(coloured)))
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .map_event_format(WithTrace)
                    .with_writer(std::io::stderr),
            )
            .try_init(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use super::*;
    use crate::telemetry::read_parent;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_for_people_name_it_too() {
        let lines = Lines::default();
        let writer = lines.clone();
        let layer = fmt::layer().map_event_format(|format| WithTrace(format.with_ansi(false)));
        let subscriber = tracing_subscriber::registry().with(layer.with_writer(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!("outside");
            let span = read_parent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").unwrap();
            let _entered = Context::new().with_remote_span_context(span).attach();
            tracing::warn!(zone = "zones/a", "inside");
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines.len() == 2 && !lines[0].contains("trace_id") && !text.contains('\u{1b}'),
            "{text}"
        );
        let ids = "trace_id=0af7651916cd43dd8448eb211c80319c span_id=b7ad6b7169203331";
        assert!(
            lines[1].contains("inside zone=\"zones/a\"") && lines[1].ends_with(ids),
            "{text}"
        );
    }

    #[test]
    fn lines_name_the_span_that_they_belong_to() {
        let lines = Lines::default();
        let writer = lines.clone();
        let layer = fmt::layer().json().map_event_format(WithTrace);
        let subscriber = tracing_subscriber::registry().with(layer.with_writer(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(zone = "zones/a", "outside");
            let span = read_parent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").unwrap();
            let _entered = Context::new().with_remote_span_context(span).attach();
            tracing::warn!("inside }}");
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].get("trace_id").is_none());
        assert_eq!(lines[1]["fields"]["message"], "inside }");
        assert_eq!(lines[1]["trace_id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(lines[1]["span_id"], "b7ad6b7169203331");
    }
}
