"""Every rule about the guide, the dashboard and the alerts finds what it is for: each is spoilt in one place.

usage: python -m unittest discover deploy/check
"""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
import unittest
from pathlib import Path
from typing import Any, Callable, Iterator

import yaml

import guide
import observability
from observability import Exported
from overlays import ROOT

FOLDER = ROOT / "deploy/observability"
EXPORTED = Exported.read(FOLDER / "metrics.csv")
GUIDE = guide.guide(ROOT)

# What is replaced in the guide, and what must be said.
OF_THE_GUIDE = [
    ("### overload\n", "### too much\n", "no page `### overload`"),
    ("| `OVERLOADED` |", "| `OVERWORKED` |", "lacks the reason `OVERLOADED`"),
    ("| `OVERLOADED` |", "| `OVERLOADED`, `OVERWORKED` |", "no reason `OVERWORKED`"),
    ("(#overload)", "(#overlord)", "#overlord: there is no such heading"),
    ("(compose/README.md)", "(compose/NOTHING.md)", "compose/NOTHING.md is not there"),
]

# What is asked of Prometheus, and what must be said; nothing for what is right.
EXPRESSIONS = [
    ("zhibiao_nothing == 0", "no process exports zhibiao_nothing"),
    ("rate(rpc_server_call_duration_seconds[5m])", "no process exports rpc_server_call_duration_seconds"),
    ('zhibiao_health{par="readiness"}', "has no label par"),
    ("sum by (methods) (rate(rpc_server_call_duration_seconds_count[5m]))", "has no label methods"),
    ("sum(zhibiao_health", "parentheses"),
    ("1 > 0", "no metric"),
    ('sum by (job, le) (rate(rpc_server_call_duration_seconds_bucket{rpc_method!~"a|b{2}"}[5m]))', None),
    ('absent(up{job="zhibiao-store"} == 1) and on (instance) zhibiao_health{part=""}', None),
]

OF_RULES: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda rule: rule.update(alert="Redis"), "no name of an alert"),
    (lambda rule: rule.update(expr="no_such_metric"), "no process exports no_such_metric"),
    (lambda rule: rule.update({"for": "soon"}), "`soon` is no time"),
    (lambda rule: rule["labels"].update(severity="loud"), "its severity"),
    (lambda rule: rule["annotations"].pop("summary"), "says nothing"),
    (lambda rule: rule["annotations"].update(runbook_url="deploy/OPERATING.md#nowhere"), "#nowhere is not there"),
]

OF_PANELS: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda panel: panel.update(id=1), "its id is another panel's"),
    (lambda panel: panel["gridPos"].update(x=20, w=8), "beyond the edge"),
    (lambda panel: panel["gridPos"].update(y=0), "lies over another panel"),
    (lambda panel: panel.update(targets=[]), "shows nothing"),
    (lambda panel: panel["datasource"].update(uid="mine"), "a certain Prometheus"),
    (lambda panel: panel["targets"][0].update(expr="no_such_metric"), "no process exports no_such_metric"),
]


class Operating(unittest.TestCase):
    """The rules, each on something with one fault."""

    def told(self, faults: Iterator[str], expected: str) -> None:
        found = list(faults)
        self.assertTrue([fault for fault in found if expected in fault], f"`{expected}` is not told: {found}")

    def test_what_is_whole_has_no_fault(self) -> None:
        self.assertEqual(list(guide.faults(GUIDE, ROOT)), [])
        self.assertEqual(list(observability.faults(FOLDER, ROOT)), [])

    def test_faults_of_the_guide_are_told(self) -> None:
        for before, after, expected in OF_THE_GUIDE:
            with self.subTest(expected):
                self.assertIn(before, GUIDE)
                self.told(guide.faults(GUIDE.replace(before, after), ROOT), expected)

    def test_expressions_are_held_against_what_is_exported(self) -> None:
        for expression, expected in EXPRESSIONS:
            with self.subTest(expression):
                if expected is None:
                    self.assertEqual(list(EXPORTED.faults(expression)), [])
                else:
                    self.told(EXPORTED.faults(expression), expected)

    def test_faults_of_rules_are_told(self) -> None:
        whole = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
        for spoil, expected in OF_RULES:
            with self.subTest(expected):
                rules = copy.deepcopy(whole)
                spoil(rules["groups"][0]["rules"][0])
                self.told(observability.rule_faults(rules, EXPORTED, guide.anchors(GUIDE)), expected)

    def test_an_alert_that_nothing_is_replayed_for_is_told(self) -> None:
        rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
        rules["groups"][0]["rules"][0]["alert"] = "ZhibiaoUnheardOf"
        self.told(observability.replay_faults(FOLDER, rules), "for which ZhibiaoUnheardOf is told")

    def test_a_rule_that_replayed_samples_contradict_is_told(self) -> None:
        if observability.promtool() is None:
            self.skipTest("needs promtool")
        rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
        own = next(rule for rule in rules["groups"][0]["rules"] if rule["alert"] == "ZhibiaoIngestRestarts")
        own["expr"] = own["expr"].replace("process_start_time_seconds", "up")
        with tempfile.TemporaryDirectory() as spoilt:
            folder = Path(spoilt) / "deploy/observability"
            shutil.copytree(FOLDER, folder)
            (folder / "alerts.yaml").write_text(yaml.safe_dump(rules))
            self.told(observability.replay_faults(folder, rules), "ZhibiaoIngestRestarts")

    def test_faults_of_panels_are_told(self) -> None:
        whole = json.loads((FOLDER / "dashboard.json").read_text())
        for spoil, expected in OF_PANELS:
            with self.subTest(expected):
                dashboard = copy.deepcopy(whole)
                spoil(dashboard["panels"][3])
                self.told(observability.dashboard_faults(dashboard, EXPORTED), expected)

    def test_a_job_that_nothing_scrapes_is_told(self) -> None:
        scraped = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
        rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
        scraped["scrape_configs"].pop()
        self.told(observability.scrape_faults(scraped, FOLDER, rules), "a job zhibiao-compare")

    def test_pods_that_get_no_job_of_their_role_are_told(self) -> None:
        scraped = yaml.safe_load((FOLDER / "prometheus-kubernetes.yaml").read_text())
        rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
        naming = next(rule for rule in scraped["scrape_configs"][0]["relabel_configs"] if rule.get("target_label") == "job")
        naming["target_label"] = "role"
        self.told(observability.scrape_faults(scraped, FOLDER, rules), "a job zhibiao-store")


if __name__ == "__main__":
    unittest.main()
