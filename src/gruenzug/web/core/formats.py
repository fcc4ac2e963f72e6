"""Numbers, units and dates as a reader of the active language writes them.

Units never part from their numbers: they are joined by no-break spaces.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"
MINUS = "\u2212"
M2_PER_HECTARE = 10_000
M2_PER_KM2 = 1_000_000


@dataclass(frozen=True)
class Unit:
    """How a unit is written: decimals, short form behind a number, long form in a caption."""

    digits: int
    de: str
    en: str
    long_de: str
    long_en: str


UNITS = {
    "percent": Unit(1, NO_BREAK + "%", "%", "Prozent", "per cent"),
    "m2_per_person": Unit(1, f"{NO_BREAK}m²", f"{NO_BREAK}m²", "m² je Person", "m² per person"),
    "count": Unit(0, "", "", "Anzahl", "number"),
    "per_1000": Unit(1, "", "", "je 1.000 Menschen", "per 1,000 people"),
    "ha_per_1000": Unit(2, f"{NO_BREAK}ha", f"{NO_BREAK}ha", "ha je 1.000 Menschen", "ha per 1,000 people"),
    "m_per_ha": Unit(0, f"{NO_BREAK}m", f"{NO_BREAK}m", "Meter je Hektar", "metres per hectare"),
    "per_km2": Unit(1, "", "", "je km²", "per km²"),
    "persons": Unit(0, "", "", "Menschen", "people"),
    "ha": Unit(0, f"{NO_BREAK}ha", f"{NO_BREAK}ha", "Hektar", "hectares"),
    "km2": Unit(1, f"{NO_BREAK}km²", f"{NO_BREAK}km²", "Quadratkilometer", "square kilometres"),
    "m": Unit(0, f"{NO_BREAK}m", f"{NO_BREAK}m", "Meter", "metres"),
    "euro": Unit(0, f"{NO_BREAK}€", f"{NO_BREAK}€", "Euro", "euros"),
}


def number(value: float | None, digits: int = 0, language: str | None = None) -> str:
    """Return `value` with grouped thousands and exactly `digits` decimals; an en dash for none.

    >>> number(1234.5, 1, "de"), number(1234.5, 1, "en"), number(-0.04, 1, "de")
    ('1.234,5', '1,234.5', '0,0')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    rounded = round(value, digits) + 0.0
    written = f"{abs(rounded):,.{digits}f}"
    if not _is_english(language):
        written = written.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{written}" if rounded < 0 else written


def measure(value: float | None, unit: str, digits: int | None = None, language: str | None = None) -> str:
    """Return `value` with its unit, such as ``12,4 %``; just an en dash for none."""
    written, suffix = split_measure(value, unit, digits, language)
    return written + suffix


def split_measure(
    value: float | None, unit: str, digits: int | None = None, language: str | None = None
) -> tuple[str, str]:
    """Return the number and what follows it apart, so that they can be set in two sizes."""
    form = UNITS[unit]
    written = number(value, form.digits if digits is None else digits, language)
    if written == "–":
        return written, ""
    return written, form.en if _is_english(language) else form.de


def unit_label(unit: str, language: str | None = None) -> str:
    """Return the unit in words, for captions and table heads."""
    form = UNITS[unit]
    return form.long_en if _is_english(language) else form.long_de


def no_value(status: str | None) -> str:
    """Return the word that stands where a figure of `status` has no number."""
    return pgettext("figure", "entfällt") if status == "not_applicable" else _("nicht erfasst")


def area(m2: float | None, language: str | None = None) -> str:
    r"""Return an area in the unit a reader expects: m² below 1 ha, ha below 10 km², then km².

    >>> area(800, "de"), area(25_000, "de"), area(4_435_000_000, "en")
    ('800\xa0m²', '2,5\xa0ha', '4,435\xa0km²')
    """
    if m2 is None:
        return "–"
    if m2 < M2_PER_HECTARE:
        return f"{number(m2, 0, language)}{NO_BREAK}m²"
    if m2 < 10 * M2_PER_KM2:
        return f"{number(m2 / M2_PER_HECTARE, 1 if m2 < M2_PER_KM2 else 0, language)}{NO_BREAK}ha"
    km2 = m2 / M2_PER_KM2
    return f"{number(km2, 1 if km2 < 1000 else 0, language)}{NO_BREAK}km²"


def day(value: dt.date) -> str:
    """Return a date in words in the active language, such as ``15. März 2024``."""
    return f"{value.day}{'' if _is_english(None) else '.'} {MONTHS[value.month]} {value.year}"


def _is_english(language: str | None) -> bool:
    return (language or get_language() or "de").startswith("en")
