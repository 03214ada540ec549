//! How calls travel: the deadline with every hop, to another replica when one fails, to a second one when one is slow.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, UnaryService},
    service::Routes,
};
use tonic_prost::ProstCodec;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::catalog::v1::{GetSummaryRequest, GetSummaryResponse};
use zhibiao_runtime::{
    clock::Clock,
    deadline::Deadline,
    error::{CONNECTION_FAILED, Code, Problem},
    server::{Security, Server, Services},
};
use zhibiao_testkit::{
    eventually,
    link::{Blackhole, Link},
};

/// A replica that answers a summary after a while, or with a problem; it notes what it was asked with.
#[derive(Debug, Clone, Default)]
struct Scripted {
    delay: Duration,
    problem: Option<Problem>,
    calls: Arc<AtomicUsize>,
    /// Answers that were given, rather than cancelled.
    answers: Arc<AtomicUsize>,
    timeouts: Arc<Mutex<Vec<Option<Duration>>>>,
}

impl UnaryService<GetSummaryRequest> for Scripted {
    type Response = GetSummaryResponse;
    type Future = BoxFuture<Response<GetSummaryResponse>, Status>;

    fn call(&mut self, request: Request<GetSummaryRequest>) -> Self::Future {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let left = Deadline::of(request.metadata()).left();
        self.timeouts.lock().unwrap().push(left);
        let this = self.clone();
        Box::pin(async move {
            tokio::time::sleep(this.delay).await;
            this.answers.fetch_add(1, Ordering::SeqCst);
            match this.problem {
                Some(problem) => Err(problem.into()),
                None => Ok(Response::new(GetSummaryResponse::default())),
            }
        })
    }
}

impl NamedService for Scripted {
    const NAME: &'static str = "zhibiao.catalog.v1.CatalogService";
}

impl Service<http::Request<Body>> for Scripted {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let this = self.clone();
        let codec = ProstCodec::<GetSummaryResponse, GetSummaryRequest>::default();
        Box::pin(async move { Ok(Grpc::new(codec).unary(this, request).await) })
    }
}

impl Scripted {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// Serves it until the test ends.
    async fn listen(&self) -> SocketAddr {
        let server = Server::bind(
            SocketAddr::from(([127, 0, 0, 1], 0)),
            Security::local(Clock::system()),
        )
        .await
        .unwrap();
        let address = server.address();
        let services = Services::new(Routes::new(self.clone()), &[Self::NAME]).await;
        tokio::spawn(server.serve(services, CancellationToken::new(), Duration::ZERO));
        address
    }
}

/// Replicas behind one client.
async fn replicas(all: &[&Scripted]) -> Hub {
    let mut addresses = Vec::new();
    for replica in all {
        addresses.push(format!("http://{}", replica.listen().await));
    }
    Hub::balanced(&addresses).unwrap()
}

#[tokio::test]
async fn a_deadline_goes_on_minus_what_has_passed() {
    let store = Scripted::default();
    let hub = replicas(&[&store]).await;
    let bounded = hub.within(Deadline::within(Duration::from_secs(20)));
    bounded.read(GetSummaryRequest {}).await.unwrap();
    bounded
        .with_timeout(Duration::from_secs(5))
        .read(GetSummaryRequest {})
        .await
        .unwrap();
    hub.read(GetSummaryRequest {}).await.unwrap();
    let told = store.timeouts.lock().unwrap().clone();
    let within = |told: Option<Duration>, most| told.is_some_and(|told| told <= Duration::from_secs(most));
    assert!(within(told[0], 20) && !within(told[0], 5), "{told:?}");
    assert!(within(told[1], 5), "{told:?}");
    assert_eq!(told[2], None);
    let over = hub.within(Deadline::within(Duration::ZERO));
    let problem = over.read(GetSummaryRequest {}).await.unwrap_err();
    assert_eq!(problem.code, Code::DeadlineExceeded);
    assert_eq!(store.calls(), 3, "nothing is asked for nobody");
}

