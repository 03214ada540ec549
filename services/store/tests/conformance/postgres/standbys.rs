//! A server with standbys: what they answer, and who takes writes.

use super::*;

#[tokio::test]
async fn a_standby_answers_what_it_has_reached() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    let writer = open(&server, |_| {}).await;
    write(&writer, "b1", cells(2, 3, 1.0)).await;
    let standby = server.standby().await;
    let store = open(&server, |options| {
        options.replicas = vec![standby.url().parse().unwrap()];
        options.replica_patience = Duration::from_millis(50);
    })
    .await;
    let on_standby = connect(&standby).await;
    on_standby
        .batch_execute("SELECT pg_wal_replay_pause()")
        .await
        .unwrap();
    write(&writer, "b2", cells(2, 3, 2.0)).await;
    // What the standby has not reached, the system of record answers.
    assert_eq!(values(&store, "i1", "2023", revision(2)).await[0].1, Some(2.0));

    server.kill();
    // What it has reached is answered without the system of record.
    let key = series_key("i1", "zones/z1");
    assert_eq!(
        series(&store, key.clone(), revision(1)).await[&period("2023")]
            .0
            .value(),
        Some(1.0)
    );
    let newer = store.series(&[key], revision(2), Detail::Figures).await;
    assert!(matches!(newer, Err(EngineError::Unavailable(_))), "{newer:?}");
    assert!(matches!(store.head().await, Err(EngineError::Unavailable(_))));

    server.restart().await;
    assert_eq!(write(&store, "b3", cells(2, 3, 3.0)).await.revision, revision(3));
}

#[tokio::test]
async fn where_one_standby_lags_another_answers() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    let writer = open(&server, |_| {}).await;
    write(&writer, "b1", cells(2, 3, 1.0)).await;
    let (lagging, keen) = (server.standby().await, server.standby().await);
    let store = open(&server, |options| {
        options.replicas = [&lagging, &keen]
            .map(|standby| standby.url().parse().unwrap())
            .into();
        options.replica_patience = Duration::from_secs(5);
    })
    .await;
    connect(&lagging)
        .await
        .batch_execute("SELECT pg_wal_replay_pause()")
        .await
        .unwrap();
    write(&writer, "b2", cells(2, 3, 2.0)).await;
    assert_eq!(store.head().await.unwrap().revision, revision(2));
    // From here on nobody but a standby can answer, whichever is asked first.
    server.kill();
    for _ in 0..4 {
        assert_eq!(values(&store, "i1", "2023", revision(2)).await[0].1, Some(2.0));
    }
}

/// Waits until a standby has all that its primary wrote so far.
async fn caught_up(primary: &Postgres, standby: &Postgres) {
    let written = connect(primary)
        .await
        .query_one("SELECT pg_current_wal_lsn()::text", &[])
        .await
        .unwrap();
    let written: String = written.get(0);
    let standby = connect(standby).await;
    eventually("the standby catches up", async || {
        let replayed = format!("SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn");
        standby.query_one(&replayed, &[]).await.unwrap().get(0)
    })
    .await;
}

#[tokio::test]
async fn what_a_standby_fails_in_the_middle_of_is_answered() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    let writer = open(&server, |_| {}).await;
    write(&writer, "b1", cells(2, 3, 1.0)).await;
    let standby = server.standby().await;
    // A standby takes over the locks of its primary, and keeps them for as long as it does not hear of their end.
    let locking = connect(&server).await;
    locking
        .batch_execute(
            "SET search_path = zhibiao_store; BEGIN;
             LOCK TABLE indicator_period, observation, change_log, catalog_item IN ACCESS EXCLUSIVE MODE",
        )
        .await
        .unwrap();
    connect(&server)
        .await
        .batch_execute("CREATE TABLE flushes_what_was_written_so_far ()")
        .await
        .unwrap();
    caught_up(&server, &standby).await;
    let on_standby = connect(&standby).await;
    on_standby
        .batch_execute("SELECT pg_wal_replay_pause()")
        .await
        .unwrap();
    eventually("the standby pauses", async || {
        let paused = "SELECT pg_get_wal_replay_pause_state() = 'paused'";
        on_standby.query_one(paused, &[]).await.unwrap().get(0)
    })
    .await;
    locking.batch_execute("ROLLBACK").await.unwrap();

    let store = open(&server, |options| {
        options.replicas = vec![standby.url().parse().unwrap()];
        options.replica_patience = Duration::from_secs(5);
        options.reading = Duration::from_secs(2);
    })
    .await;
    let (at, key) = (revision(1), series_key("i1", "zones/z1"));
    assert_eq!(series(&store, key.clone(), at).await.len(), 1);
    assert_eq!(values(&store, "i1", "2023", at).await.len(), 3);
    assert_eq!(periods(&store, "i1", at).await, [period("2023")]);
    assert_eq!(history(&store, key, at).await.len(), 1);
    assert_eq!(store.load(at).await.unwrap(), []);
    assert_eq!(store.catalog_revision(at).await.unwrap(), revision(0));
    // It was asked each time: it is there and has reached what is read.
    let waited = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted";
    let held: i64 = on_standby.query_one(waited, &[]).await.unwrap().get(0);
    assert!(held >= 4, "the standby holds {held} locks");
}

#[tokio::test]
async fn an_address_of_several_hosts_leads_to_the_one_that_takes_writes() {
    let Some(server) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    let standby = server.standby().await;
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", standby.port(), server.port());
    let address = format!("postgres://zhibiao@{hosts}/postgres");
    let options = Options::new(address.parse().unwrap());
    let store = Store::open(options, 1_000, Setup::default().clock).await.unwrap();
    assert_eq!(write(&store, "b1", cells(1, 1, 1.0)).await.revision, revision(1));

    let options = Options::new(standby.url().parse().unwrap());
    let refused = Store::open(options, 1_000, Setup::default().clock).await;
    assert!(
        matches!(refused, Err(OpenError::Database(Failure::Unavailable(_)))),
        "{refused:?}"
    );
}
