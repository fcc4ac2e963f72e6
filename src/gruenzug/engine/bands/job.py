"""What an analysis says of itself: inputs, halo, kernel, outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands.sources import Source

Array = NDArray[Any]
Outcome = tuple[tuple[Array, ...], Any]
"""Output arrays in the order of `Job.outputs`, and a partial result (or None)."""


class Piece(NamedTuple):
    """The cells a call of the kernel is responsible for, last row and column excluded."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.last_row - self.first_row, self.last_column - self.first_column


@dataclass(frozen=True)
class Layer:
    """A raster to be written: its type and its value for no data."""

    dtype: str
    nodata: float | None = None


@dataclass(frozen=True)
class Job:
    """One pass over rasters.

    Attributes
    ----------
    kernel : callable
        ``kernel(piece, *arrays)`` or, with `extra`, ``kernel(piece, *arrays,
        extra)`` returns the output arrays of the piece and a partial result.
        The arrays hold the piece and `halo` cells around it; beyond the raster
        they hold the source's value for no data. It must be a module-level
        function or a picklable object, for a cluster gets it too.
    inputs : tuple of Source
        All of the same size.
    halo : int
        How many cells a cell looks around.
    outputs : tuple of Layer
        Rasters that the kernel returns.
    whole_rows : bool
        Whether a piece must span all columns; then there is no halo on its
        left and right, for there is nothing beyond.
    scratch : int
        Bytes per cell that the kernel needs beside inputs and outputs, where
        pieces span all columns; so bands of wide rasters have fewer rows.
    extra : tuple or None
        Something per band, such as what the bands above have found.
    """

    kernel: Callable[..., Outcome]
    inputs: tuple[Source, ...]
    halo: int = 0
    outputs: tuple[Layer, ...] = ()
    whole_rows: bool = False
    scratch: int = 0
    extra: tuple[Any, ...] | None = field(default=None, compare=False)

    @property
    def cell_bytes(self) -> int:
        """Bytes that one cell takes in all inputs and outputs."""
        inputs = sum(np.dtype(source.dtype).itemsize for source in self.inputs)
        return inputs + sum(np.dtype(layer.dtype).itemsize for layer in self.outputs)
