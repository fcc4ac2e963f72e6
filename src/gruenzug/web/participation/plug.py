"""What was said, on the page of a Handlungsziel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.participation.models import Consultation, Idea, Visibility

SAID = Count("contributions", filter=Q(contributions__visibility=Visibility.PUBLIC))

CONSULTATION = (
    *("slug", "title_de", "title_en", "title_simple", "summary_de", "summary_en", "summary_simple"),
    *("result_de", "result_en", "released_at"),
)
IDEA = ("title", "text", "answer", "stage", "support_count", "municipality__name")
"""What a card shows."""


def cards(request: HttpRequest, goal: Handlungsziel) -> plug.Told:
    """Return the consultations about `goal`, then the public ideas for it, the most supported first."""
    asked = Consultation.objects.public().filter(goals=goal).annotate(said=SAID).only(*CONSULTATION)
    ideas = Idea.objects.public().filter(goals=goal).select_related("municipality")
    ideas = ideas.only(*IDEA).order_by("-support_count", "-pk")
    return plug.Told([*asked, *ideas], _card)


def _card(row: Consultation | Idea) -> plug.Card:
    if isinstance(row, Consultation):
        told = text_of(row.result) or text_of(row.summary)
        return plug.Card(text_of(row.title), row.get_absolute_url(), told, _said(row))
    meta = " · ".join(part for part in (_town(row), _voices(row)) if part)
    stage = str(row.get_stage_display())
    return plug.Card(row.title, row.get_absolute_url(), row.answer or row.text[:240], meta, stage)


def counts(keys: Iterable[int]) -> Mapping[int, int]:
    """Return how many public ideas and consultations are about each goal."""
    wanted = list(keys)
    ideas = Idea.goals.through.objects.filter(handlungsziel__in=wanted, idea__visibility=Visibility.PUBLIC)
    asked = Consultation.goals.through.objects.filter(handlungsziel__in=wanted, consultation__is_public=True)
    found: Counter[int] = Counter()
    for rows in (ideas, asked):
        found.update(dict(rows.order_by().values_list("handlungsziel").annotate(count=Count("pk"))))
    return found


def _said(row: Consultation) -> str:
    words = ngettext("%(count)s Beitrag", "%(count)s Beiträge", row.said)
    told = [words % {"count": row.said}]
    if row.released_at:
        told.append(gettext("beantwortet"))
    return " · ".join(told)


def _town(idea: Idea) -> str:
    return idea.municipality.name if idea.municipality else ""


def _voices(idea: Idea) -> str:
    count = idea.support_count
    words = ngettext("%(count)s unterstützt das", "%(count)s unterstützen das", count)
    return f"{idea.get_stage_display()} · {words % {'count': count}}"


plug.register(
    plug.Section(name="participation", title=_("Was dazu gesagt wurde"), order=60, cards=cards, counts=counts)
)
