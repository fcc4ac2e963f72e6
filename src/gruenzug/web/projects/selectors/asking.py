"""What a list of projects shows: the projects asked for, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import reduce

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from gruenzug.web.core import search
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.selectors.index import FACETS, Index, current_index
from gruenzug.web.projects.words import place_words

KIND = "projects.project"
LINE = (
    "slug",
    "title_de",
    "title_en",
    "title_simple",
    "summary_de",
    "summary_en",
    "summary_simple",
    "state",
    "locating",
    "place",
    "body_name",
    "body__name",
    "body__short_name",
    "begins_on",
    "ends_on",
    "dates_precision",
)
"""What a line of a list shows."""


@dataclass(frozen=True)
class Asked:
    """What a request wants to see of the register."""

    q: str = ""
    state: str = ""
    measure: str = ""
    theme: str = ""
    goal: str = ""
    municipality: str = ""
    county: str = ""
    list: str = ""
    kind: str = ""
    body: str = ""
    category: str = ""
    field: str = ""
    sort: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the filters of a list's address."""
        return cls(**{part.name: request.GET.get(part.name, "").strip()[:80] for part in fields(cls)})

    @property
    def is_filtered(self) -> bool:
        """Whether not all is asked for."""
        return replace(self, sort="") != Asked()

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address that asks the same."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Found:
    """The projects asked for, in their order, and the counts beside every choice."""

    asked: Asked
    index: Index
    keys: tuple[int, ...]
    counts: dict[str, dict[str, int]]

    @property
    def all(self) -> int:
        """How many public projects there are."""
        return len(self.index.by_title)


def find(asked: Asked) -> Found:
    """Return what `asked` finds, in two or three queries."""
    index = current_index()
    chosen = {facet: getattr(asked, facet) for facet in FACETS if getattr(asked, facet)}
    sets = {facet: index.keys[facet].get(value, frozenset()) for facet, value in chosen.items()}
    if asked.q:
        sets["q"] = _matching(asked.q, index)
    wanted = _common(sets.values(), index.all)
    order = index.by_change if asked.sort == "new" else index.by_title
    counts = {
        facet: _counts(
            index.keys[facet], _common((found for name, found in sets.items() if name != facet), None)
        )
        for facet in FACETS
    }
    return Found(asked, index, tuple(pk for pk in order if pk in wanted), counts)


@dataclass(frozen=True, slots=True)
class Line:
    """A project as lists show it."""

    project: Project
    towns: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it is in a few words."""
        return place_words(self.project, self.towns)


def lines_of(index: Index, keys: Iterable[int]) -> list[Line]:
    """Return the projects `keys` in that order as lists show them, in one query."""
    listed = list(keys)
    found = Project.objects.filter(pk__in=listed).select_related("body").only(*LINE)
    rows = {project.pk: project for project in found}
    return [Line(rows[pk], index.towns.get(pk, ())) for pk in listed if pk in rows]


def with_line(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Return `rows` with body and towns, without shapes and long texts."""
    towns = Municipality.objects.only("name", "slug", "ags", "point_x", "point_y")
    return (
        rows.select_related("body")
        .defer("geometry", "text_de", "text_en", "text_simple", "note", "source_note")
        .prefetch_related(Prefetch("municipalities", queryset=towns))
    )


def _matching(text: str, index: Index) -> frozenset[int]:
    """Return the projects the words of `text` find, as the search of the whole site would."""
    found = search.keys_matching(KIND, text, get_language() or "de")
    return index.all if found is None else frozenset(int(key) for key in found)


def _common(sets: Iterable[frozenset[int]], otherwise: frozenset[int] | None) -> frozenset[int] | None:
    """Return what all `sets` share; `otherwise` if there is none."""
    listed = sorted(sets, key=len)
    return reduce(frozenset.intersection, listed) if listed else otherwise


def _counts(values: dict[str, frozenset[int]], within: frozenset[int] | None) -> dict[str, int]:
    """Return how many of `within` (None: of all) have each value."""
    if within is None:
        return {value: len(found) for value, found in values.items()}
    return {value: len(found & within) for value, found in values.items()}
