"""A project: who does what where, since when, for how much, and what it serves."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models import Handlungsziel, Leitthema, Pledge
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled, in_languages
from gruenzug.web.core.addresses import address_of
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models import Grant
from gruenzug.web.funding.models.fields import ChoiceListField
from gruenzug.web.places.geometry import GeometryMixin, GeometryQuerySet
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models.vocabulary import (
    MONEY,
    ElementKind,
    FieldOfAction,
    Locating,
    MeasureKind,
    Origin,
    Precision,
    State,
    Visibility,
)


class ProjectQuerySet(GeometryQuerySet):
    """The questions pages ask of projects."""

    def public(self) -> ProjectQuerySet:
        """Return what everybody sees."""
        return self.filter(visibility=Visibility.PUBLIC)

    def waiting(self) -> ProjectQuerySet:
        """Return what was handed in and waits for somebody to look at it, the oldest first."""
        return self.filter(visibility=Visibility.SUBMITTED).order_by("created_at", "pk")

    def of_body(self, body: Organisation) -> ProjectQuerySet:
        """Return the projects `body` is responsible for."""
        return self.filter(body=body)

    def in_municipality(self, municipality: Municipality) -> ProjectQuerySet:
        """Return the projects that lie in `municipality`, wholly or in part."""
        return self.filter(municipalities=municipality)


class Project(GeometryMixin, ClusterableModel, Titled, Described, Sourced):
    """One measure or bundle of measures, with one identity however many lists name it."""

    slug = models.SlugField(_("Adresse auf der Website"), max_length=120, unique=True)
    summary_de = models.TextField(
        _("In zwei Sätzen"), blank=True, max_length=500, help_text=_("Steht in Listen und auf der Karte")
    )
    summary_en = models.TextField(_("In zwei Sätzen, englisch"), blank=True, max_length=500)
    summary_simple = models.TextField(_("In Leichter Sprache"), blank=True, max_length=500)

    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.PLANNED, editable=False
    )
    state_since = models.DateField(_("Stand seit"), null=True, blank=True, editable=False)
    visibility = models.CharField(
        _("Sichtbarkeit"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, editable=False)
    origin = models.CharField(
        _("Herkunft"), max_length=12, choices=Origin.choices, default=Origin.EDITOR, editable=False
    )
    origin_reference = models.CharField(
        _("Kennung der Herkunft"), max_length=80, blank=True, editable=False, db_index=True
    )

    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Trägerin"),
        related_name="projects",
        null=True,
        blank=True,
        help_text=_("Die Körperschaft, die das Projekt verantwortet"),
    )
    body_name = models.CharField(_("Trägerin, wenn nicht im Verzeichnis"), max_length=200, blank=True)
    website = models.URLField(_("Seite des Projekts"), max_length=500, blank=True)

    municipalities = ParentalManyToManyField(
        Municipality, verbose_name=_("Kommunen"), related_name="projects", blank=True
    )
    locating = models.CharField(
        _("Lage bekannt"), max_length=12, choices=Locating.choices, default=Locating.MUNICIPALITY
    )
    place = models.CharField(
        _("Ort in Worten"), max_length=200, blank=True, help_text=_("Straße, Platz, Park, Quartier")
    )

    measures = ChoiceListField(_("Art der Maßnahme"), kinds=MeasureKind)
    elements = ChoiceListField(_("Elemente des Katalogs"), kinds=ElementKind)
    themes = ParentalManyToManyField(
        Leitthema, verbose_name=_("Leitthemen"), related_name="projects", blank=True
    )
    goals = ParentalManyToManyField(
        Handlungsziel, verbose_name=_("dient den Handlungszielen"), related_name="projects", blank=True
    )
    pledges = ParentalManyToManyField(
        Pledge, verbose_name=_("löst Selbstverpflichtungen ein"), related_name="projects", blank=True
    )
    field_of_action = models.CharField(
        _("Handlungsfeld der Ruhr-Konferenz"), max_length=12, choices=FieldOfAction.choices, blank=True
    )
    lead_project = models.CharField(_("Leitprojekt der Ruhr-Konferenz"), max_length=160, blank=True)

    begins_on = models.DateField(_("Beginn"), null=True, blank=True)
    ends_on = models.DateField(_("Ende"), null=True, blank=True)
    dates_precision = models.CharField(
        _("Genauigkeit der Daten"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )

    total_cost = models.DecimalField(_("Gesamtkosten in Euro"), **MONEY, null=True, blank=True)
    cost_is_about = models.BooleanField(_("ungefähr"), default=False)
    cost_note = models.CharField(
        _("Erläuterung der Kosten"),
        max_length=240,
        blank=True,
        help_text=_("etwa: nur der Anteil des Landes"),
    )
    shows_cost = models.BooleanField(_("Kosten öffentlich"), default=True)
    grants = ParentalManyToManyField(
        Grant, verbose_name=_("Zuwendungen"), related_name="projects", blank=True
    )

    planned_area_m2 = models.FloatField(_("Fläche laut Planung in m²"), null=True, blank=True)
    unsealed_m2 = models.FloatField(_("davon entsiegelt, in m²"), null=True, blank=True)
    trees = models.PositiveIntegerField(_("gepflanzte Bäume"), null=True, blank=True)

    maintainer = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("Pflege durch"),
        related_name="maintained_projects",
        null=True,
        blank=True,
    )
    maintenance_cost = models.DecimalField(_("Pflegekosten im Jahr, in Euro"), **MONEY, null=True, blank=True)
    maintenance_until = models.DateField(_("Pflegepflicht bis"), null=True, blank=True)

    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta(GeometryMixin.Meta):
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")
        ordering = ["title_de", "pk"]
        indexes = [
            *GeometryMixin.Meta.indexes,
            models.Index(fields=["visibility", "updated_at"], name="project_shown"),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_begins_before_it_ends",
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            ),
            models.CheckConstraint(
                name="project_cost_not_negative",
                condition=(Q(total_cost__isnull=True) | Q(total_cost__gte=0))
                & (Q(maintenance_cost__isnull=True) | Q(maintenance_cost__gte=0)),
                violation_error_message=_("Kosten dürfen nicht kleiner als 0 € sein."),
            ),
            models.CheckConstraint(
                name="project_place_as_exact_as_said",
                condition=~Q(locating__in=[Locating.EXACT, Locating.APPROXIMATE]) | ~Q(geometry=""),
                violation_error_message=_(
                    "Wer die Lage als bekannt angibt, braucht eine Geometrie; sonst wählen Sie „nur Kommune“."
                ),
            ),
            models.CheckConstraint(
                name="project_quantities_not_negative",
                condition=(Q(planned_area_m2__isnull=True) | Q(planned_area_m2__gte=0))
                & (Q(unsealed_m2__isnull=True) | Q(unsealed_m2__gte=0)),
                violation_error_message=_("Flächen dürfen nicht kleiner als 0 m² sein."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of("projects:project", self.slug)

    @property
    def summary(self) -> dict[str, str]:
        """The summary by language, for the template tag ``text``."""
        return in_languages(self.summary_de, self.summary_en, self.summary_simple)

    @property
    def body_label(self) -> str:
        """Who is responsible, in words."""
        return self.body.label if self.body else self.body_name

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it."""
        return self.visibility == Visibility.PUBLIC

    @property
    def is_located(self) -> bool:
        """Whether its own place is known, not just the town."""
        return bool(self.geometry) and self.locating in (Locating.EXACT, Locating.APPROXIMATE)

    @property
    def is_located_by_point(self) -> bool:
        """The same, asked of a row that was read without its shape."""
        return self.point_x is not None and self.locating in (Locating.EXACT, Locating.APPROXIMATE)

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude to draw it at: its own, else that of its first municipality."""
        if self.is_located:
            return self.point_x, self.point_y
        if self.locating in (Locating.REGION, Locating.UNKNOWN):
            return None
        for town in self.municipalities.all():
            if town.point_x is not None and town.point_y is not None:
                return town.point_x, town.point_y
        return None

    @property
    def size_m2(self) -> float | None:
        """Its area: drawn if there is a surface, else as planned."""
        drawn = self.area_m2 if self.locating == Locating.EXACT else None
        return drawn or self.planned_area_m2

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it should be finished by `today` and is not."""
        open_states = (State.PLANNED, State.UNDERWAY)
        return self.ends_on is not None and self.ends_on < today and self.state in open_states
