//! A replica of the store is killed: calls go to the other one, revisions stay in order, watchers miss nothing.

use zhibiao_client::feed::{Event, Feed};
use zhibiao_model::revision::Revision;

use crate::{
    single::{read, token, write},
    world::World,
};

/// Kills, of one replica and the other by turns.
const KILLS: usize = 4;

/// Batches written while a replica is dead.
const BATCHES: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_store_costs_callers_nothing_and_watchers_no_revision() {
    let Some(world) = World::start().await else {
        return;
    };
    let hub = world.hub();
    let first = write(&hub, "first", 0.0).await.unwrap();
    let mut feed = Feed::follow(hub.clone(), Revision::new(first.revision).unwrap());
    let (mut last, mut batches) = (first.revision, Vec::new());
    for kill in 0..KILLS {
        let store = &world.stores[kill % 2];
        store.kill().await;
        for number in 0..BATCHES {
            let batch = format!("kill-{kill}-{number}");
            let value = (kill * BATCHES + number) as f64;
            let written = write(&hub, &batch, value).await.unwrap();
            assert_eq!(written.revision, last + 1, "{batch}");
            assert!(read(&hub, token(&written.token)).await.unwrap().0 >= written.revision);
            last = written.revision;
            batches.push(batch);
        }
        store.revive().await;
    }
    let mut told = Vec::new();
    while told.len() < batches.len() {
        match feed.next().await {
            Some(Event::Revision { revision, fragments }) => {
                assert_eq!(revision.get(), first.revision + 1 + told.len() as i64);
                told.push(fragments[0].batch_id.clone());
            }
            Some(Event::CaughtUp(_)) => {}
            Some(Event::Lost) | None => panic!("the feed was lost after {}", told.len()),
        }
    }
    assert_eq!(told, batches);
}
