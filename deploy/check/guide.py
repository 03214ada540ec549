"""The operator's guide: that it has a page for every failure, and every reason that callers are told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator

# Findings about reports have a table of their own, which a test of ingest holds against the program.
ELSEWHERE = ["services/zhibiao/SECURITY.md"]

# Where a reason stands in the program: after its code, or in the small functions that add one.
REASON = re.compile(
    r"(?:\b(?:Code|Exit)::\w+,|\b(?:invalid|refusal|refused|Self::invalid)\(|\breason:|\bCONNECTION_FAILED: &str =)"
    r'\s*"([A-Z][A-Z0-9_]{4,})"'
)


# Where a proto tells callers of one: (reason STORE_REPLACED).
TOLD = re.compile(r"\breasons? ([A-Z][A-Z0-9]*_[A-Z0-9_]+|INAPPLICABLE)")


def guide(root: Path) -> str:
    return (root / "deploy/OPERATING.md").read_text()


def headings(text: str) -> list[str]:
    outside = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return [heading.strip() for heading in re.findall(r"^#+ (.+)$", outside, re.M)]


def anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(text: str) -> set[str]:
    return {anchor(heading) for heading in headings(text)}


def failures(root: Path) -> list[str]:
    """The rows of the table of failures."""
    text = (root / "ARCHITECTURE.md").read_text()
    section = text.split("\n## Failures\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]
    return rows[1:]


def reasons(root: Path) -> set[str]:
    """The reasons of errors that leave the program."""
    found: set[str] = set()
    for file in [*root.glob("crates/*/src/**/*.rs"), *root.glob("services/*/src/**/*.rs")]:
        if "tests" in file.parts or file.stem == "tests" or "testkit" in file.parts:
            continue
        found.update(REASON.findall(file.read_text().split("#[cfg(test)]\nmod tests {")[0]))
    unreadable = (root / "crates/tabular/src/unreadable.rs").read_text()
    found.update(re.findall(r'=> "([A-Z][A-Z0-9_]{4,})"', unreadable))
    for file in root.glob("proto/zhibiao/**/*.proto"):
        comments = re.sub(r"\n\s*//", "", file.read_text())
        found.update(TOLD.findall(comments))
    return found


def faults(text: str, root: Path) -> Iterator[str]:
    pages = headings(text.split("\n## Runbook\n")[1])
    for failure in failures(root):
        if failure not in pages:
            yield f"the runbook has no page `### {failure}`, which is a row of ARCHITECTURE.md's table of failures"
    listed = text.split("\n## What callers are told\n")[1].split("\n## Runbook\n")[0]
    told = listed + "".join((root / file).read_text() for file in ELSEWHERE)
    for reason in sorted(reasons(root)):
        if f"`{reason}`" not in told:
            yield f"what callers are told lacks the reason `{reason}`"
    sources = "".join(file.read_text() for part in ("crates", "services") for file in root.glob(f"{part}/*/src/**/*.rs"))
    for row in (line for line in listed.splitlines() if line.startswith("| ")):
        for reason in re.findall(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)`", row):
            if f'"{reason}"' not in sources:
                yield f"the program has no reason `{reason}`"
    yield from links(text, root)


def links(text: str, root: Path) -> Iterator[str]:
    """Whether what the guide links to is there."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, part = target.partition("#")
        if path.startswith(("http:", "https:")):
            continue
        file = root / "deploy" / path if path else root / "deploy/OPERATING.md"
        if not file.exists():
            yield f"{target} is not there"
        elif part and part not in anchors(text if not path else file.read_text()):
            yield f"{target}: there is no such heading"
