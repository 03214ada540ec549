"""What Kustomize makes of a folder, as objects that can be asked about."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Iterator

import yaml

Object = dict[str, Any]


@dataclass(frozen=True)
class Pod:
    """A pod as a workload makes it, with its one container."""

    owner: str
    kind: str
    name: str
    labels: dict[str, str]
    spec: Object

    @property
    def container(self) -> Object:
        return self.spec["containers"][0]

    @property
    def role(self) -> str:
        return self.labels.get("app.kubernetes.io/component", "")

    @property
    def serves(self) -> bool:
        return self.kind != "Job"

    @property
    def env(self) -> dict[str, Object]:
        return {entry["name"]: entry for entry in self.container.get("env", [])}

    def setting(self, name: str) -> str | None:
        """A setting that is said in the manifest itself."""
        return self.env.get(name, {}).get("value")

    def port(self, name_or_number: str | int) -> int | None:
        """The number of one of its ports."""
        for port in self.container.get("ports", []):
            if name_or_number in (port.get("name"), port["containerPort"]):
                return port["containerPort"]
        return None

    def is_selected_by(self, labels: dict[str, str]) -> bool:
        return labels.items() <= self.labels.items()


@dataclass(frozen=True)
class Manifests:
    """All objects of an overlay."""

    name: str
    objects: list[Object]

    def of(self, kind: str) -> Iterator[Object]:
        return (thing for thing in self.objects if thing["kind"] == kind)

    def named(self, kind: str, name: str) -> Object | None:
        return next((thing for thing in self.of(kind) if thing["metadata"]["name"] == name), None)

    def pods(self) -> Iterator[Pod]:
        for kind in ("Deployment", "StatefulSet", "Job"):
            for owner in self.of(kind):
                template = owner["spec"]["template"]
                name = owner["metadata"]["name"]
                labels = template["metadata"].get("labels", {})
                yield Pod(f"{kind} {name}", kind, name, labels, template["spec"])

    def serving(self) -> Iterator[Pod]:
        return (pod for pod in self.pods() if pod.serves)

    def selected(self, labels: dict[str, str]) -> list[Pod]:
        return [pod for pod in self.serving() if pod.is_selected_by(labels)]


def render(folder: Path) -> Manifests:
    """Renders a folder as `kubectl apply -k` would."""
    # The same program; where both are there, kubectl's may be too old.
    command = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
    made = subprocess.run([*command, str(folder)], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"{folder} can't be rendered:\n{made.stderr}")
    objects = [thing for thing in yaml.safe_load_all(made.stdout) if thing]
    return Manifests(folder.name, objects)


@cache
def module(requirement: str) -> Path | None:
    """The folder of a Go module, where its project publishes schemas; none without Go."""
    if not shutil.which("go"):
        return None
    told = subprocess.run(["go", "mod", "download", "-json", requirement], capture_output=True, text=True, cwd="/")
    if told.returncode:
        raise SystemExit(f"{requirement} can't be had: {told.stdout}{told.stderr}")
    return Path(json.loads(told.stdout)["Dir"])
