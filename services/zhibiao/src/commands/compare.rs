//! `zhibiao compare`: subjects side by side.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{CompareRequest, CompareResponse, ComparedIndicator, ComparedValue};
use zhibiao_runtime::language::Language;

use crate::{
    failure::Failure,
    names::{Resolver, sent_in_language},
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::{Text, list},
    wire::{
        JsonNames, PeersArgs, When, qualified, qualifier_word, reason_text, remarks, status_text,
        status_word, word,
    },
};

/// Puts subjects side by side: value, difference, ratio, growth, percentile, source.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// Subjects; the first is the base of differences and ratios
    #[arg(required = true, num_args = 1..)]
    subjects: Vec<String>,
    /// Indicators, separated by commas
    #[arg(long = "indicator", short, required = true, value_delimiter = ',')]
    indicators: Vec<String>,
    /// Period for all [default: the last one at which the first subject has a value]
    #[arg(long, short)]
    period: Option<String>,
    /// Period that growth is computed from [default: a year earlier]
    #[arg(long, value_name = "PERIOD")]
    against: Option<String>,
    #[command(flatten)]
    peers: PeersArgs,
    #[command(flatten)]
    when: When,
}

/// Runs the command.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: CompareArgs, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let subjects: Vec<String> = args
        .subjects
        .iter()
        .filter_map(|text| resolver.subject(text))
        .map(|name| name.to_string())
        .collect();
    let indicators: Vec<String> = args
        .indicators
        .iter()
        .filter_map(|text| resolver.indicator(text))
        .map(|code| code.to_string())
        .collect();
    let peers = args.peers.peers(&mut resolver);
    resolver.finish()?;
    let request = CompareRequest {
        subjects,
        indicators,
        period: args.period.unwrap_or_default(),
        against_period: args.against.unwrap_or_default(),
        peers,
        carry: args.peers.carry(),
        consistency: args.when.consistency(),
        as_of: args.when.as_of(),
    };
    let response = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.comparisons(), request.clone());
            async move { client.compare(request).await }
        })
        .await?;
    session.ui.answer(&answer(&response, session.ui.language)?)
}

fn answer(response: &CompareResponse, language: Language) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::machine("indicator"),
        Column::text("indicator_name", Text::HeadIndicator),
        Column::machine("subject"),
        Column::text("name", Text::HeadSubject),
        Column::number("value", Text::HeadValue),
        Column::text("unit", Text::HeadUnit),
        Column::machine("qualifier"),
        Column::machine("status"),
        Column::text("period", Text::HeadPeriod),
        Column::number("difference", Text::HeadDifference),
        Column::number("ratio", Text::HeadRatio),
        Column::number("growth_percent", Text::HeadGrowth),
        Column::machine("annual_growth_percent"),
        Column::number("percentile", Text::HeadPercentile),
        Column::text("remarks", Text::HeadRemarks),
        Column::text("source", Text::HeadSource),
    ]);
    for indicator in &response.indicators {
        for (i, cell) in indicator.values.iter().enumerate() {
            let subject = sent_in_language(response.subject_names.get(i), &cell.subject, language);
            grid.row(row(indicator, cell, subject, i == 0, language));
        }
    }
    let mut answer = Answer::new(&JsonComparison::from(response), grid)?;
    answer.below.extend(profiles(response, language));
    let revision = Text::AtRevision {
        revision: response.revision,
    };
    Ok(answer.below(revision.say(language)))
}

/// What each subject is strong and weak in, where it is in anything.
fn profiles(response: &CompareResponse, language: Language) -> Vec<String> {
    let names: BTreeMap<&str, &str> = response
        .indicators
        .iter()
        .map(|one| {
            let shown = sent_in_language(one.names.as_ref(), &one.indicator, language);
            (one.indicator.as_str(), shown)
        })
        .collect();
    let shown = |indicators: &[String]| {
        let name = |one: &String| names.get(one.as_str()).copied().unwrap_or(one).to_owned();
        list(&indicators.iter().map(name).collect::<Vec<_>>(), language)
    };
    let mut lines = Vec::new();
    for (at, profile) in response.profiles.iter().enumerate() {
        let subject = sent_in_language(response.subject_names.get(at), "", language).to_owned();
        if !profile.strengths.is_empty() {
            let strengths = Text::StrongIn {
                subject: subject.clone(),
                indicators: shown(&profile.strengths),
            };
            lines.push(strengths.say(language));
        }
        if !profile.weaknesses.is_empty() {
            let weaknesses = Text::WeakIn {
                subject,
                indicators: shown(&profile.weaknesses),
            };
            lines.push(weaknesses.say(language));
        }
    }
    lines
}

