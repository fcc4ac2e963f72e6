"""A raster as Cloud-Optimized GeoTIFF to compute with, and as PMTiles to look at."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from rasterio.enums import Resampling
from rasterio.transform import Affine, from_origin
from rasterio.warp import reproject, transform_bounds

from gruenzug.engine.grid import CRS
from gruenzug.engine.store.atomic import new_file

_TILE = 256
_MERCATOR = "EPSG:3857"
_HALF_WORLD = 20037508.342789244  # half the width of the Mercator square in metres

CLEAR = 255
"""Class of cells that are not drawn."""


@dataclass(frozen=True)
class Raster:
    """Cells of `cell_m` metres in EPSG:25832; `west`, `north` is the upper left corner; NaN is no data."""

    values: NDArray[Any]
    west: float
    north: float
    cell_m: float

    @property
    def affine(self) -> Affine:
        """The way from (column, row) to coordinates."""
        return from_origin(self.west, self.north, self.cell_m, self.cell_m)


@dataclass(frozen=True)
class Step:
    """One colour of a legend: values up to `most`, as ``#rrggbb``."""

    most: float
    colour: str


def write_geotiff(path: Path, raster: Raster) -> None:
    """Write a Cloud-Optimized GeoTIFF with overviews."""
    rows, columns = raster.values.shape
    with (
        new_file(path) as draft,
        rasterio.open(
            draft, "w", driver="COG", height=rows, width=columns, count=1, dtype="float32", crs=CRS,
            transform=raster.affine, nodata=float("nan"), compress="deflate", predictor=3, blocksize=256,
        ) as file,
    ):  # fmt: skip
        file.write(raster.values, 1)


def write_raster_tiles(path: Path, raster: Raster, steps: Sequence[Step], zooms: range) -> None:
    """Write the raster as PNG tiles in the colours of `steps`; cells beyond the last step are clear."""
    limits = np.array([step.most for step in steps])
    classes = np.searchsorted(limits, raster.values, side="left").astype(np.uint8)
    classes[~np.isfinite(raster.values) | (classes >= len(steps))] = CLEAR
    drawn = Raster(classes, raster.west, raster.north, raster.cell_m)
    write_class_tiles(path, drawn, [step.colour for step in steps], zooms)


def write_class_tiles(path: Path, raster: Raster, colours: Sequence[str], zooms: range) -> None:
    """Write classes 0, 1, 2 … as PNG tiles in `colours` (``#rrggbb``); `CLEAR` is not drawn."""
    palette = b"".join(bytes.fromhex(colour[1:]) for colour in colours)
    west, south, east, north = _bounds(raster)
    with new_file(path) as draft, draft.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for tile_id, tile in sorted(_tiles(raster, palette, zooms), key=lambda pair: pair[0]):
            writer.write_tile(tile_id, tile)
        header = {
            "tile_type": TileType.PNG, "tile_compression": Compression.NONE,
            "min_zoom": zooms[0], "max_zoom": zooms[-1],
            "min_lon_e7": round(west * 1e7), "min_lat_e7": round(south * 1e7),
            "max_lon_e7": round(east * 1e7), "max_lat_e7": round(north * 1e7),
            "center_zoom": zooms[0], "center_lon_e7": round((west + east) * 5e6),
            "center_lat_e7": round((south + north) * 5e6),
        }  # fmt: skip
        writer.finalize(header, {"attribution": ""})


def _bounds(raster: Raster, crs: str = "EPSG:4326") -> tuple[float, float, float, float]:
    rows, columns = raster.values.shape
    south, east = raster.north - rows * raster.cell_m, raster.west + columns * raster.cell_m
    box: tuple[float, float, float, float] = transform_bounds(
        CRS, crs, raster.west, south, east, raster.north
    )
    return box


def _tiles(raster: Raster, palette: bytes, zooms: range) -> Iterator[tuple[int, bytes]]:
    west, south, east, north = _bounds(raster, _MERCATOR)
    for zoom in zooms:
        width = 2 * _HALF_WORLD / 2**zoom
        for x in range(int((west + _HALF_WORLD) // width), int((east + _HALF_WORLD) // width) + 1):
            for y in range(int((_HALF_WORLD - north) // width), int((_HALF_WORLD - south) // width) + 1):
                image = _warped(raster, x * width - _HALF_WORLD, _HALF_WORLD - y * width, width / _TILE)
                if (image != CLEAR).any():
                    yield zxy_to_tileid(zoom, x, y), _png(image, palette)


def _warped(raster: Raster, west: float, north: float, cell: float) -> NDArray[np.uint8]:
    image = np.full((_TILE, _TILE), CLEAR, np.uint8)
    kinds: dict[str, Any] = {"src_nodata": CLEAR, "dst_nodata": CLEAR, "resampling": Resampling.nearest}
    reproject(
        raster.values, image, src_transform=raster.affine, src_crs=CRS,
        dst_transform=from_origin(west, north, cell, cell), dst_crs=_MERCATOR, **kinds,
    )  # fmt: skip
    return image


def _png(image: NDArray[np.uint8], palette: bytes) -> bytes:
    picture = Image.fromarray(image, mode="P")
    picture.putpalette(palette + bytes(768 - len(palette)))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", transparency=CLEAR, optimize=False, compress_level=6)
    return buffer.getvalue()
