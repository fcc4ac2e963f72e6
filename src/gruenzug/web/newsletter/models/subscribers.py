"""People who asked for the newsletter: those who confirmed, and those who have not yet."""

from __future__ import annotations

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.newsletter.models.lists import MailingList, Topic, Wording
from gruenzug.web.newsletter.models.vocabulary import Language
from gruenzug.web.places.models import Municipality


def new_key() -> str:
    """Return a secret for a personal link: 192 bits."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """Somebody with a confirmed address; with the last subscription the row goes."""

    email = models.EmailField(_("E-Mail-Adresse"), max_length=254)
    language = models.CharField(_("Sprache"), max_length=10, choices=Language.choices, default=Language.DE)
    key = models.CharField(
        _("Schlüssel des persönlichen Links"), max_length=40, unique=True, default=new_key, editable=False
    )
    lists = models.ManyToManyField(
        MailingList, verbose_name=_("Newsletter"), related_name="subscribers", through="Subscription"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), related_name="subscribers", blank=True)
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("Kommunen"), related_name="newsletter_subscribers", blank=True
    )
    created_at = models.DateTimeField(_("seit"), default=timezone.now, editable=False)

    consent_on: dt.date | None = None
    consent_evidence = ""
    """Day and proof of a consent given elsewhere, on their way from a spreadsheet into the ledger."""

    class Meta:
        verbose_name = _("Empfängerin oder Empfänger")
        verbose_name_plural = _("Empfängerinnen und Empfänger")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_subscriber_per_address")]

    def clean(self) -> None:
        if self._state.adding and not (self.consent_on and self.consent_evidence):
            raise ValidationError(_("Ohne Tag und Nachweis der Einwilligung übernehmen wir keine Adresse."))

    def __str__(self) -> str:
        return f"Nr. {self.pk}"  # logs write this down, and an address has no place there


class Subscription(models.Model):
    """That somebody gets one newsletter."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, verbose_name=_("Empfängerin oder Empfänger"), related_name="subscriptions"
    )
    list = models.ForeignKey(
        MailingList, models.PROTECT, verbose_name=_("Newsletter"), related_name="subscriptions"
    )
    since = models.DateTimeField(_("seit"), default=timezone.now)

    class Meta:
        verbose_name = _("Abonnement")
        verbose_name_plural = _("Abonnements")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "list"], name="one_subscription_per_list")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id}: {self.list_id}"


class SignUp(models.Model):
    """A wish that waits for its confirmation, and is gone soon if none comes."""

    DAYS = 3

    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, unique=True)
    language = models.CharField(_("Sprache"), max_length=10, choices=Language.choices)
    key = models.CharField(_("Schlüssel"), max_length=40, unique=True, default=new_key, editable=False)
    lists = models.ManyToManyField(MailingList, verbose_name=_("Newsletter"), related_name="+")
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), related_name="+", blank=True)
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("Kommunen"), related_name="+", blank=True
    )
    wording = models.ForeignKey(Wording, models.PROTECT, verbose_name=_("Wortlaut"), related_name="signups")
    source = models.CharField(_("Formular"), max_length=200)
    mail_text = models.TextField(_("Text der Nachricht"), blank=True)
    requested_at = models.DateTimeField(_("angefragt am"), default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(_("bestätigt am"), null=True)
    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, verbose_name=_("daraus wurde"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")

    def __str__(self) -> str:
        return f"Nr. {self.pk}"

    @property
    def expires_at(self) -> dt.datetime:
        """When the link stops working and the row goes."""
        return self.requested_at + dt.timedelta(days=self.DAYS)