fn row(
    indicator: &ComparedIndicator,
    cell: &ComparedValue,
    subject: &str,
    first: bool,
    language: Language,
) -> Vec<Cell> {
    let name = sent_in_language(indicator.names.as_ref(), &indicator.indicator, language);
    // The name stands once, so that the rows of an indicator read as a group.
    let shown = if first { name } else { "" };
    let percent = |value: f64| Cell::Number(value, format!("{}%", number::figure(value)));
    let mut texts = vec![status_text(cell.status())];
    if cell.carried {
        texts.push(Text::Carried {
            period: cell.period.clone(),
        });
    }
    if cell.computed {
        texts.push(Text::Computed);
    }
    if cell.value.is_none() {
        texts.push(reason_text(&cell.missing_reason));
    }
    let source = cell
        .provenance
        .as_ref()
        .map(|provenance| provenance.source.as_str())
        .unwrap_or_default();
    vec![
        Cell::text(&indicator.indicator),
        Cell::Word(name.to_owned(), shown.to_owned()),
        Cell::text(&cell.subject),
        Cell::text(subject),
        cell.value.map_or(Cell::Empty, |value| {
            Cell::Number(value, qualified(value, cell.qualifier()))
        }),
        Cell::text(&indicator.unit),
        Cell::text(qualifier_word(cell.qualifier())),
        Cell::text(status_word(cell.status())),
        Cell::text(if cell.period.is_empty() {
            &indicator.period
        } else {
            &cell.period
        }),
        cell.difference.map_or(Cell::Empty, Cell::figure),
        cell.ratio.map_or(Cell::Empty, Cell::figure),
        cell.growth_percent.map_or(Cell::Empty, percent),
        cell.annual_growth_percent.map_or(Cell::Empty, percent),
        cell.percentile.map_or(Cell::Empty, percent),
        Cell::text(remarks(texts, language)),
        Cell::text(source),
    ]
}

/// A comparison in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonComparison<'a> {
    revision: i64,
    token: &'a str,
    indicators: Vec<JsonIndicator<'a>>,
    profiles: Vec<JsonProfile<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonProfile<'a> {
    names: JsonNames,
    strengths: &'a [String],
    weaknesses: &'a [String],
}

#[derive(Debug, Serialize)]
struct JsonIndicator<'a> {
    indicator: &'a str,
    names: JsonNames,
    unit: &'a str,
    direction: String,
    period: &'a str,
    against_period: &'a str,
    values: Vec<JsonValue<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonValue<'a> {
    subject: &'a str,
    names: JsonNames,
    value: Option<f64>,
    qualifier: String,
    status: String,
    period: &'a str,
    carried: bool,
    computed: bool,
    difference: Option<f64>,
    ratio: Option<f64>,
    growth_percent: Option<f64>,
    annual_growth_percent: Option<f64>,
    against_value: Option<f64>,
    percentile: Option<f64>,
    peers_with_value: u32,
    missing_reason: &'a str,
    source: &'a str,
    report: &'a str,
    department: &'a str,
}

impl<'a> From<&'a CompareResponse> for JsonComparison<'a> {
    fn from(response: &'a CompareResponse) -> Self {
        let indicators = response.indicators.iter().map(|indicator| JsonIndicator {
            indicator: &indicator.indicator,
            names: indicator.names.as_ref().into(),
            unit: &indicator.unit,
            direction: word(indicator.direction().as_str_name(), "DIRECTION_"),
            period: &indicator.period,
            against_period: &indicator.against_period,
            values: indicator
                .values
                .iter()
                .enumerate()
                .map(|(i, cell)| json_value(cell, response.subject_names.get(i).into()))
                .collect(),
        });
        let profiles = response
            .profiles
            .iter()
            .enumerate()
            .map(|(at, profile)| JsonProfile {
                names: response.subject_names.get(at).into(),
                strengths: &profile.strengths,
                weaknesses: &profile.weaknesses,
            });
        Self {
            revision: response.revision,
            token: &response.token,
            indicators: indicators.collect(),
            profiles: profiles.collect(),
        }
    }
}

fn json_value(cell: &ComparedValue, names: JsonNames) -> JsonValue<'_> {
    let provenance = cell.provenance.as_ref();
    JsonValue {
        subject: &cell.subject,
        names,
        value: cell.value,
        qualifier: qualifier_word(cell.qualifier()),
        status: status_word(cell.status()),
        period: &cell.period,
        carried: cell.carried,
        computed: cell.computed,
        difference: cell.difference,
        ratio: cell.ratio,
        growth_percent: cell.growth_percent,
        annual_growth_percent: cell.annual_growth_percent,
        against_value: cell.against_value,
        percentile: cell.percentile,
        peers_with_value: cell.peers_with_value,
        missing_reason: &cell.missing_reason,
        source: provenance.map(|p| p.source.as_str()).unwrap_or_default(),
        report: provenance.map(|p| p.report.as_str()).unwrap_or_default(),
        department: provenance.map(|p| p.department.as_str()).unwrap_or_default(),
    }
}
