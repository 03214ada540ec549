//! The replicas of a service behind one channel: found by name, tried in turn, left alone while they fail.
//!
//! Every call goes to the replica with the fewest calls under way among those that are well: connected, and failing no
//! calls. Connections are made in the background, all at once when the channel is first used, and again, with rests in
//! between, when they are lost; a call waits for one only while no replica is connected, and then for whichever is first.
//! So a replica that can't be connected to, or that takes for ever, costs calls nothing while there is another. One whose
//! connection breaks, or that says UNAVAILABLE, rests for a while; the call itself fails, and whoever repeats it comes to
//! another. When all of them rest, they are tried all the same. Names are resolved again and again, so that new replicas
//! take their share.

mod addresses;
mod connecting;
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
    sync::watch,
    time::{Instant, sleep, sleep_until, timeout},
};
use tonic::{ConnectError, body::Body, codegen::http};
use zhibiao_tls::Tls;

use super::{BoxError, CONNECTING};
use crate::{
    deadline::Deadline,
    outage::Outage,
    telemetry::{KeyValue, annotate},
};
use addresses::Target;
use replica::{News, Replica, Sent, Standing};

pub use addresses::BadAddress;

/// Time between two resolutions of a name.
const RESOLVE_EVERY: Duration = Duration::from_secs(5);

/// Least time between two resolutions, however many connections fail.
const RESOLVE_AT_MOST_EVERY: Duration = Duration::from_millis(500);

/// The replica that a try went to, as the semantic conventions name it.
const PEER: &str = "network.peer.address";

/// How often a call goes on when the connection that it was given to closed before anything was sent, as one of an old
/// age does.
const RESENDS: usize = 2;

/// The replicas of a service. Cheap to clone.
#[derive(Clone)]
pub struct Replicas(Arc<Shared>);

struct Shared {
    /// What is known; `None` until names have been resolved for the first time.
    known: watch::Sender<Option<Arc<[Arc<Replica>]>>>,
    /// What replicas tell: of attempts to connect, and when names are to be resolved before their time.
    news: News,
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

/// How well a replica suits a call; the better, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Well,
    /// It had an attempt of the call before.
    WellAgain,
    Resting,
    RestingAgain,
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
    /// The replicas at addresses such as `http://store:7891` or `https://store:7891`; every address that a name has is one.
    /// Connects when first used. Without `tls` the system's authorities are believed.
    ///
    /// # Errors
    /// When one is no address, or there is none, or it can't be secured.
    pub fn new(addresses: &[String], tls: Option<Tls>) -> Result<Self, BadAddress> {
        let targets = targets(addresses)?;
        let tls = match tls {
            None if targets.iter().any(Target::is_secured) => {
                Some(Tls::of_system().map_err(BadAddress::unsecured)?)
            }
            given => given,
        };
        let news = News::default();
        let fixed = targets
            .iter()
            .map(|target| Some(target.at(target.fixed()?, tls.as_ref(), &news)));
        let fixed: Option<Vec<Arc<Replica>>> = fixed.collect();
        let (known, _) = watch::channel(None);
        let shared = Arc::new(Shared {
            known,
            news,
            turn: AtomicUsize::new(0),
        });
        match fixed {
            Some(fixed) => {
                shared.known.send_replace(Some(fixed.into()));
            }
            None => {
                let news = shared.news.clone();
                tokio::spawn(keep_resolving(targets, tls, Arc::downgrade(&shared), news));
            }
        }
        Ok(Self(shared))
    }

