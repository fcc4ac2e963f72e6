"""G4: connected patches (8 neighbours) and their sizes."""

from __future__ import annotations

import numpy as np

from bench.peers import ask, best_of, table
from bench.region import GREEN, region, region_files, size_wanted
from gruenzug.engine.bands import ArraySource, Job, Workers, run_bands
from gruenzug.engine.kernels.runs import Patches, joined
from gruenzug.engine.layers.raster_patches import _Label


def ours(classes: np.ndarray, threads: int) -> Patches:
    job = Job(_Label(8), (ArraySource.of(classes, 255),), whole_rows=True)
    return joined(run_bands(job, (), Workers(threads)), 8)[0]


def main() -> None:
    lulc = region(size_wanted()).lulc
    classes = np.where(np.isin(lulc, GREEN), np.uint8(0), np.uint8(255))
    found = ours(classes, 2)
    spent = {threads: best_of(5, lambda threads=threads: ours(classes, threads)) for threads in (1, 2)}
    rows = [[f"here, {threads} thread(s)", f"{s:.3f}", f"{s / spent[2]:.1f}"] for threads, s in spent.items()]
    for peer in ("cc3d", "scipy", "opencv"):
        if (answer := ask("raster_peers.py", peer, "patches", str(region_files()))) is None:
            rows.append([peer, "not installed", ""])
            continue
        if (answer.values["count"], answer.values["largest"]) != (len(found.cells), found.cells.max()):
            raise SystemExit(f"{peer} finds {answer.values}, here {len(found.cells)}, {found.cells.max()}")
        seconds = answer.values["seconds"]
        rows.append([peer, f"{seconds:.3f}", f"{seconds / spent[2]:.1f}"])
    head = f"{len(found.cells):,} patches of {lulc.size / 1e6:.1f} M cells"
    print(table([head, "seconds", "times ours on 2"], rows))


if __name__ == "__main__":
    main()
