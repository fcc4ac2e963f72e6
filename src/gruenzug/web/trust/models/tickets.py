"""Messages from outside that must be answered in time."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.trust.models.barriers import Barrier, by_language

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a number that can be read out on the telephone and tells nothing about how many there are."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


class ContactBox(models.Model):
    """A topic somebody may write about, and the functional mailbox that answers."""

    key = models.SlugField(_("Kennung"), max_length=40, unique=True)
    title_de = models.CharField(_("Thema"), max_length=120)
    title_en = models.CharField(_("Thema auf Englisch"), max_length=120, blank=True)
    title_simple = models.CharField(_("Thema in Leichter Sprache"), max_length=160, blank=True)
    text_de = models.CharField(_("Wofür es da ist"), max_length=300, blank=True)
    text_en = models.CharField(_("Wofür es da ist, auf Englisch"), max_length=300, blank=True)
    text_simple = models.CharField(_("Wofür es da ist, in Leichter Sprache"), max_length=400, blank=True)
    mailbox = models.EmailField(
        _("Funktionspostfach"),
        blank=True,
        help_text=_("Keine Adresse einer Person; leer: das Postfach aus den Einstellungen"),
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    is_open = models.BooleanField(_("wird angeboten"), default=True)

    class Meta:
        verbose_name = _("Kontaktfeld")
        verbose_name_plural = _("Kontaktfelder")
        ordering = ["order", "title_de"]

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return by_language(self.title_de, self.title_en, self.title_simple)

    @property
    def text(self) -> dict[str, str]:
        """What it is for, by language."""
        return by_language(self.text_de, self.text_en, self.text_simple)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """The questions the clock and the desk ask."""

    def waiting(self) -> TicketQuerySet:
        """Return those without an answer, the most urgent first."""
        return self.filter(state__in=(Ticket.State.OPEN, Ticket.State.INTERIM)).order_by("latest_on", "pk")


class Ticket(models.Model):
    """One message, from its arrival to our answer."""

    class Kind(models.TextChoices):
        """What it is about; each has periods of its own."""

        BARRIER = "barrier", _("Barriere")
        CONTACT = "contact", _("Anfrage")
        DATA = "data", _("Betroffenenrecht")

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        OPEN = "open", _("offen")
        INTERIM = "interim", _("Zwischennachricht gegeben")
        ANSWERED = "answered", _("beantwortet")
        CLOSED = "closed", _("ohne Antwort geschlossen")

    reference = models.CharField(_("Kennzeichen"), max_length=8, unique=True, default=new_reference)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, editable=False)
    box = models.ForeignKey(ContactBox, models.SET_NULL, verbose_name=_("Kontaktfeld"), null=True, blank=True)
    text = models.TextField(_("Nachricht"), editable=False)
    page = models.CharField(_("Seite"), max_length=500, blank=True, editable=False)
    name = models.CharField(_("Name"), max_length=120, blank=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True, editable=False)
    other_way = models.CharField(_("anderer Weg für die Antwort"), max_length=240, blank=True, editable=False)
    language = models.CharField(_("Sprache"), max_length=10, default="de", editable=False)
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    received_at = models.DateTimeField(_("eingegangen am"), default=timezone.now, editable=False)
    due_on = models.DateField(_("Antwort bis"), editable=False)
    latest_on = models.DateField(_("spätestens bis"), editable=False)
    interim_on = models.DateField(_("Zwischennachricht am"), null=True, editable=False)
    answer = models.TextField(_("Antwort"), blank=True, editable=False)
    closed_on = models.DateField(_("erledigt am"), null=True, editable=False, db_index=True)
    barrier = models.ForeignKey(
        Barrier, models.SET_NULL, verbose_name=_("Barriere im Register"), null=True, blank=True
    )
    note = models.TextField(_("Interne Bemerkung"), blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anliegen")
        verbose_name_plural = _("Anliegen")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "latest_on"], name="ticket_waiting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.state in (self.State.OPEN, self.State.INTERIM)

    @property
    def next_due_on(self) -> dt.date:
        """The next day by which something must be done."""
        return self.latest_on if self.state == self.State.INTERIM else self.due_on
