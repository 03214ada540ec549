"""What keeps a role in service while nodes and replicas come and go."""

from __future__ import annotations

from typing import Iterator

from manifests import Manifests, Object, Pod

TOPOLOGIES = {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}


def faults(manifests: Manifests) -> Iterator[str]:
    for deployment in manifests.of("Deployment"):
        name = deployment["metadata"]["name"]
        pod = next(pod for pod in manifests.pods() if pod.owner == f"Deployment {name}")
        for rule in (scaled, budgeted, spread, rolled):
            yield from (f"Deployment {name}: {fault}" for fault in rule(manifests, deployment, pod))


def scaler(manifests: Manifests, name: str) -> list[Object]:
    return [
        scaler["spec"]
        for scaler in manifests.of("HorizontalPodAutoscaler")
        if (scaler["spec"]["scaleTargetRef"]["kind"], scaler["spec"]["scaleTargetRef"]["name"]) == ("Deployment", name)
    ]


def scaled(manifests: Manifests, deployment: Object, _: Pod) -> Iterator[str]:
    if "replicas" in deployment["spec"]:
        yield "says a number of replicas, which would undo what was scaled"
    scalers = scaler(manifests, deployment["metadata"]["name"])
    if len(scalers) != 1:
        yield f"has {len(scalers)} autoscalers"
    for spec in scalers:
        if not 2 <= spec.get("minReplicas", 1) < spec["maxReplicas"]:
            yield f"is scaled from {spec.get('minReplicas', 1)} to {spec['maxReplicas']} replicas"


def budgeted(manifests: Manifests, deployment: Object, pod: Pod) -> Iterator[str]:
    budgets = [
        budget["spec"]
        for budget in manifests.of("PodDisruptionBudget")
        if pod.is_selected_by(budget["spec"]["selector"]["matchLabels"])
    ]
    if len(budgets) != 1:
        yield f"has {len(budgets)} disruption budgets: evictions fail unless there is one"
    for budget in budgets:
        if len(manifests.selected(budget["selector"]["matchLabels"])) != 1:
            yield "shares its disruption budget"
        least = min((spec.get("minReplicas", 1) for spec in scaler(manifests, deployment["metadata"]["name"])), default=1)
        if not 1 <= budget.get("maxUnavailable", 0) < least:
            yield f"may lose {budget.get('maxUnavailable', 0)} of {least} replicas at once"


def spread(_: Manifests, __: Object, pod: Pod) -> Iterator[str]:
    constraints = pod.spec.get("topologySpreadConstraints", [])
    missing = TOPOLOGIES - {constraint["topologyKey"] for constraint in constraints}
    yield from (f"is not spread over {topology}" for topology in sorted(missing))
    for constraint in constraints:
        if not pod.is_selected_by(constraint["labelSelector"]["matchLabels"]):
            yield f"is spread over {constraint['topologyKey']} among pods that it is none of"
        if "app.kubernetes.io/component" not in constraint.get("matchLabelKeys", []):
            yield f"is spread over {constraint['topologyKey']} among all roles"


def rolled(_: Manifests, deployment: Object, __: Pod) -> Iterator[str]:
    rolling = deployment["spec"].get("strategy", {}).get("rollingUpdate", {})
    if rolling.get("maxUnavailable") != 0:
        yield "takes replicas away before their successors are ready"
