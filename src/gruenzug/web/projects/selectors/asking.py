"""What a list of projects shows: the projects asked for, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import reduce

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import get_language

from gruenzug.web.core import search
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.selectors.index import FACETS, Index, current_index

KIND = "projects.project"
SORTS = ("title", "new")


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


def rows_of(keys: Iterable[int]) -> list[Project]:
    """Return the projects `keys` in that order, with what a line of a list shows: three queries."""
    listed = list(keys)
    found = {project.pk: project for project in with_line(Project.objects.filter(pk__in=listed))}
    return [found[pk] for pk in listed if pk in found]


def with_line(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Return `rows` with what a line of a list shows, without shapes and long texts."""
    towns = Municipality.objects.only("name", "slug", "ags", "point_x", "point_y")
    return (
        rows.select_related("body")
        .defer("geometry", "text_de", "text_en", "text_simple", "note", "source_note")
        .prefetch_related(Prefetch("municipalities", queryset=towns), "themes")
    )


def in_order(rows: QuerySet[Project], keys: Iterable[int]) -> QuerySet[Project]:
    """Return `rows` in the order of `keys`, for files that stream them."""
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(keys)]
    return rows.order_by(Case(*places, output_field=IntegerField())) if places else rows.none()


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
