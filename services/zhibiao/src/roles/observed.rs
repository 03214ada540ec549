//! What probes and metrics are told of a process's roles.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use zhibiao_client::{Hub, Retry};
use zhibiao_model::revision::Revision;
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_runtime::{
    health::{Answers, Dependency, Health, READINESS, STORE},
    telemetry::Telemetry,
};

/// Time between two looks whether the store answers.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The services of a process and what they need, with how they are.
#[derive(Debug, Default)]
pub(super) struct Observed {
    parts: Vec<(Vec<&'static str>, watch::Receiver<bool>)>,
    dependencies: Vec<Dependency>,
}

/// The store as the other roles see it.
#[derive(Debug)]
pub(super) struct Upstream {
    answers: Answers,
    head: watch::Sender<Option<Revision>>,
}

impl Observed {
    /// Adds the services of a role.
    pub(super) fn serves(&mut self, services: &[&'static str], serving: watch::Receiver<bool>) {
        self.parts.push((services.to_vec(), serving));
    }

    /// Adds what a role needs.
    pub(super) fn needs(&mut self, dependencies: impl IntoIterator<Item = Dependency>) {
        self.dependencies.extend(dependencies);
    }

    /// The full names of the services.
    pub(super) fn services(&self) -> Vec<&'static str> {
        self.parts
            .iter()
            .flat_map(|(names, _)| names.iter().copied())
            .collect()
    }

    /// Tells health which services serve, whether all of them do, and which dependencies answer.
    pub(super) async fn follow(mut self, health: Health, roles: CancellationToken) {
        let tell = async {
            loop {
                self.tell(&health).await;
                let serving = self.parts.iter_mut().map(|(_, serving)| serving);
                let answers = self.dependencies.iter_mut().map(|needed| &mut needed.answers);
                let changes = serving.chain(answers).map(|told| Box::pin(changed(told)));
                futures_util::future::select_all(changes).await;
            }
        };
        roles.run_until_cancelled(tell).await;
    }

    async fn tell(&mut self, health: &Health) {
        for Dependency { name, answers } in &mut self.dependencies {
            let answers = *answers.borrow_and_update();
            health.set(name, answers).await;
        }
        let mut all = true;
        for (services, serving) in &mut self.parts {
            let serves = *serving.borrow_and_update();
            all &= serves;
            for name in services {
                health.set(name, serves).await;
            }
        }
        health.set(READINESS, all).await;
    }
}

/// Ends with the next change; never when there is none any more.
async fn changed(told: &mut watch::Receiver<bool>) {
    if told.changed().await.is_err() {
        std::future::pending().await
    }
}

impl Upstream {
    /// Nothing is known of it yet.
    pub(super) fn unknown() -> Self {
        Self {
            answers: Answers::new(false),
            head: watch::Sender::new(None),
        }
    }

    /// The store as something that a process needs.
    pub(super) fn dependency(&self) -> Dependency {
        Dependency {
            name: STORE,
            answers: self.answers.subscribe(),
        }
    }

    /// Tells how far a follower lags behind it.
    pub(super) fn tell_lag(
        &self,
        telemetry: &Telemetry,
        follower: &'static str,
        followed: impl Fn() -> Option<Revision> + Send + Sync + 'static,
    ) {
        let head = self.head.subscribe();
        telemetry.tell_lag(follower, move || Some(((*head.borrow())?, followed()?)));
    }

    /// Looks after it, again and again.
    pub(super) async fn look_after(self, hub: Hub, roles: CancellationToken) {
        let hub = hub.with_timeout(LOOK_EVERY).with_retry(Retry::never());
        let look = async {
            let mut answered = true;
            loop {
                match self.answers.ask(hub.read(GetSummaryRequest {})).await {
                    Ok(summary) => {
                        self.head.send_replace(Revision::new(summary.revision));
                        if !std::mem::replace(&mut answered, true) {
                            tracing::warn!("the store answers again");
                        }
                    }
                    // Told once: why it can't be connected to is told by the channel, now and then.
                    Err(problem) => {
                        if std::mem::replace(&mut answered, false) {
                            tracing::warn!(code = ?problem.code, error = problem.message, "the store does not answer");
                        }
                    }
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        roles.run_until_cancelled(look).await;
    }
}
