"""The Dockerfile and the Compose file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import yaml

import schemas

# Images of others, which run as they were made.
OURS = "zhibiao:"


def dockerfile(file: Path) -> Iterator[str]:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or "hadolint"
    told = subprocess.run([linter, "--no-color", str(file)], capture_output=True, text=True)
    if told.returncode:
        yield f"{told.stdout}{told.stderr}"
    last = re.split(r"^FROM ", file.read_text(), flags=re.M)[-1]
    if not last.startswith("scratch\n"):
        yield "the image has more in it than what is put there: its last stage does not begin from scratch"
    if not re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.M):
        yield "the image says no user by number"
    if not re.search(r'^ENTRYPOINT \["/usr/local/bin/zhibiao"\]$', last, re.M):
        yield "the image needs a shell to start"


def compose(file: Path) -> Iterator[str]:
    composed = yaml.safe_load(file.read_text())
    yield from schemas.compose_faults(composed)
    for name, service in composed["services"].items():
        # As it is when nobody says another version.
        image = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", service.get("image", ""))
        if not re.search(r":(?!latest$)[\w.-]+$", image):
            yield f"{name}: {image} is no certain version"
        for port in service.get("ports", []):
            if not str(port).startswith("127.0.0.1:"):
                yield f"{name}: port {port} is open to the network"
        if not image.startswith(OURS):
            continue
        wanted = [
            (service.get("read_only"), True, "may write to its root filesystem"),
            (service.get("cap_drop"), ["ALL"], "keeps capabilities"),
            (service.get("security_opt"), ["no-new-privileges:true"], "may gain privileges"),
            ("mem_limit" in service, True, "has no limit of memory"),
        ]
        yield from (f"{name}: {fault}" for found, right, fault in wanted if found != right)
