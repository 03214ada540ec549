"""Every rule finds what it is for: the overlays are spoilt in one place each, and the fault must be told.

usage: python -m unittest discover deploy/check
"""

from __future__ import annotations

import copy
import unittest
from typing import Any, Callable

import availability
import network
import overlays
import pods
import references
import schemas
from manifests import Manifests, module, render
from overlays import OVERLAYS, ROOT


class Spoilt:
    """A copy of an overlay, to be spoilt."""

    def __init__(self, manifests: Manifests) -> None:
        self.manifests = Manifests(manifests.name, copy.deepcopy(manifests.objects))

    def __call__(self, kind: str, name: str) -> dict[str, Any]:
        found = self.manifests.named(kind, name)
        assert found, f"{kind} {name}"
        return found

    def pod(self, role: str = "store") -> dict[str, Any]:
        return self("Deployment", f"zhibiao-{role}")["spec"]["template"]["spec"]

    def container(self, role: str = "store") -> dict[str, Any]:
        return self.pod(role)["containers"][0]

    def set(self, name: str, value: str, role: str = "store") -> None:
        next(entry for entry in self.container(role)["env"] if entry["name"] == name)["value"] = value

    def drop(self, kind: str, name: str) -> None:
        self.manifests.objects.remove(self(kind, name))


