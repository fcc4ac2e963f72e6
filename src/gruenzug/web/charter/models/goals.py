"""Leitthemen → Oberziele → Handlungsziele: what stays the same while the wording moves on.

Projects, funding and promises point at these rows. Their titles and texts
are those in force; each version of the documents keeps its own wording in
its sections.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled, in_languages
from gruenzug.web.core.addresses import address_of
from gruenzug.web.core.choices import Status
from gruenzug.web.directory.models import Kind, Organisation


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
    is_current = models.BooleanField(_("gilt"), default=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = HandlungszielQuerySet.as_manager()

    class Meta:
        verbose_name = _("Handlungsziel")
        verbose_name_plural = _("Handlungsziele")
        ordering = ["number"]

    def get_absolute_url(self) -> str:
        return address_of("charter:goal", self.code)

    @property
    def is_placeholder(self) -> bool:
        return self.status == Status.PLACEHOLDER


def indicator_choices() -> list[tuple[str, str]]:
    """Return the indicators of the contract, for forms."""
    return [(key, row.title.de) for key, row in indicators().items()]


def _both_or_none(first: str, second: str) -> Q:
    pair = (f"{first}__isnull", f"{second}__isnull")
    return Q(**dict.fromkeys(pair, True)) | Q(**dict.fromkeys(pair, False))


class Measured(models.Model):
    """A row that can be measured by an indicator of the contract, with a target or without."""

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

    def clean(self) -> None:
        super().clean()
        if self.indicator and self.definition is None:
            raise ValidationError({"indicator": _("Den Indikator „%s“ gibt es nicht.") % self.indicator})
        if self.target_value is not None and not self.indicator:
            raise ValidationError({"indicator": _("Ein Zielwert braucht einen Indikator.")})
        if self.definition and self.part and self.part not in {part.id for part in self.definition.parts}:
            known = ", ".join(part.id or "–" for part in self.definition.parts)
            message = _("Der Indikator hat den Teil „%(part)s“ nicht; es gibt: %(known)s.")
            raise ValidationError({"part": message % {"part": self.part, "known": known}})

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


class Facet(Measured):
    """One thing a goal asks for: a number, a quality, or a way of working."""

    class Kind(models.TextChoices):
        """The three ways goals are put."""

        QUANTITATIVE = "quantitative", _("messbar")
        QUALITATIVE = "qualitative", _("qualitativ")
        PROCESS = "process", _("Verfahren")

    goal = ParentalKey(Handlungsziel, verbose_name=_("Handlungsziel"), related_name="facets")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    text_de = models.TextField(_("Text"), blank=True)
    text_en = models.TextField(_("Text, englisch"), blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta(Measured.Meta):
        verbose_name = _("Ausprägung")
        verbose_name_plural = _("Ausprägungen")
        ordering = ["order", "pk"]
        constraints = [
            *Measured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="quantitative") | Q(indicator=""),
                name="facet_measured_is_quantitative",
                violation_error_message=_("Nur eine messbare Ausprägung hat einen Indikator."),
            ),
            models.CheckConstraint(
                condition=~Q(text_de="") | ~Q(indicator=""),
                name="facet_says_something",
                violation_error_message=_("Geben Sie einen Text oder einen Indikator an."),
            ),
        ]

    def __str__(self) -> str:
        return self.text_de[:80] or self.indicator

    @property
    def text(self) -> dict[str, str]:
        return in_languages(self.text_de, self.text_en, "")


class Lever(models.Model):
    """Who can bring a goal nearer, by which instrument: one row of the toolbox."""

    goal = ParentalKey(Handlungsziel, verbose_name=_("Handlungsziel"), related_name="levers")
    body = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("Körperschaft"),
        related_name="levers",
        null=True,
        blank=True,
    )
    body_kind = models.CharField(
        _("oder Art der Körperschaft"), max_length=24, choices=Kind.choices, blank=True
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, verbose_name=_("Instrument"), related_name="levers", null=True, blank=True
    )
    text_de = models.CharField(_("Was damit getan werden kann"), max_length=240, blank=True)
    text_en = models.CharField(_("Dasselbe, englisch"), max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Hebel")
        verbose_name_plural = _("Hebel")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(body_kind="") | Q(instrument__isnull=False),
                name="lever_names_somebody_or_something",
                violation_error_message=_("Geben Sie an, wer handelt oder mit welchem Instrument."),
            )
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.actor, self.instrument or "") if part)

    @property
    def actor(self) -> str:
        """Who acts: a body, or all of a kind."""
        return self.body.label if self.body else str(self.get_body_kind_display())

    @property
    def text(self) -> dict[str, str]:
        return in_languages(self.text_de, self.text_en, "")
