"""What became of duplicates, so that a merge can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.directory.models.organisations import Organisation


class Merge(models.Model):
    """One body merged into another: what it was, and which rows moved."""

    kept = models.ForeignKey(Organisation, models.CASCADE, verbose_name=_("behalten"), related_name="merges")
    gone_name = models.CharField(_("aufgegangen"), max_length=200)
    gone_pk = models.BigIntegerField(_("frühere Nummer"))
    gone = models.JSONField(_("frühere Angaben"))
    filled = models.JSONField(_("übernommene Angaben"), default=dict)
    moved = models.JSONField(_("umgehängte Einträge"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("zusammengeführt von"),
        null=True,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("zusammengeführt am"), auto_now_add=True)
    undone_at = models.DateTimeField(_("rückgängig gemacht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zusammenführung")
        verbose_name_plural = _("Zusammenführungen")
        ordering = ["-merged_at"]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept.label}"
