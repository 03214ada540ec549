//! Streams of health and reflection: so many, and none that outlasts the process.

use std::time::Duration;

use tokio_stream::{Stream, StreamExt as _};
use tonic::{
    Streaming,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus,
    health_client::HealthClient,
};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest,
};
use zhibiao_runtime::{
    error::{Code, Problem},
    health::READINESS,
};

use crate::wire::Serving;

/// Longest time that what is bound to happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Of a connection and of a process, as the operator's guide has them.
const OF_CONNECTION: usize = 8;
const OF_PROCESS: usize = 1_024;

/// A connection of its own.
async fn connect(serving: &Serving) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{}", serving.address)).unwrap();
    endpoint.connect().await.unwrap()
}

async fn watch(channel: &Channel) -> Result<Streaming<HealthCheckResponse>, Problem> {
    let watched = HealthClient::new(channel.clone())
        .watch(HealthCheckRequest::default())
        .await;
    watched
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

/// A stream of reflection on which a question is asked, and nothing more.
async fn reflect(
    channel: &Channel,
) -> Result<impl Stream<Item = Result<(), tonic::Status>> + use<>, Problem> {
    let question = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let questions = tokio_stream::once(question).chain(tokio_stream::pending());
    let answers = ServerReflectionClient::new(channel.clone())
        .server_reflection_info(questions)
        .await
        .map_err(|status| Problem::from_status(&status))?;
    Ok(answers.into_inner().map(|answer| answer.map(|_| ())))
}

fn is_refused<T>(asked: Result<T, Problem>) {
    let problem = asked.err().unwrap();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "TOO_MANY_STREAMS")
    );
    assert!(problem.retry_after.is_some());
}

#[tokio::test]
async fn a_connection_has_so_many_and_one_that_ends_makes_room() {
    let serving = Serving::start(|server| server).await;
    let channel = connect(&serving).await;
    let mut watches = Vec::new();
    for _ in 1..OF_CONNECTION {
        watches.push(watch(&channel).await.unwrap());
    }
    let mut questions = reflect(&channel).await.unwrap();
    assert!(questions.next().await.unwrap().is_ok());
    is_refused(watch(&channel).await);
    is_refused(reflect(&channel).await);
    assert_eq!(serving.metric("zhibiao_server_streams"), OF_CONNECTION as f64);
    assert_eq!(serving.metric("zhibiao_server_calls_refused_total"), 2.0);
    HealthClient::new(channel.clone())
        .check(HealthCheckRequest::default())
        .await
        .unwrap();
    watches.pop();
    // Its end is on the way.
    let again = async { while watch(&channel).await.is_err() {} };
    tokio::time::timeout(PATIENCE, again)
        .await
        .expect("a stream that ends makes room");
    assert!(watch(&connect(&serving).await).await.is_ok(), "on another one");
}

#[tokio::test]
async fn a_process_has_so_many() {
    let serving = Serving::start(|server| server).await;
    let mut watches = Vec::new();
    for _ in 0..OF_PROCESS / OF_CONNECTION {
        let channel = connect(&serving).await;
        for _ in 0..OF_CONNECTION {
            watches.push(watch(&channel).await.unwrap());
        }
    }
    let channel = connect(&serving).await;
    is_refused(watch(&channel).await);
    assert_eq!(serving.metric("zhibiao_server_streams"), OF_PROCESS as f64);
}

#[tokio::test]
async fn who_watches_health_is_told_that_it_turns_and_does_not_hold_up_the_end() {
    let serving = Serving::start(|server| server).await;
    serving.health.set(READINESS, true).await;
    let channel = connect(&serving).await;
    let mut health = watch(&channel).await.unwrap();
    let mut questions = reflect(&channel).await.unwrap();
    let told = health.message().await.unwrap().unwrap();
    assert_eq!(told.status(), ServingStatus::Serving);
    assert!(questions.next().await.unwrap().is_ok());
    // Within a grace period that no test would wait for.
    serving.end().await;
    let told = health.message().await.unwrap().unwrap();
    assert_eq!(told.status(), ServingStatus::NotServing);
    let status = health.message().await.unwrap_err();
    assert_eq!(Problem::from_status(&status).reason, "SHUTTING_DOWN");
    let status = questions.next().await.unwrap().unwrap_err();
    assert_eq!(Problem::from_status(&status).reason, "SHUTTING_DOWN");
}
