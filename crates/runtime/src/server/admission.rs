//! Admission: so many calls are worked on at once, a few more wait for a short time, the rest are refused at once.
//!
//! Beyond what a process can do, more calls under way only make each of them slower, until all are answered too late to
//! be of use. So whoever would wait longer than [`Admission::patience`] is told RESOURCE_EXHAUSTED with the time to come
//! back after; the calls that were admitted keep their latency. A call counts from when its request is there until its
//! answer begins: callers that never send the whole of theirs take nobody's place, and streams that last are bounded by
//! those who serve them. When there is not even room to wait, calls are refused before anything of them is read. Health
//! and reflection are always answered, so that a busy process is not taken for a dead one.

mod measure;
mod queue;
mod screen;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tonic::{
    Status,
    body::Body,
    codegen::{Service, http},
};

use queue::{Place, Queue};

pub(super) use screen::Screen;

use super::is_always_answered;
use crate::{
    error::{Code, Problem},
    telemetry::{Counter, Telemetry},
};

/// When a caller who was refused may come back.
pub(super) const COME_BACK: Duration = Duration::from_secs(1);

/// How much a process takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// Calls that are worked on at once.
    pub calls: usize,
    /// Calls that wait for one of those to be answered.
    pub waiting: usize,
    /// Longest time that they wait; a twentieth of it once there has always been somebody waiting for as long.
    pub patience: Duration,
}

impl Default for Admission {
    fn default() -> Self {
        Self {
            calls: 512,
            waiting: 512,
            patience: Duration::from_millis(100),
        }
    }
}

/// The calls that are worked on and that wait, of one process.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    calls: Arc<Semaphore>,
    queue: Arc<Queue>,
    refused: Counter<u64>,
}

/// Refuses calls that are too many.
#[derive(Debug, Clone)]
pub(super) struct Admit<S> {
    inner: S,
    gate: Gate,
}

/// How a call is let in.
enum Entry {
    At(OwnedSemaphorePermit),
    AfterWaiting(Place),
    Refused,
}

impl Gate {
    pub(super) fn new(admission: Admission, telemetry: &Telemetry) -> Self {
        let calls = Arc::new(Semaphore::new(admission.calls));
        let queue = Arc::new(Queue::new(admission.waiting, admission.patience));
        measure::tell_taken(telemetry, &calls, &queue);
        Self {
            calls,
            queue,
            refused: measure::refused(telemetry),
        }
    }

    /// Counts calls that are refused.
    pub(super) fn refused(&self) -> Counter<u64> {
        self.refused.clone()
    }

    fn enter(&self) -> Entry {
        if let Ok(turn) = Arc::clone(&self.calls).try_acquire_owned() {
            return Entry::At(turn);
        }
        self.queue.join().map_or(Entry::Refused, Entry::AfterWaiting)
    }

    /// Whether a call that came now would be refused at once.
    fn is_shut(&self) -> bool {
        self.calls.available_permits() == 0 && self.queue.is_full()
    }

    fn refuse(&self) -> http::Response<Body> {
        self.refused.add(1, &[]);
        let message = "more calls are under way than this process takes on: come back a little later";
        let problem = Problem::new(Code::ResourceExhausted, "OVERLOADED", message).retry_after(COME_BACK);
        Status::from(problem).into_http()
    }
}

impl<S> Admit<S> {
    pub(super) fn new(inner: S, gate: Gate) -> Self {
        Self { inner, gate }
    }
}

