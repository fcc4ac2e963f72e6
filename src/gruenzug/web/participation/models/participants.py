"""Whoever takes part: a confirmed address and a name of their own choice, or an account of a body."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.models.vocabulary import Held, Reason, Visibility


class Participant(models.Model):
    """Somebody who writes or supports; the address is never shown, the name is their choice."""

    key = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name, wie er erscheint"), max_length=60, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("Konto"),
        related_name="participant",
        null=True,
        blank=True,
    )
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    confirmed_at = models.DateTimeField(_("Adresse bestätigt am"), null=True, blank=True)
    link_valid_from = models.DateTimeField(_("Links gelten ab"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), default=timezone.now)
    seen_at = models.DateTimeField(_("zuletzt beteiligt am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Beteiligte Person")
        verbose_name_plural = _("Beteiligte Personen")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name under which contributions stand."""
        return self.name or str(_("ohne Namen"))

    @property
    def is_confirmed(self) -> bool:
        """Whether the address is known to be theirs."""
        return self.confirmed_at is not None


class Written(models.Model):
    """What every item somebody wrote has in common: author, visibility, and how it was moderated."""

    key = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        Participant,
        models.SET_NULL,
        verbose_name=_("von"),
        related_name="%(class)ss",
        null=True,
        blank=True,
        editable=False,
    )
    author_name = models.CharField(_("Name"), max_length=60, blank=True)
    body = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("für die Körperschaft"),
        related_name="+",
        null=True,
        blank=True,
    )
    visibility = models.CharField(
        _("Sichtbarkeit"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.UNCONFIRMED,
        editable=False,
    )
    held_for = models.JSONField(_("wartet, weil"), default=list, blank=True, editable=False)
    is_checked = models.BooleanField(_("Spamprüfung bestanden"), default=False, editable=False)
    hidden_reason = models.CharField(
        _("ausgeblendet, weil"), max_length=16, choices=Reason.choices, blank=True, editable=False
    )
    hidden_text = models.TextField(_("Erläuterung"), blank=True, editable=False)
    objection = models.TextField(_("Einspruch"), blank=True, editable=False)
    objected_at = models.DateTimeField(_("Einspruch am"), null=True, editable=False)
    objection_answer = models.TextField(_("Antwort auf den Einspruch"), blank=True, editable=False)
    wants_answer = models.BooleanField(_("möchte erfahren, was daraus wird"), default=False)
    told_at = models.DateTimeField(_("benachrichtigt am"), null=True, editable=False)
    support_count = models.PositiveIntegerField(_("Unterstützungen"), default=0, editable=False)
    created_at = models.DateTimeField(_("geschrieben am"), default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(_("abgeschickt am"), null=True, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, editable=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def signed(self) -> str:
        """Who wrote it, as the public reads it."""
        if self.body_id and self.body:
            return self.body.label
        return self.author_name or str(_("ohne Namen"))

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it."""
        return self.visibility == Visibility.PUBLIC

    @property
    def held_labels(self) -> list[str]:
        """Why it waits, in words."""
        return [str(Held(one).label) for one in self.held_for if one in Held.values]
