//! `zhibiao indicators`: finds indicators by what people call them.

use clap::{Args, Subcommand};
use serde::Serialize;
use zhibiao_proto::catalog::v1::{IndicatorMatch, SearchIndicatorsRequest};

use crate::{
    failure::Failure,
    names::sent_in_language,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::{JsonNames, word},
};

/// Commands about indicators.
#[derive(Debug, Subcommand)]
pub(crate) enum IndicatorsCommand {
    /// Find indicators by Chinese or English name, alias, code or pinyin
    Search(SearchArgs),
}

/// What to look for.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Text to look for
    query: String,
    /// Most answers
    #[arg(long, short = 'n', value_name = "ROWS", default_value_t = 20)]
    limit: i32,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    matches: Vec<JsonMatch<'a>>,
}

/// An indicator found, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonMatch<'a> {
    indicator: &'a str,
    names: JsonNames,
    unit: &'a str,
    frequency: String,
    owner: &'a str,
    theme: &'a str,
    formula: &'a str,
    definition_zh: &'a str,
    definition_en: &'a str,
    matched: &'a str,
    score: f64,
}

/// Runs the command.
///
/// # Errors
/// When the hub does not answer.
pub(crate) async fn run(command: IndicatorsCommand, session: &Session) -> Result<(), Failure> {
    let IndicatorsCommand::Search(SearchArgs { query, limit }) = command;
    let request = SearchIndicatorsRequest {
        query,
        limit,
        consistency: None,
    };
    let found = session
        .hub
        .retrying(|| {
            let (mut client, request) = (session.hub.catalog(), request.clone());
            async move { client.search_indicators(request).await }
        })
        .await?;
    let language = session.ui.language;
    let mut grid = Grid::new(vec![
        Column::text("code", Text::HeadCode),
        Column::text("name", Text::HeadName),
        Column::text("unit", Text::HeadUnit),
        Column::text("frequency", Text::HeadFrequency),
        Column::text("matched", Text::HeadMatched),
        Column::number("score", Text::HeadScore),
    ]);
    for IndicatorMatch {
        indicator,
        matched,
        score,
    } in &found.matches
    {
        let Some(indicator) = indicator else { continue };
        let frequency = word(indicator.frequency().as_str_name(), "FREQUENCY_");
        grid.row(vec![
            Cell::text(indicator.name.trim_start_matches("indicators/")),
            Cell::text(sent_in_language(
                indicator.names.as_ref(),
                &indicator.name,
                language,
            )),
            Cell::text(&indicator.unit),
            Cell::Word(frequency.clone(), session.ui.text(frequency_text(&frequency))),
            Cell::text(matched),
            Cell::figure(*score),
        ]);
    }
    let json = Json {
        matches: found.matches.iter().filter_map(json).collect(),
    };
    let mut answer = Answer::new(&json, grid)?;
    if found.matches.is_empty() {
        answer.below.push(session.ui.text(Text::NothingFound));
    }
    session.ui.answer(&answer)
}

pub(super) fn frequency_text(word: &str) -> Text<'_> {
    match word {
        "annual" => Text::Annual,
        "semiannual" => Text::Semiannual,
        "quarterly" => Text::Quarterly,
        "monthly" => Text::Monthly,
        "weekly" => Text::Weekly,
        "daily" => Text::Daily,
        other => Text::Quoted(other),
    }
}

fn json(found: &IndicatorMatch) -> Option<JsonMatch<'_>> {
    let indicator = found.indicator.as_ref()?;
    Some(JsonMatch {
        indicator: &indicator.name,
        names: indicator.names.as_ref().into(),
        unit: &indicator.unit,
        frequency: word(indicator.frequency().as_str_name(), "FREQUENCY_"),
        owner: &indicator.owner,
        theme: &indicator.theme,
        formula: &indicator.formula,
        definition_zh: &indicator.definition_zh,
        definition_en: &indicator.definition_en,
        matched: &found.matched,
        score: found.score,
    })
}
