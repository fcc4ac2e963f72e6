"""Municipalities with their official keys: VG250, outlines with a key table, or Kreise."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import mend
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.vector import pick_layer, read_attributes, read_vector

LAND = 4  # GF, "Geofaktor": land with structure; 1 to 3 are sea areas
_UNITARY = ("Kreisfreie Stadt", "Stadtkreis")
_COUNTY = ("Kreis", "Landkreis")


def read_vg250(spec: SourceSpec, request: Request) -> Dataset:
    """Read the municipalities of BKG's VG250 GeoPackage (levels file).

    ``options.ags`` lists keys, or the first digits of keys, to keep;
    ``options.inhabitants`` names the column of inhabitants (EWZ in VG250-EW),
    which gives the table `statistics_population` too.
    """
    people = [spec.options["inhabitants"]] if "inhabitants" in spec.options else []
    rows = read_vector(spec.path, ["AGS", "GEN", "GF", *people], layers=_layers(spec, "gem"))
    rows = _of_region(rows[rows["GF"] == LAND], rows["AGS"], spec)
    result = _dataset(spec, rows["AGS"], rows["GEN"], rows.geometry, _county_names(spec))
    for column in people:
        result.tables["statistics_population"] = _inhabitants(rows, column, spec.path)
    result.tables = {name: result.tables[name] for name in sorted(request.tables)}
    return result


def read_boundaries(spec: SourceSpec, request: Request) -> Dataset:
    """Read outlines without keys and join them by name with a key table.

    ``options.keys`` is the table; ``options.name``, ``options.key_name`` and
    ``options.key`` are the columns (GN, GN, KN); ``options.names`` maps a name
    of the outlines to the name in the table where they differ.
    """
    options = spec.options
    name, key_name, key = (options.get(*pair) for pair in (("name", "GN"), ("key_name", "GN"), ("key", "KN")))
    if "keys" not in options:
        raise SourceError(f'source "{spec.id}" needs options.keys: the table of names and keys')
    rows = read_vector(spec.path, [name], encoding=options.get("encoding"), crs=options.get("crs"))
    table_path = spec.resolve(options["keys"])
    keys = read_attributes(table_path, [key_name, key], options.get("keys_encoding", "UTF-8"))
    names = _published(rows[name], options.get("names", {}), keys[key_name], spec.path, table_path)
    rows = rows.assign(name=names, ags=names.map(keys.drop_duplicates(key_name).set_index(key_name)[key]))
    rows = _of_region(rows, rows["ags"], spec)
    result = _dataset(spec, rows["ags"], rows["name"], rows.geometry, {})
    return Dataset(result.tables, [*_shapefile(spec.path), table_path], None, result.notes)


def read_kreise(spec: SourceSpec, request: Request) -> Dataset:
    """Read kreisfreie Städte from a file of Kreise as municipalities of their own.

    ``options.ags`` lists their eight-digit keys.
    """
    rows = read_vector(spec.path, ["AGS_0", "GEN", "BEZ", "GF"])
    rows = _of_region(rows[rows["GF"] == LAND], rows["AGS_0"], spec)
    for _, row in rows[~rows["BEZ"].isin(_UNITARY)].iterrows():
        raise SourceError(
            f"{spec.path}: {row['AGS_0']} {row['GEN']} is a {row['BEZ']}, not a kreisfreie Stadt, so its "
            "municipalities are not in this file; leave it out of options.ags"
        )
    names = dict(zip(rows["AGS_0"].str[:5], rows["GEN"], strict=True))
    return _dataset(spec, rows["AGS_0"], rows["GEN"], rows.geometry, names)


def municipality_table(
    ags: pd.Series, names: pd.Series, shapes: NDArray[np.object_], counties: Mapping[str, str], file: str
) -> tuple[pd.DataFrame, list[str]]:
    """Return the table of municipalities, and the keys whose outlines were mended.

    Raises
    ------
    SourceError
        If a key is missing, malformed or there twice, or a Kreis has no name.
    """
    _check_keys(ags, names, file)
    mended, broken = mend(shapes)
    kreis = ags.astype("str").str[:5]
    known = {**_counties_nrw(), **counties}
    for key, name in zip(kreis, names, strict=True):
        if key not in known:
            raise SourceError(f"{file}: the Kreis {key} of {name} has no name; add it to options.kreise")
    columns = {
        "ags": ags,
        "name": [_plain(name) for name in names],
        "kreis": kreis,
        "kreis_name": kreis.map(known),
    }
    result = table("municipalities", {key: np.asarray(value) for key, value in columns.items()}, mended)
    return result.sort_values("ags", ignore_index=True), sorted(np.asarray(ags)[broken])


def mended_note(keys: Iterable[str]) -> list[Note]:
    """Return a note on municipal outlines that had to be mended, if any."""
    if not (listed := some(keys)):
        return []
    return [
        Note(f"Grenzen repariert (ungültige Ringe): {listed}.", f"Outlines mended (invalid rings): {listed}.")
    ]


def _dataset(
    spec: SourceSpec, ags: pd.Series, names: pd.Series, shapes: gpd.GeoSeries, counties: Mapping[str, str]
) -> Dataset:
    counties = {**counties, **spec.options.get("kreise", {})}
    outlines = np.asarray(shapes.values, dtype=object)
    rows, mended = municipality_table(ags, names, outlines, counties, str(spec.path))
    return Dataset({"municipalities": rows}, [spec.path], None, mended_note(mended))


def _inhabitants(rows: gpd.GeoDataFrame, column: str, path: Path) -> pd.DataFrame:
    for ags, count in zip(rows["AGS"], rows[column], strict=True):
        if not (isinstance(count, int | float) and count >= 0 and count % 1 == 0):
            raise SourceError(f"{path}: {column} of {ags} is {count}; expected a number of inhabitants")
    people = rows.sort_values("AGS")
    return table("statistics_population", {"ags": people["AGS"], "inhabitants": people[column]})


def _layers(spec: SourceSpec, level: str) -> list[str]:
    if level == "gem" and "layer" in spec.options:
        return [spec.options["layer"]]
    return [f"vg250_{level}", f"v_vg250_{level}"]


def _county_names(spec: SourceSpec) -> dict[str, str]:
    """Return key → name of all Kreise, from the file's own layer of Kreise."""
    try:
        layer = pick_layer(spec.path, _layers(spec, "krs"))
    except SourceError:
        return {}  # a file of municipalities alone is allowed: then the table of NRW must do
    rows = read_vector(spec.path, ["AGS", "GEN", "BEZ"], layers=[layer])
    return {
        str(row.AGS)[:5]: f"{row.BEZ} {row.GEN}"
        if row.BEZ in _COUNTY and "kreis" not in row.GEN.lower()
        else row.GEN
        for row in rows.itertuples()
    }


