"""Leitthemen → Oberziele → Handlungsziele: what stays the same while the wording moves on.

Projects, funding and promises point at these rows. Their titles and texts
are those in force; each version of the documents keeps its own wording in
its sections.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled, in_languages
from gruenzug.web.core.choices import Status
from gruenzug.web.directory.models import Organisation


class Leitthema(Titled, Described, Sourced):
    """One of the five guiding themes; `key` is also that of indicators and of the directory's topics."""

    key = models.SlugField(_("Kennung"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    short_name_de = models.CharField(_("Kurzname"), max_length=40)
    short_name_en = models.CharField(_("Kurzname, englisch"), max_length=40, blank=True)
    short_name_simple = models.CharField(_("Kurzname in Leichter Sprache"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("Leitthema")
        verbose_name_plural = _("Leitthemen")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.short_name_de

    def get_absolute_url(self) -> str:
        return f"{reverse('charter:goals')}#{self.key}"

    @property
    def short_name(self) -> dict[str, str]:
        """The short name by language, for the template tag ``text``."""
        return in_languages(self.short_name_de, self.short_name_en, self.short_name_simple)


class Oberziel(Titled, Described, Sourced):
    """What a Leitthema wants to reach; Handlungsziele say how."""

    code = models.SlugField(_("Kennung"), max_length=40, unique=True)
    leitthema = models.ForeignKey(
        Leitthema, models.PROTECT, verbose_name=_("Leitthema"), related_name="oberziele"
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    is_current = models.BooleanField(_("gilt"), default=True)

    class Meta:
        verbose_name = _("Oberziel")
        verbose_name_plural = _("Oberziele")
        ordering = ["leitthema__order", "order", "code"]


class Instrument(Titled):
    """A means by which a goal is reached: a plan, a statute, a programme."""

    class Level(models.TextChoices):
        """Who wields it."""

        REGION = "region", _("Region")
        COUNTY = "county", _("Kreis")
        MUNICIPALITY = "municipality", _("Kommune")
        QUARTER = "quarter", _("Quartier")
        PLOT = "plot", _("Grundstück")

    key = models.SlugField(_("Kennung"), max_length=60, unique=True)
    level = models.CharField(_("Ebene"), max_length=16, choices=Level.choices, blank=True)

    class Meta:
        verbose_name = _("Instrument")
        verbose_name_plural = _("Instrumente")
        ordering = ["title_de"]


class HandlungszielQuerySet(models.QuerySet["Handlungsziel"]):
    """The questions pages ask of goals."""

    def current(self) -> HandlungszielQuerySet:
        """Return the goals in force."""
        return self.filter(is_current=True)

    def named(self) -> HandlungszielQuerySet:
        """Return goals that are more than a placeholder: those one can sensibly assign something to."""
        return self.current().exclude(status=Status.PLACEHOLDER)


class Handlungsziel(ClusterableModel, Titled, Described, Sourced):
    """One goal for action; its text is the core agreement (Kernvereinbarung)."""

    class Kind(models.TextChoices):
        """What the Strategie distinguishes."""

        ESTABLISHED = "established", _("gute Praxis, die in die Fläche soll")
        NEW_IMPULSE = "new-impulse", _("neuer Impuls, der erprobt wird")

    code = models.SlugField(_("Kennung"), max_length=40, unique=True)
    number = models.PositiveSmallIntegerField(_("Nummer"), unique=True)
    leitthema = models.ForeignKey(
        Leitthema,
        models.PROTECT,
        verbose_name=_("Leitthema"),
        related_name="handlungsziele",
        null=True,
        blank=True,
    )
    oberziel = models.ForeignKey(
        Oberziel,
        models.PROTECT,
        verbose_name=_("Oberziel"),
        related_name="handlungsziele",
        null=True,
        blank=True,
    )
    assignment = models.CharField(
        _("Beleg der Zuordnung"),
        max_length=12,
        choices=Status.choices,
        default=Status.CONFIRMED,
        help_text=_("Wie sicher die Zuordnung zum Leitthema ist"),
    )
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices, blank=True)
    actors = models.ManyToManyField(
        Organisation, verbose_name=_("Handelnde"), related_name="handlungsziele", blank=True
    )
    instruments = models.ManyToManyField(
        Instrument, verbose_name=_("Instrumente"), related_name="handlungsziele", blank=True
    )
    is_current = models.BooleanField(_("gilt"), default=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = HandlungszielQuerySet.as_manager()

    class Meta:
        verbose_name = _("Handlungsziel")
        verbose_name_plural = _("Handlungsziele")
        ordering = ["number"]

    def get_absolute_url(self) -> str:
        return reverse("charter:goal", args=[self.code])

    @property
    def is_placeholder(self) -> bool:
        return self.status == Status.PLACEHOLDER


class Facet(models.Model):
    """One thing a goal asks for: a number, a quality, or a way of working."""

    class Kind(models.TextChoices):
        """The three ways goals are put."""

        QUANTITATIVE = "quantitative", _("messbar")
        QUALITATIVE = "qualitative", _("qualitativ")
        PROCESS = "process", _("Verfahren")

    goal = ParentalKey(Handlungsziel, verbose_name=_("Handlungsziel"), related_name="facets")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    text_de = models.TextField(_("Text"))
    text_en = models.TextField(_("Text, englisch"), blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Ausprägung")
        verbose_name_plural = _("Ausprägungen")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text_de[:80]

    @property
    def text(self) -> dict[str, str]:
        return in_languages(self.text_de, self.text_en, "")


def indicator_choices() -> list[tuple[str, str]]:
    """Return the indicators of the contract, for forms."""
    return [(key, row.title.de) for key, row in indicators().items()]


def _both_or_none(first: str, second: str) -> Q:
    pair = (f"{first}__isnull", f"{second}__isnull")
    return Q(**dict.fromkeys(pair, True)) | Q(**dict.fromkeys(pair, False))


class Measured(models.Model):
    """A row that is measured by an indicator of the contract, with a target or without."""

    indicator = models.CharField(_("Indikator"), max_length=40, blank=True)
    part = models.CharField(_("Teil des Indikators"), max_length=40, blank=True)
    base_value = models.FloatField(_("Ausgangswert"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("Ausgangsjahr"), null=True, blank=True)
    target_value = models.FloatField(_("Zielwert"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("Zieljahr"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=_both_or_none("target_value", "target_year"),
                name="%(app_label)s_%(class)s_target",
                violation_error_message=_("Zielwert und Zieljahr gehören zusammen."),
            ),
            models.CheckConstraint(
                condition=_both_or_none("base_value", "base_year"),
                name="%(app_label)s_%(class)s_base",
                violation_error_message=_("Ausgangswert und Ausgangsjahr gehören zusammen."),
            ),
        ]

    @property
    def definition(self) -> Indicator | None:
        """The indicator, None if there is none or a later contract dropped it."""
        return indicators().get(self.indicator)

    @property
    def definition_part(self) -> Part | None:
        """The part that is measured: the one named, else the headline."""
        if self.definition is None:
            return None
        parts = {part.id: part for part in self.definition.parts}
        return parts.get(self.part, self.definition.headline)


class GoalIndicator(Measured, Sourced):
    """An indicator that shows whether a goal comes nearer."""

    goal = ParentalKey(Handlungsziel, verbose_name=_("Handlungsziel"), related_name="indicators")
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta(Measured.Meta):
        verbose_name = _("Indikator eines Handlungsziels")
        verbose_name_plural = _("Indikatoren eines Handlungsziels")
        ordering = ["order", "pk"]
        constraints = [
            *Measured.Meta.constraints,
            models.UniqueConstraint(fields=["goal", "indicator", "part"], name="goal_indicator_once"),
        ]

    def __str__(self) -> str:
        return self.indicator
