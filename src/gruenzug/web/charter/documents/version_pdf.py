"""A version of the Charta or the Strategie as a tagged PDF with outline."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Section, Version
from gruenzug.web.charter.selectors.texts import decision_of, note_of
from gruenzug.web.core import pdf
from gruenzug.web.core.choices import Status


def version_pdf(version: Version, sections: list[Section]) -> bytes:
    """Return `version` as PDF/UA-1; the same text gives the same bytes."""
    facts = {
        "title": version.title,
        "kicker": _("%(document)s, Fassung %(number)s") % _names(version),
        "remark": note_of(version),
        "definitions": [{"url": "", **row} for row in decision_of(version)],
        "sections": [_section(section) for section in sections],
        "words": {"contents": _("Inhalt")},
        "author": settings.PROGRAMME,
        "footer": _("%(document)s, Fassung %(number)s") % _names(version),
    }
    return pdf.render("charter/print/version.typ", facts, written_at=version.updated_at)


def _names(version: Version) -> dict[str, Any]:
    return {"document": version.get_document_display(), "number": version.number}


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.depth,
        "title": text_of(section.title),
        "text": [" ".join(part.split()) for part in text_of(section.text).split("\n\n") if part.strip()],
        "note": _note(section),
        "theme": section.leitthema.key if section.leitthema else "",
    }


def _note(section: Section) -> str:
    if section.status == Status.CONFIRMED:
        return ""
    told = str(Status(section.status).label)
    return f"{told}: {section.source_note}" if section.source_note else told
