"""Whether what manifests name is there: Secrets, ConfigMaps, settings, names in certificates, services of the API."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator
from urllib.parse import urlsplit

import network
from manifests import Manifests, Pod

# Which role serves which package of the API.
ROLES = {
    "zhibiao.catalog.v1": "zhibiao-store",
    "zhibiao.observation.v1": "zhibiao-store",
    "zhibiao.report.v1": "zhibiao-ingest",
    "zhibiao.compare.v1": "zhibiao-compare",
}


def faults(manifests: Manifests, root: Path) -> Iterator[str]:
    guide = (root / "deploy/kubernetes/README.md").read_text()
    known = settings(root)
    for pod in manifests.pods():
        for kind, name, key in referred(pod):
            if manifests.named(kind, name):
                continue
            if kind == "Secret" and f"| `{name}` | " in guide and (key is None or f"`{key}`" in guide):
                continue
            yield f"{pod.owner}: {kind} {name} {key or ''} is neither rendered nor among those that the guide says are given"
        for name in pod.env:
            if name.startswith("ZHIBIAO_") and name not in known:
                yield f"{pod.owner}: the program has no setting {name}"
    for config in manifests.of("ConfigMap"):
        for name in config["data"]:
            if not name.startswith("OTEL_") and name not in known:
                yield f"ConfigMap {config['metadata']['name']}: the program has no setting {name}"
    yield from certificates(manifests)


def settings(root: Path) -> set[str]:
    """The variables that the program reads."""
    sources = [file.read_text() for file in (root / "services/zhibiao/src").rglob("*.rs")]
    return {name for source in sources for name in re.findall(r"ZHIBIAO_[A-Z_]+[A-Z]", source)}


def referred(pod: Pod) -> Iterator[tuple[str, str, str | None]]:
    for entry in pod.container.get("envFrom", []):
        yield "ConfigMap", entry["configMapRef"]["name"], None
    for entry in pod.env.values():
        secret = entry.get("valueFrom", {}).get("secretKeyRef")
        if secret:
            yield "Secret", secret["name"], secret["key"]
    for volume in pod.spec.get("volumes", []):
        if "secret" in volume:
            yield "Secret", volume["secret"]["secretName"], None
    account = pod.spec.get("serviceAccountName")
    if account:
        yield "ServiceAccount", account, None


def certificates(manifests: Manifests) -> Iterator[str]:
    """Where certificates are asked for, they have the names by which roles and gateway know each other."""
    names = {cert["spec"]["secretName"]: cert["spec"].get("dnsNames", []) for cert in manifests.of("Certificate")}
    if not names:
        return
    own: dict[str, list[str]] = {}
    for pod in manifests.serving():
        for kind, secret, _ in referred(pod):
            if kind == "Secret" and secret.endswith("-tls"):
                own[pod.owner] = names.get(secret, [])
                if secret not in names:
                    yield f"{pod.owner}: nobody asks for its certificate {secret}"
    for pod in manifests.serving():
        store, uri = network.upstream(manifests, pod), pod.setting("ZHIBIAO_STORE")
        if store and urlsplit(uri).hostname not in own.get(store.owner, []):
            yield f"{store.owner}: its certificate has not the name in {uri}"
        for service in filter(None, (pod.setting("ZHIBIAO_AUTH_SERVICES") or "").split(",")):
            if not any(service in names for names in own.values()):
                yield f"{pod.owner}: no certificate has the name {service}"
    for policy in manifests.of("BackendTLSPolicy"):
        host, target = policy["spec"]["validation"]["hostname"], policy["spec"]["targetRefs"][0]["name"]
        if host not in names.get(f"{target}-tls", []):
            yield f"BackendTLSPolicy {target}: its certificate has not the name {host}"


def api(root: Path) -> dict[str, str]:
    """Every service of the API and the role that serves it."""
    found = {}
    for file in (root / "proto").rglob("*.proto"):
        text = file.read_text()
        package = re.search(r"^package ([\w.]+);", text, re.M)
        for service in re.findall(r"^service (\w+)", text, re.M):
            found[f"{package[1]}.{service}"] = ROLES.get(package[1], "")
    return found


def route_faults(routes: dict[str, set[str]], root: Path, what: str) -> Iterator[str]:
    """Whether each service is routed to the role that serves it, and to no other."""
    for service, role in api(root).items():
        if routes.get(service) != {role}:
            yield f"{what}: {service} leads to {routes.get(service)}, it is served by {role or 'nobody that is known here'}"
    for service in routes.keys() - api(root).keys():
        if not service.startswith("grpc."):
            yield f"{what}: the API has no {service}"
