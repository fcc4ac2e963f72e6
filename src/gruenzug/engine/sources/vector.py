"""Vector files of any format GDAL reads, with their faults told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import CRS
from gruenzug.engine.sources.files import present
from gruenzug.engine.sources.shapes import known_crs, refuse_implausible, to_engine


def read_vector(
    path: Path,
    columns: Sequence[str],
    *,
    layers: Sequence[str] = (),
    encoding: str | None = None,
    crs: str | None = None,
) -> gpd.GeoDataFrame:
    """Read a layer with its `columns`, moved to EPSG:25832.

    Parameters
    ----------
    path : Path
        The file; a shapefile needs its .shx and .dbf beside it.
    columns : sequence of str
        Columns that must exist.
    layers : sequence of str
        Names the layer may have, the first that exists is read; none: the only layer.
    encoding, crs : str, optional
        What the file is in, where it does not say so itself.

    Raises
    ------
    SourceError
        With one sentence that names the file, the column or the row.
    """
    present(path)
    layer = pick_layer(path, layers)
    fields = _fields(path, layer, encoding)
    require(fields, columns, path)
    frame = _load(path, layer, [name for name in fields if name in set(columns)], encoding, crs)
    if not len(frame):
        raise SourceError(f"{path} holds no rows; fetch it again")
    _no_gaps(frame, path)
    shapes = to_engine(np.asarray(frame.geometry.values, dtype=object), frame.crs)
    refuse_implausible(shapes, frame.crs.to_string(), str(path))
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=CRS))


def read_attributes(path: Path, columns: Sequence[str], encoding: str | None = None) -> pd.DataFrame:
    """Read the `columns` of a table without geometry, such as a .dbf."""
    present(path)
    layer = pick_layer(path, ())
    require(_fields(path, layer, encoding), columns, path)
    try:
        return pyogrio.read_dataframe(path, columns=list(columns), read_geometry=False, encoding=encoding)
    except (DataSourceError, UnicodeDecodeError, ValueError) as error:
        raise _refusal(path, error, encoding) from None


def pick_layer(path: Path, names: Sequence[str]) -> str:
    """Return the layer to read: the first of `names` that exists, or the only one."""
    try:
        found = [str(name) for name, _ in pyogrio.list_layers(path)]
    except (DataSourceError, ValueError) as error:
        raise _refusal(path, error, None) from None
    wanted = [layer for name in names for layer in found if layer.lower() == name.lower()]
    if wanted:
        return wanted[0]
    if names or len(found) != 1:
        asked = " or ".join(names) or "a single layer"
        raise SourceError(
            f"{path} has the layers {', '.join(found) or 'none'}, expected {asked}; name it in options.layer"
        )
    return found[0]


def require(found: Iterable[str], wanted: Sequence[str], path: Path) -> None:
    """Raise SourceError for the first wanted column that is not found."""
    names = list(found)
    for name in wanted:
        if name not in names:
            raise SourceError(f'{path} has no column "{name}"; it has {", ".join(names) or "none"}')


def _fields(path: Path, layer: str, encoding: str | None) -> list[str]:
    try:
        return [str(name) for name in pyogrio.read_info(path, layer=layer, encoding=encoding)["fields"]]
    except (DataSourceError, DataLayerError, UnicodeDecodeError, LookupError, ValueError) as error:
        raise _refusal(path, error, encoding) from None


def _load(
    path: Path, layer: str, columns: list[str], encoding: str | None, crs: str | None
) -> gpd.GeoDataFrame:
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, columns=columns, encoding=encoding)
    except (DataSourceError, DataLayerError, UnicodeDecodeError, shapely.GEOSException, ValueError) as error:
        raise _refusal(path, error, encoding) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{path} has no geometry; if it is a shapefile, the .shp file itself must be whole")
    if crs is not None:
        return frame.set_crs(known_crs(crs), allow_override=True)
    if frame.crs is None:
        raise SourceError(
            f"{path} does not say its coordinate system; name it in options.crs, such as EPSG:25832"
        )
    return frame


def _no_gaps(frame: gpd.GeoDataFrame, path: Path) -> None:
    missing = frame.geometry.isna() | frame.geometry.is_empty
    if missing.any():
        row = int(np.flatnonzero(missing)[0]) + 1
        raise SourceError(
            f"{path}, row {row}: there is no geometry; the file may be truncated, fetch it again"
        )


def _refusal(path: Path, error: Exception, encoding: str | None) -> SourceError:
    if isinstance(error, UnicodeDecodeError):
        return SourceError(
            f"{path}: its text is not {encoding or 'in the encoding it states'}; name the right one in "
            "options.encoding"
        )
    if isinstance(error, LookupError):
        return SourceError(f'{path}: "{encoding}" is no text encoding; correct options.encoding')
    return SourceError(
        f"{path} cannot be read as geodata, it may be truncated or of another format; fetch it again"
    )
