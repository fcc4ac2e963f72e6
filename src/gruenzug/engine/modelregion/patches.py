"""Parks, cemeteries and other patches of urban green, grown from block to block."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from gruenzug.engine.modelregion.chance import Floats, Ints, chances
from gruenzug.engine.modelregion.uses import Use

Wish = tuple[int, Use, float, float, float]


def grow_patches(use: Ints, area: Floats, score: Floats, town: Ints, neighbours: tuple[Ints, Ints], wishes: list[Wish], salt: int) -> None:
    """Turn residential blocks into patches of urban green, in place.

    Parameters
    ----------
    use : ndarray of int64
        Use of each block; only RESIDENTIAL blocks are taken.
    area, score : ndarray of float64
        Size of each block, and how soon it is taken as the seed of a patch.
    town : ndarray of int64
        Municipality of each block.
    neighbours : tuple of ndarray
        Pairs of blocks that may join in one patch.
    wishes : list
        Municipality, use, total area, smallest and largest patch.
    salt : int
        Seed of the choices.
    """
    pointer, others = _lists(neighbours, len(use))
    homes = use == Use.RESIDENTIAL
    seeds = {number: np.flatnonzero(homes & (town == number)) for number in {wish[0] for wish in wishes}}
    for number, code, total, low, high in wishes:
        blocks = seeds[number]
        draw = chances(salt + int(code), blocks)
        order = blocks[np.argsort(-(score[blocks] + 1.5 * draw), kind="stable")]
        share = chances(salt + 50 + int(code), blocks)
        size = low + (high - low) * share * share * share
        _grow(use, area, order, dict(zip(blocks.tolist(), size.tolist(), strict=True)), code, total, (pointer, others))


def _grow(use: Ints, area: Floats, order: Ints, size: dict[int, float], code: Use, total: float, graph: tuple[list[int], list[int]]) -> None:
    """Grow patches from the blocks in `order` until `total` is reached."""
    pointer, others = graph
    got = 0.0
    for seed in order.tolist():
        if got + 0.3 * size[seed] > total:
            if got > 0.6 * total:
                return
            continue
        if use[seed] != Use.RESIDENTIAL or area[seed] > 1.6 * size[seed] or any(use[n] == code for n in others[pointer[seed] : pointer[seed + 1]]):
            continue
        patch, front, grown = [seed], [seed], float(area[seed])
        while front and grown < 0.75 * size[seed]:
            here = front.pop(0)
            for there in others[pointer[here] : pointer[here + 1]]:
                if use[there] == Use.RESIDENTIAL and there not in patch and grown + area[there] < 1.25 * size[seed]:
                    patch.append(there)
                    front.append(there)
                    grown += float(area[there])
        use[patch] = code
        got += grown


def _lists(pairs: tuple[Ints, Ints], count: int) -> tuple[list[int], list[int]]:
    """Return the neighbours of each block as one list with pointers, sorted."""
    a, b = np.concatenate([pairs[0], pairs[1]]), np.concatenate([pairs[1], pairs[0]])
    graph = csr_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    graph.sort_indices()
    return graph.indptr.tolist(), graph.indices.tolist()
