//! The load client: the same for our calls and for the echo.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use prost::Message;
use tonic::{
    Request,
    client::Grpc,
    codegen::http::uri::PathAndQuery,
    transport::{Channel, Endpoint},
};
use tonic_prost::ProstCodec;

use crate::Outcome;

/// Connections of the load client; two to four beat one.
const CONNECTIONS: usize = 4;

/// Calls under way on each.
const CALLS: usize = 16;

/// Calls under way on all.
pub(crate) const CALLERS: usize = CONNECTIONS * CALLS;

/// Calls a second of one request over and over.
pub(crate) async fn calls_per_second<Q, A>(
    address: &str,
    path: &'static str,
    request: Q,
    time: Duration,
) -> Outcome<f64>
where
    Q: Message + Clone + Default + Send + Sync + 'static,
    A: Message + Default + Send + Sync + 'static,
{
    calls_per_second_of::<Q, A>(address, path, &[request], time).await
}

/// Calls a second where the callers make these requests over and over: each a share of its own, or all the same ones
/// when there are fewer requests than callers.
pub(crate) async fn calls_per_second_of<Q, A>(
    address: &str,
    path: &'static str,
    requests: &[Q],
    time: Duration,
) -> Outcome<f64>
where
    Q: Message + Clone + Default + Send + Sync + 'static,
    A: Message + Default + Send + Sync + 'static,
{
    let done = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + time;
    let mut tasks = Vec::new();
    let mut callers = 0..;
    for _ in 0..CONNECTIONS {
        let channel = Endpoint::from_shared(address.to_owned())?
            .tcp_nodelay(true)
            .connect()
            .await?;
        for _ in 0..CALLS {
            let caller = callers.next().unwrap_or_default() % requests.len().max(1);
            let share: Vec<Q> = requests.iter().skip(caller).step_by(CALLERS).cloned().collect();
            let (done, channel) = (Arc::clone(&done), channel.clone());
            tasks.push(tokio::spawn(repeat::<Q, A>(channel, path, share, end, done)));
        }
    }
    for task in tasks {
        task.await??;
    }
    Ok(done.load(Ordering::Relaxed) as f64 / time.as_secs_f64())
}

async fn repeat<Q, A>(
    channel: Channel,
    path: &'static str,
    requests: Vec<Q>,
    end: Instant,
    done: Arc<AtomicU64>,
) -> Outcome<()>
where
    Q: Message + Clone + Default + Send + Sync + 'static,
    A: Message + Default + Send + Sync + 'static,
{
    let mut grpc = Grpc::new(channel);
    for request in requests.iter().cycle().take_while(|_| Instant::now() < end) {
        grpc.ready().await?;
        let codec = ProstCodec::<Q, A>::default();
        grpc.unary(
            Request::new(request.clone()),
            PathAndQuery::from_static(path),
            codec,
        )
        .await?;
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
