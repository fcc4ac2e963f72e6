"""What is said of a programme, in the order in which a reader asks, every value with its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gruenzug.web.core import formats
from gruenzug.web.funding.matching import Said, Source, Terms
from gruenzug.web.funding.models import ApplicantKind, Bound, Circumstance, CostType, MeasureKind, Statement
from gruenzug.web.funding.money import euro, percent
from gruenzug.web.funding.selectors.finder import Found

Key = Statement.Key
GROUPS: tuple[tuple[str | Promise, tuple[Key, ...]], ...] = (
    (gettext_lazy("Wer und wo"), (Key.APPLICANTS, Key.AREA)),
    (gettext_lazy("Was"), (Key.MEASURES, Key.COST_ELIGIBLE, Key.COST_EXCLUDED)),
    (
        gettext_lazy("Wie viel"),
        (
            Key.RATE,
            Key.RATE_UP_TO,
            Key.AMOUNT_PER_M2,
            Key.MAXIMUM_M2,
            Key.MINIMUM_COST,
            Key.MINIMUM_GRANT,
            Key.MAXIMUM_GRANT,
            Key.COST_CAP,
            Key.COST_FLOOR,
            Key.CUMULATION,
            Key.VOLUME,
        ),
    ),
    (gettext_lazy("Voraussetzungen und Pflichten"), (Key.PREREQUISITE, Key.DURATION, Key.DUTY)),
    (gettext_lazy("Danach"), (Key.EARMARK, Key.AFTERCARE)),
    (gettext_lazy("Antrag"), (Key.CHANNEL, Key.OFFICE, Key.DOCUMENT)),
    (gettext_lazy("Hinweise"), (Key.NOTE,)),
)
LABELS: dict[str, str | Promise] = {
    Key.APPLICANTS: gettext_lazy("Wer gefördert wird"),
    Key.MEASURES: gettext_lazy("Was gefördert wird"),
    Key.RATE: gettext_lazy("Fördersatz"),
    Key.RATE_UP_TO: gettext_lazy("Fördersatz höchstens"),
    Key.AMOUNT_PER_M2: gettext_lazy("Betrag je Quadratmeter"),
    Key.MAXIMUM_M2: gettext_lazy("Fläche höchstens"),
    Key.MINIMUM_COST: gettext_lazy("Kosten mindestens"),
    Key.MINIMUM_GRANT: gettext_lazy("Förderung mindestens"),
    Key.MAXIMUM_GRANT: gettext_lazy("Förderung höchstens"),
    Key.COST_CAP: gettext_lazy("Anteil an den Kosten höchstens"),
    Key.COST_FLOOR: gettext_lazy("Anteil an den Kosten mindestens"),
    Key.DURATION: gettext_lazy("Dauer höchstens"),
    Key.EARMARK: gettext_lazy("Zweckbindung"),
    Key.AFTERCARE: gettext_lazy("Entwicklungspflege"),
    Key.VOLUME: gettext_lazy("Mittel insgesamt"),
}
"""Labels beside figures that carry their unit."""
MONEY = (Key.AMOUNT_PER_M2, Key.MINIMUM_COST, Key.MINIMUM_GRANT, Key.MAXIMUM_GRANT, Key.VOLUME)
PERCENT = (Key.RATE, Key.RATE_UP_TO, Key.COST_CAP, Key.COST_FLOOR)


@dataclass
class Value:
    """One value and who states it."""

    text: str
    words: str
    sources: list[Source] = field(default_factory=list)


@dataclass
class Row:
    """One thing that is said: with one value, or with several that contradict each other."""

    label: str
    scope: str
    values: list[Value]
    is_list: bool = False
    differs: bool = True

    @property
    def contradicts(self) -> bool:
        """Whether sources state different things where they speak of the same."""
        return self.differs and len({value.text for value in self.values}) > 1


@dataclass
class Group:
    """Things that belong together."""

    title: str
    rows: list[Row]


def groups_of(found: Found) -> list[Group]:
    """Return all facts of a programme; empty groups are left out."""
    groups = [
        Group(str(title), [row for key in keys for row in _rows(found.terms, key)]) for title, keys in GROUPS
    ]
    return [group for group in groups if group.rows]


def brief(terms: Terms) -> str:
    """Return what a programme pays, in one line: "60 %, bis zu 100 %"."""
    if per_m2 := terms.said(Key.AMOUNT_PER_M2):
        return _("%s je m²") % euro(per_m2[0].number, whole=True)
    plain = sorted({row.number for row in terms.said(Key.RATE) if not row.circumstance})
    up_to = [row.number for row in terms.said(Key.RATE, Key.RATE_UP_TO) if row.number is not None]
    if not up_to:
        return ""
    most = _("bis zu %s") % percent(max(up_to))
    if not plain:
        return most
    first = get_text_list([percent(number) for number in plain], _("oder"))
    return first if max(up_to) == plain[-1] else f"{first}, {most}"


def _rows(terms: Terms, key: Key) -> list[Row]:
    if key in (Key.APPLICANTS, Key.MEASURES):
        values = [Value(_kinds(row), row.words, [row.source]) for row in terms.said(key)]
        return [Row(LABELS[key], "", values, is_list=True)] if values else []
    return [_row(key, rows) for rows in terms.slots(key)] if key not in _EACH else _each(terms, key)


_EACH = (Key.DOCUMENT, Key.NOTE, Key.DUTY, Key.CHANNEL, Key.OFFICE, Key.VOLUME, Key.PREREQUISITE, Key.AREA)


def _each(terms: Terms, key: Key) -> list[Row]:
    """Return statements that add to each other as the values of one row."""
    values = [Value(_figure(row), row.words, [row.source]) for row in terms.said(key)]
    if not values:
        return []
    return [Row(str(LABELS.get(key, key.label)), "", _merged(values), differs=False)]


def _row(key: Key, rows: list[Said]) -> Row:
    values = [Value(_figure(row), row.words, [row.source]) for row in rows]
    is_list = key in (Key.COST_ELIGIBLE, Key.COST_EXCLUDED)
    return Row(str(LABELS.get(key, key.label)), _scope(rows[0]), _merged(values), is_list)


def _merged(values: list[Value]) -> list[Value]:
    """Join values that say the same."""
    merged: dict[tuple[str, str], Value] = {}
    for value in values:
        known = merged.get((value.text, value.words))
        if known:
            known.sources += value.sources
        else:
            merged[value.text, value.words] = value
    return list(merged.values())


def _figure(row: Said) -> str:
    if row.key == Key.AREA and row.area:
        return row.area.title
    if row.key in (Key.COST_ELIGIBLE, Key.COST_EXCLUDED):
        return _labels(CostType, row.costs)
    if row.key == Key.CUMULATION and row.number is not None:
        return _("möglich") if row.number else _("nicht möglich")
    if row.number is None:
        return ""
    if row.number_to is None:
        return _shown(row.key, row.number)
    return f"{row.number.normalize():f} {_('bis')} {_shown(row.key, row.number_to)}"


def _shown(key: str, number: Decimal) -> str:
    if key in MONEY:
        return euro(number, whole=True)
    if key in PERCENT:
        return percent(number)
    if key == Key.MAXIMUM_M2:
        return f"{formats.number(float(number))}{formats.NO_BREAK}m²"
    if key == Key.DURATION:
        return ngettext("%(count)s Monat", "%(count)s Monate", int(number)) % {"count": int(number)}
    return ngettext("%(count)s Jahr", "%(count)s Jahre", int(number)) % {"count": int(number)}


def _scope(row: Said) -> str:
    """Return when, for whom and for what a statement holds, in words."""
    parts = []
    if row.bound:
        parts.append(str(Bound(row.bound).label))
    if row.costs and row.key in (Key.COST_CAP, Key.COST_FLOOR):
        parts.append(_labels(CostType, row.costs))
    if row.circumstance and row.key != Key.PREREQUISITE:
        parts.append(str(Circumstance(row.circumstance).label))
    if row.applicants:
        parts.append(_labels(ApplicantKind, row.applicants))
    return "; ".join(parts)


def _kinds(row: Said) -> str:
    return (
        _labels(ApplicantKind, row.applicants)
        if row.key == Key.APPLICANTS
        else _labels(MeasureKind, row.measures)
    )


def _labels(kinds: type, chosen: frozenset[str]) -> str:
    return ", ".join(str(kind.label) for kind in kinds if kind in chosen)
