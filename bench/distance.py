"""G3: distance of every cell to the nearest park of 0.5 ha, and the share of residents within 300 m."""

from __future__ import annotations

import numpy as np

from bench.peers import ask, best_of, table
from bench.region import region, region_files, size_wanted
from gruenzug.engine.bands import ArraySink, ArraySource, Job, Layer, Workers, plan_bands, run_bands
from gruenzug.engine.kernels.edt import carried, column_ends, squared_distance, sums_near
from gruenzug.engine.kernels.runs import joined, patch_image
from gruenzug.engine.layers.raster_patches import _Label

REACH, LEAST = 30, 50


def ends(piece, classes, kept):
    return (), (piece.shape[0], column_ends(patch_image(classes, 8, kept, 0)))


class Distances:
    """Squared distances, and the residents near."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def __call__(self, piece, classes, people, extra):
        kept, carry = extra
        squared = squared_distance(patch_image(classes, 8, kept, 0), *carry, rows=self.rows)
        return (squared,), sums_near(squared, people, REACH**2)


def ours(classes: np.ndarray, people: np.ndarray, threads: int) -> tuple[np.ndarray, float]:
    source, workers = ArraySource.of(classes, 255), Workers(threads)
    workers = workers.with_rows_of(plan_bands(Job(_Label(8), (source, source)), workers))
    patches, numbers = joined(run_bands(Job(_Label(8), (source,), whole_rows=True), (), workers), 8)
    large = (patches.cells >= LEAST).astype(np.uint8)
    kept = tuple(large[own] for own in numbers)
    carry = carried(run_bands(Job(ends, (source,), whole_rows=True, extra=kept), (), workers))
    extra = tuple(zip(kept, carry, strict=True))
    inputs = source, ArraySource.of(people, 0)
    layers = (Layer("int32"),)
    job = Job(Distances(len(classes)), inputs, outputs=layers, whole_rows=True, extra=extra)
    sink = ArraySink.like(source.frame, "int32")
    partials = run_bands(job, (sink,), workers)
    return sink.values, sum(near for _, near in partials) / sum(every for every, _ in partials)


def main() -> None:
    made = region(size_wanted())
    classes = np.where(np.isin(made.lulc, (1, 2)), np.uint8(0), np.uint8(255))
    squared, share = ours(classes, made.residents, 2)
    spent = {n: best_of(3, lambda n=n: ours(classes, made.residents, n)) for n in (1, 2)}
    rows = [[f"here, {n} thread(s)", f"{s:.2f}", f"{s / spent[2]:.1f}", ""] for n, s in spent.items()]
    for peer in ("scipy", "edt", "opencv"):
        if (answer := ask("raster_peers.py", peer, "distance", str(region_files()))) is None:
            rows.append([peer, "not installed", "", ""])
            continue
        values, seconds = answer.values, answer.values["seconds"]
        same = values["squared_sum"] == float(squared.sum(dtype=np.int64))
        if abs(values["share"] - share) > 1e-12 or (peer == "scipy" and not same):
            raise SystemExit(f"{peer} finds {values}, here {share} and {squared.sum()}")
        name = {"edt": "edt + cc3d"}.get(peer, peer)
        note = "every squared distance adds up" if same else "squared distances differ by rounding"
        rows.append([name, f"{seconds:.2f}", f"{seconds / spent[2]:.1f}", note])
    head = f"{made.lulc.size / 1e6:.1f} M cells, {share:.10f} of residents"
    print(table([head, "seconds", "times ours on 2", ""], rows))


if __name__ == "__main__":
    main()
