"""Parks, cemeteries and other patches of urban green, grown from block to block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from gruenzug.engine.modelregion.chance import Floats, Ints, chances
from gruenzug.engine.modelregion.uses import Use


@dataclass(frozen=True)
class Wish:
    """Green to grow in one municipality: total area, smallest and largest patch, metres between.

    `remote` says how much it is drawn away from open land (or, below 0, towards it).
    """

    town: int
    use: Use
    total: float
    smallest: float
    largest: float
    apart: float
    remote: float


@dataclass(frozen=True)
class Ground:
    """Blocks that patches grow on: size, place, how soon one becomes a seed, which may join.

    `remote` is 0 beside open land and 1 far from it.
    """

    area: Floats
    centre: Floats
    score: Floats
    remote: Floats
    town: Ints
    neighbours: tuple[Ints, Ints]


def grow_patches(use: Ints, ground: Ground, wishes: list[Wish], salt: int) -> None:
    """Turn residential blocks into patches of urban green, in place.

    Parameters
    ----------
    use : ndarray of int64
        Use of each block; only RESIDENTIAL blocks are taken.
    ground : Ground
        The blocks.
    wishes : list of Wish
        What to grow, in this order.
    salt : int
        Seed of the choices.
    """
    grower = _Grower(use, ground)
    homes = use == Use.RESIDENTIAL
    blocks_of = {
        town: np.flatnonzero(homes & (ground.town == town)) for town in {wish.town for wish in wishes}
    }
    for wish in wishes:
        blocks = blocks_of[wish.town]
        draw = chances(salt + int(wish.use), blocks)
        share = chances(salt + 50 + int(wish.use), blocks)
        score = ground.score[blocks] + wish.remote * ground.remote[blocks] + draw
        order = np.argsort(-score, kind="stable")
        size = wish.smallest + (wish.largest - wish.smallest) * share * share * share
        seeds = list(zip(blocks[order].tolist(), size[order].tolist(), strict=True))
        missing = grower.grow(seeds, wish, wish.total, wish.apart)
        if wish.apart and missing > 0.2 * wish.total:
            grower.grow(seeds, wish, missing, wish.apart / 2)


class _Grower:
    """Grows patches one after another; remembers where they are."""

    def __init__(self, use: Ints, ground: Ground) -> None:
        self._use = use
        self._area = ground.area.tolist()
        self._centre = ground.centre.tolist()
        self._pointer, self._others = _lists(ground.neighbours, len(use))
        self._spots: dict[tuple[Use, int, int], list[list[float]]] = {}

    def grow(self, seeds: list[tuple[int, float]], wish: Wish, total: float, apart: float) -> float:
        """Grow patches until `total` is reached; return what is missing."""
        missing = total
        for seed, size in seeds:
            if missing < 0.3 * size:
                if missing < 0.4 * total:
                    break
                continue
            if (
                self._use[seed] == Use.RESIDENTIAL
                and self._area[seed] <= 1.6 * size
                and self._is_clear(seed, wish.use, apart)
            ):
                missing -= self._patch(seed, size, wish.use)
        return missing

    def _is_clear(self, seed: int, use: Use, apart: float) -> bool:
        """Say whether a seed keeps its distance from patches of its kind."""
        if any(self._use[near] == use for near in self._nearby(seed)):
            return False
        x, y = self._centre[seed]
        column, row = int(x // 500), int(y // 500)
        around = [(use, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        spots = (spot for key in around for spot in self._spots.get(key, []))
        return not apart or all((x - p) ** 2 + (y - q) ** 2 >= apart * apart for p, q in spots)

    def _patch(self, seed: int, size: float, use: Use) -> float:
        """Grow one patch around a seed; return its area."""
        patch, front, grown = [seed], [seed], float(self._area[seed])
        while front and grown < 0.75 * size:
            for there in self._nearby(front.pop(0)):
                if (
                    self._use[there] == Use.RESIDENTIAL
                    and there not in patch
                    and grown + self._area[there] < 1.25 * size
                ):
                    patch.append(there)
                    front.append(there)
                    grown += self._area[there]
        self._use[patch] = use
        x, y = self._centre[seed]
        self._spots.setdefault((use, int(x // 500), int(y // 500)), []).append([x, y])
        return grown

    def _nearby(self, block: int) -> list[int]:
        return self._others[self._pointer[block] : self._pointer[block + 1]]


def _lists(pairs: tuple[Ints, Ints], count: int) -> tuple[list[int], list[int]]:
    """Return the neighbours of each block as one list with pointers, sorted."""
    a, b = np.concatenate([pairs[0], pairs[1]]), np.concatenate([pairs[1], pairs[0]])
    graph = csr_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    graph.sort_indices()
    return graph.indptr.tolist(), graph.indices.tolist()
