"""Distances in a network by another library: ``network_peers.py PEER FILE.npz``."""

# ruff: noqa: PLC0415  a peer is only imported if it is asked

from __future__ import annotations

import sys
import time

import numpy as np
from peers import tell


def scipy(net) -> dict[str, float]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    count, lengths = len(net["xy"]), net["lengths"].astype(float)
    begun = time.monotonic()
    graph = csr_array((lengths, (net["one"], net["two"])), shape=(count, count))
    graph = graph + graph.T
    built = time.monotonic()
    distances = dijkstra(graph, indices=net["entrances"], min_only=True)
    done = time.monotonic()
    total = float(distances[np.isfinite(distances)].sum())
    return {"build_s": built - begun, "nearest_s": done - built, "sum_mm": total}


def networkit(net) -> dict[str, float]:
    import networkit

    begun = time.monotonic()
    count = len(net["xy"])
    graph = networkit.GraphFromCoo(
        (net["lengths"].astype(float), (net["one"], net["two"])), n=count, weighted=True, directed=False
    )
    built = time.monotonic()
    hub = graph.addNode()  # one search from all entrances: a node that costs nothing to leave
    for node in net["entrances"].tolist():
        graph.addEdge(hub, node, 0.0)
    distances = np.array(networkit.distance.Dijkstra(graph, hub, storePaths=False).run().getDistances())[:-1]
    done = time.monotonic()
    return {
        "build_s": built - begun,
        "nearest_s": done - built,
        "sum_mm": float(distances[distances < 1e15].sum()),
    }


def pandana(net) -> dict[str, float]:
    import pandana
    import pandas as pd

    begun = time.monotonic()
    x, y = (pd.Series(values) for values in net["xy"].T)
    weights = pd.DataFrame({"metres": net["lengths"] / 1000})
    network = pandana.Network(x, y, pd.Series(net["one"]), pd.Series(net["two"]), weights)
    built = time.monotonic()
    at = net["entrances"]
    network.set_pois("entrances", 20_000, 1, x.iloc[at], y.iloc[at])
    distances = network.nearest_pois(20_000, "entrances", num_pois=1)[1].to_numpy()
    near = time.monotonic()
    network.set(pd.Series(np.arange(len(x))), pd.Series(net["weights"].astype(float)), "people")
    sums = network.aggregate(500, "sum", "flat", name="people").to_numpy()
    done = time.monotonic()
    return {
        "build_s": built - begun,
        "nearest_s": near - built,
        "within_s": done - near,
        "sum_mm": float(distances[distances < 20_000].sum() * 1000),
        "sum_people": float(np.nansum(sums)),
    }


if __name__ == "__main__":
    tell(**{"scipy": scipy, "networkit": networkit, "pandana": pandana}[sys.argv[1]](np.load(sys.argv[2])))
