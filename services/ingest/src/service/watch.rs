//! Following reports as they change.

use std::time::Duration;

use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;
use zhibiao_proto::report::v1::{WatchReportsRequest, WatchReportsResponse};
use zhibiao_runtime::{
    access::Permit,
    error::{Code, Problem},
    outlet::{End, Outlet, Place, Sent, outlet, stopping},
};

use super::{Shared, rights, wire};
use crate::{atlas::Atlases, report::Report};

/// Changes that wait for a watcher beside those that the log's own backlog keeps for it.
const BUFFER: usize = 1;

/// What a watcher follows, and what ends it.
struct Watcher {
    changes: Receiver<Report>,
    /// Empty for every department.
    department: String,
    /// None for who may see everything.
    sight: Option<Sight>,
    shutdown: CancellationToken,
    /// Its place among the watchers there may be.
    _place: Place,
}

/// What a watcher may see, by the grants as they are when something changes.
struct Sight {
    permit: Permit,
    atlases: Atlases,
}

impl Sight {
    fn reaches(&self, report: &Report) -> bool {
        rights::sees(&self.permit, &self.atlases.latest(), report)
    }
}

impl Shared {
    /// Every change from now on.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED when there are too many watchers.
    pub(super) async fn watch_reports(
        &self,
        permit: Permit,
        request: WatchReportsRequest,
    ) -> Result<Sent<WatchReportsResponse>, Problem> {
        self.may_list(&permit, &request.department).await?;
        let place = self.watchers.take()?;
        let watcher = Watcher {
            changes: self.changes.subscribe(),
            department: request.department,
            sight: permit.is_bounded().then(|| Sight {
                permit,
                atlases: self.atlases.clone(),
            }),
            shutdown: self.streams.clone(),
            _place: place,
        };
        Ok(watcher.follow(self.unread))
    }
}

impl Watcher {
    /// Passes changes on until the caller goes, takes nothing for longer than its patience, or the service stops. A
    /// watcher that falls behind is dropped rather than served with gaps.
    fn follow(mut self, patience: Duration) -> Sent<WatchReportsResponse> {
        let (outlet, sent) = outlet(BUFFER, patience);
        tokio::spawn(async move {
            let shutdown = self.shutdown.clone();
            let end = tokio::select! {
                end = self.pass_on(&outlet) => end,
                () = outlet.gone() => End::Gone,
                () = shutdown.cancelled() => stopping().into(),
            };
            outlet.end(end);
        });
        sent
    }

    async fn pass_on(&mut self, outlet: &Outlet<WatchReportsResponse>) -> End {
        loop {
            let report = match self.changes.recv().await {
                Ok(report) => report,
                Err(RecvError::Closed) => return stopping().into(),
                Err(RecvError::Lagged(missed)) => return too_slow(missed).into(),
            };
            if !self.department.is_empty() && report.header.department != self.department {
                continue;
            }
            if self.sight.as_ref().is_some_and(|sight| !sight.reaches(&report)) {
                continue;
            }
            match outlet.room().await {
                Ok(room) => room.send(WatchReportsResponse {
                    report: Some(wire::report(&report)),
                }),
                Err(end) => return end,
            }
        }
    }
}

fn too_slow(missed: u64) -> Problem {
    let message = format!("{missed} changes were missed: read faster; list the reports anew and watch again");
    Problem::new(Code::ResourceExhausted, "WATCHER_TOO_SLOW", message).with("missed", missed)
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast::{self, Sender};
    use tokio_stream::StreamExt as _;
    use zhibiao_runtime::outlet::Places;

    use super::*;
    use crate::log::{SqliteLog, conformance};

    const PATIENCE: Duration = Duration::from_secs(30);

    /// A watcher of every department, where changes are told, and how many more there may be.
    fn watched(
        backlog: usize,
        shutdown: &CancellationToken,
    ) -> (Sender<Report>, Sent<WatchReportsResponse>, Places) {
        let (tell, changes) = broadcast::channel(backlog);
        let places = Places::new(1, "TOO_MANY_WATCHERS");
        let watcher = Watcher {
            changes,
            department: String::new(),
            sight: None,
            shutdown: shutdown.clone(),
            _place: places.take().unwrap(),
        };
        (tell, watcher.follow(PATIENCE), places)
    }

    /// Waits until the watcher's place is free; where the clock stands still, waiting moves it on.
    async fn free(places: &Places) {
        while places.take().is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn report() -> Report {
        let folder = tempfile::tempdir().unwrap();
        conformance::kept(&SqliteLog::open(folder.path()).unwrap())
    }

    /// What a stream ended with, after everything that was sent before.
    async fn end(mut watched: Sent<WatchReportsResponse>) -> Problem {
        let mut last = None;
        while let Some(event) = watched.next().await {
            last = Some(event);
        }
        Problem::from_status(&last.unwrap().unwrap_err())
    }

    #[tokio::test]
    async fn a_watcher_that_falls_behind_is_dropped() {
        let (tell, mut watched, _) = watched(2, &CancellationToken::new());
        let report = report();
        tell.send(report.clone()).unwrap();
        assert!(watched.next().await.unwrap().is_ok());
        for _ in 0..10 {
            tell.send(report.clone()).unwrap();
        }
        let problem = end(watched).await;
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::ResourceExhausted, "WATCHER_TOO_SLOW")
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_watcher_that_reads_nothing_is_dropped_and_gives_its_place_up() {
        let (tell, watched, places) = watched(8, &CancellationToken::new());
        let report = report();
        for _ in 0..3 {
            tell.send(report.clone()).unwrap();
        }
        tokio::time::sleep(PATIENCE - Duration::from_millis(1)).await;
        assert!(places.take().is_err(), "its time is not over");
        free(&places).await;
        assert_eq!(end(watched).await.reason, "WATCHER_TOO_SLOW");
    }

    #[tokio::test]
    async fn watching_ends_with_the_service_though_nobody_reads() {
        let shutdown = CancellationToken::new();
        let (tell, watched, places) = watched(8, &shutdown);
        let report = report();
        for _ in 0..3 {
            tell.send(report.clone()).unwrap();
        }
        tokio::task::yield_now().await;
        shutdown.cancel();
        free(&places).await;
        assert_eq!(end(watched).await, stopping());
    }

    #[tokio::test]
    async fn who_goes_gives_its_place_up() {
        let (_tell, watched, places) = watched(2, &CancellationToken::new());
        drop(watched);
        free(&places).await;
    }
}
