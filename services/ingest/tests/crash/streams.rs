//! Streams whose hub is killed: at each step of a batch, and at random moments while a client sends and resumes.

use zhibiao_client::{Retry, stream::Sender};
use zhibiao_proto::{
    observation::v1::{
        ExportObservationsRequest, WatchChangesRequest, export_observations_response::Part,
        watch_changes_response::Event,
    },
    report::v1::EntryColumns,
};

use super::*;

pub(crate) const INTERFACE: &str = "interfaces/torch-monthly";

/// Batches that a client delivers while the service is killed again and again.
const BATCHES: u64 = 24;
/// Rows of a batch: zones.
const ROWS: u32 = 2;

pub(crate) fn entries(sequence: u64) -> EntryColumns {
    EntryColumns {
        subjects: vec![
            "zones/a".to_owned(),
            "zones/nowhere".to_owned(),
            "zones/b".to_owned(),
        ],
        indicators: vec!["营业收入".to_owned()],
        periods: vec![period(sequence)],
        subject: vec![0, 1, 2],
        indicator: vec![0; 3],
        period: vec![0; 3],
        value: vec![value(sequence, 0), 1.0, value(sequence, 1)],
        ..EntryColumns::default()
    }
}

fn period(sequence: u64) -> String {
    format!("{}", 1990 + sequence)
}

fn value(sequence: u64, row: u32) -> f64 {
    1_000.0 + sequence as f64 + f64::from(row) / 4.0
}

/// Tries for longer than a restart takes.
pub(crate) fn patient() -> Retry {
    Retry {
        tries: 1_000,
        longest_wait: std::time::Duration::from_millis(100),
        ..Retry::default()
    }
}

/// Everything in the store: period, value, sequence and row of each.
pub(crate) async fn stored(hub: &Hub) -> Vec<(String, f64, u64, u64)> {
    let request = ExportObservationsRequest {
        include_provenance: true,
        ..ExportObservationsRequest::default()
    };
    let mut parts = hub
        .observations()
        .export_observations(request)
        .await
        .unwrap()
        .into_inner();
    let mut stored = Vec::new();
    while let Some(part) = parts.message().await.unwrap() {
        let Some(Part::Columns(columns)) = part.part else {
            continue;
        };
        let evidence = columns.evidence.unwrap_or_default();
        for (at, value) in columns.value.iter().enumerate() {
            let period = columns.periods[columns.period[at] as usize].clone();
            stored.push((period, *value, evidence.first[at], evidence.second[at]));
        }
    }
    stored.sort_by_key(|(_, _, sequence, row)| (*sequence, *row));
    stored
}

/// The batch ids of the store's revisions after the catalogue's.
pub(crate) async fn batches(hub: &Hub) -> Vec<String> {
    let request = WatchChangesRequest {
        after_revision: 1,
        ..WatchChangesRequest::default()
    };
    let mut changes = hub
        .observations()
        .watch_changes(request)
        .await
        .unwrap()
        .into_inner();
    let mut ids = Vec::new();
    while let Some(message) = changes.message().await.unwrap() {
        match message.event {
            Some(Event::Change(change)) => ids.push(change.batch_id),
            Some(Event::Checkpoint(_)) | None => break,
        }
    }
    ids
}

/// What the store holds when so many batches were delivered.
pub(crate) fn expected(batches: u64) -> Vec<(String, f64, u64, u64)> {
    (1..=batches)
        .flat_map(|sequence| {
            (0..ROWS).map(move |row| {
                (
                    period(sequence),
                    value(sequence, row),
                    sequence,
                    u64::from(row) * 2,
                )
            })
        })
        .collect()
}

pub(crate) fn ids(batches: u64) -> Vec<String> {
    (1..=batches)
        .map(|sequence| format!("{INTERFACE}/{sequence}"))
        .collect()
}

/// Kills the service while a call of the second batch is held, starts it anew at the same address, and goes on.
async fn killed_while(call: &'static str, hold: Hold) {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    let address = child.address;
    let mut sender = Sender::open_with(hub, INTERFACE, "", patient()).await.unwrap();
    sender.send(entries(1)).await.unwrap();
    assert_eq!(sender.acknowledged().await.unwrap().unwrap().sequence, 1);
    let held = store.gate.hold(call, hold);
    sender.send(entries(2)).await.unwrap();
    held.await.unwrap();
    child.kill();
    let child = store.intake_at(address).await;
    for sequence in 2..=3 {
        if sequence == 3 {
            sender.send(entries(3)).await.unwrap();
        }
        let told = sender.acknowledged().await.unwrap().unwrap();
        assert_eq!(
            (told.sequence, told.written_rows, told.rejected_rows),
            (sequence, 2, 1)
        );
        assert_eq!(told.rejected[0].row, 1);
    }
    assert_eq!(stored(&store.hub).await, expected(3));
    assert_eq!(batches(&store.hub).await, ids(3));
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_a_batch_is_checked() {
    killed_while("ReadColumns", Hold::Before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_a_batch_is_written() {
    killed_while("WriteObservations", Hold::Before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_a_batch_is_written() {
    killed_while("WriteObservations", Hold::After).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_outlasts_a_store_that_is_away() {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    let mut sender = Sender::open_with(hub, INTERFACE, "", patient()).await.unwrap();
    store.gate.fail("WriteObservations", 4);
    sender.send(entries(1)).await.unwrap();
    assert_eq!(sender.acknowledged().await.unwrap().unwrap().sequence, 1);
    store.gate.fail("ReadColumns", 7);
    sender.send(entries(2)).await.unwrap();
    assert_eq!(sender.acknowledged().await.unwrap().unwrap().sequence, 2);
    assert_eq!(stored(&store.hub).await, expected(2));
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_every_batch_is_there_once() {
    let store = Store::start().await;
    let (mut child, hub) = store.intake().await;
    let address = child.address;
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let client = tokio::spawn(async move {
        let mut sender = Sender::open_with(hub, INTERFACE, "", patient()).await.unwrap();
        let mut acknowledged = Vec::new();
        for sequence in 1..=BATCHES {
            assert_eq!(sender.send(entries(sequence)).await.unwrap(), sequence);
            tell.send(()).unwrap();
            // Sometimes several are under way.
            if sequence % 3 == 0 {
                while let Some(next) = sender.acknowledged().await.unwrap() {
                    acknowledged.push(next.sequence);
                }
            }
        }
        while let Some(next) = sender.acknowledged().await.unwrap() {
            acknowledged.push(next.sequence);
        }
        acknowledged
    });
    // Killed some moments after each few batches; the moments differ from one time to the next.
    for kill in 0..6_u64 {
        for _ in 0..3 {
            told.recv().await.unwrap();
        }
        let spent = std::time::Instant::now();
        while spent.elapsed() < std::time::Duration::from_micros(kill * kill * 700) {
            tokio::task::yield_now().await;
        }
        child.kill();
        child = store.intake_at(address).await;
    }
    let acknowledged = client.await.unwrap();
    assert_eq!(acknowledged, (1..=BATCHES).collect::<Vec<_>>());
    assert_eq!(stored(&store.hub).await, expected(BATCHES));
    // Batches of different columns, as these are, may be committed in another order than they were sent in.
    let mut committed = batches(&store.hub).await;
    committed.sort_by_key(|id| ids(BATCHES).iter().position(|sent| sent == id));
    assert_eq!(committed, ids(BATCHES));
    child.kill();
}
