"""Surveys: questions of the usual kinds, answered without an account, shown as numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models.sourced import Described, Titled, in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.models.consultations import Consultation
from gruenzug.web.participation.models.participants import Participant


class SurveyQuerySet(models.QuerySet["Survey"]):
    """The questions pages ask of surveys."""

    def public(self) -> SurveyQuerySet:
        """Return what everybody sees."""
        return self.filter(is_public=True)


class Survey(ClusterableModel, Titled, Described):
    """A few questions, open for some days."""

    slug = models.SlugField(_("Adresse auf der Website"), max_length=100, unique=True)
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Wer fragt"),
        related_name="surveys",
        null=True,
        blank=True,
    )
    consultation = models.ForeignKey(
        Consultation,
        models.SET_NULL,
        verbose_name=_("gehört zur Konsultation"),
        related_name="surveys",
        null=True,
        blank=True,
    )
    opens_on = models.DateField(_("erster Tag"))
    closes_on = models.DateField(_("letzter Tag"))
    shows_results_early = models.BooleanField(
        _("Ergebnis schon während der Umfrage zeigen"),
        default=False,
        help_text=_("sonst nach dem letzten Tag"),
    )
    is_public = models.BooleanField(_("öffentlich"), default=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Umfrage")
        verbose_name_plural = _("Umfragen")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_opens_before_it_closes",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("Der letzte Tag darf nicht vor dem ersten liegen."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("participation:survey", args=[self.slug])

    @property
    def is_open(self) -> bool:
        """Whether it can be answered today."""
        return self.is_public and self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def shows_results(self) -> bool:
        """Whether everybody sees the numbers."""
        return self.shows_results_early or timezone.localdate() > self.closes_on


class Question(models.Model):
    """One question; its choices are the lines of `options`."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SINGLE = "single", _("eine Antwort aus mehreren")
        MULTIPLE = "multiple", _("mehrere Antworten aus mehreren")
        SCALE = "scale", _("Skala von 1 bis 5")
        NUMBER = "number", _("Zahl")
        TEXT = "text", _("freier Text")

    survey = ParentalKey(Survey, verbose_name=_("Umfrage"), related_name="questions")
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices)
    text_de = models.CharField(_("Frage"), max_length=300)
    text_en = models.CharField(_("Frage, englisch"), max_length=300, blank=True)
    options_de = models.TextField(_("Antworten, je Zeile eine"), blank=True)
    options_en = models.TextField(_("Antworten, englisch, in derselben Folge"), blank=True)
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_with_choices_has_some",
                condition=~Q(kind__in=["single", "multiple"]) | ~Q(options_de=""),
                violation_error_message=_("Diese Art von Frage braucht Antworten zum Auswählen."),
            )
        ]

    def __str__(self) -> str:
        return self.text_de

    @property
    def text(self) -> dict[str, str]:
        """The question by language."""
        return in_languages(self.text_de, self.text_en, "")

    @property
    def choices(self) -> list[tuple[str, dict[str, str]]]:
        """Place and words of each choice; a place never changes its meaning once somebody answered."""
        if self.kind == self.Kind.SCALE:
            return [(str(step), in_languages(str(step), "", "")) for step in range(1, 6)]
        german = [line.strip() for line in self.options_de.splitlines() if line.strip()]
        english = [line.strip() for line in self.options_en.splitlines() if line.strip()]
        english += [""] * (len(german) - len(english))
        return [(str(place), in_languages(de, english[place], "")) for place, de in enumerate(german)]


class Response(models.Model):
    """What one person answered; who it was is known only if they came by their personal link."""

    survey = models.ForeignKey(Survey, models.CASCADE, verbose_name=_("Umfrage"), related_name="responses")
    participant = models.ForeignKey(
        Participant, models.SET_NULL, verbose_name=_("von"), related_name="responses", null=True, blank=True
    )
    is_checked = models.BooleanField(_("Spamprüfung bestanden"), default=False)
    answers = models.JSONField(_("Antworten"), default=dict)
    created_at = models.DateTimeField(_("abgeschickt am"), default=timezone.now)

    class Meta:
        verbose_name = _("Antwortbogen")
        verbose_name_plural = _("Antwortbögen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "participant"], name="one_response_per_participant")
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.pk}"
