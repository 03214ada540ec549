//! A store whose ways to PostgreSQL and Redis are secured.

use std::fs;

use zhibiao_proto::catalog::v1::{ApplyCatalogRequest, GetSummaryRequest};
use zhibiao_testkit::{authority::Authority, eventually, postgres::Postgres, redis::RedisServer};
use zhibiao_tests::Process;

use crate::world::{catalog, text};

#[tokio::test]
async fn a_store_reaches_its_database_and_its_cache_over_tls() {
    let authority = Authority::new();
    let Some(database) = Postgres::start_secured(&authority).await else {
        return;
    };
    let Some(redis) = RedisServer::start_secured(&authority) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.crt");
    fs::write(&ca, authority.pem()).unwrap();
    let ca = text(&ca);
    let in_the_open = tokio_postgres::connect(&database.url(), tokio_postgres::NoTls).await;
    assert!(
        in_the_open.is_err(),
        "the database takes only secured connections"
    );

    let url = format!("{}?sslmode=verify-full&sslrootcert={ca}", database.url());
    let cache = redis.uri().replace("redis://", "rediss://");
    let arguments = [
        "--postgres",
        &url,
        "--redis",
        &cache,
        "--redis-ca",
        ca,
        "--log",
        "info",
    ];
    let store = Process::role("store", &arguments).await.unwrap();
    let hub = store.client("tester").unwrap();
    let request = ApplyCatalogRequest {
        catalog: Some(catalog()),
        ..ApplyCatalogRequest::default()
    };
    hub.catalog().apply_catalog(request).await.unwrap();
    let clients = || redis.cli(&["CLIENT", "LIST"]);
    eventually("the store is connected to Redis", || async {
        clients().lines().count() > 1
    })
    .await;
    // LISTEN and the pool are connections of their own.
    let summary = hub.read(GetSummaryRequest {}).await.unwrap();
    assert_eq!(summary.revision, 1);
}

/// Whoever is in the way with a certificate of its own is not talked to.
#[tokio::test]
async fn a_database_of_another_authority_is_refused() {
    let Some(database) = Postgres::start_secured(&Authority::new()).await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.crt");
    fs::write(&ca, Authority::new().pem()).unwrap();
    let url = format!("{}?sslmode=verify-full&sslrootcert={}", database.url(), text(&ca));
    let url: zhibiao_postgres::Url = url.parse().unwrap();
    let pool = zhibiao_postgres::Database::new(&zhibiao_postgres::Options::new(url, "hub")).unwrap();
    let refused = pool.session().await.unwrap_err().to_string();
    assert!(refused.contains("certificate"), "{refused}");
}
