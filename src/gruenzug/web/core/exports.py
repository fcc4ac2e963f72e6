"""Every list is also a file: one entry here, and a list is CSV, XLSX, GeoJSON, Atom … as far as it can be.

A room registers a `Listing` in its `listings` module, which its AppConfig
imports when the site starts. `rows` reads the filters from the request, so a
page and its files show the same selection. Columns have names for programs; XLSX
and CSV with ``?heads=words`` have headings in words of the reader's language.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise

from gruenzug.web.core.export_layers import listing_as_geopackage
from gruenzug.web.core.export_table import MEDIA_TYPE as XLSX
from gruenzug.web.core.export_table import listing_as_csv_in_words, listing_as_xlsx
from gruenzug.web.core.geopackage import MEDIA_TYPE

Words = str | Promise
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what it means, how to get it from a row."""

    name: str
    meaning: Words
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Entry:
    """A row as news: what Atom needs of it."""

    title: str
    url: str
    updated_at: datetime
    summary: str = ""


@dataclass(frozen=True)
class Listing:
    """A list that can leave the site.

    Attributes
    ----------
    name
        Part of the address and name of the file.
    rows
        The rows a request asks for.
    geometry
        GeoJSON text of a row's geometry; without it there is no GeoJSON.
    geopackage
        Whether a list with geometry can also be had as GeoPackage in EPSG:25832.
    entry
        A row as news; without it there is no feed.
    filters
        Query parameters that `rows` reads, with their meaning.
    about
        Facts for the head of JSON files: licence, release, attribution.
    """

    name: str
    title: Words
    description: Words
    columns: tuple[Column, ...]
    rows: Callable[[HttpRequest], Iterable[Any]]
    geometry: Callable[[Any], str] | None = None
    geopackage: bool = False
    entry: Callable[[HttpRequest, Any], Entry] | None = None
    filters: Mapping[str, Words] = field(default_factory=dict)
    about: Callable[[HttpRequest], Mapping[str, Any]] = lambda request: {}

    @property
    def formats(self) -> list[str]:
        """Extensions this list can be had in."""
        geometry = ["geojson"] if self.geometry else []
        geometry += ["gpkg"] if self.geometry and self.geopackage else []
        return ["csv", "xlsx", "json", *geometry, *(["atom"] if self.entry else [])]


_LISTINGS: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Make `listing` available; a name can be taken once."""
    if listing.name in _LISTINGS:
        raise ValueError(f"a list named {listing.name} is registered already")
    _LISTINGS[listing.name] = listing
    return listing


def listings() -> dict[str, Listing]:
    """Return all lists by name, in the order in which rooms registered them."""
    return dict(_LISTINGS)


def as_response(request: HttpRequest, listing: Listing, extension: str) -> HttpResponse:
    """Return `listing` as a file; KeyError if it cannot be had as `extension`."""
    if extension not in listing.formats:
        raise KeyError(extension)
    write, kind = {
        "csv": (_csv, "text/csv; charset=utf-8"),
        "xlsx": (listing_as_xlsx, XLSX),
        "json": (_json, "application/json"),
        "geojson": (_geojson, "application/geo+json"),
        "gpkg": (listing_as_geopackage, MEDIA_TYPE),
        "atom": (_atom, "application/atom+xml; charset=utf-8"),
    }[extension]
    response = HttpResponse(write(request, listing), content_type=kind)
    if extension != "atom":
        response["Content-Disposition"] = f'attachment; filename="{listing.name}.{extension}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def csv_text(columns: Iterable[Column], rows: Iterable[Any]) -> str:
    """Return rows as CSV (RFC 4180: comma, point, UTF-8) with one head line."""
    columns = list(columns)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(column.value(row)) for column in columns])
    return stream.getvalue()


def _csv(request: HttpRequest, listing: Listing) -> str | bytes:
    if request.GET.get("heads") == "words":
        return listing_as_csv_in_words(request, listing)
    return csv_text(listing.columns, listing.rows(request))


def _json(request: HttpRequest, listing: Listing) -> str:
    """Write rows as objects under "data", one per line."""
    head = json.dumps({"name": listing.name, **listing.about(request)}, ensure_ascii=False, default=str)[:-1]
    rows = ",\n".join(
        json.dumps(_facts(listing, row), ensure_ascii=False, default=str) for row in listing.rows(request)
    )
    return f'{head}, "data": [\n{rows}\n]}}\n'


def _facts(listing: Listing, row: Any) -> dict[str, Any]:
    return {column.name: column.value(row) for column in listing.columns}


def _geojson(request: HttpRequest, listing: Listing) -> str:
    """Write features around geometries that are GeoJSON text already."""
    head = json.dumps({"type": "FeatureCollection", "name": listing.name, **listing.about(request)})[:-1]
    features = ",\n".join(_features(request, listing))
    return f'{head}, "features": [\n{features}\n]}}\n'


def _features(request: HttpRequest, listing: Listing) -> Iterator[str]:
    assert listing.geometry is not None  # noqa: S101  a list without geometry offers no GeoJSON
    for row in listing.rows(request):
        properties = json.dumps(_facts(listing, row), ensure_ascii=False, default=str)
        shape = listing.geometry(row) or "null"
        yield f'{{"type": "Feature", "properties": {properties}, "geometry": {shape}}}'


def _atom(request: HttpRequest, listing: Listing) -> str:
    assert listing.entry is not None  # noqa: S101  a list without dates offers no feed
    address = request.build_absolute_uri()
    feed = Atom1Feed(str(listing.title), address, str(listing.description), feed_url=address)
    for row in listing.rows(request):
        entry = listing.entry(request, row)
        link = request.build_absolute_uri(entry.url)
        feed.add_item(entry.title, link, entry.summary, updateddate=entry.updated_at, unique_id=link)
    return feed.writeString("utf-8")


def _cell(value: Any) -> Any:
    """Return what a cell holds; text that a spreadsheet would run as a formula is made plain."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
