//! What an operator does first: images, secrets, the overlay.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use zhibiao_runtime::identity::NewKey;

use super::{
    HUB, Options, PATIENCE, ROLES, databases::Databases, kubectl::Kubectl, kubectl::OWN, kubectl::seconds,
};
use crate::Outcome;

/// Where the API server knows routes of gateways.
const GATEWAYS: &str = "gateway.networking.k8s.io";

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Puts the hub's program and this one into the cluster as images.
///
/// # Errors
/// When what was given for that fails.
pub(crate) async fn load(words: &str, options: &Options) -> Outcome<()> {
    let own = std::env::current_exe()?;
    for (image, program) in [(&options.image, &options.program), (&options.callers_image, &own)] {
        let mut words = words.split_whitespace();
        let status = Command::new(words.next().unwrap_or_default())
            .args(words)
            .arg(image)
            .arg(program)
            .stdout(Stdio::null())
            .status()
            .await?;
        if !status.success() {
            return Err(format!("{} can't be made an image", program.display()).into());
        }
    }
    Ok(())
}

/// Installs the production overlay, and waits until every role is ready.
///
/// # Errors
/// When the cluster refuses, or a role does not become ready.
pub(crate) async fn production(options: &Options, kubectl: &Kubectl, databases: &Databases) -> Outcome<()> {
    let hub = kubectl.in_namespace(HUB);
    kubectl.apply(&[namespace(HUB, &[])]).await?;
    hub.apply(&secrets(databases).await?).await?;
    let has_gateways = kubectl
        .run(&["api-resources", "--api-group", GATEWAYS, "--output", "name"])
        .await?
        .contains("grpcroutes");
    if !has_gateways {
        println!("the cluster has no Gateway API: its routes are left out");
    }
    let folder = overlay(
        "tests/cluster/overlay",
        &options.image,
        patches(databases, has_gateways),
    )?;
    kubectl
        .run(&["apply", "--kustomize", &folder.path().display().to_string()])
        .await?;
    let timeout = format!("--timeout={}", seconds(PATIENCE));
    hub.run(&[
        "wait",
        "--for=condition=Complete",
        "job",
        "--selector=app.kubernetes.io/component=migrate",
        &timeout,
    ])
    .await?;
    for role in ROLES {
        hub.rolled_out(&format!("deployment/zhibiao-{role}")).await?;
    }
    Ok(())
}

/// A namespace of the test's own at the strictest level, with labels.
pub(crate) fn namespace(name: &str, labels: &[(&str, &str)]) -> Value {
    let mut object = json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": { "name": name, "labels": { "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    for (key, value) in labels.iter().chain([&OWN]) {
        object["metadata"]["labels"][key] = json!(value);
    }
    object
}

/// A Secret with texts.
pub(crate) fn secret(name: &str, texts: &Value) -> Value {
    json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": name }, "stringData": texts })
}

/// Everything that the overlay says is given, and for the callers what they show, which the hub's pods do not use.
async fn secrets(databases: &Databases) -> Outcome<Vec<Value>> {
    let folder = tempfile::tempdir()?;
    let made = Command::new(root().join("deploy/certificates"))
        .arg(folder.path())
        .output()
        .await?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let callers = NewKey::make("callers").ok_or("the system gives no random numbers")?;
    let (id, sha256) = (&callers.entry.id, &callers.entry.sha256);
    let known = format!("[[key]]\nid = \"{id}\"\nsha256 = \"{sha256}\"\n");
    let ca = fs::read_to_string(folder.path().join("ca.crt"))?;
    let mut secrets = vec![
        secret(
            "zhibiao-postgres",
            &json!({ "store": databases.postgres, "ingest": databases.postgres }),
        ),
        secret("zhibiao-redis", &json!({ "url": databases.redis })),
        secret("zhibiao-identity", &json!({ "api-keys.toml": known })),
        secret(CALLERS, &json!({ "ca.crt": ca, "key": callers.key })),
    ];
    for role in ROLES {
        let name = format!("zhibiao-{role}");
        let read = |file: &str| fs::read_to_string(folder.path().join(&name).join(file));
        let files = json!({ "tls.crt": read("tls.crt")?, "tls.key": read("tls.key")?, "ca.crt": ca });
        secrets.push(secret(&format!("{name}-tls"), &files));
    }
    Ok(secrets)
}

/// The Secret with what the callers show.
pub(crate) const CALLERS: &str = "callers";

/// An overlay over another one, in a folder that goes when it is dropped. Its namespace is marked as the test's own.
///
/// # Errors
/// When it can't be written.
pub(crate) fn overlay(over: &str, image: &str, mut patches: Vec<Value>) -> Outcome<TempDir> {
    // Not only where the namespace is made: what is applied with fewer labels takes the others away.
    let (key, value) = OWN;
    let own = json!([{ "op": "add", "path": format!("/metadata/labels/{key}"), "value": value }]);
    patches.push(json!({ "target": { "kind": "Namespace" }, "patch": own.to_string() }));
    let target = root().join("target");
    fs::create_dir_all(&target)?;
    let folder = tempfile::tempdir_in(target)?;
    let (name, tag) = image.rsplit_once(':').ok_or("an image is named as NAME:TAG")?;
    let kustomization = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [format!("../../{over}")],
        "images": [{ "name": "zhibiao", "newName": name, "newTag": tag }],
        "patches": patches,
    });
    // JSON is YAML.
    fs::write(
        folder.path().join("kustomization.yaml"),
        kustomization.to_string(),
    )?;
    Ok(folder)
}

/// What differs between clusters: whether they know gateways, and at which ports the given servers are.
fn patches(databases: &Databases, has_gateways: bool) -> Vec<Value> {
    let mut patches = Vec::new();
    if !has_gateways {
        let kinds = ["GRPCRoute", "BackendTLSPolicy"];
        patches.extend(kinds.map(|kind| {
            json!({
                "target": { "group": GATEWAYS, "kind": kind },
                "patch": format!("$patch: delete\napiVersion: {GATEWAYS}/v1\nkind: {kind}\nmetadata: {{name: any}}"),
            })
        }));
    }
    let ports: Vec<Value> = [&databases.postgres, &databases.redis]
        .into_iter()
        .filter_map(|url| url.rsplit_once(':')?.1.split('/').next()?.parse::<u16>().ok())
        .map(|port| json!({ "protocol": "TCP", "port": port }))
        .collect();
    let open = json!([{ "op": "add", "path": "/spec/egress/-", "value": { "ports": ports } }]);
    let policies = ["zhibiao-store", "zhibiao-ingest", "zhibiao-migrate"];
    patches.extend(policies.map(
        |name| json!({ "target": { "kind": "NetworkPolicy", "name": name }, "patch": open.to_string() }),
    ));
    patches
}
