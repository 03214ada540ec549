//! Reads: calls that change nothing, so that a second copy may be sent while the first is under way.
//!
//! Whether a call is a read is told by its request's type: [`Read`] is implemented for the requests of reads, and for no
//! other. There is no way to send a write twice at once.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep};
use tonic::{Response, Status, Streaming};
use zhibiao_proto::{
    catalog::v1::{
        ExportCatalogRequest, ExportCatalogResponse, GetIndicatorRequest, GetIndicatorResponse,
        GetSubjectRequest, GetSubjectResponse, GetSummaryRequest, GetSummaryResponse, GetZoneRequest,
        GetZoneResponse,
    },
    compare::v1::{CompareRequest, CompareResponse, RankRequest, RankResponse},
    observation::v1::{
        ExportObservationsRequest, ExportObservationsResponse, ReadColumnsRequest, ReadColumnsResponse,
        ReadObservationRequest, ReadObservationResponse, ReadSeriesRequest, ReadSeriesResponse,
    },
};
use zhibiao_runtime::error::Problem;

use crate::Hub;

/// A request that changes nothing.
pub trait Read: sealed::Read {}

impl<R: sealed::Read> Read for R {}

pub(crate) mod sealed {
    use super::{Hub, Response, Status};

    /// How a read is sent.
    pub trait Read: Clone + Send + Sync + 'static {
        /// Its answer.
        type Answer: Send;
        /// Its name, to keep the times of different reads apart.
        const NAME: &'static str;

        /// Sends it once.
        fn send(self, hub: &Hub) -> impl Future<Output = Result<Response<Self::Answer>, Status>> + Send;
    }
}

macro_rules! reads {
    ($($request:ident => $answer:ty, $client:ident . $call:ident;)*) => {$(
        impl sealed::Read for $request {
            type Answer = $answer;
            const NAME: &'static str = stringify!($call);

            async fn send(self, hub: &Hub) -> Result<Response<$answer>, Status> {
                hub.$client().$call(self).await
            }
        }
    )*};
}

reads! {
    GetSummaryRequest => GetSummaryResponse, catalog.get_summary;
    ExportCatalogRequest => Streaming<ExportCatalogResponse>, catalog.export_catalog;
    GetIndicatorRequest => GetIndicatorResponse, catalog.get_indicator;
    GetSubjectRequest => GetSubjectResponse, catalog.get_subject;
    GetZoneRequest => GetZoneResponse, catalog.get_zone;
    ReadColumnsRequest => ReadColumnsResponse, observations.read_columns;
    ReadSeriesRequest => ReadSeriesResponse, observations.read_series;
    ReadObservationRequest => ReadObservationResponse, observations.read_observation;
    ExportObservationsRequest => Streaming<ExportObservationsResponse>, observations.export_observations;
    CompareRequest => CompareResponse, comparisons.compare;
    RankRequest => RankResponse, comparisons.rank;
}

/// Reads whose times are kept, of each kind.
const KEPT: usize = 128;

/// Reads of a kind that must have been timed before one is late.
const ENOUGH: usize = 32;

/// Shortest wait for an answer before it is late: below it a second copy costs more than it saves.
const SHORTEST: Duration = Duration::from_millis(5);

/// When a read is late.
#[derive(Debug, Default)]
pub(crate) struct Hedge {
    /// The time that was asked for; otherwise it is learnt.
    after: Option<Duration>,
    seen: Mutex<BTreeMap<&'static str, VecDeque<Duration>>>,
}

impl Hedge {
    /// Late after a time.
    pub(crate) fn after(delay: Duration) -> Self {
        Self {
            after: Some(delay),
            ..Self::default()
        }
    }

    /// The wait after which a read is late; `None` while that is not known.
    fn delay(&self, name: &'static str) -> Option<Duration> {
        if self.after.is_some() {
            return self.after;
        }
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let times = seen.get(name).filter(|times| times.len() >= ENOUGH)?;
        let mut times: Vec<Duration> = times.iter().copied().collect();
        let at = times.len() * 95 / 100;
        let (_, time, _) = times.select_nth_unstable(at);
        Some((*time).max(SHORTEST))
    }

    fn took(&self, name: &'static str, time: Duration) {
        if self.after.is_some() {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let times = seen.entry(name).or_default();
        if times.len() == KEPT {
            times.pop_front();
        }
        times.push_back(time);
    }
}

/// Sends a read, and once more to another replica when it is late. The first answer counts; the other call is dropped,
/// which cancels it.
pub(crate) async fn hedged<R: Read>(
    hub: &Hub,
    hedge: &Hedge,
    request: R,
) -> Result<Response<R::Answer>, Status> {
    if !hub.may_hedge() {
        return request.send(hub).await;
    }
    let begun = Instant::now();
    let delay = hedge.delay(R::NAME);
    let mut first = std::pin::pin!(request.clone().send(hub));
    let late = async {
        match delay {
            Some(delay) => sleep(delay).await,
            None => std::future::pending().await,
        }
    };
    let answer = tokio::select! {
        biased;
        answer = &mut first => answer,
        () = late => {
            tracing::debug!(read = R::NAME, "slow read sent to another replica too");
            let mut second = std::pin::pin!(request.send(hub));
            tokio::select! {
                biased;
                answer = &mut first => if may_pass(&answer) { second.await } else { answer },
                answer = &mut second => if may_pass(&answer) { first.await } else { answer },
            }
        }
    };
    if answer.is_ok() {
        hedge.took(R::NAME, begun.elapsed());
    }
    answer
}

/// Whether the other call may do better.
fn may_pass<T>(answer: &Result<Response<T>, Status>) -> bool {
    answer
        .as_ref()
        .is_err_and(|status| Problem::from_status(status).is_retryable())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_is_late_when_19_of_20_were_quicker() {
        let hedge = Hedge::default();
        for millis in 1..=100 {
            assert_eq!(hedge.delay("a").is_some(), millis > 32, "{millis}");
            hedge.took("a", Duration::from_millis(millis));
        }
        assert_eq!(hedge.delay("a"), Some(Duration::from_millis(96)));
        assert_eq!(hedge.delay("b"), None, "other reads have other times");
        for _ in 0..KEPT {
            hedge.took("a", Duration::from_micros(10));
        }
        assert_eq!(hedge.delay("a"), Some(SHORTEST), "old times are forgotten");
        let fixed = Hedge::after(Duration::from_secs(1));
        assert_eq!(fixed.delay("a"), Some(Duration::from_secs(1)));
    }
}
