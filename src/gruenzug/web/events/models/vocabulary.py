"""The words of events: what kind, where, how far, and where a registration stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of event it is."""

    EVENT = "event", _("Veranstaltung")
    WORKSHOP = "workshop", _("Workshop")
    WERKSTATT = "werkstatt", _("Werkstatt")
    TALK = "talk", _("Vortrag")
    NETWORK_DAY = "network-day", _("Netzwerktag")
    PRACTICE_DIALOGUE = "practice-dialogue", _("Praxisdialog")
    CONFERENCE = "conference", _("Fachtagung")
    EXCURSION = "excursion", _("Exkursion")


class Mode(models.TextChoices):
    """How one takes part in an event."""

    ONSITE = "onsite", _("vor Ort")
    ONLINE = "online", _("online")
    BOTH = "both", _("vor Ort und online")


class Way(models.TextChoices):
    """How one person takes part on one day."""

    ONSITE = "onsite", _("vor Ort")
    ONLINE = "online", _("online")


class State(models.TextChoices):
    """Whether the public sees it, and whether it takes place; changed by services only."""

    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("öffentlich")
    CANCELLED = "cancelled", _("abgesagt")


class Precision(models.TextChoices):
    """How exactly the time of an event is known."""

    DAY = "day", _("taggenau")
    MONTH = "month", _("monatsgenau")
    YEAR = "year", _("nur das Jahr")


class SignUp(models.TextChoices):
    """Where one registers."""

    NONE = "none", _("ohne Anmeldung")
    HERE = "here", _("Anmeldung auf dieser Website")
    ELSEWHERE = "elsewhere", _("Anmeldung an anderer Stelle")


class SessionKind(models.TextChoices):
    """What happens in a part of the programme."""

    TALK = "talk", _("Vortrag")
    WORKSHOP = "workshop", _("Workshop")
    DISCUSSION = "discussion", _("Gespräch")
    PLENARY = "plenary", _("Plenum")
    MARKET = "market", _("Markt der Möglichkeiten")
    TOUR = "tour", _("Rundgang")
    BREAK = "break", _("Pause")


class PlaceState(models.TextChoices):
    """Whether somebody has a place on a day or in a workshop."""

    CONFIRMED = "confirmed", _("Platz sicher")
    WAITING = "waiting", _("Warteliste")
    CANCELLED = "cancelled", _("abgesagt")


class Origin(models.TextChoices):
    """How a registration came in."""

    FORM = "form", _("Formular")
    GROUP = "group", _("Gruppenanmeldung")
    DESK = "desk", _("eingetragen")


class Need(models.TextChoices):
    """What somebody needs to take part."""

    SIGN_LANGUAGE = "sign-language", _("Dolmetschen in Deutsche Gebärdensprache")
    CAPTIONS = "captions", _("Schriftdolmetschen")
    INDUCTION = "induction", _("Induktionsanlage")
    STEP_FREE = "step-free", _("stufenfreier Zugang, Platz für einen Rollstuhl")
    SEAT = "seat", _("reservierter Sitzplatz vorne oder am Rand")
    ASSISTANT = "assistant", _("Begleitung durch eine Assistenzperson")
    GUIDE_DOG = "guide-dog", _("Assistenzhund")
    SCREEN_READER = "screen-reader", _("Unterlagen vorab, für Screenreader geeignet")
    EASY_LANGUAGE = "easy-language", _("Unterlagen in Leichter Sprache")
    QUIET_ROOM = "quiet-room", _("ruhiger Raum für Pausen")


class NeedState(models.TextChoices):
    """What became of a need."""

    OPEN = "open", _("noch offen")
    ARRANGED = "arranged", _("organisiert")
    IMPOSSIBLE = "impossible", _("nicht möglich")


class MaterialKind(models.TextChoices):
    """What is left of an event."""

    PROTOCOL = "protocol", _("Protokoll, Dokumentation")
    SLIDES = "slides", _("Vortragsfolien")
    RECORDING = "recording", _("Aufzeichnung, Film")
    PREPARATION = "preparation", _("Unterlage zur Vorbereitung")
    CONSULTATION = "consultation", _("Beteiligung dazu")
    OUTCOME = "outcome", _("Was daraus wurde")


class Letter(models.TextChoices):
    """What a mail to a participant was about."""

    CONFIRMED = "confirmed", _("Anmeldung bestätigt")
    WAITING = "waiting", _("auf der Warteliste")
    PROMOTED = "promoted", _("nachgerückt")
    CHANGED = "changed", _("Anmeldung geändert")
    CANCELLED = "cancelled", _("Abmeldung bestätigt")
    LINK = "link", _("persönlicher Link erneut geschickt")
    GROUP = "group", _("Gruppenanmeldung")
    NEED = "need", _("Antwort zum Unterstützungsbedarf")
    NOTE = "note", _("Nachricht gelöscht")
    REMINDER = "reminder", _("Erinnerung")
    EVENT_CHANGED = "event-changed", _("Veranstaltung geändert")
    EVENT_CANCELLED = "event-cancelled", _("Veranstaltung abgesagt")
    DOCUMENTED = "documented", _("Dokumentation erschienen")
