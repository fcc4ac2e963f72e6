"""The places everything refers to; which outline and which numbers held when is the releases' business."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gruenzug.web.places.geometry import GeometryMixin, GeometryQuerySet


class Place(GeometryMixin):
    """What municipality, county and region have in common.

    Outline, population and area are those of the current release.
    """

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Adresse"), max_length=130, unique=True)
    population = models.PositiveIntegerField(_("Einwohner, amtlich"), null=True, blank=True)
    area_ha = models.FloatField(_("Fläche in ha, amtlich"), null=True, blank=True)

    objects = GeometryQuerySet.as_manager()

    class Meta(GeometryMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Region(Place):
    """The region of a programme."""

    key = models.SlugField(_("Kennung"), max_length=80, unique=True)

    class Meta(Place.Meta):
        verbose_name = _("Region")
        verbose_name_plural = _("Regionen")


class County(Place):
    """A Kreis, or a kreisfreie Stadt seen as one."""

    key = models.CharField(_("Kreisschlüssel"), max_length=5, unique=True)

    class Meta(Place.Meta):
        verbose_name = _("Kreis")
        verbose_name_plural = _("Kreise")


class MunicipalityQuerySet(GeometryQuerySet):
    """The questions pages ask of municipalities."""

    def matching(self, text: str) -> MunicipalityQuerySet:
        """Return those whose name contains `text` or whose key begins with it."""
        return self.filter(Q(name__icontains=text) | Q(ags__startswith=text)) if text else self


class Municipality(Place):
    """A Gemeinde or Stadt, by its official key (AGS)."""

    ags = models.CharField(_("Gemeindeschlüssel"), max_length=8, unique=True)
    county = models.ForeignKey(
        County, models.PROTECT, verbose_name=_("Kreis"), related_name="municipalities", null=True, blank=True
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta(Place.Meta):
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")

    @property
    def is_independent(self) -> bool:
        """Whether it is a kreisfreie Stadt: its own county."""
        return self.ags.endswith("000")
