//! `watch`: from a report's publication to the changed ranking on 100 watchers' streams, while bulk reports come in.
//! The floor is a message there and back on a bare stream, in the same seconds.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Streaming, client::Grpc, codegen::http::uri::PathAndQuery, transport::Endpoint};
use tonic_prost::ProstCodec;
use zhibiao_client::Hub;
use zhibiao_proto::{
    compare::v1::{
        RankRequest, WatchRankingRequest, WatchRankingResponse, watch_ranking_request::Question,
        watch_ranking_response::Event,
    },
    observation::v1::ReadObservationRequest,
    report::v1::{EntryColumns, ReportHeader, ReportState, SubmitReportRequest},
};
use zhibiao_runtime::clock::Clock;
use zhibiao_tests::Process;

use super::ingest::{self, IN_FLIGHT, INDICATORS, ZONES};
use crate::{
    Outcome,
    echo::{self, Payload},
    hub::{self, Echo},
    measure::{Bar, Row, p99},
};

const WATCHERS: usize = 100;

/// Connections that the watchers share.
const CONNECTIONS: usize = 4;

/// Changes of the ranking that is watched: each is another zone's value.
const CHANGES: u32 = 200;

/// Between two changes.
const PAUSE: Duration = Duration::from_millis(40);

/// The first year of the bulk reports: long enough ago that they do not reach the future.
const BULK_SINCE: usize = 1950;

/// Rows of the ranking.
const TOP: i32 = 50;

/// Longest wait for what the last change brings.
const PATIENCE: Duration = Duration::from_secs(30);

/// When a watcher saw a revision, in microseconds of the wall clock, which the store's dates are of too.
type Seen = Arc<Mutex<Vec<(i64, i64)>>>;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let mut pairs = Vec::new();
    for _ in 0..runs {
        pairs.push(measure(program).await?);
    }
    Ok(vec![Row {
        name: "watch",
        what: "p99, published → ranking on 100 streams, during ingest / bare stream there and back",
        unit: "ms",
        pairs,
        bar: Bar::Within(50.0),
    }])
}

async fn measure(program: &Path) -> Outcome<(f64, f64)> {
    let (process, client) = hub::start(program).await?;
    hub::apply_catalog(&client, ZONES as usize, INDICATORS as usize + 1).await?;
    let seen = watchers(&process).await?;
    let echo = Echo::start().await?;
    let mut bare = Bare::open(&echo.address).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let bulk: Vec<_> = (0..IN_FLIGHT)
        .map(|first| tokio::spawn(keep_reporting(client.clone(), first, Arc::clone(&stop))))
        .collect();
    let mut revisions = Vec::new();
    let mut floor = Vec::new();
    for zone in 0..CHANGES {
        revisions.push(change(&client, zone).await?);
        floor.push(bare.there_and_back().await?);
        tokio::time::sleep(PAUSE).await;
    }
    stop.store(true, Ordering::Relaxed);
    for sender in bulk {
        sender.await??;
    }
    let newest = revisions.last().copied().unwrap_or_default();
    let everybody = async {
        while !seen.iter().all(|seen| newest <= last(seen)) {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, everybody).await?;
    let ours = delays(&published(&client, &revisions).await?, &seen)?;
    Ok((p99(ours), p99(floor)))
}

/// Starts the watchers; they have the ranking as it stands when this returns.
async fn watchers(process: &Process) -> Outcome<Vec<Seen>> {
    let connections = (0..CONNECTIONS)
        .map(|_| process.client("bench"))
        .collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::new();
    for client in connections.iter().cycle().take(WATCHERS) {
        let request = RankRequest {
            indicator: hub::indicator(INDICATORS as usize),
            period: hub::month(0),
            limit: TOP,
            ..RankRequest::default()
        };
        let question = Some(Question::Rank(request));
        let mut events = loop {
            match client
                .comparisons()
                .watch_ranking(WatchRankingRequest {
                    question: question.clone(),
                })
                .await
            {
                Ok(events) => break events.into_inner(),
                // The columns or the catalogue are on their way.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        events.message().await?.ok_or("the watch ended at once")?;
        let seen = Seen::default();
        all.push(Arc::clone(&seen));
        tokio::spawn(note(events, seen));
    }
    Ok(all)
}

async fn note(mut events: Streaming<WatchRankingResponse>, seen: Seen) {
    let clock = Clock::system();
    while let Ok(Some(WatchRankingResponse { event })) = events.message().await {
        if let Some(Event::Ranking(ranking)) = event {
            let now = clock.now().as_microsecond();
            seen.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((ranking.revision, now));
        }
    }
}

/// The last revision that a watcher saw.
fn last(seen: &Seen) -> i64 {
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.last().map_or(0, |(revision, _)| *revision)
}

async fn keep_reporting(client: Hub, first: u32, stop: Arc<AtomicBool>) -> Outcome<()> {
    for batch in (first..).step_by(IN_FLIGHT as usize) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        ingest::submit(&client, hub::month_since(BULK_SINCE, batch as usize), batch).await?;
    }
    Ok(())
}

/// Reports one zone's value; gives the revision it was published at.
async fn change(client: &Hub, zone: u32) -> Outcome<i64> {
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            department: hub::DEPARTMENT.into(),
            period: hub::month(0),
            title: format!("change {zone}"),
            ..ReportHeader::default()
        }),
        entries: Some(EntryColumns {
            subjects: vec![hub::zone(zone as usize)],
            indicators: vec![hub::indicator(INDICATORS as usize)],
            subject: vec![0],
            indicator: vec![0],
            value: vec![f64::from(1_000 + zone)],
            ..EntryColumns::default()
        }),
    };
    let report = client
        .reports()
        .submit_report(request)
        .await?
        .into_inner()
        .report
        .unwrap_or_default();
    if report.state() == ReportState::Published {
        Ok(report.published_revision)
    } else {
        Err(format!("change {zone} is {:?}: {:?}", report.state(), report.findings).into())
    }
}

