"""How the programme stands, for the first page: commitments, promises, projects, money, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Commitment, Pledge
from gruenzug.web.core.formats import number
from gruenzug.web.directory.models import Kind
from gruenzug.web.events.models import Event
from gruenzug.web.events.words import when, where
from gruenzug.web.funding.models import Account, Grant, Posting
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.balances import IN_CENTS
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.models import State as ProjectState

NEXT_EVENTS = 3
OVERDUE = "overdue"


@dataclass(frozen=True)
class Mark:
    """One large number of the programme, and where it comes from."""

    title: str
    value: str
    note: str
    url: str


def marks(municipalities: int) -> list[Mark]:
    """Return the programme's numbers, in one query; `municipalities` is how many there are."""
    found = _counts()
    return [_charter(found, municipalities), _pledges(found), _projects(found), _funding(found)]


def next_events() -> list[dict[str, str]]:
    """Return the next public events, in one query."""
    rows = Event.objects.public().upcoming(timezone.localdate()).order_by("begins_on", "pk")[:NEXT_EVENTS]
    return [
        {
            "title": text_of(row.title),
            "url": row.get_absolute_url(),
            "meta": f"{when(row)} · {where(row)}",
            "text": text_of(row.summary),
        }
        for row in rows
    ]


def _charter(found: dict[str, int], municipalities: int) -> Mark:
    decided = found.get(_of("charter", Commitment.State.DECIDED), 0)
    consulting = found.get(_of("charter", Commitment.State.IN_CONSULTATION), 0)
    value = number(decided)
    if municipalities:
        value = _("%(count)s von %(all)s") % {"count": value, "all": number(municipalities)}
    note = _("Kommunen mit belegtem Beschluss zur Charta; in %(count)s wird beraten")
    return Mark(_("Mitwirkung"), value, note % {"count": number(consulting)}, reverse("charter:register"))


def _pledges(found: dict[str, int]) -> Mark:
    running = found.get(_of("pledges", Pledge.State.RUNNING), 0)
    facts = {
        "overdue": number(found.get(OVERDUE, 0)),
        "kept": number(found.get(_of("pledges", Pledge.State.KEPT), 0)),
    }
    note = _("laufende Zusagen von Körperschaften; %(overdue)s überfällig, %(kept)s eingelöst")
    return Mark(_("Selbstverpflichtungen"), number(running), note % facts, reverse("charter:pledges"))


def _projects(found: dict[str, int]) -> Mark:
    total = sum(count for key, count in found.items() if key.startswith("projects:"))
    facts = {
        "underway": number(found.get(_of("projects", ProjectState.UNDERWAY), 0)),
        "done": number(found.get(_of("projects", ProjectState.DONE), 0)),
    }
    note = _("öffentliche Projekte; %(underway)s in Arbeit, %(done)s umgesetzt")
    return Mark(_("Projekte"), number(total), note % facts, reverse("projects:list"))


def _funding(found: dict[str, int]) -> Mark:
    note = ngettext(
        "bewilligt mit einem veröffentlichten Bescheid",
        "bewilligt mit %(count)s veröffentlichten Bescheiden",
        found.get("grants", 0),
    )
    amount = euro(Decimal(-found.get("cents", 0)) / 100, whole=True)
    return Mark(
        _("Förderung"), amount, note % {"count": number(found.get("grants", 0))}, reverse("funding:grants")
    )


def _counts() -> dict[str, int]:
    """Return everything counted, by name, in one query."""
    towns = Commitment.objects.public().filter(body__kind=Kind.MUNICIPALITY)
    overdue = Pledge.objects.public().overdue(timezone.localdate())
    grants = Grant.objects.public().first_hand().filter(shows_amount=True)
    postings = Posting.objects.filter(account=Account.GIVER, grant__in=grants)
    parts = [
        _by(towns, "charter", "state", "body"),
        _by(Pledge.objects.public(), "pledges", "state"),
        _by(Project.objects.public(), "projects", "state"),
        _whole(overdue, OVERDUE, Count("pk")),
        _whole(grants, "grants", Count("pk")),
        _whole(postings, "cents", IN_CENTS),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return {_of(kind, state) if state else kind: count or 0 for kind, state, count in rows}


def _by(rows: QuerySet[Any], kind: str, field: str, counted: str = "pk") -> QuerySet[Any]:
    count = Count(counted, distinct=counted != "pk")
    named = rows.order_by().values(mark_kind=Value(kind), mark_state=F(field))
    return named.annotate(mark_count=count).values_list("mark_kind", "mark_state", "mark_count")


def _whole(rows: QuerySet[Any], kind: str, counted: Any) -> QuerySet[Any]:
    named = rows.order_by().values(mark_kind=Value(kind), mark_state=Value(""))
    return named.annotate(mark_count=counted).values_list("mark_kind", "mark_state", "mark_count")


def _of(kind: str, state: str) -> str:
    return f"{kind}:{state}"
