//! `zhibiao watch`: follows what is published, as it happens.

use clap::Args;
use serde::Serialize;
use zhibiao_client::feed::{Event, Feed};
use zhibiao_model::revision::Revision;
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    observation::v1::{Change, ChangeKind, ObservationColumns, Qualifier, Status},
};
use zhibiao_runtime::telemetry::{InContext as _, Tracer};

use crate::{
    exit::Exit,
    failure::Failure,
    names::Resolver,
    output::{
        Format,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::{json_time, qualified, qualifier_word, status_text, status_word, time},
};

/// Follows what is published: one line a value, until interrupted.
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Only these indicators, separated by commas
    #[arg(long = "indicator", short, value_delimiter = ',')]
    indicators: Vec<String>,
    /// Begin after this revision, 0 for everything there is [default: the newest]
    #[arg(long, value_name = "REVISION")]
    after: Option<i64>,
    /// End after so many revisions
    #[arg(long, value_name = "REVISIONS")]
    count: Option<u64>,
}

/// A value that was published, in JSON: one object a line. The field names are stable.
#[derive(Debug, Serialize)]
struct Row<'a> {
    revision: i64,
    committed_at: Option<String>,
    kind: &'static str,
    subject: &'a str,
    indicator: &'a str,
    period: &'a str,
    value: Option<f64>,
    unit: &'a str,
    qualifier: String,
    status: String,
}

/// Runs the command.
///
/// # Errors
/// When a name is not known, the revision is too old, or the output is closed.
pub(crate) async fn run(args: WatchArgs, session: &Session, tracer: &Tracer) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let only: Vec<String> = args
        .indicators
        .iter()
        .filter_map(|text| resolver.indicator(text))
        .map(|code| code.to_string())
        .collect();
    resolver.finish()?;
    let after = begin(args.after, session).await?;
    let mut watch = Watch {
        session,
        resolver,
        only,
        csv_head: true,
    };
    if session.ui.format == Format::Table {
        session.ui.aside(&session.ui.text(Text::Watching {
            revision: after.get(),
        }));
    }
    let mut feed = Feed::follow(session.patient.clone(), after);
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        let event = feed.next().await;
        let span = event.as_ref().and_then(|event| event.span(tracer));
        match event {
            Some(Event::Revision { fragments, .. }) => {
                let shown = watch.show(&fragments);
                shown.with_context(span.unwrap_or_default()).await?;
                left -= 1;
            }
            Some(Event::CaughtUp(_)) => {}
            Some(Event::Lost) | None => {
                return Err(
                    Failure::new(Exit::Data, "REVISION_TOO_OLD", Text::FeedLost).next(Text::NextFeedLost)
                );
            }
        }
    }
    Ok(())
}

/// The revision to watch from: the one asked for, or else the newest.
async fn begin(asked: Option<i64>, session: &Session) -> Result<Revision, Failure> {
    let head = head(session).await?;
    let after = asked.unwrap_or(head);
    // The feed itself ends the same way for what is trimmed and for what is yet to come.
    if after > head {
        let what = Text::FeedAhead { after, head };
        return Err(Failure::new(Exit::Data, "REVISION_NOT_YET", what).next(Text::NextFeedAhead));
    }
    let invalid = || {
        let text = after.to_string();
        Failure::new(Exit::Data, "REVISION_INVALID", Text::NoRevision { text })
    };
    Revision::new(after).ok_or_else(invalid)
}

async fn head(session: &Session) -> Result<i64, Failure> {
    let summary = session
        .hub
        .retrying(|| {
            let mut client = session.hub.catalog();
            async move { client.get_summary(GetSummaryRequest {}).await }
        })
        .await?;
    Ok(summary.revision)
}

struct Watch<'a> {
    session: &'a Session,
    resolver: Resolver,
    only: Vec<String>,
    csv_head: bool,
}

