//! `zhibiao series`: one subject through time.

use clap::Args;
use serde::Serialize;
use zhibiao_model::ids::IndicatorCode;
use zhibiao_proto::observation::v1::{
    Provenance, Qualifier, ReadSeriesRequest, Series, SeriesKey, Status, Vintage,
};
use zhibiao_runtime::language::Language;

use crate::{
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::{Text, list},
    wire::{
        When, json_time, qualified, qualifier_word, reason_text, remarks, status_text, status_word, time,
    },
};

/// Shows one subject's values of one or several indicators through time.
#[derive(Debug, Args)]
pub(crate) struct SeriesArgs {
    /// Subject: resource name, code, Chinese or English name
    subject: String,
    /// Indicators
    #[arg(required = true, num_args = 1..)]
    indicators: Vec<String>,
    /// First period
    #[arg(long)]
    from: Option<String>,
    /// Last period
    #[arg(long)]
    to: Option<String>,
    /// Show every value that was ever in force, not only the present one
    #[arg(long)]
    vintages: bool,
    #[command(flatten)]
    when: When,
}

fn request(args: &SeriesArgs, subject: &str, indicators: &[IndicatorCode]) -> ReadSeriesRequest {
    let key = |code: &IndicatorCode| SeriesKey {
        subject: subject.to_owned(),
        indicator: code.to_string(),
    };
    ReadSeriesRequest {
        keys: indicators.iter().map(key).collect(),
        from: args.from.clone().unwrap_or_default(),
        to: args.to.clone().unwrap_or_default(),
        consistency: args.when.consistency(),
        as_of: args.when.as_of(),
        include_provenance: true,
        include_vintages: args.vintages,
    }
}

/// Runs the command.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: SeriesArgs, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let subject = resolver
        .subject(&args.subject)
        .map(|name| name.to_string())
        .unwrap_or_default();
    let indicators: Vec<_> = args
        .indicators
        .iter()
        .filter_map(|text| resolver.indicator(text))
        .collect();
    resolver.finish()?;
    let request = request(&args, &subject, &indicators);
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.observations(), request.clone());
            async move { client.read_series(request).await }
        })
        .await?;
    let language = session.ui.language;
    let rows: Vec<Row> = response
        .series
        .iter()
        .flat_map(|series| {
            if args.vintages {
                vintages(series)
            } else {
                current(series)
            }
        })
        .collect();
    let json = Json {
        subject: &subject,
        revision: response.revision,
        token: &response.token,
        values: &rows,
    };
    let mut answer = Answer::new(&json, grid(&rows, &resolver, language))?
        .above(resolver.subject_label(&subject).to_owned());
    if rows.is_empty() {
        answer.below.push(Text::NoValues.say(language));
    }
    answer.below.extend(
        response
            .series
            .iter()
            .flat_map(|series| unanswered(series, &resolver, language)),
    );
    answer.below.push(
        Text::AtRevision {
            revision: response.revision,
        }
        .say(language),
    );
    session.ui.answer(&answer)
}

/// A value of a series. The field names are stable.
#[derive(Debug, Serialize)]
struct Row {
    indicator: String,
    period: String,
    value: Option<f64>,
    unit: String,
    qualifier: String,
    status: String,
    computed: bool,
    revision: i64,
    /// Revision that superseded it; 0 while it is in force. Only with vintages.
    superseded_at: Option<i64>,
    committed_at: Option<String>,
    source: String,
    report: String,
    department: String,
    #[serde(skip)]
    sent: Sent,
}

/// What people are shown otherwise than machines.
#[derive(Debug)]
struct Sent {
    qualifier: Qualifier,
    status: Status,
    committed: String,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    subject: &'a str,
    revision: i64,
    token: &'a str,
    values: &'a [Row],
}

