//! What befalls a hub on a cluster.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

use rand::seq::{IndexedRandom as _, SliceRandom as _};
use tokio::time::{Instant, sleep};

use super::{
    Options, PATIENCE, Part, ROLES,
    callers::{self, Callers},
    databases::Databases,
    kubectl::Kubectl,
    metrics, say,
};
use crate::Outcome;

/// Replicas as the test's overlay has them, and as many as it lets them become.
const FEW: usize = 2;
const MANY: usize = 4;

/// Longest time until a replica that was seen to be ready gets calls of callers.
const TRAFFIC: Duration = Duration::from_secs(30);

/// Time between two looks at something that nobody announces.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How a pod ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With the time that it has to.
    Asked,
    /// At once, as when its node is lost.
    Killed,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "deleted",
            Self::Killed => "killed",
        })
    }
}

/// A hub under callers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disturbance<'a> {
    pub(crate) hub: &'a Kubectl,
    pub(crate) callers: &'a Callers,
    pub(crate) databases: &'a Databases,
}

/// Replicas that were added, each with a clock of its own.
#[derive(Debug, Default)]
struct Newcomers {
    /// Those without calls, and when they were first seen to be ready: by this machine's clock, which may differ from the
    /// cluster's.
    waiting: BTreeMap<String, Instant>,
    called: BTreeSet<String>,
}

/// Disturbs the hub in every way that is wanted.
///
/// # Errors
/// When the cluster does not get through, or a caller notices.
pub(crate) async fn all(options: &Options, disturbance: &Disturbance<'_>) -> Outcome<()> {
    if options.wants(Part::Restart) {
        for role in ROLES {
            let what = format!("rolling restart of {role}");
            disturbance
                .noticed_by_nobody(&what, disturbance.restart(role))
                .await?;
        }
    }
    if options.wants(Part::Delete) {
        for number in 1..=options.deletions {
            let end = if number % 2 == 0 { End::Killed } else { End::Asked };
            let what = format!("a pod of each role {end}, {number} of {}", options.deletions);
            disturbance
                .noticed_by_nobody(&what, disturbance.delete(end))
                .await?;
        }
    }
    if options.wants(Part::Scale) {
        let what = format!("from {FEW} replicas to {MANY}, and calls for the new ones");
        disturbance.noticed_by_nobody(&what, disturbance.grow()).await?;
        let what = format!("back to {FEW} replicas");
        disturbance.noticed_by_nobody(&what, disturbance.shrink()).await?;
    }
    if options.wants(Part::Redis) {
        let what = format!("Redis gone for {} s", options.outage);
        let outage = Duration::from_secs(options.outage);
        disturbance
            .noticed_by_nobody(&what, disturbance.databases.without_redis(outage))
            .await?;
    }
    Ok(())
}

impl Disturbance<'_> {
    /// Does something, and asks the callers whether they noticed.
    async fn noticed_by_nobody(&self, what: &str, done: impl Future<Output = Outcome<()>>) -> Outcome<()> {
        let before = self.callers.told().await.ok_or("the callers say nothing")?;
        let begun = Instant::now();
        done.await.map_err(|error| format!("{what}: {error}"))?;
        // A moment of peace, in which every sort of call is answered by what is there now.
        sleep(LOOK_EVERY * 4).await;
        let told = self.callers.are_well(&before).await;
        let told = told.map_err(|error| format!("{what}: {error}"))?;
        say(begun, &format!("{what} ({})", callers::counts(&told)));
        Ok(())
    }

    async fn restart(&self, role: &str) -> Outcome<()> {
        let deployment = format!("deployment/zhibiao-{role}");
        self.hub.run(&["rollout", "restart", &deployment]).await?;
        self.hub.rolled_out(&deployment).await
    }

    /// Deletes one pod of each role, in any order, as fast as the cluster takes it.
    async fn delete(&self, end: End) -> Outcome<()> {
        let mut roles = ROLES;
        roles.shuffle(&mut rand::rng());
        for role in roles {
            let pods = self.hub.ready_pods(role).await?;
            let victim = pods.choose(&mut rand::rng());
            let victim = victim.ok_or_else(|| format!("no pod of {role} is ready"))?;
            let mut words = vec!["delete", "pod", victim, "--wait=false"];
            match end {
                End::Asked => {}
                End::Killed => words.extend(["--grace-period=0", "--force"]),
            }
            self.hub.run(&words).await?;
        }
        for role in ROLES {
            self.wait_for(role, FEW).await?;
        }
        Ok(())
    }

    /// By the autoscalers, as load would.
    async fn grow(&self) -> Outcome<()> {
        let mut old = BTreeSet::new();
        for role in ROLES {
            old.extend(self.hub.ready_pods(role).await?);
            self.autoscale(role, MANY).await?;
        }
        let begun = Instant::now();
        let mut newcomers = Newcomers::default();
        loop {
            let mut there = Vec::new();
            for role in ROLES {
                there.push((role, self.hub.ready_pods(role).await?));
            }
            let ready: BTreeSet<&String> = there.iter().flat_map(|(_, pods)| pods).collect();
            // One that ends while it waits is replaced, and its successor has a clock of its own.
            newcomers.waiting.retain(|pod, _| ready.contains(pod));
            for pod in ready.into_iter().filter(|pod| !old.contains(*pod)) {
                newcomers.look_at(self.hub, pod).await?;
            }
            let missing = there.iter().find(|(_, pods)| pods.len() < MANY);
            match missing {
                None if newcomers.waiting.is_empty() => return Ok(()),
                Some((role, pods)) if begun.elapsed() > PATIENCE => {
                    let there = pods.len();
                    return Err(format!("{there} pods of {role} are ready, {MANY} are wanted").into());
                }
                _ => sleep(LOOK_EVERY).await,
            }
        }
    }

    async fn shrink(&self) -> Outcome<()> {
        for role in ROLES {
            self.autoscale(role, FEW).await?;
            let replicas = format!("--replicas={FEW}");
            // Autoscalers wait minutes before they take replicas away, and need metrics for it.
            self.hub
                .run(&["scale", &format!("deployment/zhibiao-{role}"), &replicas])
                .await?;
        }
        for role in ROLES {
            self.wait_for(role, FEW).await?;
        }
        Ok(())
    }

    async fn autoscale(&self, role: &str, least: usize) -> Outcome<()> {
        let patch = format!("{{\"spec\":{{\"minReplicas\":{least}}}}}");
        let scaler = format!("hpa/zhibiao-{role}");
        self.hub.run(&["patch", &scaler, "--patch", &patch]).await?;
        Ok(())
    }

    /// Waits until so many pods of a role are ready and stay, no more and no fewer.
    async fn wait_for(&self, role: &str, count: usize) -> Outcome<()> {
        let begun = Instant::now();
        loop {
            let there = self.hub.ready_pods(role).await?.len();
            if there == count {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("{there} pods of {role} are ready, {count} are wanted").into());
            }
            sleep(LOOK_EVERY).await;
        }
    }
}

impl Newcomers {
    /// Asks a pod that is ready for its calls.
    async fn look_at(&mut self, hub: &Kubectl, pod: &str) -> Outcome<()> {
        if self.called.contains(pod) {
            return Ok(());
        }
        let ready = *self.waiting.entry(pod.to_owned()).or_insert_with(Instant::now);
        if metrics::calls(hub, pod).await? >= 1.0 {
            self.waiting.remove(pod);
            self.called.insert(pod.to_owned());
        } else if ready.elapsed() > TRAFFIC {
            return Err(format!("{pod} is ready and gets no calls of callers within {TRAFFIC:?}").into());
        }
        Ok(())
    }
}