# What is spoilt, which rules look, and what they must say.
CASES: list[tuple[Callable[[Spoilt], Any], Callable[[Manifests], Any], str]] = [
    # Pods
    (lambda s: s.pod()["securityContext"].pop("runAsNonRoot"), pods.faults, "runs as root"),
    (lambda s: s.pod()["securityContext"].pop("seccompProfile"), pods.faults, "no seccomp profile"),
    (lambda s: s.container()["securityContext"].pop("readOnlyRootFilesystem"), pods.faults, "root filesystem"),
    (lambda s: s.container()["securityContext"].pop("capabilities"), pods.faults, "keeps capabilities"),
    (lambda s: s.container()["securityContext"].pop("allowPrivilegeEscalation"), pods.faults, "gain privileges"),
    (lambda s: s.pod().pop("automountServiceAccountToken"), pods.faults, "token of the cluster's API"),
    (lambda s: s.pod().pop("enableServiceLinks"), pods.faults, "service links"),
    (lambda s: s.pod().update(hostNetwork=True), pods.faults, "hostNetwork"),
    (lambda s: s.pod()["containers"].append({}), pods.faults, "other containers"),
    (lambda s: s.container()["resources"]["limits"].pop("memory"), pods.faults, "no limits of memory"),
    (lambda s: s.container().update(image="zhibiao:latest"), pods.faults, "no certain version"),
    (lambda s: s.container().pop("livenessProbe"), pods.faults, "no livenessProbe"),
    (lambda s: s.container()["readinessProbe"]["grpc"].update(port=7891), pods.faults, "its readinessProbe asks"),
    (lambda s: s.set("ZHIBIAO_OPS_LISTEN", "0.0.0.0:1"), pods.faults, "listens for probes at"),
    (lambda s: s.container().pop("lifecycle"), pods.faults, "before it is out of endpoints"),
    (lambda s: s.set("ZHIBIAO_GRACE", "60s"), pods.faults, "is killed after 45 s"),
    (lambda s: s("Namespace", "zhibiao")["metadata"].pop("labels"), pods.faults, "restricted"),
    # Availability
    (lambda s: s("Deployment", "zhibiao-store")["spec"].update(replicas=3), availability.faults, "undo what was scaled"),
    (lambda s: s.drop("HorizontalPodAutoscaler", "zhibiao-store"), availability.faults, "0 autoscalers"),
    (lambda s: s.drop("PodDisruptionBudget", "zhibiao-store"), availability.faults, "0 disruption budgets"),
    (
        lambda s: s("PodDisruptionBudget", "zhibiao-ingest")["spec"].update(maxUnavailable=2),
        availability.faults,
        "may lose 2 of 2",
    ),
    (lambda s: s.pod()["topologySpreadConstraints"].pop(), availability.faults, "not spread over topology"),
    (lambda s: s("Deployment", "zhibiao-store")["spec"].pop("strategy"), availability.faults, "successors are ready"),
    # Network
    (lambda s: s.set("ZHIBIAO_LISTEN", "0.0.0.0:7000"), network.faults, "its port grpc is 7891"),
    (lambda s: s.set("ZHIBIAO_STORE", "https://nowhere:7891", "compare"), network.faults, "names no service"),
    (lambda s: s.set("ZHIBIAO_STORE", "https://zhibiao-store:7891", "compare"), network.faults, "not be balanced"),
    (
        lambda s: s.set("ZHIBIAO_STORE", "https://zhibiao-store-headless:1", "compare"),
        network.faults,
        "is not where Deployment zhibiao-store listens",
    ),
    (
        lambda s: s.set("ZHIBIAO_STORE", "http://zhibiao-store-headless:7891", "compare"),
        network.faults,
        "disagree about TLS",
    ),
    (
        lambda s: s("Service", "zhibiao-store")["spec"]["ports"][0].update(targetPort=7000),
        network.faults,
        "Service zhibiao-store: port 7891 leads to 7000",
    ),
    (lambda s: s.drop("Service", "zhibiao-store-headless"), network.faults, "a headless one"),
    (lambda s: s.drop("NetworkPolicy", "zhibiao-compare"), network.faults, "may not call Deployment zhibiao-store"),
    (
        lambda s: s("NetworkPolicy", "zhibiao-store")["spec"]["ingress"][0]["from"].pop(0),
        network.faults,
        "is not let in by Deployment zhibiao-store",
    ),
    (
        lambda s: s("NetworkPolicy", "zhibiao-store")["spec"]["ingress"][0].pop("from"),
        network.faults,
        "lets anybody in",
    ),
    (
        lambda s: s("NetworkPolicy", "zhibiao-store")["spec"]["egress"].pop(0),
        network.faults,
        "Deployment zhibiao-store: may not reach port 5432",
    ),
    (
        lambda s: s("NetworkPolicy", "zhibiao-compare")["spec"]["egress"].append({"ports": [{"port": 5432}]}),
        network.faults,
        "has no use for",
    ),
    (lambda s: s.drop("NetworkPolicy", "zhibiao"), network.faults, "may not reach port 53"),
    (lambda s: s.drop("NetworkPolicy", "zhibiao"), network.faults, "may not reach port 4317"),
    (
        lambda s: s.container()["env"].append({"name": "OTEL_EXPORTER_OTLP_ENDPOINT", "value": "http://collector:4000"}),
        network.faults,
        "Deployment zhibiao-store: may not reach port 4000",
    ),
    (
        lambda s: s("NetworkPolicy", "zhibiao")["spec"]["egress"].append({"ports": [{"port": 4318}]}),
        network.faults,
        "may reach port 4318, which it has no use for",
    ),
    (
        lambda s: s("GRPCRoute", "zhibiao")["spec"]["rules"][0]["matches"].pop(),
        lambda m: network.disagreements(
            network.routed(m), network.routed_by_nginx((ROOT / "deploy/gateway/routes.conf").read_text())
        ),
        "grpc.reflection.v1alpha.ServerReflection leads to",
    ),
    (lambda s: s.drop("BackendTLSPolicy", "zhibiao-store"), network.faults, "without TLS"),
    (
        lambda s: s("GRPCRoute", "zhibiao")["spec"]["rules"][0]["backendRefs"][0].update(port=1),
        network.faults,
        "zhibiao-store:1 is not there",
    ),
    # References
    (
        lambda s: s.container()["env"].append({"name": "ZHIBIAO_NO_SUCH_THING", "value": "1"}),
        lambda m: references.faults(m, ROOT),
        "no setting ZHIBIAO_NO_SUCH_THING",
    ),
    (
        lambda s: s.pod()["volumes"][0]["secret"].update(secretName="unheard-of"),
        lambda m: references.faults(m, ROOT),
        "Secret unheard-of",
    ),
    (
        lambda s: s("Certificate", "zhibiao-store")["spec"]["dnsNames"].remove("zhibiao-store-headless"),
        lambda m: references.faults(m, ROOT),
        "has not the name in https://zhibiao-store-headless:7891",
    ),
    (
        lambda s: s("Certificate", "zhibiao-ingest")["spec"].update(dnsNames=["x"]),
        lambda m: references.faults(m, ROOT),
        "no certificate has the name zhibiao-ingest",
    ),
    (
        lambda s: s("GRPCRoute", "zhibiao")["spec"]["rules"].pop(),
        lambda m: references.route_faults(network.routed(m), ROOT, "GRPCRoute"),
        "zhibiao.compare.v1.CompareService leads to None",
    ),
    # Schemas
    (lambda s: s.container().update(imagePullPolicies="Always"), schemas.faults, "imagePullPolicies"),
    (lambda s: s("Service", "zhibiao-store")["spec"].update(ports="7891"), schemas.faults, "Service zhibiao-store"),
]

