"""Projects handed in by anybody, and what became of duplicates."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.projects.models.projects import Project


class Submission(models.Model):
    """What somebody wrote into the form, from the first draft to our answer; no account is needed."""

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("Entwurf")
        SUBMITTED = "submitted", _("eingereicht")
        PUBLISHED = "published", _("veröffentlicht")
        REJECTED = "rejected", _("nicht aufgenommen")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    key = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    content = models.JSONField(_("Angaben"), default=dict)
    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    project = models.OneToOneField(
        Project,
        models.SET_NULL,
        verbose_name=_("Projekt"),
        related_name="submission",
        null=True,
        blank=True,
    )
    answer = models.TextField(_("Antwort an die Einreichenden"), blank=True)
    created_at = models.DateTimeField(_("begonnen am"), auto_now_add=True)
    saved_at = models.DateTimeField(_("zuletzt gespeichert am"), auto_now=True)
    confirmed_at = models.DateTimeField(_("Adresse bestätigt am"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True, editable=False)
    closed_at = models.DateTimeField(_("beantwortet am"), null=True, editable=False)

    class Meta:
        verbose_name = _("Projektmeldung")
        verbose_name_plural = _("Projektmeldungen")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="submission_open")]

    def __str__(self) -> str:
        return self.content.get("title") or str(_("ohne Titel"))


class FormerAddress(models.Model):
    """An address under which a project was once found: links to it still lead there."""

    slug = models.SlugField(_("frühere Adresse"), max_length=120, unique=True)
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("Projekt"), related_name="former_addresses"
    )

    class Meta:
        verbose_name = _("Frühere Adresse")
        verbose_name_plural = _("Frühere Adressen")

    def __str__(self) -> str:
        return self.slug


class Merge(models.Model):
    """One project merged into another: what it was, and which rows moved; it can be undone."""

    kept = models.ForeignKey(Project, models.CASCADE, verbose_name=_("behalten"), related_name="merges")
    gone_title = models.CharField(_("aufgegangen"), max_length=240)
    gone_pk = models.BigIntegerField(_("frühere Nummer"))
    gone = models.JSONField(_("frühere Angaben"))
    filled = models.JSONField(_("übernommene Angaben"), default=dict)
    moved = models.JSONField(_("umgehängte Einträge"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("zusammengeführt von"),
        null=True,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("zusammengeführt am"), auto_now_add=True)
    undone_at = models.DateTimeField(_("rückgängig gemacht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zusammenführung")
        verbose_name_plural = _("Zusammenführungen")
        ordering = ["-merged_at"]

    def __str__(self) -> str:
        return f"{self.gone_title} → {self.kept}"


class Distinct(models.Model):
    """That somebody looked at two projects and found that they are two; they are not offered again."""

    first = models.ForeignKey(Project, models.CASCADE, verbose_name=_("eines"), related_name="+")
    second = models.ForeignKey(Project, models.CASCADE, verbose_name=_("anderes"), related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("entschieden von"),
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("entschieden am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Kein Doppel")
        verbose_name_plural = _("Keine Doppel")
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="distinct_decided_once")]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
