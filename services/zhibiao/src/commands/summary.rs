//! `zhibiao summary`: what there is in the hub.

use serde::Serialize;
use zhibiao_proto::catalog::v1::{GetSummaryRequest, GetSummaryResponse};

use crate::{
    failure::Failure,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
        number,
    },
    settings::Session,
    text::Text,
    wire::{json_time, time},
};

/// What there is, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct Json<'a> {
    server: &'a str,
    store_id: &'a str,
    revision: i64,
    token: &'a str,
    committed_at: Option<String>,
    zones: i64,
    subjects: i64,
    departments: i64,
    indicators: i64,
    interfaces: i64,
    peer_groups: i64,
    observations: i64,
    past_observations: i64,
}

/// Runs the command.
///
/// # Errors
/// When the hub does not answer.
pub(crate) async fn run(session: &Session) -> Result<(), Failure> {
    let sent = session
        .hub
        .retrying(|| {
            let mut client = session.hub.catalog();
            async move { client.get_summary(GetSummaryRequest {}).await }
        })
        .await?;
    let GetSummaryResponse {
        zones,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        observations,
        past_observations,
        revision,
        token,
        committed_at,
        store_id,
    } = sent;
    let json = Json {
        server: &session.server,
        store_id: &store_id,
        revision,
        token: &token,
        committed_at: json_time(committed_at.as_ref()),
        zones,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        observations,
        past_observations,
    };
    let mut grid = Grid::new(vec![
        Column::text("what", Text::HeadWhat),
        Column::number("count", Text::HeadCount),
    ]);
    for (key, text, count) in [
        ("zones", Text::Zones, zones),
        ("subjects", Text::Subjects, subjects),
        ("departments", Text::Departments, departments),
        ("indicators", Text::Indicators, indicators),
        ("interfaces", Text::Interfaces, interfaces),
        ("peer_groups", Text::PeerGroups, peer_groups),
        ("observations", Text::Observations, observations),
        ("past_observations", Text::PastObservations, past_observations),
    ] {
        // Counts stay far below 2^53.
        grid.row(vec![
            Cell::Word(key.into(), session.ui.text(text)),
            Cell::Number(count as f64, number::count(count)),
        ]);
    }
    let head = Text::HubAt {
        server: session.server.clone(),
        revision,
        at: time(committed_at.as_ref()),
    };
    session
        .ui
        .answer(&Answer::new(&json, grid)?.above(session.ui.text(head)))
}
