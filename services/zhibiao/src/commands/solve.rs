//! `zhibiao solve`: what it would take to reach a rank.

use std::{collections::BTreeMap, str::FromStr};

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{Improvement, SolveTargetRequest, Target, TargetOutcome, TargetSolution};
use zhibiao_runtime::language::Language;

use crate::{
    commands::index::{IndexArgs, stream},
    failure::Failure,
    names::{Resolver, sent_in_language},
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::Text,
    wire::{JsonNames, word},
};

/// Says how far which indicator would have to move for a rank, the others' figures staying as they are.
#[derive(Debug, Args)]
pub(crate) struct SolveArgs {
    /// Subject
    subject: String,
    /// Rank to reach
    #[arg(long, value_name = "RANK", value_parser = clap::value_parser!(u32).range(1..))]
    rank: u32,
    /// Indicators that may move, separated by commas [default: all]
    #[arg(long = "indicator", short, value_delimiter = ',')]
    indicators: Vec<String>,
    /// Move them together, each by the same share of its way
    #[arg(long)]
    together: bool,
    /// How far an indicator can go [default: as far as the best]; may be given several times
    #[arg(long = "limit", value_name = "INDICATOR=VALUE")]
    limits: Vec<Limit>,
    #[command(flatten)]
    index: IndexArgs,
}

/// How far an indicator can go.
#[derive(Debug, Clone)]
struct Limit {
    indicator: String,
    value: f64,
}

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write INDICATOR=VALUE, for example revenue=120";
        let (indicator, value) = text.rsplit_once('=').ok_or(wrong)?;
        Ok(Self {
            indicator: indicator.to_owned(),
            value: value.parse().map_err(|_| wrong)?,
        })
    }
}

/// Runs the command.
///
/// # Errors
/// When a name is not known or the hub refuses.
pub(crate) async fn run(args: SolveArgs, session: &Session) -> Result<(), Failure> {
    let mut resolver = Resolver::load(session).await?;
    let query = args.index.query(&mut resolver)?;
    let subject = resolver.subject(&args.subject);
    let indicators = args.indicators.iter();
    let indicators: Vec<String> = indicators
        .filter_map(|text| resolver.indicator(text))
        .map(|code| code.to_string())
        .collect();
    let limits = args.limits.iter();
    let limits: BTreeMap<String, f64> = limits
        .filter_map(|Limit { indicator, value }| Some((resolver.indicator(indicator)?.to_string(), *value)))
        .collect();
    for code in limits
        .keys()
        .filter(|code| !args.indicators.is_empty() && !indicators.contains(*code))
    {
        let code = code.trim_start_matches("indicators/");
        let what = format!("`{code}` may not move: name it among the indicators, or leave the limit out");
        resolver.note(format!("limits[{code}]"), what);
    }
    resolver.finish()?;
    let request = SolveTargetRequest {
        query: Some(query),
        subject: subject.map(|name| name.to_string()).unwrap_or_default(),
        rank: args.rank,
        indicators,
        together: args.together,
        limits,
    };
    let answer = session.hub.comparisons().solve_target(request).await;
    let read = stream::events!(SolveTargetResponse, solve_target_response, Target);
    let target = stream::result(answer, &session.ui, read).await?;
    session.ui.answer(&self::answer(&target, session.ui.language)?)
}

fn answer(target: &Target, language: Language) -> Result<Answer, Failure> {
    let mut grid = Grid::new(vec![
        Column::number("way", Text::HeadWay),
        Column::machine("indicator"),
        Column::text("name", Text::HeadIndicator),
        Column::number("from", Text::HeadNow),
        Column::number("to", Text::HeadNeeded),
        Column::text("unit", Text::HeadUnit),
        Column::text("outcome", Text::HeadOutcome),
        Column::number("rank", Text::HeadRank),
        Column::number("share", Text::HeadShare),
    ]);
    for (at, solution) in target.solutions.iter().enumerate() {
        for (line, improvement) in solution.improvements.iter().enumerate() {
            grid.row(row(at + 1, solution, improvement, line == 0, language));
        }
    }
    let name = sent_in_language(target.names.as_ref(), &target.subject, language).to_owned();
    let period = target.period.clone();
    let title = match target.rank {
        Some(rank) => Text::TargetTitle {
            name,
            period,
            rank: number::figure(rank),
            target: target.target,
        },
        None => Text::TargetUnranked {
            name,
            period,
            target: target.target,
        },
    };
    let revision = target.revision;
    Ok(Answer::new(&JsonTarget::from(target), grid)?
        .above(title.say(language))
        .below(Text::AtRevision { revision }.say(language)))
}

