"""Words of this room that are data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """In which language somebody reads."""

    DE = "de", _("Deutsch")
    EN = "en", _("Englisch")
    SIMPLE = "de-simple", _("Leichte Sprache")


class Happening(models.TextChoices):
    """What happened to a consent."""

    CONFIRMED = "confirmed", _("angemeldet und bestätigt")
    IMPORTED = "imported", _("mit Nachweis übernommen")
    ADDED = "added", _("über den persönlichen Link dazugenommen")
    WITHDRAWN = "withdrawn", _("widerrufen")
    OBJECTED = "objected", _("jeder Nachricht widersprochen")
    COMPLAINED = "complained", _("beim Postfachanbieter als unerwünscht gemeldet")
    BOUNCED = "bounced", _("ausgetragen, weil Nachrichten zurückkamen")
    ERASED = "erased", _("alle Angaben gelöscht")


GIVEN = (Happening.CONFIRMED, Happening.IMPORTED, Happening.ADDED)


class Reason(models.TextChoices):
    """Why an address gets nothing."""

    WITHDRAWN = "withdrawn", _("hat sich abgemeldet")
    OBJECTED = "objected", _("hat jeder Nachricht widersprochen")
    BOUNCED = "bounced", _("Nachrichten kamen zurück")
    COMPLAINED = "complained", _("hat eine Nachricht als unerwünscht gemeldet")
