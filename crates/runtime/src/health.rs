//! Health as probes ask for it: per service, per dependency, and of the process as a whole.

use std::{
    collections::BTreeMap,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time::timeout};
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

use crate::telemetry::{KeyValue, Telemetry};

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

/// Tells health to probes, and to whoever looks at metrics. Clones tell the same.
#[derive(Debug, Clone)]
pub struct Health {
    reporter: HealthReporter,
    /// The same, for metrics: probes' answers can't be read back.
    told: Arc<Mutex<BTreeMap<String, bool>>>,
}

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
        let health = Self {
            reporter: HealthReporter::new(),
            told: Arc::default(),
        };
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
        self.reporter.set_service_status(name, status).await;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(name.to_owned(), serving);
    }

    /// Tells metrics what probes are told: 1 under the name of what serves or answers, 0 of what does not. A label can't
    /// be empty, so that readiness has its name there.
    pub fn tell(&self, telemetry: &Telemetry) {
        let told = Arc::clone(&self.told);
        telemetry
            .meter()
            .u64_observable_gauge("zhibiao.health")
            .with_description("Whether a part of the process, or what it needs, is well: 1, or 0")
            .with_callback(move |observer| {
                for (name, serving) in &*told.lock().unwrap_or_else(PoisonError::into_inner) {
                    let part = if name == READINESS { "readiness" } else { name };
                    observer.observe(u64::from(*serving), &[KeyValue::new("part", part.to_owned())]);
                }
            })
            .build();
    }

    /// The service that probes call; each listener has one.
    pub(crate) fn service(&self) -> HealthServer<HealthService> {
        HealthServer::new(HealthService::from_health_reporter(self.reporter.clone()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    #[tokio::test]
    async fn metrics_tell_what_probes_are_told() {
        let (health, telemetry) = (Health::starting().await, Telemetry::exposed("test").unwrap());
        health.tell(&telemetry);
        health.set(POSTGRES, false).await;
        let told = |part: &str, value: u8| {
            let line = format!("zhibiao_health{{part=\"{part}\"}} {value}\n");
            assert!(
                telemetry.exposition().contains(&line),
                "{line}{}",
                telemetry.exposition()
            );
        };
        told("liveness", 1);
        told("readiness", 0);
        told(POSTGRES, 0);
        health.set(POSTGRES, true).await;
        health.set(READINESS, true).await;
        told(POSTGRES, 1);
        told("readiness", 1);
    }

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
