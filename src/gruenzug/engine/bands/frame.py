"""The frame of a raster: how many cells, how large, where and in which coordinate system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasterio.crs import CRS
from rasterio.transform import Affine

from gruenzug.engine.errors import GridError

_CLOSE = 1e-3  # parts of a cell that corners may differ by, for files round them


@dataclass(frozen=True)
class Frame:
    """Size and place of a raster that points north.

    Attributes
    ----------
    rows, columns : int
        Number of cells.
    west, north : float
        Upper left corner.
    cell_x, cell_y : float
        Width and height of a cell, both positive.
    crs : str
        Coordinate system as WKT, empty if the file does not say.
    """

    rows: int
    columns: int
    west: float
    north: float
    cell_x: float
    cell_y: float
    crs: str = ""

    @property
    def affine(self) -> Affine:
        """The way from (column, row) to coordinates."""
        return Affine(self.cell_x, 0.0, self.west, 0.0, -self.cell_y, self.north)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.rows * self.columns

    @property
    def cell_area(self) -> float:
        """Area of one cell, in m² if the coordinate system is in metres."""
        return self.cell_x * self.cell_y

    @property
    def crs_name(self) -> str:
        """A short name of the coordinate system, such as ``EPSG:25832``."""
        if not self.crs:
            return "no coordinate system"
        system = CRS.from_wkt(self.crs)
        code = system.to_epsg()
        return f"EPSG:{code}" if code else (system.to_dict().get("proj") or "an unnamed system")

    def same_system(self, other: Frame) -> bool:
        """Return whether both frames are in the same coordinate system."""
        if self.crs == other.crs:
            return True
        return bool(self.crs and other.crs) and CRS.from_wkt(self.crs) == CRS.from_wkt(other.crs)


def frame_of(dataset: Any, name: str) -> Frame:
    """Return the frame of an open rasterio `dataset`, refusing one that does not point north."""
    t = dataset.transform
    if t.b or t.d or t.a <= 0 or t.e >= 0:
        raise GridError(f"{name} is rotated or upside down; warp it to a grid that points north")
    crs = dataset.crs.to_wkt() if dataset.crs else ""
    return Frame(dataset.height, dataset.width, t.c, t.f, t.a, -t.e, crs)


def require_metres(frame: Frame, name: str) -> None:
    """Refuse a frame whose coordinates are degrees or feet.

    A file without a coordinate system passes: its cells are taken as metres.
    """
    if not frame.crs:
        return
    system = CRS.from_wkt(frame.crs)
    if system.is_geographic:
        raise GridError(
            f"{name} is in {frame.crs_name}, whose unit is the degree; reproject it to a system in metres, "
            "such as EPSG:25832"
        )
    if abs(system.linear_units_factor[1] - 1.0) > 1e-9:
        raise GridError(
            f"{name} is in {frame.crs_name}, whose unit is {system.linear_units}; reproject it to a system "
            "in metres, such as EPSG:25832"
        )


def require_square(frame: Frame, name: str) -> None:
    """Refuse cells that are not square."""
    if abs(frame.cell_x - frame.cell_y) > 1e-6 * frame.cell_x:
        raise GridError(f"{name} has cells of {frame.cell_x:g} x {frame.cell_y:g} m; warp it to square cells")


def require_same_system(first: Frame, first_name: str, second: Frame, second_name: str) -> None:
    """Refuse two frames in different coordinate systems."""
    if not first.same_system(second):
        raise GridError(
            f"{first_name} is in {first.crs_name}, {second_name} in {second.crs_name}; reproject one of "
            "them first"
        )


def same_cells(first: Frame, second: Frame) -> bool:
    """Return whether two frames in one coordinate system lie cell on cell, but for rounding."""
    if (first.rows, first.columns) != (second.rows, second.columns):
        return False
    across, down = _CLOSE * first.cell_x, _CLOSE * first.cell_y
    return (
        abs(first.cell_x - second.cell_x) * first.columns <= across
        and abs(first.cell_y - second.cell_y) * first.rows <= down
        and abs(first.west - second.west) <= across
        and abs(first.north - second.north) <= down
    )


def require_same(first: Frame, first_name: str, second: Frame, second_name: str) -> None:
    """Refuse two frames that do not lie cell on cell."""
    require_same_system(first, first_name, second, second_name)
    if same_cells(first, second):
        return
    if (first.rows, first.columns) != (second.rows, second.columns):
        difference = "has {0.rows} x {0.columns} cells".format
    elif first.cell_x != second.cell_x or first.cell_y != second.cell_y:
        difference = "has cells of {0.cell_x:.9g} x {0.cell_y:.9g} m".format
    else:
        difference = "begins at {0.west:.9g}, {0.north:.9g}".format
    raise GridError(
        f"{first_name} {difference(first)}, {second_name} {difference(second)}; cut or resample one of them "
        "to the other's grid"
    )
