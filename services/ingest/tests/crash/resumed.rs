//! Streams that are taken up again where the store knows more than the log, or the hub is not what it was.

use zhibiao_client::stream::Sender;
use zhibiao_proto::{
    observation::v1::{ObservationColumns, WriteObservationsRequest},
    report::v1::BatchAcknowledged,
};
use zhibiao_runtime::error::{Code, Problem};

use super::{
    streams::{INTERFACE, batches, entries, expected, ids, patient, stored},
    *,
};

/// The revenue that all batches but the first exceed.
const TIGHTER: f64 = 1_001.5;

async fn applied(store: &Store, catalog: Small) {
    let request = ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        ..ApplyCatalogRequest::default()
    };
    store.hub.catalog().apply_catalog(request).await.unwrap();
}

fn another_department() -> Small {
    Small::default()
        .department("science", "科技局")
        .interface("torch-monthly", "science")
}

fn a_tighter_range() -> Small {
    Small::default().indicator_with("revenue", "亿元", |indicator| {
        indicator.names.zh = "营业收入".to_owned();
        indicator.range.max = Some(TIGHTER);
    })
}

/// The name that the batches use leads nowhere.
fn another_name() -> Small {
    Small::default().indicator_with("revenue", "亿元", |indicator| {
        indicator.names.zh = "营业总收入".to_owned();
    })
}

async fn next(sender: &mut Sender) -> BatchAcknowledged {
    sender.acknowledged().await.unwrap().unwrap()
}

fn counts(told: &BatchAcknowledged) -> (u64, u32, u32) {
    (told.sequence, told.written_rows, told.rejected_rows)
}

fn kind(problem: &Problem) -> (Code, &str) {
    (problem.code, problem.reason.as_str())
}

/// Kills the service while the write of the second batch is held.
async fn killed_at_the_second(store: &Store, hold: Hold) -> (std::net::SocketAddr, Sender) {
    let (child, hub) = store.intake().await;
    let address = child.address;
    let mut sender = Sender::open_with(hub, INTERFACE, "", patient()).await.unwrap();
    sender.send(entries(1)).await.unwrap();
    assert_eq!(next(&mut sender).await.sequence, 1);
    let held = store.gate.hold("WriteObservations", hold);
    sender.send(entries(2)).await.unwrap();
    held.await.unwrap();
    child.kill();
    (address, sender)
}

/// The batches in the store, without what the catalogue's revisions are called.
async fn batches_of_streams(store: &Store) -> Vec<String> {
    let mut ids = batches(&store.hub).await;
    ids.retain(|id| id.starts_with(INTERFACE));
    ids
}

/// Changes the catalogue between the store's commit of the second batch and its being noted; the first decision holds.
async fn changed_after_a_batch_was_written(change: Small, third: (u64, u32, u32)) {
    let store = Store::start().await;
    let (address, mut sender) = killed_at_the_second(&store, Hold::After).await;
    applied(&store, change).await;
    let child = store.intake_at(address).await;
    let second = next(&mut sender).await;
    assert_eq!(counts(&second), (2, 2, 1));
    assert_eq!(second.rejected[0].row, 1);
    assert!(second.repeated && second.revision > 0 && !second.token.is_empty());
    sender.send(entries(3)).await.unwrap();
    let told = next(&mut sender).await;
    assert_eq!(counts(&told), third);
    assert_eq!(sender.acknowledged().await.unwrap(), None);
    let written = if third.1 > 0 { 3 } else { 2 };
    assert_eq!(stored(&store.hub).await, expected(written));
    assert_eq!(batches_of_streams(&store).await, ids(3));
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_written_batch_stands_though_its_interface_changed_hands() {
    changed_after_a_batch_was_written(another_department(), (3, 2, 1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_written_batch_stands_though_a_range_was_tightened() {
    changed_after_a_batch_was_written(a_tighter_range(), (3, 0, 3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_written_batch_stands_though_a_name_was_changed() {
    changed_after_a_batch_was_written(another_name(), (3, 0, 3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_not_written_is_decided_about_anew() {
    let store = Store::start().await;
    let (address, mut sender) = killed_at_the_second(&store, Hold::Before).await;
    applied(&store, a_tighter_range()).await;
    let child = store.intake_at(address).await;
    assert_eq!(counts(&next(&mut sender).await), (2, 0, 3));
    assert_eq!(stored(&store.hub).await, expected(1));
    assert_eq!(batches_of_streams(&store).await, ids(2));
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn other_content_does_not_displace_a_written_batch() {
    let store = Store::start().await;
    let (address, sender) = killed_at_the_second(&store, Hold::After).await;
    drop(sender);
    let child = store.intake_at(address).await;
    let hub = Hub::connect(&format!("http://{address}")).unwrap();
    let hub = hub.as_user(&Caller::new("li").unwrap());
    for content in [7, 8, 2] {
        let mut sender = Sender::open_with(hub.clone(), INTERFACE, "", patient())
            .await
            .unwrap();
        assert_eq!(sender.send(entries(content)).await.unwrap(), 2);
        match sender.acknowledged().await {
            Ok(told) => assert_eq!((content, counts(&told.unwrap())), (2, (2, 2, 1))),
            Err(problem) => {
                assert_ne!(content, 2, "{problem}");
                assert_eq!(kind(&problem), (Code::AlreadyExists, "SEQUENCE_CONTENT_DIFFERS"));
            }
        }
    }
    assert_eq!(stored(&store.hub).await, expected(2));
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_stream_wrote_is_never_acknowledged() {
    let store = Store::start().await;
    let foreign = WriteObservationsRequest {
        batch_id: format!("{INTERFACE}/1"),
        observations: Some(ObservationColumns {
            subjects: vec!["zones/a".to_owned()],
            indicators: vec!["indicators/revenue".to_owned()],
            periods: vec!["2023".to_owned()],
            subject: vec![0],
            indicator: vec![0],
            period: vec![0],
            value: vec![9.0],
            ..ObservationColumns::default()
        }),
        unchanged_since: None,
        units: Vec::new(),
    };
    store
        .hub
        .observations()
        .write_observations(foreign)
        .await
        .unwrap();
    let (child, hub) = store.intake().await;
    for _ in 0..2 {
        let mut sender = Sender::open_with(hub.clone(), INTERFACE, "", patient())
            .await
            .unwrap();
        sender.send(entries(1)).await.unwrap();
        let problem = sender.acknowledged().await.unwrap_err();
        assert_eq!(kind(&problem), (Code::AlreadyExists, "SEQUENCE_CONTENT_DIFFERS"));
    }
    child.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_store_refuses_for_good_is_told_at_once() {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    // Once: a second attempt would succeed.
    store.gate.refuse("WriteObservations");
    for refused in [true, false] {
        let mut sender = Sender::open_with(hub.clone(), INTERFACE, "", patient())
            .await
            .unwrap();
        sender.send(entries(1)).await.unwrap();
        match sender.acknowledged().await {
            Ok(told) => assert_eq!((refused, counts(&told.unwrap())), (false, (1, 2, 1))),
            Err(problem) => {
                assert!(refused, "{problem}");
                assert_eq!(problem.code, Code::InvalidArgument);
                assert_eq!(problem.facts["sequence"], "1");
            }
        }
    }
    assert_eq!(stored(&store.hub).await, expected(1));
    child.kill();
}
