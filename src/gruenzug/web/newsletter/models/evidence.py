"""How we know that somebody agreed, and who must not be written to: without the address itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.newsletter.models.lists import Wording
from gruenzug.web.newsletter.models.vocabulary import Happening, Language, Reason


class Evidence(models.Model):
    """One thing that happened to a consent; written once, never changed.

    The address is kept as a keyed digest: whoever names an address can look its
    history up, nobody can read addresses out of it. There is no IP address.
    """

    digest = models.CharField(_("Prüfsumme der Adresse"), max_length=64, db_index=True)
    kind = models.CharField(_("Vorgang"), max_length=12, choices=Happening.choices)
    list = models.CharField(_("Newsletter"), max_length=240, blank=True)
    list_slug = models.SlugField(_("Kennung des Newsletters"), max_length=60, blank=True)
    requested_at = models.DateTimeField(_("angefragt am"), null=True)
    happened_at = models.DateTimeField(_("geschehen am"), default=timezone.now, db_index=True)
    wording = models.ForeignKey(
        Wording, models.PROTECT, verbose_name=_("Wortlaut"), related_name="evidence", null=True
    )
    language = models.CharField(_("Sprache"), max_length=10, choices=Language.choices, blank=True)
    source = models.CharField(_("Woher"), max_length=300, blank=True)
    mail_text = models.TextField(_("Text der Bestätigungsnachricht"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("eingetragen von"),
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("Nachweis")
        verbose_name_plural = _("Nachweise")
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.list}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("evidence is written once and never changed")
        super().save(*args, **kwargs)


class Suppression(models.Model):
    """An address that gets nothing, as a keyed digest."""

    digest = models.CharField(_("Prüfsumme der Adresse"), max_length=64, unique=True)
    reason = models.CharField(_("Grund"), max_length=12, choices=Reason.choices)
    since = models.DateTimeField(_("seit"), default=timezone.now)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Gesperrte Adresse")
        verbose_name_plural = _("Sperrliste")
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.digest[:8]} ({self.get_reason_display()})"
