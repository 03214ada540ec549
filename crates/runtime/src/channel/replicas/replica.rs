//! One replica: its connection, and whether it is well.

use std::{
    error::Error,
    fmt::Display,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hyper::client::conn::http2::SendRequest;
use tokio::{
    sync::{Notify, watch},
    time::Instant,
};
use tonic::{
    ConnectError,
    body::Body,
    codegen::http::{self, Uri, header::USER_AGENT},
};
use zhibiao_tls::Tls;

use super::connecting::{Opened, keep_connecting};
use crate::{
    channel::{BoxError, foreign::as_grpc, wire::Secure},
    outage::Outage,
};

/// First and longest rest of a replica that fails; it doubles with each failure in a row.
const FIRST_REST: Duration = Duration::from_millis(100);
const LONGEST_REST: Duration = Duration::from_secs(5);

/// What callers say they are, as gRPC recommends.
const AGENT: http::HeaderValue =
    http::HeaderValue::from_static(concat!("zhibiao/", env!("CARGO_PKG_VERSION")));

/// One server of a service.
pub(super) struct Replica {
    pub(super) address: SocketAddr,
    /// Scheme and name that it is called by.
    origin: Uri,
    tls: Option<Tls>,
    state: Mutex<State>,
    /// Ends a rest before the next attempt to connect.
    pub(super) asked: Arc<Notify>,
    news: News,
    under_way: AtomicUsize,
}

/// Whom a replica tells of what happens to it.
#[derive(Clone, Default)]
pub(super) struct News {
    /// Of each attempt to connect that ended.
    pub(super) attempts: watch::Sender<()>,
    /// Of failures: the name may have other addresses now.
    pub(super) resolve: Arc<Notify>,
}

/// How a replica is; the better, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Connected, and fails no calls.
    Well,
    /// Connected, but failed a moment ago.
    Resting,
    /// Not connected.
    Away,
}

/// Why a replica can't be called.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{address} can't be connected to: {why}")]
pub(super) struct Unreachable {
    address: SocketAddr,
    why: String,
}

/// The connection that was chosen is there no more.
#[derive(Debug, thiserror::Error)]
#[error("the connection closed before the call was sent")]
struct Closed;

/// What became of a call.
pub(super) enum Sent {
    Answered(http::Response<Body>),
    Failed(BoxError),
    /// The connection closed first: nothing was sent.
    Not(http::Request<Body>, BoxError),
}

#[derive(Default)]
struct State {
    line: Line,
    failures: u32,
    rests_until: Option<Instant>,
    /// Attempts to connect that failed, since ever.
    attempts: u64,
    /// What the last of them failed with.
    why: String,
    /// Since when none succeeds, for the log.
    outage: Outage,
    /// Connections that broke, for the log.
    breaks: Outage,
}

/// A connection, or how far it is from there being one.
#[derive(Default)]
enum Line {
    #[default]
    Unused,
    /// The next attempt comes after the rest, or when a caller asks.
    Waiting,
    Connecting,
    /// It may have closed meanwhile.
    Open(SendRequest<Body>),
}

impl State {
    /// Failures within a rest are those of the failure that it began with.
    fn rest(&mut self) {
        if self.rests() {
            return;
        }
        let rest = FIRST_REST.saturating_mul(1 << self.failures.min(10));
        self.failures = self.failures.saturating_add(1);
        self.rests_until = Instant::now().checked_add(rest.min(LONGEST_REST));
    }

    fn rests(&self) -> bool {
        self.rests_until.is_some_and(|until| until > Instant::now())
    }

