"""What was said, on the page of a Handlungsziel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.participation.models import Idea, Visibility


def cards(request: HttpRequest, goal: Handlungsziel) -> list[plug.Card]:
    """Return the public ideas that serve `goal`, the most supported first."""
    rows = Idea.objects.public().filter(goals=goal).select_related("municipality")
    return [
        plug.Card(
            title=idea.title,
            url=idea.get_absolute_url(),
            text=idea.answer or idea.text[:240],
            meta=" · ".join(part for part in (_town(idea), _voices(idea)) if part),
            status=str(idea.get_stage_display()),
        )
        for idea in rows.defer("geometry", "municipality__geometry").order_by("-support_count", "-pk")
    ]


def counts(keys: Iterable[int]) -> Mapping[int, int]:
    """Return how many public ideas serve each goal."""
    through = Idea.goals.through.objects.filter(
        handlungsziel__in=list(keys), idea__visibility=Visibility.PUBLIC
    )
    return dict(through.order_by().values_list("handlungsziel").annotate(count=Count("pk")))


def _town(idea: Idea) -> str:
    return idea.municipality.name if idea.municipality else ""


def _voices(idea: Idea) -> str:
    count = idea.support_count
    words = ngettext("%(count)s unterstützt das", "%(count)s unterstützen das", count)
    return f"{idea.get_stage_display()} · {words % {'count': count}}"


plug.register(
    plug.Section(name="participation", title=_("Was dazu gesagt wurde"), order=60, cards=cards, counts=counts)
)
