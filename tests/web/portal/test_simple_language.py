"""Leichte Sprache: a tree of its own, by its own rules, and an honest word where it ends."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.core import simple_text
from gruenzug.web.places.models import Municipality
from gruenzug.web.portal.models import HomePage
from tests.web.support.costs import queries_of

PAGES = [
    "/de-simple/",
    "/de-simple/programm/",
    "/de-simple/die-charta/",
    "/de-simple/mitmachen/",
    "/de-simple/nachrichten/",
    "/de-simple/kontakt/",
    "/de-simple/barrierefreiheit/",
    "/de-simple/kommunen/bochum/",
]
BANNER = "Diese Seite ist in schwerer Sprache."
LONGEST_SENTENCE, LONGEST_WORD = 12, 15
NAMES = {"Nordrhein-Westfalen", "Infrastruktur", "barrierefreiheit"}


def reference_lines() -> list[tuple[str, str]]:
    """Return every sentence of the reference pages with the page it is on."""
    folder = files("gruenzug.web.portal.reference").joinpath("pages_simple")
    lines = []
    for file in sorted(folder.iterdir(), key=lambda found: found.name):
        page = tomllib.loads(file.read_text("utf-8"))
        texts = [page["lead"], *(block.get("text", "") for block in page.get("block", []))]
        for text in texts:
            for part in simple_text.parts(text):
                told = (
                    [part["text"]]
                    if part["kind"] == "p"
                    else [line for row in part["entries"] for line in row]
                )
                lines += [(file.name, line) for whole in told for line in simple_text.sentences(whole)]
    return lines


@pytest.mark.parametrize(("page", "line"), reference_lines())
def test_a_sentence_is_short_and_its_words_are_too(page, line):
    words = re.findall(r"[\wÄÖÜäöüß-]+", line)
    assert len(words) <= LONGEST_SENTENCE, line
    assert line.count(",") <= 1, line
    for word in words:
        assert max(map(len, word.split("-"))) <= LONGEST_WORD or word in NAMES, word
    assert not re.search(r"\b(des|eines|jedoch|wurde|wurden|würde|sowie|bzw)\b", line), line


@pytest.fixture
def site(release, programme):
    """The whole site: release and reference pages."""


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_page_in_plain_language_is_set_as_such(client, site, address):
    page = page_of(client, address)
    assert page.html["lang"] == "de-simple"
    assert "simple" in page.body["class"]
    assert BANNER not in page.get_text()
    assert len(page.find_all("h1")) == 1
    for paragraph in page.select("main p"):
        if not paragraph.find_parent("figure") and not paragraph.get("class"):
            assert len(simple_text.sentences(paragraph.get_text(" "))) <= 1, paragraph


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/de-simple/atlas/", "/de-simple/projekte/", "/de-simple/methoden/"])
def test_a_page_that_is_not_written_in_it_says_so(client, site, address):
    page = page_of(client, address)
    assert BANNER in page.get_text()
    assert page.select_one('.model-banner a[href="/de-simple/"]')


@pytest.mark.django_db
def test_the_switch_keeps_the_page_where_there_is_one(client, site):
    def way(address):
        link = page_of(client, address).select_one('nav.languages a[hreflang="de-simple"]')
        return link["href"].removeprefix("http://testserver"), "gibt es" in link.get_text()

    assert way("/de/programm/") == ("/de-simple/programm/", False)
    assert way("/de/kommunen/bochum/") == ("/de-simple/kommunen/bochum/", False)
    assert way("/de/ruhr-konferenz/") == ("/de-simple/", True)
    back = page_of(client, "/de-simple/barrierefreiheit/").select_one('nav.languages a[hreflang="en"]')
    assert back["href"] == "http://testserver/en/accessibility/"


@pytest.mark.django_db
def test_every_link_of_the_tree_leads_somewhere(client, site):
    for address in PAGES:
        for link in page_of(client, address).select("a[href^='/']"):
            assert client.get(link["href"], follow=True).status_code == 200, (address, link["href"])


@pytest.mark.django_db
def test_a_town_is_told_in_numbers_one_can_picture(client, site):
    text = page_of(client, "/de-simple/kommunen/bochum/").main.get_text(" ")
    assert re.search(r"\d+ Menschen davon haben Grün in der Nähe", text)
    assert "ausgedacht" in text or "%" not in text
    for town in Municipality.objects.filter(records__release__is_current=True).distinct()[:10]:
        assert client.get(f"/de-simple/kommunen/{town.slug}/").status_code == 200
    assert client.get("/de-simple/kommunen/atlantis/").status_code == 404


@pytest.mark.django_db
def test_pages_take_few_queries(client, site):
    for address in PAGES:
        assert len(queries_of(client, address)) <= 12, address


@pytest.mark.django_db
def test_the_tree_stands_beside_the_german_one(programme):
    german = HomePage.objects.get(locale__language_code="de")
    simple = HomePage.objects.get(locale__language_code="de-simple")
    assert simple.translation_key == german.translation_key
    assert {page.slug for page in simple.get_children()} == {address.split("/")[2] for address in PAGES[1:-1]}


@pytest.mark.django_db
def test_a_video_in_sign_language_has_its_words_as_text(client, programme):
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from wagtail.documents import get_document_model  # noqa: PLC0415

    video = get_document_model().objects.create(title="Begrüßung", file=ContentFile(b"x", "gruss.mp4"))
    home = HomePage.objects.get(locale__language_code="de-simple")
    home.body.append(("sign_video", {"title": "Begrüßung", "video": video, "transcript": "Willkommen."}))
    home.save_revision().publish()
    page = page_of(client, "/de-simple/")
    assert page.select_one("video source")["type"] == "video/mp4"
    assert "Willkommen." in page.select_one("main details").get_text()
    policy = client.get("/de-simple/").headers["Content-Security-Policy"]
    assert "media-src 'self'" in policy
