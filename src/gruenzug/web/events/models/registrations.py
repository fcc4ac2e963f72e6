"""Who takes part: registrations, their places on days and in workshops, what people need."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.events.models.events import Event
from gruenzug.web.events.models.programme import Day, Session
from gruenzug.web.events.models.vocabulary import Need, NeedState, Origin, PlaceState, Way


def new_key() -> str:
    """Return what makes a personal link unguessable: 192 random bits."""
    return secrets.token_urlsafe(24)


class Group(models.Model):
    """Several people of one body, registered by one of them."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("Veranstaltung"), related_name="groups")
    key = models.CharField(_("Schlüssel"), max_length=64, unique=True, default=new_key, editable=False)
    ticket = models.UUIDField(_("Formular"), unique=True, null=True, editable=False)
    organisation = models.CharField(_("Einrichtung"), max_length=160)
    name = models.CharField(_("Name der anmeldenden Person"), max_length=160)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    registered_at = models.DateTimeField(_("angemeldet am"), default=timezone.now)

    class Meta:
        verbose_name = _("Gruppe")
        verbose_name_plural = _("Gruppen")
        ordering = ["registered_at", "pk"]

    def __str__(self) -> str:
        return _("Gruppe %(number)s zu „%(event)s“") % {"number": self.pk, "event": self.event}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """The questions pages ask of registrations."""

    def active(self) -> RegistrationQuerySet:
        """Return those that were not called off."""
        return self.filter(cancelled_at__isnull=True)

    def with_places(self) -> RegistrationQuerySet:
        """Return them with their days and workshops."""
        return self.prefetch_related("attendances__day", "choices__session__day", "choices__session__block")


class Registration(models.Model):
    """One person at one event."""

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("Veranstaltung"), related_name="registrations"
    )
    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    key = models.CharField(_("Schlüssel"), max_length=64, unique=True, default=new_key, editable=False)
    ticket = models.UUIDField(_("Formular"), unique=True, null=True, editable=False)
    group = models.ForeignKey(
        Group, models.CASCADE, verbose_name=_("Gruppe"), related_name="members", null=True, blank=True
    )
    origin = models.CharField(
        _("Herkunft"), max_length=8, choices=Origin.choices, default=Origin.FORM, editable=False
    )
    first_name = models.CharField(_("Vorname"), max_length=80, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=80)
    organisation = models.CharField(_("Einrichtung"), max_length=160, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    wants_certificate = models.BooleanField(_("möchte eine Bescheinigung"), default=False)
    member_number = models.CharField(_("Mitgliedsnummer für die Fortbildung"), max_length=40, blank=True)
    note = models.TextField(_("Nachricht an die Veranstalterin"), blank=True, max_length=1000)
    note_read_at = models.DateTimeField(_("Nachricht gelesen am"), null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(_("angemeldet am"), default=timezone.now)
    changed_at = models.DateTimeField(_("geändert am"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("abgemeldet am"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="registration_number_once"),
        ]
        indexes = [models.Index(fields=["event", "cancelled_at"], name="registration_active")]

    def __str__(self) -> str:
        """Name no person: this is what the log keeps."""
        return _("Anmeldung %(number)s zu „%(event)s“") % {"number": self.number, "event": self.event}

    def get_admin_url(self) -> str:
        return reverse("events_registration", args=[self.pk])

    @property
    def name(self) -> str:
        """Who it is."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def contact(self) -> str:
        """Where mails go: to the person, else to whoever registered the group."""
        return self.email or (self.group.email if self.group else "")

    @property
    def state(self) -> PlaceState:
        """Where it stands in all: waiting as long as no day is sure."""
        if self.cancelled_at:
            return PlaceState.CANCELLED
        states = {attendance.state for attendance in self.attendances.all()}
        return PlaceState.CONFIRMED if PlaceState.CONFIRMED in states else PlaceState.WAITING


class Place(models.Model):
    """A place somebody has, waits for, or gave back."""

    state = models.CharField(_("Stand"), max_length=10, choices=PlaceState.choices)
    waiting_number = models.PositiveIntegerField(_("Nummer der Warteliste"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("sicher seit"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Whether the place is sure."""
        return self.state == PlaceState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Whether it stands on the waiting list."""
        return self.state == PlaceState.WAITING


class Attendance(Place):
    """One person's place on one day, on site or online."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name=_("Anmeldung"), related_name="attendances"
    )
    day = models.ForeignKey(
        Day, models.RESTRICT, verbose_name=_("Veranstaltungstag"), related_name="attendances"
    )
    way = models.CharField(_("Teilnahme"), max_length=8, choices=Way.choices)
    checked_in_at = models.DateTimeField(_("da seit"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Platz an einem Tag")
        verbose_name_plural = _("Plätze an Tagen")
        ordering = ["day__date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "day"], name="attendance_once"),
            models.UniqueConstraint(
                fields=["day", "way", "waiting_number"],
                condition=Q(waiting_number__isnull=False),
                name="attendance_waiting_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.WAITING) | Q(waiting_number__isnull=False),
                name="attendance_waits_with_a_number",
            ),
        ]
        indexes = [models.Index(fields=["day", "way", "state"], name="attendance_queue")]

    def __str__(self) -> str:
        return f"{self.registration}, {self.day}"


class Choice(Place):
    """One person's place in one of several workshops; waits without a number while the day is unsure."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name=_("Anmeldung"), related_name="choices"
    )
    session = models.ForeignKey(
        Session, models.RESTRICT, verbose_name=_("Programmpunkt"), related_name="choices"
    )

    class Meta:
        verbose_name = _("Platz in einem Workshop")
        verbose_name_plural = _("Plätze in Workshops")
        ordering = ["session__day__date", "session__begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="choice_once"),
            models.UniqueConstraint(
                fields=["session", "waiting_number"],
                condition=Q(waiting_number__isnull=False),
                name="choice_waiting_number",
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="choice_queue")]

    def __str__(self) -> str:
        return f"{self.registration}, {self.session}"


class AccessNeed(models.Model):
    """What somebody needs to take part; kept apart, for few may see it, and it is deleted first."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, verbose_name=_("Anmeldung"), related_name="need"
    )
    kinds = models.JSONField(_("Bedarf"), default=list, blank=True)
    text = models.TextField(_("In eigenen Worten"), blank=True, max_length=1000)
    consented_at = models.DateTimeField(_("eingewilligt am"), default=timezone.now, editable=False)
    state = models.CharField(_("Stand"), max_length=12, choices=NeedState.choices, default=NeedState.OPEN)
    answer = models.TextField(_("Antwort"), blank=True, max_length=1000)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, editable=False)

    class Meta:
        verbose_name = _("Unterstützungsbedarf")
        verbose_name_plural = _("Unterstützungsbedarfe")
        ordering = ["registration"]

    def __str__(self) -> str:
        """Name neither person nor need: this is what the log keeps."""
        return _("Bedarf zu Anmeldung %s") % self.registration.number

    @property
    def labels(self) -> list[str]:
        """What is needed, in words; unknown keys stay as they are."""
        known = dict(Need.choices)
        return [str(known.get(kind, kind)) for kind in self.kinds]
