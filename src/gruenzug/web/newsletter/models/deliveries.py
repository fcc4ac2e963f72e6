"""The ledger of sending: one row for each copy of an issue, with exactly one end."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.newsletter.models.issues import Issue
from gruenzug.web.newsletter.models.subscribers import Subscriber
from gruenzug.web.newsletter.models.vocabulary import Language


def new_token() -> str:
    """Return what makes the Message-ID of one copy; the same for every attempt."""
    return uuid.uuid4().hex


class Delivery(models.Model):
    """One copy of an issue for one reader."""

    class State(models.TextChoices):
        """Where it stands. Only the way waiting → leased → on wire → end exists, and back to waiting."""

        WAITING = "waiting", _("wartet")
        LEASED = "leased", _("vergeben")
        ON_WIRE = "on-wire", _("wird übergeben")
        SENT = "sent", _("angenommen")
        FAILED = "failed", _("gescheitert")
        SKIPPED = "skipped", _("entfallen")

    class Why(models.TextChoices):
        """Why a copy did not arrive, or was not sent."""

        NONE = "", "–"
        REFUSED = "refused", _("Postfach abgelehnt")
        REJECTED = "rejected", _("Inhalt abgelehnt")
        GIVEN_UP = "given-up", _("nach vielen Versuchen aufgegeben")
        UNCLEAR = "unclear", _("unklar: Die Verbindung brach nach der Übergabe ab")
        WITHDRAWN = "withdrawn", _("vorher abgemeldet")

    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name=_("Ausgabe"), related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber,
        models.SET_NULL,
        verbose_name=_("Empfängerin oder Empfänger"),
        related_name="deliveries",
        null=True,
    )
    language = models.CharField(_("Sprache"), max_length=10, choices=Language.choices)
    token = models.CharField(_("Kennung der Nachricht"), max_length=32, unique=True, default=new_token)
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(_("Warum"), max_length=10, choices=Why.choices, blank=True)
    code = models.PositiveSmallIntegerField(_("Antwort des Servers"), null=True)
    told = models.CharField(_("in seinen Worten"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_try_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    worker = models.CharField(_("vergeben an"), max_length=32, blank=True)
    lease_until = models.DateTimeField(_("vergeben bis"), null=True)
    finished_at = models.DateTimeField(_("beendet"), null=True)

    class Meta:
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="delivery_due"),
            models.Index(fields=["issue", "state"], name="delivery_of_issue"),
            models.Index(fields=["finished_at"], name="delivery_finished"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="one_copy_per_reader"),
            models.CheckConstraint(
                name="delivery_ends_once",
                condition=Q(state__in=["sent", "failed", "skipped"], finished_at__isnull=False)
                | Q(state__in=["waiting", "leased", "on-wire"], finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="delivery_failed_for_a_reason",
                condition=~Q(state__in=["failed", "skipped"]) | ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.pk}: {self.state}"


OPEN = (Delivery.State.WAITING, Delivery.State.LEASED, Delivery.State.ON_WIRE)
FINAL = (Delivery.State.SENT, Delivery.State.FAILED, Delivery.State.SKIPPED)
