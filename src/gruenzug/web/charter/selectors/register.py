"""The register of commitments: who, where it stands, and on the map."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import MUNICIPALITY
from gruenzug.web.atlas.selectors import HEAVY
from gruenzug.web.charter.models import Commitment, Station
from gruenzug.web.core.addresses import address_of
from gruenzug.web.core.charts.choropleth import Area, Choropleth, LegendEntry
from gruenzug.web.core.charts.outlines import Frame
from gruenzug.web.core.formats import day
from gruenzug.web.directory.models import Kind
from gruenzug.web.places.models import Municipality

State = Commitment.State
DONE = (Station.Result.AGREED, Station.Result.AMENDED, Station.Result.REJECTED)
"""Results after which a committee is through with a paper."""
SHOWN = (State.DECIDED, State.IN_CONSULTATION, State.DRAFT, State.REJECTED, State.WITHDRAWN)
"""Order of states in filters, legends and counts."""
SLUG = "-slug-"


LINE = (
    *("state", "state_note", "status", "form", "paper_reference"),
    *("decided_on", "decided_in", "signed_on", "signed_as"),
    *("body__name", "body__short_name", "version__document"),
)


@dataclass(frozen=True)
class Asked:
    """What a request wants to see of the register."""

    q: str = ""
    state: str = ""
    kind: str = ""
    county: str = ""
    document: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the filters of a list's address."""
        names = ("q", "state", "kind", "county", "document")
        return cls(**{name: request.GET.get(name, "").strip()[:80] for name in names})

    def rows(self) -> QuerySet[Commitment]:
        """Return the public entries that match, ordered by body."""
        found = Commitment.objects.public().select_related("body", "version", "signing")
        return found.filter(self.condition()).order_by("body__name", "version_id")

    def condition(self) -> Q:
        """Return what an entry must fulfil; nothing if all are asked for."""
        filters = {"state": self.state, "body__kind": self.kind, "version__document": self.document}
        wanted = Q(**{name: value for name, value in filters.items() if value})
        if self.county:
            wanted &= Q(body__official_key__startswith=self.county)
        if self.q:
            named = Q(body__name__icontains=self.q) | Q(body__short_name__icontains=self.q)
            wanted &= named | Q(paper_reference__icontains=self.q)
        return wanted

    def lines(self) -> QuerySet[Commitment]:
        """Return the same with no more than a line of the list and its lane on the timeline show."""
        return self.rows().select_related(None).select_related("body", "version").only(*LINE)


class Brief(NamedTuple):
    """As much of an entry as counts and maps need."""

    pk: int
    state: str
    form: str
    decided_on: dt.date | None
    signed_on: dt.date | None
    body: int
    kind: str
    key: str
    decided_in: str
    signed_as: str
    name: str
    short_name: str

    @property
    def label(self) -> str:
        """The body's name as lists use it."""
        return self.short_name or self.name


COLUMNS = (
    *("pk", "state", "form", "decided_on", "signed_on", "body_id", "body__kind", "body__official_key"),
    *("decided_in", "signed_as", "body__name", "body__short_name"),
)


@dataclass(frozen=True)
class Register:
    """The register as a page shows it; `entries` are those that match, the numbers speak of all."""

    entries: list[Brief]
    all: int
    by_state: dict[str, int]
    by_kind: dict[str, int]
    decided_municipalities: int

    @property
    def count(self) -> int:
        return len(self.entries)

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """Every state that occurs with its words and its number, in their order."""
        return [
            (state.value, state_label(state), self.by_state[state])
            for state in SHOWN
            if self.by_state.get(state)
        ]


def register_of(asked: Asked) -> Register:
    """Return what matches `asked`, with the counts of all public entries."""
    everything, entries = _briefs(asked)
    decided = {row.body for row in everything if row.state == State.DECIDED and row.kind == Kind.MUNICIPALITY}
    return Register(
        entries=entries,
        all=len(everything),
        by_state=Counter(row.state for row in everything),
        by_kind=Counter(row.kind for row in everything),
        decided_municipalities=len(decided),
    )


def drawn_map(request: HttpRequest, entries: Iterable[Brief]) -> Choropleth | None:
    """Return the municipalities coloured by where their commitment stands; None without a release."""
    release = release_of(request)
    if release is None:
        return None
    best: dict[str, Brief] = {}
    for row in sorted(entries, key=lambda row: SHOWN.index(State(row.state)), reverse=True):
        best[row.key] = row
    places = release.places.filter(level=MUNICIPALITY).select_related("municipality").defer(*HEAVY)
    dossier = link(request, "dossiers:dossier", SLUG)
    areas = [_area(place, best.get(place.key), dossier) for place in places]
    present = {area.css for area in areas}
    return Choropleth(
        view_box=Frame.around(release.bbox).view_box,
        areas=areas,
        legend=[
            *(LegendEntry(_css(state), state_label(state)) for state in SHOWN if _css(state) in present),
            LegendEntry("register-none", _("nicht im Register")),
        ],
        breaks=(),
        ramp="up",
        has_gaps=False,
        has_orientation=False,
    )


def commitments_of(municipality: Municipality) -> list[Commitment]:
    """Return the public commitments of the bodies that speak for `municipality`: itself and its county."""
    county = Q(body__county_id=municipality.county_id, body__kind=Kind.COUNTY)
    own = Q(body__municipality=municipality, body__kind=Kind.MUNICIPALITY)
    wanted = own | county if municipality.county_id else own
    found = Commitment.objects.public().filter(wanted).select_related("body", "version")
    return list(found.order_by("-body__kind", "pk"))


def state_label(state: str) -> str:
    """Return the words for a state in public: what we only prepare is no statement about a body."""
    return _("kein Beschluss bekannt") if state == State.DRAFT else str(State(state).label)


def status_line(row: Commitment | Brief) -> str:
    """Return where an entry stands in a few words, with the day if one is known."""
    when = row.decided_on or row.signed_on
    label = state_label(row.state)
    if row.state == State.DECIDED and row.form == Commitment.Form.DECLARATION:
        label = _("erklärt")
    return f"{label}, {day(when)}" if row.state == State.DECIDED and when else label


def decided_elsewhere() -> QuerySet[Commitment]:
    """Return entries in consultation whose deciding committee has decided: somebody should confirm that."""
    ready = Q(stations__role=Station.Role.DECISION, stations__result__in=DONE)
    return Commitment.objects.filter(ready, state=State.IN_CONSULTATION).select_related("body").distinct()


def _briefs(asked: Asked) -> tuple[list[Brief], list[Brief]]:
    """Return all public entries, and those of them that match, in one query."""
    wanted = asked.condition()
    rows = Commitment.objects.public().order_by()
    if not wanted:
        everything = [Brief(*row) for row in rows.values_list(*COLUMNS)]
        return everything, everything
    matches = Case(When(wanted, then=True), default=False, output_field=BooleanField())
    told = rows.values_list(*COLUMNS, matches)
    pairs = [(Brief(*row), match) for *row, match in told]
    return [row for row, _match in pairs], [row for row, match in pairs if match]


def _area(place: Any, row: Brief | None, dossier: str) -> Area:
    """Return one place on the map; it leads to its entry, else to its `dossier`."""
    slug = place.municipality.slug if place.municipality else ""
    return Area(
        key=place.key,
        path=place.path,
        label=place.name,
        url=address_of("charter:commitment", row.pk) if row else dossier.replace(SLUG, slug) if slug else "",
        value=status_line(row) if row else _("nicht im Register"),
        css=_css(row.state) if row else "register-none",
        orientation=False,
        current=False,
    )


def _css(state: str) -> str:
    return f"register-{state}"