def _of_region(rows: gpd.GeoDataFrame, keys: pd.Series, spec: SourceSpec) -> gpd.GeoDataFrame:
    """Return the rows whose key begins with one of ``options.ags``; all, without it."""
    column = str(keys.name)
    if (wanted := spec.options.get("ags")) is None:
        return rows
    starts = tuple([wanted] if isinstance(wanted, str) else wanted)
    for start in starts:
        if not rows[column].str.startswith(start).any():
            raise SourceError(
                f"{spec.path} has no municipality whose {column} begins with {start}; correct options.ags"
            )
    return rows[rows[column].str.startswith(starts)]


def _published(
    names: pd.Series, renamed: Mapping[str, str], known: pd.Series, path: Path, table_path: Path
) -> pd.Series:
    full = names.map(lambda name: renamed.get(name, name))
    for name in full[~full.isin(known)]:
        raise SourceError(
            f'{table_path} has no key for "{name}" of {path.name}; map the name in options.names'
        )
    for name in known[known.duplicated() & known.isin(full)]:
        raise SourceError(f'{table_path} has two keys for "{name}"; leave only the one of the region')
    return full


def _check_keys(ags: pd.Series, names: pd.Series, file: str) -> None:
    for key, name in zip(ags, names, strict=True):
        if not (isinstance(key, str) and len(key) == 8 and key.isdigit()):
            raise SourceError(f"{file}: {name} has the key {key!r}; an AGS has eight digits")
    for key in ags[ags.duplicated()]:
        both = " and ".join(names[ags == key])
        raise SourceError(
            f"{file}: the key {key} is there twice, for {both}; each municipality needs its own"
        )


def _plain(name: str) -> str:
    """Return a name without its rank: "Witten, Stadt" is Witten."""
    return name.partition(",")[0].strip()


def _shapefile(path: Path) -> list[Path]:
    beside = [path.with_suffix(suffix) for suffix in (".shx", ".dbf", ".prj", ".cpg")]
    return [path, *(part for part in beside if path.suffix.lower() == ".shp" and part.exists())]


@cache
def _counties_nrw() -> dict[str, str]:
    """Return key → name of the Kreise of Nordrhein-Westfalen, for files that lack them."""
    text = files("gruenzug.engine.sources").joinpath("kreise_nrw.csv").read_text("utf-8")
    return {row["kreis"]: row["name"] for row in csv.DictReader(text.splitlines())}
