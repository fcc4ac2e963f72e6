"""Morphology by the published program: ``mspa_peers.py pyguidos CELLS.npy WIDTH``, kernel alone."""

# ruff: noqa: PLC0415  the peer is licensed under the GPL and only imported here, in a process of its own

from __future__ import annotations

import sys
import time

import numpy as np
from peers import tell


def main() -> None:
    peer, cells, width = sys.argv[1:]
    if peer != "pyguidos":
        raise SystemExit(f"there is no peer {peer}")
    from pyguidos._mspa import _mspa

    cover = np.load(cells)
    begun, processor = time.monotonic(), time.process_time()
    codes = np.asarray(_mspa.mspa(cover, int(width), 8, 1, 1)[0])
    spent, busy = time.monotonic() - begun, time.process_time() - processor
    np.save(cells.replace(".npy", ".codes.npy"), codes)
    tell(seconds=spent, busy=busy)


if __name__ == "__main__":
    main()
