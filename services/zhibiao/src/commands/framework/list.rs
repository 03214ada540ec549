//! `zhibiao framework list`: the frameworks of a hub.

use clap::Args;
use serde::Serialize;
use zhibiao_proto::compare::v1::{FrameworkSummary, ListFrameworksRequest, ListFrameworksResponse};

use crate::{
    commands::indicators::frequency_text,
    failure::Failure,
    names::sent_in_language,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::{JsonNames, When, word},
};

/// Frameworks of a page.
const PAGE: i32 = 1_000;

/// As of when.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    when: When,
}

/// A framework of a list, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonSummary<'a> {
    framework: &'a str,
    names: JsonNames,
    edition: &'a str,
    indicators: u32,
    aggregates: u32,
    peer_group: &'a str,
    frequency: String,
    version: u32,
}

/// Lists the hub's frameworks.
///
/// # Errors
/// When the hub does not answer.
pub(crate) async fn run(args: ListArgs, session: &Session) -> Result<(), Failure> {
    let mut all: Vec<FrameworkSummary> = Vec::new();
    let mut token = String::new();
    loop {
        let page = page(session, &args.when, token).await?;
        all.extend(page.frameworks);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let ui = &session.ui;
    let json: Vec<JsonSummary<'_>> = all.iter().map(JsonSummary::from).collect();
    let mut grid = Grid::new(vec![
        Column::text("framework", Text::HeadFramework),
        Column::text("name", Text::HeadName),
        Column::text("edition", Text::HeadEdition),
        Column::number("indicators", Text::HeadIndicators),
        Column::text("frequency", Text::HeadFrequency),
        Column::text("peer_group", Text::HeadPeers),
        Column::number("version", Text::HeadVersion),
    ]);
    for (one, json) in all.iter().zip(&json) {
        grid.row(vec![
            Cell::text(&one.name),
            Cell::text(sent_in_language(one.names.as_ref(), &one.name, ui.language)),
            Cell::text(&one.edition),
            Cell::figure(f64::from(one.indicators)),
            Cell::Word(json.frequency.clone(), ui.text(frequency_text(&json.frequency))),
            Cell::text(&one.peer_group),
            Cell::figure(f64::from(one.version)),
        ]);
    }
    let mut answer = Answer::new(&json, grid)?;
    if all.is_empty() {
        answer.above.push(ui.text(Text::NoFrameworks));
    }
    ui.answer(&answer)
}

async fn page(session: &Session, when: &When, token: String) -> Result<ListFrameworksResponse, Failure> {
    let request = ListFrameworksRequest {
        page_size: PAGE,
        page_token: token,
        consistency: when.consistency(),
        as_of: when.as_of(),
    };
    let page = session.hub.retrying(|| {
        let (mut client, request) = (session.hub.comparisons(), request.clone());
        async move { client.list_frameworks(request).await }
    });
    Ok(page.await?)
}

impl<'a> From<&'a FrameworkSummary> for JsonSummary<'a> {
    fn from(one: &'a FrameworkSummary) -> Self {
        Self {
            framework: &one.name,
            names: one.names.as_ref().into(),
            edition: &one.edition,
            indicators: one.indicators,
            aggregates: one.aggregates,
            peer_group: &one.peer_group,
            frequency: word(one.frequency().as_str_name(), "FREQUENCY_"),
            version: one.version,
        }
    }
}
