//! The replicas of a service behind one channel: found by name, tried in turn, left alone while they fail.
//!
//! Every call goes to the replica with the fewest calls under way among those that are well. One that can't be connected
//! to costs a call nothing but the attempt: the next is taken. One whose connection breaks, or that says UNAVAILABLE,
//! rests for a while; the call itself fails, and whoever repeats it comes to another. When all of them rest, they are
//! tried all the same. Names are resolved again and again, so that new replicas take their share.

mod addresses;
mod replica;

use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, watch},
    time::{sleep, timeout},
};
use tonic::{body::Body, codegen::http};

use super::{BoxError, CONNECTING};
use crate::deadline::Deadline;
use addresses::Target;
use replica::Replica;

pub use addresses::BadAddress;

/// Time between two resolutions of a name.
const RESOLVE_EVERY: Duration = Duration::from_secs(5);

/// Least time between two resolutions, however many connections fail.
const RESOLVE_AT_MOST_EVERY: Duration = Duration::from_millis(500);

/// The replicas of a service. Cheap to clone.
#[derive(Clone)]
pub struct Replicas(Arc<Shared>);

struct Shared {
    /// What is known; `None` until names have been resolved for the first time.
    known: watch::Sender<Option<Arc<[Arc<Replica>]>>>,
    /// Asks for a resolution before its time.
    resolve: Arc<Notify>,
    /// Where the next choice begins, so that equals are taken in turn.
    turn: AtomicUsize,
}

/// The replicas that the attempts of one call went to: a further one prefers others. Put into the extensions of the
/// requests, it is shared by them.
#[derive(Debug, Clone, Default)]
pub struct Tried(Arc<Mutex<Vec<SocketAddr>>>);

impl Tried {
    fn contains(&self, address: SocketAddr) -> bool {
        let tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tried.contains(&address)
    }

    fn add(&self, address: SocketAddr) {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !tried.contains(&address) {
            tried.push(address);
        }
    }
}

impl fmt::Debug for Replicas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replicas").finish_non_exhaustive()
    }
}

/// No address is known for the service.
#[derive(Debug, thiserror::Error)]
#[error("no address of the service is known: its name can't be resolved")]
struct Unresolved;

/// Whether replicas could be found at addresses.
///
/// # Errors
/// When one is no address, or there is none.
pub fn check(addresses: &[String]) -> Result<(), BadAddress> {
    targets(addresses).map(|_| ())
}

fn targets(addresses: &[String]) -> Result<Vec<Target>, BadAddress> {
    if addresses.is_empty() {
        return Err(BadAddress::none());
    }
    addresses.iter().map(|address| address.parse()).collect()
}

impl Replicas {
    /// The replicas at addresses such as `http://store:7891`; every address that a name has is one. Connects when first
    /// used.
    ///
    /// # Errors
    /// When one is no address, or there is none.
    pub fn new(addresses: &[String]) -> Result<Self, BadAddress> {
        let targets = targets(addresses)?;
        let fixed: Option<Vec<Arc<Replica>>> = targets.iter().map(|t| Some(t.at(t.fixed()?))).collect();
        let (known, _) = watch::channel(None);
        let shared = Arc::new(Shared {
            known,
            resolve: Arc::default(),
            turn: AtomicUsize::new(0),
        });
        match fixed {
            Some(fixed) => {
                shared.known.send_replace(Some(fixed.into()));
            }
            None => {
                let resolve = Arc::clone(&shared.resolve);
                tokio::spawn(keep_resolving(targets, Arc::downgrade(&shared), resolve));
            }
        }
        Ok(Self(shared))
    }

    /// How many replicas are not known to fail.
    pub(super) fn live(&self) -> usize {
        let known = self.0.known.borrow();
        known
            .as_ref()
            .map_or(0, |all| all.iter().filter(|replica| !replica.rests()).count())
    }

