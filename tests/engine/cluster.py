"""A real Dask cluster of three processes on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Start a scheduler and two workers, each a process of its own; yield its address and all three."""
    distributed = pytest.importorskip("distributed", reason="needs gruenzug[cluster]")
    folder = tmp_path_factory.mktemp("cluster")
    contact = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(contact)]
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    place = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0"]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen([*dask, "--scheduler-file", str(contact), *place], **quiet)]
    while not contact.exists():
        time.sleep(0.1)
    processes += [subprocess.Popen([*worker, *options], **quiet) for _ in range(2)]
    with distributed.Client(scheduler_file=str(contact), timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
        yield client.scheduler.address, processes
    for process in processes:
        process.kill()
        process.wait()
