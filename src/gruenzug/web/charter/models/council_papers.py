"""Council information systems that speak OParl, and papers found there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models.commitments import Commitment
from gruenzug.web.directory.models import Organisation


class CouncilSystem(models.Model):
    """The OParl address of a body, what to look for there, and when that was done."""

    body = models.OneToOneField(
        Organisation, models.CASCADE, verbose_name=_("Körperschaft"), related_name="council_system"
    )
    url = models.URLField(
        _("OParl-Adresse"), max_length=500, help_text=_("Adresse des Systems oder der Körperschaft (Body)")
    )
    words = models.CharField(
        _("Suchwörter"),
        max_length=200,
        default="Grüne Infrastruktur",
        help_text=_("Vorlagen, deren Titel eines davon enthält; durch Komma getrennt"),
    )
    is_active = models.BooleanField(_("regelmäßig nachsehen"), default=True)
    seen_until = models.DateTimeField(_("gelesen bis"), null=True, editable=False)
    checked_at = models.DateTimeField(_("zuletzt nachgesehen am"), null=True, editable=False)
    problem = models.CharField(_("Hindernis"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("Ratsinformationssystem")
        verbose_name_plural = _("Ratsinformationssysteme")
        ordering = ["body__name"]

    def __str__(self) -> str:
        return self.body.label


class CouncilPaper(models.Model):
    """A paper that matched; linked to a commitment, its consultations become stations."""

    system = models.ForeignKey(
        CouncilSystem, models.CASCADE, verbose_name=_("Ratsinformationssystem"), related_name="papers"
    )
    oparl_id = models.URLField(_("OParl-Adresse"), max_length=500)
    reference = models.CharField(_("Vorlage Nr."), max_length=120, blank=True)
    name = models.CharField(_("Titel"), max_length=500, blank=True)
    paper_type = models.CharField(_("Art"), max_length=120, blank=True)
    date = models.DateField(_("Datum"), null=True, blank=True)
    web_url = models.URLField(_("Adresse im Netz"), max_length=500, blank=True)
    file_url = models.URLField(_("Hauptdatei"), max_length=500, blank=True)
    modified_at = models.DateTimeField(_("dort geändert am"), null=True)
    is_deleted = models.BooleanField(_("dort gelöscht"), default=False)
    is_dismissed = models.BooleanField(_("gehört nicht dazu"), default=False)
    commitment = models.ForeignKey(
        Commitment,
        models.SET_NULL,
        verbose_name=_("Mitwirkung"),
        related_name="council_papers",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("Vorlage im Ratsinformationssystem")
        verbose_name_plural = _("Vorlagen in Ratsinformationssystemen")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["system", "oparl_id"], name="council_paper_once_per_system")
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.name}" if self.reference else self.name
