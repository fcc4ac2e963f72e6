"""What this room adds to the page of a Handlungsziel: programmes that serve it, and grants for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.core.templatetags.gruenzug import text
from gruenzug.web.funding.models import Grant, Programme
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.public import PublicGrant, with_amounts

GRANT = ("title", "slug", "purpose", "shows_amount", "recipient__name", "recipient__short_name")
PROGRAMME = ("short_name", "slug", "summary_de", "summary_en", "summary_simple", "status")
"""What a card shows."""


def cards(request: HttpRequest, goal: Handlungsziel) -> plug.Told:
    """Return grants first, then programmes."""
    granted = Grant.objects.public().filter(goals=goal).select_related("recipient").order_by("-decided_on")
    programmes = Programme.objects.public().current().filter(goals=goal)
    return plug.Told([*with_amounts(granted.only(*GRANT)), *programmes.only(*PROGRAMME)], _card)


def _card(row: PublicGrant | Programme) -> plug.Card:
    if isinstance(row, Programme):
        told, way = text(row.summary), row.get_absolute_url()
        return plug.Card(row.short_name, way, told, _("Förderprogramm"), row.status)
    parts = [row.grant.recipient.label, *([euro(row.amount, whole=True)] if row.amount is not None else [])]
    return plug.Card(row.grant.title, row.grant.get_absolute_url(), row.grant.purpose, " · ".join(parts))


def counts(goals: Iterable[int]) -> Mapping[int, int]:
    """Return how many public grants and current programmes serve each goal."""
    keys = list(goals)
    found: Counter[int] = Counter()
    for rows in (Grant.objects.public(), Programme.objects.public().current()):
        found.update(rows.filter(goals__in=keys).values_list("goals", flat=True))
    return {key: found[key] for key in keys}


plug.register(
    plug.Section(
        name="funding",
        title=gettext_lazy("Förderung"),
        order=40,
        cards=cards,
        counts=counts,
    )
)
