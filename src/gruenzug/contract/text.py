"""Texts in the three languages of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("de", "en", "de-simple")


@dataclass(frozen=True)
class Text:
    """One text in German, English and plain German (Leichte Sprache)."""

    de: str
    en: str
    simple: str

    def in_language(self, language: str) -> str:
        """Return the text in `language`, one of `LANGUAGES`; German for any other."""
        return {"en": self.en, "de-simple": self.simple}.get(language, self.de)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, str]) -> Text:
        """Read ``{de, en[, simple]}``; without plain German the German text stands in."""
        return cls(raw["de"], raw["en"], raw.get("simple", raw["de"]))
