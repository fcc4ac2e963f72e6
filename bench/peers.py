"""Other programs, each in a process of its own: what they find, how long it takes, how much memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PYTHON = os.environ.get("GRUENZUG_BENCH_PYTHON", sys.executable)
"""The interpreter that has the peers; by default this one, with the extra `bench` installed."""

INVEST_PYTHON = os.environ.get("GRUENZUG_INVEST_PYTHON", PYTHON)
"""The interpreter that has natcap.invest, which is built against the system's GDAL."""

MSPA_PYTHON = os.environ.get("GRUENZUG_MSPA_PYTHON", PYTHON)
"""The interpreter that has pyguidos."""


_MARK = "answer: "  # some libraries print lines of their own


@dataclass(frozen=True)
class Answer:
    """What a peer printed as JSON, and the wall time of its process in seconds."""

    values: dict[str, Any]
    wall_s: float


def ask(script: str, peer: str, *words: str, limit_s: float = 1800, python: str = PYTHON) -> Answer | None:
    """Run ``bench/SCRIPT PEER WORDS…``; None if the peer is not installed."""
    begun = time.monotonic()
    place = Path(__file__).with_name(script)
    done = subprocess.run(
        [python, str(place), peer, *words], capture_output=True, text=True, timeout=limit_s, check=False
    )
    if "ModuleNotFoundError" in done.stderr:
        return None
    if done.returncode:
        raise RuntimeError(f"{peer} failed: {done.stderr[-2000:]}")
    told = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    return Answer(json.loads(told[-1].removeprefix(_MARK)), time.monotonic() - begun)


def tell(**values: Any) -> None:
    """Print what a peer found, with its peak memory in MB and the processor time of its process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {"peak_mb": used.ru_maxrss // 1024, "cpu_s": used.ru_utime + used.ru_stime}
    print("\n" + _MARK + json.dumps({**values, **cost}), flush=True)


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def best_of(times: int, work: Any) -> float:
    """Return the shortest of several runs in seconds."""
    spent = []
    for _ in range(times):
        begun = time.monotonic()
        work()
        spent.append(time.monotonic() - begun)
    return min(spent)
