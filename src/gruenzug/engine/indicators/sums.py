"""Sums per municipality, from which every level's figures follow."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.layers.shares import WHOLE

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
        Thousandths of persons the value speaks of; None if it speaks of none.
    covered, base : ndarray of int64, shape (M,)
        What the sources reach and all there is: thousandths of persons or
        square decimetres. Coverage is their quotient.
    denominator_scale : float
        Turns the denominator into persons, m² or pieces.
    """

    part: str
    _: KW_ONLY
    numerator: IntArray
    denominator: IntArray | None
    factor: float
    persons: IntArray | None = None
    covered: IntArray
    base: IntArray
    denominator_scale: float = 0.001

    @classmethod
    def of_area(cls, part: str, *, amount: IntArray, known: IntArray, base: IntArray, factor: float) -> Sums:
        """Return the row of an amount over the area of which it is known.

        Parameters
        ----------
        part : str
            Id of the part.
        amount : ndarray of int64, shape (M,)
            On the known area, in a unit of its own.
        known, base : ndarray of int64, shape (M,)
            Square decimetres that the sources reach, and all.
        factor : float
            Turns the amount over square decimetres into the part's unit.
        """
        return cls(
            part,
            numerator=amount,
            denominator=known,
            factor=factor,
            covered=known,
            base=base,
            denominator_scale=M2_PER_DM2,
        )


M2_PER_DM2 = 0.01
MICRO = 1e-6

# what turns a quotient of whole numbers into the unit of a part
PERCENT_OF_PERSONS = 100.0
M2_PER_PERSON = 10.0  # dm² over thousandths of a person
HA_PER_1000 = 1.0  # (dm² / 1e6) over (milli persons / 1e6)
PERCENT_OF_AREA = 100.0
PER_1000 = 1e6  # pieces over thousandths of a person
HA_WEIGHTED = 100.0  # m² times ha over dm²
M_PER_HA = 1000.0  # mm over dm²
PER_KM2 = 100.0  # millionths of pieces over dm²
HA_PER_PIECE = 1.0  # (dm² / 1e6) over (millionths of pieces / 1e6)

# the same of amounts that count ten-thousandths, as rasters of shares do
PERCENT_OF_SHARES = 100 / WHOLE
M2_OF_SHARES_PER_PERSON = M2_PER_PERSON / WHOLE
HA_OF_SHARES = 1e-6 / WHOLE  # of dm²
