"""Events on the page of a Handlungsziel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.events.models import Event, State
from gruenzug.web.events.words import when, where

LINE = (
    *(f"{part}_{language}" for part in ("title", "summary") for language in ("de", "en", "simple")),
    *("slug", "kind", "begins_on", "ends_on", "precision", "mode", "venue", "city"),
)
"""What a card shows."""


def cards(request: HttpRequest, goal: Handlungsziel) -> plug.Told:
    """Return the public events on `goal`, the latest first."""
    rows = Event.objects.public().filter(goals=goal).only(*LINE).order_by("-begins_on", "pk")
    return plug.Told(list(rows), _card)


def _card(row: Event) -> plug.Card:
    return plug.Card(
        title=text_of(row.title),
        url=row.get_absolute_url(),
        text=text_of(row.summary),
        meta=f"{when(row)} · {where(row)}",
        status=str(row.get_kind_display()),
    )


def counts(keys: Iterable[int]) -> Mapping[int, int]:
    """Return how many public events there are on each goal."""
    through = Event.goals.through.objects.filter(handlungsziel__in=list(keys))
    through = through.exclude(event__state=State.DRAFT)
    return dict(through.order_by().values_list("handlungsziel").annotate(count=Count("pk")))


def more(goal: Handlungsziel) -> str:
    """Return the past events on `goal`; from there one tab leads to those to come."""
    return f"{reverse('events:archive')}?{urlencode({'goal': goal.code})}"


plug.register(
    plug.Section(
        name="events",
        title=_("Veranstaltungen"),
        order=50,
        cards=cards,
        more=more,
        counts=counts,
    )
)
