//! The past.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use zhibiao_model::{
    observation::{CellKey, Figure, Observation},
    period::Period,
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};
use zhibiao_runtime::clock::Clock;
use zhibiao_store::cube::{ColumnKey, Counts, Cube, CubeReader as _, Detail, SeriesKey};
use zhibiao_testkit::observations::{cell, missing};

use crate::engine::{
    Engine, Setup, column, fresh, fresh_with, history, indicator, period, periods, revision, series,
    series_key, subject, time, write,
};

pub(crate) async fn vintages_are_kept<E: Engine>(engine: &E) {
    let (clock, setter) = Clock::settable(time("2024-01-01T00:00:00Z"));
    let Some((_place, store)) = fresh_with(
        engine,
        Setup {
            clock,
            ..Setup::default()
        },
    )
    .await
    else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    setter.set(time("2024-02-01T00:00:00Z"));
    write(store.as_ref(), "b2", vec![cell("a", "zones/x", "2022", 7.0)]).await;
    write(store.as_ref(), "b3", vec![missing("a", "zones/x", "2023")]).await;
    write(store.as_ref(), "b4", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    let history = history(store.as_ref(), series_key("a", "zones/x"), revision(4)).await;
    let told: Vec<_> = history
        .iter()
        .map(|(at, v)| (*at, v.figure.value(), v.from.get(), v.until.map(Revision::get)))
        .collect();
    assert_eq!(
        told,
        [
            (period("2022"), Some(7.0), 2, None),
            (period("2023"), Some(1.0), 1, Some(3)),
            (period("2023"), None, 3, Some(4)),
            (period("2023"), Some(1.0), 4, None),
        ]
    );
    assert_eq!(history[1].1.committed_at, time("2024-01-01T00:00:00Z"));
    assert_eq!(history[2].1.committed_at, time("2024-02-01T00:00:00Z"));
}

pub(crate) async fn later_ends_are_not_known_before<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    write(store.as_ref(), "b2", vec![cell("a", "zones/x", "2023", 2.0)]).await;
    let key = series_key("a", "zones/x");
    let first = history(store.as_ref(), key.clone(), revision(1)).await;
    assert_eq!((first.len(), first[0].1.until), (1, None));
    let both = history(store.as_ref(), key, revision(2)).await;
    assert_eq!((both.len(), both[0].1.until), (2, Some(revision(2))));
}

pub(crate) async fn periods_are_known_as_of<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    write(
        store.as_ref(),
        "b2",
        vec![
            cell("a", "zones/y", "2021", 1.0),
            cell("a", "zones/y", "2022", 1.0),
        ],
    )
    .await;
    let first = periods(store.as_ref(), "a", revision(1)).await;
    assert_eq!(first, [period("2023")]);
    let both = periods(store.as_ref(), "a", revision(2)).await;
    assert_eq!(both, [period("2021"), period("2022"), period("2023")]);
}

/// Yearbooks begin with 1949: what lies before the epoch of computers is in order like everything else.
pub(crate) async fn periods_of_long_ago_are_read<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let store = store.as_ref();
    let long_ago = ["1000", "1949", "1965", "1969", "1970", "2023"];
    for (batch, value) in [("b1", 1.0), ("b2", 2.0)] {
        let cells = long_ago.map(|year| cell("a", "zones/x", year, value));
        write(store, batch, cells.to_vec()).await;
    }
    let key = series_key("a", "zones/x");
    let expected = long_ago.map(period);
    for (at, value) in [(revision(1), 1.0), (revision(2), 2.0)] {
        for detail in [Detail::Figures, Detail::Sources] {
            let series = store
                .series(std::slice::from_ref(&key), at, detail)
                .await
                .unwrap();
            assert_eq!(series[0].keys, expected);
            let keys = expected.map(|period| ColumnKey {
                indicator: indicator("a"),
                period,
            });
            let columns = store.columns(&keys, at, detail).await.unwrap();
            assert!(
                columns
                    .iter()
                    .all(|column| column.figures[0].value() == Some(value))
            );
        }
        assert_eq!(periods(store, "a", at).await, expected);
    }
    let histories = store.histories(&[key], revision(2)).await.unwrap();
    let told: Vec<Period> = histories[0].iter().map(|(period, _)| *period).collect();
    assert_eq!(
        told,
        expected
            .iter()
            .flat_map(|period| [*period; 2])
            .collect::<Vec<_>>()
    );
}

/// Answers stand in the order of what was asked, also where names are unknown, or asked for twice.
pub(crate) async fn many_keys_are_answered_in_their_order<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let store = store.as_ref();
    for (batch, value) in [("b1", 1.0), ("b2", 2.0), ("b3", 3.0)] {
        let cells = vec![
            cell("b", "zones/x", "2023", value),
            cell("a", "zones/y", "2021", value),
            cell("a", "zones/x", "2022", 7.0),
        ];
        write(store, batch, cells).await;
    }
    let codes = ["b", "none", "a", "c", "b"];
    write(store, "b4", vec![cell("c", "zones/x", "2020", 1.0)]).await;
    for at in [1, 2, 4].map(revision) {
        let many = store.periods(&codes.map(indicator), at).await.unwrap();
        assert_eq!(many.len(), codes.len());
        for (code, many) in codes.into_iter().zip(many) {
            assert_eq!(many, periods(store, code, at).await, "{code} at {at}");
        }
        let keys = [
            ("b", "zones/x"),
            ("a", "zones/y"),
            ("none", "zones/x"),
            ("a", "zones/x"),
            ("b", "zones/none"),
            ("b", "zones/x"),
        ]
        .map(|(code, name)| series_key(code, name));
        let many = store.histories(&keys, at).await.unwrap();
        assert_eq!(many.len(), keys.len());
        for (key, many) in keys.into_iter().zip(many) {
            assert_eq!(many, history(store, key.clone(), at).await, "{key:?} at {at}");
        }
    }
    let twice = history(store, series_key("b", "zones/x"), revision(2)).await;
    let ends: Vec<_> = twice.iter().map(|(_, v)| (v.from.get(), v.until)).collect();
    assert_eq!(ends, [(1, Some(revision(2))), (2, None)]);
    assert_eq!(
        store.periods(&[], revision(1)).await.unwrap(),
        Vec::<Vec<_>>::new()
    );
    assert!(store.histories(&[], revision(1)).await.unwrap().is_empty());
}

