"""News of the rooms below: events, funding deadlines, consultations, projects, decisions, figures."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import REGION, Release, text_of
from gruenzug.web.atlas.selectors import choice
from gruenzug.web.charter.models import Commitment
from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.core import formats
from gruenzug.web.events.models import Event, State
from gruenzug.web.events.words import when
from gruenzug.web.funding.models import CallWindow
from gruenzug.web.newsletter.items import Item, Source, register
from gruenzug.web.participation.models import Consultation
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.words import place_line

AHEAD = dt.timedelta(days=70)
HEADLINES = ("acc-who", "sup-berlin-near", "green-share")
MOST = 40


def events(since: dt.date, until: dt.date) -> list[Item]:
    """Return what takes place in the ten weeks to come."""
    rows = Event.objects.public().exclude(state=State.CANCELLED).upcoming(until)
    return [
        Item(
            key=row.slug,
            title=text_of(row.title),
            url=row.get_absolute_url(),
            meta=" · ".join(part for part in (when(row), row.venue, row.city) if part),
            text=text_of(in_languages(row.summary_de, row.summary_en, row.summary_simple)),
        )
        for row in rows.filter(begins_on__lte=until + AHEAD)[:MOST]
    ]


def calls(since: dt.date, until: dt.date) -> list[Item]:
    """Return the funding deadlines of the ten weeks to come."""
    rows = CallWindow.objects.filter(
        programme__is_public=True, closes_on__gte=until, closes_on__lte=until + AHEAD
    )
    return [
        Item(
            key=str(row.pk),
            title=f"{text_of(row.programme.title)}: {text_of(row.title)}",
            url=row.programme.get_absolute_url(),
            meta=_("Frist: %(day)s") % {"day": formats.day(row.closes_on)},
            text=text_of(row.programme.summary),
        )
        for row in rows.select_related("programme").order_by("closes_on")[:MOST]
    ]


def consultations(since: dt.date, until: dt.date) -> list[Item]:
    """Return what one can have a say in these days."""
    rows = Consultation.objects.filter(
        is_public=True, phases__begins_on__lte=until, phases__ends_on__gte=until
    ).distinct()
    return [
        Item(
            key=row.slug,
            title=text_of(row.title),
            url=row.get_absolute_url(),
            text=text_of(in_languages(row.summary_de, row.summary_en, row.summary_simple)),
        )
        for row in rows.order_by("pk")[:MOST]
    ]


def projects(since: dt.date, until: dt.date) -> list[Item]:
    """Return projects that became public."""
    rows = Project.objects.public().filter(published_at__date__gte=since, published_at__date__lte=until)
    return [
        Item(
            key=row.slug,
            title=text_of(row.title),
            url=row.get_absolute_url(),
            meta=" · ".join(part for part in (place_line(row), str(row.get_state_display())) if part),
            text=text_of(row.summary),
        )
        for row in rows.prefetch_related("municipalities").order_by("-published_at")[:MOST]
    ]


def decisions(since: dt.date, until: dt.date) -> list[Item]:
    """Return bodies that decided to join the Charta."""
    rows = Commitment.objects.public().filter(
        state=Commitment.State.DECIDED, decided_on__gte=since, decided_on__lte=until
    )
    return [
        Item(
            key=str(row.pk),
            title=_("%(body)s bekennt sich zur Charta") % {"body": row.body.label},
            url=reverse("charter:index"),
            meta=" · ".join(part for part in (formats.day(row.decided_on), row.decided_in, row.vote) if part),
        )
        for row in rows.select_related("body").order_by("decided_on")[:MOST]
    ]


def figures(since: dt.date, until: dt.date) -> list[Item]:
    """Return the headline figures of the region if they were computed anew."""
    release = Release.objects.current()
    if release is None or not since <= release.created_at.date() <= until:
        return []
    rows = release.figures.filter(level=REGION, indicator__in=HEADLINES)
    values = {(row.indicator, row.part): row for row in rows}
    found = []
    for key in HEADLINES:
        indicator, part = choice(key, "")
        row = values.get((indicator.id, part.id))
        if row is None or row.value is None:
            continue
        value = formats.measure(row.value, part.unit)
        source = _("Modelldaten, keine echten Werte") if release.is_model else release.region_title
        found.append(
            Item(
                key=key,
                title=f"{value}: {text_of(indicator.title)}",
                url=reverse("atlas:method", args=[indicator.id]),
                meta=_("Datenstand %(name)s, %(source)s") % {"name": release.name, "source": source},
                text=text_of(indicator.question),
            )
        )
    return found


register(Source("events", gettext_lazy("Veranstaltungen"), 20, events))
register(Source("calls", gettext_lazy("Förderfristen"), 30, calls))
register(Source("consultations", gettext_lazy("Mitreden"), 40, consultations))
register(Source("projects", gettext_lazy("Neue Projekte"), 50, projects))
register(Source("decisions", gettext_lazy("Beschlüsse zur Charta"), 60, decisions))
register(Source("figures", gettext_lazy("Neue Zahlen"), 70, figures))
