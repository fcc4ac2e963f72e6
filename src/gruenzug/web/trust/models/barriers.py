"""Known barriers and how the site was tested: what the accessibility statement is made from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BarrierQuerySet(models.QuerySet["Barrier"]):
    """The questions pages ask of barriers."""

    def open(self) -> BarrierQuerySet:
        """Return those that are still there."""
        return self.filter(resolved_on=None)


class Barrier(models.Model):
    """Something on this site that not everybody can use."""

    class Reason(models.TextChoices):
        """Why it is there; the law knows these three."""

        NOT_YET = "not-yet", _("noch nicht behoben")
        BURDEN = "burden", _("unverhältnismäßige Belastung (§ 3 Absatz 3 BITVNRW)")
        OUTSIDE = "outside", _("fällt nicht unter die Verordnung")

    class Origin(models.TextChoices):
        """How we know of it."""

        OWN = "own", _("eigene Prüfung")
        REPORT = "report", _("Meldung")
        EXPERT = "expert", _("Prüfung durch Fachleute")

    key = models.SlugField(_("Kennung"), max_length=60, unique=True)
    title_de = models.CharField(_("Was nicht barrierefrei ist"), max_length=240)
    title_en = models.CharField(_("auf Englisch"), max_length=240, blank=True)
    title_simple = models.CharField(_("in Leichter Sprache"), max_length=400, blank=True)
    where_de = models.CharField(_("Wo"), max_length=240)
    where_en = models.CharField(_("Wo, auf Englisch"), max_length=240, blank=True)
    alternative_de = models.TextField(_("Was es stattdessen gibt"), blank=True)
    alternative_en = models.TextField(_("Was es stattdessen gibt, auf Englisch"), blank=True)
    alternative_simple = models.TextField(_("Was es stattdessen gibt, in Leichter Sprache"), blank=True)
    criterion = models.CharField(
        _("Erfolgskriterium"), max_length=20, blank=True, help_text=_("Nummer der WCAG, etwa 1.2.6")
    )
    reason = models.CharField(_("Grund"), max_length=12, choices=Reason.choices, default=Reason.NOT_YET)
    origin = models.CharField(_("Bekannt durch"), max_length=12, choices=Origin.choices, default=Origin.OWN)
    known_since = models.DateField(_("bekannt seit"))
    planned_until = models.DateField(_("behoben bis (geplant)"), null=True, blank=True)
    resolved_on = models.DateField(_("behoben am"), null=True, blank=True)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        verbose_name = _("Barriere")
        verbose_name_plural = _("Barrieren")
        ordering = ["known_since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="barrier_known_before_resolved",
                condition=models.Q(resolved_on=None) | models.Q(resolved_on__gte=models.F("known_since")),
                violation_error_message=_("Eine Barriere kann nicht behoben sein, bevor sie bekannt war."),
            )
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return by_language(self.title_de, self.title_en, self.title_simple)

    @property
    def where(self) -> dict[str, str]:
        """The place by language."""
        return by_language(self.where_de, self.where_en, "")

    @property
    def alternative(self) -> dict[str, str]:
        """What there is instead, by language."""
        return by_language(self.alternative_de, self.alternative_en, self.alternative_simple)


class Assessment(models.Model):
    """One test of the whole site."""

    class Method(models.TextChoices):
        """Who tested."""

        SELF = "self", _("Selbstbewertung")
        EXTERNAL = "external", _("Prüfung durch Dritte")

    tested_on = models.DateField(_("geprüft am"))
    method = models.CharField(_("Art"), max_length=12, choices=Method.choices, default=Method.SELF)
    by = models.CharField(_("durch"), max_length=200, help_text=_("Körperschaft oder Funktion, keine Person"))
    note_de = models.TextField(_("Was und wie geprüft wurde"))
    note_en = models.TextField(_("Was und wie geprüft wurde, auf Englisch"), blank=True)

    class Meta:
        verbose_name = _("Prüfung der Barrierefreiheit")
        verbose_name_plural = _("Prüfungen der Barrierefreiheit")
        ordering = ["-tested_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_method_display()}, {self.tested_on:%d.%m.%Y}"

    @property
    def note(self) -> dict[str, str]:
        """What was tested and how, by language."""
        return by_language(self.note_de, self.note_en, "")


def by_language(de: str, en: str, simple: str) -> dict[str, str]:
    """Return the texts as `Text` wants them; German stands in where one is missing."""
    return {"de": de, "en": en or de, "simple": simple or de}
