"""What was talked about with a body, and what was promised until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.directory.models.organisations import Organisation


class Contact(models.Model):
    """One letter, call, meeting or newsletter issue that reached a body, or came from it."""

    class Kind(models.TextChoices):
        """How it went."""

        LETTER = "letter", _("Schreiben")
        MAIL = "mail", _("E-Mail")
        CALL = "call", _("Telefonat")
        MEETING = "meeting", _("Gespräch")
        NEWSLETTER = "newsletter", _("Newsletter")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("Körperschaft"), related_name="contacts"
    )
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    happened_on = models.DateField(_("am"), default=timezone.localdate)
    is_incoming = models.BooleanField(_("kam von dort"), default=False)
    subject = models.CharField(_("Worüber"), max_length=200)
    summary = models.TextField(_("Ergebnis"), blank=True)
    reference = models.CharField(_("Kennung des Anlasses"), max_length=120, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("eingetragen von"),
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    """The questions pages ask of promises."""

    def open(self) -> PromiseQuerySet:
        """Return those not kept yet, the most urgent first."""
        return self.filter(done_on__isnull=True).order_by("due_on", "pk")


class Promise(models.Model):
    """Something we promised a body, or it promised us, until a day."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("Körperschaft"), related_name="promises"
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        verbose_name=_("aus dem Kontakt"),
        related_name="promises",
        null=True,
        blank=True,
    )
    text = models.CharField(_("Zusage"), max_length=240)
    is_ours = models.BooleanField(_("von uns zugesagt"), default=True)
    due_on = models.DateField(_("fällig am"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("kümmert sich"),
        null=True,
        blank=True,
        related_name="promises",
    )
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    created_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zusage")
        verbose_name_plural = _("Zusagen")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="promise_open")]

    def __str__(self) -> str:
        return self.text
