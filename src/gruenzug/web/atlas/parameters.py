"""Thresholds of an indicator in words: the end of a parameter's key is its unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gruenzug.contract.indicators import Indicator
from gruenzug.web.core import formats

UNITS = {
    "_ha_per_1000": gettext_lazy("ha je 1.000 Menschen"),
    "_m2_per_person": gettext_lazy("m² je Person"),
    "_per_ha": gettext_lazy("je Hektar"),
    "_ha": "ha",
    "_percent": "%",
    "_mm": "mm",
    "_m": "m",
}

TITLES = {
    "distance": gettext_lazy("Entfernung höchstens"),
    "distances": gettext_lazy("Entfernungen höchstens"),
    "min_area": gettext_lazy("Größe der Fläche mindestens"),
    "guide": gettext_lazy("Richtwert"),
    "class_limits": gettext_lazy("Grenzen der Klassen"),
    "min_density": gettext_lazy("Einwohnerdichte mindestens"),
    "big_water": gettext_lazy("Gewässer sind eine Barriere ab"),
    "reserve": gettext_lazy("Ziel für Naturschutzgebiete"),
    "residential_min_area": gettext_lazy("wohnungsnah: Größe mindestens"),
    "residential_distance": gettext_lazy("wohnungsnah: Entfernung höchstens"),
    "district_min_area": gettext_lazy("Stadtteil: Größe mindestens"),
    "district_distance": gettext_lazy("Stadtteil: Entfernung höchstens"),
    "same_tree": gettext_lazy("ein Baum statt zwei bis zu einem Abstand von"),
    "tiers": gettext_lazy("Stufen"),
    "trees": gettext_lazy("Bäume mindestens"),
    "trees_within": gettext_lazy("Bäume zählen bis"),
    "canopy": gettext_lazy("Baumkronen mindestens"),
    "canopy_around": gettext_lazy("Baumkronen im Umkreis von"),
    "cell": gettext_lazy("Seite einer Zelle"),
    "edge": gettext_lazy("Breite des Rands"),
    "connectivity": gettext_lazy("Nachbarn einer Zelle"),
    "margin": gettext_lazy("berücksichtigt um die Region herum"),
    "dispersal": gettext_lazy("Ausbreitung im Mittel (Median)"),
    "probability": gettext_lazy("Wahrscheinlichkeit bei dieser Entfernung"),
    "link": gettext_lazy("Verbindungen von Rand zu Rand bis"),
    "path": gettext_lazy("Wege über mehrere Flächen bis"),
    "least_sealed": gettext_lazy("versiegelt mindestens"),
    "road": gettext_lazy("gehört zur Straße oder Bahn bis zu einem Abstand von"),
    "near": gettext_lazy("in der Nähe heißt bis"),
    "disconnection_target": gettext_lazy("Ziel der Abkopplung"),
    "rain": gettext_lazy("Regen"),
    "soil_group": gettext_lazy("Bodengruppe ohne Bodenkarte (1 bis 4 für A bis D)"),
    "weights": gettext_lazy("Gewichte von Schatten, Rückstrahlung und Verdunstung"),
    "park_distance": gettext_lazy("Grün kühlt bis"),
    "eye": gettext_lazy("Augen über dem Boden"),
    "tree": gettext_lazy("Höhe eines Baums"),
    "level": gettext_lazy("Höhe eines Geschosses"),
}


def described(indicator: Indicator) -> list[dict[str, str]]:
    """Return term and value of each parameter, ready for a definition list."""
    rows = [_scope(indicator)] if indicator.scope else []
    for key, value in indicator.parameters.items():
        stem, unit = _split(key)
        if isinstance(value, Mapping):
            titles = {part.id: part.title.in_language(get_language() or "de") for part in indicator.parts}
            rows += [
                {"term": titles.get(part, part), "value": _written(number, unit)}
                for part, number in value.items()
            ]
        elif key == "tiers":
            rows += [_tier(area, distance) for area, distance in value]
        else:
            rows.append({"term": str(TITLES.get(stem, stem)), "value": _written(value, unit)})
    return rows


def _scope(indicator: Indicator) -> dict[str, str]:
    people = _("ab %(count)s Einwohnerinnen und Einwohnern") % {"count": formats.number(indicator.scope)}
    return {"term": _("Geltung der Definition"), "value": people}


def _tier(area: float, distance: float) -> dict[str, str]:
    size = _("ab %(area)s") % {"area": _written(area, "ha")}
    return {"term": size, "value": _("in %(distance)s") % {"distance": _written(distance, "m")}}


def _split(key: str) -> tuple[str, str]:
    for ending, unit in UNITS.items():
        if key.endswith(ending):
            return key.removesuffix(ending), str(unit)
    return key, ""


def _written(value: Any, unit: str) -> str:
    values = value if isinstance(value, list) else [value]
    numbers = [formats.number(number, 0 if number == int(number) else 1) for number in values]
    return f"{' / '.join(numbers)}{formats.NO_BREAK}{unit}".rstrip()
