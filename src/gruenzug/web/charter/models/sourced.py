"""Texts in three languages, and how sure we are of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.choices import Status


class Sourced(models.Model):
    """A row that says how sure its content is, and where it comes from."""

    status = models.CharField(_("Beleg"), max_length=12, choices=Status.choices, default=Status.CONFIRMED)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_note = models.TextField(
        _("Anmerkung zum Beleg"), blank=True, help_text=_("Öffentlich: was sicher ist und was nicht")
    )

    class Meta:
        abstract = True


class Titled(models.Model):
    """A row with a title in German, English and plain German; German stands in for what is missing."""

    title_de = models.CharField(_("Titel"), max_length=240)
    title_en = models.CharField(_("Titel, englisch"), max_length=240, blank=True)
    title_simple = models.CharField(_("Titel in Leichter Sprache"), max_length=240, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> dict[str, str]:
        """The title by language, for the template tag ``text``."""
        return in_languages(self.title_de, self.title_en, self.title_simple)


class Described(models.Model):
    """A row with a text in the same three languages; paragraphs are parted by empty lines."""

    text_de = models.TextField(_("Text"), blank=True, help_text=_("Absätze durch Leerzeilen trennen"))
    text_en = models.TextField(_("Text, englisch"), blank=True)
    text_simple = models.TextField(_("Text in Leichter Sprache"), blank=True)

    class Meta:
        abstract = True

    @property
    def text(self) -> dict[str, str]:
        """The text by language, for the template tag ``text``."""
        return in_languages(self.text_de, self.text_en, self.text_simple)


def in_languages(de: str, en: str, simple: str) -> dict[str, str]:
    """Return texts by language as the contract's Text reads them."""
    return {"de": de, "en": en or de, "simple": simple or de}
