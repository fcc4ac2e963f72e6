"""The words of this room: where an item stands, why it was held or hidden, what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who sees what somebody wrote; changed by services only."""

    UNCONFIRMED = "unconfirmed", _("Adresse noch nicht bestätigt")
    HELD = "held", _("wartet auf Durchsicht")
    PUBLIC = "public", _("öffentlich")
    HIDDEN = "hidden", _("ausgeblendet")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class Held(models.TextChoices):
    """Why something waits before it is public."""

    FIRST = "first", _("erster Beitrag")
    LINKS = "links", _("enthält Links")
    UNCHECKED = "unchecked", _("ohne Spamprüfung abgeschickt")
    PICTURE = "picture", _("enthält ein Bild")


class Reason(models.TextChoices):
    """Why something was hidden; each stands in the public rules."""

    OFF_TOPIC = "off-topic", _("gehört nicht zum Thema")
    INSULT = "insult", _("beleidigt oder bedroht")
    DISCRIMINATION = "discrimination", _("setzt Menschengruppen herab")
    PERSONAL = "personal", _("nennt private Daten anderer")
    ADVERTISING = "advertising", _("wirbt für ein Produkt oder eine Partei")
    DOUBLE = "double", _("steht hier schon")
    RIGHTS = "rights", _("verletzt Rechte an Text oder Bild")
    ILLEGAL = "illegal", _("verstößt gegen ein Gesetz")
    OTHER = "other", _("anderer Grund")


class Category(models.TextChoices):
    """What an idea is about."""

    TREE = "tree", _("Bäume")
    PARK = "park", _("Park oder Garten")
    UNSEALING = "unsealing", _("Entsiegelung")
    WATER = "water", _("Wasser")
    PATH = "path", _("Fuß- oder Radweg im Grünen")
    BUILDING = "building", _("Dach- oder Fassadengrün")
    HABITAT = "habitat", _("Lebensraum für Tiere und Pflanzen")
    PLAY = "play", _("Spielen und Bewegung")
    CARE = "care", _("Pflege und Sauberkeit")
    OTHER = "other", _("etwas anderes")


class Stage(models.TextChoices):
    """How far an idea has come."""

    OPEN = "open", _("neu")
    REVIEW = "review", _("wird geprüft")
    TAKEN_UP = "taken-up", _("wird aufgegriffen")
    PROJECT = "project", _("ist ein Projekt")
    DONE = "done", _("umgesetzt")
    EXISTS = "exists", _("gibt es schon")
    ELSEWHERE = "elsewhere", _("andere Stelle zuständig")
    DECLINED = "declined", _("wird nicht verfolgt")


class Decision(models.TextChoices):
    """What became of a contribution to a consultation."""

    TAKEN = "taken", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    NOT = "not", _("nicht übernommen")
    COVERED = "covered", _("schon enthalten")
    ELSEWHERE = "elsewhere", _("andere Stelle zuständig")


class Opinion(models.TextChoices):
    """How somebody reacts; an idea can be supported, a contribution also doubted."""

    SUPPORT = "support", _("dafür")
    DOUBT = "doubt", _("dagegen")


class Verdict(models.TextChoices):
    """What a moderator did; the log and the public statistics count these."""

    PUBLISHED = "published", _("freigegeben")
    HIDDEN = "hidden", _("ausgeblendet")
    RESTORED = "restored", _("wieder gezeigt")
    OBJECTED = "objected", _("Einspruch eingelegt")
    UPHELD = "upheld", _("Einspruch abgelehnt")


class PhaseKind(models.TextChoices):
    """What a phase of a consultation is for; `PERMITS` says what may be done in it."""

    INFORMATION = "information", _("Information")
    COMMENT = "comment", _("Kommentieren")
    PROPOSE = "propose", _("Kommentieren und Formulierungen vorschlagen")
    PRIORITISE = "prioritise", _("Gewichten")
    REVIEW = "review", _("Auswertung")
    ANSWERED = "answered", _("Beantwortet")


class Act(models.TextChoices):
    """What somebody may do in a consultation."""

    COMMENT = "comment", _("Kommentar")
    PROPOSAL = "proposal", _("Formulierungsvorschlag")
    REACT = "react", _("Zustimmung")
    PRIORITISE = "prioritise", _("Gewichtung")


PERMITS: dict[str, frozenset[str]] = {
    PhaseKind.INFORMATION: frozenset(),
    PhaseKind.COMMENT: frozenset({Act.COMMENT, Act.REACT}),
    PhaseKind.PROPOSE: frozenset({Act.COMMENT, Act.PROPOSAL, Act.REACT}),
    PhaseKind.PRIORITISE: frozenset({Act.REACT, Act.PRIORITISE}),
    PhaseKind.REVIEW: frozenset(),
    PhaseKind.ANSWERED: frozenset(),
}
