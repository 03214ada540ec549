//! `kubectl`, as it is run here.

use std::{collections::BTreeSet, process::Stdio, time::Duration};

use serde_json::Value;
use tokio::{
    io::AsyncWriteExt as _,
    process::{Child, Command},
};

use super::PATIENCE;
use crate::Outcome;

/// The label of whatever the test makes for itself, and its value: what lacks it is somebody's, and is left alone.
pub(crate) const OWN: (&str, &str) = ("zhibiao-test", "own");

/// Runs `kubectl` against one cluster, in one namespace.
#[derive(Debug, Clone)]
pub(crate) struct Kubectl {
    words: Vec<String>,
}

impl Kubectl {
    /// As it is said: words apart by spaces.
    pub(crate) fn new(words: &str, context: &str) -> Self {
        let words = words.split_whitespace().map(ToOwned::to_owned);
        Self {
            words: words.chain([format!("--context={context}")]).collect(),
        }
    }

    /// The same in a namespace.
    pub(crate) fn in_namespace(&self, namespace: &str) -> Self {
        let mut words = self.words.clone();
        words.push(format!("--namespace={namespace}"));
        Self { words }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut words = self.words.iter();
        let mut command = Command::new(words.next().map_or("kubectl", String::as_str));
        command.args(words).args(arguments).kill_on_drop(true);
        command
    }

    /// Runs a command to its end and gives what it prints.
    ///
    /// # Errors
    /// When it fails.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Outcome<String> {
        let ended = self.command(arguments).stdin(Stdio::null()).output().await?;
        if !ended.status.success() {
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            return Err(format!("kubectl {}: {said}", arguments.join(" ")).into());
        }
        Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
    }

    /// Runs one whose answer is JSON.
    ///
    /// # Errors
    /// When it fails.
    pub(crate) async fn json(&self, arguments: &[&str]) -> Outcome<Value> {
        let mut words = arguments.to_vec();
        words.extend(["--output", "json"]);
        Ok(serde_json::from_str(&self.run(&words).await?)?)
    }

    /// Applies objects.
    ///
    /// # Errors
    /// When the cluster refuses.
    pub(crate) async fn apply(&self, objects: &[Value]) -> Outcome<()> {
        let list = serde_json::json!({ "apiVersion": "v1", "kind": "List", "items": objects });
        let mut applying = self
            .command(&["apply", "--filename", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = applying.stdin.take() {
            input.write_all(list.to_string().as_bytes()).await?;
        }
        let ended = applying.wait_with_output().await?;
        if !ended.status.success() {
            return Err(format!("kubectl apply: {}", String::from_utf8_lossy(&ended.stderr)).into());
        }
        Ok(())
    }

    /// Makes sure that namespaces are not there, or are the test's own.
    ///
    /// # Errors
    /// When one is somebody's; then nothing may be installed over it.
    pub(crate) async fn free_or_own(&self, namespaces: &BTreeSet<&str>) -> Outcome<()> {
        for namespace in namespaces {
            let get = [
                "get",
                "namespace",
                namespace,
                "--ignore-not-found",
                "--output=json",
            ];
            let told = self.run(&get).await?;
            if !told.trim().is_empty() && !is_own(&serde_json::from_str(&told)?) {
                let (key, value) = OWN;
                return Err(format!(
                    "the cluster has a namespace {namespace} that this test did not make (it lacks the label {key}={value}): \
                     it may be a hub in use, so nothing of it was touched; name another cluster with --context, or, where \
                     all of it may be lost, say so: kubectl label namespace {namespace} {key}={value}"
                )
                .into());
            }
        }
        Ok(())
    }

    /// Removes namespaces of the test's own with everything in them, which an earlier run may have left.
    ///
    /// # Errors
    /// When one is somebody's, or the cluster refuses.
    pub(crate) async fn without(&self, namespaces: &[&str]) -> Outcome<()> {
        self.free_or_own(&namespaces.iter().copied().collect()).await?;
        for namespace in namespaces {
            self.run(&["delete", "namespace", namespace, "--ignore-not-found", "--wait"])
                .await?;
        }
        Ok(())
    }

    /// Waits until a workload is as it should be: every replica new and ready.
    ///
    /// # Errors
    /// When it takes too long.
    pub(crate) async fn rolled_out(&self, workload: &str) -> Outcome<()> {
        let timeout = seconds(PATIENCE);
        self.run(&["rollout", "status", workload, "--timeout", &timeout])
            .await
            .map(|_| ())
    }

    /// Names of the pods of a role that are ready and stay.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub(crate) async fn ready_pods(&self, role: &str) -> Outcome<Vec<String>> {
        let selector = format!("app.kubernetes.io/component={role}");
        let pods = self.json(&["get", "pods", "--selector", &selector]).await?;
        let pods = pods["items"].as_array().into_iter().flatten();
        Ok(pods
            .filter(|pod| pod["metadata"]["deletionTimestamp"].is_null() && is_ready(pod))
            .filter_map(|pod| pod["metadata"]["name"].as_str().map(ToOwned::to_owned))
            .collect())
    }

    /// What somebody who looks after a failure wants to see.
    pub(crate) async fn last_words(&self) -> String {
        let mut words = Vec::new();
        for look in [
            &["get", "pods", "--output", "wide"][..],
            &["get", "events", "--sort-by=.lastTimestamp"],
            &[
                "logs",
                "--selector=app.kubernetes.io/name=zhibiao",
                "--prefix",
                "--tail=30",
            ],
        ] {
            let said = self.run(look).await.unwrap_or_else(|error| error.to_string());
            let lines: Vec<&str> = said.lines().collect();
            let last = &lines[lines.len().saturating_sub(60)..];
            words.push(format!("== kubectl {}\n{}", look.join(" "), last.join("\n")));
        }
        words.join("\n")
    }

    /// Starts one that goes on.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Outcome<Child> {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        Ok(command.spawn()?)
    }
}

fn is_own(object: &Value) -> bool {
    let (key, value) = OWN;
    object["metadata"]["labels"][key] == value
}

fn is_ready(pod: &Value) -> bool {
    let conditions = pod["status"]["conditions"].as_array().into_iter().flatten();
    conditions
        .filter(|condition| condition["type"] == "Ready")
        .any(|condition| condition["status"] == "True")
}

/// A span as `kubectl` takes it.
pub(crate) fn seconds(span: Duration) -> String {
    format!("{}s", span.as_secs())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_bears_the_label_is_the_tests_own() {
        let namespace = |labels: Value| json!({ "metadata": { "name": "zhibiao", "labels": labels } });
        assert!(is_own(&namespace(json!({ "zhibiao-test": "own" }))));
        for labels in [
            json!({}),
            json!(null),
            json!({ "zhibiao-test": "other" }),
            json!({ "zhibiao-clients": "allowed" }),
        ] {
            assert!(!is_own(&namespace(labels.clone())), "{labels}");
        }
        assert!(!is_own(&json!({ "metadata": { "name": "zhibiao" } })));
    }
}
