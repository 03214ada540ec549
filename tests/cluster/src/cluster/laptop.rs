//! The laptop's overlay: it is reached through a forwarded port, and keeps its data when its pod is deleted.

use std::path::Path;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::{Instant, timeout},
};

use super::{
    Options, PATIENCE, install,
    kubectl::{Kubectl, OWN},
    say,
};
use crate::Outcome;

/// Its namespace here: the overlay's own is taken by production.
pub(crate) const NAMESPACE: &str = "zhibiao-laptop";

/// A port of this machine that leads to the pod's loopback.
struct Forwarded {
    address: String,
    _forwarding: Child,
    /// It says more, and ends when nobody can read it.
    _said: Lines<BufReader<ChildStdout>>,
}

/// Installs it, publishes a report, deletes the pod, and asks again.
///
/// # Errors
/// When the cluster refuses, or the answer is another one afterwards.
pub(crate) async fn test(options: &Options, kubectl: &Kubectl) -> Outcome<()> {
    let begun = Instant::now();
    let hub = kubectl.in_namespace(NAMESPACE);
    if let Some(folder) = &options.volume {
        kubectl.apply(&[volume(kubectl, folder).await?]).await?;
    }
    let folder = overlay(options)?;
    kubectl
        .run(&["apply", "--kustomize", &folder.path().display().to_string()])
        .await?;
    hub.rolled_out("statefulset/zhibiao").await?;
    say(begun, "laptop: installed and ready");

    let forwarded = Forwarded::open(&hub).await?;
    file(options, &forwarded).await?;
    let before = answers(options, &forwarded).await?;
    drop(forwarded);

    let begun = Instant::now();
    hub.run(&["delete", "pod", "zhibiao-0", "--wait"]).await?;
    hub.rolled_out("statefulset/zhibiao").await?;
    let forwarded = Forwarded::open(&hub).await?;
    let after = answers(options, &forwarded).await?;
    if before != after {
        return Err(format!("the pod was deleted, and what was {before} is {after}").into());
    }
    say(
        begun,
        &format!("laptop: its pod was deleted, its data was kept ({})", after[0]),
    );
    Ok(())
}

/// Applies a catalogue and publishes a report under it, whose department needs no second person.
async fn file(options: &Options, forwarded: &Forwarded) -> Outcome<()> {
    let pack = install::root().join("deploy/packs/high-tech-zones");
    let report = pack.join("reports/torch-yearbook-2024.csv");
    let (pack, report) = (pack.display().to_string(), report.display().to_string());
    zhibiao(options, forwarded, &["pack", "apply", &pack]).await?;
    let submit = ["report", "submit", &report, "--department", "torch-center"];
    let period = ["--period", "2024", "--as", "somebody"];
    zhibiao(options, forwarded, &[&submit[..], &period].concat()).await?;
    Ok(())
}

/// What it answers: which store it is and where it stands, a ranking, and its reports.
async fn answers(options: &Options, forwarded: &Forwarded) -> Outcome<Value> {
    let told = zhibiao(options, forwarded, &["summary", "--output", "json"]).await?;
    let told: Value = serde_json::from_str(&told)?;
    let stands = json!([told["store_id"], told["revision"], told["observations"]]);
    let rank = [
        "rank",
        "营业收入",
        "--period",
        "2024",
        "--fresh",
        "--output",
        "csv",
    ];
    let ranking = zhibiao(options, forwarded, &rank).await?;
    if !ranking.contains("zones/zhongguancun") {
        return Err(format!("what was reported is not ranked: {ranking}").into());
    }
    let reports = zhibiao(options, forwarded, &["report", "list", "--output", "csv"]).await?;
    Ok(json!([stands, ranking, reports]))
}

fn overlay(options: &Options) -> Outcome<tempfile::TempDir> {
    let folder = install::overlay(
        "deploy/kubernetes/overlays/laptop",
        &options.image,
        laptop_patches(),
    )?;
    let file = folder.path().join("kustomization.yaml");
    let mut kustomization: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    kustomization["namespace"] = json!(NAMESPACE);
    std::fs::write(file, kustomization.to_string())?;
    Ok(folder)
}

fn laptop_patches() -> Vec<Value> {
    let small = json!([
        { "op": "replace", "path": "/spec/template/spec/containers/0/resources/requests", "value": { "cpu": "10m", "memory": "64Mi" } },
        { "op": "add", "path": "/spec/template/spec/containers/0/imagePullPolicy", "value": "IfNotPresent" },
    ]);
    vec![json!({ "target": { "kind": "StatefulSet" }, "patch": small.to_string() })]
}

/// A volume for the claim, in a folder of the only node: for clusters that make none by themselves.
async fn volume(kubectl: &Kubectl, folder: &Path) -> Outcome<Value> {
    std::fs::create_dir_all(folder)?;
    let (key, value) = OWN;
    kubectl
        .run(&[
            "delete",
            "persistentvolume",
            "--selector",
            &format!("{key}={value}"),
        ])
        .await?;
    let nodes = kubectl.json(&["get", "nodes"]).await?;
    let node = &nodes["items"][0]["metadata"]["name"];
    let here = json!({ "key": "kubernetes.io/hostname", "operator": "In", "values": [node] });
    Ok(json!({
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": { "name": NAMESPACE, "labels": { key: value } },
        "spec": {
            "capacity": { "storage": "10Gi" },
            "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": "Retain",
            "local": { "path": folder },
            "nodeAffinity": { "required": { "nodeSelectorTerms": [{ "matchExpressions": [here] }] } },
        },
    }))
}

impl Forwarded {
    async fn open(kubectl: &Kubectl) -> Outcome<Self> {
        let mut forwarding = kubectl.spawn(&["port-forward", "statefulset/zhibiao", ":7890"])?;
        let output = forwarding.stdout.take().ok_or("kubectl has no output")?;
        let mut lines = BufReader::new(output).lines();
        let line = timeout(PATIENCE, lines.next_line())
            .await??
            .ok_or("kubectl forwards no port")?;
        let port = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix("127.0.0.1:"));
        let port = port.ok_or_else(|| format!("kubectl said `{line}`"))?;
        Ok(Self {
            address: format!("http://127.0.0.1:{port}"),
            _forwarding: forwarding,
            _said: lines,
        })
    }
}

/// Runs the command line.
async fn zhibiao(options: &Options, forwarded: &Forwarded, words: &[&str]) -> Outcome<String> {
    let ended = Command::new(&options.program)
        .args(["--server", &forwarded.address])
        .args(words)
        .output()
        .await?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr);
        return Err(format!("zhibiao {}: {said}", words.join(" ")).into());
    }
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}
