"""All public projects in a few words, kept in memory until one of them changes.

Filters with counts ask for many small sets at once; a database would be asked
ten times for what a few thousand short rows in memory answer in a blink. The
fingerprint is one query; every service that changes what is kept here touches
the project's `updated_at`, so no process shows anything older.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from gruenzug.contract.elements import elements
from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.core.folding import fold
from gruenzug.web.places.models import County, Municipality
from gruenzug.web.projects.models import ListEntry, Locating, Project, ProjectList

COLUMNS = (
    "pk",
    "slug",
    "title_de",
    "state",
    "measures",
    "elements",
    "body__slug",
    "body__kind",
    "body__short_name",
    "body__name",
    "field_of_action",
    "locating",
    "point_x",
    "point_y",
    "updated_at",
    "ends_on",
)
FACETS = (
    "state",
    "measure",
    "theme",
    "goal",
    "municipality",
    "county",
    "list",
    "kind",
    "body",
    "category",
    "field",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project is drawn: its own point, or the town it lies in."""

    lon: float | None
    lat: float | None
    town: str


@dataclass(frozen=True)
class Index:
    """Public projects by what one can ask for.

    Attributes
    ----------
    keys
        By facet and value the numbers of the projects.
    by_title, by_change
        All numbers in the two orders lists know.
    names
        By facet the names of values that are rows themselves, by language or plain.
    """

    keys: dict[str, dict[str, frozenset[int]]]
    by_title: tuple[int, ...]
    by_change: tuple[int, ...]
    places: dict[int, Place]
    towns: dict[int, tuple[str, ...]]
    states: dict[int, str]
    slugs: dict[int, str]
    names: dict[str, dict[str, Any]]
    drawings: dict[Any, Any] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[int]:
        """The numbers of all public projects."""
        return frozenset(self.by_title)


def current_index() -> Index:
    """Return the index as of now."""
    facts = Project.objects.aggregate(Count("pk"), Max("updated_at"), Max("pk"))
    return _built(tuple(facts.values()))


@lru_cache(maxsize=2)
def _built(fingerprint: tuple[Any, ...]) -> Index:
    """Read what all public projects say of themselves: six queries."""
    rows = list(Project.objects.public().values_list(*COLUMNS))
    towns = _towns()
    keys: dict[str, dict[str, set[int]]] = {facet: defaultdict(set) for facet in FACETS}
    names: dict[str, dict[str, Any]] = defaultdict(dict)
    first_town: dict[int, str] = {}
    town_names: dict[int, list[str]] = defaultdict(list)
    for pk, ags in _pairs(Project.municipalities.through, "municipality__ags"):
        name, slug, county, county_name = towns[ags]
        keys["municipality"][slug].add(pk)
        names["municipality"][slug] = name
        first_town.setdefault(pk, ags)
        town_names[pk].append(name)
        if county:
            keys["county"][county].add(pk)
            names["county"][county] = county_name
    _note_rows(keys, names)
    for row in rows:
        _note_columns(dict(zip(COLUMNS, row, strict=True)), keys, names)
    public = {row[0] for row in rows}
    return Index(
        keys={
            facet: {value: frozenset(found & public) for value, found in values.items() if found & public}
            for facet, values in keys.items()
        },
        by_title=tuple(row[0] for row in sorted(rows, key=lambda row: (fold(row[2]), row[0]))),
        by_change=tuple(row[0] for row in sorted(rows, key=lambda row: row[14], reverse=True)),
        places={row[0]: _place(row, first_town.get(row[0], "")) for row in rows},
        towns={pk: tuple(found) for pk, found in town_names.items() if pk in public},
        states={row[0]: row[3] for row in rows},
        slugs={row[0]: row[1] for row in rows},
        names=dict(names),
    )


def _towns() -> dict[str, tuple[str, str, str, str]]:
    """Return name, address, county key and county name of each municipality by its key."""
    counties = dict(County.objects.values_list("pk", "key"))
    titles = dict(County.objects.values_list("pk", "name"))
    rows = Municipality.objects.values_list("ags", "name", "slug", "county_id")
    return {
        ags: (name, slug, counties.get(county, ""), titles.get(county, ""))
        for ags, name, slug, county in rows
    }


def _pairs(through: Any, value: str) -> Iterable[tuple[int, str]]:
    return through.objects.order_by("pk").values_list("project_id", value)


def _note_rows(keys: dict[str, dict[str, set[int]]], names: dict[str, dict[str, Any]]) -> None:
    """Note what is said in rows of other tables."""
    for pk, key in _pairs(Project.themes.through, "leitthema__key"):
        keys["theme"][key].add(pk)
    for pk, code in _pairs(Project.goals.through, "handlungsziel__code"):
        keys["goal"][code].add(pk)
    for pk, key in _pairs(ListEntry, "list__key"):
        keys["list"][key].add(pk)
    names["theme"] = {row.key: row.short_name for row in Leitthema.objects.all()}
    names["goal"] = {row.code: row.title for row in Handlungsziel.objects.filter(code__in=keys["goal"])}
    names["list"] = {row.key: row.short_name for row in ProjectList.objects.all()}


def _note_columns(
    row: dict[str, Any], keys: dict[str, dict[str, set[int]]], names: dict[str, dict[str, Any]]
) -> None:
    """Note what a project says in its own columns."""
    pk = row["pk"]
    keys["state"][row["state"]].add(pk)
    for measure in row["measures"]:
        keys["measure"][measure].add(pk)
    for category in {elements()[key].category for key in row["elements"] if key in elements()}:
        keys["category"][category].add(pk)
    if row["body__slug"]:
        keys["kind"][row["body__kind"]].add(pk)
        keys["body"][row["body__slug"]].add(pk)
        names["body"][row["body__slug"]] = row["body__short_name"] or row["body__name"]
    if row["field_of_action"]:
        keys["field"][row["field_of_action"]].add(pk)


def _place(row: tuple[Any, ...], town: str) -> Place:
    facts = dict(zip(COLUMNS, row, strict=True))
    if facts["locating"] in (Locating.EXACT, Locating.APPROXIMATE) and facts["point_x"] is not None:
        return Place(facts["point_x"], facts["point_y"], town)
    return Place(None, None, town if facts["locating"] != Locating.REGION else "")
