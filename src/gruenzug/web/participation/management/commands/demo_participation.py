"""``manage.py demo_participation``: ideas and a consultation to try out, recognisable as invented."""

from __future__ import annotations

import datetime as dt
from itertools import cycle
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gruenzug.web.participation.models import (
    Category,
    Consultation,
    Contribution,
    Idea,
    Participant,
    Phase,
    PhaseKind,
    Visibility,
)
from gruenzug.web.participation.services.texts import publish_draft
from gruenzug.web.places.models import Municipality

SLUG = "leitlinie-zum-ausprobieren"
INVENTED = "Erfunden, damit sich die Beteiligung ausprobieren lässt."
DRAFT = """# Worum es geht

Jede Kommune sorgt dafür, dass alle in wenigen Minuten im Grünen sind.

# Bäume

Für jeden gefällten Baum werden zwei neue gepflanzt.

Die heißesten Straßen bekommen zuerst Schatten.

# Wasser

Regen bleibt, wo er fällt."""
IDEAS = (
    (Category.TREE, "Schatten für den Markt"),
    (Category.WATER, "Den Bach ans Licht holen"),
    (Category.UNSEALING, "Weniger Pflaster vor der Schule"),
    (Category.BUILDING, "Ein grünes Dach für die Turnhalle"),
    (Category.PLAY, "Ein Platz zum Spielen unter Bäumen"),
    (Category.PATH, "Ein Weg durch den Grünzug"),
)
VOICES = (
    ("a4", "Zwei sind zu wenig.", "Für jeden gefällten Baum werden drei neue gepflanzt."),
    ("a4", "Wer gießt sie in den ersten Jahren?", ""),
    ("a5", "Das ist der wichtigste Satz.", ""),
    ("a7", "Und wenn der Boden nichts aufnimmt?", ""),
)


class Command(BaseCommand):
    """Create ideas, one that waits for a moderator, and a consultation; refuses on a public site."""

    help = "Create invented ideas and a consultation to try out; only with DEMO or DEBUG."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or getattr(settings, "DEMO", False)):
            raise CommandError("demo_participation is for a try on one's own machine")
        if Consultation.objects.filter(slug=SLUG).exists():
            return
        people = [_person(number) for number in range(31, 37)]
        _ideas(people)
        _consultation(people)
        self.stdout.write("ideas and a consultation to try out")


def _person(number: int) -> Participant:
    facts = {"name": f"Testperson {number}", "confirmed_at": timezone.now()}
    return Participant.objects.get_or_create(email=f"testperson{number}@example.org", defaults=facts)[0]


def _signed(person: Participant, *, waits: bool = False) -> dict[str, Any]:
    now = timezone.now()
    shown = (
        {"visibility": Visibility.HELD, "held_for": ["first"]} if waits else {"visibility": Visibility.PUBLIC}
    )
    return {
        **shown,
        "author": person,
        "author_name": person.name,
        "is_checked": True,
        "confirmed_at": now,
        "published_at": None if waits else now,
    }


def _ideas(people: list[Participant]) -> None:
    towns = Municipality.objects.exclude(point_x=None).order_by("-population")[: len(IDEAS)]
    for place, (town, (category, title), person) in enumerate(zip(towns, IDEAS, cycle(people), strict=False)):
        spot = f'{{"type":"Point","coordinates":[{town.point_x},{town.point_y}]}}' if place % 3 else ""
        Idea.objects.create(
            title=title,
            text=INVENTED,
            category=category,
            municipality=town,
            geometry=spot,
            **_signed(person, waits=place == len(IDEAS) - 1),
        )


def _consultation(people: list[Participant]) -> None:
    today = timezone.localdate()
    made = Consultation(
        slug=SLUG,
        title_de="Eine Leitlinie zum Ausprobieren",
        title_en="A guideline to try out",
        summary_de=f"{INVENTED} Sagen Sie, was fehlt und was anders lauten soll.",
        summary_en="Invented, so that participation can be tried out. Say what is missing.",
        is_public=True,
    )
    for kind, begins, days in (
        (PhaseKind.PROPOSE, 0, 60),
        (PhaseKind.PRIORITISE, 61, 14),
        (PhaseKind.REVIEW, 76, 30),
    ):
        first = today + dt.timedelta(days=begins)
        made.phases.add(Phase(kind=kind, begins_on=first, ends_on=first + dt.timedelta(days=days)))
    made.save()
    draft = publish_draft(consultation=made, source=DRAFT, by=None)
    for person, (key, text, proposal) in zip(cycle(people), VOICES, strict=False):
        kind = Contribution.Kind.PROPOSAL if proposal else Contribution.Kind.COMMENT
        Contribution.objects.create(
            consultation=made,
            draft=draft,
            paragraph_key=key,
            text=text,
            proposal=proposal,
            kind=kind,
            **_signed(person),
        )
