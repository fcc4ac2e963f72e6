"""An idea for a place: what, where, from whom, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.participation.models.participants import Participant, Written
from gruenzug.web.participation.models.vocabulary import Category, Opinion, Stage, Visibility
from gruenzug.web.places.geometry import GeometryMixin, GeometryQuerySet
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project


class Photo(models.Model):
    """A picture as we wrote it anew: no place, no device, no name in it; it goes if nothing uses it."""

    key = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    image = models.ImageField(_("Bild"), upload_to="ideen/%Y/", editable=False)
    width = models.PositiveIntegerField(_("Breite"), editable=False, default=0)
    height = models.PositiveIntegerField(_("Höhe"), editable=False, default=0)
    alt = models.CharField(_("Bildbeschreibung"), max_length=240, blank=True)
    created_at = models.DateTimeField(_("hochgeladen am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Foto zu einer Idee")
        verbose_name_plural = _("Fotos zu Ideen")

    def __str__(self) -> str:
        return self.alt or str(self.key)


class IdeaQuerySet(GeometryQuerySet):
    """The questions pages ask of ideas."""

    def public(self) -> IdeaQuerySet:
        """Return what everybody sees."""
        return self.filter(visibility=Visibility.PUBLIC)


class Idea(GeometryMixin, Written):
    """What somebody would like to see at a place."""

    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Beschreibung"), max_length=5000)
    category = models.CharField(_("Art"), max_length=12, choices=Category.choices)
    themes = models.ManyToManyField(Leitthema, verbose_name=_("Leitthemen"), related_name="ideas", blank=True)
    goals = models.ManyToManyField(
        Handlungsziel, verbose_name=_("dient den Handlungszielen"), related_name="ideas", blank=True
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Kommune"), related_name="ideas", null=True
    )
    place = models.CharField(_("Ort in Worten"), max_length=200, blank=True)
    photo = models.OneToOneField(
        Photo, models.SET_NULL, verbose_name=_("Foto"), related_name="idea", null=True, blank=True
    )
    stage = models.CharField(
        _("Stand"), max_length=12, choices=Stage.choices, default=Stage.OPEN, editable=False
    )
    answer = models.TextField(_("Antwort"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, editable=False)
    answered_by = models.CharField(_("Antwort von"), max_length=200, blank=True, editable=False)
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        verbose_name=_("Projekt"),
        related_name="ideas",
        null=True,
        blank=True,
        editable=False,
    )
    comment_count = models.PositiveIntegerField(_("Kommentare"), default=0, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta(GeometryMixin.Meta):
        verbose_name = _("Idee")
        verbose_name_plural = _("Ideen")
        ordering = ["-published_at", "-pk"]
        indexes = [
            *GeometryMixin.Meta.indexes,
            models.Index(fields=["visibility", "-published_at"], name="idea_newest"),
            models.Index(fields=["visibility", "municipality"], name="idea_in_town"),
        ]
        constraints = [
            models.CheckConstraint(
                name="idea_hidden_with_reason",
                condition=~Q(visibility=Visibility.HIDDEN) | ~Q(hidden_reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("participation:idea", args=[self.pk])

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude to draw it at: its own, else that of its municipality."""
        if self.point_x is not None and self.point_y is not None:
            return self.point_x, self.point_y
        town = self.municipality
        if town and town.point_x is not None and town.point_y is not None:
            return town.point_x, town.point_y
        return None


class Reaction(models.Model):
    """That somebody supports an idea or a contribution, or doubts a contribution."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, verbose_name=_("von"), related_name="reactions"
    )
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reactions", null=True, blank=True)
    contribution = models.ForeignKey(
        "participation.Contribution", models.CASCADE, related_name="reactions", null=True, blank=True
    )
    opinion = models.CharField(_("Haltung"), max_length=8, choices=Opinion.choices)
    is_confirmed = models.BooleanField(_("bestätigt"), default=False)
    created_at = models.DateTimeField(_("am"), default=timezone.now)

    class Meta:
        verbose_name = _("Reaktion")
        verbose_name_plural = _("Reaktionen")
        constraints = [
            models.CheckConstraint(
                name="reaction_has_one_target",
                condition=Q(idea__isnull=True) ^ Q(contribution__isnull=True),
            ),
            models.UniqueConstraint(fields=["participant", "idea"], name="idea_supported_once"),
            models.UniqueConstraint(fields=["participant", "contribution"], name="contribution_judged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_opinion_display()} {self.created_at:%Y-%m-%d}"
