"""Sums per municipality, from which every level's figures follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Sums:
    """One part of an indicator as whole numbers per municipality.

    They add up: a county's value is `factor` × the sum of the numerators over
    the sum of the denominators of its municipalities, in whatever order.

    Attributes
    ----------
    part : str
        Id of the part.
    numerator : ndarray of int64, shape (M,)
        Thousandths of persons, square decimetres, millimetres, millionths of
        pieces or plain counts.
    denominator : ndarray of int64, shape (M,), or None
        Thousandths of persons, square decimetres or millionths of pieces; None
        for a count.
    factor : float
        Turns the quotient into the part's unit.
    persons : ndarray of int64, shape (M,), or None
        Thousandths of persons the value speaks of.
    covered, base : ndarray of int64, shape (M,)
        What the sources reach and all there is: thousandths of persons or
        square decimetres. Coverage is their quotient.
    denominator_scale : float
        Turns the denominator into persons, m² or pieces.
    """

    part: str
    numerator: IntArray
    denominator: IntArray | None
    factor: float
    persons: IntArray | None
    covered: IntArray
    base: IntArray
    denominator_scale: float = 0.001


PERCENT_OF_PERSONS = 100.0
M2_PER_PERSON = 10.0  # dm² over thousandths of a person
HA_PER_1000 = 1.0  # (dm² / 1e6) over (milli persons / 1e6)
PERCENT_OF_AREA = 100.0
PER_1000 = 1e6  # pieces over thousandths of a person
M2_PER_DM2 = 0.01
HA_WEIGHTED = 100.0  # m² times ha over dm²
M_PER_HA = 1000.0  # mm over dm²
PER_KM2 = 100.0  # millionths of pieces over dm²
HA_PER_PIECE = 1.0  # (dm² / 1e6) over (millionths of pieces / 1e6)
MICRO = 1e-6
