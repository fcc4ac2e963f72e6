"""What people can subscribe to, and the words they agree to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models import Leitthema
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled, in_languages


class MailingList(Titled, Described, Sourced):
    """One newsletter."""

    slug = models.SlugField(_("Kennung"), max_length=60, unique=True)
    reply_to = models.EmailField(
        _("Antworten gehen an"), blank=True, help_text=_("Ein Funktionspostfach, das jemand liest")
    )
    is_open = models.BooleanField(_("Anmeldung offen"), default=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Newsletter")
        verbose_name_plural = _("Newsletter")
        ordering = ["order", "title_de"]

    def get_absolute_url(self) -> str:
        return reverse("newsletter:index")


class Topic(Titled):
    """What somebody may ask to hear of; who asks for none hears of all."""

    key = models.SlugField(_("Kennung"), max_length=40, unique=True)
    theme = models.OneToOneField(
        Leitthema,
        models.SET_NULL,
        verbose_name=_("Leitthema"),
        related_name="newsletter_topic",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["order", "key"]


class Wording(models.Model):
    """The words of a consent; once somebody agreed to them they stay, and a change is a new version."""

    version = models.PositiveSmallIntegerField(_("Fassung"), unique=True)
    text_de = models.TextField(_("Wortlaut"))
    text_en = models.TextField(_("Wortlaut, englisch"), blank=True)
    text_simple = models.TextField(_("Wortlaut in Leichter Sprache"), blank=True)
    valid_from = models.DateField(_("gilt ab"), default=timezone.localdate)

    class Meta:
        verbose_name = _("Wortlaut der Einwilligung")
        verbose_name_plural = _("Wortlaute der Einwilligung")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Fassung {self.version}"

    def clean(self) -> None:
        kept = Wording.objects.filter(pk=self.pk).first()
        if kept and self.is_used and any(getattr(self, n) != getattr(kept, n) for n in _TEXTS):
            raise ValidationError(
                _("Dieser Fassung haben schon Menschen zugestimmt. Legen Sie eine neue Fassung an.")
            )

    @property
    def text(self) -> dict[str, str]:
        """The words by language, for the template tag ``text``."""
        return in_languages(self.text_de, self.text_en, self.text_simple)

    @property
    def is_used(self) -> bool:
        """Whether somebody agreed to it."""
        return self.evidence.exists() or self.signups.exists()


_TEXTS = ("version", "text_de", "text_en", "text_simple")
