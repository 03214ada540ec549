"""The overlays, and what is checked of each."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Iterator

import availability
import network
import pods
import references
import schemas
from manifests import Manifests, render

ROOT = Path(__file__).resolve().parents[2]
OVERLAYS = ROOT / "deploy/kubernetes/overlays"


def everything() -> Iterator[Manifests]:
    for folder in sorted(OVERLAYS.iterdir()):
        yield render(folder)
    yield production_with("certificates")


def production_with(component: str) -> Manifests:
    """The production overlay as a user's own takes a component in."""
    with tempfile.TemporaryDirectory(dir=OVERLAYS) as folder:
        kustomization = f"resources: [../production]\ncomponents: [../../components/{component}]\nnamespace: zhibiao\n"
        (Path(folder) / "kustomization.yaml").write_text(kustomization)
        made = render(Path(folder))
    return Manifests(f"production with {component}", made.objects)


def faults(manifests: Manifests) -> Iterator[str]:
    yield from schemas.faults(manifests)
    yield from pods.faults(manifests)
    yield from network.faults(manifests)
    yield from references.faults(manifests, ROOT)
    if any(manifests.of("Deployment")):
        yield from availability.faults(manifests)
        yield from references.route_faults(network.routed(manifests), ROOT, "GRPCRoute")
