"""Whether ports, services, names, policies and routes agree about who talks to whom."""

from __future__ import annotations

import re
from typing import Iterator
from urllib.parse import urlsplit

from manifests import Manifests, Object, Pod

CLIENTS = {"zhibiao-clients": "allowed"}
MONITORING = {"zhibiao-monitoring": "allowed"}

# Where the given servers listen, by the setting that names one.
GIVEN = {"ZHIBIAO_POSTGRES": 5432, "ZHIBIAO_REDIS": 6379}

# Where a Sentinel listens, for whoever uses Redis.
SENTINEL = {"ZHIBIAO_REDIS": 26379}

# The setting that names the collector, and where it listens when that says no port.
COLLECTOR = ("OTEL_EXPORTER_OTLP_ENDPOINT", 4317)

DNS = 53


def faults(manifests: Manifests) -> Iterator[str]:
    yield from listening(manifests)
    yield from services(manifests)
    yield from upstreams(manifests)
    if any(manifests.of("Deployment")):
        yield from policies(manifests)
        yield from backends(manifests)


def listening(manifests: Manifests) -> Iterator[str]:
    for pod in manifests.serving():
        said = pod.setting("ZHIBIAO_LISTEN") or ""
        address, _, port = said.rpartition(":")
        if port != str(pod.port("grpc")):
            yield f"{pod.owner}: listens at {said}, its port grpc is {pod.port('grpc')}"
        if address == "0.0.0.0" and pod.setting("ZHIBIAO_TLS_CERT") is None:
            yield f"{pod.owner}: listens for others without TLS"


def services(manifests: Manifests) -> Iterator[str]:
    for service in manifests.of("Service"):
        name, spec = f"Service {service['metadata']['name']}", service["spec"]
        pods = manifests.selected(spec["selector"])
        if len(pods) != 1:
            yield f"{name}: leads to {len(pods)} workloads"
            continue
        for port in spec["ports"]:
            if pods[0].port(port["targetPort"]) != port["port"]:
                yield f"{name}: port {port['port']} leads to {port['targetPort']}, which {pods[0].owner} lacks or numbers otherwise"
        if spec.get("publishNotReadyAddresses"):
            yield f"{name}: leads to replicas that are not ready"
    for pod in manifests.serving():
        own = [service["spec"] for service in manifests.of("Service") if pod.is_selected_by(service["spec"]["selector"])]
        reachable = (pod.setting("ZHIBIAO_LISTEN") or "").startswith("0.0.0.0")
        if reachable and {spec.get("clusterIP") for spec in own} != {None, "None"}:
            yield f"{pod.owner}: wants one service with an address and a headless one"


def upstream(manifests: Manifests, pod: Pod) -> Pod | None:
    """The pod that a setting names as the store."""
    uri = pod.setting("ZHIBIAO_STORE")
    service = manifests.named("Service", urlsplit(uri).hostname or "") if uri else None
    pods = manifests.selected(service["spec"]["selector"]) if service else []
    return pods[0] if pods else None


def upstreams(manifests: Manifests) -> Iterator[str]:
    for pod in manifests.serving():
        uri = pod.setting("ZHIBIAO_STORE")
        if uri is None:
            continue
        store, parts = upstream(manifests, pod), urlsplit(uri)
        service = manifests.named("Service", parts.hostname or "")
        if store is None or service is None:
            yield f"{pod.owner}: {uri} names no service"
            continue
        if service["spec"].get("clusterIP") != "None":
            yield f"{pod.owner}: {uri} is one address: calls would not be balanced"
        if parts.port != store.port("grpc"):
            yield f"{pod.owner}: {uri} is not where {store.owner} listens, {store.port('grpc')}"
        if parts.scheme != ("https" if store.setting("ZHIBIAO_TLS_CERT") else "http"):
            yield f"{pod.owner}: {uri} and {store.owner} disagree about TLS"


def rules(manifests: Manifests, pod: Pod, direction: str) -> list[Object]:
    found = []
    for policy in manifests.of("NetworkPolicy"):
        if pod.is_selected_by(policy["spec"]["podSelector"].get("matchLabels", {})):
            found += policy["spec"].get(direction, [])
    return found


def allows(rule: Object, peers: str, port: int, pod: Pod | None = None, namespace: dict[str, str] | None = None) -> bool:
    """Whether a rule lets a port through, to or from a pod or a namespace."""
    if port not in [allowed["port"] for allowed in rule.get("ports", [])]:
        return False
    if peers not in rule:
        return pod is None and namespace is None
    for peer in rule[peers]:
        if pod and "podSelector" in peer and pod.is_selected_by(peer["podSelector"]["matchLabels"]):
            return True
        if namespace and peer.get("namespaceSelector", {}).get("matchLabels") == namespace:
            return True
    return False


