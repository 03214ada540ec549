//! PostgreSQL down: writes are refused for now, what is cached goes on and says how old it is, and nothing that was
//! acknowledged is lost.

use std::time::{Duration, Instant};

use zhibiao_client::Retry;
use zhibiao_runtime::error::Code;
use zhibiao_testkit::postgres::Postgres;
use zhibiao_tests::Process;

use crate::{
    single::{newest, read, token, write},
    world::World,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_postgresql_writes_wait_and_cached_reads_go_on() {
    let Some(world) = World::start().await else {
        return;
    };
    let hubs = world.stores.each_ref().map(|store| store.hub());
    let written = write(&hubs[0], "before", 1.0).await.unwrap();
    for hub in &hubs {
        assert_eq!(read(hub, token(&written.token)).await.unwrap().1, Some(1.0));
    }
    world.postgres.kill();
    for hub in &hubs {
        let once = hub.clone().with_retry(Retry::never());
        let refused = write(&once, "meanwhile", 2.0).await.unwrap_err();
        assert_eq!(refused.code, Code::Unavailable, "{refused:?}");
        assert!(refused.retry_after.is_some(), "{refused:?}");
        let cached = read(&once, None).await.unwrap();
        assert_eq!(
            cached,
            (written.revision, Some(1.0)),
            "and it says at which revision"
        );
        assert_eq!(read(&once, token(&written.token)).await.unwrap(), cached);
        let refused = read(&once, newest()).await.unwrap_err();
        assert_eq!(refused.code, Code::Unavailable, "{refused:?}");
        assert!(refused.retry_after.is_some(), "{refused:?}");
    }
    world.postgres.restart().await;
    let again = write(&hubs[1], "before", 1.0).await.unwrap();
    assert!(again.replayed, "it was acknowledged, and it is there");
    assert_eq!(again.revision, written.revision);
    let later = write(&hubs[1], "meanwhile", 2.0).await.unwrap();
    for hub in &hubs {
        assert_eq!(read(hub, token(&later.token)).await.unwrap().1, Some(2.0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_hangs_holds_no_caller_past_its_deadline() {
    let Some(world) = World::start().await else {
        return;
    };
    let hub = world.stores[0].hub();
    let written = write(&hub, "before", 1.0).await.unwrap();
    assert_eq!(read(&hub, token(&written.token)).await.unwrap().1, Some(1.0));
    world.postgres.pause();
    let hasty = hub
        .clone()
        .with_retry(Retry::never())
        .with_timeout(Duration::from_millis(500));
    let begun = Instant::now();
    let refused = write(&hasty, "meanwhile", 2.0).await.unwrap_err();
    let is_told = matches!(refused.code, Code::DeadlineExceeded | Code::Unavailable);
    assert!(is_told, "{refused:?}");
    assert_eq!(read(&hasty, None).await.unwrap(), (written.revision, Some(1.0)));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    world.postgres.resume();
    // Whether the first try came through or not, the batch is there once.
    let later = write(&hub, "meanwhile", 2.0).await.unwrap();
    assert_eq!(later.revision, written.revision + 1);
    assert_eq!(read(&hub, token(&later.token)).await.unwrap().1, Some(2.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_that_start_before_their_database_wait_for_it() {
    let Some(postgres) = Postgres::start().await else {
        return;
    };
    postgres.kill();
    let url = postgres.url();
    let (of_store, of_ingest) = (
        ["--postgres", &url],
        ["--postgres", &url, "--store", "http://127.0.0.1:1"],
    );
    let starting = async {
        tokio::join!(
            Process::role("store", &of_store),
            Process::role("ingest", &of_ingest)
        )
    };
    let ((store, ingest), ()) = tokio::join!(starting, postgres.restart());
    ingest.unwrap();
    crate::world::apply_catalog(&store.unwrap().client("tester").unwrap()).await;
}
