"""What happened to registrations: steps with their reasons, mails, and who came through the door."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.events.models.events import Event
from gruenzug.web.events.models.registrations import Attendance, Group, Registration
from gruenzug.web.events.models.vocabulary import Letter


class Step(models.Model):
    """Something that happened to a registration, and why; goes with the registration."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name=_("Anmeldung"), related_name="steps"
    )
    happened_at = models.DateTimeField(_("am"), default=timezone.now)
    text = models.CharField(_("Was"), max_length=300)
    reason = models.CharField(_("Warum"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("von"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return self.text


class Message(models.Model):
    """A mail about an event to one person or group; the same one is never sent twice."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("Veranstaltung"), related_name="messages")
    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name=_("Anmeldung"), related_name="messages", null=True
    )
    group = models.ForeignKey(
        Group, models.CASCADE, verbose_name=_("Gruppe"), related_name="messages", null=True
    )
    letter = models.CharField(_("Nachricht"), max_length=16, choices=Letter.choices)
    occasion = models.CharField(
        _("Anlass"), max_length=60, help_text=_("Was sie von der nächsten unterscheidet")
    )
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, verbose_name=_("Postausgang"), related_name="+", null=True
    )
    written_at = models.DateTimeField(_("geschrieben am"), default=timezone.now)

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "letter", "occasion"],
                condition=Q(registration__isnull=False),
                name="message_once",
            ),
            models.UniqueConstraint(
                fields=["group", "letter", "occasion"],
                condition=Q(group__isnull=False),
                name="group_message_once",
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=False, group__isnull=True)
                | Q(registration__isnull=True, group__isnull=False),
                name="message_has_one_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_letter_display()} ({self.occasion})"


class Announcement(models.Model):
    """Something everybody registered is to be told; goes on where it was interrupted."""

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("Veranstaltung"), related_name="announcements"
    )
    letter = models.CharField(_("Nachricht"), max_length=16, choices=Letter.choices)
    text = models.TextField(_("Text"), blank=True)
    created_at = models.DateTimeField(_("angestoßen am"), default=timezone.now)
    finished_at = models.DateTimeField(_("alle geschrieben"), null=True, blank=True)

    class Meta:
        verbose_name = _("Rundschreiben")
        verbose_name_plural = _("Rundschreiben")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_letter_display()}: {self.event}"

    @property
    def occasion(self) -> str:
        """What tells its mails from those of the next one."""
        return f"announcement-{self.pk}"


class CheckIn(models.Model):
    """That somebody was seen at the door, or the opposite; a phone may tell it late and twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attendance = models.ForeignKey(
        Attendance, models.CASCADE, verbose_name=_("Platz"), related_name="check_ins"
    )
    is_present = models.BooleanField(_("da"), default=True)
    happened_at = models.DateTimeField(_("am"))
    received_at = models.DateTimeField(_("gemeldet am"), default=timezone.now)

    class Meta:
        verbose_name = _("Einlass")
        verbose_name_plural = _("Einlässe")
        ordering = ["happened_at", "received_at"]

    def __str__(self) -> str:
        return str(self.attendance)
