//! Health as probes ask for it: per service, per dependency, and of the process as a whole.

use std::{pin::pin, time::Duration};

use tokio::{sync::watch, time::timeout};
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

/// Name under which a process says that it works at all: a probe that finds this missing restarts it.
pub const LIVENESS: &str = "liveness";

/// Name under which a process says that calls may come: what is not ready gets none, and is left alone.
pub const READINESS: &str = "";

/// Name of the store that a process uses.
pub const STORE: &str = "dependency/store";

/// Name of the PostgreSQL database that a process uses.
pub const POSTGRES: &str = "dependency/postgres";

/// Name of the Redis that a process uses.
pub const REDIS: &str = "dependency/redis";

/// Longest wait for an answer before who is asked is held not to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tells health to probes. Clones tell the same.
#[derive(Debug, Clone)]
pub struct Health(HealthReporter);

/// Something outside that a process needs, and whether it answers.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Name that its health is told under.
    pub name: &'static str,
    /// Whether it answers, as far as is known.
    pub answers: watch::Receiver<bool>,
}

/// Whether something outside answers, as whoever uses it finds out.
#[derive(Debug)]
pub struct Answers(watch::Sender<bool>);

impl Answers {
    /// Begins with what is known.
    #[must_use]
    pub fn new(answers: bool) -> Self {
        Self(watch::Sender::new(answers))
    }

    /// Takes note of whether it answered.
    pub fn set(&self, answers: bool) {
        self.0
            .send_if_modified(|before| std::mem::replace(before, answers) != answers);
    }

    /// Awaits an answer, however late, and takes note of whether it came, and in time.
    ///
    /// # Errors
    /// What was answered.
    pub async fn ask<T, E>(&self, question: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let mut question = pin!(question);
        let answer = match timeout(PATIENCE, &mut question).await {
            Ok(answer) => answer,
            Err(_) => {
                self.set(false);
                question.await
            }
        };
        self.set(answer.is_ok());
        answer
    }

    /// Wakes up when that changes.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }
}

impl Health {
    /// The health of a process that begins: it is alive and not ready.
    pub async fn starting() -> Self {
        let health = Self(HealthReporter::new());
        health.set(LIVENESS, true).await;
        health.set(READINESS, false).await;
        health
    }

    /// Says whether a service serves, or a dependency answers.
    pub async fn set(&self, name: &str, serving: bool) {
        let status = if serving {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        };
        self.0.set_service_status(name, status).await;
    }

    /// The service that probes call; each listener has one.
    pub(crate) fn service(&self) -> HealthServer<HealthService> {
        HealthServer::new(HealthService::from_health_reporter(self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_is_late_does_not_answer_until_it_does() {
        let answers = Answers::new(true);
        let mut told = answers.subscribe();
        let asking = async {
            answers.ask(async { Err::<(), _>("no") }).await.unwrap_err();
            sleep(PATIENCE).await;
            answers
                .ask(async {
                    sleep(PATIENCE).await;
                    Ok::<_, &str>(())
                })
                .await
                .unwrap();
            sleep(PATIENCE).await;
            answers
                .ask(async {
                    sleep(2 * PATIENCE).await;
                    Ok::<_, &str>(())
                })
                .await
                .unwrap();
        };
        let following = async {
            let mut changes = Vec::new();
            while changes.len() < 4 {
                told.changed().await.unwrap();
                changes.push(*told.borrow_and_update());
            }
            changes
        };
        let ((), changes) = tokio::join!(asking, following);
        assert_eq!(changes, [false, true, false, true]);
    }
}
