"""Checks what is deployed: renders every overlay, holds it against the published schemas and against the hub's own rules.

usage: python deploy/check        exit code 1 when something is wrong
"""

from __future__ import annotations

import os
import sys
from typing import Iterator

import files
import guide
import network
import observability
import overlays
import references
import schemas
from manifests import module, render
from overlays import ROOT


def faults() -> Iterator[str]:
    told = set()
    for manifests in overlays.everything():
        for fault in overlays.faults(manifests):
            if fault not in told:
                told.add(fault)
                yield f"{manifests.name}: {fault}"
    routes = network.routed_by_nginx((ROOT / "deploy/gateway/routes.conf").read_text())
    of_kubernetes = network.routed(render(overlays.OVERLAYS / "production"))
    yield from (f"gateway/routes.conf: {fault}" for fault in network.disagreements(of_kubernetes, routes))
    yield from references.route_faults(routes, ROOT, "gateway/routes.conf")
    yield from (f"Dockerfile: {fault}" for fault in files.dockerfile(ROOT / "deploy/docker/Dockerfile"))
    yield from (f"compose.yaml: {fault}" for fault in files.compose(ROOT / "deploy/compose/compose.yaml"))
    yield from (f"OPERATING.md: {fault}" for fault in guide.faults(guide.guide(ROOT), ROOT))
    yield from observability.faults(ROOT / "deploy/observability", ROOT)


if __name__ == "__main__":
    found = list(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    skipped = []
    if module(schemas.COMPOSE[0]) is None:
        skipped.append("the schemas of Gateway API, cert-manager and Compose need go")
    if observability.promtool() is None:
        skipped.append("alert rules over replayed samples need promtool (Debian: apt-get install prometheus)")
    for what in skipped:
        print(f"skipped: {what}")
    sys.exit(1 if found or (skipped and os.environ.get("CI")) else 0)
