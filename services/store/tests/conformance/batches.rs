//! Writing batches and reading them back.

use std::sync::Arc;

use zhibiao_model::{
    observation::{Evidence, Figure, Observation, Place, Provenance},
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};
use zhibiao_store::{
    catalog_log::{CatalogLog as _, Update},
    cube::{Batch, Cube as _, CubeReader as _, Detail, WriteError},
};
use zhibiao_testkit::observations::{cell, missing};

use crate::engine::{
    Engine, batch, fresh, history, indicator, period, periods, revision, series, series_key, subject, values,
    write,
};

pub(crate) async fn revisions_follow_each_other<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    assert_eq!(store.head().await.unwrap().revision, Revision::ZERO);
    for number in 1..=3 {
        let written = write(
            store.as_ref(),
            &format!("b{number}"),
            vec![cell("a", "zones/x", "2023", number as f64)],
        )
        .await;
        assert_eq!(written.revision, revision(number));
        assert_eq!(store.head().await.unwrap().revision, revision(number));
    }
    let head = store.update(Update::default()).await.unwrap();
    assert_eq!((head.revision, head.catalog), (revision(4), revision(4)));
    let written = write(store.as_ref(), "b5", vec![]).await;
    assert_eq!(written.revision, revision(5));
}

pub(crate) async fn a_batch_is_written_once<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let cells = vec![
        cell("a", "zones/x", "2023", 1.0),
        cell("b", "zones/x", "2023", 2.0),
    ];
    let first = write(store.as_ref(), "b1", cells.clone()).await;
    assert_eq!((first.inserted, first.replayed), (2, false));
    assert_eq!(first.touched, [indicator("a"), indicator("b")]);
    write(store.as_ref(), "b2", vec![cell("a", "zones/x", "2023", 3.0)]).await;

    let again = batch(store.as_ref(), "b1", cells).await;
    let known = store.written(&again.id, &again.digest).await.unwrap().unwrap();
    let replayed = store.write(again).await.unwrap();
    assert!(replayed.replayed);
    assert_eq!(
        (replayed.revision, replayed.inserted, &replayed.touched),
        (first.revision, 2, &first.touched)
    );
    assert_eq!(known, replayed);
    assert_eq!(store.head().await.unwrap().revision, revision(2));

    let other = batch(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 9.0)]).await;
    let digest = other.digest;
    assert!(matches!(store.write(other).await, Err(WriteError::ContentDiffers(at)) if at == revision(1)));
    assert!(matches!(
        store.written("b1", &digest).await,
        Err(WriteError::ContentDiffers(_))
    ));
    assert!(store.written("b3", &digest).await.unwrap().is_none());
    assert_eq!(
        values(store.as_ref(), "a", "2023", revision(2)).await,
        [("x".into(), Some(3.0))]
    );
}

pub(crate) async fn a_batch_without_change_is_a_revision<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let cells = vec![cell("a", "zones/x", "2023", 1.0)];
    write(store.as_ref(), "b1", cells.clone()).await;
    let same = write(store.as_ref(), "b2", cells).await;
    assert_eq!(
        (same.revision, same.inserted, same.revised, same.unchanged),
        (revision(2), 0, 0, 1)
    );
    assert!(same.touched.is_empty());
    let entries = store.log(revision(1), 10).await.unwrap();
    assert_eq!(
        (entries.len(), entries[0].fragments, entries[0].batch_id.as_str()),
        (1, 0, "b2")
    );
}

pub(crate) async fn what_stands_stays_as_it_was_written<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let said_by = |report: &str, value: f64| Observation {
        provenance: Some(Arc::new(Provenance {
            report: report.into(),
            ..Provenance::default()
        })),
        ..cell("a", "zones/x", "2023", value)
    };
    write(store.as_ref(), "b1", vec![said_by("reports/1", 1.0)]).await;
    write(
        store.as_ref(),
        "b2",
        vec![said_by("reports/2", 1.0), cell("a", "zones/y", "2023", 2.0)],
    )
    .await;
    let key = series_key("a", "zones/x");
    assert_eq!(
        series(store.as_ref(), key.clone(), revision(2)).await[&period("2023")].1,
        revision(1)
    );
    let cells = store
        .series(&[key], revision(2), Detail::Sources)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(cells.sources[0].provenance.as_ref().unwrap().report, "reports/1");
}

