"""The words of projects: how far they are, how exactly we know a place or a day, whose promise they keep."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.contract.elements import elements
from gruenzug.web.funding.models.vocabulary import MeasureKind

MONEY = {"max_digits": 14, "decimal_places": 2}


class State(models.TextChoices):
    """How far a project is; changed by services only."""

    IDEA = "idea", _("Idee")
    PLANNED = "planned", _("geplant")
    UNDERWAY = "underway", _("in Arbeit")
    DONE = "done", _("umgesetzt")
    PAUSED = "paused", _("ruht")
    REJECTED = "rejected", _("verworfen")
    UNKNOWN = "unknown", _("Stand nicht belegt")


class Visibility(models.TextChoices):
    """Who sees a project; changed by services only."""

    DRAFT = "draft", _("Entwurf")
    SUBMITTED = "submitted", _("eingereicht, wird geprüft")
    PUBLIC = "public", _("öffentlich")
    ARCHIVED = "archived", _("zurückgezogen")


class Origin(models.TextChoices):
    """How a project came into the register."""

    EDITOR = "editor", _("im Redaktionsbereich angelegt")
    REFERENCE = "reference", _("aus veröffentlichten Quellen")
    SUBMISSION = "submission", _("über das Formular gemeldet")
    SHEET = "sheet", _("aus einer Tabelle")
    IDEA = "idea", _("aus einer Idee der Beteiligung")


class Precision(models.TextChoices):
    """How exactly a day is known."""

    DAY = "day", _("taggenau")
    MONTH = "month", _("monatsgenau")
    YEAR = "year", _("nur das Jahr")


class Locating(models.TextChoices):
    """How exactly a place is known; nothing more exact is shown than is known."""

    EXACT = "exact", _("genau")
    APPROXIMATE = "approximate", _("ungefähr")
    MUNICIPALITY = "municipality", _("Lage nur auf Ebene der Kommune bekannt")
    REGION = "region", _("in der ganzen Region")
    UNKNOWN = "unknown", _("Lage nicht bekannt")


class FieldOfAction(models.TextChoices):
    """The five fields of action (Handlungsfelder) of the Ruhr-Konferenz."""

    MOBILITY = "mobility", _("Vernetzte Mobilität – kurze Wege")
    ECONOMY = "economy", _("Erfolgreiche Wirtschaft – gute Arbeit")
    DIVERSITY = "diversity", _("Gelebte Vielfalt – starker Zusammenhalt")
    ENERGY = "energy", _("Sichere Energie – gesunde Umwelt")
    EDUCATION = "education", _("Beste Bildung – exzellente Forschung")


class PhaseKind(models.TextChoices):
    """The usual steps from a thought to a place that is cared for."""

    CONCEPT = "concept", _("Konzept")
    PARTICIPATION = "participation", _("Beteiligung")
    FUNDING = "funding", _("Förderung und Beschluss")
    DESIGN = "design", _("Planung")
    TENDER = "tender", _("Ausschreibung")
    CONSTRUCTION = "construction", _("Bau und Pflanzung")
    ESTABLISHMENT = "establishment", _("Entwicklungspflege")
    MAINTENANCE = "maintenance", _("Dauerpflege")


class Moment(models.TextChoices):
    """When a picture was taken, seen from the project."""

    BEFORE = "before", _("vorher")
    DURING = "during", _("währenddessen")
    AFTER = "after", _("nachher")
    PLAN = "plan", _("Entwurf, Visualisierung")


class PictureRights(models.TextChoices):
    """Under which terms a picture may be shown."""

    OWN = "own", _("eigenes Bild der Körperschaft, Nutzung hier erlaubt")
    GRANTED = "granted", _("Nutzung hier schriftlich erlaubt")
    CC_BY_4 = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA_4 = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC0 = "cc0-1.0", _("CC0 1.0")


ElementKind = models.TextChoices(
    "ElementKind",
    [(key.upper().replace("-", "_"), (key, element.title.de)) for key, element in elements().items()],
)
"""The elements of the catalogue as choices; `contract.elements` knows their titles in all languages."""

__all__ = [
    "MONEY",
    "ElementKind",
    "FieldOfAction",
    "Locating",
    "MeasureKind",
    "Moment",
    "Origin",
    "PhaseKind",
    "PictureRights",
    "Precision",
    "State",
    "Visibility",
]
