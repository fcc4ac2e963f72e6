"""Lists that name projects: each has its own count and its own day; a project can be in several."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models.sourced import Sourced, Titled
from gruenzug.web.directory.models import Organisation
from gruenzug.web.projects.models.vocabulary import Precision


class ProjectList(Titled, Sourced):
    """A published list of projects, such as the Grüne Lückenschlüsse; never mixed with another."""

    key = models.SlugField(_("Kennung"), max_length=60, unique=True)
    short_name_de = models.CharField(_("Kurzname"), max_length=60)
    short_name_en = models.CharField(_("Kurzname, englisch"), max_length=60, blank=True)
    holder = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("geführt von"),
        related_name="project_lists",
        null=True,
        blank=True,
    )
    published_count = models.PositiveIntegerField(
        _("veröffentlichte Zahl der Projekte"), null=True, blank=True
    )
    is_about = models.BooleanField(_("ungefähre Zahl"), default=False)
    as_of = models.DateField(_("Stand"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("Genauigkeit des Stands"), max_length=8, choices=Precision.choices, default=Precision.YEAR
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Projektliste")
        verbose_name_plural = _("Projektlisten")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.short_name_de

    @property
    def short_name(self) -> dict[str, str]:
        """The short name by language, for the template tag ``text``."""
        return {"de": self.short_name_de, "en": self.short_name_en or self.short_name_de}