    /// Sends a call to one of them, within the call's own time.
    pub(super) async fn send(self, request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
        match Deadline::of_headers(request.headers()).left() {
            Some(left) => timeout(left, self.choose_and_send(request))
                .await
                .unwrap_or_else(|_| Err(tonic::TimeoutExpired(()).into())),
            None => self.choose_and_send(request).await,
        }
    }

    async fn choose_and_send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
        let tried = request.extensions().get::<Tried>().cloned().unwrap_or_default();
        let mut left: Vec<Arc<Replica>> = self.resolved().await?.to_vec();
        let mut failed: BoxError = Unresolved.into();
        while let Some(at) = self.choose(&left, &tried) {
            let replica = left.swap_remove(at);
            tried.add(replica.address);
            match replica.connected().await {
                Ok(channel) => {
                    let answer = replica.send(channel, request).await;
                    if answer.is_err() {
                        self.0.resolve.notify_one();
                    }
                    return answer;
                }
                // Nothing was sent yet: the call goes on to the next.
                Err(error) => failed = error,
            }
            self.0.resolve.notify_one();
        }
        Err(failed)
    }

    async fn resolved(&self) -> Result<Arc<[Arc<Replica>]>, BoxError> {
        let mut known = self.0.known.subscribe();
        let first = timeout(CONNECTING, known.wait_for(Option::is_some)).await;
        match first.map_err(|_| Unresolved)? {
            Ok(known) => known.clone().ok_or_else(|| Unresolved.into()),
            Err(_) => Err(Unresolved.into()),
        }
    }

    /// The best replica: untried before tried, well before resting, idle before busy, equals in turn.
    fn choose(&self, among: &[Arc<Replica>], tried: &Tried) -> Option<usize> {
        let count = among.len();
        let first = self.0.turn.fetch_add(1, Ordering::Relaxed);
        (0..count)
            .map(|step| first.wrapping_add(step) % count)
            .min_by_key(|at| {
                let replica = &among[*at];
                (
                    tried.contains(replica.address),
                    replica.rests(),
                    replica.under_way(),
                )
            })
    }
}

/// Resolves names until nobody uses the replicas any more.
async fn keep_resolving(targets: Vec<Target>, shared: Weak<Shared>, resolve: Arc<Notify>) {
    let mut resolved: Vec<Vec<SocketAddr>> = vec![Vec::new(); targets.len()];
    loop {
        for (target, found) in targets.iter().zip(&mut resolved) {
            match timeout(CONNECTING, target.resolve()).await {
                // An empty answer is no reason to leave replicas that still answer, nor is a name server that is away.
                Ok(Ok(addresses)) if !addresses.is_empty() => *found = addresses,
                Ok(Ok(_)) | Err(_) => tracing::debug!(%target, "name without addresses"),
                Ok(Err(error)) => tracing::debug!(%target, %error, "name not resolved"),
            }
        }
        let Some(shared) = shared.upgrade() else {
            return;
        };
        take_in(&shared, &targets, &resolved);
        drop(shared);
        sleep(RESOLVE_AT_MOST_EVERY).await;
        tokio::select! {
            () = sleep(RESOLVE_EVERY) => {}
            () = resolve.notified() => {}
        }
    }
}

/// Makes what was resolved known; replicas that stay keep their connections.
fn take_in(shared: &Shared, targets: &[Target], resolved: &[Vec<SocketAddr>]) {
    let before = shared.known.borrow().clone().unwrap_or_default();
    let mut now: Vec<Arc<Replica>> = Vec::new();
    for (target, addresses) in targets.iter().zip(resolved) {
        for address in addresses {
            if now.iter().any(|replica| replica.address == *address) {
                continue;
            }
            let same = before.iter().find(|replica| replica.address == *address);
            now.push(same.map_or_else(|| target.at(*address), Arc::clone));
        }
    }
    let same =
        now.len() == before.len() && now.iter().zip(before.iter()).all(|(a, b)| a.address == b.address);
    if !same && !now.is_empty() {
        tracing::info!(replicas = now.len(), "replicas changed");
        shared.known.send_replace(Some(now.into()));
    }
}
