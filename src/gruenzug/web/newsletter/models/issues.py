"""An issue: what was written, for whom, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from gruenzug.web.newsletter.blocks import LetterBlock
from gruenzug.web.newsletter.models.lists import MailingList, Topic
from gruenzug.web.newsletter.models.vocabulary import Language
from gruenzug.web.places.models import Municipality

SUFFIXES = {Language.DE: "de", Language.EN: "en", Language.SIMPLE: "simple"}


class IssueQuerySet(models.QuerySet["Issue"]):
    """The questions pages ask of issues."""

    def public(self) -> IssueQuerySet:
        """Return what stands in the archive: every issue that left the house, the latest first."""
        return self.filter(state__in=[Issue.State.SENDING, Issue.State.PAUSED, Issue.State.SENT]).order_by(
            "-begun_at"
        )


@dataclass(frozen=True)
class Text:
    """An issue in one language: its own, or German where that is missing."""

    language: str
    subject: str
    preheader: str
    body: Any
    is_fallback: bool


class Issue(models.Model):
    """One issue of a newsletter, in up to three languages."""

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("Entwurf")
        SCHEDULED = "scheduled", _("geplant")
        SENDING = "sending", _("im Versand")
        PAUSED = "paused", _("angehalten")
        SENT = "sent", _("versandt")

    list = models.ForeignKey(MailingList, models.PROTECT, verbose_name=_("Newsletter"), related_name="issues")
    slug = models.SlugField(_("Adresse im Archiv"), max_length=80, unique=True, help_text=_("etwa 2026-12"))
    subject_de = models.CharField(_("Betreff"), max_length=150)
    preheader_de = models.CharField(
        _("Vorschautext"), max_length=200, blank=True, help_text=_("Steht im Postfach neben dem Betreff")
    )
    body_de = StreamField(LetterBlock(), blank=True, verbose_name=_("Inhalt"))
    subject_en = models.CharField(_("Betreff, englisch"), max_length=150, blank=True)
    preheader_en = models.CharField(_("Vorschautext, englisch"), max_length=200, blank=True)
    body_en = StreamField(LetterBlock(), blank=True, verbose_name=_("Inhalt, englisch"))
    subject_simple = models.CharField(_("Betreff in Leichter Sprache"), max_length=150, blank=True)
    preheader_simple = models.CharField(_("Vorschautext in Leichter Sprache"), max_length=200, blank=True)
    body_simple = StreamField(LetterBlock(), blank=True, verbose_name=_("Inhalt in Leichter Sprache"))
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("Nur an, wer eines dieser Themen gewählt hat"),
        related_name="issues",
        blank=True,
        help_text=_("Leer: an alle. Wer kein Thema gewählt hat, bekommt jede Ausgabe."),
    )
    municipalities = models.ManyToManyField(
        Municipality,
        verbose_name=_("Nur an, wer eine dieser Kommunen gewählt hat"),
        related_name="newsletter_issues",
        blank=True,
        help_text=_("Leer: an alle. Wer keine Kommune gewählt hat, bekommt jede Ausgabe."),
    )
    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    scheduled_for = models.DateTimeField(_("geplant für"), null=True, editable=False)
    begun_at = models.DateTimeField(_("Versand begonnen"), null=True, editable=False)
    finished_at = models.DateTimeField(_("Versand beendet"), null=True, editable=False)
    paused_because = models.CharField(_("angehalten, weil"), max_length=500, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("angelegt von"),
        related_name="+",
        null=True,
        editable=False,
    )
    created_at = models.DateTimeField(_("angelegt am"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ausgabe")
        verbose_name_plural = _("Ausgaben")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject_de

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.slug])

    @property
    def is_editable(self) -> bool:
        """Whether it may still be changed: not once the first copy may have left, nor while it is planned."""
        return self.state == self.State.DRAFT

    @property
    def is_public(self) -> bool:
        """Whether it stands in the archive."""
        return self.state in (self.State.SENDING, self.State.PAUSED, self.State.SENT)

    @property
    def languages(self) -> list[str]:
        """The languages it is written in."""
        return [language for language in SUFFIXES if not self.text(language).is_fallback]

    def text(self, language: str) -> Text:
        """Return the issue in `language`, or in German where it has no subject or body of its own."""
        suffix = SUFFIXES.get(Language(language), "de")
        own = getattr(self, f"subject_{suffix}") and getattr(self, f"body_{suffix}")
        read = suffix if own else "de"
        return Text(
            language=language if own else Language.DE,
            subject=getattr(self, f"subject_{read}"),
            preheader=getattr(self, f"preheader_{read}"),
            body=getattr(self, f"body_{read}"),
            is_fallback=not own and suffix != "de",
        )


class Rendered(models.Model):
    """An issue as it left the house, in one language; written when sending begins, then left alone."""

    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name=_("Ausgabe"), related_name="rendered")
    language = models.CharField(_("Sprache"), max_length=10, choices=Language.choices)
    subject = models.CharField(_("Betreff"), max_length=150)
    html = models.TextField(_("HTML"))
    text = models.TextField(_("Text"))

    class Meta:
        verbose_name = _("Fertige Ausgabe")
        verbose_name_plural = _("Fertige Ausgaben")
        constraints = [
            models.UniqueConstraint(fields=["issue", "language"], name="rendered_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"
