//! One replica: its connection, and whether it is well.

use std::{
    error::Error as _,
    net::SocketAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use tonic::{
    body::Body,
    codegen::http,
    transport::{Channel, Endpoint},
};
use tower::{Service as _, ServiceExt as _};

use crate::channel::BoxError;

/// First and longest rest of a replica that fails; it doubles with each failure in a row.
const FIRST_REST: Duration = Duration::from_millis(100);
const LONGEST_REST: Duration = Duration::from_secs(5);

/// One server of a service.
pub(super) struct Replica {
    pub(super) address: SocketAddr,
    endpoint: Endpoint,
    state: Mutex<State>,
    /// Held while connecting, so that calls that come at once share the connection.
    connecting: tokio::sync::Mutex<()>,
    under_way: AtomicUsize,
}

#[derive(Default)]
struct State {
    channel: Option<Channel>,
    failures: u32,
    rests_until: Option<Instant>,
}

impl State {
    fn rest(&mut self) {
        let rest = FIRST_REST.saturating_mul(1 << self.failures.min(10));
        self.failures = self.failures.saturating_add(1);
        self.rests_until = Instant::now().checked_add(rest.min(LONGEST_REST));
    }
}

/// Counts a call as under way until its answer begins.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Replica {
    pub(super) fn new(address: SocketAddr, endpoint: Endpoint) -> Self {
        Self {
            address,
            endpoint,
            state: Mutex::default(),
            connecting: tokio::sync::Mutex::default(),
            under_way: AtomicUsize::new(0),
        }
    }

    /// Whether it failed a moment ago.
    pub(super) fn rests(&self) -> bool {
        self.with(|state| state.rests_until.is_some_and(|until| until > Instant::now()))
    }

    /// Calls that wait for their answer.
    pub(super) fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Its connection, made when there is none.
    pub(super) async fn connected(&self) -> Result<Channel, BoxError> {
        if let Some(channel) = self.with(|state| state.channel.clone()) {
            return Ok(channel);
        }
        let _turn = self.connecting.lock().await;
        if let Some(channel) = self.with(|state| state.channel.clone()) {
            return Ok(channel);
        }
        match self.endpoint.connect().await {
            Ok(channel) => {
                self.with(|state| state.channel = Some(channel.clone()));
                Ok(channel)
            }
            Err(error) => {
                self.with(State::rest);
                Err(error.into())
            }
        }
    }

    /// Sends a call over its connection, and learns from the answer how it is.
    pub(super) async fn send(
        &self,
        mut channel: Channel,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, BoxError> {
        let _under_way = UnderWay::begin(&self.under_way);
        let answer = async { channel.ready().await?.call(request).await }.await;
        match &answer {
            Ok(answer) if is_unavailable(answer) => self.with(State::rest),
            Ok(_) => self.with(|state| {
                state.failures = 0;
                state.rests_until = None;
            }),
            // The call's own time was over: that says nothing of the replica.
            Err(error) if is_late(error) => {}
            Err(_) => self.with(|state| {
                state.channel = None;
                state.rest();
            }),
        }
        Ok(answer?)
    }

    fn with<T>(&self, run: impl FnOnce(&mut State) -> T) -> T {
        run(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether an answer is UNAVAILABLE at once: a replica that drains or is not ready yet.
fn is_unavailable(answer: &http::Response<Body>) -> bool {
    let status = answer.headers().get("grpc-status");
    status.is_some_and(|status| status.as_bytes() == b"14")
}

fn is_late(error: &tonic::transport::Error) -> bool {
    let mut at = error.source();
    while let Some(error) = at {
        if error.is::<tonic::TimeoutExpired>() {
            return true;
        }
        at = error.source();
    }
    false
}