fn current(series: &Series) -> Vec<Row> {
    let nobody = Provenance::default();
    let row = |(i, (period, value)): (usize, (&String, &f64))| {
        let qualifier = series
            .qualifiers
            .get(i)
            .and_then(|q| Qualifier::try_from(*q).ok())
            .unwrap_or_default();
        let status = series
            .statuses
            .get(i)
            .and_then(|s| Status::try_from(*s).ok())
            .unwrap_or_default();
        let provenance = series
            .provenance
            .get(i)
            .and_then(|index| series.provenances.get(usize::try_from(*index).ok()?))
            .unwrap_or(&nobody);
        Row {
            indicator: series.indicator.clone(),
            period: period.clone(),
            value: (status != Status::Missing).then_some(*value),
            unit: series.unit.clone(),
            qualifier: qualifier_word(qualifier),
            status: status_word(status),
            computed: series.computed.get(i).copied().unwrap_or_default(),
            revision: series.revisions.get(i).copied().unwrap_or_default(),
            superseded_at: None,
            committed_at: None,
            source: provenance.source.clone(),
            report: provenance.report.clone(),
            department: provenance.department.clone(),
            sent: Sent {
                qualifier,
                status,
                committed: String::new(),
            },
        }
    };
    series
        .periods
        .iter()
        .zip(&series.values)
        .enumerate()
        .map(row)
        .collect()
}

fn vintages(series: &Series) -> Vec<Row> {
    let nobody = Provenance::default();
    let row = |vintage: &Vintage| {
        let provenance = vintage.provenance.as_ref().unwrap_or(&nobody);
        Row {
            indicator: series.indicator.clone(),
            period: vintage.period.clone(),
            value: vintage.value,
            unit: series.unit.clone(),
            qualifier: qualifier_word(vintage.qualifier()),
            status: status_word(vintage.status()),
            computed: false,
            revision: vintage.revision,
            superseded_at: Some(vintage.superseded_at),
            committed_at: json_time(vintage.committed_at.as_ref()),
            source: provenance.source.clone(),
            report: provenance.report.clone(),
            department: provenance.department.clone(),
            sent: Sent {
                qualifier: vintage.qualifier(),
                status: vintage.status(),
                committed: time(vintage.committed_at.as_ref()),
            },
        }
    };
    series.vintages.iter().map(row).collect()
}

fn grid(rows: &[Row], resolver: &Resolver, language: Language) -> Grid {
    let mut grid = Grid::new(vec![
        Column::machine("indicator"),
        Column::text("indicator_name", Text::HeadIndicator),
        Column::text("period", Text::HeadPeriod),
        Column::number("value", Text::HeadValue),
        Column::text("unit", Text::HeadUnit),
        Column::machine("qualifier"),
        Column::machine("status"),
        Column::number("revision", Text::HeadRevision),
        Column::text("committed_at", Text::HeadCommitted),
        Column::text("remarks", Text::HeadRemarks),
        Column::text("source", Text::HeadSource),
    ]);
    let mut before = "";
    for row in rows {
        let (name, _) = resolver.indicator_label(&row.indicator);
        let shown = if before == row.indicator { "" } else { name };
        before = &row.indicator;
        let mut texts = vec![status_text(row.sent.status)];
        if row.computed {
            texts.push(Text::Computed);
        }
        if let Some(until) = row.superseded_at.filter(|until| *until > 0) {
            texts.push(Text::SupersededAt { revision: until });
        }
        grid.row(vec![
            Cell::text(&row.indicator),
            Cell::Word(name.to_owned(), shown.to_owned()),
            Cell::text(&row.period),
            row.value.map_or(Cell::Empty, |value| {
                Cell::Number(value, qualified(value, row.sent.qualifier))
            }),
            Cell::text(&row.unit),
            Cell::text(&row.qualifier),
            Cell::text(&row.status),
            // Revisions stay far below 2^53.
            Cell::Number(row.revision as f64, row.revision.to_string()),
            Cell::Word(
                row.committed_at.clone().unwrap_or_default(),
                row.sent.committed.clone(),
            ),
            Cell::text(remarks(texts, language)),
            Cell::text(&row.source),
        ]);
    }
    grid
}

/// Periods at which a formula has some inputs but not all.
fn unanswered(series: &Series, resolver: &Resolver, language: Language) -> Vec<String> {
    let (name, _) = resolver.indicator_label(&series.indicator);
    let line = |cell: &zhibiao_proto::observation::v1::Unanswered| {
        let inputs: Vec<String> = cell
            .missing_inputs
            .iter()
            .map(|input| {
                format!(
                    "{} {}",
                    resolver.indicator_label(&input.indicator).0,
                    input.period
                )
            })
            .collect();
        let reason = reason_text(&cell.reason).say(language);
        let reason = if inputs.is_empty() {
            reason
        } else {
            format!("{reason}: {}", list(&inputs, language))
        };
        Text::NotComputed {
            name: name.to_owned(),
            period: cell.period.clone(),
            reason,
        }
        .say(language)
    };
    series.unanswered.iter().map(line).collect()
}
