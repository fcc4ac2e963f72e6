"""German words, found inside other words; titles first, then the newest; kept in line with the rows."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils.translation import get_language

from gruenzug.web.core import search
from gruenzug.web.core.folding import fold, searchable, words
from gruenzug.web.core.models import SearchEntry
from gruenzug.web.core.search import Document, Indexer, find, following, registry, reindex
from gruenzug.web.core.search.asking import excerpt, marked

DAY = dt.date(2026, 5, 1)
LANGUAGES = len(settings.PUBLISHED_LANGUAGES)


@pytest.fixture
def leaflets(db, monkeypatch):
    """Return a list of (key, title, text, day); what stands in it can be found as "core.leaflet"."""
    rows: list[tuple] = []

    def describe(row):
        key, title, text, day = row
        language = get_language()
        return Document(
            title if language == "de" else f"{title} (en)", text, f"/{language}/{key}/", day, key=key
        )

    monkeypatch.setattr(registry, "_INDEXERS", {})
    search.register(Indexer(kind="core.leaflet", title="Merkblätter", rows=lambda: rows, describe=describe))
    return rows


def found(text, **more):
    return [hit.entry.key for hit in find(text, "de", **more).hits]


def test_a_word_is_found_inside_a_compound(leaflets):
    leaflets += [
        ("roof", "Dachbegrünung", "Sedum auf dem Schuldach", DAY),
        ("wall", "Fassade", "Fassadenbegrünungen am Rathaus", DAY),
        ("road", "Straße", "Asphalt", DAY),
    ]
    reindex()
    for asked in ("begrünung", "BEGRÜNUNG", "begruenung", "begrunung", "Begrünung "):
        assert found(asked) == ["roof", "wall"], asked
    assert found("strasse") == found("straße") == ["road"]


def test_every_word_must_be_there(leaflets):
    leaflets += [("a", "Park in Herne", "Bäume", DAY), ("b", "Park in Hamm", "Wiese", DAY)]
    reindex()
    assert found("park herne") == ["a"]
    assert found("park wiese") == ["b"]
    assert found("park see") == []


def test_titles_come_first_then_the_newest(leaflets):
    leaflets += [
        ("text", "Anderes", "Baumpflanzung", dt.date(2026, 11, 1)),
        ("old", "Baumpflanzung", "", dt.date(2020, 1, 1)),
        ("none", "Baumpflanzung", "", None),
        ("new", "Baumpflanzung", "", dt.date(2025, 1, 1)),
    ]
    reindex()
    assert found("baumpflanzung") == ["new", "old", "none", "text"]


def test_a_short_word_is_the_beginning_of_a_word_in_a_title(leaflets):
    leaflets += [
        ("mh", "Mülheim an der Ruhr", "", DAY),
        ("x", "Tal der Volme", "am Rand", DAY),
        ("y", "Amman", "", DAY),
    ]
    reindex()
    assert found("an") == ["mh"]
    assert found("am") == ["y"]
    assert found("a") == ["y", "mh"]
    assert found("mül ru") == ["mh"]


def test_nothing_asked_finds_nothing_and_signs_are_no_commands(leaflets):
    leaflets += [("a", 'Der "Grüne Ring"', "100 % AND OR NOT * ( NEAR", DAY)]
    reindex()
    assert found("") == found("  „“ *()' ") == []
    for asked in ('"grüne ring', "grüne* AND ring", "grüne' OR 1=1 ring --", "ring NEAR(", "100%"):
        assert find(asked, "de").count in (0, 1), asked
    assert found('"ring"') == ["a"]
    assert found("100%") == ["a"]
    assert found("%") == []


def test_each_language_has_its_own_words_and_addresses(leaflets):
    leaflets += [("a", "Park", "", DAY)]
    reindex()
    assert [hit.entry.url for hit in find("park", "en").hits] == ["/en/a/"]
    assert find("en", "de").count == 0


def test_counts_tell_how_much_there_is_of_each_kind(leaflets):
    leaflets += [(str(number), f"Park {number}", "", DAY) for number in range(25)]
    search.register(
        Indexer(
            "core.other",
            "Anderes",
            lambda: ["p"],
            lambda row: Document("Parkbank", "", "/de/p/", key="p"),
            order=5,
        )
    )
    reindex()
    results = find("park", "de", size=10)
    assert (results.count, len(results.hits)) == (26, 10)
    assert [(indexer.kind, count) for indexer, count in results.by_kind] == [
        ("core.other", 1),
        ("core.leaflet", 25),
    ]
    assert find("park", "de", kind="core.other").count == 1
    assert len(find("park", "de", first=20, size=10).hits) == 6


def test_a_box_narrows_the_search(leaflets, monkeypatch):
    boxes = {"in": (7.0, 51.0, 7.1, 51.1), "out": (8.0, 51.0, 8.1, 51.1), "nowhere": None}
    indexer = Indexer(
        "core.place", "Orte", lambda: list(boxes), lambda key: Document("Ort", "", "/", None, boxes[key], key)
    )
    search.register(indexer)
    reindex()
    assert found("ort", box=(6.9, 50.9, 7.05, 51.05)) == ["in"]


def test_only_what_differs_is_written(leaflets):
    leaflets += [("a", "Park", "", DAY), ("b", "Teich", "", DAY)]
    assert reindex() == {"core.leaflet": 2 * LANGUAGES}
    kept = set(SearchEntry.objects.values_list("pk", flat=True))
    assert reindex() == {"core.leaflet": 0}
    leaflets[0] = ("a", "Wald", "", DAY)
    assert reindex() == {"core.leaflet": LANGUAGES}
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == kept
    assert (found("park"), found("wald")) == ([], ["a"])
    leaflets.pop()
    assert reindex() == {"core.leaflet": LANGUAGES}
    assert found("teich") == []


def test_what_no_room_registers_any_longer_goes(leaflets):
    SearchEntry.objects.create(
        kind="gone.thing", key="1", language="de", title="Park", url="/", title_index="park", haystack="park"
    )
    reindex()
    assert not SearchEntry.objects.filter(kind="gone.thing").exists()


def test_the_command_says_what_it_did_and_which_kinds_there_are(leaflets):
    leaflets += [("a", "Park", "", DAY)]
    out = StringIO()
    call_command("reindex", stdout=out)
    assert f"core.leaflet: {LANGUAGES} entries changed" in out.getvalue()
    with pytest.raises(CommandError, match=r"no kind named leaflet; there are: core\.leaflet"):
        call_command("reindex", "leaflet")


def test_the_index_follows_rows_after_their_transaction(db, monkeypatch, django_capture_on_commit_callbacks):
    from gruenzug.web.places.models import Municipality  # noqa: PLC0415  a model that is saved plainly
    from tests.factories import MunicipalityFactory  # noqa: PLC0415

    monkeypatch.setattr(registry, "_INDEXERS", {})
    disconnected = _signals_of()
    for signal, _receivers in disconnected:
        signal.receivers[:] = []
        signal.sender_receivers_cache.clear()
    following._changed().clear()
    search.register(
        Indexer(
            "core.town",
            "Orte",
            Municipality.objects.all,
            lambda town: None if town.name == "Geheim" else Document(town.name, "", f"/{town.slug}/"),
            model=Municipality,
        )
    )
    try:
        with django_capture_on_commit_callbacks(execute=True):
            town = MunicipalityFactory(name="Grünstadt")
            assert found("grünstadt") == [], "not before the transaction is through"
        assert found("grünstadt") == [str(town.pk)]
        with django_capture_on_commit_callbacks(execute=True):
            town.name = "Geheim"
            town.save()
        assert found("grünstadt") == found("geheim") == []
        with django_capture_on_commit_callbacks(execute=True):
            town.name = "Waldstadt"
            town.save()
            town.delete()
        assert found("waldstadt") == []
        with transaction.atomic():
            MunicipalityFactory(name="Nie gewesen")
            transaction.set_rollback(True)
        assert not SearchEntry.objects.filter(title="Nie gewesen").exists()
    finally:
        for signal, receivers in disconnected:
            signal.receivers[:] = receivers
            signal.sender_receivers_cache.clear()


def _signals_of():
    signals = (models.signals.post_save, models.signals.post_delete, models.signals.m2m_changed)
    return [(signal, list(signal.receivers)) for signal in signals]


def test_an_index_of_trigrams_answers_not_a_look_at_every_row(leaflets):
    leaflets += [
        (str(number), f"Blatt {number}", "Dachbegrünung" if number == 7 else "Teich", DAY)
        for number in range(300)
    ]
    reindex()
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE" in search.asking.matching(["begruenung"], "de").explain()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_haystack'")
            assert "gin_trgm_ops" in cursor.fetchone()[0]
    assert found("begrünung") == ["7"]


def test_the_excerpt_shows_the_place_and_escapes_all_else():
    text = "Wort " * 40 + "die <b>Dachbegrünung</b> & mehr " + "Wort " * 40
    shown = excerpt(text, ["begruenung"])
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "&lt;b&gt;<mark>Dachbegrünung</mark>&lt;/b&gt; &amp; mehr" in shown
    assert marked("Grün & Blau", ["gr"]) == "<mark>Grün</mark> &amp; Blau"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Grünzug", "gruenzug"),
        ("STRAßE", "strasse"),
        ("Éléonore", "eleonore"),
        ("Gru\u0308n", "gruen"),
        ("Ⅳ ﬁn", "iv fin"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_what_is_looked_into_holds_both_ways_of_writing_an_umlaut():
    assert searchable("Grüne Höfe") == "gruene hoefe grune hofe"
    assert words("E-Mail, 10.000 Bäume!") == ["e", "mail", "10", "000", "baeume"]
