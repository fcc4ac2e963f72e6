"""The analyses in a notebook: xarray and GeoPandas in, xarray and pandas out.

Every function computes what ``gruenzug run`` of the same name computes, to the
last bit, for it goes the same way: a DataArray is a raster in a temporary
folder while its analysis runs, so a notebook needs no more memory than the
command. A raster may also be given as the path of a GeoTIFF, a table as the
path of a CSV file.

Examples
--------
>>> import numpy as np
>>> from gruenzug.engine.analyses import distance, patches, raster
>>> cover = raster(np.array([[2, 1, 1], [2, 1, 1], [1, 1, 2]], np.uint8), cell=10.0)
>>> patches(cover, connectivity=4)[["id", "area_m2"]].to_dict("list")
{'id': [1, 2], 'area_m2': [200.0, 100.0]}
>>> distance(cover).values[0].tolist()
[0.0, 10.0, 20.0]
"""

from gruenzug.engine.analyses.graph import connectivity
from gruenzug.engine.analyses.grids import open_raster, raster
from gruenzug.engine.analyses.people import access
from gruenzug.engine.analyses.rasters import (
    Supply,
    cooling,
    distance,
    patches,
    retention,
    supply,
    zonal,
)
from gruenzug.engine.bands import Workers
from gruenzug.engine.layers.habitat import Dispersal

__all__ = [
    "Dispersal",
    "Supply",
    "Workers",
    "access",
    "connectivity",
    "cooling",
    "distance",
    "open_raster",
    "patches",
    "raster",
    "retention",
    "supply",
    "zonal",
]
