"""Small GeoTIFFs for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import Affine

CRS = "EPSG:25832"


def write(
    path: Path,
    values: np.ndarray,
    *,
    nodata: float | None = None,
    cell: float = 10.0,
    west: float = 400_000.0,
    north: float = 5_700_000.0,
    crs: str | None = CRS,
) -> Path:
    rows, columns = values.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=rows,
        width=columns,
        count=1,
        dtype=str(values.dtype),
        crs=crs,
        transform=Affine(cell, 0.0, west, 0.0, -cell, north),
        nodata=nodata,
    ) as file:
        file.write(values, 1)
    return path


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)
