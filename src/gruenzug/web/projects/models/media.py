"""Pictures with their rights, and documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.projects.models.projects import Project
from gruenzug.web.projects.models.vocabulary import Moment, PictureRights


class Picture(models.Model):
    """A picture of the project; it needs words for those who do not see it, and rights."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="pictures"
    )
    image = models.ForeignKey("core.SiteImage", models.PROTECT, verbose_name=_("Bild"), related_name="+")
    moment = models.CharField(_("Zeitpunkt"), max_length=8, choices=Moment.choices, default=Moment.AFTER)
    alt_de = models.CharField(
        _("Bildbeschreibung"),
        max_length=240,
        help_text=_("Was ist zu sehen? Wird vorgelesen, wenn jemand das Bild nicht sieht."),
    )
    alt_en = models.CharField(_("Bildbeschreibung, englisch"), max_length=240, blank=True)
    caption_de = models.CharField(_("Bildunterschrift"), max_length=240, blank=True)
    caption_en = models.CharField(_("Bildunterschrift, englisch"), max_length=240, blank=True)
    credit = models.CharField(
        _("Urheberin, Bildnachweis"),
        max_length=160,
        blank=True,
        help_text=_("Bleibt das Feld leer, gilt, was beim Bild hinterlegt ist."),
    )
    rights = models.CharField(_("Rechte"), max_length=16, choices=PictureRights.choices)
    taken_on = models.DateField(_("aufgenommen am"), null=True, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt_de="") & ~Q(credit=""),
                name="picture_is_described_and_credited",
                violation_error_message=_("Ein Bild braucht eine Beschreibung und einen Bildnachweis."),
            )
        ]

    def __str__(self) -> str:
        return self.caption_de or self.alt_de

    def clean(self) -> None:
        """Take the credit of the image where none is given."""
        super().clean()
        if self.image_id and not self.credit:
            self.credit = self.image.credit[:160]

    @property
    def alt(self) -> dict[str, str]:
        """What is to be seen, by language."""
        return in_languages(self.alt_de, self.alt_en, "")

    @property
    def caption(self) -> dict[str, str]:
        """The caption by language."""
        return in_languages(self.caption_de, self.caption_en, "")


class Attachment(models.Model):
    """A document of the project: here as a file, or elsewhere at an address."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="attachments"
    )
    title = models.CharField(_("Titel"), max_length=200)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        verbose_name=_("Datei"),
        related_name="+",
        null=True,
        blank=True,
    )
    url = models.URLField(_("oder Adresse"), max_length=500, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=True)

    class Meta:
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(url=""),
                name="attachment_leads_somewhere",
                violation_error_message=_("Wählen Sie eine Datei oder geben Sie eine Adresse an."),
            )
        ]

    def __str__(self) -> str:
        return self.title
