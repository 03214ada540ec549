//! Following reports as they change.

use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    mpsc,
};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tokio_util::sync::CancellationToken;
use tonic::Status;
use zhibiao_proto::report::v1::{WatchReportsRequest, WatchReportsResponse};
use zhibiao_runtime::error::{Code, Problem};

use super::{Shared, wire};
use crate::report::Report;

impl Shared {
    /// Every change from now on.
    pub(super) fn watch_reports(
        &self,
        request: WatchReportsRequest,
    ) -> impl Stream<Item = Result<WatchReportsResponse, Status>> + Send + use<> {
        follow(self.changes.subscribe(), request.department, self.streams.clone())
    }
}

/// Passes changes on until `shutdown`. A watcher that falls behind is dropped rather than served with gaps.
fn follow(
    mut changes: Receiver<Report>,
    department: String,
    shutdown: CancellationToken,
) -> impl Stream<Item = Result<WatchReportsResponse, Status>> + Send + use<> {
    let (tell, told) = mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            let change = tokio::select! {
                () = shutdown.cancelled() => return,
                () = tell.closed() => return,
                change = changes.recv() => change,
            };
            let event = match change {
                Ok(report) if department.is_empty() || report.header.department == department => {
                    Ok(WatchReportsResponse {
                        report: Some(wire::report(&report)),
                    })
                }
                Ok(_) => continue,
                Err(RecvError::Closed) => return,
                Err(RecvError::Lagged(missed)) => Err(Status::from(too_slow(missed))),
            };
            let last = event.is_err();
            if tell.send(event).await.is_err() || last {
                return;
            }
        }
    });
    ReceiverStream::new(told)
}

fn too_slow(missed: u64) -> Problem {
    let message = format!("{missed} changes were missed: read faster; list the reports anew and watch again");
    Problem::new(Code::ResourceExhausted, "WATCHER_TOO_SLOW", message).with("missed", missed)
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast;
    use tokio_stream::StreamExt as _;

    use super::*;
    use crate::log::{SqliteLog, conformance};

    #[tokio::test]
    async fn a_watcher_that_falls_behind_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let report = conformance::kept(&SqliteLog::open(folder.path()).unwrap());
        let (tell, changes) = broadcast::channel(2);
        let mut watched = Box::pin(follow(changes, String::new(), CancellationToken::new()));
        for _ in 0..2 {
            tell.send(report.clone()).unwrap();
        }
        assert!(watched.next().await.unwrap().is_ok());
        for _ in 0..10 {
            tell.send(report.clone()).unwrap();
        }
        let mut last = None;
        while let Some(event) = watched.next().await {
            last = Some(event);
        }
        let problem = Problem::from_status(&last.unwrap().unwrap_err());
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::ResourceExhausted, "WATCHER_TOO_SLOW")
        );
    }

    #[tokio::test]
    async fn watching_ends_with_the_service() {
        let (_tell, changes) = broadcast::channel(2);
        let shutdown = CancellationToken::new();
        let mut watched = Box::pin(follow(changes, String::new(), shutdown.clone()));
        shutdown.cancel();
        assert!(watched.next().await.is_none());
    }
}
