//! Readers: series, columns and rankings, of one process or of whichever is free.

use std::collections::BTreeMap;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use zhibiao_client::Hub;
use zhibiao_proto::{
    compare::v1::RankRequest,
    observation::v1::{ReadColumnsRequest, ReadSeriesRequest, SeriesKey},
};
use zhibiao_runtime::error::Problem;
use zhibiao_tests::history::{Cell, Freshness, Held, Read, Scope};

use crate::{
    calls::{CALL, Stage, impatient, pause, random_cell},
    world::{INDICATORS, Part},
};

/// What a read gave: the revision that it says it was read at, and the values.
type Answer = (i64, BTreeMap<Cell, Held>);

/// Reads until the round is over: from one store, from compare, or from any store.
pub(crate) async fn read(stage: Stage, name: String, from: Option<usize>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let world = stage.world.clone();
    let part: Option<&Part> = from.map(|at| &world.stores[at]);
    let hub = part.map_or_else(|| world.hub(), Part::hub);
    let hub = hub.with_timeout(CALL).with_retry(impatient());
    let compare = world.compare.hub().with_timeout(CALL).with_retry(impatient());
    let (mut last, mut failed) = (0, 0);
    while !stage.over.is_cancelled() {
        let indicator = INDICATORS[random.random_range(0..INDICATORS.len())];
        let cell = random_cell(&mut random, indicator);
        let freshness = match random.random_range(0..4) {
            0..=1 => Freshness::Any,
            2 if last > 0 => Freshness::AtLeast(last),
            _ => Freshness::Newest,
        };
        let ranks = part.is_none() && random.random_bool(0.3);
        let target = if ranks { Some(&world.compare) } else { part };
        let life = target.map(Part::life);
        let began = stage.recorder.now();
        let (scope, answer) = if ranks {
            rank(&stage, &compare, &cell, freshness).await
        } else if random.random_bool(0.5) {
            series(&stage, &hub, &cell, freshness).await
        } else {
            column(&stage, &hub, &cell, freshness).await
        };
        let span = stage.recorder.span(&name, began);
        match answer {
            Ok((revision, values)) => {
                (last, failed) = (revision.max(last), 0);
                let target = target.zip(life).filter(|(part, life)| part.life() == *life);
                stage.recorder.read(Read {
                    span,
                    target: target.map(|(part, life)| (part.name.clone(), life)),
                    freshness,
                    scope,
                    revision,
                    values,
                });
            }
            Err(problem) => {
                stage.notes(&name, &problem);
                failed += 1;
                pause(failed).await;
            }
        }
    }
}

async fn series(
    stage: &Stage,
    hub: &Hub,
    cell: &Cell,
    freshness: Freshness,
) -> (Scope, Result<Answer, Problem>) {
    let scope = Scope::Series {
        indicator: cell.indicator.clone(),
        subject: cell.subject.clone(),
    };
    let request = ReadSeriesRequest {
        keys: vec![SeriesKey {
            subject: cell.subject.clone(),
            indicator: cell.indicator.clone(),
        }],
        consistency: stage.consistency(freshness),
        ..ReadSeriesRequest::default()
    };
    let answer = hub.read(request).await.map(|answer| {
        let series = &answer.series[0];
        let values = series.periods.iter().zip(&series.values).zip(&series.revisions);
        let values = values.map(|((period, value), revision)| {
            let cell = Cell {
                period: period.clone(),
                ..cell.clone()
            };
            (cell, held(*value, *revision))
        });
        (answer.revision, values.collect())
    });
    (scope, answer)
}

async fn column(
    stage: &Stage,
    hub: &Hub,
    cell: &Cell,
    freshness: Freshness,
) -> (Scope, Result<Answer, Problem>) {
    let request = ReadColumnsRequest {
        indicators: vec![cell.indicator.clone()],
        periods: vec![cell.period.clone()],
        consistency: stage.consistency(freshness),
        ..ReadColumnsRequest::default()
    };
    let answer = hub.read(request).await.map(|answer| {
        let columns = answer.columns.iter().flat_map(|column| {
            let values = column.subject.iter().zip(&column.values).zip(&column.revisions);
            values.map(|((subject, value), revision)| {
                let cell = Cell {
                    subject: answer.subjects[*subject as usize].clone(),
                    ..cell.clone()
                };
                (cell, held(*value, *revision))
            })
        });
        (answer.revision, columns.collect())
    });
    (column_of(cell), answer)
}

async fn rank(
    stage: &Stage,
    hub: &Hub,
    cell: &Cell,
    freshness: Freshness,
) -> (Scope, Result<Answer, Problem>) {
    let request = RankRequest {
        indicator: cell.indicator.clone(),
        period: cell.period.clone(),
        consistency: stage.consistency(freshness),
        ..RankRequest::default()
    };
    let answer = hub.read(request).await.map(|answer| {
        let places = answer.ranked.iter().map(|place| {
            let cell = Cell {
                subject: place.subject.clone(),
                ..cell.clone()
            };
            (cell, held(place.value, place.revision))
        });
        (answer.revision, places.collect())
    });
    (column_of(cell), answer)
}

fn column_of(cell: &Cell) -> Scope {
    Scope::Column {
        indicator: cell.indicator.clone(),
        period: cell.period.clone(),
    }
}

fn held(value: f64, revision: i64) -> Held {
    Held { value, revision }
}
