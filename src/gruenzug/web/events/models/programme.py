"""The programme: days, rooms, sessions, parallel workshops to choose from, and who speaks."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models.sourced import Described, Titled, in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.events.models.events import Event
from gruenzug.web.events.models.vocabulary import SessionKind, Way

NOON = dt.time(12)


class Day(models.Model):
    """One day of an event, with its own places."""

    event = ParentalKey(Event, on_delete=models.CASCADE, verbose_name=_("Veranstaltung"), related_name="days")
    uid = models.UUIDField(_("Kennung in Kalendern"), default=uuid.uuid4, unique=True, editable=False)
    date = models.DateField(_("Datum"))
    begins_at = models.TimeField(_("von"), null=True, blank=True)
    ends_at = models.TimeField(_("bis"), null=True, blank=True)
    title_de = models.CharField(_("Titel des Tages"), max_length=160, blank=True)
    title_en = models.CharField(_("Titel des Tages, englisch"), max_length=160, blank=True)
    places_onsite = models.PositiveIntegerField(
        _("Plätze vor Ort"), null=True, blank=True, help_text=_("Leer: unbegrenzt")
    )
    places_online = models.PositiveIntegerField(
        _("Plätze online"), null=True, blank=True, help_text=_("Leer: unbegrenzt")
    )

    class Meta:
        verbose_name = _("Veranstaltungstag")
        verbose_name_plural = _("Tage")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "date"],
                name="event_day_once",
                violation_error_message=_("Dieser Tag ist schon eingetragen."),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(begins_at__lt=F("ends_at")),
                name="day_begins_before_it_ends",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"

    @property
    def title(self) -> dict[str, str]:
        """The title by language; often empty."""
        return in_languages(self.title_de, self.title_en, "")

    @property
    def opens_at(self) -> dt.datetime:
        """When it begins; where no time is known, at midnight."""
        return timezone.make_aware(dt.datetime.combine(self.date, self.begins_at or dt.time()))

    @property
    def closes_at(self) -> dt.datetime:
        """When it ends; where no time is known, at the end of the day."""
        return timezone.make_aware(dt.datetime.combine(self.date, self.ends_at or dt.time(23, 59, 59)))

    def places(self, way: str) -> int | None:
        """Return how many may take part this way; None for any number."""
        return self.places_onsite if way == Way.ONSITE else self.places_online


class Room(models.Model):
    """Where a part of the programme happens."""

    event = ParentalKey(
        Event, on_delete=models.CASCADE, verbose_name=_("Veranstaltung"), related_name="rooms"
    )
    name = models.CharField(_("Raum"), max_length=120)
    note = models.CharField(_("Wegweiser"), max_length=160, blank=True, help_text=_("etwa: 2. Etage, Aufzug"))
    is_step_free = models.BooleanField(_("stufenfrei"), default=True)

    class Meta:
        verbose_name = _("Raum")
        verbose_name_plural = _("Räume")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """Parallel parts of the programme, of which everybody chooses one."""

    event = ParentalKey(
        Event, on_delete=models.CASCADE, verbose_name=_("Veranstaltung"), related_name="blocks"
    )
    title_de = models.CharField(_("Titel"), max_length=160, help_text=_("etwa: Workshops am Vormittag"))
    title_en = models.CharField(_("Titel, englisch"), max_length=160, blank=True)
    is_required = models.BooleanField(_("Wahl ist Pflicht"), default=True)

    class Meta:
        verbose_name = _("Auswahl")
        verbose_name_plural = _("Auswahlen paralleler Angebote")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.event.title_de}: {self.title_de}"

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return in_languages(self.title_de, self.title_en, "")


class Session(ClusterableModel, Titled, Described):
    """A part of the programme."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("Veranstaltung"), related_name="sessions")
    uid = models.UUIDField(_("Kennung in Kalendern"), default=uuid.uuid4, unique=True, editable=False)
    day = models.ForeignKey(Day, models.CASCADE, verbose_name=_("Veranstaltungstag"), related_name="sessions")
    kind = models.CharField(_("Art"), max_length=12, choices=SessionKind.choices, default=SessionKind.TALK)
    begins_at = models.TimeField(_("von"), null=True, blank=True)
    ends_at = models.TimeField(_("bis"), null=True, blank=True)
    room = models.ForeignKey(
        Room, models.SET_NULL, verbose_name=_("Raum"), related_name="sessions", null=True, blank=True
    )
    block = models.ForeignKey(
        Block,
        models.SET_NULL,
        verbose_name=_("gehört zur Auswahl"),
        related_name="sessions",
        null=True,
        blank=True,
    )
    places = models.PositiveIntegerField(
        _("Plätze"), null=True, blank=True, help_text=_("Nur in einer Auswahl; leer: unbegrenzt")
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    sequence = models.PositiveIntegerField(_("Fassung in Kalendern"), default=0, editable=False)
    is_cancelled = models.BooleanField(_("entfällt"), default=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Programmpunkt")
        verbose_name_plural = _("Programmpunkte")
        ordering = ["day__date", "begins_at", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(begins_at__lt=F("ends_at")),
                name="session_begins_before_it_ends",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            )
        ]

    def __str__(self) -> str:
        return self.title_de


class Speaker(models.Model):
    """Who speaks: a function at a body; a name only where the person agreed to it."""

    session = ParentalKey(
        Session, on_delete=models.CASCADE, verbose_name=_("Programmpunkt"), related_name="speakers"
    )
    name = models.CharField(
        _("Name"),
        max_length=120,
        blank=True,
        help_text=_("Nur mit Einverständnis; sonst genügt die Funktion"),
    )
    function = models.CharField(_("Funktion"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("Körperschaft"),
        related_name="+",
        null=True,
        blank=True,
    )
    body = models.CharField(_("oder Einrichtung"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Vortragende")
        verbose_name_plural = _("Vortragende")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        where = self.organisation.label if self.organisation else self.body
        return ", ".join(part for part in (self.name, self.function, where) if part)
