"""Our own commands as a user runs them: wall time, processor time and private memory of the whole process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

COMMAND = (sys.executable, "-c", "from gruenzug.engine.cli import main; main()")


class Cost(NamedTuple):
    """What a process took."""

    wall_s: float
    cpu_s: float
    private_mb: float


def measured(*words: object, command: tuple[str, ...] = COMMAND) -> Cost:
    """Run a command to its end and watch its memory."""
    begun = time.monotonic()
    process = subprocess.Popen([*command, *(str(word) for word in words)], stdout=subprocess.DEVNULL)
    most, cpu = 0.0, 0.0
    while process.poll() is None:
        most = max(most, private_mb(process.pid))
        cpu = processor_s(process.pid) or cpu
        time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"{words} failed")
    return Cost(time.monotonic() - begun, cpu, most)


def private_mb(pid: int) -> float:
    """Return the memory that only this process has."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(n) for n in re.findall(r"Private_\w+:\s+(\d+)", text)) / 1024


def processor_s(pid: int) -> float:
    """Return the processor time of a process so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


def best_command(times: int, *words: object) -> Cost:
    """Return the quickest of several runs, and the memory of one more: watching that slows a process down."""
    private = measured(*words).private_mb
    return min((clocked(private, *words) for _ in range(times)), key=lambda cost: cost.wall_s)


def clocked(private: float, *words: object, command: tuple[str, ...] = COMMAND) -> Cost:
    """Run a command to its end and time it, nothing else."""
    begun = time.monotonic()
    process = subprocess.Popen([*command, *(str(word) for word in words)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{words} failed")
    return Cost(time.monotonic() - begun, used.ru_utime + used.ru_stime, private)
