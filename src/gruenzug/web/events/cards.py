"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.core import desk
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.events.models import AccessNeed, Event, NeedState, PlaceState, State

SOON = dt.timedelta(days=30)


def visible(user: Any) -> QuerySet[Event]:
    """Return the events that are this user's to look after."""
    if user.is_superuser or user.roles & {Role.PROGRAMME_TEAM, Role.MODERATOR}:
        return Event.objects.all()
    if Role.MUNICIPAL_EDITOR in user.roles:
        return Event.objects.filter(organiser__in=edited_bodies(user))
    return Event.objects.none()


def coming(user: Any, today: dt.date) -> desk.Card:
    """Events of the next weeks, with how many come and wait."""
    rows = visible(user).filter(state=State.PUBLISHED, begins_on__range=(today, today + SOON))
    active = Q(registrations__cancelled_at__isnull=True)
    waits = active & Q(registrations__attendances__state=PlaceState.WAITING)
    counted = rows.annotate(
        people=Count("registrations", filter=active, distinct=True),
        waiting=Count("registrations", filter=waits, distinct=True),
    )
    return desk.Card(
        _("Veranstaltungen der nächsten Wochen"),
        desk.Section.DUE,
        [
            desk.Row(str(row), reverse("events_event:inspect", args=[row.pk]), row.begins_on, _people(row))
            for row in counted.order_by("begins_on")
        ],
        icon="calendar",
    )


def drafts(user: Any, today: dt.date) -> desk.Card:
    """Events to come that nobody sees yet."""
    rows = visible(user).filter(state=State.DRAFT, ends_on__gte=today).order_by("begins_on")
    return desk.Card(
        _("Veranstaltungen im Entwurf"),
        desk.Section.WAITING,
        [desk.Row(str(row), reverse("events_event:inspect", args=[row.pk]), row.begins_on) for row in rows],
        icon="calendar",
    )


def needs(user: Any, today: dt.date) -> desk.Card:
    """Needs nobody answered yet, for the accounts named at the event."""
    rows = AccessNeed.objects.filter(
        state=NeedState.OPEN, registration__event__needs_team=user.pk, registration__event__ends_on__gte=today
    )
    found = rows.values_list(
        "registration__event", "registration__event__title_de", "registration__event__begins_on"
    )
    counted = found.annotate(count=Count("pk")).order_by("registration__event__begins_on")
    return desk.Card(
        _("Offene Unterstützungsbedarfe"),
        desk.Section.WAITING,
        [
            desk.Row(title, reverse("events_needs", args=[pk]), begins_on, str(count))
            for pk, title, begins_on, count in counted
        ],
        icon="list",
    )


def undocumented(user: Any, today: dt.date) -> desk.Card:
    """Events that were not long ago and of which nobody told what came of them."""
    since = today - dt.timedelta(days=60)
    rows = visible(user).filter(state=State.PUBLISHED, ends_on__range=(since, today - dt.timedelta(days=1)))
    rows = rows.filter(report_de="", materials__isnull=True, sign_up="here").order_by("ends_on")
    return desk.Card(
        _("Veranstaltungen ohne Dokumentation"),
        desk.Section.DUE,
        [desk.Row(str(row), reverse("events_event:edit", args=[row.pk]), row.ends_on) for row in rows],
        icon="source",
    )


def _people(row: Any) -> str:
    told = ngettext("%(count)s Anmeldung", "%(count)s Anmeldungen", row.people) % {"count": row.people}
    return (
        _("%(people)s, %(waiting)s warten") % {"people": told, "waiting": row.waiting}
        if row.waiting
        else told
    )


desk.register("events.coming", coming)
desk.register("events.drafts", drafts)
desk.register("events.needs", needs)
desk.register("events.undocumented", undocumented)
