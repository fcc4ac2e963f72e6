"""PC and the removal of some patches by a general graph library: ``connectivity_peers.py PEER FILE.npz``."""

# ruff: noqa: PLC0415  a peer is only imported if it is asked

from __future__ import annotations

import sys
import time

import numpy as np
from peers import tell


def scipy(count, one, two, nats):
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    graph = csr_array((nats, (one, two)), shape=(count, count))
    return dijkstra(graph, directed=False)


def networkit(count, one, two, nats):
    import networkit

    graph = networkit.Graph(count, weighted=True)
    for a, b, length in zip(one.tolist(), two.tolist(), nats.tolist(), strict=True):
        graph.addEdge(a, b, length)
    return np.array(networkit.distance.APSP(graph).run().getDistances())


def igraph(count, one, two, nats):
    import igraph

    graph = igraph.Graph(n=count, edges=np.column_stack([one, two]).tolist())
    return np.array(graph.distances(weights=nats.tolist()))


def networkx(count, one, two, nats):
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(zip(one.tolist(), two.tolist(), nats.tolist(), strict=True))
    distances = np.full((count, count), np.inf)
    for source, found in nx.all_pairs_dijkstra_path_length(graph):
        distances[source, list(found)] = list(found.values())
    return distances


def index(distances, area) -> float:
    strength = np.where(distances < 1e6, np.exp(-distances), 0.0)  # networkit: the largest number for no path
    return float(area @ strength @ area)


def main(peer: str, file: str, removals: int) -> None:
    land = np.load(file)
    area, one, two, nats = (land[name] for name in ("area", "one", "two", "nats"))
    all_pairs = {"scipy": scipy, "networkit": networkit, "igraph": igraph, "networkx": networkx}[peer]
    all_pairs(3, np.array([0]), np.array([1]), np.array([1.0]))  # imports
    begun = time.monotonic()
    total = index(all_pairs(len(area), one, two, nats), area)
    once = time.monotonic() - begun
    lost = []
    begun = time.monotonic()
    for patch in land["removed"][:removals].tolist():
        kept = (one != patch) & (two != patch)
        rest = area.copy()
        rest[patch] = 0.0
        lost.append(total - index(all_pairs(len(area), one[kept], two[kept], nats[kept]), rest))
    tell(total=total, lost=lost, once_s=once, removals_s=time.monotonic() - begun)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
