"""What every pod has to have, whatever it runs."""

from __future__ import annotations

import re
from typing import Iterator

from manifests import Manifests, Pod

OPS = "ops"

# What a process takes after its calls have drained, to close its data.
CLOSING_SECONDS = 2


def faults(manifests: Manifests) -> Iterator[str]:
    for pod in manifests.pods():
        rules = [confined, limited, one_image]
        rules += [probed, ends_in_time] if pod.serves else []
        for rule in rules:
            yield from (f"{pod.owner}: {fault}" for fault in rule(pod))
    for namespace in manifests.of("Namespace"):
        labels = namespace["metadata"].get("labels", {})
        if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
            yield f"Namespace {namespace['metadata']['name']}: does not enforce the restricted level"


def confined(pod: Pod) -> Iterator[str]:
    """No rights on the machine, in the cluster, or over its own files."""
    if len(pod.spec["containers"]) != 1 or pod.spec.get("initContainers"):
        yield "has other containers, which no rule here looks at"
    of_pod = pod.spec.get("securityContext", {})
    of_container = pod.container.get("securityContext", {})
    wanted = [
        (of_pod.get("runAsNonRoot"), True, "runs as root"),
        (of_pod.get("runAsUser", 0) > 0, True, "says no user by number"),
        (of_pod.get("seccompProfile"), {"type": "RuntimeDefault"}, "has no seccomp profile"),
        (of_container.get("allowPrivilegeEscalation"), False, "may gain privileges"),
        (of_container.get("readOnlyRootFilesystem"), True, "may write to its root filesystem"),
        (of_container.get("capabilities"), {"drop": ["ALL"]}, "keeps capabilities"),
        (of_container.get("privileged", False), False, "is privileged"),
        (pod.spec.get("automountServiceAccountToken"), False, "gets a token of the cluster's API"),
        (pod.spec.get("enableServiceLinks"), False, "gets variables of service links, which look like settings"),
    ]
    yield from (fault for found, right, fault in wanted if found != right)
    shared = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.spec.get(key)]
    yield from (f"shares the node's {key}" for key in shared)
    for volume in pod.spec.get("volumes", []):
        if "hostPath" in volume:
            yield f"mounts the node's files as {volume['name']}"
        if volume.get("secret", {"defaultMode": 0o440}).get("defaultMode") != 0o440:
            yield f"lets others read the secret {volume['name']}"


def limited(pod: Pod) -> Iterator[str]:
    resources = pod.container.get("resources", {})
    for side in ("requests", "limits"):
        for what in ("cpu", "memory"):
            if what not in resources.get(side, {}):
                yield f"says no {side} of {what}"
    for volume in pod.spec.get("volumes", []):
        if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
            yield f"may fill the node's disk through {volume['name']}"


def one_image(pod: Pod) -> Iterator[str]:
    image = pod.container.get("image", "")
    if not re.search(r"(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$", image):
        yield f"runs {image or 'no image'}, which is no certain version"


def probed(pod: Pod) -> Iterator[str]:
    """Probes ask the port that speaks without TLS, and what they ask for there is what it tells."""
    ops = pod.port(OPS)
    if pod.setting("ZHIBIAO_OPS_LISTEN") != f"0.0.0.0:{ops}":
        yield f"listens for probes at {pod.setting('ZHIBIAO_OPS_LISTEN')}, its port {OPS} is {ops}"
    for probe, service in (("startupProbe", "liveness"), ("livenessProbe", "liveness"), ("readinessProbe", "")):
        asked = pod.container.get(probe, {}).get("grpc")
        if asked is None:
            yield f"has no {probe} by gRPC"
        elif (asked["port"], asked.get("service", "")) != (ops, service):
            yield f"its {probe} asks {asked}, not `{service}` at {ops}"


def ends_in_time(pod: Pod) -> Iterator[str]:
    """It goes on serving until it is out of endpoints and names, and then has the time that it asks for."""
    waits = pod.container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    if waits < 5:
        yield "stops before it is out of endpoints: preStop has to wait at least 5 s"
    grace = re.fullmatch(r"(\d+)s", pod.setting("ZHIBIAO_GRACE") or "")
    if not grace:
        yield "says no ZHIBIAO_GRACE in seconds"
        return
    needed = waits + int(grace[1]) + CLOSING_SECONDS
    given = pod.spec.get("terminationGracePeriodSeconds", 30)
    if given <= needed:
        yield f"needs up to {needed} s to end and is killed after {given} s"