fn row(
    way: usize,
    solution: &TargetSolution,
    improvement: &Improvement,
    first: bool,
    language: Language,
) -> Vec<Cell> {
    let figure = |value: Option<f64>| value.map_or(Cell::Empty, Cell::figure);
    let outcome = solution.outcome();
    // What is of the whole way stands once for people.
    let once = |shown: String| if first { shown } else { String::new() };
    vec![
        Cell::Number(way as f64, once(way.to_string())),
        Cell::text(&improvement.indicator),
        Cell::text(sent_in_language(
            improvement.names.as_ref(),
            &improvement.indicator,
            language,
        )),
        figure(improvement.from),
        match (improvement.to, outcome) {
            // The least that is enough, as it is read: a digit less would not be.
            (Some(to), TargetOutcome::Reached) => Cell::Number(to, number::enough(to, improvement.from)),
            (to, _) => figure(to),
        },
        Cell::text(&improvement.unit),
        Cell::Word(
            word(outcome.as_str_name(), "TARGET_OUTCOME_"),
            once(outcome_text(solution).say(language)),
        ),
        solution
            .rank
            .map_or(Cell::Empty, |rank| Cell::Number(rank, once(number::figure(rank)))),
        Cell::Number(solution.share, once(number::percent(solution.share))),
    ]
}

fn outcome_text(solution: &TargetSolution) -> Text<'static> {
    let unreported = || solution.improvements.iter().all(|one| one.from.is_none());
    match solution.outcome() {
        TargetOutcome::Unspecified => Text::Nothing,
        TargetOutcome::Reached => Text::OutcomeReached,
        TargetOutcome::Insufficient => Text::OutcomeInsufficient,
        // An imputed figure is none that the subject could report better.
        TargetOutcome::Immovable if unreported() => Text::OutcomeUnreported,
        TargetOutcome::Immovable => Text::OutcomeImmovable,
        TargetOutcome::NotFound => Text::OutcomeNotFound,
    }
}

/// An answer in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonTarget<'a> {
    subject: &'a str,
    names: JsonNames,
    period: &'a str,
    rank: Option<f64>,
    target: u32,
    solutions: Vec<JsonSolution<'a>>,
    revision: i64,
    token: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonSolution<'a> {
    outcome: String,
    rank: Option<f64>,
    share: f64,
    improvements: Vec<JsonImprovement<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonImprovement<'a> {
    indicator: &'a str,
    names: JsonNames,
    unit: &'a str,
    from: Option<f64>,
    to: Option<f64>,
}

impl<'a> From<&'a Target> for JsonTarget<'a> {
    fn from(target: &'a Target) -> Self {
        let improvement = |one: &'a Improvement| JsonImprovement {
            indicator: &one.indicator,
            names: one.names.as_ref().into(),
            unit: &one.unit,
            from: one.from,
            to: one.to,
        };
        let solutions = target.solutions.iter().map(|one| JsonSolution {
            outcome: word(one.outcome().as_str_name(), "TARGET_OUTCOME_"),
            rank: one.rank,
            share: one.share,
            improvements: one.improvements.iter().map(improvement).collect(),
        });
        Self {
            subject: &target.subject,
            names: target.names.as_ref().into(),
            period: &target.period,
            rank: target.rank,
            target: target.target,
            solutions: solutions.collect(),
            revision: target.revision,
            token: &target.token,
        }
    }
}
