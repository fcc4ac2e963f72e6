"""What people say to an idea or to the draft of a consultation."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.participation.models.consultations import Answer, Consultation, Draft
from gruenzug.web.participation.models.ideas import Idea
from gruenzug.web.participation.models.participants import Written
from gruenzug.web.participation.models.vocabulary import Visibility


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """The questions pages ask of contributions."""

    def public(self) -> ContributionQuerySet:
        """Return what everybody sees."""
        return self.filter(visibility=Visibility.PUBLIC)


@lru_cache(maxsize=4096)
def _paragraph(slug: str, key: str, language: str, prefix: str) -> str:
    """Return the address of a paragraph's page; tables ask for it once per contribution."""
    return reverse("participation:paragraph", args=[slug, key])


class Contribution(Written):
    """A comment or a proposed wording; threads are one level deep."""

    class Kind(models.TextChoices):
        """What it is."""

        COMMENT = "comment", _("Kommentar")
        PROPOSAL = "proposal", _("Formulierungsvorschlag")

    idea = models.ForeignKey(
        Idea, models.CASCADE, verbose_name=_("Idee"), related_name="comments", null=True, blank=True
    )
    consultation = models.ForeignKey(
        Consultation,
        models.CASCADE,
        verbose_name=_("Konsultation"),
        related_name="contributions",
        null=True,
        blank=True,
    )
    draft = models.ForeignKey(
        Draft,
        models.PROTECT,
        verbose_name=_("zur Fassung"),
        related_name="contributions",
        null=True,
        blank=True,
    )
    paragraph_key = models.SlugField(_("zum Absatz"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("Antwort auf"), related_name="replies", null=True, blank=True
    )
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField(_("Text"), max_length=5000)
    proposal = models.TextField(_("vorgeschlagener Wortlaut"), max_length=5000, blank=True)
    answer = models.ForeignKey(
        Answer,
        models.SET_NULL,
        verbose_name=_("Antwort"),
        related_name="contributions",
        null=True,
        blank=True,
        editable=False,
    )
    origin = models.CharField(_("übernommen aus"), max_length=80, blank=True, editable=False)
    doubt_count = models.PositiveIntegerField(_("dagegen"), default=0, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["idea", "visibility"], name="contribution_on_idea"),
            models.Index(
                fields=["consultation", "visibility", "paragraph_key"], name="contribution_on_draft"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contribution_hidden_with_reason",
                condition=~Q(visibility=Visibility.HIDDEN) | ~Q(hidden_reason=""),
            ),
            models.CheckConstraint(
                name="contribution_is_about_one_thing",
                condition=Q(idea__isnull=True) ^ Q(consultation__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Beitrag %(number)s") % {"number": self.pk or ""}).strip()

    @property
    def heading(self) -> str:
        """What it is, for a moderator."""
        return str(_("Antwort auf einen Beitrag") if self.parent_id else self.get_kind_display())

    @property
    def context(self) -> str:
        """What it is about, for a moderator."""
        return str(self.idea or self.consultation)

    def get_absolute_url(self) -> str:
        if self.idea:
            return f"{self.idea.get_absolute_url()}#beitrag-{self.pk}"
        language, prefix = get_language() or "", get_script_prefix()
        page = _paragraph(self.consultation.slug, self.paragraph_key, language, prefix)
        return f"{page}#beitrag-{self.pk}"
