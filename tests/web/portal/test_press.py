"""Glossary and press kit."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from wagtail.models import Locale

from gruenzug.web.newsletter.items import collected
from gruenzug.web.portal.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


def test_the_press_kit_holds_what_the_page_promises(client, release, programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = BeautifulSoup(client.get("/de/presse/").content, "html.parser")
    address = page.select_one("a[href$='.zip']")["href"]
    kit = zipfile.ZipFile(BytesIO(client.get(address).content))
    assert set(kit.namelist()) == {
        "zeichen.svg", "karte.png", "text-de.txt", "text-en.txt", "zahlen-de.csv", "zahlen-en.csv",
    }  # fmt: skip
    assert Image.open(BytesIO(kit.read("karte.png"))).size == (1200, 630)
    table = kit.read("zahlen-de.csv").decode().splitlines()
    assert table[0] == "Kennzahl,Wert,Einheit,Datenstand,Quelle"
    assert len(table) > 5
    assert all(release.name in line for line in table[1:])
    assert kit.read("zahlen-en.csv").decode().startswith("Figure,Value,Unit")


def test_the_glossary_explains_words_to_people_and_programs(client, programme):
    page = BeautifulSoup(client.get("/de/glossar/").content, "html.parser")
    terms = [term.get_text() for term in page.select("dl.definitions dfn")]
    assert "Entsiegelung" in terms
    told = [json.loads(node.string) for node in page.select('script[type="application/ld+json"]')]
    assert sum(len(row.get("hasDefinedTerm", [])) for row in told) == len(terms)
    assert client.get("/en/glossary/").status_code == 200


def test_news_can_be_picked_for_the_newsletter(programme):
    index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))
    page = NewsPage(title="Neuer Park", lead="Am Bach.", day="2026-03-04")
    index.add_child(instance=page)
    page.save_revision().publish()
    found = collected(dt.date(2026, 3, 1), dt.date(2026, 3, 31), "de")
    (news,) = [group for group in found if group.source.name == "news"]
    assert [item.title for item in news.items] == ["Neuer Park"]
    later = collected(dt.date(2026, 4, 1), dt.date(2026, 4, 30), "en")
    assert "news" not in {group.source.name for group in later}
