use super::*;

#[tokio::test]
async fn a_killed_server_starts_again_with_what_was_committed() {
    let Some(server) = Postgres::start().await else {
        return;
    };
    let connect = async || {
        let (client, connection) = tokio_postgres::connect(&server.url(), tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        client
    };
    connect()
        .await
        .batch_execute("CREATE TABLE kept (n INTEGER); INSERT INTO kept VALUES (7)")
        .await
        .unwrap();
    server.kill();
    assert!(
        tokio_postgres::connect(&server.url(), tokio_postgres::NoTls)
            .await
            .is_err()
    );
    server.restart().await;
    let row = connect()
        .await
        .query_one("SELECT n FROM kept", &[])
        .await
        .unwrap();
    assert_eq!(row.get::<_, i32>(0), 7);

    let standby = server.standby().await;
    let (client, connection) = tokio_postgres::connect(&standby.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let row = client
        .query_one("SELECT n, pg_is_in_recovery() FROM kept", &[])
        .await
        .unwrap();
    assert_eq!((row.get::<_, i32>(0), row.get::<_, bool>(1)), (7, true));
}

/// The server of [`shared`] is never dropped: the end of the process is all that its guard sees.
#[tokio::test]
async fn nothing_is_left_of_a_server_whose_process_has_gone() {
    let Some(server) = Postgres::start().await else {
        return;
    };
    let mut guard = server.guard.lock().unwrap().take().unwrap();
    drop(guard.stdin.take());
    guard.wait().unwrap();
    assert!(!server.folder.path().exists());
}