pub(crate) async fn counts_are_kept<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(
        store.as_ref(),
        "b1",
        vec![
            cell("a", "zones/x", "2023", 1.0),
            cell("a", "zones/y", "2023", 1.0),
        ],
    )
    .await;
    write(
        store.as_ref(),
        "b2",
        vec![
            cell("a", "zones/x", "2023", 2.0),
            cell("a", "zones/y", "2023", 1.0),
        ],
    )
    .await;
    assert_eq!(
        store.counts().await.unwrap(),
        Counts {
            observations: 2,
            past: 1
        }
    );
}

/// The cube as a table of every value that a cell ever held.
#[derive(Debug, Default)]
struct Model {
    cells: BTreeMap<CellKey, Vec<(Revision, Figure)>>,
}

impl Model {
    fn write(&mut self, at: Revision, batch: &[Observation]) -> (u64, u64, u64) {
        let (mut inserted, mut revised, mut unchanged) = (0, 0, 0);
        for Observation { key, figure, .. } in batch {
            let held = self.cells.entry(key.clone()).or_default();
            match held.last() {
                None => inserted += 1,
                Some((_, last)) if last == figure => {
                    unchanged += 1;
                    continue;
                }
                Some(_) => revised += 1,
            }
            held.push((at, *figure));
        }
        (inserted, revised, unchanged)
    }

    fn at(&self, at: Revision) -> impl Iterator<Item = (&CellKey, (Figure, Revision))> {
        self.cells.iter().filter_map(move |(key, held)| {
            let (from, figure) = held.iter().rev().find(|(from, _)| *from <= at)?;
            Some((key, (*figure, *from)))
        })
    }
}

prop_compose! {
    fn observation()(
        code in prop::sample::select(vec!["a", "b", "c"]),
        name in prop::sample::select(vec!["zones/m", "zones/z", "zones/b", "platforms/p", "zones/q"]),
        year in 2020..2024_i16,
        value in prop_oneof![Just(None), (0..3_u8).prop_map(Some)],
        qualifier in prop::sample::select(Qualifier::ALL.to_vec()),
    ) -> Observation {
        let figure = value.map_or_else(Figure::missing, |value| {
            Figure::new(value.into(), qualifier, Status::Normal).unwrap()
        });
        let key = CellKey {
            indicator: indicator(code),
            period: Period::annual(year).unwrap(),
            subject: subject(name),
        };
        Observation { key, figure, provenance: None, evidence: None }
    }
}

fn histories() -> impl Strategy<Value = Vec<Vec<Observation>>> {
    let batch = prop::collection::vec(observation(), 0..12).prop_map(|cells| {
        let once: BTreeMap<CellKey, Observation> = cells.into_iter().map(|c| (c.key.clone(), c)).collect();
        once.into_values().collect()
    });
    prop::collection::vec(batch, 1..10)
}

/// Any history of batches reads, as of each of its revisions, as a table of all values does.
pub(crate) async fn any_history_reads_as_the_model_does<E: Engine>(engine: &E) {
    let runtime = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new(Config {
        cases: 40,
        ..Config::default()
    });
    let run = tokio::task::block_in_place(|| {
        runner.run(&histories(), |batches| {
            runtime.block_on(check(engine, &batches));
            Ok(())
        })
    });
    run.unwrap();
}

async fn check<E: Engine>(engine: &E, batches: &[Vec<Observation>]) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let mut model = Model::default();
    for (number, batch) in (1..).zip(batches) {
        let written = write(store.as_ref(), &format!("b{number}"), batch.clone()).await;
        let counts = model.write(revision(number), batch);
        assert_eq!(
            (written.inserted, written.revised, written.unchanged),
            counts,
            "batch {number}"
        );
    }
    for at in (1..).take(batches.len()).map(revision) {
        compare(store.as_ref(), &model, at).await;
    }
    let counts = store.counts().await.unwrap();
    let held: usize = model.cells.values().map(Vec::len).sum();
    assert_eq!(counts.observations as usize, model.cells.len());
    assert_eq!(counts.past as usize, held - model.cells.len());
    engine.close(store).await;
}

async fn compare(store: &impl Cube, model: &Model, at: Revision) {
    let mut by_series: BTreeMap<SeriesKey, BTreeMap<Period, (Figure, Revision)>> = BTreeMap::new();
    let mut by_column: BTreeMap<ColumnKey, BTreeMap<_, (Figure, Revision)>> = BTreeMap::new();
    for (key, says) in model.at(at) {
        let CellKey {
            indicator,
            period,
            subject,
        } = key.clone();
        let series = SeriesKey {
            indicator: indicator.clone(),
            subject: subject.clone(),
        };
        by_series.entry(series).or_default().insert(period, says);
        by_column
            .entry(ColumnKey { indicator, period })
            .or_default()
            .insert(subject, says);
    }
    for (key, expected) in by_series {
        assert_eq!(series(store, key.clone(), at).await, expected, "{key:?} at {at}");
    }
    for (key, expected) in by_column {
        assert_eq!(column(store, key.clone(), at).await, expected, "{key:?} at {at}");
    }
}