pub(crate) async fn a_refused_batch_leaves_nothing<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let stale = batch(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    store.update(Update::default()).await.unwrap();
    let refused = store.write(stale).await;
    assert!(
        matches!(refused, Err(WriteError::CatalogMoved(at)) if at == revision(1)),
        "{refused:?}"
    );
    assert_eq!(store.head().await.unwrap().revision, revision(1));
    assert_eq!(values(store.as_ref(), "a", "2023", revision(1)).await, []);
    assert_eq!(periods(store.as_ref(), "a", revision(1)).await, []);
    assert_eq!(
        write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)])
            .await
            .inserted,
        1
    );
}

pub(crate) async fn sources_are_kept<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let provenance = Arc::new(Provenance {
        report: "reports/01".into(),
        department: Some(zhibiao_model::ids::DepartmentId::new("statistics").unwrap()),
        submitter: "li".into(),
        approver: "wang".into(),
        source: "年鉴 2024".into(),
        received_at: Some(crate::engine::time("2024-05-01T00:00:00.25Z")),
        corrector: "zhao".into(),
    });
    let places = [
        Place::Cell {
            sheet: "表1".into(),
            row: 7,
            column: 300,
        },
        Place::Cell {
            sheet: "".into(),
            row: 1,
            column: 1,
        },
        Place::Span {
            start: 5,
            end: 1 << 40,
        },
        Place::Row {
            sequence: 1 << 50,
            row: 4_000_000_000,
        },
    ];
    let cells: Vec<Observation> = places
        .into_iter()
        .enumerate()
        .map(|(i, place)| Observation {
            provenance: (i != 1).then(|| Arc::clone(&provenance)),
            evidence: Some(Evidence {
                place,
                excerpt: format!("约 {i} 亿元"),
            }),
            ..cell("a", &format!("zones/z{i}"), "2023", i as f64)
        })
        .chain([cell("a", "zones/z9", "2023", 9.0)])
        .collect();
    write(store.as_ref(), "b1", cells.clone()).await;
    for written in cells {
        let key = series_key("a", written.key.subject.as_str());
        let read = store
            .series(std::slice::from_ref(&key), revision(1), Detail::Sources)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(read.sources[0].provenance, written.provenance);
        assert_eq!(read.sources[0].evidence, written.evidence);
        let history = history(store.as_ref(), key, revision(1)).await;
        assert_eq!(
            (&history[0].1.provenance, &history[0].1.evidence),
            (&written.provenance, &written.evidence)
        );
    }
}

pub(crate) async fn missing_is_a_value_that_can_be_revised<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let marked = Observation {
        figure: Figure::new(5.0, Qualifier::AtLeast, Status::Provisional).unwrap(),
        ..cell("a", "zones/x", "2023", 0.0)
    };
    write(store.as_ref(), "b1", vec![missing("a", "zones/x", "2023")]).await;
    let revised = write(store.as_ref(), "b2", vec![marked.clone()]).await;
    assert_eq!((revised.inserted, revised.revised), (0, 1));
    let same_number = write(store.as_ref(), "b3", vec![cell("a", "zones/x", "2023", 5.0)]).await;
    assert_eq!((same_number.revised, same_number.unchanged), (1, 0));
    let key = series_key("a", "zones/x");
    for (at, figure) in [
        (1, Figure::missing()),
        (2, marked.figure),
        (3, cell("a", "zones/x", "2023", 5.0).figure),
    ] {
        assert_eq!(
            series(store.as_ref(), key.clone(), revision(at)).await[&period("2023")],
            (figure, revision(at))
        );
    }
}

pub(crate) async fn columns_are_ordered_by_name<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/m", "2023", 1.0)]).await;
    write(
        store.as_ref(),
        "b2",
        vec![
            cell("a", "zones/z", "2023", 2.0),
            cell("a", "platforms/q", "2023", 3.0),
        ],
    )
    .await;
    write(
        store.as_ref(),
        "b3",
        vec![
            cell("a", "zones/b", "2023", 4.0),
            cell("a", "zones/m", "2023", 5.0),
        ],
    )
    .await;
    let column = |at| values(store.as_ref(), "a", "2023", revision(at));
    let named = |pairs: &[(&str, f64)]| {
        pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), Some(*v)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        column(3).await,
        named(&[("q", 3.0), ("b", 4.0), ("m", 5.0), ("z", 2.0)])
    );
    assert_eq!(column(2).await, named(&[("q", 3.0), ("m", 1.0), ("z", 2.0)]));
    assert_eq!(column(1).await, named(&[("m", 1.0)]));
}