def policies(manifests: Manifests) -> Iterator[str]:
    for pod in manifests.pods():
        covered = [
            policy["spec"]["policyTypes"]
            for policy in manifests.of("NetworkPolicy")
            if pod.is_selected_by(policy["spec"]["podSelector"].get("matchLabels", {}))
        ]
        if {"Ingress", "Egress"} - {kind for kinds in covered for kind in kinds}:
            yield f"{pod.owner}: no policy shuts the rest out"
        yield from (f"{pod.owner}: {fault}" for fault in flows(manifests, pod))
    for rule in (rule for policy in manifests.of("NetworkPolicy") for rule in policy["spec"].get("ingress", [])):
        if "from" not in rule or "ports" not in rule:
            yield "a policy lets anybody in"


def configured(manifests: Manifests, pod: Pod, name: str) -> str | None:
    """A setting that is said in the manifest itself, or in a ConfigMap that all of is taken from."""
    maps = [manifests.named("ConfigMap", entry["configMapRef"]["name"]) for entry in pod.container.get("envFrom", [])]
    said = [config["data"].get(name) for config in maps if config]
    return pod.setting(name) or next(filter(None, said), None)


def flows(manifests: Manifests, pod: Pod) -> Iterator[str]:
    out, into = rules(manifests, pod, "egress"), rules(manifests, pod, "ingress")
    collector = urlsplit(configured(manifests, pod, COLLECTOR[0]) or "").port or COLLECTOR[1]
    needed = [DNS, collector] + [port for setting, port in GIVEN.items() if setting in pod.env]
    for port in needed:
        if not any(allows(rule, "to", port) for rule in out):
            yield f"may not reach port {port}"
    used = {*needed, *(port for setting, port in SENTINEL.items() if setting in pod.env)}
    anywhere = {port["port"] for rule in out if "to" not in rule for port in rule.get("ports", [])}
    for port in sorted(anywhere - used):
        yield f"may reach port {port}, which it has no use for"
    store = upstream(manifests, pod)
    if store:
        port = store.port("grpc") or 0
        if not any(allows(rule, "to", port, pod=store) for rule in out):
            yield f"may not call {store.owner}"
        if not any(allows(rule, "from", port, pod=pod) for rule in rules(manifests, store, "ingress")):
            yield f"is not let in by {store.owner}"
    if pod.serves:
        for who, port in ((CLIENTS, pod.port("grpc")), (MONITORING, pod.port("ops"))):
            if not any(allows(rule, "from", port or 0, namespace=who) for rule in into):
                yield f"does not let {next(iter(who))} in at {port}"


def backends(manifests: Manifests) -> Iterator[str]:
    """Routes lead to ports that are there, over TLS that the gateway is told to speak."""
    secured = {
        target["name"]: policy["spec"]["validation"]["hostname"]
        for policy in manifests.of("BackendTLSPolicy")
        for target in policy["spec"]["targetRefs"]
    }
    for route in manifests.of("GRPCRoute"):
        for backend in (backend for rule in route["spec"]["rules"] for backend in rule["backendRefs"]):
            service = manifests.named("Service", backend["name"])
            if service is None or backend["port"] not in [port["port"] for port in service["spec"]["ports"]]:
                yield f"GRPCRoute {route['metadata']['name']}: {backend['name']}:{backend['port']} is not there"
            if secured.get(backend["name"]) is None:
                yield f"GRPCRoute {route['metadata']['name']}: the gateway would speak to {backend['name']} without TLS"


def routed(manifests: Manifests) -> dict[str, set[str]]:
    """Which role each service of the API is routed to."""
    found: dict[str, set[str]] = {}
    for route in manifests.of("GRPCRoute"):
        for rule in route["spec"]["rules"]:
            for match in rule["matches"]:
                for backend in rule["backendRefs"]:
                    found.setdefault(match["method"]["service"], set()).add(backend["name"])
    return found


def disagreements(routes: dict[str, set[str]], of_nginx: dict[str, set[str]]) -> Iterator[str]:
    """What callers reach through one of the two gateways and not, or elsewhere, through the other."""
    for service in sorted(routes.keys() | of_nginx.keys()):
        if routes.get(service) != of_nginx.get(service):
            yield f"{service} leads to {of_nginx.get(service)}, by GRPCRoute to {routes.get(service)}"


def routed_by_nginx(text: str) -> dict[str, set[str]]:
    """The same of nginx's locations."""
    found: dict[str, set[str]] = {}
    for service, name, upstream_name in re.findall(
        r"location /([\w.]+)/ \{\s*grpc_ssl_name ([\w-]+);\s*grpc_pass grpcs://(\w+);\s*\}", text
    ):
        found.setdefault(service, set()).update({name, upstream_name.replace("_", "-")})
    return found
