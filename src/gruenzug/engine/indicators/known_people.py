"""Rows of people: what share of those whom the sources speak of, and how much there is for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.indicators.sums import PERCENT_OF_PERSONS, IntArray, Sums
from gruenzug.engine.layers.people import People


@dataclass(frozen=True)
class KnownPeople:
    """People of whom the sources of a part speak.

    Attributes
    ----------
    people : People
        All there are.
    known : ndarray of bool, shape (N,)
        Of whom the sources speak.
    count : int
        Number of municipalities, M.
    """

    people: People
    known: NDArray[np.bool_]
    count: int

    @cached_property
    def served(self) -> IntArray:
        """Thousandths of persons known per municipality, shape (M,)."""
        return self.people.sum_by_municipality(self.count, self.known)

    @cached_property
    def base(self) -> IntArray:
        """Thousandths of persons per municipality, known or not, shape (M,)."""
        return self.people.sum_by_municipality(self.count)

    def share(self, part: str, counted: NDArray[np.bool_]) -> Sums:
        """Return the row of the share that is `counted`, shape (N,), of the known people."""
        persons = self.people.sum_by_municipality(self.count, self.known & counted)
        return Sums(
            part,
            numerator=persons,
            denominator=self.served,
            factor=PERCENT_OF_PERSONS,
            persons=persons,
            covered=self.served,
            base=self.base,
        )

    def per_person(self, part: str, amount: IntArray, factor: float) -> Sums:
        """Return the row of an `amount` per municipality, shape (M,), over the known people.

        Parameters
        ----------
        part : str
            Id of the part.
        amount : ndarray of int64, shape (M,)
            What is shared among them, in a unit of its own.
        factor : float
            Turns the amount over thousandths of persons into the part's unit.
        """
        return Sums(
            part,
            numerator=amount,
            denominator=self.served,
            factor=factor,
            covered=self.served,
            base=self.base,
        )
