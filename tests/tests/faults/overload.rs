//! More calls than a store takes on: those that are too many are refused early, the ones under way are answered.

use tokio::task::JoinSet;
use tonic::transport::Endpoint;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use zhibiao_client::Retry;
use zhibiao_runtime::error::Code;
use zhibiao_testkit::postgres::Postgres;

use crate::{
    single::{newest, read, write},
    world::{Part, apply_catalog},
};

/// Calls that the store works on at once; so many more may wait.
const CALLS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_with_too_much_to_do_refuses_early_and_answers_what_it_took_on() {
    let Some(postgres) = Postgres::start().await else {
        return;
    };
    let (url, calls) = (postgres.url(), CALLS.to_string());
    let arguments = [
        "--postgres",
        &url,
        "--max-calls",
        &calls,
        "--max-queue-time",
        "20ms",
    ];
    let store = Part::start("store", "store", &arguments).await;
    let patient = store.hub();
    apply_catalog(&patient).await;
    let written = write(&patient, "before", 1.0).await.unwrap();
    let once = patient.clone().with_retry(Retry::never());

    // What asks the database has to wait for it, so that nothing is done with meanwhile.
    postgres.pause();
    let mut reads = JoinSet::new();
    for _ in 0..10 * CALLS {
        let once = once.clone();
        reads.spawn(async move { read(&once, newest()).await });
    }
    for _ in 0..9 * CALLS {
        let refused = reads.join_next().await.unwrap().unwrap().unwrap_err();
        assert_eq!(
            (refused.code, refused.reason.as_str()),
            (Code::ResourceExhausted, "OVERLOADED"),
            "{refused:?}"
        );
        assert!(refused.retry_after.is_some(), "{refused:?}");
    }
    let probe = Endpoint::from_shared(store.address.clone()).unwrap();
    let probe = HealthClient::new(probe.connect().await.unwrap());
    probe.clone().check(HealthCheckRequest::default()).await.unwrap();

    postgres.resume();
    let expected = (written.revision, Some(1.0));
    while let Some(answer) = reads.join_next().await {
        assert_eq!(answer.unwrap().unwrap(), expected);
    }
    // Who comes back when told to is served too; as many as a client's retry budget lets come back.
    let patient = store.hub();
    for _ in 0..5 * CALLS {
        let patient = patient.clone();
        reads.spawn(async move { read(&patient, newest()).await });
    }
    while let Some(answer) = reads.join_next().await {
        assert_eq!(answer.unwrap().unwrap(), expected);
    }
}
