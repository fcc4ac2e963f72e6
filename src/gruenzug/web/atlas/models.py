"""Releases of the analysis, side by side; one is current, the others stay citable."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.contract.release import FIGURE_STATUS, LEVELS, WITHOUT_VALUE
from gruenzug.contract.text import Text
from gruenzug.web.places.models import Municipality

MUNICIPALITY, COUNTY, REGION = LEVELS
OK, ORIENTATION, NOT_COVERED, NOT_APPLICABLE = FIGURE_STATUS


class ReleaseQuerySet(models.QuerySet["Release"]):
    """The questions pages ask of releases."""

    def current(self) -> Release | None:
        """Return the release pages show unless another is asked for."""
        return self.filter(is_current=True).first()


class Release(models.Model):
    """One run of the analysis, as its manifest describes it."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    region = models.CharField(_("Region"), max_length=80)
    is_model = models.BooleanField(_("Modelldaten"), default=False)
    is_current = models.BooleanField(_("aktuell"), default=False)
    created_at = models.DateTimeField(_("berechnet am"))
    imported_at = models.DateTimeField(_("geladen am"), auto_now_add=True)
    manifest = models.JSONField(_("Manifest"))

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Datenstand")
        verbose_name_plural = _("Datenstände")
        ordering = ["-is_current", "-created_at", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_release_is_current"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("releases:release", args=[self.name])

    @property
    def region_title(self) -> str:
        return text_of(self.manifest["region"]["title"])

    @property
    def bbox(self) -> list[float]:
        return self.manifest["region"]["bbox"]

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Sources of the manifest by id."""
        return {source["id"]: source for source in self.manifest["sources"]}

    @cached_property
    def computed(self) -> dict[str, dict[str, Any]]:
        """What the manifest says of each indicator, by its id, in the order of the contract."""
        stated = {row["id"]: row for row in self.manifest["indicators"]}
        return {key: stated[key] for key in indicators() if key in stated}

    def sources_of(self, indicator: str) -> list[dict[str, Any]]:
        """Return the sources that went into `indicator`."""
        return [self.sources[key] for key in self.computed.get(indicator, {}).get("sources", [])]

    def file_url(self, path: str) -> str:
        """Return the address of a file of this release; it changes with the content."""
        address = reverse("releases:file", args=[self.name, path])
        return f"{address}?v={self.digest[:12]}"


class PlaceRecord(models.Model):
    """A place as a release saw it: outline, official statistics."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="places")
    level = models.CharField(max_length=12, choices=[(level, level) for level in LEVELS])
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    county_key = models.CharField(max_length=5, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="records")
    population = models.PositiveIntegerField(null=True)
    area_ha = models.FloatField(null=True)
    area_m2 = models.FloatField()
    land_use = models.JSONField(null=True)
    label_lon = models.FloatField()
    label_lat = models.FloatField()
    geometry = models.TextField()
    path = models.TextField(help_text="outline in the drawing of the region, for the printed map")

    class Meta:
        verbose_name = _("Ort im Datenstand")
        verbose_name_plural = _("Orte im Datenstand")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "level", "key"], name="place_once_per_release")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def density(self) -> float | None:
        """Inhabitants per square kilometre."""
        if self.population is None or not self.area_ha:
            return None
        return self.population / (self.area_ha / 100)


class FigureQuerySet(models.QuerySet["Figure"]):
    """The questions pages ask of figures."""

    def of(self, indicator: str, part: str) -> FigureQuerySet:
        return self.filter(indicator=indicator, part=part)

    def at(self, level: str) -> FigureQuerySet:
        return self.filter(level=level)


class Figure(models.Model):
    """One number of one place: value, whom it speaks of, how far the sources reach."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="figures")
    indicator = models.CharField(_("Indikator"), max_length=40)
    part = models.CharField(_("Teil"), max_length=40, blank=True)
    level = models.CharField(_("Ebene"), max_length=12, choices=[(level, level) for level in LEVELS])
    place = models.CharField(_("Ort"), max_length=80)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="figures")
    value = models.FloatField(_("Wert"), null=True)
    persons = models.FloatField(_("Personen"), null=True)
    denominator = models.FloatField(_("Nenner"), null=True)
    coverage = models.FloatField(_("Abdeckung"), null=True)
    status = models.CharField(
        _("Stand"), max_length=16, choices=[(status, status) for status in FIGURE_STATUS]
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "part", "level", "place"], name="figure_once_per_place"
            ),
            models.CheckConstraint(
                name="figure_without_cover_has_no_value",
                condition=~Q(status__in=WITHOUT_VALUE) | Q(value__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["release", "level", "place"], name="figure_by_place")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.part} {self.place}"

    @property
    def definition(self) -> Indicator:
        return indicators()[self.indicator]

    @property
    def definition_part(self) -> Part:
        return self.definition.part(self.part)

    @property
    def unit(self) -> str:
        return self.definition_part.unit

    @property
    def is_covered(self) -> bool:
        return self.value is not None

    @property
    def is_orientation(self) -> bool:
        return self.status == ORIENTATION


def text_of(raw: Text | dict[str, str]) -> str:
    """Return a contract text, read or raw, in the active language."""
    text = raw if isinstance(raw, Text) else Text.from_mapping(raw)
    return text.in_language(get_language() or "de")
