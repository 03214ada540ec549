//! Telling watchers what became of reports.
//!
//! Where one process has the log to itself it knows each change, since it made it. Where several share the log, each
//! reads the changes from it in commit order, its own among them: a watcher sees the same wherever it is connected.

use std::{sync::Arc, time::Duration};

use tokio::sync::{
    Notify,
    broadcast::{self, Receiver, Sender},
};
use tokio_util::sync::CancellationToken;
use zhibiao_runtime::health::Answers;

use crate::{log::PostgresLog, metrics::Metrics, report::Report};

/// Changes that are read at once.
const PAGE: usize = 256;

/// Tells watchers. Clones tell the same ones.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    watchers: Sender<Report>,
    /// Set where processes share the log: time to look into it.
    look: Option<Arc<Notify>>,
    metrics: Metrics,
}

impl Changes {
    /// For a log that one process has to itself. A watcher may fall `backlog` changes behind.
    pub(crate) fn of_one(backlog: usize, metrics: Metrics) -> Self {
        Self {
            watchers: broadcast::channel(backlog).0,
            look: None,
            metrics,
        }
    }

    /// For a log that processes share; it is to be [followed](Self::follow).
    pub(crate) fn of_many(backlog: usize, metrics: Metrics) -> Self {
        Self {
            look: Some(Arc::default()),
            ..Self::of_one(backlog, metrics)
        }
    }

    /// Every change from now on.
    pub(crate) fn subscribe(&self) -> Receiver<Report> {
        self.watchers.subscribe()
    }

    /// This process has changed a report.
    pub(crate) fn made(&self, report: &Report) {
        self.metrics.changed(report);
        match &self.look {
            Some(look) => look.notify_one(),
            None => self.tell(report.clone()),
        }
    }

    /// Tells every change of a shared log after a number, until `shutdown`: at once when it is heard of, after `every` at
    /// the latest. While the log does not answer nothing is told; afterwards it goes on where it was.
    pub(crate) async fn follow(
        self,
        log: Arc<PostgresLog>,
        after: i64,
        every: Duration,
        answers: Answers,
        shutdown: CancellationToken,
    ) {
        let news = log.news();
        let look = self.look.clone().unwrap_or_default();
        let mut after = after;
        let following = async {
            loop {
                let mut whole = true;
                match answers.ask(log.changes(after, PAGE)).await {
                    Ok(changes) => {
                        whole = changes.len() < PAGE;
                        for (number, report) in changes {
                            after = number;
                            self.tell(report);
                        }
                    }
                    Err(error) => tracing::warn!(%error, "changes of reports not read"),
                }
                if whole {
                    tokio::select! {
                        () = news.heard() => {}
                        () = look.notified() => {}
                        () = tokio::time::sleep(every) => {}
                    }
                }
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = following => {}
        }
    }

    fn tell(&self, report: Report) {
        // Nobody may be watching.
        let _ = self.watchers.send(report);
    }
}
