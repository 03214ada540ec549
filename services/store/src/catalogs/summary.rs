//! Units, the summary, and the catalogue as a whole.

use std::{cmp::Ordering, time::Duration};

use zhibiao_model::{
    catalog::Draft,
    unit::{KnownUnit, Unit},
};
use zhibiao_proto::{
    catalog::v1::{self, CacheOutcomes, ExportCatalogResponse, GetSummaryResponse},
    convert::from_timestamp,
};
use zhibiao_runtime::{
    error::Problem,
    outlet::{End, Outlet, Sent, outlet},
};

use super::At;
use crate::{cached::Outcomes, core::Core};

/// Most items of a part of the catalogue.
const PART: usize = 1_000;

/// Parts that wait for the reader.
const BUFFER: usize = 2;

/// The units, ordered by dimension, then size.
pub(super) fn units(known: impl Iterator<Item = KnownUnit>) -> Vec<v1::Unit> {
    let mut units: Vec<v1::Unit> = known
        .map(
            |KnownUnit {
                 symbol,
                 names,
                 dimension,
             }| v1::Unit {
                symbol: symbol.to_owned(),
                names: names.iter().map(ToString::to_string).collect(),
                dimension: dimension.to_string(),
                factor: Unit::parse(symbol).map_or(1.0, |unit| unit.to_canonical(1.0)),
            },
        )
        .collect();
    units.sort_by(|a, b| match a.dimension.cmp(&b.dimension) {
        Ordering::Equal => a.factor.total_cmp(&b.factor),
        order @ (Ordering::Less | Ordering::Greater) => order,
    });
    units
}

pub(super) async fn get(core: &Core) -> Result<GetSummaryResponse, Problem> {
    let head = core.follower.catch_up().await?;
    let edition = core.library.newest().await?;
    let counts = core.cube.counts().await?;
    let items = edition.catalog.items();
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    Ok(GetSummaryResponse {
        zones: count(items.zones.len()),
        subjects: count(items.subjects.len()),
        departments: count(items.departments.len()),
        indicators: count(items.indicators.len()),
        interfaces: count(items.interfaces.len()),
        peer_groups: count(items.peer_groups.len()),
        frameworks: count(items.frameworks.len()),
        observations: i64::try_from(counts.observations).unwrap_or(i64::MAX),
        past_observations: i64::try_from(counts.past).unwrap_or(i64::MAX),
        revision: head.revision.get(),
        token: core.token(head.revision),
        committed_at: (head.revision.get() > 0).then(|| from_timestamp(head.committed_at)),
        store_id: head.store.to_string(),
        cache: Some(outcomes(core.ledger.total())),
    })
}

fn outcomes(outcomes: Outcomes) -> CacheOutcomes {
    let Outcomes {
        near_hits,
        redis_hits,
        misses,
        too_old,
        errors,
        folded,
    } = outcomes;
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    CacheOutcomes {
        near_hits: count(near_hits),
        redis_hits: count(redis_hits),
        misses: count(misses),
        too_old: count(too_old),
        errors: count(errors),
        folded: count(folded),
    }
}

/// Streams the whole catalogue, with the grants in it where the caller may see them.
pub(super) fn export(at: At, with_grants: bool, patience: Duration) -> Sent<ExportCatalogResponse> {
    let (outlet, sent) = outlet(BUFFER, patience);
    tokio::spawn(async move {
        let end = send(at, with_grants, &outlet).await;
        outlet.end(end);
    });
    sent
}

async fn send(at: At, with_grants: bool, outlet: &Outlet<ExportCatalogResponse>) -> End {
    for catalog in split(at.edition.catalog.items(), with_grants) {
        match outlet.room().await {
            Ok(room) => room.send(ExportCatalogResponse {
                catalog: Some(catalog),
                revision: at.revision,
                token: at.token.clone(),
            }),
            Err(end) => return end,
        }
    }
    End::Complete
}

/// Cuts a catalogue into parts, at least one.
fn split(draft: &Draft, with_grants: bool) -> Vec<v1::Catalog> {
    let v1::Catalog {
        kinds,
        zones,
        lineage,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        frameworks,
        mut grants,
    } = draft.into();
    if !with_grants {
        grants.clear();
    }
    let mut parts = Vec::new();
    let mut part = v1::Catalog::default();
    let mut items = 0;
    macro_rules! lay {
        ($($field:ident),*) => {
            $(for item in $field {
                if items == PART {
                    parts.push(std::mem::take(&mut part));
                    items = 0;
                }
                part.$field.push(item);
                items += 1;
            })*
        };
    }
    lay!(
        kinds,
        zones,
        lineage,
        subjects,
        departments,
        indicators,
        interfaces,
        peer_groups,
        frameworks,
        grants
    );
    if items > 0 || parts.is_empty() {
        parts.push(part);
    }
    parts
}
