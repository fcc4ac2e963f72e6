"""Green areas and playgrounds from any vector file, by a mapping of its types."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.contract.elements import elements
from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_around, meets, mend
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.vector import read_vector


def read_green_areas(spec: SourceSpec, request: Request) -> Dataset:
    """Read polygons whose type says which element they are.

    ``options.column`` holds the type, ``options.elements`` maps each type to
    an element of the catalogue ("" leaves it out); ``options.name`` and
    ``options.ref`` name columns, ``options.public`` (true or false) overrides
    the rule of the elements. Areas mapped to playground are in the table
    `playgrounds` too.
    """
    mapping = _mapping(spec)
    rows = _typed(spec, mapping, [spec.options[key] for key in ("name", "ref") if key in spec.options])
    shapes, mended = _polygons(rows, spec)
    refs = _refs(rows, spec)
    kinds = rows[spec.options["column"]].map(mapping).to_numpy(object)
    public = np.array(
        [spec.options.get("public", elements()[kind].public_by_default) for kind in kinds], dtype=bool
    )
    names = (
        rows[spec.options["name"]].to_numpy(object) if "name" in spec.options else np.full(len(rows), None)
    )
    columns: dict[str, NDArray[np.object_]] = {"element": kinds, "public": public, "ref": refs, "name": names}
    tables = {
        "green": _near(columns, shapes, request, "green"),
        "playgrounds": _near(columns, shapes, request, "playgrounds", kinds == "playground"),
    }
    notes = _mended_note(refs[mended])
    return Dataset(
        {name: tables[name] for name in sorted(request.tables)}, [spec.path], box_around(shapes), notes
    )


def read_playgrounds(spec: SourceSpec, request: Request) -> Dataset:
    """Read playgrounds, points or areas.

    ``options.column`` holds a category and ``options.keep`` lists those that
    are public playgrounds; without them every row is one.
    """
    keep = spec.options.get("keep")
    if ("column" in spec.options) != (keep is not None):
        raise SourceError(f'source "{spec.id}" needs both options.column and options.keep, or none of them')
    mapping = dict.fromkeys(keep, "playground") if keep else {}
    rows = _typed(spec, mapping, [spec.options[key] for key in ("ref",) if key in spec.options], partly=True)
    shapes = np.asarray(rows.geometry.values, dtype=object)
    columns: dict[str, NDArray[np.object_]] = {
        "ref": _refs(rows, spec),
        "public": np.ones(len(rows), dtype=bool),
    }
    playgrounds = _near(columns, shapes, request, "playgrounds")
    return Dataset({"playgrounds": playgrounds}, [spec.path], box_around(shapes))


def _mapping(spec: SourceSpec) -> Mapping[str, str]:
    column, mapping = spec.options.get("column"), spec.options.get("elements")
    if not isinstance(column, str) or not isinstance(mapping, dict):
        raise SourceError(
            f'source "{spec.id}" needs options.column and options.elements = {{ "type" = "element" }}'
        )
    for kind, element in mapping.items():
        if element and element not in elements():
            raise SourceError(
                f'source "{spec.id}" maps "{kind}" to "{element}", which is no element; use one of '
                f"{', '.join(elements())}"
            )
    return mapping


def _typed(
    spec: SourceSpec, mapping: Mapping[str, str], columns: list[str], partly: bool = False
) -> gpd.GeoDataFrame:
    """Return the rows whose type is mapped to something; refuse types the mapping does not know."""
    column = spec.options.get("column")
    rows = read_vector(
        spec.path,
        [*([column] if column else []), *columns],
        encoding=spec.options.get("encoding"),
        crs=spec.options.get("crs"),
    )
    if column is None:
        return rows
    unknown = rows[~rows[column].isin(mapping)]
    if len(unknown) and not partly:
        value = unknown[column].iloc[0]
        count = int((unknown[column] == value).sum())
        raise SourceError(
            f'{spec.path}: {column} is "{value}" in {count} rows; map it to an element in options.elements, '
            'or to "" to leave it out'
        )
    for kind in mapping:
        if not (rows[column] == kind).any():
            raise SourceError(
                f'{spec.path}: no {column} is "{kind}"; correct the options of source "{spec.id}"'
            )
    return rows[rows[column].map(mapping).fillna("") != ""]


def _polygons(rows: gpd.GeoDataFrame, spec: SourceSpec) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    for number, kind in enumerate(rows.geometry.geom_type, 1):
        if kind not in ("Polygon", "MultiPolygon"):
            raise SourceError(f"{spec.path}, row {number}: a {kind} is no area; green areas must be polygons")
    return mend(np.asarray(rows.geometry.values, dtype=object))


def _refs(rows: pd.DataFrame, spec: SourceSpec) -> NDArray[np.object_]:
    """Return a reference per row: the source, and the file's own reference or row number."""
    own = rows[spec.options["ref"]] if "ref" in spec.options else rows.index + 1
    return np.array([f"{spec.id}/{ref}" for ref in own], dtype=object)


def _near(
    columns: Mapping[str, NDArray[np.object_]],
    shapes: NDArray[np.object_],
    request: Request,
    name: str,
    chosen: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    kept = meets(shapes, request.reach(name)) & (True if chosen is None else chosen)
    return table(name, {key: values[kept] for key, values in columns.items()}, shapes[kept])


def _mended_note(refs: NDArray[np.object_]) -> list[Note]:
    if not len(refs):
        return []
    return [
        Note(
            f"Flächen repariert (ungültige Ringe): {some(refs)}.",
            f"Areas mended (invalid rings): {some(refs)}.",
        )
    ]
