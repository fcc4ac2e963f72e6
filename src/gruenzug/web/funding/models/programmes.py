"""Funding programmes, and each thing that is said of them, with who says so and when it was checked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.charter.models.sourced import Sourced, Titled, in_languages
from gruenzug.web.core.addresses import address_of
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models.fields import ChoiceListField
from gruenzug.web.funding.models.vocabulary import ApplicantKind, Bound, Circumstance, CostType, MeasureKind
from gruenzug.web.places.geometry import GeometryMixin, GeometryQuerySet


class EligibleArea(GeometryMixin, Sourced):
    """Where a programme pays; without an outline nobody can tell, and pages say so."""

    title = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(_("Kennung"), max_length=80, unique=True)
    ags = models.JSONField(
        _("Gemeindeschlüssel"), default=list, blank=True, help_text=_("wo ganze Kommunen dazugehören")
    )

    objects = GeometryQuerySet.as_manager()

    class Meta(GeometryMixin.Meta):
        verbose_name = _("Fördergebiet")
        verbose_name_plural = _("Fördergebiete")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """The questions pages ask of programmes."""

    def public(self) -> ProgrammeQuerySet:
        """Return what the finder shows."""
        return self.filter(is_public=True)

    def current(self) -> ProgrammeQuerySet:
        """Return programmes that are no history."""
        return self.exclude(state=Programme.State.CLOSED)


class Programme(ClusterableModel, Titled, Sourced):
    """A programme under which somebody may be paid for green infrastructure."""

    class State(models.TextChoices):
        """Whether it takes applications, as far as is known."""

        OPEN = "open", _("offen")
        ANNOUNCED = "announced", _("angekündigt")
        UNCLEAR = "unclear", _("Stand unklar")
        CLOSED = "closed", _("abgeschlossen")

    slug = models.SlugField(_("Adresse auf der Website"), max_length=120, unique=True)
    short_name = models.CharField(_("Kurzname"), max_length=60)
    frame = models.CharField(_("Rahmen"), max_length=160, blank=True, help_text=_("etwa: EFRE/JTF 2021–2027"))
    summary_de = models.TextField(_("Was gefördert wird"))
    summary_en = models.TextField(_("Was gefördert wird, englisch"), blank=True)
    summary_simple = models.TextField(_("Was gefördert wird, in Leichter Sprache"), blank=True)
    giver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Fördergeber"),
        related_name="programmes_given",
        null=True,
        blank=True,
    )
    offices = ParentalManyToManyField(
        Organisation,
        verbose_name=_("Bewilligung und Beratung"),
        related_name="programmes_advised",
        blank=True,
    )
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.UNCLEAR)
    state_note = models.CharField(_("Erläuterung des Stands"), max_length=240, blank=True)
    valid_from = models.DateField(_("gilt ab"), null=True, blank=True)
    valid_until = models.DateField(_("gilt bis"), null=True, blank=True)
    goals = ParentalManyToManyField(
        Handlungsziel, verbose_name=_("dient den Handlungszielen"), related_name="programmes", blank=True
    )
    is_public = models.BooleanField(_("im Förderfinder"), default=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Förderprogramm")
        verbose_name_plural = _("Förderprogramme")
        ordering = ["order", "title_de"]
        constraints = [
            models.CheckConstraint(
                name="programme_valid_from_before_until",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                violation_error_message=_("Das Ende der Geltung darf nicht vor ihrem Beginn liegen."),
            )
        ]

    def get_absolute_url(self) -> str:
        return address_of("funding:programme", self.slug)

    @property
    def summary(self) -> dict[str, str]:
        """What it pays for, by language."""
        return in_languages(self.summary_de, self.summary_en, self.summary_simple)


class Checked(models.Model):
    """A row that knows who says so and when somebody looked."""

    source_title = models.CharField(_("Quelle"), max_length=160, blank=True)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)

    class Meta:
        abstract = True


class Statement(Checked):
    """One thing one source says of a programme; sources that disagree make two of them.

    Statements are the rules of the matching: each kind is read by one pure
    function in ``funding.matching``.
    """

    class Key(models.TextChoices):
        """What a statement is about; `matching.catalogue` says how each is read."""

        APPLICANTS = "applicants", _("Wer gefördert wird")
        MEASURES = "measures", _("Was gefördert wird")
        RATE = "rate", _("Fördersatz in Prozent")
        RATE_UP_TO = "rate-up-to", _("Fördersatz höchstens, in Prozent")
        AMOUNT_PER_M2 = "amount-per-m2", _("Betrag je Quadratmeter in Euro")
        MAXIMUM_M2 = "maximum-m2", _("Fläche höchstens, in Quadratmetern")
        MINIMUM_COST = "minimum-cost", _("Kosten mindestens, in Euro")
        MINIMUM_GRANT = "minimum-grant", _("Förderung mindestens, in Euro")
        MAXIMUM_GRANT = "maximum-grant", _("Förderung höchstens, in Euro")
        COST_CAP = "cost-cap", _("Anteil an den Kosten höchstens, in Prozent")
        COST_FLOOR = "cost-floor", _("Anteil an den Kosten mindestens, in Prozent")
        COST_EXCLUDED = "cost-excluded", _("Kosten, die nicht gefördert werden")
        COST_ELIGIBLE = "cost-eligible", _("Kosten, die gefördert werden")
        DURATION = "duration", _("Dauer höchstens, in Monaten")
        AREA = "area", _("Fördergebiet")
        PREREQUISITE = "prerequisite", _("Voraussetzung")
        EARMARK = "earmark", _("Zweckbindung in Jahren")
        AFTERCARE = "aftercare", _("Entwicklungspflege in Jahren")
        DOCUMENT = "document", _("Unterlage zum Antrag")
        CUMULATION = "cumulation", _("Mit anderem Geld verbinden")
        CHANNEL = "channel", _("Antragsweg")
        OFFICE = "office", _("Stelle und Dezernat")
        VOLUME = "volume", _("Mittel insgesamt, in Euro")
        DUTY = "duty", _("Pflicht mit der Förderung")
        NOTE = "note", _("Hinweis")

    programme = ParentalKey(
        Programme, on_delete=models.CASCADE, verbose_name=_("Förderprogramm"), related_name="statements"
    )
    key = models.CharField(_("Angabe"), max_length=20, choices=Key.choices)
    number = models.DecimalField(_("Zahl"), max_digits=14, decimal_places=2, null=True, blank=True)
    number_to = models.DecimalField(_("bis zu"), max_digits=14, decimal_places=2, null=True, blank=True)
    applicants = ChoiceListField(
        _("Antragstellende"), kinds=ApplicantKind, help_text=_("nur für diese; leer: für alle")
    )
    measures = ChoiceListField(
        _("Maßnahmen"), kinds=MeasureKind, help_text=_("nur für diese; leer: für alle")
    )
    costs = ChoiceListField(_("Kostenarten"), kinds=CostType)
    circumstance = models.CharField(
        _("Umstand"),
        max_length=24,
        choices=Circumstance.choices,
        blank=True,
        help_text=_("Voraussetzung, oder wann dieser Satz gilt"),
    )
    bound = models.CharField(
        _("Gegenstand der Zweckbindung"), max_length=12, choices=Bound.choices, blank=True
    )
    area = models.ForeignKey(
        EligibleArea,
        models.PROTECT,
        verbose_name=_("Gebiet"),
        related_name="statements",
        null=True,
        blank=True,
    )
    words_de = models.TextField(_("In Worten"), blank=True)
    words_en = models.TextField(_("In Worten, englisch"), blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Angabe")
        verbose_name_plural = _("Angaben")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.number if self.number is not None else self.words_de}"

    @property
    def words(self) -> dict[str, str]:
        """The statement in words, by language."""
        return in_languages(self.words_de, self.words_en, "")


class CallWindow(Checked):
    """A span of time in which applications are taken, or a last day."""

    programme = ParentalKey(
        Programme, on_delete=models.CASCADE, verbose_name=_("Förderprogramm"), related_name="windows"
    )
    title_de = models.CharField(_("Titel"), max_length=160)
    title_en = models.CharField(_("Titel, englisch"), max_length=160, blank=True)
    opens_on = models.DateField(_("ab"), null=True, blank=True)
    closes_on = models.DateField(_("bis"), null=True, blank=True)
    is_rolling = models.BooleanField(_("laufend, ohne Stichtag"), default=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Antragsfrist")
        verbose_name_plural = _("Antragsfristen")
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="window_opens_before_it_closes",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("Die Frist darf nicht enden, bevor sie beginnt."),
            )
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return in_languages(self.title_de, self.title_en, "")