    /// How many replicas are not known to fail.
    pub(super) fn live(&self) -> usize {
        let known = self.0.known.borrow();
        known
            .as_ref()
            .map_or(0, |all| all.iter().filter(|replica| replica.is_live()).count())
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

    async fn choose_and_send(
        &self,
        mut request: http::Request<Body>,
    ) -> Result<http::Response<Body>, BoxError> {
        let tried = request.extensions().get::<Tried>().cloned().unwrap_or_default();
        let mut left = RESENDS;
        loop {
            let replica = self.connected(&tried).await?;
            tried.add(replica.address);
            annotate(|| KeyValue::new(PEER, replica.address.to_string()));
            match replica.send(request).await {
                Sent::Answered(answer) => return Ok(answer),
                Sent::Not(same, _) if left > 0 => (request, left) = (same, left - 1),
                Sent::Not(_, error) | Sent::Failed(error) => return Err(error),
            }
        }
    }

    /// The best replica that is connected; where that can be none that is well, waits for more to be connected.
    async fn connected(&self, tried: &Tried) -> Result<Arc<Replica>, BoxError> {
        let all = self.resolved().await?;
        for replica in all.iter() {
            replica.connect();
        }
        let mut best = self.choose(&all, tried);
        let mut attempts = self.0.news.attempts.subscribe();
        let begun: Vec<u64> = all.iter().map(|replica| replica.attempts()).collect();
        loop {
            if let Some((replica, Fit::Well | Fit::WellAgain | Fit::Resting)) = best {
                return Ok(replica);
            }
            // Whoever waits for the same attempt is told of its failure, rather than making one more.
            let away = all.iter().zip(&begun).filter(|(replica, begun)| {
                replica.standing() == Standing::Away && replica.attempts() == **begun
            });
            if away.map(|(replica, _)| replica.connect_now()).count() == 0 {
                return best.map(|(replica, _)| replica).ok_or_else(|| failure(&all));
            }
            let rested = best.and_then(|(replica, _)| replica.rests_until());
            tokio::select! {
                _ = attempts.changed() => {}
                () = sleep_until(rested.unwrap_or_else(Instant::now)), if rested.is_some() => {}
            }
            best = self.choose(&all, tried);
        }
    }

    async fn resolved(&self) -> Result<Arc<[Arc<Replica>]>, BoxError> {
        let mut known = self.0.known.subscribe();
        let first = timeout(CONNECTING, known.wait_for(Option::is_some)).await;
        match first.map_err(|_| Unresolved)? {
            Ok(known) => known.clone().ok_or_else(|| Unresolved.into()),
            Err(_) => Err(Unresolved.into()),
        }
    }

    /// The best replica that is connected: well before resting, untried before tried, idle before busy, equals in turn.
    fn choose(&self, among: &[Arc<Replica>], tried: &Tried) -> Option<(Arc<Replica>, Fit)> {
        let first = self.0.turn.fetch_add(1, Ordering::Relaxed);
        let in_turn = among.iter().cycle().skip(first % among.len().max(1));
        in_turn
            .take(among.len())
            .filter_map(|replica| {
                let fit = match (replica.standing(), tried.contains(replica.address)) {
                    (Standing::Well, false) => Fit::Well,
                    (Standing::Well, true) => Fit::WellAgain,
                    (Standing::Resting, false) => Fit::Resting,
                    (Standing::Resting, true) => Fit::RestingAgain,
                    (Standing::Away, _) => return None,
                };
                Some((replica, fit))
            })
            .min_by_key(|(replica, fit)| (*fit, replica.under_way()))
            .map(|(replica, fit)| (Arc::clone(replica), fit))
    }
}

/// Why none of them could be connected to.
fn failure(all: &[Arc<Replica>]) -> BoxError {
    let why = all.first().map(|replica| replica.unreachable());
    why.map_or_else(|| Unresolved.into(), |why| ConnectError(Box::new(why)).into())
}

/// Resolves names until nobody uses the replicas any more.
async fn keep_resolving(targets: Vec<Target>, tls: Option<Tls>, shared: Weak<Shared>, news: News) {
    let mut resolved: Vec<(Vec<SocketAddr>, Outage)> = Vec::new();
    resolved.resize_with(targets.len(), Default::default);
    loop {
        for (target, (found, outage)) in targets.iter().zip(&mut resolved) {
            let why = match timeout(CONNECTING, target.resolve()).await {
                Ok(Ok(addresses)) if !addresses.is_empty() => {
                    *found = addresses;
                    if outage.end() {
                        tracing::info!(%target, "name is resolved again");
                    }
                    continue;
                }
                // An empty answer is no reason to leave replicas that still answer, nor is a name server that is away.
                Ok(Ok(_)) => "it has no addresses".to_owned(),
                Ok(Err(error)) => error.to_string(),
                Err(_) => format!("not within {CONNECTING:?}"),
            };
            if outage.is_due() {
                tracing::warn!(%target, error = why, "name can't be resolved");
            }
        }
        let Some(shared) = shared.upgrade() else {
            return;
        };
        take_in(&shared, &targets, tls.as_ref(), &resolved);
        drop(shared);
        sleep(RESOLVE_AT_MOST_EVERY).await;
        tokio::select! {
            () = sleep(RESOLVE_EVERY) => {}
            () = news.resolve.notified() => {}
        }
    }
}

/// Makes what was resolved known; replicas that stay keep their connections.
fn take_in(shared: &Shared, targets: &[Target], tls: Option<&Tls>, resolved: &[(Vec<SocketAddr>, Outage)]) {
    let before = shared.known.borrow().clone().unwrap_or_default();
    let mut now: Vec<Arc<Replica>> = Vec::new();
    for (target, (addresses, _)) in targets.iter().zip(resolved) {
        for address in addresses {
            if now.iter().any(|replica| replica.address == *address) {
                continue;
            }
            let same = before.iter().find(|replica| replica.address == *address);
            now.push(same.map_or_else(|| target.at(*address, tls, &shared.news), Arc::clone));
        }
    }
    let same =
        now.len() == before.len() && now.iter().zip(before.iter()).all(|(a, b)| a.address == b.address);
    if !same && !now.is_empty() {
        tracing::info!(replicas = now.len(), "replicas changed");
        shared.known.send_replace(Some(now.into()));
    }
}
