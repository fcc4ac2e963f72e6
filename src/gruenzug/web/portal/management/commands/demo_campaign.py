"""``manage.py demo_campaign``: a campaign to look at in the demonstration, recognisable as invented."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gruenzug.web.events.models import Event
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.participation.models import Consultation
from gruenzug.web.portal.models import CampaignPage, HomePage

SLUG, LASTS = "gruen-vor-der-tuer", dt.timedelta(days=60)
INVENTED = (
    "Erfunden, damit sich eine Kampagne ansehen lässt. Zahl und Schritte gehören zu dieser Demonstration."
)


class Command(BaseCommand):
    """Create the campaign below the home page; refuses on a public site."""

    help = "Create an invented campaign to look at; only with DEMO or DEBUG."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or getattr(settings, "DEMO", False)):
            raise CommandError("demo_campaign is for a try on one's own machine; write pages under /admin/")
        parent = HomePage.objects.filter(locale__language_code="de").first()
        if parent is None or CampaignPage.objects.filter(slug=SLUG).exists():
            return
        today = timezone.localdate()
        page = CampaignPage(
            title="Grün vor der Tür, zum Ausprobieren",
            slug=SLUG,
            claim="Alle sollen in fünf Minuten zu Fuß im Grünen sein.",
            lead=INVENTED,
            begins_on=today,
            ends_on=today + LASTS,
            figure=json.dumps([{"type": "live", "value": {"what": "atlas.figure:acc-who", "place": ""}}]),
            steps=json.dumps(_steps()),
        )
        parent.add_child(instance=page)
        page.topics.set(Topic.objects.filter(key="lebenswert"))
        page.save_revision().publish()
        self.stdout.write(f"a campaign to look at: {page}")


def _steps() -> list[dict[str, Any]]:
    """Return steps to what the demonstration has."""
    consultation, event = Consultation.objects.public().first(), Event.objects.public().first()
    steps = [
        ("Sagen, was fehlt", "Kommentieren Sie den Entwurf.", consultation, "participation.consultation"),
        ("Dabei sein", "Melden Sie sich an.", event, "events.event"),
    ]
    led = [
        {"type": "step", "value": {"title": title, "text": text, "what": f"{kind}:{row.pk}", "address": ""}}
        for title, text, row, kind in steps
        if row
    ]
    letter = {"title": "Auf dem Laufenden bleiben", "text": "Der Newsletter kommt, wenn etwas geschieht."}
    return [*led, {"type": "newsletter", "value": letter}]
