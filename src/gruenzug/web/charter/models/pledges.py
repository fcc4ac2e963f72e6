"""Self-commitments: what a body promises, and how far it says it got."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models.commitments import Commitment
from gruenzug.web.charter.models.goals import Handlungsziel, Measured
from gruenzug.web.charter.models.sourced import Sourced
from gruenzug.web.directory.models import Organisation


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """The questions pages ask of promises."""

    def public(self) -> PledgeQuerySet:
        """Return what the public sees: everything that was published."""
        return self.exclude(state=Pledge.State.DRAFT)

    def running(self) -> PledgeQuerySet:
        """Return those still to be kept."""
        return self.filter(state=Pledge.State.RUNNING)

    def overdue(self, today: dt.date) -> PledgeQuerySet:
        """Return running ones whose day has passed."""
        return self.running().filter(due_on__lt=today)


class Pledge(Measured, Sourced):
    """What a body promises by itself: what, until when, which office, how one will see it."""

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("Entwurf")
        RUNNING = "running", _("läuft")
        KEPT = "kept", _("eingelöst")
        DROPPED = "dropped", _("aufgegeben")

    body = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Körperschaft"), related_name="pledges"
    )
    commitment = models.ForeignKey(
        Commitment,
        models.SET_NULL,
        verbose_name=_("Grundlage"),
        related_name="pledges",
        null=True,
        blank=True,
    )
    title = models.CharField(_("Was zugesagt ist"), max_length=200)
    text = models.TextField(_("Beschreibung"), blank=True)
    goals = models.ManyToManyField(
        Handlungsziel, verbose_name=_("Handlungsziele"), related_name="pledges", blank=True
    )
    target = models.CharField(
        _("Ziel in Worten"), max_length=240, blank=True, help_text=_("etwa: 500 neue Straßenbäume")
    )
    due_on = models.DateField(_("bis zum"))
    responsible_office = models.CharField(
        _("zuständiges Amt"), max_length=160, help_text=_("Amt oder Referat, kein Name")
    )
    mailbox = models.EmailField(
        _("Funktionspostfach"), blank=True, help_text=_("Dorthin gehen Erinnerungen; nicht öffentlich")
    )
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    state_note = models.CharField(_("Erläuterung des Stands"), max_length=240, blank=True)
    published_on = models.DateField(_("veröffentlicht am"), null=True, editable=False)
    closed_on = models.DateField(_("beendet am"), null=True, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = PledgeQuerySet.as_manager()

    class Meta(Measured.Meta):
        verbose_name = _("Selbstverpflichtung")
        verbose_name_plural = _("Selbstverpflichtungen")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="pledge_due")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("charter:pledge", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed while it runs."""
        return self.state == self.State.RUNNING and self.due_on < timezone.localdate()


class ReportingRound(models.Model):
    """A span of time in which every body says how far its promises got."""

    title = models.CharField(_("Titel"), max_length=120)
    slug = models.SlugField(_("Kennung"), max_length=60, unique=True)
    opens_on = models.DateField(_("beginnt am"))
    due_on = models.DateField(_("Berichte bis"))
    invitation = models.TextField(_("Worum gebeten wird"), blank=True)
    is_closed = models.BooleanField(_("abgeschlossen"), default=False, editable=False)

    class Meta:
        verbose_name = _("Berichtsrunde")
        verbose_name_plural = _("Berichtsrunden")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="round_is_due_after_it_opens",
                violation_error_message=_("Der Abgabetag darf nicht vor dem Beginn liegen."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """A body's own words on one promise in one round."""

    class Progress(models.TextChoices):
        """How it goes, in the body's own view."""

        NOT_BEGUN = "not-begun", _("noch nicht begonnen")
        ON_TRACK = "on-track", _("im Plan")
        DELAYED = "delayed", _("verzögert")
        STOPPED = "stopped", _("ruht")
        DONE = "done", _("erreicht")

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("Berichtsrunde"), related_name="reports"
    )
    pledge = models.ForeignKey(
        Pledge, models.CASCADE, verbose_name=_("Selbstverpflichtung"), related_name="reports"
    )
    progress = models.CharField(_("Wie es steht"), max_length=12, choices=Progress.choices)
    percent = models.PositiveSmallIntegerField(
        _("Fortschritt in Prozent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    words = models.TextField(_("In eigenen Worten"))
    reported_on = models.DateField(_("berichtet am"), default=timezone.localdate, editable=False)
    is_public = models.BooleanField(_("veröffentlicht"), default=False, editable=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Bericht")
        verbose_name_plural = _("Berichte")
        ordering = ["-round__opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pledge"],
                name="report_once_per_round",
                violation_error_message=_("Für diese Runde gibt es schon einen Bericht."),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="report_percent_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge} ({self.round})"
