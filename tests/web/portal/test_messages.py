"""German msgids, and English for every one of them."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import gettext, ngettext, override

from gruenzug.web.portal import messages

PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_is_translated(language):
    """Run ``python -m gruenzug.web.portal.messages extract`` and translate what is new."""
    said = {(row.context, messages._first(row.id)) for row in messages.catalogue_of_sources() if row.id}
    known = {(row.context, messages._first(row.id)): row for row in messages.read(language) if row.id}
    assert not sorted(text for context, text in said - set(known))
    assert not messages.missing(messages.read(language))
    assert not sorted(text for context, text in set(known) - said), "no longer said anywhere; run extract"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_translations_keep_their_placeholders(language):
    for row in messages.read(language):
        if not row.id:
            continue
        ids = row.id if isinstance(row.id, (tuple, list)) else [row.id]
        strings = row.string if isinstance(row.string, (tuple, list)) else [row.string]
        for string in filter(None, strings):
            assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(ids[-1])), ids


def test_compiled_catalogues_are_read():
    messages.compile_all()
    with override("en"):
        assert gettext("Kommunen") == "Municipalities"
        assert (
            ngettext("%(counter)s Kommune", "%(counter)s Kommunen", 2) % {"counter": 2} == "2 municipalities"
        )
    with override("de"):
        assert gettext("Kommunen") == "Kommunen"


def test_extraction_finds_texts_of_code_and_templates():
    said = {messages._first(row.id) for row in messages.catalogue_of_sources() if row.id}
    assert "Einwohner, amtlich" in said  # places/models.py
    assert "Fünf Schritte, ein Kreislauf" in said  # portal/home.html
    assert "Suchen" in said  # an argument of a tag
