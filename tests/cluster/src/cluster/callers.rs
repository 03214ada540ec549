//! The callers, as a pod in a namespace that may call the hub.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use super::{HUB, Options, PATIENCE, install, kubectl::Kubectl};
use crate::{
    Outcome,
    callers::tally::{Told, Verdict},
};

/// Their namespace.
pub(crate) const NAMESPACE: &str = "zhibiao-callers";

/// Their pod.
const POD: &str = "callers";

/// Time between two looks at something that nobody announces.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Callers that are under way.
#[derive(Debug)]
pub(crate) struct Callers {
    kubectl: Kubectl,
}

impl Callers {
    /// Lets them in, and waits until they call.
    ///
    /// # Errors
    /// When they do not come to call.
    pub(crate) async fn start(options: &Options, kubectl: &Kubectl) -> Outcome<Self> {
        let shown = kubectl
            .in_namespace(HUB)
            .json(&["get", "secret", install::CALLERS])
            .await?;
        let labels = [("zhibiao-clients", "allowed")];
        kubectl.apply(&[install::namespace(NAMESPACE, &labels)]).await?;
        let kubectl = kubectl.in_namespace(NAMESPACE);
        kubectl
            .run(&["delete", "pod", POD, "--ignore-not-found", "--wait"])
            .await?;
        let secret = json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": { "name": install::CALLERS }, "data": shown["data"],
        });
        kubectl.apply(&[secret, pod(&options.callers_image)]).await?;
        let callers = Self { kubectl };
        let begun = Instant::now();
        while callers.told().await.is_none_or(|told| told.calls() == 0) {
            if begun.elapsed() > PATIENCE {
                return Err("the callers do not come to call".into());
            }
            sleep(LOOK_EVERY).await;
        }
        Ok(callers)
    }

    /// How it goes; `None` where they said nothing yet.
    pub(crate) async fn told(&self) -> Option<Told> {
        self.last_line().await.ok()
    }

    /// Makes sure that they called meanwhile, and that nothing failed.
    ///
    /// # Errors
    /// When something failed, or they stand still.
    pub(crate) async fn are_well(&self, before: &Told) -> Outcome<Told> {
        let told: Told = self.last_line().await?;
        if told.failed > 0 {
            return Err(format!("{} calls failed: {:#?}", told.failed, told.failures).into());
        }
        let still = before
            .answered
            .iter()
            .find(|(kind, count)| told.answered.get(*kind) <= Some(count));
        match still {
            Some((kind, _)) => Err(format!("no {kind} were answered meanwhile: {told:?}").into()),
            None => Ok(told),
        }
    }

    /// Stops them, and waits for what they say of it all.
    ///
    /// # Errors
    /// When they don't end.
    pub(crate) async fn finish(self) -> Outcome<Verdict> {
        self.kubectl
            .run(&["exec", POD, "--", "/proc/1/exe", "stop"])
            .await?;
        let begun = Instant::now();
        loop {
            let phase = ["get", "pod", POD, "--output", "jsonpath={.status.phase}"];
            let phase = self.kubectl.run(&phase).await?;
            if phase == "Succeeded" || phase == "Failed" {
                return self.last_line().await;
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("the callers do not end: they are {phase}").into());
            }
            sleep(LOOK_EVERY).await;
        }
    }

    async fn last_line<T: DeserializeOwned>(&self) -> Outcome<T> {
        let line = self.kubectl.run(&["logs", POD, "--tail=1"]).await?;
        serde_json::from_str(&line).map_err(|error| format!("the callers said `{line}`: {error}").into())
    }
}

/// What was answered, in a line.
pub(crate) fn counts(told: &Told) -> String {
    let counts: Vec<String> = told
        .answered
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    counts.join(", ")
}

fn pod(image: &str) -> Value {
    let at = |role: &str, port: u16| format!("--{role}=https://zhibiao-{role}-headless.{HUB}.svc:{port}");
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": { "name": POD },
        "spec": {
            "restartPolicy": "Never",
            "terminationGracePeriodSeconds": 5,
            "automountServiceAccountToken": false,
            "securityContext": {
                "runAsNonRoot": true,
                "runAsUser": 65532,
                "runAsGroup": 65532,
                "fsGroup": 65532,
                "seccompProfile": { "type": "RuntimeDefault" },
            },
            "containers": [{
                "name": POD,
                "image": image,
                "imagePullPolicy": "IfNotPresent",
                "args": [
                    "call",
                    at("store", 7891),
                    at("ingest", 7892),
                    at("compare", 7893),
                    "--ca=/shown/ca.crt",
                    "--key=/shown/key",
                ],
                "securityContext": {
                    "allowPrivilegeEscalation": false,
                    "readOnlyRootFilesystem": true,
                    "capabilities": { "drop": ["ALL"] },
                },
                "volumeMounts": [{ "name": "shown", "mountPath": "/shown", "readOnly": true }],
            }],
            "volumes": [{ "name": "shown", "secret": { "secretName": install::CALLERS } }],
        },
    })
}
