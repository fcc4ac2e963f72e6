"""An event: what, when, where, for whom, and how one takes part."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled, in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.events.models.vocabulary import Kind, Mode, Precision, SignUp, State, Way
from gruenzug.web.places.models import Municipality

MONEY = {"max_digits": 14, "decimal_places": 2}
MOST_IN_A_GROUP = 20


class EventQuerySet(models.QuerySet["Event"]):
    """The questions pages ask of events."""

    def public(self) -> EventQuerySet:
        """Return what anybody may see; cancelled events stay, for calendars and people hold them."""
        return self.exclude(state=State.DRAFT)

    def upcoming(self, today: dt.date) -> EventQuerySet:
        """Return events that are not over, the next one first."""
        return self.filter(ends_on__gte=today).order_by("begins_on", "pk")

    def past(self, today: dt.date) -> EventQuerySet:
        """Return events that are over, the latest first."""
        return self.filter(ends_on__lt=today).order_by("-begins_on", "-pk")


class Event(ClusterableModel, Titled, Described, Sourced):
    """Something people come together for, on one day or several."""

    uid = models.UUIDField(_("Kennung in Kalendern"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Adresse auf der Website"), max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices, default=Kind.EVENT)
    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    summary_de = models.CharField(_("Worum es geht, in einem Satz"), max_length=300, blank=True)
    summary_en = models.CharField(_("Worum es geht, englisch"), max_length=300, blank=True)
    summary_simple = models.CharField(_("Worum es geht, in Leichter Sprache"), max_length=300, blank=True)

    begins_on = models.DateField(
        _("beginnt am"), blank=True, help_text=_("Nur nötig, wenn unten keine Tage eingetragen sind")
    )
    ends_on = models.DateField(_("endet am"), blank=True)
    precision = models.CharField(
        _("Zeitpunkt bekannt"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    when_note = models.CharField(_("Anmerkung zum Zeitpunkt"), max_length=200, blank=True)

    mode = models.CharField(_("Teilnahme"), max_length=8, choices=Mode.choices, default=Mode.ONSITE)
    venue = models.CharField(_("Ort"), max_length=160, blank=True, help_text=_("Name des Hauses"))
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    city = models.CharField(_("Stadt"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        verbose_name=_("Kommune"),
        related_name="events",
        null=True,
        blank=True,
    )
    longitude = models.FloatField(_("Länge"), null=True, blank=True, help_text=_("Grad, EPSG:4326"))
    latitude = models.FloatField(_("Breite"), null=True, blank=True, help_text=_("Grad, EPSG:4326"))
    access_de = models.TextField(
        _("Barrierefreiheit"), blank=True, help_text=_("Zugang, Toiletten, Haltestelle, Technik; öffentlich")
    )
    access_en = models.TextField(_("Barrierefreiheit, englisch"), blank=True)
    online_note = models.CharField(
        _("Womit die Online-Teilnahme geht"), max_length=200, blank=True, help_text=_("öffentlich")
    )
    online_url = models.URLField(
        _("Zugang zur Online-Teilnahme"),
        max_length=500,
        blank=True,
        help_text=_("Sehen nur Angemeldete mit einem Platz online"),
    )

    organiser = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Veranstalterin"),
        related_name="events",
        null=True,
        blank=True,
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("gemeinsam mit"), related_name="partnered_events", blank=True
    )
    themes = models.ManyToManyField(
        Leitthema, verbose_name=_("Leitthemen"), related_name="events", blank=True
    )
    goals = models.ManyToManyField(
        Handlungsziel, verbose_name=_("Handlungsziele"), related_name="events", blank=True
    )
    mailbox = models.EmailField(_("Postfach für Rückfragen"), blank=True)

    sign_up = models.CharField(_("Anmeldung"), max_length=12, choices=SignUp.choices, default=SignUp.NONE)
    sign_up_url = models.URLField(_("Adresse der Anmeldung"), max_length=500, blank=True)
    opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("Anmeldung bis"), null=True, blank=True, help_text=_("Leer: bis zum Beginn")
    )
    days_bookable = models.BooleanField(
        _("Tage einzeln buchbar"), default=False, help_text=_("Sonst gilt eine Anmeldung für alle Tage")
    )
    has_waiting_list = models.BooleanField(_("mit Warteliste"), default=True)
    promote_until_hours = models.PositiveSmallIntegerField(
        _("Nachrücken bis … Stunden vor Beginn"),
        default=12,
        help_text=_("Danach rückt niemand mehr von selbst nach"),
    )
    group_size = models.PositiveSmallIntegerField(
        _("Personen je Gruppenanmeldung"),
        default=10,
        validators=[MinValueValidator(0)],
        help_text=_("0: keine Gruppenanmeldung; höchstens %(most)s") % {"most": MOST_IN_A_GROUP},
    )
    asks_needs = models.BooleanField(_("nach Unterstützungsbedarf fragen"), default=True)
    needs_team = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Wer sich um Unterstützungsbedarfe kümmert"),
        related_name="+",
        blank=True,
        help_text=_("Nur diese Konten sehen sie"),
    )

    fee = models.DecimalField(_("Kosten in Euro"), null=True, blank=True, **MONEY)
    fee_note_de = models.CharField(_("Anmerkung zu den Kosten"), max_length=200, blank=True)
    fee_note_en = models.CharField(_("Anmerkung zu den Kosten, englisch"), max_length=200, blank=True)
    has_certificate = models.BooleanField(_("mit Teilnahmebescheinigung"), default=False)
    certificate_note_de = models.CharField(
        _("Anerkennung als Fortbildung"),
        max_length=240,
        blank=True,
        help_text=_("bei wem, mit welchem Stand"),
    )
    certificate_note_en = models.CharField(
        _("Anerkennung als Fortbildung, englisch"), max_length=240, blank=True
    )
    certificate_hours = models.DecimalField(
        _("Unterrichtsstunden"), max_digits=5, decimal_places=1, null=True, blank=True
    )

    report_de = models.TextField(_("Rückblick"), blank=True, help_text=_("Erscheint nach der Veranstaltung"))
    report_en = models.TextField(_("Rückblick, englisch"), blank=True)
    attended = models.PositiveIntegerField(_("Teilnehmende"), null=True, blank=True)
    attended_note = models.CharField(
        _("Anmerkung zur Zahl"), max_length=160, blank=True, help_text=_("etwa: mehr als, am zweiten Tag")
    )

    registered = models.PositiveIntegerField(_("Anmeldungen"), null=True, editable=False)

    cancel_reason_de = models.CharField(_("Grund der Absage"), max_length=300, blank=True, editable=False)
    cancel_reason_en = models.CharField(
        _("Grund der Absage, englisch"), max_length=300, blank=True, editable=False
    )
    sequence = models.PositiveIntegerField(_("Fassung in Kalendern"), default=0, editable=False)
    desk_key = models.CharField(_("Schlüssel des Einlasses"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")
        ordering = ["-begins_on", "pk"]
        indexes = [models.Index(fields=["state", "ends_on"], name="event_when")]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__lte=F("ends_on")),
                name="event_begins_before_it_ends",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            ),
            models.CheckConstraint(
                condition=~Q(sign_up=SignUp.ELSEWHERE) | ~Q(sign_up_url=""),
                name="event_sign_up_leads_somewhere",
                violation_error_message=_("Geben Sie die Adresse der Anmeldung an."),
            ),
            models.CheckConstraint(
                condition=Q(group_size__lte=MOST_IN_A_GROUP),
                name="event_group_size",
                violation_error_message=_("Eine Gruppenanmeldung umfasst höchstens 20 Personen."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="event_position",
                violation_error_message=_("Länge und Breite gehören zusammen und werden in Grad angegeben."),
            ),
            models.CheckConstraint(
                condition=Q(fee__isnull=True) | Q(fee__gte=0),
                name="event_fee",
                violation_error_message=_("Kosten sind nicht negativ."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])

    @property
    def summary(self) -> dict[str, str]:
        """The one sentence by language."""
        return in_languages(self.summary_de, self.summary_en, self.summary_simple)

    @property
    def access(self) -> dict[str, str]:
        """How accessible the venue is, by language."""
        return in_languages(self.access_de, self.access_en, "")

    @property
    def fee_note(self) -> dict[str, str]:
        """What is to be said of the costs, by language."""
        return in_languages(self.fee_note_de, self.fee_note_en, "")

    @property
    def certificate_note(self) -> dict[str, str]:
        """Who recognises it as training, by language."""
        return in_languages(self.certificate_note_de, self.certificate_note_en, "")

    @property
    def report(self) -> dict[str, str]:
        """What is told afterwards, by language."""
        return in_languages(self.report_de, self.report_en, "")

    @property
    def cancel_reason(self) -> dict[str, str]:
        """Why it does not take place, by language."""
        return in_languages(self.cancel_reason_de, self.cancel_reason_en, "")

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state == State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < timezone.localdate()

    @cached_property
    def all_days(self) -> list[Any]:
        """Its days in order, read once."""
        return sorted(self.days.all(), key=lambda day: day.date)

    @property
    def ways(self) -> list[Way]:
        """How one can take part."""
        return [way for way in Way if self.mode in (way, Mode.BOTH)]

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude: its own, else that of its town; None where one takes part online only."""
        if self.longitude is not None and self.latitude is not None:
            return self.longitude, self.latitude
        town = self.municipality
        if self.mode != Mode.ONLINE and town and town.point_x is not None and town.point_y is not None:
            return town.point_x, town.point_y
        return None

    @property
    def address_lines(self) -> list[str]:
        """Where it is, line by line."""
        town = f"{self.postal_code} {self.city}".strip()
        return [line for line in (self.venue, self.street, town) if line]
