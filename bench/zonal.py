"""G7: residents in 53 zones with jagged borders, from files; and again from running sums in memory."""

from __future__ import annotations

import time

import numpy as np

from bench.peers import ask, best_of, table
from bench.region import region, region_files, size_wanted
from gruenzug.engine.bands import Workers, raster_source
from gruenzug.engine.kernels.zonal import prefix_sums, row_prefixes
from gruenzug.engine.layers.raster_zonal import zonal
from gruenzug.engine.layers.zones import polygon_zones


def main() -> None:
    folder, made = region_files(), region(size_wanted())
    raster, zones = folder / "residents.tif", folder / "zones.gpkg"
    found = zonal(raster, zones)
    total, first = sum(row.sum or 0 for row in found), found[0].sum
    expected = np.bincount(made.zones.ravel(), made.residents.ravel().astype(float))
    if [row.sum for row in found] != expected.tolist():
        raise SystemExit("the sums differ from those of the raster the zones were drawn from")
    spent = {n: best_of(3, lambda n=n: zonal(raster, zones, None, Workers(n))) for n in (1, 2)}
    rows = [[f"here, files, {n} thread(s)", f"{s:.3f}", f"{s / spent[2]:.1f}", ""] for n, s in spent.items()]
    for peer in ("rasterstats", "exactextract", "rasterize and bincount"):
        answer = ask("raster_peers.py", peer, "zonal", str(folder))
        if answer is None:
            rows.append([peer, "not installed", "", ""])
            continue
        if abs(answer.values["total"] / total - 1) > 1e-3:
            raise SystemExit(f"{peer} finds {answer.values}, here {total}")
        seconds = answer.values["seconds"]
        same = "same" if answer.values["first"] == first else "differs: parts of cells"
        rows.append([peer, f"{seconds:.2f}", f"{seconds / spent[2]:.1f}", same])
    rows += warm(made.residents, raster, zones, spent[2], found)
    print(
        table(
            [f"{made.lulc.size / 1e6:.1f} M cells, 53 zones", "seconds", "times ours on 2", "first sum"], rows
        )
    )


def warm(residents: np.ndarray, raster, zones, usual: float, found) -> list[list[str]]:
    begun = time.monotonic()
    _, spans = polygon_zones(zones, None, raster_source(raster).frame, raster)
    drawn = time.monotonic() - begun
    prefixes = row_prefixes(residents)
    sums = prefix_sums(prefixes, spans, 53)
    if sums.tolist() != [row.sum for row in found]:
        raise SystemExit("running sums differ")
    again = best_of(20, lambda: prefix_sums(prefixes, spans, 53))
    return [
        ["here, polygons to spans", f"{drawn:.3f}", "", f"{len(spans.row):,} spans"],
        ["here, spans and running sums in memory", f"{again:.4f}", f"{again / usual:.4f}", "same"],
    ]


if __name__ == "__main__":
    main()
