"""What moderators did: the full log, counted in public without names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.participation.models.vocabulary import Reason, Verdict


class ModerationEntry(models.Model):
    """One act of moderation; it outlives the item it is about."""

    kind = models.CharField(_("Art"), max_length=40)
    item = models.UUIDField(_("Kennung des Beitrags"), db_index=True)
    verdict = models.CharField(_("was geschah"), max_length=12, choices=Verdict.choices)
    reason = models.CharField(_("Grund"), max_length=16, choices=Reason.choices, blank=True)
    text = models.TextField(_("Erläuterung"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("von"),
        related_name="+",
        null=True,
        blank=True,
    )
    waited_s = models.PositiveIntegerField(_("Wartezeit in Sekunden"), null=True, blank=True)
    done_at = models.DateTimeField(_("am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Vorgang der Moderation")
        verbose_name_plural = _("Vorgänge der Moderation")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.kind}"
