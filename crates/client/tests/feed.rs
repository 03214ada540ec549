//! The change feed against the real store: nothing is left out, nothing comes twice, whatever happens to connections.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]

use std::time::Duration;

use zhibiao_client::{
    Hub,
    feed::{Event, Feed},
};
use zhibiao_model::revision::Revision;
use zhibiao_proto::observation::v1::{Change, ChangeKind, ObservationColumns};
use zhibiao_runtime::clock::Clock;
use zhibiao_store::Limits;
use zhibiao_testkit::{catalog::Small, link::Link, observations::cell, store::TestStore};

fn catalog() -> Small {
    Small::default().zone("east", "东区").indicator("revenue", "亿元")
}

/// The next revision told; checkpoints are passed over.
async fn next_revision(feed: &mut Feed) -> (Revision, Vec<Change>) {
    loop {
        match feed.next().await.expect("the feed goes on") {
            Event::Revision { revision, fragments } => return (revision, fragments),
            Event::CaughtUp(_) => {}
            Event::Lost => panic!("lost"),
        }
    }
}

#[tokio::test]
async fn the_feed_begins_after_the_revision_and_says_when_it_has_caught_up() {
    let store = TestStore::holding(&catalog()).await;
    let first = store
        .write([cell("revenue", "zones/east", "2022", 1.0)])
        .await
        .revision;
    let second = store
        .write([cell("revenue", "zones/east", "2023", 2.0)])
        .await
        .revision;
    let mut feed = Feed::follow(store.hub.clone(), first);
    let (revision, fragments) = next_revision(&mut feed).await;
    assert_eq!(revision, second);
    let told = fragments[0].observations.as_ref().unwrap();
    assert_eq!(
        (told.periods.as_slice(), told.value.as_slice()),
        (["2023".to_owned()].as_slice(), [2.0].as_slice())
    );
    assert_eq!(feed.next().await, Some(Event::CaughtUp(second)));
}

#[tokio::test]
async fn cut_connections_leave_no_gap_and_repeat_nothing() {
    let store = TestStore::holding(&catalog()).await;
    let link = Link::new(store.listen().await, true).await;
    let hub = Hub::connect(&link.uri()).unwrap();
    let mut feed = Feed::follow(hub, Revision::ZERO);
    let (applied, _) = next_revision(&mut feed).await;
    let mut expected = Vec::new();
    let mut told = Vec::new();
    for round in 0..10 {
        for value in 0..5 {
            let value = f64::from(round * 5 + value);
            let revision = store
                .write([cell("revenue", "zones/east", "2023", value + 1.0)])
                .await
                .revision;
            expected.push((revision, value + 1.0));
            if told.len() + 3 < expected.len() {
                told.push(value_of(next_revision(&mut feed).await));
            }
        }
        link.take_down();
        let unseen = store
            .write([cell("revenue", "zones/east", "2023", -f64::from(round + 1))])
            .await
            .revision;
        expected.push((unseen, -f64::from(round + 1)));
        link.bring_up();
    }
    while told.len() < expected.len() {
        told.push(value_of(next_revision(&mut feed).await));
    }
    assert_eq!(told, expected);
    assert_eq!(expected[0].0, applied.next());
}

fn value_of((revision, fragments): (Revision, Vec<Change>)) -> (Revision, f64) {
    (revision, fragments[0].observations.as_ref().unwrap().value[0])
}

#[tokio::test]
async fn fragments_of_a_revision_come_together() {
    const ZONES: u32 = 500;
    const YEARS: u32 = 200;
    let catalog = (0..ZONES).fold(catalog(), |catalog, i| {
        catalog.zone(&format!("z{i}"), &format!("园区{i}"))
    });
    let store = TestStore::holding(&catalog).await;
    let cells = ZONES * YEARS;
    let columns = ObservationColumns {
        subjects: (0..ZONES).map(|i| format!("zones/z{i}")).collect(),
        indicators: vec!["indicators/revenue".into()],
        periods: (0..YEARS).map(|i| (1800 + i).to_string()).collect(),
        subject: (0..cells).map(|i| i % ZONES).collect(),
        indicator: vec![0; cells as usize],
        period: (0..cells).map(|i| i / ZONES).collect(),
        value: (0..cells).map(f64::from).collect(),
        ..ObservationColumns::default()
    };
    let before = store.hub.clone();
    let mut feed = Feed::follow(before, Revision::ZERO);
    let (applied, _) = next_revision(&mut feed).await;
    let written = store.write_columns(columns).await.revision;
    let (revision, fragments) = next_revision(&mut feed).await;
    assert_eq!((applied.next(), revision), (written, written));
    assert!(fragments.len() > 1, "one fragment shows nothing");
    let mut values: Vec<f64> = fragments
        .iter()
        .flat_map(|fragment| fragment.observations.as_ref().unwrap().value.clone())
        .collect();
    values.sort_by(f64::total_cmp);
    assert_eq!(values, (0..cells).map(f64::from).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_the_store_no_longer_keeps_is_told_as_lost() {
    let limits = Limits {
        retention: 2,
        ..Limits::default()
    };
    let store = TestStore::with(limits, Clock::system()).await;
    store.apply(&catalog()).await;
    for value in 0..200 {
        store
            .write([cell("revenue", "zones/east", "2023", f64::from(value))])
            .await;
    }
    let mut feed = Feed::follow(store.hub.clone(), Revision::ZERO);
    let events = async { (feed.next().await, feed.next().await) };
    let told = tokio::time::timeout(Duration::from_secs(10), events)
        .await
        .unwrap();
    assert_eq!(told, (Some(Event::Lost), None));
}

#[tokio::test]
async fn a_store_in_the_place_of_the_one_that_was_loaded_is_noticed() {
    let loaded = TestStore::holding(&catalog()).await;
    let (_, token) = zhibiao_client::catalog::load(&loaded.hub).await.unwrap();
    let other = TestStore::holding(&catalog()).await;
    assert_eq!(other.apply(&catalog()).await.revision, token.revision);
    let mut feed = Feed::follow(other.hub.clone(), token);
    assert_eq!((feed.next().await, feed.next().await), (Some(Event::Lost), None));
}

#[tokio::test]
async fn a_feed_of_the_catalogue_passes_over_values_and_says_how_far_the_store_is() {
    let store = TestStore::start().await;
    let link = Link::new(store.listen().await, true).await;
    let hub = Hub::connect(&link.uri()).unwrap();
    let mut feed = Feed::follow_kinds(hub, Revision::ZERO, &[ChangeKind::Catalog]);
    let applied = store.apply(&catalog()).await.revision;
    assert_eq!(next_revision(&mut feed).await.0, applied);
    for cut in [false, true] {
        let written = store
            .write([cell("revenue", "zones/east", "2023", f64::from(u8::from(cut)))])
            .await
            .revision;
        if cut {
            link.take_down();
            link.bring_up();
        }
        loop {
            match feed.next().await.unwrap() {
                Event::CaughtUp(revision) if revision == written => break,
                Event::CaughtUp(_) => {}
                other @ (Event::Revision { .. } | Event::Lost) => panic!("{other:?}"),
            }
        }
    }
    let renamed = store.apply(&catalog().zone("east", "东园")).await.revision;
    assert_eq!(next_revision(&mut feed).await.0, renamed);
}
