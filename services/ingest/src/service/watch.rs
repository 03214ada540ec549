//! Following reports as they change.

use tokio::sync::{broadcast::error::RecvError, mpsc};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::Status;
use zhibiao_proto::report::v1::{WatchReportsRequest, WatchReportsResponse};
use zhibiao_runtime::error::{Code, Problem};

use super::{Shared, wire};

impl Shared {
    /// Every change from now on. A watcher that falls behind is dropped rather than served with gaps.
    pub(super) fn watch_reports(
        &self,
        request: WatchReportsRequest,
    ) -> impl Stream<Item = Result<WatchReportsResponse, Status>> + Send + use<> {
        let WatchReportsRequest { department } = request;
        let mut changes = self.changes.subscribe();
        let shutdown = self.shutdown.clone();
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
}

fn too_slow(missed: u64) -> Problem {
    let message = format!("{missed} changes were missed: read faster; list the reports anew and watch again");
    Problem::new(Code::ResourceExhausted, "WATCHER_TOO_SLOW", message).with("missed", missed)
}
