"""What can be done with releases: import one, make one current."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from gruenzug.contract.release import MANIFEST
from gruenzug.web.atlas.folder import FolderError, ReleaseFolder, read_folder
from gruenzug.web.atlas.models import COUNTY, MUNICIPALITY, REGION, Figure, PlaceRecord, Release
from gruenzug.web.core import audit
from gruenzug.web.core.charts.outlines import Frame, path_of
from gruenzug.web.places.models import County, Municipality, Place, Region

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def import_release(
    *, folder: Path, make_current: bool = False, replace: bool = False
) -> tuple[Release, bool]:
    """Load the release in `folder`; return it and whether anything changed.

    All or nothing: FolderError if the folder breaks the contract, or if
    another release of that name is already there and `replace` is false.
    """
    content = read_folder(folder)
    manifest = content.manifest
    with transaction.atomic():
        known = Release.objects.select_for_update().filter(name=manifest["name"]).first()
        if known and known.digest == manifest["digest"]:
            _publish(folder, manifest)
            return known, make_current and _make_current(known)
        if known and not replace:
            raise FolderError(
                f"a release {known.name} is already loaded with other content (digest {known.digest[:12]}, "
                f"this one {manifest['digest'][:12]}); give the new one another name, "
                "or use --replace while it is a draft"
            )
        was_current = bool(known and known.is_current)
        if known:
            known.delete()
        release = _write(content)
        if make_current or was_current or not Release.objects.filter(is_current=True).exists():
            _make_current(release)
        _publish(folder, manifest)
    return release, True


def make_current(*, release: Release) -> bool:
    """Show `release` on all pages; return whether it was not already so."""
    with transaction.atomic():
        return _make_current(release)


def _write(content: ReleaseFolder) -> Release:
    manifest = content.manifest
    release = Release.objects.create(
        name=manifest["name"],
        digest=manifest["digest"],
        region=manifest["region"]["id"],
        is_model=manifest["model"],
        created_at=datetime.fromisoformat(manifest["created_at"]),
        manifest=manifest,
    )
    municipalities = _municipalities(content.places)
    paths = _paths(content.places, Frame.around(manifest["region"]["bbox"]))
    PlaceRecord.objects.bulk_create(
        _record(release, place, municipalities, path)
        for place, path in zip(content.places, paths, strict=True)
    )
    Figure.objects.bulk_create(
        (
            Figure(
                release=release,
                municipality=_municipality_of(row["level"], row["place"], municipalities),
                **row,
            )
            for row in content.figures
        ),
        batch_size=500,
    )
    return release


def _record(
    release: Release, place: dict[str, Any], municipalities: dict[str, Municipality], path: str
) -> PlaceRecord:
    same = ("level", "key", "name", "population", "area_ha", "area_m2", "land_use", "label_lon", "label_lat")
    return PlaceRecord(
        release=release,
        **{name: place[name] for name in same},
        county_key=place["kreis"] or "",
        municipality=_municipality_of(place["level"], place["key"], municipalities),
        geometry=json.dumps(place["geometry"], separators=(",", ":")),
        path=path,
    )


def _municipality_of(level: str, key: str, known: dict[str, Municipality]) -> Municipality | None:
    return known[key] if level == MUNICIPALITY else None


def _paths(places: list[dict[str, Any]], frame: Frame) -> list[str]:
    """Return the outlines as drawn on a page: coarse, but neighbours keep their common border."""
    shapes = shapely.from_geojson([json.dumps(place["geometry"]) for place in places])
    tolerance = 1 / frame.scale_y
    paths: dict[int, str] = {}
    for level in (MUNICIPALITY, COUNTY, REGION):
        rows = [row for row, place in enumerate(places) if place["level"] == level]
        coarse = shapely.coverage_simplify(shapes[rows], tolerance)
        for row, shape in zip(rows, coarse, strict=True):
            paths[row] = path_of(json.loads(shapely.to_geojson(shape)), frame)
    return [paths[row] for row in range(len(places))]


def _municipalities(places: Iterable[dict[str, Any]]) -> dict[str, Municipality]:
    """Return the municipalities of `places` by key, with those that were missing now there."""
    rows = [place for place in places if place["level"] == MUNICIPALITY]
    known = {found.ags: found for found in Municipality.objects.filter(ags__in=[row["key"] for row in rows])}
    counties = _counties(places)
    for row in rows:
        if row["key"] not in known:
            known[row["key"]] = _create(Municipality, row, ags=row["key"], county=counties.get(row["kreis"]))
    return known


def _counties(places: Iterable[dict[str, Any]]) -> dict[str, County]:
    rows = [place for place in places if place["level"] == COUNTY]
    known = {found.key: found for found in County.objects.filter(key__in=[row["key"] for row in rows])}
    for row in rows:
        if row["key"] not in known:
            known[row["key"]] = _create(County, row, key=row["key"])
    return known


def _create(kind: type[Place], row: dict[str, Any], **fields: Any) -> Any:
    slug = address_of(row["name"])
    if kind.objects.filter(slug=slug).exists():
        slug = f"{slug}-{row['key']}"
    place = kind(name=row["name"], slug=slug, **fields)
    _describe(place, row["geometry"], row["population"], row["area_ha"], row["label_lon"], row["label_lat"])
    place.save()
    return place


def address_of(name: str) -> str:
    """Return the part of an address that stands for a place.

    >>> address_of("Mülheim an der Ruhr")
    'muelheim-an-der-ruhr'
    """
    return slugify(name.translate(UMLAUTS))


def _describe(
    place: Place, geometry: Any, population: int | None, area_ha: float | None, lon: float, lat: float
) -> None:
    place.geometry = geometry if isinstance(geometry, str) else json.dumps(geometry)
    place.population, place.area_ha = population, area_ha
    place.point_x, place.point_y = lon, lat


def _make_current(release: Release) -> bool:
    """Switch the current release, and show each place as this release has it."""
    if release.is_current:
        return False
    Release.objects.filter(is_current=True).update(is_current=False)
    release.is_current = True
    release.save(update_fields=["is_current"])
    audit.record("atlas.release_current", subject=release, by=None)
    kinds: dict[str, tuple[type[Place], str]] = {
        MUNICIPALITY: (Municipality, "ags"),
        COUNTY: (County, "key"),
        REGION: (Region, "key"),
    }
    for record in release.places.all():
        kind, field = kinds[record.level]
        place = kind.objects.filter(**{field: record.key}).first()
        place = place or kind(**{field: record.key}, slug=address_of(record.name))
        place.name = record.name
        _describe(
            place, record.geometry, record.population, record.area_ha, record.label_lon, record.label_lat
        )
        place.save()
    return True


def _publish(folder: Path, manifest: dict[str, Any]) -> None:
    """Copy the folder to where its files are served from, unless it lies there already."""
    target = Path(settings.RELEASES) / manifest["name"]
    if target.resolve() == folder.resolve() or _digest_in(target) == manifest["digest"]:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder, draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _digest_in(folder: Path) -> str | None:
    try:
        return json.loads((folder / MANIFEST).read_text("utf-8"))["digest"]
    except (OSError, ValueError, KeyError):
        return None
