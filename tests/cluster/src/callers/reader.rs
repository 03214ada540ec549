//! Callers who read series and columns from the store, and rankings from compare.

use std::{collections::BTreeMap, time::Duration};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use zhibiao_proto::{
    compare::v1::RankRequest,
    observation::v1::{ReadColumnsRequest, ReadSeriesRequest, SeriesKey},
};
use zhibiao_runtime::error::Problem;
use zhibiao_tests::history::{Cell, Freshness, Held, Moment, Read, Scope};

use super::{
    Pace,
    catalog::WRITERS,
    stage::{Stage, random_cell, random_freshness},
};

/// Time between two reads of one.
const PACE: Duration = Duration::from_millis(25);

/// What a read gave: the revision that it says it was read at, and the values.
type Answer = (i64, BTreeMap<Cell, Held>);

/// A caller who reads.
struct Reader {
    stage: Stage,
    name: String,
    random: StdRng,
    /// The newest revision that it was told.
    seen: i64,
}

/// A question, as a history holds it.
struct Asked {
    began: Moment,
    kind: &'static str,
    freshness: Freshness,
    scope: Scope,
}

/// Reads from the store until it is over.
pub(crate) async fn read(stage: Stage, number: usize) {
    let mut pace = Pace::new(&stage, PACE);
    let mut reader = Reader::new(stage, format!("reader-{number}"));
    while pace.turn().await {
        let cell = reader.cell();
        if reader.random.random_bool(0.5) {
            let asked = reader.ask("series", series_of(&cell));
            let answer = series(&reader.stage, &cell, asked.freshness).await;
            reader.note(asked, answer);
        } else {
            let asked = reader.ask("columns", column_of(&cell));
            let answer = column(&reader.stage, &cell, asked.freshness).await;
            reader.note(asked, answer);
        }
    }
}

/// Ranks until it is over.
pub(crate) async fn rank(stage: Stage, number: usize) {
    let mut pace = Pace::new(&stage, PACE);
    let mut reader = Reader::new(stage, format!("ranker-{number}"));
    while pace.turn().await {
        let cell = reader.cell();
        let asked = reader.ask("rankings", column_of(&cell));
        let answer = ranking(&reader.stage, &cell, asked.freshness).await;
        reader.note(asked, answer);
    }
}

impl Reader {
    fn new(stage: Stage, name: String) -> Self {
        Self {
            seen: stage.after,
            random: StdRng::seed_from_u64(rand::random()),
            stage,
            name,
        }
    }

    fn cell(&mut self) -> Cell {
        let writer = self.random.random_range(0..WRITERS);
        random_cell(&mut self.random, writer)
    }

    fn ask(&mut self, kind: &'static str, scope: Scope) -> Asked {
        Asked {
            freshness: random_freshness(&mut self.random, self.seen),
            began: self.stage.recorder.now(),
            kind,
            scope,
        }
    }

    fn note(&mut self, asked: Asked, answer: Result<Answer, Problem>) {
        let span = self.stage.recorder.span(&self.name, asked.began);
        let Some((revision, values)) = self.stage.tally.note(asked.kind, answer) else {
            return;
        };
        self.seen = revision.max(self.seen);
        self.stage.recorder.read(Read {
            span,
            target: None,
            freshness: asked.freshness,
            scope: asked.scope,
            revision,
            values,
        });
    }
}

async fn series(stage: &Stage, cell: &Cell, freshness: Freshness) -> Result<Answer, Problem> {
    let request = ReadSeriesRequest {
        keys: vec![SeriesKey {
            subject: cell.subject.clone(),
            indicator: cell.indicator.clone(),
        }],
        consistency: stage.consistency(freshness),
        ..ReadSeriesRequest::default()
    };
    let answer = stage.store().read(request).await?;
    let series = answer.series.iter().flat_map(|series| {
        let values = series.periods.iter().zip(&series.values).zip(&series.revisions);
        values.map(|((period, value), revision)| {
            let cell = Cell {
                period: period.clone(),
                ..cell.clone()
            };
            (cell, held(*value, *revision))
        })
    });
    Ok((answer.revision, series.collect()))
}

async fn column(stage: &Stage, cell: &Cell, freshness: Freshness) -> Result<Answer, Problem> {
    let request = ReadColumnsRequest {
        indicators: vec![cell.indicator.clone()],
        periods: vec![cell.period.clone()],
        consistency: stage.consistency(freshness),
        ..ReadColumnsRequest::default()
    };
    let answer = stage.store().read(request).await?;
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
    Ok((answer.revision, columns.collect()))
}

async fn ranking(stage: &Stage, cell: &Cell, freshness: Freshness) -> Result<Answer, Problem> {
    let request = RankRequest {
        indicator: cell.indicator.clone(),
        period: cell.period.clone(),
        consistency: stage.consistency(freshness),
        ..RankRequest::default()
    };
    let answer = stage.hubs.compare.read(request).await?;
    let places = answer.ranked.iter().map(|place| {
        let cell = Cell {
            subject: place.subject.clone(),
            ..cell.clone()
        };
        (cell, held(place.value, place.revision))
    });
    Ok((answer.revision, places.collect()))
}

fn series_of(cell: &Cell) -> Scope {
    Scope::Series {
        indicator: cell.indicator.clone(),
        subject: cell.subject.clone(),
    }
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
