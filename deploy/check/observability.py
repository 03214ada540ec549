"""Dashboard and alert rules: that they parse, ask for what is exported, and lead into the runbook.

What is exported stands in `metrics.csv`, which a test of the program (`tests/tests/operating`) keeps equal to what processes
tell.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import yaml

import guide

# What Prometheus says of a target by itself.
OF_PROMETHEUS = {"up": set()}

# Labels that Prometheus adds to everything, by the scrape configuration.
OF_TARGETS = {"job", "instance"}

# The components that pods are labelled with.
ROLES = ["store", "ingest", "compare"]

SUFFIXES = {"histogram": ["_bucket", "_sum", "_count"]}
SEVERITIES = {"critical", "warning", "info"}
SPAN = re.compile(r"\d+(?:ms|[smhd])")


@dataclass
class Exported:
    """The names that can be asked for, with their labels."""

    labels: dict[str, set[str]]

    @staticmethod
    def read(file: Path) -> Exported:
        labels: dict[str, set[str]] = {name: set(own) for name, own in OF_PROMETHEUS.items()}
        with file.open() as lines:
            for row in csv.DictReader(lines):
                own = set(filter(None, row["labels"].split("|")))
                for suffix in SUFFIXES.get(row["type"], [""]):
                    labels[row["metric"] + suffix] = own | ({"le"} if suffix == "_bucket" else set())
        return Exported(labels)

    def faults(self, expression: str) -> Iterator[str]:
        """What an expression of PromQL asks for that is not exported."""
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expression)
        if bare.count("(") != bare.count(")") or bare.count("{") != bare.count("}"):
            yield "parentheses do not match"
        grouped = {
            label.strip()
            for labels in re.findall(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)", bare)
            for label in labels.split(",")
        } - {""}
        selected = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"\"", bare))
        rest = re.sub(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|\{[^}]*\}|\[[^\]]*\]", " ", bare)
        names = set(re.findall(r"(?<![\w.$])[a-zA-Z_:][\w:]*(?!\w*\s*\()", rest)) - {"and", "or", "unless", "bool", "offset"}
        if not names:
            yield "it asks for no metric"
        unknown = names - self.labels.keys()
        yield from (f"no process exports {name}" for name in sorted(unknown))
        known = OF_TARGETS.union(*(self.labels[name] for name in names - unknown))
        if not unknown:
            yield from (f"{', '.join(sorted(names))} has no label {label}" for label in sorted((grouped | selected) - known))


def faults(folder: Path, root: Path) -> Iterator[str]:
    exported = Exported.read(folder / "metrics.csv")
    anchors = guide.anchors(guide.guide(root))
    rules = yaml.safe_load((folder / "alerts.yaml").read_text())
    yield from (f"alerts.yaml: {fault}" for fault in rule_faults(rules, exported, anchors))
    yield from (f"alerts.test.yaml: {fault}" for fault in replay_faults(folder, rules))
    dashboard = json.loads((folder / "dashboard.json").read_text())
    yield from (f"dashboard.json: {fault}" for fault in dashboard_faults(dashboard, exported))
    yield from (f"OPERATING.md: {fault}" for fault in undescribed(folder / "metrics.csv", guide.guide(root)))
    for file in ("prometheus.yaml", "prometheus-kubernetes.yaml"):
        scraped = yaml.safe_load((folder / file).read_text())
        yield from (f"{file}: {fault}" for fault in scrape_faults(scraped, folder, rules))


def rule_faults(rules: dict[str, Any], exported: Exported, anchors: set[str]) -> Iterator[str]:
    seen: set[str] = set()
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        name = rule.get("alert", "")
        if not re.fullmatch(r"Zhibiao[A-Z]\w+", name) or name in seen:
            yield f"`{name}` is no name of an alert, or there twice"
        seen.add(name)
        yield from (f"{name}: {fault}" for fault in exported.faults(rule["expr"]))
        if not SPAN.fullmatch(rule.get("for", "1m")):
            yield f"{name}: `{rule['for']}` is no time"
        if rule.get("labels", {}).get("severity") not in SEVERITIES:
            yield f"{name}: its severity is none of {', '.join(sorted(SEVERITIES))}"
        notes = rule.get("annotations", {})
        if not notes.get("summary"):
            yield f"{name}: it says nothing"
        path, _, anchor = notes.get("runbook_url", "").partition("#")
        if path != "deploy/OPERATING.md" or anchor not in anchors:
            yield f"{name}: its runbook {notes.get('runbook_url')} is not there"


def promtool() -> str | None:
    """Prometheus' own tool; CI puts it into the target folder, as kustomize, on the search path."""
    return shutil.which("promtool")