impl Watch<'_> {
    async fn show(&mut self, fragments: &[Change]) -> Result<(), Failure> {
        for change in fragments {
            if change.kind() == ChangeKind::Catalog {
                // Names may have changed with it.
                self.resolver = Resolver::load(self.session).await?;
                self.catalog_changed(change)?;
            }
            if let Some(columns) = &change.observations {
                self.values(change, columns)?;
            }
        }
        Ok(())
    }

    fn catalog_changed(&self, change: &Change) -> Result<(), Failure> {
        let ui = &self.session.ui;
        match ui.format {
            Format::Table => {
                let at = time(change.committed_at.as_ref());
                ui.line(&ui.text(Text::CatalogChanged {
                    revision: change.revision,
                    at,
                }))
            }
            Format::Json => {
                let at = json_time(change.committed_at.as_ref());
                let kind = "catalog";
                ui.line(
                    &serde_json::json!({ "revision": change.revision, "committed_at": at, "kind": kind })
                        .to_string(),
                )
            }
            Format::Csv => Ok(()),
        }
    }

    fn values(&mut self, change: &Change, columns: &ObservationColumns) -> Result<(), Failure> {
        let at = |index: &[u32], names: &[String], row: usize| {
            let index = index.get(row).and_then(|index| usize::try_from(*index).ok());
            index
                .and_then(|index| names.get(index))
                .cloned()
                .unwrap_or_default()
        };
        for (i, value) in columns.value.iter().enumerate() {
            let indicator = at(&columns.indicator, &columns.indicators, i);
            if !self.only.is_empty() && !self.only.contains(&indicator) {
                continue;
            }
            let subject = at(&columns.subject, &columns.subjects, i);
            let period = at(&columns.period, &columns.periods, i);
            let qualifier = columns
                .qualifier
                .get(i)
                .and_then(|q| Qualifier::try_from(*q).ok())
                .unwrap_or_default();
            let status = columns
                .status
                .get(i)
                .and_then(|s| Status::try_from(*s).ok())
                .unwrap_or_default();
            let row = Row {
                revision: change.revision,
                committed_at: json_time(change.committed_at.as_ref()),
                kind: "observations",
                subject: &subject,
                indicator: &indicator,
                period: &period,
                value: (status != Status::Missing).then_some(*value),
                unit: self.resolver.indicator_label(&indicator).1,
                qualifier: qualifier_word(qualifier),
                status: status_word(status),
            };
            let line = match self.session.ui.format {
                Format::Table => self.text(&row, qualifier, status, &time(change.committed_at.as_ref())),
                Format::Json => serde_json::to_string(&row).map_err(Failure::internal)?,
                Format::Csv => csv(&row, std::mem::take(&mut self.csv_head))?,
            };
            self.session.ui.line(&line)?;
        }
        Ok(())
    }

    fn text(&self, row: &Row<'_>, qualifier: Qualifier, status: Status, at: &str) -> String {
        let language = self.session.ui.language;
        let value = match row.value {
            Some(value) => format!("{} {}", qualified(value, qualifier), row.unit),
            None => String::new(),
        };
        let status = status_text(status).say(language);
        let (subject, indicator) = (
            self.resolver.subject_label(row.subject),
            self.resolver.indicator_label(row.indicator).0,
        );
        let line = format!(
            "#{} {at}  {subject}  {indicator}  {}  {value} {status}",
            row.revision, row.period
        );
        line.trim_end().to_owned()
    }
}

fn csv(row: &Row<'_>, head: bool) -> Result<String, Failure> {
    let mut grid = Grid::new(
        [
            "revision",
            "committed_at",
            "subject",
            "indicator",
            "period",
            "value",
            "unit",
            "qualifier",
            "status",
        ]
        .map(Column::machine)
        .to_vec(),
    );
    grid.row(vec![
        Cell::Number(row.revision as f64, String::new()),
        Cell::text(row.committed_at.clone().unwrap_or_default()),
        Cell::text(row.subject),
        Cell::text(row.indicator),
        Cell::text(row.period),
        row.value.map_or(Cell::Empty, Cell::figure),
        Cell::text(row.unit),
        Cell::text(&row.qualifier),
        Cell::text(&row.status),
    ]);
    let mut out = Vec::new();
    grid.write_csv(&mut out).map_err(Failure::internal)?;
    let text = String::from_utf8(out).map_err(Failure::internal)?;
    let lines = if head {
        text.as_str()
    } else {
        text.split_once('\n').map_or("", |(_, rest)| rest)
    };
    Ok(lines.trim_end().to_owned())
}