pub(crate) async fn unknown_names_have_no_cells<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    let at = revision(1);
    assert!(
        series(store.as_ref(), series_key("a", "zones/none"), at)
            .await
            .is_empty()
    );
    assert!(
        series(store.as_ref(), series_key("none", "zones/x"), at)
            .await
            .is_empty()
    );
    assert!(values(store.as_ref(), "none", "2023", at).await.is_empty());
    assert!(values(store.as_ref(), "a", "2022", at).await.is_empty());
    assert!(
        history(store.as_ref(), series_key("none", "zones/x"), at)
            .await
            .is_empty()
    );
    assert!(periods(store.as_ref(), "none", at).await.is_empty());
    assert!(
        store
            .series(&[series_key("a", "zones/x")], revision(2), Detail::Figures)
            .await
            .is_err()
    );
    let both = [series_key("a", "zones/none"), series_key("a", "zones/x")];
    let read = store.series(&both, at, Detail::Figures).await.unwrap();
    assert_eq!((read[0].keys.len(), read[1].keys.len()), (0, 1));
    assert_eq!(subject("zones/x").kind(), "zones");
}

pub(crate) async fn sparse_and_dense_batches_find_what_stands<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let zone = |i: u32| format!("zones/z{i:03}");
    let all = (0..300)
        .map(|i| cell("a", &zone(i), "2023", f64::from(i)))
        .collect();
    write(store.as_ref(), "b1", all).await;
    let sparse = [2, 150, 299].map(|i| cell("a", &zone(i), "2023", if i == 150 { 150.0 } else { -1.0 }));
    let sparse = write(store.as_ref(), "b2", sparse.to_vec()).await;
    assert_eq!((sparse.inserted, sparse.revised, sparse.unchanged), (0, 2, 1));
    let dense = (0..310).map(|i| {
        cell(
            "a",
            &zone(i),
            "2023",
            if i % 2 == 0 { f64::from(i) } else { -2.0 },
        )
    });
    let dense = write(store.as_ref(), "b3", dense.collect()).await;
    // 2 is back at its value; 150 others are odd; 299 is among them.
    assert_eq!((dense.inserted, dense.revised, dense.unchanged), (10, 151, 149));
    assert_eq!(
        values(store.as_ref(), "a", "2023", revision(2)).await[2].1,
        Some(-1.0)
    );
    assert_eq!(
        values(store.as_ref(), "a", "2023", revision(3)).await[2].1,
        Some(2.0)
    );
    assert_eq!(values(store.as_ref(), "a", "2023", revision(3)).await.len(), 310);
}

pub(crate) async fn a_cell_written_meanwhile_is_not_revised<E: Engine>(engine: &E) {
    let Some((_place, store)) = fresh(engine).await else {
        return;
    };
    let seen = write(store.as_ref(), "b1", vec![cell("a", "zones/x", "2023", 1.0)]).await;
    let other = write(store.as_ref(), "b2", vec![cell("a", "zones/x", "2023", 2.0)]).await;

    let cells = vec![
        cell("a", "zones/x", "2023", 3.0),
        cell("a", "zones/y", "2023", 4.0),
    ];
    let late = |since: Revision, batch: Batch| Batch {
        unchanged_since: Some(since),
        ..batch
    };
    let batch_of = batch(store.as_ref(), "b3", cells).await;
    let refused = store.write(late(seen.revision, batch_of.clone())).await;
    let Err(WriteError::CellsChanged(changed)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(changed, [cell("a", "zones/x", "2023", 0.0).key]);
    assert_eq!(store.head().await.unwrap().revision, other.revision);
    assert_eq!(
        values(store.as_ref(), "a", "2023", other.revision).await,
        [("x".into(), Some(2.0))]
    );

    let written = store.write(late(other.revision, batch_of)).await.unwrap();
    assert_eq!((written.inserted, written.revised), (1, 1));
    let same = batch(store.as_ref(), "b4", vec![cell("a", "zones/x", "2023", 3.0)]).await;
    assert!(
        store.write(late(seen.revision, same)).await.is_ok(),
        "nothing is revised"
    );
}
