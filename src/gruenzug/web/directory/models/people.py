"""People at bodies, what they let us publish, and which accounts speak for a body."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.directory.models.organisations import Organisation, Topic


class Person(ClusterableModel):
    """Somebody we work with; known to staff, public only field by field with consent."""

    class Field(models.TextChoices):
        """What a person can let us publish."""

        NAME = "name", _("Name")
        POSITION = "position", _("Funktion")
        EMAIL = "email", _("E-Mail-Adresse")
        PHONE = "phone", _("Telefon")

    title = models.CharField(_("Titel"), max_length=40, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=80, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=80)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), related_name="people", blank=True)
    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)
    last_used_on = models.DateField(
        _("zuletzt gebraucht am"), default=timezone.localdate, help_text=_("Daran hängt die Löschung.")
    )

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


class Position(models.Model):
    """What a person does at a body."""

    person = ParentalKey(Person, on_delete=models.CASCADE, verbose_name=_("Person"), related_name="positions")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("Körperschaft"), related_name="positions"
    )
    title = models.CharField(_("Funktion"), max_length=160)
    begins_on = models.DateField(_("seit"), null=True, blank=True)
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Funktion")
        verbose_name_plural = _("Funktionen")
        ordering = ["organisation__name", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                name="position_begins_before_it_ends",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation.label}"


class ConsentWording(models.Model):
    """A wording people agree to; once used it is replaced by a new version, never changed."""

    version = models.PositiveSmallIntegerField(_("Fassung"), unique=True)
    text = models.TextField(_("Wortlaut"))
    valid_from = models.DateField(_("gilt ab"), default=timezone.localdate)

    class Meta:
        verbose_name = _("Wortlaut der Einwilligung")
        verbose_name_plural = _("Wortlaute der Einwilligung")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Fassung {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """The questions pages ask of consents."""

    def valid(self, on: dt.date | None = None) -> ConsentQuerySet:
        """Return consents that let us publish today: not withdrawn, and confirmed recently enough."""
        oldest = (on or timezone.localdate()) - dt.timedelta(days=Consent.LAPSES_AFTER_DAYS)
        return self.filter(withdrawn_at__isnull=True, confirmed_on__gte=oldest)


class Consent(models.Model):
    """That a person let us publish one field: when, to which wording, and confirmed when."""

    CONFIRM_AFTER_DAYS = 365
    LAPSES_AFTER_DAYS = 365 + 42

    person = ParentalKey(Person, on_delete=models.CASCADE, verbose_name=_("Person"), related_name="consents")
    field = models.CharField(_("Angabe"), max_length=12, choices=Person.Field.choices)
    wording = models.ForeignKey(
        ConsentWording, models.PROTECT, verbose_name=_("Wortlaut"), related_name="consents"
    )
    given_on = models.DateField(_("erteilt am"), default=timezone.localdate)
    confirmed_on = models.DateField(_("bestätigt am"), default=timezone.localdate)
    evidence = models.CharField(
        _("Nachweis"),
        max_length=200,
        help_text=_("Wie sie gegeben wurde: Link, Schreiben vom …, Formular vom …"),
    )
    withdrawn_at = models.DateTimeField(_("widerrufen am"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["person", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_per_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_field_display()}"


class Membership(models.Model):
    """An account that speaks for a body: its editors may change what is the body's own."""

    class Scope(models.TextChoices):
        """What the account may do for the body."""

        EDITOR = "editor", _("bearbeitet die Angaben der Körperschaft")
        READER = "reader", _("liest mit")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("Konto"), related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("Körperschaft"), related_name="memberships"
    )
    scope = models.CharField(_("Umfang"), max_length=12, choices=Scope.choices, default=Scope.EDITOR)
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Zugehörigkeit")
        verbose_name_plural = _("Zugehörigkeiten")
        ordering = ["organisation__name", "user__username"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_body")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation.label}"