OF_EXTENSIONS: list[tuple[Callable[[Spoilt], Any], str]] = [
    (lambda s: s("GRPCRoute", "zhibiao")["spec"].update(rule=[]), "'rule' was unexpected"),
    (lambda s: s("Certificate", "zhibiao-store")["spec"].pop("issuerRef"), "'issuerRef' is a required property"),
]


class Rules(unittest.TestCase):
    """The rules, each on an overlay with one fault."""

    whole: Manifests

    @classmethod
    def setUpClass(cls) -> None:
        cls.whole = overlays.production_with("certificates")

    def told(self, spoil: Callable[[Spoilt], Any], rules: Callable[[Manifests], Any], expected: str) -> None:
        spoilt = Spoilt(self.whole)
        spoil(spoilt)
        after = list(rules(spoilt.manifests))
        self.assertTrue([fault for fault in after if expected in fault], f"`{expected}` is not told: {after}")

    def test_what_is_whole_has_no_such_fault(self) -> None:
        for rules in {rules for _, rules, _ in CASES}:
            for fault in rules(self.whole):
                expected = [expected for _, looking, expected in CASES if looking is rules]
                self.assertFalse([part for part in expected if part in fault], fault)

    def test_each_fault_is_told(self) -> None:
        for spoil, rules, expected in CASES:
            with self.subTest(expected):
                self.told(spoil, rules, expected)

    def test_faults_of_extensions_are_told(self) -> None:
        if module(schemas.COMPOSE[0]) is None:
            self.skipTest("needs go")
        for spoil, expected in OF_EXTENSIONS:
            with self.subTest(expected):
                self.told(spoil, schemas.faults, expected)

    def test_a_laptop_may_not_listen_for_others_without_tls(self) -> None:
        laptop = render(OVERLAYS / "laptop")
        env = laptop.named("StatefulSet", "zhibiao")["spec"]["template"]["spec"]["containers"][0]["env"]
        next(entry for entry in env if entry["name"] == "ZHIBIAO_LISTEN")["value"] = "0.0.0.0:7890"
        self.assertTrue([fault for fault in network.faults(laptop) if "without TLS" in fault])

    def test_nginx_routes_are_read(self) -> None:
        text = (ROOT / "deploy/gateway/routes.conf").read_text()
        wrong = text.replace("zhibiao.report.v1.ReportService", "zhibiao.report.v1.NoService")
        faults = list(references.route_faults(network.routed_by_nginx(wrong), ROOT, "nginx"))
        self.assertEqual(len(faults), 2, faults)


if __name__ == "__main__":
    unittest.main()
