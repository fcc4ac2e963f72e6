"""Answers of the interface; an unchanged release is answered by 304 before anything is read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import condition
from ninja import Query, Router
from ninja.decorators import decorate_view

from gruenzug import __version__
from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.contract.release import LEVELS
from gruenzug.contract.text import Text
from gruenzug.web.api.schemas import (
    FiguresOut,
    IndicatorOut,
    MunicipalityOut,
    Problem,
    ReleaseOut,
)
from gruenzug.web.atlas.listings import FIGURES
from gruenzug.web.atlas.models import MUNICIPALITY, PlaceRecord, Release
from gruenzug.web.core.exports import csv_text

PAGE = 1000
CSV = {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}
router = Router(tags=["analysis"])


class RefusedError(Exception):
    """A request that cannot be answered; `str()` is the sentence."""

    def __init__(self, sentence: str, status: int = 404) -> None:
        super().__init__(sentence)
        self.status = status


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """Return what changes when the answer would: version, address, releases, the one that is current."""
    state = list(Release.objects.order_by("name").values_list("name", "digest", "is_current"))
    text = f"{__version__} {request.get_full_path()} {state}"
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


unchanged = decorate_view(condition(etag_func=_etag))


@router.get("/releases", response=list[ReleaseOut], summary="All releases, the current one first")
@unchanged
def releases(request: HttpRequest) -> list[dict[str, Any]]:
    """List the published releases."""
    return [_release(row) for row in Release.objects.defer("manifest")]


@router.get(
    "/releases/{name}", response={200: dict[str, Any], 404: Problem}, summary="The manifest of a release"
)
@unchanged
def manifest(request: HttpRequest, name: str) -> Any:
    """Return the manifest: sources with licences and checksums, indicators, files."""
    return _asked_for(name).manifest


@router.get(
    "/municipalities", response={200: list[MunicipalityOut], 404: Problem}, summary="All municipalities"
)
@unchanged
def municipalities(request: HttpRequest, release: str = "", county: str = "") -> list[dict[str, Any]]:
    """List the municipalities of a release, of one county if `county` is given."""
    places = _asked_for(release).places.filter(level=MUNICIPALITY).select_related("municipality")
    rows = places.filter(county_key=county) if county else places
    return [_municipality(place) for place in rows.defer("geometry", "path")]


@router.get(
    "/municipalities/{ags}", response={200: MunicipalityOut, 404: Problem}, summary="One municipality"
)
@unchanged
def municipality(request: HttpRequest, ags: str, release: str = "") -> dict[str, Any]:
    """Return the municipality with that key."""
    rows = _asked_for(release).places.filter(level=MUNICIPALITY, key=ags).select_related("municipality")
    place = rows.defer("geometry", "path").first()
    if place is None:
        raise RefusedError(f"there is no municipality {ags}; /api/v1/municipalities lists all")
    return _municipality(place)


@router.get("/indicators", response={200: list[IndicatorOut], 404: Problem}, summary="All indicators")
@unchanged
def all_indicators(request: HttpRequest, release: str = "") -> list[dict[str, Any]]:
    """List the indicators with their definitions."""
    asked = _asked_for(release)
    return [_indicator(row, asked) for row in indicators().values()]


@router.get("/indicators/{indicator}", response={200: IndicatorOut, 404: Problem}, summary="One indicator")
@unchanged
def one_indicator(request: HttpRequest, indicator: str, release: str = "") -> dict[str, Any]:
    """Return the indicator with that id."""
    if indicator not in indicators():
        raise RefusedError(f"there is no indicator {indicator}; /api/v1/indicators lists all")
    return _indicator(indicators()[indicator], _asked_for(release))


@router.get("/figures", response={200: FiguresOut, 404: Problem, 422: Problem}, summary="Figures")
@unchanged
def figures(
    request: HttpRequest,
    indicator: str = "",
    part: str | None = None,
    level: str = "",
    place: str = "",
    release: str = "",
    offset: int = Query(0, ge=0),
    limit: int = Query(PAGE, ge=1, le=PAGE),
) -> dict[str, Any]:
    """Return figures by indicator, part, level and place; 1,000 a page."""
    asked = _asked_for(release)
    rows = _figures(asked, indicator, part, level, place)
    return {
        "release": asked.name,
        "model": asked.is_model,
        "digest": asked.digest,
        "attribution": [source["attribution"] for source in asked.sources.values() if source["attribution"]],
        "count": rows.count(),
        "offset": offset,
        "figures": list(rows[offset : offset + limit]),
    }


@router.get("/figures.csv", summary="Figures as CSV", openapi_extra={"responses": {200: CSV}})
@unchanged
def figures_csv(
    request: HttpRequest,
    indicator: str = "",
    part: str | None = None,
    level: str = "",
    place: str = "",
    release: str = "",
) -> HttpResponse:
    """Return all figures asked for as one CSV file."""
    asked = _asked_for(release)
    places = {(row.level, row.key): row for row in asked.places.defer("geometry", "path")}
    rows = (
        {"figure": figure, "place": places[figure.level, figure.place], "release": asked}
        for figure in _figures(asked, indicator, part, level, place)
    )
    return HttpResponse(csv_text(FIGURES.columns, rows), content_type="text/csv; charset=utf-8")


def _asked_for(name: str) -> Release:
    release = Release.objects.filter(name=name).first() if name else Release.objects.current()
    if release is None:
        raise RefusedError(
            f"there is no release {name}; /api/v1/releases lists all" if name else "no release is loaded yet"
        )
    return release


def _figures(release: Release, indicator: str, part: str | None, level: str, place: str) -> Any:
    if indicator and indicator not in indicators():
        raise RefusedError(f"there is no indicator {indicator}; /api/v1/indicators lists all")
    if level and level not in LEVELS:
        raise RefusedError(f"level is {level}; it must be one of {', '.join(LEVELS)}", 422)
    asked = {"indicator": indicator, "level": level, "place": place}
    rows = release.figures.filter(**{key: value for key, value in asked.items() if value})
    rows = rows if part is None else rows.filter(part=part)
    return rows.order_by("indicator", "part", "level", "place")


def _release(row: Release) -> dict[str, Any]:
    return {
        "name": row.name,
        "region": row.region,
        "model": row.is_model,
        "current": row.is_current,
        "created_at": row.created_at,
        "digest": row.digest,
        "url": settings.BASE_URL + row.get_absolute_url(),
    }


def _municipality(place: PlaceRecord) -> dict[str, Any]:
    slug = place.municipality.slug if place.municipality else ""
    return {
        "ags": place.key,
        "name": place.name,
        "county": place.county_key,
        "population": place.population,
        "area_ha": place.area_ha,
        "label": (place.label_lon, place.label_lat),
        "url": _address("dossiers:dossier", slug),
    }


def _indicator(row: Indicator, release: Release) -> dict[str, Any]:
    stated = release.computed.get(row.id)
    return {
        **{key: getattr(row, key) for key in ("id", "code", "version", "leitthema", "status", "parameters")},
        **{key: _words(getattr(row, key)) for key in ("title", "question", "definition")},
        "elements": list(row.elements),
        "parts": [
            {"id": part.id, "title": _words(part.title), "unit": part.unit, "direction": part.direction}
            for part in row.parts
        ],
        "source": {"title": row.source.title, "url": row.source.url},
        "computed": stated["status"] if stated else None,
        "sources": stated["sources"] if stated else [],
        "url": _address("atlas:method", row.id),
    }


def _address(view: str, *args: str) -> str:
    """Return a page's address in the site's first language: answers do not depend on the reader's."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse(view, args=args)


def _words(text: Text) -> dict[str, str]:
    return {"de": text.de, "en": text.en, "de-simple": text.simple}
