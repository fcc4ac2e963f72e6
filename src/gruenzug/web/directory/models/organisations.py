"""Bodies: towns, counties, ministries, associations, companies, and whom to ask there."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.core.addresses import address_of
from gruenzug.web.core.choices import Status
from gruenzug.web.places.models import County, Municipality


class Kind(models.TextChoices):
    """What a body is."""

    MUNICIPALITY = "municipality", _("Kommune")
    COUNTY = "county", _("Kreis")
    REGIONAL_ASSOCIATION = "regional-association", _("Regionalverband")
    STATE = "state", _("Staatliche Einrichtung")
    WATER_BOARD = "water-board", _("Wasserverband")
    ASSOCIATION = "association", _("Verband oder Verein")
    CHAMBER = "chamber", _("Kammer")
    COMPANY = "company", _("Unternehmen")
    SCIENCE = "science", _("Wissenschaft")
    INITIATIVE = "initiative", _("Initiative")


PLURALS = {
    Kind.REGIONAL_ASSOCIATION: _("Regionalverband"),
    Kind.MUNICIPALITY: _("Kommunen"),
    Kind.COUNTY: _("Kreise"),
    Kind.WATER_BOARD: _("Wasserverbände"),
    Kind.STATE: _("Staatliche Einrichtungen"),
    Kind.ASSOCIATION: _("Verbände und Vereine"),
    Kind.INITIATIVE: _("Initiativen"),
    Kind.SCIENCE: _("Wissenschaft"),
    Kind.CHAMBER: _("Kammern"),
    Kind.COMPANY: _("Unternehmen"),
}
"""Headings, in the order in which the directory lists kinds."""


class Topic(models.Model):
    """What a body or person works on; the five Leitthemen first."""

    key = models.SlugField(_("Kennung"), max_length=40, unique=True)
    title_de = models.CharField(_("Titel"), max_length=80)
    title_en = models.CharField(_("Titel, englisch"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["order", "title_de"]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language, for the template tag ``text``."""
        return {"de": self.title_de, "en": self.title_en or self.title_de}


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The questions pages ask of bodies."""

    def public(self) -> OrganisationQuerySet:
        """Return bodies that the public directory shows."""
        return self.filter(is_public=True)

    def municipal(self) -> OrganisationQuerySet:
        """Return towns and counties: bodies with a council."""
        return self.filter(kind__in=[Kind.MUNICIPALITY, Kind.COUNTY])

    def by_kind(self) -> OrganisationQuerySet:
        """Return bodies kind by kind in the order of the directory, each from A to Z."""
        places = [models.When(kind=kind, then=place) for place, kind in enumerate(PLURALS)]
        label = Coalesce(NullIf("short_name", models.Value("")), "name")
        return self.order_by(models.Case(*places, default=len(places)), label)

    def matching(self, text: str) -> OrganisationQuerySet:
        """Return those whose name, short name or place contains `text`, or whose key begins with it."""
        if not text:
            return self
        words = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(city__icontains=text)
        return self.filter(words | Q(official_key__startswith=text))


class Organisation(ClusterableModel):
    """A body that takes part in the programme."""

    kind = models.CharField(_("Art"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Kurzname"), max_length=80, blank=True)
    slug = models.SlugField(_("Adresse auf der Website"), max_length=120, unique=True)
    official_key = models.CharField(
        _("Amtlicher Schlüssel"),
        max_length=8,
        blank=True,
        validators=[
            RegexValidator(r"^(\d{8}|\d{5})$", _("Acht Ziffern für eine Gemeinde, fünf für einen Kreis."))
        ],
        help_text=_("Gemeindeschlüssel (8 Ziffern) oder Kreisschlüssel (5 Ziffern)"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        verbose_name=_("Kommune"),
        related_name="organisations",
        null=True,
        blank=True,
        help_text=_("Die Kommune selbst, oder wo die Körperschaft ihren Sitz hat"),
    )
    county = models.ForeignKey(
        County, models.SET_NULL, verbose_name=_("Kreis"), related_name="organisations", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("Gehört zu"), related_name="parts", null=True, blank=True
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), related_name="organisations", blank=True)

    website = models.URLField(_("Website"), max_length=300, blank=True)
    mailbox = models.EmailField(
        _("Funktionspostfach"), blank=True, help_text=_("Kein Postfach, das den Namen einer Person trägt")
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(
        _("Postleitzahl"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Fünf Ziffern."))],
    )
    city = models.CharField(_("Ort"), max_length=80, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True, help_text=_("Grad, EPSG:4326"))
    latitude = models.FloatField(_("Breite"), null=True, blank=True, help_text=_("Grad, EPSG:4326"))

    is_public = models.BooleanField(_("im öffentlichen Verzeichnis"), default=True)
    status = models.CharField(_("Beleg"), max_length=12, choices=Status.choices, default=Status.CONFIRMED)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Körperschaft")
        verbose_name_plural = _("Körperschaften")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["official_key"],
                condition=~Q(official_key=""),
                name="organisation_official_key",
                violation_error_message=_("Diesen amtlichen Schlüssel hat schon eine andere Körperschaft."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="organisation_position",
                violation_error_message=_("Länge und Breite gehören zusammen und werden in Grad angegeben."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("directory:organisation", self.slug)

    @property
    def label(self) -> str:
        """The name as used in lists and on maps."""
        return self.short_name or self.name

    @property
    def decides_in_council(self) -> bool:
        """Whether a council decides for it; others sign by themselves."""
        return self.kind in (Kind.MUNICIPALITY, Kind.COUNTY)

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude: its own, else that of its town or county."""
        if self.longitude is not None and self.latitude is not None:
            return self.longitude, self.latitude
        for place in (self.municipality, self.county):
            if place and place.point_x is not None and place.point_y is not None:
                return place.point_x, place.point_y
        return None

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line, without the name."""
        town = f"{self.postal_code} {self.city}".strip()
        return [line for line in (self.street, town) if line]


class FunctionContact(models.Model):
    """Whom to ask at a body: an office, never a person."""

    organisation = ParentalKey(
        Organisation,
        on_delete=models.CASCADE,
        verbose_name=_("Körperschaft"),
        related_name="function_contacts",
    )
    office = models.CharField(_("Amt oder Referat"), max_length=160)
    task = models.CharField(_("Wofür"), max_length=160, blank=True)
    mailbox = models.EmailField(_("Funktionspostfach"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("Themen"), related_name="function_contacts", blank=True
    )
    is_public = models.BooleanField(_("öffentlich"), default=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Ansprechstelle")
        verbose_name_plural = _("Ansprechstellen")
        ordering = ["order", "office"]

    def __str__(self) -> str:
        return f"{self.organisation.label}: {self.office}"
