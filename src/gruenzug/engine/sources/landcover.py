"""Land cover: a raster of class codes with the table that says what each code means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask
from rasterio.windows import Window

from gruenzug.contract.elements import elements
from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import CRS
from gruenzug.engine.sources.catalogue import Dataset, some
from gruenzug.engine.sources.files import present, readable_text
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Bounds, Request
from gruenzug.engine.sources.shapes import bounds_in, implausible, to_engine
from gruenzug.engine.sources.tables import CANOPY
from gruenzug.engine.sources.vector import require

SHIPPED = ("corine", "worldcover")
"""Class tables that come with the software: CORINE grid codes 1 to 44, ESA WorldCover 10 to 100."""

_FOLDER = files("gruenzug.engine.sources") / "landcover_classes"
_CODES = ("uint8", "int8", "uint16", "int16", "int32")
_BAND_ROWS = 512
_NOTHING = -1
_EDGE_M = 500.0  # straight edges in EPSG:25832 bend in other systems


@dataclass(frozen=True)
class LandClass:
    """What one code means.

    Attributes
    ----------
    code, de, en
        Code and name.
    element
        The catalogue element it stands for, if any.
    canopy
        Whether it means tree crowns, cell by cell; a class of forests that
        leaves out the trees of streets and gardens does not.
    """

    code: int
    de: str
    en: str
    element: str | None
    canopy: bool = False


@dataclass(frozen=True)
class LandCover:
    """A raster of land-cover classes, read window by window.

    Attributes
    ----------
    path
        The GeoTIFF.
    classes
        Code → its meaning.
    crs
        Its coordinate system; polygons are moved there, the cells stay.
    codes
        Codes found in the part of the raster that is of use.
    cell
        Edge of a cell with its unit, such as ``"10 m"``.
    curve_numbers, cooling
        Tables of what its classes do with rain and with heat, as `gruenzug run
        runoff` and `gruenzug run cooling` read them; None: not known.
    """

    path: Path
    classes: dict[int, LandClass]
    crs: str
    codes: tuple[int, ...]
    cell: str = ""
    curve_numbers: Path | None = None
    cooling: Path | None = None

    @property
    def tells(self) -> tuple[str, ...]:
        """Names of the tables and grids that can be made of it."""
        more = {CANOPY: self.canopy, "curve_numbers": self.curve_numbers, "cooling": self.cooling}
        return ("landcover", *(name for name, there in more.items() if there))

    @property
    def canopy(self) -> tuple[int, ...]:
        """Codes that mean tree crowns."""
        return tuple(sorted(code for code, meaning in self.classes.items() if meaning.canopy))

    def shares(self, polygons: gpd.GeoSeries) -> pd.DataFrame:
        """Return the share of each class in each polygon.

        Parameters
        ----------
        polygons : GeoSeries
            Areas in EPSG:25832.

        Returns
        -------
        DataFrame
            One row per polygon, one column per code of `classes`, plus
            ``known``: the share of the polygon's cells that hold a code. The
            class shares add up to 1 over the known cells; NaN where none is.

        Notes
        -----
        A cell belongs to a polygon if its centre does. In a raster of
        degrees the rows of cells are weighted by the cosine of their
        latitude, for they shrink towards the pole.
        """
        codes = sorted(self.classes)
        with rasterio.open(self.path) as raster:
            counts = [self._count(raster, shape, codes) for shape in _moved(polygons, self.crs)]
        table = pd.DataFrame([known for known, _ in counts], index=polygons.index, columns=codes, dtype=float)
        cells = np.array([total for _, total in counts])
        sums = table.sum(axis="columns")
        result = table.div(sums.where(sums > 0), axis="rows")
        return result.assign(known=(sums / np.where(cells > 0, cells, np.nan)).fillna(0.0))

    def _count(
        self, raster: rasterio.DatasetReader, shape: shapely.Geometry, codes: list[int]
    ) -> tuple[list[float], float]:
        """Return weighted cells per code in a polygon, and all its cells in the plane of the raster."""
        sums, total = np.zeros(len(codes)), 0.0
        for window in bands(raster.transform, raster.crs, shape.bounds):
            transform = raster.window_transform(window)
            inside = geometry_mask([shape], (window.height, window.width), transform, invert=True)
            weights = _row_weights(transform, window.height, raster.crs.is_geographic)
            total += float(inside.sum(axis=1) @ weights)
            values = _values(raster, window)
            for place, code in enumerate(codes):
                sums[place] += float(((values == code) & inside).sum(axis=1) @ weights)
        return list(sums), total


def read_landcover(spec: SourceSpec, request: Request) -> Dataset:
    """Open a GeoTIFF of classes and check that every code in reach has a meaning.

    ``options.classes`` is ``corine``, ``worldcover`` or the path of a CSV
    with the columns code, de, en, element; ``options.curve_numbers`` and
    ``options.cooling`` are tables of what the classes do, which the two have.
    """
    classes, table = _classes(spec)
    try:
        with rasterio.open(present(spec.path)) as raster:
            crs, box = outline(raster, spec.path, "land cover", _CODES)
            codes = _codes(raster, request.reach("landcover"), crs)
            cell = f"{raster.transform.a:.9g} {'°' if raster.crs.is_geographic else 'm'}"
    except RasterioError:
        raise SourceError(
            f"{spec.path} cannot be read as a raster, it may be truncated or of another format; fetch it "
            "again"
        ) from None
    if unknown := sorted(codes - set(classes)):
        raise SourceError(
            f"{spec.path} holds the values {some(unknown, 5)}, which the table {table} does not explain; "
            "name the right one in options.classes"
        )
    tables = {name: _table_of(spec, name) for name in ("curve_numbers", "cooling")}
    cover = LandCover(spec.path, classes, crs, tuple(sorted(codes)), cell, **tables)
    own = [spec.resolve(spec.options[name]) for name in tables if name in spec.options]
    return Dataset({}, [spec.path, *own], box, [], {"landcover": cover})


def _table_of(spec: SourceSpec, name: str) -> Path | None:
    """Return the table the region names for its classes, else the one that comes with them."""
    if name in spec.options:
        return readable_text(spec.resolve(spec.options[name]))
    if spec.options["classes"] not in SHIPPED:
        return None
    return Path(str(_FOLDER / f"{spec.options['classes']}_{name}.csv"))


def _classes(spec: SourceSpec) -> tuple[dict[int, LandClass], str]:
    name = spec.options.get("classes")
    if not isinstance(name, str):
        raise SourceError(f'source "{spec.id}" needs options.classes: {", ".join(SHIPPED)} or a CSV file')
    if name in SHIPPED:
        return _class_table(_FOLDER.joinpath(f"{name}.csv").read_text("utf-8"), Path(name)), name
    path = spec.resolve(name)
    return _class_table(readable_text(path).read_text("utf-8-sig"), path), name


def _class_table(text: str, path: Path) -> dict[int, LandClass]:
    reader = csv.DictReader(text.splitlines())
    require(reader.fieldnames or [], ["code", "de", "en", "element"], path)
    classes: dict[int, LandClass] = {}
    for number, row in enumerate(reader, 2):
        if not (row["code"] or "").isdigit() or int(row["code"]) in classes:
            raise SourceError(f'{path}, row {number}: the code "{row["code"]}" is no number or there twice')
        element = row["element"] or None
        if element and element not in elements():
            raise SourceError(
                f'{path}, row {number}: "{element}" is no element; use one of {", ".join(elements())}'
            )
        if (crowns := row.get("canopy") or "") not in ("", "yes"):
            raise SourceError(f'{path}, row {number}: canopy is "{crowns}"; write yes or leave it empty')
        classes[int(row["code"])] = LandClass(
            int(row["code"]), row["de"], row["en"], element, crowns == "yes"
        )
    return classes


def outline(
    raster: rasterio.DatasetReader, path: Path, what: str, types: tuple[str, ...]
) -> tuple[str, shapely.Geometry]:
    """Return the coordinate system of a raster of `what` and its box in EPSG:25832; refuse other `types`."""
    if raster.crs is None:
        raise SourceError(
            f"{path} does not say its coordinate system; write it into the file, for instance with gdal_edit"
        )
    if raster.count != 1 or raster.dtypes[0] not in types:
        numbers = "numbers" if "float32" in types else "whole numbers"
        raise SourceError(
            f"{path} has {raster.count} band(s) of {raster.dtypes[0]}; {what} is one band of {numbers}"
        )
    if raster.transform.b or raster.transform.d:
        raise SourceError(f"{path} is rotated; warp it to a grid that points north")
    edge = max(raster.width * abs(raster.transform.a), raster.height * abs(raster.transform.e)) / 64
    corners = np.array([shapely.segmentize(shapely.box(*raster.bounds), edge)], dtype=object)
    moved = to_engine(corners, pyproj.CRS.from_wkt(raster.crs.to_wkt()))
    if implausible(moved)[0]:
        raise SourceError(
            f"{path} lies outside the area of {CRS}; give the raster its true coordinate system"
        )
    return raster.crs.to_string(), moved[0]


def _codes(raster: rasterio.DatasetReader, reach: Bounds | None, crs: str) -> set[int]:
    """Return all values but no-data in reach; reading them also proves the file whole."""
    bounds = bounds_in(reach, crs) if reach else tuple(raster.bounds)
    whole = Window(0, 0, raster.width, raster.height)
    found: set[int] = set()
    for window in bands(raster.transform, raster.crs, bounds):
        if rasterio.windows.intersect(window, whole):
            values = raster.read(1, window=window.intersection(whole))
            found |= set(np.unique(values).tolist())
    return found - {_NOTHING if raster.nodata is None else int(raster.nodata), 0}


def _values(raster: rasterio.DatasetReader, window: Window) -> NDArray[np.int64]:
    """Return the codes in a window, `_NOTHING` beyond the raster and where it has no data."""
    result = np.full((window.height, window.width), _NOTHING, dtype=np.int64)
    whole = Window(0, 0, raster.width, raster.height)
    if not rasterio.windows.intersect(window, whole):
        return result
    common = window.intersection(whole)
    values = raster.read(1, window=common).astype(np.int64)
    if raster.nodata is not None:
        values[values == raster.nodata] = _NOTHING
    row, col = common.row_off - window.row_off, common.col_off - window.col_off
    result[row : row + common.height, col : col + common.width] = values
    return result


def bands(transform: Affine, crs: object, bounds: Bounds) -> Iterator[Window]:
    """Yield windows of a raster that cover the bounds in bands of rows, clipped to nothing."""
    west, south, east, north = bounds
    left, top = ~transform @ (west, north)
    right, bottom = ~transform @ (east, south)
    first_row, last_row = int(np.floor(min(top, bottom))), int(np.ceil(max(top, bottom)))
    first_col, last_col = int(np.floor(min(left, right))), int(np.ceil(max(left, right)))
    for row in range(first_row, last_row, _BAND_ROWS):
        yield Window(first_col, row, max(1, last_col - first_col), min(_BAND_ROWS, last_row - row))


def _row_weights(transform: Affine, rows: int, geographic: bool) -> NDArray[np.float64]:
    if not geographic:
        return np.ones(rows)
    latitudes = transform.f + transform.e * (np.arange(rows) + 0.5)
    return np.asarray(np.cos(np.radians(latitudes)))


def _moved(polygons: gpd.GeoSeries, crs: str) -> list[shapely.Geometry]:
    if polygons.crs is None or polygons.crs.to_epsg() != 25832:
        raise ValueError(f"polygons must be in {CRS}, not {polygons.crs}")
    dense = polygons.segmentize(_EDGE_M)
    return list(dense.to_crs(crs).values)