/// When each change was committed.
async fn published(client: &Hub, revisions: &[i64]) -> Outcome<HashMap<i64, i64>> {
    let mut all = HashMap::new();
    for (zone, revision) in revisions.iter().enumerate() {
        let request = ReadObservationRequest {
            subject: hub::zone(zone),
            indicator: hub::indicator(INDICATORS as usize),
            period: hub::month(0),
            ..ReadObservationRequest::default()
        };
        let cell = client
            .observations()
            .read_observation(request)
            .await?
            .into_inner();
        let committed = cell
            .current
            .filter(|current| current.revision == *revision)
            .and_then(|current| current.committed_at)
            .ok_or("a change is not in the store")?;
        all.insert(
            *revision,
            committed.seconds * 1_000_000 + i64::from(committed.nanos) / 1_000,
        );
    }
    Ok(all)
}

/// Milliseconds from each change to the first ranking that holds it, watcher by watcher.
fn delays(published: &HashMap<i64, i64>, watchers: &[Seen]) -> Outcome<Vec<f64>> {
    let mut all = Vec::new();
    for seen in watchers {
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (revision, committed) in published {
            let at = seen.partition_point(|(told, _)| told < revision);
            let (_, told) = seen.get(at).ok_or("a watcher did not see a change")?;
            all.push((told - committed) as f64 / 1_000.0);
        }
    }
    Ok(all)
}

/// A bare stream on which each message comes back.
struct Bare {
    send: mpsc::Sender<Payload>,
    back: Streaming<Payload>,
}

impl Bare {
    async fn open(address: &str) -> Outcome<Self> {
        let channel = Endpoint::from_shared(address.to_owned())?
            .tcp_nodelay(true)
            .connect()
            .await?;
        let mut grpc = Grpc::new(channel);
        grpc.ready().await?;
        let (send, sent) = mpsc::channel(1);
        let request = tonic::Request::new(ReceiverStream::new(sent));
        let codec = ProstCodec::<Payload, Payload>::default();
        let back = grpc
            .streaming(request, PathAndQuery::from_static(echo::STREAM), codec)
            .await?
            .into_inner();
        Ok(Self { send, back })
    }

    /// Milliseconds of one message's way.
    async fn there_and_back(&mut self) -> Outcome<f64> {
        let begun = Instant::now();
        self.send.send(Payload::default()).await?;
        self.back.message().await?.ok_or("the echo ended")?;
        Ok(begun.elapsed().as_secs_f64() * 1_000.0)
    }
}
