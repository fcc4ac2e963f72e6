"""Lists of the atlas that leave the site as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import require_release
from gruenzug.web.atlas.models import MUNICIPALITY, Release, text_of
from gruenzug.web.core.exports import Column, Entry, Listing, register


def provenance(request: HttpRequest) -> dict[str, Any]:
    """Return what the head of a file says of the release."""
    release = require_release(request)
    return {
        "release": release.name,
        "model": release.is_model,
        "attribution": [
            source["attribution"] for source in release.sources.values() if source["attribution"]
        ],
        "licences": sorted({source["licence"]["title"] for source in release.sources.values()}),
        "digest": release.digest,
    }


def figures_of(request: HttpRequest) -> Iterable[dict[str, Any]]:
    """Return the figures the query asks for, with the names of their places."""
    release = require_release(request)
    asked = {key: request.GET[key] for key in ("indicator", "level", "place") if request.GET.get(key)}
    if "part" in request.GET:
        asked["part"] = request.GET["part"]
    places = {(place.level, place.key): place for place in release.places.defer("path")}
    county = request.GET.get("county", "")
    for figure in release.figures.filter(**asked).order_by("indicator", "part", "level", "place"):
        place = places[figure.level, figure.place]
        if not county or place.county_key == county:
            yield {"figure": figure, "place": place, "release": release}


def _figure(name: str) -> Any:
    return lambda row: getattr(row["figure"], name)


def _version(row: dict[str, Any]) -> str:
    return row["release"].computed.get(row["figure"].indicator, {}).get("definition_version", "")


def _sources(row: dict[str, Any]) -> str:
    return " ".join(row["release"].computed.get(row["figure"].indicator, {}).get("sources", []))


FIGURES = register(
    Listing(
        name="figures",
        title=_("Kennzahlen"),
        description=_("Jede Kennzahl jedes Orts, mit Abdeckung und Stand"),
        rows=figures_of,
        geometry=lambda row: row["place"].geometry,
        about=provenance,
        filters={
            "indicator": _("Kennung des Indikators"),
            "part": _("Teil des Indikators, leer für den einzigen"),
            "level": _("municipality, county oder region"),
            "place": _("Schlüssel des Orts"),
            "county": _("nur Kommunen dieses Kreises (fünfstelliger Schlüssel)"),
            "release": _("Name eines Datenstands, sonst der aktuelle"),
        },
        columns=(
            Column("indicator", _("Kennung des Indikators"), _figure("indicator")),
            Column("part", _("Teil des Indikators"), _figure("part")),
            Column("level", _("Ebene: Kommune, Kreis oder Region"), _figure("level")),
            Column("place", _("Schlüssel des Orts"), _figure("place")),
            Column("name", _("Name des Orts"), lambda row: row["place"].name),
            Column("value", _("Wert in der Einheit; leer, wo nichts erfasst ist"), _figure("value")),
            Column("unit", _("Einheit"), _figure("unit")),
            Column("persons", _("Menschen, für die der Wert gilt"), _figure("persons")),
            Column("denominator", _("Menschen oder m², durch die geteilt wurde"), _figure("denominator")),
            Column("coverage", _("Anteil (0 bis 1), den die Quellen erfassen"), _figure("coverage")),
            Column(
                "status",
                _(
                    "ok, orientation (zur Orientierung), not_covered (nicht erfasst) oder "
                    "not_applicable (entfällt)"
                ),
                _figure("status"),
            ),
            Column("definition_version", _("Fassung der Definition"), _version),
            Column("sources", _("Kennungen der Quellen"), _sources),
            Column("release", _("Datenstand"), lambda row: row["release"].name),
            Column("model", _("true: Modelldaten, keine amtlichen"), lambda row: row["release"].is_model),
        ),
    )
)


def municipalities_of(request: HttpRequest) -> Iterable[dict[str, Any]]:
    """Return the municipalities of the release with their official numbers."""
    release = require_release(request)
    places = list(release.places.filter(level=MUNICIPALITY).select_related("municipality").defer("path"))
    county = request.GET.get("county", "")
    for place in places:
        if not county or place.county_key == county:
            yield {"place": place, "release": release}


def _place(name: str) -> Any:
    return lambda row: getattr(row["place"], name)


MUNICIPALITIES = register(
    Listing(
        name="municipalities",
        title=_("Kommunen"),
        description=_("Alle Kommunen mit amtlicher Bevölkerung, Fläche und Umriss"),
        rows=municipalities_of,
        geometry=lambda row: row["place"].geometry,
        about=provenance,
        filters={
            "county": _("nur Kommunen dieses Kreises (fünfstelliger Schlüssel)"),
            "release": _("Name eines Datenstands, sonst der aktuelle"),
        },
        columns=(
            Column("ags", _("Amtlicher Gemeindeschlüssel"), _place("key")),
            Column("name", _("Name"), _place("name")),
            Column("county", _("Kreisschlüssel"), _place("county_key")),
            Column("population", _("Einwohner, amtlich"), _place("population")),
            Column("area_ha", _("Fläche in ha, amtlich"), _place("area_ha")),
            Column("area_m2", _("Fläche des Umrisses in m²"), _place("area_m2")),
            Column("label_lon", _("Länge des Kartenpunkts"), _place("label_lon")),
            Column("label_lat", _("Breite des Kartenpunkts"), _place("label_lat")),
            Column("release", _("Datenstand"), lambda row: row["release"].name),
            Column("model", _("true: Modelldaten, keine amtlichen"), lambda row: row["release"].is_model),
        ),
    )
)

INDICATORS = register(
    Listing(
        name="indicators",
        title=_("Indikatoren"),
        description=_("Alle Indikatoren mit Definition, Fassung und Quelle der Definition"),
        rows=lambda request: [
            (indicator, part) for indicator in indicators().values() for part in indicator.parts
        ],
        columns=(
            Column("indicator", _("Kennung des Indikators"), lambda row: row[0].id),
            Column("part", _("Teil des Indikators"), lambda row: row[1].id),
            Column("code", _("Name in der Fachliteratur"), lambda row: row[0].code),
            Column("title", _("Titel"), lambda row: text_of(row[0].title)),
            Column("part_title", _("Titel des Teils"), lambda row: text_of(row[1].title)),
            Column("unit", _("Einheit"), lambda row: row[1].unit),
            Column(
                "direction", _("up: mehr ist besser; down: weniger ist besser"), lambda row: row[1].direction
            ),
            Column("leitthema", _("Leitthema der Charta"), lambda row: row[0].leitthema),
            Column("definition", _("Definition"), lambda row: text_of(row[0].definition)),
            Column("definition_version", _("Fassung der Definition"), lambda row: row[0].version),
            Column(
                "status",
                _("confirmed: an der Quelle belegt; partial: teilweise eigene Definition"),
                lambda row: row[0].status,
            ),
            Column("source", _("Adresse der Quelle"), lambda row: row[0].source.url),
        ),
    )
)


def _release_entry(request: HttpRequest, row: Release) -> Entry:
    return Entry(f"{row.region_title}: {row.name}", row.get_absolute_url(), row.imported_at)


RELEASES = register(
    Listing(
        name="releases",
        title=_("Datenstände"),
        description=_("Alle veröffentlichten Datenstände"),
        rows=lambda request: Release.objects.all(),
        entry=_release_entry,
        columns=(
            Column("release", _("Name"), lambda row: row.name),
            Column("region", _("Kennung der Region"), lambda row: row.region),
            Column("model", _("true: Modelldaten, keine amtlichen"), lambda row: row.is_model),
            Column(
                "is_current", _("true: der Datenstand, den alle Seiten zeigen"), lambda row: row.is_current
            ),
            Column("created_at", _("berechnet am"), lambda row: row.created_at.isoformat()),
            Column("digest", _("Prüfsumme"), lambda row: row.digest),
        ),
    )
)
