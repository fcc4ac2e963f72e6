"""G5: morphology of the green cells, all widths of the edge, codes compared cell by cell."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.peers import MSPA_PYTHON, ask, table
from bench.region import GREEN, region, size_wanted
from gruenzug.engine.kernels.mspa import BACKGROUND, FOREGROUND
from gruenzug.engine.layers.mspa import mspa
from gruenzug.engine.layers.mspa_work import Pattern

WIDTHS = (1, 3, 10, 30)


def timed(cover: np.ndarray, width: int, threads: int) -> tuple[np.ndarray, float, float]:
    begun, processor = time.monotonic(), time.process_time()
    codes = mspa(cover, Pattern(8, width), threads)
    return codes, time.monotonic() - begun, time.process_time() - processor


def main() -> None:
    lulc = region(size_wanted()).lulc
    cover = np.where(np.isin(lulc, GREEN), np.uint8(FOREGROUND), np.uint8(BACKGROUND))
    timed(cover[:300, :300], 3, 1)  # compiles
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        cells = Path(folder) / "cells.npy"
        np.save(cells, cover)
        for width in WIDTHS:
            codes, wall, busy = timed(cover, width, 2)
            answer = ask("mspa_peers.py", "pyguidos", str(cells), str(width), python=MSPA_PYTHON)
            if answer is None:
                rows.append([str(width), f"{wall:.1f}", f"{busy:.1f}", "not installed", "", ""])
                continue
            other = (np.load(cells.with_suffix(".codes.npy")) != codes).sum()
            theirs, their_busy = answer.values["seconds"], answer.values["busy"]
            ratios = f"{theirs / wall:.1f} ({their_busy / busy:.1f})"
            rows.append([str(width), f"{wall:.1f}", f"{busy:.1f}", f"{theirs:.1f}", ratios, f"{other:,}"])
            sys.stdout.flush()
    head = f"edge width, {cover.size / 1e6:.1f} M cells"
    head_row = [
        head,
        "here, 2 threads: s",
        "processor s",
        "pyguidos s",
        "ratio (of processor s)",
        "other codes",
    ]
    print(table(head_row, rows))


if __name__ == "__main__":
    main()
