//! Certificates: whose are believed, on both sides, and that they are read again.

use std::{fs, time::Instant};

use zhibiao_client::{Hub, Retry};
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{authority::Authority, eventually};
use zhibiao_tests::Process;
use zhibiao_tls::{Tls, TlsFiles};

use crate::world::{SERVICE, World};

async fn asks(hub: Hub) -> Result<(), Problem> {
    let hub = hub.with_retry(Retry::never());
    hub.read(GetSummaryRequest {}).await.map(|_| ())
}

fn believing(ca: &std::path::Path) -> Tls {
    Tls::read(TlsFiles {
        pair: None,
        ca: Some(ca.to_owned()),
    })
    .unwrap()
}

#[tokio::test]
async fn only_services_are_known_by_their_certificates() {
    let world = World::start().await;
    asks(world.certified(SERVICE)).await.unwrap();
    let other = asks(world.certified("other.hub.test")).await.unwrap_err();
    assert_eq!(other.reason, "CREDENTIALS_MISSING");
    // A certificate of another authority ends the handshake, whatever it is for.
    let stranger = Authority::new();
    let mut files = stranger.write(&world.folder().join("."), &[SERVICE]);
    fs::write(world.folder().join("world-ca.crt"), world.authority.pem()).unwrap();
    files.ca = Some(world.folder().join("world-ca.crt"));
    let hub = Hub::connect_over(world.hub.address(), Some(Tls::read(files).unwrap())).unwrap();
    assert_eq!(asks(hub).await.unwrap_err().code, Code::Unavailable);
}

#[tokio::test]
async fn servers_are_held_against_their_authority_and_their_name() {
    let world = World::start().await;
    let stranger = Authority::new();
    let path = world.folder().join("stranger.crt");
    fs::write(&path, stranger.pem()).unwrap();
    let hub = Hub::connect_over(world.hub.address(), Some(believing(&path))).unwrap();
    assert_eq!(asks(hub).await.unwrap_err().code, Code::Unavailable);
    // The right authority, but the certificate is for other numbers.
    let port = world.hub.address().rsplit(':').next().unwrap();
    let ca = world.files().ca.clone().unwrap();
    let address = format!("https://127.0.0.2:{port}");
    let hub = Hub::connect_over(&address, Some(believing(&ca))).unwrap();
    assert_eq!(asks(hub).await.unwrap_err().code, Code::Unavailable);
    // In the open nobody is let in.
    let hub = Hub::connect(&world.hub.address().replace("https", "http")).unwrap();
    assert_eq!(asks(hub).await.unwrap_err().code, Code::Unavailable);
}

#[tokio::test]
async fn certificates_are_read_again_without_a_restart() {
    let world = World::start().await;
    let token = world.token("li", &[]);
    asks(world.bearing(&token)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let next = Authority::new().write(folder.path(), &["127.0.0.1"]);
    let (pair, next_pair) = (world.files().pair.clone().unwrap(), next.pair.unwrap());
    // Between the two copies certificate and key do not fit: what was read before goes on.
    fs::copy(next_pair.0, pair.0).unwrap();
    asks(world.bearing(&token)).await.unwrap();
    fs::copy(next_pair.1, pair.1).unwrap();
    let ca = next.ca.unwrap();
    eventually("the new certificate is shown", || async {
        let hub = Hub::connect_over(world.hub.address(), Some(believing(&ca))).unwrap();
        asks(hub.bearing(&token).unwrap()).await.is_ok()
    })
    .await;
}

/// Store, ingest and compare as processes that know each other by their certificates alone.
#[tokio::test]
async fn roles_of_several_processes_secure_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let files = authority.write(folder.path(), &["127.0.0.1", SERVICE]);
    let (pair, ca) = (files.pair.unwrap(), files.ca.unwrap());
    let secured = [
        "--tls-cert",
        pair.0.to_str().unwrap(),
        "--tls-key",
        pair.1.to_str().unwrap(),
        "--tls-ca",
        ca.to_str().unwrap(),
        "--auth-services",
        SERVICE,
    ];
    let store = Process::role("store", &secured).await.unwrap();
    let mut arguments = vec!["--store", store.address()];
    arguments.extend(secured);
    let compare = Process::role("compare", &arguments).await.unwrap();
    let ingest = Process::role("ingest", &arguments).await.unwrap();
    for role in [&store, &compare, &ingest] {
        assert!(role.address().starts_with("https://"), "{}", role.address());
    }
    let channel = |address: &str| {
        let endpoint = tonic::transport::Endpoint::from_shared(address.to_owned()).unwrap();
        zhibiao_runtime::channel::lazy(endpoint, Some(believing(&ca)))
    };
    // Health needs no identity, and compare serves only once it has loaded from the store.
    let mut health = tonic_health::pb::health_client::HealthClient::new(channel(compare.address()));
    let mut serving = health
        .watch(tonic_health::pb::HealthCheckRequest::default())
        .await
        .unwrap()
        .into_inner();
    while let Some(told) = serving.message().await.unwrap() {
        if told.status() == tonic_health::ServingStatus::Serving.into() {
            break;
        }
    }
    let nobody = Hub::connect_over(store.address(), Some(believing(&ca))).unwrap();
    assert_eq!(asks(nobody).await.unwrap_err().reason, "CREDENTIALS_MISSING");
}

/// What a role that loads says of each failure.
const LOADING: &str = "loading the columns failed";

/// Neither side is left without a word of what is wrong, and neither fills its log with it.
#[tokio::test]
async fn why_a_store_is_not_reached_is_in_the_logs() {
    let folder = tempfile::tempdir().unwrap();
    let files = Authority::new().write(folder.path(), &["127.0.0.1", SERVICE]);
    let stranger = folder.path().join("stranger.crt");
    fs::write(&stranger, Authority::new().pem()).unwrap();
    let (pair, ca) = (files.pair.unwrap(), files.ca.unwrap());
    let secured = |ca: &std::path::Path| {
        let given = [
            ("--tls-cert", pair.0.as_path()),
            ("--tls-key", pair.1.as_path()),
            ("--tls-ca", ca),
            ("--auth-services", std::path::Path::new(SERVICE)),
        ];
        given
            .into_iter()
            .flat_map(|(word, value)| [word.to_owned(), value.display().to_string()])
            .collect::<Vec<String>>()
    };
    let words = secured(&ca);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let store = Process::role("store", &words).await.unwrap();
    let mut arguments = vec!["--store".to_owned(), store.address().to_owned()];
    arguments.extend(secured(&stranger));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let begun = Instant::now();
    let compare = Process::role("compare", &arguments).await.unwrap();
    eventually("compare tells that it does not believe the store", || async {
        let log = compare.log();
        let told = ["invalid peer certificate", "the store does not answer", LOADING];
        told.iter().all(|line| log.contains(line))
    })
    .await;
    eventually("the store tells that it was not believed", || async {
        let log = store.log();
        log.contains("a connection was not set up") && log.contains("received fatal alert")
    })
    .await;
    let lines = compare.log();
    // Once, and again every ten seconds at most: it tries several times a second.
    let most = 2 + begun.elapsed().as_secs() / 10;
    assert!(lines.matches(LOADING).count() as u64 <= most, "{lines}");
}
