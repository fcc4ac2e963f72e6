"""The words of funding: who applies, what is done, what it costs, what is true of a plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicantKind(models.TextChoices):
    """Who asks for money, as programmes tell applicants apart."""

    MUNICIPALITY = "municipality", _("Stadt oder Gemeinde")
    COUNTY = "county", _("Kreis oder Gemeindeverband")
    REGIONAL_ASSOCIATION = "regional-association", _("Regionalverband")
    MUNICIPAL_ENTERPRISE = "municipal-enterprise", _("Kommunaler Eigenbetrieb")
    SPECIAL_PURPOSE_ASSOCIATION = "special-purpose-association", _("Zweckverband")
    PUBLIC_BODY = "public-body", _("Andere Körperschaft des öffentlichen Rechts")
    WATER_BOARD = "water-board", _("Wasserverband")
    BIOLOGICAL_STATION = "biological-station", _("Biologische Station")
    NATURE_PARK = "nature-park", _("Naturpark")
    NATURE_ASSOCIATION = "nature-association", _("Anerkannter Naturschutzverband")
    FOUNDATION = "foundation", _("Stiftung")
    LEARNING_PLACE = "learning-place", _("Außerschulischer Lernort")
    CLUB = "club", _("Verein oder Initiative")
    COMPANY = "company", _("Unternehmen")
    OTHER_LEGAL_PERSON = "other-legal-person", _("Andere juristische Person")
    PRIVATE = "private", _("Privatperson oder Hauseigentümer")


class MeasureKind(models.TextChoices):
    """What is done on the ground, or on paper."""

    PARK = "park", _("Park oder Grünanlage")
    GREEN_LINK = "green-link", _("Grüne Verbindung, Weg im Grünen")
    TREES = "trees", _("Bäume pflanzen und pflegen")
    AFFORESTATION = "afforestation", _("Wald anlegen")
    MEADOW = "meadow", _("Artenreiche Wiese, naturnahe Grünpflege")
    HABITAT = "habitat", _("Biotop, Artenschutz")
    WATER = "water", _("Gewässer naturnah gestalten")
    UNSEALING = "unsealing", _("Entsiegelung")
    RAINWATER = "rainwater", _("Regenwasser versickern und zurückhalten")
    TREE_RIGOLE = "tree-rigole", _("Baumrigole")
    GREEN_ROOF = "green-roof", _("Dachbegrünung")
    GREEN_FACADE = "green-facade", _("Fassadenbegrünung")
    COURTYARD = "courtyard", _("Hof oder Schulhof begrünen")
    NATURE_OASIS = "nature-oasis", _("Naturoase, Kleinstpark")
    BROWNFIELD = "brownfield", _("Brache oder Halde entwickeln")
    GARDENS = "gardens", _("Gemeinschaftsgarten, Schulgarten")
    EDUCATION = "education", _("Umweltbildung und Öffentlichkeitsarbeit")
    CONCEPT = "concept", _("Konzept, Planung, Machbarkeitsstudie")
    LAND_PURCHASE = "land-purchase", _("Flächen erwerben")
    DATA = "data", _("Daten und Analysegrundlagen")


class CostType(models.TextChoices):
    """What money is spent on."""

    CONSTRUCTION = "construction", _("Bau")
    NEAR_NATURAL = "near-natural", _("Naturnahe Anteile")
    PATHS = "paths", _("Wege")
    PLANTING = "planting", _("Pflanzung")
    AFTERCARE = "aftercare", _("Entwicklungspflege")
    PLANNING = "planning", _("Planung und Gutachten")
    LAND = "land", _("Grunderwerb")
    EQUIPMENT = "equipment", _("Geräte und Anschaffungen")
    STAFF = "staff", _("Personal")
    COMMUNICATION = "communication", _("Öffentlichkeitsarbeit und Bildung")
    SOFTWARE = "software", _("Software")
    OTHER = "other", _("Sonstiges")


class Circumstance(models.TextChoices):
    """What is true of an applicant or a plan, and changes whether or how much a programme pays."""

    BUDGET_CONSOLIDATION = "budget-consolidation", _("Kommune ist in der Haushaltssicherung")
    FINANCIALLY_WEAK = "financially-weak", _("Kommune gilt als finanzschwach")
    WATER_BOARD_TOP_UP = "water-board-top-up", _("Der Wasserverband stockt auf")
    DESIGNATED_AREA = "designated-area", _("Fläche liegt in einem ausgewiesenen Gestaltungsraum")
    SUPERORDINATE_PLAN = "superordinate-plan", _("Folgt einem übergeordneten Plan oder einer Strategie")
    NOT_BEGUN = "not-begun", _("Noch nicht begonnen")
    NOT_COMPENSATION = "not-compensation", _("Keine Pflicht aus Ausgleich oder Ersatz")
    SEWER_CONNECTED = "sewer-connected", _("Dach ist an die Kanalisation angeschlossen")
    DISCONNECTION_PLEDGE = (
        "disconnection-pledge",
        _("Kommune verpflichtet sich zu Abkopplung und Verdunstung"),
    )
    FED_BY_RAIN = "fed-by-rain", _("Begrünung wird mit Regenwasser gespeist")


class Bound(models.TextChoices):
    """What stays bound to the purpose of a grant, each for its own time."""

    INVESTMENT = "investment", _("Bauten und Anlagen")
    EQUIPMENT = "equipment", _("Geräte und Ausstattung")
    LAND = "land", _("Grundstücke")
    TREES = "trees", _("Bäume")
