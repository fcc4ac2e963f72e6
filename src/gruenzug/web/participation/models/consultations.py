"""A consultation: phases, drafts in versions, paragraphs whose ids outlive the wording, answers."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models import Handlungsziel, Leitthema, Version
from gruenzug.web.charter.models.sourced import Described, Titled, in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.models.participants import Participant
from gruenzug.web.participation.models.vocabulary import PERMITS, Decision, PhaseKind


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """The questions pages ask of consultations."""

    def public(self) -> ConsultationQuerySet:
        """Return what everybody sees."""
        return self.filter(is_public=True)


class Consultation(ClusterableModel, Titled, Described):
    """Something one can have a say in, from the first information to the answers."""

    slug = models.SlugField(_("Adresse auf der Website"), max_length=100, unique=True)
    summary_de = models.TextField(_("Worum es geht, in zwei Sätzen"), max_length=500)
    summary_en = models.TextField(_("Worum es geht, englisch"), max_length=500, blank=True)
    summary_simple = models.TextField(_("Worum es geht, in Leichter Sprache"), max_length=500, blank=True)
    result_de = models.TextField(_("Was daraus wurde"), blank=True)
    result_en = models.TextField(_("Was daraus wurde, englisch"), blank=True)
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Wer fragt"),
        related_name="consultations",
        null=True,
        blank=True,
    )
    charter_version = models.ForeignKey(
        Version,
        models.SET_NULL,
        verbose_name=_("zur Fassung der Charta oder Strategie"),
        related_name="consultations",
        null=True,
        blank=True,
    )
    themes = ParentalManyToManyField(
        Leitthema, verbose_name=_("Leitthemen"), related_name="consultations", blank=True
    )
    goals = ParentalManyToManyField(
        Handlungsziel, verbose_name=_("Handlungsziele"), related_name="consultations", blank=True
    )
    points = models.PositiveSmallIntegerField(
        _("Punkte je Person beim Gewichten"),
        default=10,
        help_text=_("frei auf die Überschriften zu verteilen"),
    )
    is_public = models.BooleanField(_("öffentlich"), default=False)
    released_at = models.DateTimeField(_("Antworten veröffentlicht am"), null=True, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Konsultation")
        verbose_name_plural = _("Konsultationen")
        ordering = ["-created_at", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("participation:consultation", args=[self.slug])

    @property
    def summary(self) -> dict[str, str]:
        """What it is about by language, for the template tag ``text``."""
        return in_languages(self.summary_de, self.summary_en, self.summary_simple)

    @property
    def result(self) -> dict[str, str]:
        """What became of it by language."""
        return in_languages(self.result_de, self.result_en, "")

    def phase_on(self, day: dt.date) -> Phase | None:
        """Return the phase that holds on `day`; the phases should be loaded."""
        return next((row for row in self.phases.all() if row.begins_on <= day <= row.ends_on), None)

    def permits(self, act: str, participant: Participant | None = None, body: object = None) -> bool:
        """Whether `act` is possible today; a phase for bodies needs one to write for."""
        phase = self.phase_on(timezone.localdate())
        if phase is None or act not in PERMITS[phase.kind]:
            return False
        return not phase.is_for_bodies or body is not None


class Phase(models.Model):
    """An interval of a consultation and what may be done in it."""

    consultation = ParentalKey(Consultation, verbose_name=_("Konsultation"), related_name="phases")
    kind = models.CharField(_("Art"), max_length=12, choices=PhaseKind.choices)
    begins_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))
    is_for_bodies = models.BooleanField(_("nur für Körperschaften"), default=False)

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = ["begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_phase_begins_before_it_ends",
                condition=Q(begins_on__lte=F("ends_on")),
                violation_error_message=_("Der letzte Tag darf nicht vor dem ersten liegen."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Draft(models.Model):
    """One version of the text that is discussed."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name=_("Konsultation"), related_name="drafts"
    )
    number = models.PositiveSmallIntegerField(_("Fassung"))
    note = models.CharField(_("Anmerkung zur Fassung"), max_length=240, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"), default=timezone.now)

    class Meta:
        verbose_name = _("Entwurf")
        verbose_name_plural = _("Entwürfe")
        ordering = ["consultation", "-number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="draft_number_once")]

    def __str__(self) -> str:
        return str(_("Fassung %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("participation:draft", args=[self.consultation.slug, self.number])


class Paragraph(models.Model):
    """A piece of a draft; the same `key` in two versions is the same piece."""

    class Kind(models.TextChoices):
        """How it is set."""

        HEADING = "heading", _("Überschrift")
        TEXT = "text", _("Absatz")
        ITEM = "item", _("Listenpunkt")

    draft = models.ForeignKey(Draft, models.CASCADE, verbose_name=_("Entwurf"), related_name="paragraphs")
    key = models.SlugField(_("Kennung"), max_length=40)
    order = models.PositiveIntegerField(_("Reihenfolge"))
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.TEXT)
    level = models.PositiveSmallIntegerField(_("Ebene"), default=0)
    text = models.TextField(_("Text"))

    class Meta:
        verbose_name = _("Absatz")
        verbose_name_plural = _("Absätze")
        ordering = ["draft", "order"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="paragraph_key_once")]

    def __str__(self) -> str:
        return f"{self.text[:60]}…" if len(self.text) > 61 else self.text

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.kind == self.Kind.HEADING


class Answer(models.Model):
    """What we say to one contribution or to several that want the same."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name=_("Konsultation"), related_name="answers"
    )
    decision = models.CharField(_("Entscheidung"), max_length=12, choices=Decision.choices)
    text = models.TextField(_("Antwort"))
    keys = models.CharField(
        _("geändert in den Absätzen"),
        max_length=400,
        blank=True,
        help_text=_("Kennungen durch Leerzeichen getrennt, wenn es andere sind als der kommentierte"),
    )
    created_at = models.DateTimeField(_("geschrieben am"), default=timezone.now)

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.text[:60]}"


class Allocation(models.Model):
    """How many of their points somebody gives to a piece of the draft."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="allocations")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="allocations")
    paragraph_key = models.SlugField(_("Kennung"), max_length=40)
    points = models.PositiveSmallIntegerField(_("Punkte"))

    class Meta:
        verbose_name = _("Gewichtung")
        verbose_name_plural = _("Gewichtungen")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "participant", "paragraph_key"], name="allocated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_key}: {self.points}"