def replay_faults(folder: Path, rules: dict[str, Any]) -> Iterator[str]:
    """Whether the rules say over replayed samples what they should, where Prometheus' own tool is there to replay them."""
    text = (folder / "alerts.test.yaml").read_text()
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        if f'alertname="{rule["alert"]}"' not in text:
            yield f"no samples are replayed for which {rule['alert']} is told"
    tool = promtool()
    if tool:
        told = subprocess.run([tool, "test", "rules", "alerts.test.yaml"], cwd=folder, capture_output=True, text=True)
        if told.returncode:
            yield f"{told.stdout}{told.stderr}"


def dashboard_faults(dashboard: dict[str, Any], exported: Exported) -> Iterator[str]:
    ids: set[int] = set()
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        title, place = panel["title"], panel["gridPos"]
        if panel["id"] in ids:
            yield f"{title}: its id is another panel's"
        ids.add(panel["id"])
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        if cells & taken or place["x"] + place["w"] > 24:
            yield f"{title}: it lies over another panel, or beyond the edge"
        taken |= cells
        if panel["type"] == "row":
            continue
        if panel["datasource"]["uid"] != "${datasource}":
            yield f"{title}: it asks a certain Prometheus, not the one that is chosen"
        if not panel["targets"]:
            yield f"{title}: it shows nothing"
        for target in panel["targets"]:
            yield from (f"{title}: {fault}" for fault in exported.faults(target["expr"]))
    for variable in dashboard["templating"]["list"]:
        asked = re.match(r"label_values\((\w+), (\w+)\)", variable["query"]["query"]) if variable["type"] == "query" else None
        if asked:
            yield from (f"${variable['name']}: {fault}" for fault in exported.faults(f'{asked[1]}{{{asked[2]}=""}}'))


def undescribed(file: Path, text: str) -> Iterator[str]:
    with file.open() as lines:
        for row in csv.DictReader(lines):
            if f"| `{row['metric']}` |" not in text:
                yield f"the metric {row['metric']} is not explained"


def scrape_faults(scraped: dict[str, Any], folder: Path, rules: dict[str, Any]) -> Iterator[str]:
    yield from (f"{file} is not there" for file in scraped["rule_files"] if not (folder / file).exists())
    jobs = {name for job in scraped["scrape_configs"] for name in jobs_of(job)}
    asked = {
        job
        for group in rules["groups"]
        for rule in group["rules"]
        for job in re.findall(r'\bjob="([^"]*)"', rule["expr"])
    }
    yield from (f"the alerts ask for a job {job}, which nothing scrapes" for job in sorted(asked - jobs))


def jobs_of(scraped: dict[str, Any]) -> Iterator[str]:
    """The jobs that targets are given: the configuration's own name, or one of each component of the hub."""
    of_component = "__meta_kubernetes_pod_label_app_kubernetes_io_component"
    relabelled = [rule for rule in scraped.get("relabel_configs", []) if rule.get("target_label") == "job"]
    if not relabelled:
        yield scraped["job_name"]
    for rule in relabelled:
        if rule["source_labels"] == [of_component]:
            yield from (rule["replacement"].replace("$1", role) for role in ROLES)
