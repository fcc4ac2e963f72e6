"""G6: PC and the importance of every patch, beside graph libraries that compute each removal anew.

``python -m bench.connectivity`` compares at 1,000 patches; ``--large`` adds 5,000 and 20,000. Peers compute
some removals; the time for all is projected from them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from math import log, pi, sqrt
from pathlib import Path

import numpy as np
from numba import get_num_threads, set_num_threads

from bench.peers import ask, best_of, table
from gruenzug.engine.kernels.connectivity import Connectivity, connectivity
from gruenzug.engine.kernels.connectivity_graph import HabitatGraph, habitat_graph, lengths_of
from gruenzug.engine.kernels.connectivity_links import links_within

LINK_M, HALF_M, DEGREE = 3000.0, 500.0, 27
K = log(2) / HALF_M
PEERS = {"networkit": 5, "igraph": 3, "scipy": 3, "networkx": 0}
"""How many removals each computes."""


def landscape(count: int) -> dict[str, np.ndarray]:
    """Patches at random, links up to 3 km, p = 0.5 at 500 m."""
    rng = np.random.default_rng(1)
    side = sqrt(count * pi * LINK_M**2 / DEGREE)
    xy, area = rng.uniform(0, side, (count, 2)), rng.lognormal(0, 1, count)
    one, two, metres = links_within(xy, LINK_M)
    return {"area": area, "one": one, "two": two, "nats": metres * K, "removed": rng.permutation(count)[:10]}


def graph_of(land: dict[str, np.ndarray], steps: bool = False) -> HabitatGraph:
    lengths = np.ones(len(land["one"]), np.int64) if steps else lengths_of(land["nats"])
    return habitat_graph(len(land["area"]), land["one"], land["two"], lengths)


def ours(land: dict[str, np.ndarray], threads: int, steps: bool = False) -> Connectivity:
    set_num_threads(threads)
    return connectivity(land["area"], graph_of(land, steps), steps)


def compare(count: int, peers: dict[str, int], repeats: int = 3) -> str:
    land, most = landscape(count), get_num_threads()
    ours(landscape(30), 1)
    found = ours(land, most)
    lost = found.node_intra + found.node_flux + found.node_connector
    rows, spent = [], {}
    for threads in sorted({1, most}):
        spent[threads] = best_of(repeats, lambda threads=threads: ours(land, threads))
        rows.append([f"here, {threads} thread(s), every removal", f"{spent[threads]:.2f}", "1", "measured"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "land.npz"
        np.savez(file, **land)
        for peer, removals in peers.items():
            if (answer := ask("connectivity_peers.py", peer, str(file), str(removals))) is None:
                rows.append([peer, "not installed", "", ""])
                continue
            values = answer.values
            check(peer, values, found.total, lost[land["removed"]])
            each = values["removals_s"] / removals if removals else values["once_s"]
            projected = values["once_s"] + count * each
            ratio = f"{projected / spent[most]:,.0f}"
            rows.append([peer, f"{projected:,.0f}", ratio, f"projected from {removals or 'PC alone'}"])
    head = [f"{count:,} patches, {len(land['one']):,} links", "seconds", f"times ours on {most}", ""]
    return table(head, rows)


def check(peer: str, values: dict, total: float, lost: np.ndarray) -> None:
    if abs(values["total"] / total - 1) > 1e-10:
        raise SystemExit(f"{peer} finds PC {values['total']}, here it is {total}")
    differ = np.abs(np.array(values["lost"]) - lost[: len(values["lost"])]).max(initial=0) / total
    if differ > 1e-9:
        raise SystemExit(f"{peer} finds other importances, by {differ:.1e} of PC")


def large(count: int) -> list[str]:
    land = landscape(count)
    row = [f"{count:,} patches, {len(land['one']):,} links"]
    for steps in (False, True):
        begun = time.monotonic()
        ours(land, get_num_threads(), steps)
        row.append(f"{time.monotonic() - begun:.1f}")
    return row


def main() -> None:
    print(compare(1000, PEERS), "\n")
    if "--large" in sys.argv:
        print(compare(5000, {"networkit": 1, "scipy": 1}, repeats=1), "\n")
        print(table(["here, every removal", "PC, s", "IIC, s"], [large(n) for n in (1000, 5000, 20_000)]))


if __name__ == "__main__":
    main()
