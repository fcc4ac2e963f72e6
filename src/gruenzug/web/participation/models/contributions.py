"""What people say to an idea or to the draft of a consultation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gruenzug.web.participation.models.ideas import Idea
from gruenzug.web.participation.models.participants import Written
from gruenzug.web.participation.models.vocabulary import Visibility


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """The questions pages ask of contributions."""

    def public(self) -> ContributionQuerySet:
        """Return what everybody sees."""
        return self.filter(visibility=Visibility.PUBLIC)


class Contribution(Written):
    """A comment; threads are one level deep."""

    idea = models.ForeignKey(
        Idea, models.CASCADE, verbose_name=_("Idee"), related_name="comments", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("Antwort auf"), related_name="replies", null=True, blank=True
    )
    text = models.TextField(_("Text"), max_length=5000)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["idea", "visibility"], name="contribution_on_idea")]
        constraints = [
            models.CheckConstraint(
                name="contribution_hidden_with_reason",
                condition=~Q(visibility=Visibility.HIDDEN) | ~Q(hidden_reason=""),
            )
        ]

    def __str__(self) -> str:
        return str(_("Beitrag %(number)s") % {"number": self.pk or ""}).strip()

    @property
    def heading(self) -> str:
        """What it is, for a moderator."""
        return str(_("Antwort auf einen Kommentar") if self.parent_id else _("Kommentar"))

    @property
    def context(self) -> str:
        """What it is about, for a moderator."""
        return str(self.idea) if self.idea else ""

    def get_absolute_url(self) -> str:
        return f"{self.idea.get_absolute_url()}#beitrag-{self.pk}" if self.idea else ""
