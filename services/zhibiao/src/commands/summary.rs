//! `zhibiao summary`: what there is in the hub.

use serde::Serialize;
use zhibiao_proto::catalog::v1::{CacheOutcomes, GetSummaryRequest, GetSummaryResponse};

use crate::{
    failure::Failure,
    output::{
        Answer, Ui,
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
    cache: Cache,
}

/// What became of the series and columns that the answering process of the store has read since its start.
#[derive(Debug, Serialize)]
struct Cache {
    near_hits: i64,
    redis_hits: i64,
    misses: i64,
    too_old: i64,
    errors: i64,
    folded: i64,
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
    let head = Text::HubAt {
        server: session.server.clone(),
        revision: sent.revision,
        at: time(sent.committed_at.as_ref()),
    };
    let json = Json::new(&session.server, &sent);
    session
        .ui
        .answer(&Answer::new(&json, grid(&sent, &session.ui))?.above(session.ui.text(head)))
}

impl<'a> Json<'a> {
    fn new(server: &'a str, sent: &'a GetSummaryResponse) -> Self {
        Self {
            server,
            store_id: &sent.store_id,
            revision: sent.revision,
            token: &sent.token,
            committed_at: json_time(sent.committed_at.as_ref()),
            zones: sent.zones,
            subjects: sent.subjects,
            departments: sent.departments,
            indicators: sent.indicators,
            interfaces: sent.interfaces,
            peer_groups: sent.peer_groups,
            observations: sent.observations,
            past_observations: sent.past_observations,
            cache: sent.cache.unwrap_or_default().into(),
        }
    }
}

impl From<CacheOutcomes> for Cache {
    fn from(sent: CacheOutcomes) -> Self {
        let CacheOutcomes {
            near_hits,
            redis_hits,
            misses,
            too_old,
            errors,
            folded,
        } = sent;
        Self {
            near_hits,
            redis_hits,
            misses,
            too_old,
            errors,
            folded,
        }
    }
}

fn grid(sent: &GetSummaryResponse, ui: &Ui) -> Grid {
    let cache = sent.cache.unwrap_or_default();
    let mut grid = Grid::new(vec![
        Column::text("what", Text::HeadWhat),
        Column::number("count", Text::HeadCount),
    ]);
    for (key, text, count) in [
        ("zones", Text::Zones, sent.zones),
        ("subjects", Text::Subjects, sent.subjects),
        ("departments", Text::Departments, sent.departments),
        ("indicators", Text::Indicators, sent.indicators),
        ("interfaces", Text::Interfaces, sent.interfaces),
        ("peer_groups", Text::PeerGroups, sent.peer_groups),
        ("observations", Text::Observations, sent.observations),
        (
            "past_observations",
            Text::PastObservations,
            sent.past_observations,
        ),
        ("near_hits", Text::NearHits, cache.near_hits),
        ("redis_hits", Text::RedisHits, cache.redis_hits),
        ("misses", Text::CacheMisses, cache.misses),
        ("too_old", Text::CacheTooOld, cache.too_old),
        ("errors", Text::CacheErrors, cache.errors),
        ("folded", Text::CacheFolded, cache.folded),
    ] {
        // Counts stay far below 2^53.
        grid.row(vec![
            Cell::Word(key.into(), ui.text(text)),
            Cell::Number(count as f64, number::count(count)),
        ]);
    }
    grid
}
