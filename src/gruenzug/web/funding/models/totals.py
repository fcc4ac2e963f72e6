"""Sums that somebody published, to be shown beside the ledger's own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models.grants import MONEY, Grant
from gruenzug.web.funding.models.programmes import Checked


class PublishedTotal(Checked):
    """A sum over several years as a source states it."""

    slug = models.SlugField(_("Kennung"), max_length=80, unique=True)
    title_de = models.CharField(_("Titel"), max_length=200)
    title_en = models.CharField(_("Titel, englisch"), max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(_("erstes Jahr"))
    last_year = models.PositiveSmallIntegerField(_("letztes Jahr"))
    giver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Zuwendungsgeber"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Verglichen wird mit Zuwendungen von hier; leer: von allen"),
    )
    recipient = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Zuwendungsempfängerin"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Verglichen wird mit Zuwendungen an sie; leer: an alle"),
    )
    amount = models.DecimalField(_("Betrag in Euro"), **MONEY)
    precision = models.CharField(
        _("Genauigkeit"), max_length=8, choices=Grant.Precision.choices, default=Grant.Precision.ABOUT
    )
    explanation_de = models.TextField(_("Warum die Summen sich unterscheiden"), blank=True)
    explanation_en = models.TextField(_("Warum die Summen sich unterscheiden, englisch"), blank=True)

    class Meta:
        verbose_name = _("Veröffentlichte Summe")
        verbose_name_plural = _("Veröffentlichte Summen")
        ordering = ["first_year", "slug"]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return in_languages(self.title_de, self.title_en, "")

    @property
    def explanation(self) -> dict[str, str]:
        """The explanation by language."""
        return in_languages(self.explanation_de, self.explanation_en, "")
