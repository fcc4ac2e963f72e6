"""What is left of an event: files, links and pictures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.core.addresses import in_language
from gruenzug.web.events.models.events import Event
from gruenzug.web.events.models.vocabulary import MaterialKind


class Material(models.Model):
    """A file here, or something elsewhere: minutes, slides, a consultation, what became of it."""

    event = ParentalKey(
        Event, on_delete=models.CASCADE, verbose_name=_("Veranstaltung"), related_name="materials"
    )
    kind = models.CharField(_("Art"), max_length=16, choices=MaterialKind.choices)
    title_de = models.CharField(_("Titel"), max_length=200)
    title_en = models.CharField(_("Titel, englisch"), max_length=200, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        verbose_name=_("Datei"),
        related_name="+",
        null=True,
        blank=True,
    )
    url = models.CharField(
        _("oder Adresse"),
        max_length=500,
        blank=True,
        help_text=_("Beginnt mit https:// oder, auf dieser Website, mit /"),
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Unterlage oder Link")
        verbose_name_plural = _("Unterlagen und Links")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(document__isnull=False, url="")
                    | Q(document__isnull=True, url__startswith="https://")
                    | Q(document__isnull=True, url__startswith="http://")
                    | (Q(document__isnull=True, url__startswith="/") & ~Q(url__startswith="//"))
                ),
                name="event_material_leads_somewhere",
                violation_error_message=_(
                    "Wählen Sie eine Datei, oder geben Sie eine Adresse an, die mit https:// oder / beginnt."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return in_languages(self.title_de, self.title_en, "")

    @property
    def address(self) -> str:
        """Where it leads; a page of this website in the language of the reader."""
        if self.document:
            return self.document.url
        if not self.url.startswith("/de/"):
            return self.url
        return f"/en{in_language(self.url.removeprefix('/de'), 'en')}" if get_language() == "en" else self.url


class Picture(models.Model):
    """A picture of the event; it needs words for those who do not see it, and a credit."""

    event = ParentalKey(
        Event, on_delete=models.CASCADE, verbose_name=_("Veranstaltung"), related_name="pictures"
    )
    image = models.ForeignKey("core.SiteImage", models.PROTECT, verbose_name=_("Bild"), related_name="+")
    alt_de = models.CharField(
        _("Bildbeschreibung"),
        max_length=240,
        help_text=_("Was ist zu sehen? Wird vorgelesen, wenn jemand das Bild nicht sieht."),
    )
    alt_en = models.CharField(_("Bildbeschreibung, englisch"), max_length=240, blank=True)
    credit = models.CharField(
        _("Urheberin, Bildnachweis"),
        max_length=160,
        blank=True,
        help_text=_("Bleibt das Feld leer, gilt, was beim Bild hinterlegt ist."),
    )
    people_agreed = models.BooleanField(
        _("Erkennbare Personen sind einverstanden, oder es sind keine zu sehen"), default=False
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt_de="") & ~Q(credit="") & Q(people_agreed=True),
                name="event_picture_is_described_credited_and_agreed",
                violation_error_message=_(
                    "Ein Bild braucht eine Beschreibung, einen Bildnachweis und das Einverständnis der "
                    "Abgebildeten."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.alt_de

    def clean(self) -> None:
        """Take the credit of the image where none is given."""
        super().clean()
        if self.image_id and not self.credit:
            self.credit = self.image.credit[:160]

    @property
    def alt(self) -> dict[str, str]:
        """What is to be seen, by language."""
        return in_languages(self.alt_de, self.alt_en, "")
