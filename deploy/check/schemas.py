"""Whether objects are what their published schemas say: Kubernetes', and those of the projects that extend it."""

from __future__ import annotations

import json
from functools import cache
from typing import Iterator

import jsonschema
import kubernetes_validate
import yaml

from manifests import Manifests, Object, module

# The oldest version with all that is used (sleep before the end of a pod), and newer ones.
KUBERNETES = ["1.30", "1.34", kubernetes_validate.latest_version()]

# Definitions are long; the loader in C reads them ten times faster, where it was built.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

EXTENSIONS = {
    "gateway.networking.k8s.io": ("sigs.k8s.io/gateway-api@v1.4.1", "config/crd/standard"),
    "cert-manager.io": ("github.com/cert-manager/cert-manager@v1.19.1", "deploy/crds"),
}

COMPOSE = ("github.com/compose-spec/compose-go/v2@v2.9.1", "schema/compose-spec.json")


def faults(manifests: Manifests) -> Iterator[str]:
    """What is wrong; objects of extensions are passed over where their schemas can't be had."""
    for thing in manifests.objects:
        name = f"{thing['kind']} {thing['metadata']['name']}"
        group = thing["apiVersion"].split("/")[0]
        if group in EXTENSIONS:
            yield from (f"{name}: {fault}" for fault in extension_faults(group, thing))
            continue
        for version in KUBERNETES:
            try:
                kubernetes_validate.validate(thing, version, strict=True)
            except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
                yield f"{name}: Kubernetes {version}: {error}"


def extension_faults(group: str, thing: Object) -> Iterator[str]:
    known = definitions(group)
    if known is None:
        return
    schema = known.get((thing["kind"], thing["apiVersion"]))
    if schema is None:
        yield f"{EXTENSIONS[group][0]} knows no such kind"
        return
    for error in jsonschema.Draft202012Validator(schema).iter_errors(thing):
        yield f"{'/'.join(map(str, error.path))}: {error.message}"


@cache
def definitions(group: str) -> dict[tuple[str, str], Object] | None:
    """The schemas of a group's kinds, which refuse fields that they don't name, as the API server's strict mode does."""
    requirement, folder = EXTENSIONS[group]
    source = module(requirement)
    if source is None:
        return None
    found = {}
    for file in (source / folder).glob("*.yaml"):
        for spec in (thing["spec"] for thing in yaml.load_all(file.read_text(), Loader) if thing):
            for version in spec["versions"]:
                kind = (spec["names"]["kind"], f"{spec['group']}/{version['name']}")
                found[kind] = closed(version["schema"]["openAPIV3Schema"])
    return found


def closed(schema: Object) -> Object:
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        # The schemas of metadata are the API server's own.
        if "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
    elif isinstance(schema, list):
        schema = [closed(item) for item in schema]
    return schema


def compose_faults(composed: Object) -> Iterator[str]:
    """Whether a Compose file is one."""
    requirement, file = COMPOSE
    source = module(requirement)
    if source is None:
        return
    schema = json.loads((source / file).read_text())
    for error in jsonschema.Draft202012Validator(schema).iter_errors(composed):
        yield f"{'/'.join(map(str, error.path))}: {error.message}"
