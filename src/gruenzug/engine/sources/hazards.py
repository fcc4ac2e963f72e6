"""Areas that floods or heavy rain endanger, from maps of hazard, as their publishers draw them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.kinds import HAZARDS
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_around, meets, mend
from gruenzug.engine.sources.tables import TITLES, table
from gruenzug.engine.sources.vector import read_vector


def read_hazards(spec: SourceSpec, request: Request) -> Dataset:
    """Read polygons of one hazard.

    ``options.hazard`` is one of `kinds.HAZARDS`. Every polygon counts, or,
    with ``options.column``, those whose class is in ``options.keep``, or whose
    number is at least ``options.least``, such as a depth of water.
    """
    name = f"hazard_{spec.options['hazard']}" if "hazard" in spec.options else ""
    if name not in {f"hazard_{hazard}" for hazard in HAZARDS}:
        raise SourceError(f'source "{spec.id}" needs options.hazard; write one of {", ".join(HAZARDS)}')
    column, rows = _rows(spec)
    kinds = rows.geometry.geom_type.isin(("Polygon", "MultiPolygon"))
    for row in np.flatnonzero(~kinds):
        raise SourceError(
            f"{spec.path}, row {row + 1}: a {rows.geometry.geom_type.iloc[row]} is no area; hazards must be "
            "polygons"
        )
    shapes, _ = mend(np.asarray(rows.geometry.values, dtype=object))
    counts = np.ones(len(rows), np.bool_) if column is None else _counting(rows[column], spec)
    kept = counts & meets(shapes, request.reach(name))
    refs = np.array([f"{spec.id}/{n + 1}" for n in np.flatnonzero(kept)], dtype=object)
    found = table(name, {"ref": refs}, shapes[kept])
    return Dataset({name: found}, [spec.path], box_around(shapes), [_note(name, spec)])


def _rows(spec: SourceSpec) -> tuple[str | None, Any]:
    column, chosen = spec.options.get("column"), {"keep", "least"} & set(spec.options)
    if (column is None) != (not chosen) or len(chosen) > 1:
        raise SourceError(
            f'source "{spec.id}" needs options.column with either options.keep = ["class"] or '
            "options.least = 0.5, or none of them: then every polygon counts"
        )
    options = {key: spec.options.get(key) for key in ("encoding", "crs")}
    layers = [spec.options["layer"]] if "layer" in spec.options else []
    return column, read_vector(spec.path, [column] if column else [], layers=layers, **options)


def _counting(values: pd.Series, spec: SourceSpec) -> NDArray[np.bool_]:
    """Return which rows count; a row without a class or number does not."""
    if "keep" in spec.options:
        return _of_class(values, [str(name) for name in spec.options["keep"]], spec)
    amounts = pd.to_numeric(values, errors="coerce")
    for row in np.flatnonzero(amounts.isna() & values.notna()):
        raise SourceError(
            f'{spec.path}, row {row + 1}: {values.name} is "{values.iloc[row]}", not a number; name another '
            "column or use options.keep"
        )
    enough: NDArray[np.bool_] = (amounts >= spec.options["least"]).to_numpy(np.bool_)
    return enough


def _of_class(values: pd.Series, keep: list[str], spec: SourceSpec) -> NDArray[np.bool_]:
    known = values.dropna().astype(str)
    for name in keep:
        if name not in set(known):
            raise SourceError(
                f'{spec.path} has no {values.name} "{name}"; it has {some(sorted(set(known)))}; correct '
                "options.keep"
            )
    kept: NDArray[np.bool_] = (values.notna() & values.astype(str).isin(keep)).to_numpy(np.bool_)
    return kept


def _note(name: str, spec: SourceSpec) -> Note:
    """Say in provenance which polygons count."""
    german, english = TITLES[name]
    german, english = german[0].upper() + german[1:], english[0].upper() + english[1:]
    column = spec.options.get("column")
    if "least" in spec.options:
        least = f"{spec.options['least']:g}"
        return Note(
            f"{german}: „{column}“ ab {least.replace('.', ',')}.", f"{english}: “{column}” from {least}."
        )
    if "keep" in spec.options:
        names = ", ".join(map(str, spec.options["keep"]))
        return Note(f"{german}: „{column}“ ist {names}.", f"{english}: “{column}” is {names}.")
    return Note(f"{german}: alle Flächen der Datei.", f"{english}: all areas of the file.")