#[tokio::test]
async fn a_call_whose_time_is_over_is_answered_and_its_work_dropped() {
    let store = Scripted {
        delay: Duration::from_secs(60),
        ..Scripted::default()
    };
    let hub = replicas(&[&store]).await.with_timeout(Duration::from_millis(100));
    let problem = hub.read(GetSummaryRequest {}).await.unwrap_err();
    assert_eq!(problem.reason, "DEADLINE_EXCEEDED");
    assert_eq!(store.answers.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_try_goes_to_a_replica_that_was_not_tried() {
    let loading = Scripted {
        problem: Some(Problem::new(Code::Unavailable, "COLUMNS_LOADING", "not yet")),
        ..Scripted::default()
    };
    let well = Scripted::default();
    let hub = replicas(&[&loading, &well]).await.with_retry(Retry {
        tries: 2,
        ..Retry::default()
    });
    for _ in 0..50 {
        hub.read(GetSummaryRequest {}).await.unwrap();
    }
    assert!(
        (1..10).contains(&loading.calls()),
        "a replica that is not ready rests: {} calls",
        loading.calls()
    );
}

#[tokio::test]
async fn a_slow_read_is_sent_to_another_replica_and_the_first_answer_counts() {
    let slow = Scripted {
        delay: Duration::from_secs(60),
        ..Scripted::default()
    };
    let quick = Scripted::default();
    let hub = replicas(&[&slow, &quick])
        .await
        .hedging_after(Duration::from_millis(20));
    let begun = Instant::now();
    for _ in 0..10 {
        hub.read(GetSummaryRequest {}).await.unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert!(slow.calls() > 0, "some reads went to the slow one first");
    assert_eq!(quick.calls(), 10);
    assert_eq!(
        slow.answers.load(Ordering::SeqCst),
        0,
        "the slower call is cancelled"
    );
}

#[tokio::test]
async fn what_is_sent_as_a_write_is_sent_once() {
    let slow = Scripted {
        delay: Duration::from_millis(200),
        ..Scripted::default()
    };
    let other = slow.clone();
    let hub = replicas(&[&slow, &other])
        .await
        .hedging_after(Duration::from_millis(1));
    let call = || {
        let mut client = hub.catalog();
        async move { client.get_summary(GetSummaryRequest {}).await }
    };
    hub.retrying(call).await.unwrap();
    // Both count in the same place.
    assert_eq!(slow.calls(), 1);
}

/// Longest time to connect to a replica.
const CONNECTING: Duration = Duration::from_secs(5);

/// A client that tries once.
fn once(addresses: &[String]) -> Hub {
    Hub::balanced(addresses).unwrap().with_retry(Retry {
        tries: 1,
        ..Retry::default()
    })
}

/// So many reads at once, and how each ended.
async fn reads(hub: &Hub, count: usize) -> Vec<Result<(), Problem>> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let hub = hub.clone();
        calls.spawn(async move { hub.read(GetSummaryRequest {}).await.map(|_| ()) });
    }
    calls.join_all().await
}

#[tokio::test]
async fn a_lost_node_keeps_nobody_waiting_however_busy_the_others_are() {
    let lost = Blackhole::new().await;
    let busy = Scripted {
        delay: Duration::from_millis(20),
        ..Scripted::default()
    };
    let hub = once(&[lost.uri(), format!("http://{}", busy.listen().await)]);
    let many = async {
        for _ in 0..5 {
            assert!(reads(&hub, 20).await.iter().all(Result::is_ok));
        }
    };
    let answered = tokio::time::timeout(CONNECTING - Duration::from_secs(1), many).await;
    assert!(answered.is_ok(), "somebody waits for the lost node");
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_the_same_connection_fail_with_it() {
    let lost = Blackhole::new().await;
    let hub = once(&[lost.uri()]);
    let begun = tokio::time::Instant::now();
    for problem in reads(&hub, 8).await {
        assert_eq!(problem.unwrap_err().reason, CONNECTION_FAILED);
    }
    assert_eq!(begun.elapsed(), CONNECTING, "one attempt for all");
}

#[tokio::test(start_paused = true)]
async fn a_call_without_patience_does_not_end_the_attempt_to_connect() {
    let lost = [Blackhole::new().await, Blackhole::new().await];
    let hub = once(&[lost[0].uri(), lost[1].uri()]);
    let impatient = hub.clone().with_timeout(CONNECTING / 2);
    let begun = tokio::time::Instant::now();
    let problem = impatient.read(GetSummaryRequest {}).await.unwrap_err();
    assert_eq!(problem.code, Code::DeadlineExceeded);
    let problem = hub.read(GetSummaryRequest {}).await.unwrap_err();
    assert_eq!(problem.reason, CONNECTION_FAILED);
    assert_eq!(begun.elapsed(), CONNECTING, "both attempts went on, at once");
}

#[tokio::test]
async fn a_replica_that_is_back_is_found_in_the_background() {
    let (near, far) = (Scripted::default(), Scripted::default());
    let link = Link::new(far.listen().await, true).await;
    let hub = once(&[format!("http://{}", near.listen().await), link.uri()]);
    eventually("both are called", async || {
        reads(&hub, 2).await;
        near.calls() > 0 && far.calls() > 0
    })
    .await;
    link.take_down();
    eventually("the other is left alone", async || {
        let before = far.calls();
        reads(&hub, 10).await.iter().all(Result::is_ok) && far.calls() == before
    })
    .await;
    link.bring_up();
    let before = far.calls();
    eventually("it is called again", async || {
        assert!(
            reads(&hub, 2).await.iter().all(Result::is_ok),
            "nobody pays for it"
        );
        far.calls() > before
    })
    .await;
}