    fn open(&self) -> Option<&SendRequest<Body>> {
        match &self.line {
            Line::Open(line) if !line.is_closed() => Some(line),
            Line::Open(_) | Line::Unused | Line::Waiting | Line::Connecting => None,
        }
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
    pub(super) fn new(address: SocketAddr, origin: Uri, tls: Option<Tls>, news: News) -> Self {
        Self {
            address,
            origin,
            tls,
            state: Mutex::default(),
            asked: Arc::default(),
            news,
            under_way: AtomicUsize::new(0),
        }
    }

    /// How its connections are secured, if they are.
    pub(super) fn secure(&self) -> Option<Secure> {
        let host = self.origin.host()?;
        self.tls.clone().map(|tls| Secure {
            tls,
            host: host.into(),
        })
    }

    pub(super) fn standing(&self) -> Standing {
        self.with(|state| match state.open() {
            Some(_) if state.rests() => Standing::Resting,
            Some(_) => Standing::Well,
            None => Standing::Away,
        })
    }

    /// Whether a call could go to it just now, as far as is known.
    pub(super) fn is_live(&self) -> bool {
        self.standing() == Standing::Well || self.with(|state| matches!(state.line, Line::Unused))
    }

    /// When its rest ends, or has ended.
    pub(super) fn rests_until(&self) -> Option<Instant> {
        self.with(|state| state.rests_until)
    }

    /// Calls that wait for their answer.
    pub(super) fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Attempts to connect that have failed: who waits for the next one waits until there are more.
    pub(super) fn attempts(&self) -> u64 {
        self.with(|state| state.attempts)
    }

    /// What the last attempt to connect failed with.
    pub(super) fn unreachable(&self) -> Unreachable {
        Unreachable {
            address: self.address,
            why: self.with(|state| state.why.clone()),
        }
    }

    /// Sees to it, in the background, that it is connected.
    pub(super) fn connect(self: &Arc<Self>) {
        let begins = self.with(|state| match state.line {
            Line::Waiting | Line::Connecting => false,
            Line::Open(ref line) if !line.is_closed() => false,
            Line::Open(_) | Line::Unused => {
                state.line = Line::Waiting;
                true
            }
        });
        if begins {
            tokio::spawn(keep_connecting(Arc::downgrade(self)));
        }
    }

    /// The same, without rest: somebody waits for it.
    pub(super) fn connect_now(self: &Arc<Self>) {
        self.connect();
        if self.with(|state| matches!(state.line, Line::Waiting)) {
            self.asked.notify_one();
        }
    }

    /// An attempt to connect begins.
    pub(super) fn connecting(&self) {
        self.with(|state| state.line = Line::Connecting);
    }

    /// An attempt to connect succeeded.
    pub(super) fn connected(self: &Arc<Self>, Opened { line, connection }: Opened) {
        let was_away = self.with(|state| {
            state.line = Line::Open(line);
            state.outage.end()
        });
        if was_away {
            tracing::info!(address = %self.address, "replica is connected to again");
        }
        self.news.attempts.send_replace(());
        let replica = Arc::downgrade(self);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // A server that does not believe the certificate it is shown says so only on the connection that is there.
                if let Some(replica) = replica.upgrade()
                    && replica.with(|state| state.breaks.is_due())
                {
                    let (address, error) = (replica.address, with_causes(&error));
                    tracing::warn!(%address, error, "connection to a replica broke");
                }
            }
            if let Some(replica) = replica.upgrade() {
                replica.closed();
            }
        });
    }

    /// An attempt to connect failed.
    pub(super) fn not_connected(&self, error: &impl Display) {
        let is_due = self.with(|state| {
            state.line = Line::Waiting;
            state.attempts += 1;
            state.why = error.to_string();
            state.rest();
            state.outage.is_due()
        });
        if is_due {
            tracing::warn!(address = %self.address, %error, "replica can't be connected to");
        }
        self.news.attempts.send_replace(());
        self.news.resolve.notify_one();
    }

    /// A connection has closed. Unless another took its place before, the next one comes after a rest: a server that
    /// closes every connection at once is not to be connected to without end.
    fn closed(self: &Arc<Self>) {
        let broke = self.with(|state| {
            let broke = matches!(&state.line, Line::Open(line) if line.is_closed());
            if broke {
                state.rest();
            }
            broke
        });
        if broke {
            self.news.resolve.notify_one();
            self.connect();
        }
    }

    /// Sends a call over its connection, and learns from the answer how it is.
    pub(super) async fn send(&self, mut request: http::Request<Body>) -> Sent {
        let Some(mut line) = self.with(|state| state.open().cloned()) else {
            return Sent::Not(request, ConnectError(Box::new(Closed)).into());
        };
        let _under_way = UnderWay::begin(&self.under_way);
        self.address_request(&mut request);
        match line.try_send_request(request).await {
            Ok(answer) => {
                let answer = as_grpc(answer.map(Body::new));
                if is_unavailable(&answer) {
                    self.with(State::rest);
                } else {
                    self.with(|state| {
                        state.failures = 0;
                        state.rests_until = None;
                    });
                }
                Sent::Answered(answer)
            }
            Err(mut failed) => {
                if let Some(request) = failed.take_message() {
                    return Sent::Not(request, ConnectError(Box::new(Closed)).into());
                }
                self.with(State::rest);
                self.news.resolve.notify_one();
                Sent::Failed(failed.into_error().into())
            }
        }
    }

    /// Requests are made with a path only.
    fn address_request(&self, request: &mut http::Request<Body>) {
        let mut parts = self.origin.clone().into_parts();
        parts.path_and_query = request.uri().path_and_query().cloned();
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
        request.headers_mut().entry(USER_AGENT).or_insert(AGENT);
    }

    fn with<T>(&self, run: impl FnOnce(&mut State) -> T) -> T {
        run(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An error and what it comes from.
fn with_causes(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push_str(&format!(": {error}"));
        cause = error.source();
    }
    told
}

/// Whether an answer is UNAVAILABLE at once: a replica that drains or is not ready yet.
fn is_unavailable(answer: &http::Response<Body>) -> bool {
    let status = answer.headers().get("grpc-status");
    status.is_some_and(|status| status.as_bytes() == b"14")
}