impl<S> Service<http::Request<Body>> for Admit<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if is_always_answered(request.uri().path()) {
            return Box::pin(self.inner.call(request));
        }
        match self.gate.enter() {
            Entry::At(turn) => {
                let answer = self.inner.call(request);
                Box::pin(async move {
                    let answer = answer.await;
                    drop(turn);
                    answer
                })
            }
            Entry::AfterWaiting(place) => {
                // The service that was ready is the one that is called.
                let unready = self.inner.clone();
                let mut inner = std::mem::replace(&mut self.inner, unready);
                let gate = self.gate.clone();
                Box::pin(async move {
                    let turn = timeout(place.patience, Arc::clone(&gate.calls).acquire_owned()).await;
                    drop(place);
                    let Ok(Ok(_turn)) = turn else {
                        return Ok(gate.refuse());
                    };
                    inner.call(request).await
                })
            }
            Entry::Refused => {
                let refusal = self.gate.refuse();
                Box::pin(async { Ok(refusal) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, future::ready};

    use tokio::sync::Notify;
    use tonic::codegen::BoxFuture;

    use super::*;

    const ONE: Admission = Admission {
        calls: 1,
        waiting: 1,
        patience: Duration::from_millis(100),
    };

    /// Answers everything once it is let.
    #[derive(Debug, Clone, Default)]
    struct Slow(Arc<Notify>);

    impl Service<http::Request<Body>> for Slow {
        type Response = http::Response<Body>;
        type Error = Infallible;
        type Future = BoxFuture<Self::Response, Infallible>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: http::Request<Body>) -> Self::Future {
            if request.uri().path().starts_with("/grpc.") {
                return Box::pin(ready(Ok(http::Response::default())));
            }
            let let_go = Arc::clone(&self.0);
            Box::pin(async move {
                let_go.notified().await;
                Ok(http::Response::default())
            })
        }
    }

    fn call(
        service: &mut Admit<Slow>,
        path: &str,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>> {
        let request = http::Request::builder().uri(path).body(Body::empty());
        service.call(request.unwrap())
    }

    fn told(answer: Result<http::Response<Body>, Infallible>) -> Option<(String, Option<Duration>)> {
        let status = Status::from_header_map(answer.unwrap().headers())?;
        let problem = Problem::from_status(&status);
        Some((problem.reason, problem.retry_after))
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_too_long_is_told_when_to_come_back_and_the_others_go_on() {
        let telemetry = Telemetry::exposed("test").unwrap();
        let slow = Slow::default();
        let mut service = Admit::new(slow.clone(), Gate::new(ONE, &telemetry));
        let first = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        let second = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        let refused = Some(("OVERLOADED".to_owned(), Some(COME_BACK)));
        assert_eq!(told(call(&mut service, "/zhibiao.x/A").await), refused);
        assert_eq!(
            told(call(&mut service, "/grpc.health.v1.Health/Check").await),
            None
        );
        assert_eq!(told(second.await.unwrap()), refused);
        let third = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        let metrics = telemetry.exposition();
        for metric in [
            "zhibiao_server_calls_refused_total 2",
            "zhibiao_server_calls{state=\"working\"} 1",
            "zhibiao_server_calls{state=\"waiting\"} 1",
        ] {
            assert!(metrics.contains(metric), "{metric}:\n{metrics}");
        }
        slow.0.notify_one();
        assert_eq!(told(first.await.unwrap()), None);
        slow.0.notify_one();
        assert_eq!(told(third.await.unwrap()), None);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_looked_at_while_there_is_no_room_to_wait() {
        let gate = Gate::new(ONE, &Telemetry::none());
        let slow = Slow::default();
        let mut service = Admit::new(slow.clone(), gate.clone());
        let mut screen = Screen::new(Slow::default(), gate);
        let _first = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        let mut seen = Box::pin(
            screen.call(
                http::Request::builder()
                    .uri("/zhibiao.x/A")
                    .body(Body::empty())
                    .unwrap(),
            ),
        );
        assert!(is_pending(&mut seen).await, "it may still wait");
        let _second = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        let refused = Some(("OVERLOADED".to_owned(), Some(COME_BACK)));
        let late = http::Request::builder().uri("/zhibiao.x/A").body(Body::empty());
        assert_eq!(told(screen.call(late.unwrap()).await), refused);
        let health = http::Request::builder()
            .uri("/grpc.health.v1.Health/Check")
            .body(Body::empty());
        assert_eq!(told(screen.call(health.unwrap()).await), None);
    }

    /// Whether a future is pending.
    async fn is_pending(future: &mut (impl Future + Unpin)) -> bool {
        std::future::poll_fn(|context| Poll::Ready(Pin::new(&mut *future).poll(context).is_pending())).await
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_leaves_the_place_to_others() {
        let telemetry = Telemetry::none();
        let slow = Slow::default();
        let mut service = Admit::new(slow.clone(), Gate::new(ONE, &telemetry));
        drop(call(&mut service, "/zhibiao.x/A"));
        let first = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        drop(call(&mut service, "/zhibiao.x/A"));
        let second = tokio::spawn(call(&mut service, "/zhibiao.x/A"));
        tokio::task::yield_now().await;
        slow.0.notify_one();
        slow.0.notify_one();
        assert_eq!(told(first.await.unwrap()), None);
        slow.0.notify_one();
        assert_eq!(told(second.await.unwrap()), None);
    }
}
