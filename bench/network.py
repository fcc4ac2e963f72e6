"""G9: a network of a million nodes: build, nearest entrance, people within 500 m of every node.

``python -m bench.network`` takes 90,000 nodes, ``--large`` a million; pandana needs minutes to build that.
Names of peers choose among them: ``python -m bench.network --large scipy``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numba import get_num_threads, set_num_threads

from bench.peers import ask, best_of, table
from gruenzug.engine.kernels.paths import FAR, PathGraph, path_graph, sums_within, walk_from

EVERYWHERE, REACH_MM = 1 << 50, 500_000
PEERS = ("scipy", "networkit", "pandana")


def town(side: int) -> dict[str, np.ndarray]:
    """A jittered grid of streets, 1.41 per node and 73 m long; one node in 31 is an entrance."""
    rng = np.random.default_rng(1)
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2) * 66.0
    xy = at + rng.uniform(-20, 20, at.shape)
    node = np.arange(side * side).reshape(side, side)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    two = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = rng.random(len(one)) < 0.705
    one, two = one[kept], two[kept]
    metres = 1.1 * np.hypot(*(xy[one] - xy[two]).T)
    return {
        "xy": xy,
        "one": one,
        "two": two,
        "lengths": np.rint(metres * 1000).astype(np.int64),
        "entrances": np.sort(rng.choice(len(xy), len(xy) // 31, replace=False)),
        "weights": rng.integers(0, 10, len(xy)),
    }


def built(net: dict[str, np.ndarray]) -> PathGraph:
    return path_graph(len(net["xy"]), net["one"], net["two"], net["lengths"])


def nearest(graph: PathGraph, net: dict[str, np.ndarray]) -> np.ndarray:
    return walk_from(graph, net["entrances"], np.zeros(len(net["entrances"]), np.int64), EVERYWHERE)


def main() -> None:
    net = town(1000 if "--large" in sys.argv else 300)
    small = town(10)
    sums_within(built(small), small["weights"], REACH_MM)
    nearest(built(small), small)
    begun = time.monotonic()
    graph = built(net)
    distances = nearest(graph, net)
    sums = sums_within(graph, net["weights"], REACH_MM)
    whole = time.monotonic() - begun
    total = int(distances[distances < FAR].sum())
    build_s, nearest_s = best_of(3, lambda: built(net)), best_of(3, lambda: nearest(graph, net))
    rows = []
    for threads in sorted({1, get_num_threads()}):
        set_num_threads(threads)
        within_s = best_of(1 if threads == 1 else 3, lambda: sums_within(graph, net["weights"], REACH_MM))
        rows.append(
            [
                f"here, {threads} thread(s)",
                f"{build_s:.3f}",
                f"{nearest_s:.3f}",
                f"{within_s:.2f}",
                f"{whole:.1f}",
                "",
            ]
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "net.npz"
        np.savez(file, **net)
        rows += [
            peer_row(peer, str(file), total, int(sums.sum()))
            for peer in PEERS
            if peer in (set(PEERS) & set(sys.argv) or PEERS)
        ]
    head = [
        f"{len(net['xy']):,} nodes, {len(net['one']):,} ways",
        "build",
        "nearest",
        "within 500 m",
        "whole",
        "differs by",
    ]
    print(table(head, rows))


def peer_row(peer: str, file: str, total: int, people: int) -> list[str]:
    if (answer := ask("network_peers.py", peer, file)) is None:
        return [peer, "not installed", "", "", "", ""]
    values = answer.values
    differ = [f"distances {values['sum_mm'] / total - 1:+.1e}"]
    if peer != "pandana" and values["sum_mm"] != total:  # pandana cuts lengths off; its deviation is shown
        raise SystemExit(f"{peer} finds distances of {values['sum_mm']:.0f} mm in all, here they are {total}")
    if "sum_people" in values:
        differ.append(f"people {values['sum_people'] / people - 1:+.1e}")
    spent = [f"{values[key]:.3f}" if key in values else "" for key in ("build_s", "nearest_s", "within_s")]
    return [peer, *spent, f"{answer.wall_s:.1f}", ", ".join(differ)]


if __name__ == "__main__":
    main()
