"""Tree cadastres: CSV or any vector file, by a mapping of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_around, implausible, meets, refuse_implausible, to_engine
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.text import number, read_text_table
from gruenzug.engine.sources.vector import read_vector

_TEXT = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class _Found:
    """Trees as the file has them: facts by our names, places in EPSG:25832, row numbers."""

    facts: dict[str, NDArray[np.object_]]
    shapes: NDArray[np.object_]
    rows: NDArray[np.int64]


def read_trees(spec: SourceSpec, request: Request) -> Dataset:
    """Read single trees.

    ``options.columns`` names the columns: x and y (CSV only), and, if there
    are any, species, height (metres) and ref. A CSV needs ``options.crs``; ``delimiter`` and
    ``encoding`` default to a comma and UTF-8. ``options.where`` keeps only
    rows with a value, such as ``{ Kategorie = "Pflanzung" }``, and
    ``options.count`` names a column that says how many trees stand in a row.
    """
    columns: Mapping[str, str] = spec.options.get("columns", {})
    found = _from_text(spec, columns) if spec.path.suffix.lower() in _TEXT else _from_vector(spec, columns)
    refuse_implausible(found.shapes, spec.options.get("crs", "of the file"), str(spec.path))
    found, lost = _without(found, implausible(found.shapes))
    found, _ = _without(found, ~_kept(found, spec.options.get("where", {})))
    extent = box_around(found.shapes)
    found, _ = _without(found, ~meets(found.shapes, request.reach("trees")))
    notes = [*_lost_note(lost), *_height_note(found)]
    return Dataset({"trees": _table(found, spec)}, [spec.path], extent, notes)


def _from_text(spec: SourceSpec, columns: Mapping[str, str]) -> _Found:
    options = spec.options
    for need, value in (
        ("columns.x", columns.get("x")),
        ("columns.y", columns.get("y")),
        ("crs", options.get("crs")),
    ):
        if not value:
            raise SourceError(
                f'source "{spec.id}" needs options.{need}, for {spec.path.name} does not say it itself'
            )
    names = _names(spec, columns)
    rows = read_text_table(
        spec.path,
        [columns["x"], columns["y"], *names.values()],
        delimiter=options.get("delimiter", ","),
        encoding=options.get("encoding", "utf-8"),
    )
    words = zip(rows.columns[columns["x"]], rows.columns[columns["y"]], strict=True)
    places = np.array([[_coordinate(x), _coordinate(y)] for x, y in words])
    facts = {ours: np.array(rows.columns[theirs], dtype=object) for ours, theirs in names.items()}
    return _Found(facts, to_engine(shapely.points(places), options["crs"]), np.array(rows.lines))


def _from_vector(spec: SourceSpec, columns: Mapping[str, str]) -> _Found:
    names = _names(spec, columns)
    rows = read_vector(
        spec.path, list(names.values()), encoding=spec.options.get("encoding"), crs=spec.options.get("crs")
    )
    shapes = shapely.centroid(np.asarray(rows.geometry.values, dtype=object))
    facts = {ours: rows[theirs].astype("str").to_numpy(object) for ours, theirs in names.items()}
    return _Found(facts, shapes, np.arange(1, len(rows) + 1))


def _names(spec: SourceSpec, columns: Mapping[str, str]) -> dict[str, str]:
    """Return our name → column of the file, for all but the coordinates."""
    names = {ours: columns[ours] for ours in ("species", "height", "ref") if ours in columns}
    names |= {f"where {column}": column for column in spec.options.get("where", {})}
    return names | ({"count": spec.options["count"]} if "count" in spec.options else {})


def _coordinate(word: str) -> float:
    value = number(word)
    return float("nan") if value is None else value


def _kept(found: _Found, where: Mapping[str, Any]) -> NDArray[np.bool_]:
    kept = np.ones(len(found.rows), dtype=bool)
    for column, value in where.items():
        kept &= found.facts[f"where {column}"] == str(value)
    return kept


def _without(found: _Found, dropped: NDArray[np.bool_]) -> tuple[_Found, NDArray[np.int64]]:
    """Return the trees that stay, and the numbers of the rows that go."""
    facts = {name: values[~dropped] for name, values in found.facts.items()}
    return _Found(facts, found.shapes[~dropped], found.rows[~dropped]), found.rows[dropped]


def _table(found: _Found, spec: SourceSpec) -> pd.DataFrame:
    refs = found.facts.get("ref", found.rows.astype(str))
    species = found.facts.get("species", np.full(len(refs), None, dtype=object))
    frame = pd.DataFrame({"ref": [f"{spec.id}/{ref}" for ref in refs], "species": species})
    frame["species"] = frame["species"].replace({"": None, "nan": None})
    frame["height"] = _heights(found)
    times = _counts(found, spec)
    columns = {name: frame[name].repeat(times).to_numpy() for name in frame}
    return table("trees", columns, np.repeat(found.shapes, times))


def _heights(found: _Found) -> NDArray[np.float64]:
    """Return metres, NaN where there is no number above 0."""
    words = found.facts.get("height", np.full(len(found.rows), "", dtype=object))
    metres = np.array([_coordinate(word) for word in words], dtype=np.float64)
    return np.where(metres > 0, metres, np.nan)


def _counts(found: _Found, spec: SourceSpec) -> NDArray[np.int64]:
    """Return how many trees each row stands for."""
    words: Sequence[str] = list(found.facts.get("count", np.full(len(found.rows), "1", dtype=object)))
    for row, word in zip(found.rows, words, strict=True):
        if not word.isdigit():
            raise SourceError(
                f'{spec.path}, line {row}: {spec.options["count"]} is "{word}"; expected a whole number'
            )
    return np.array([int(word) for word in words], dtype=np.int64)


def _height_note(found: _Found) -> list[Note]:
    """Tell how many trees have no height, where the source has heights at all."""
    lacking = int(np.isnan(_heights(found)).sum())
    if "height" not in found.facts or not lacking:
        return []
    return [
        Note(
            f"Zeilen ohne Baumhöhe als Zahl: {lacking}.",
            f"Lines without a height of the tree as a number: {lacking}.",
        )
    ]


def _lost_note(rows: NDArray[np.int64]) -> list[Note]:
    if not len(rows):
        return []
    return [
        Note(
            f"Zeilen mit unmöglichen Koordinaten ausgelassen: {some(rows)}.",
            f"Lines with impossible coordinates left out: {some(rows)}.",
        )
    ]
