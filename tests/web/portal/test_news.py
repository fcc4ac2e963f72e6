"""News: by topic, as a feed, with living things in them, published when their editors said."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from gruenzug.web.core import tick
from gruenzug.web.core.roles import Role
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
from gruenzug.web.portal.publishing import publish_what_is_due
from gruenzug.web.projects.models import Visibility
from tests.factories import EventFactory, ProjectFactory, UserFactory
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(programme) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))


def news(index, title="Netzwerktag in Herne", *, topics=(), body=(), **fields) -> NewsPage:
    page = NewsPage(title=title, lead="Drei Sätze dazu.", body=json.dumps(list(body)), **fields)
    index.add_child(instance=page)
    page.topics.set(Topic.objects.filter(key__in=topics))
    page.save_revision().publish()
    return page


def live(what, place=""):
    return {"type": "live", "value": {"what": what, "place": place}}


def test_news_are_listed_by_day_and_topic(client, index):
    news(index, "Älteres", day=dt.date(2026, 1, 5), topics=["artenreich"])
    news(index, "Neueres", day=dt.date(2026, 2, 5), topics=["foerderung"])
    page = BeautifulSoup(client.get("/de/aktuelles/").content, "html.parser")
    assert [link.get_text() for link in page.select(".news__title a")] == ["Neueres", "Älteres"]
    page = BeautifulSoup(client.get("/de/aktuelles/?topic=artenreich").content, "html.parser")
    assert [link.get_text() for link in page.select(".news__title a")] == ["Älteres"]
    assert page.select_one("nav.tabs [aria-current]").get_text() == "Artenreich"


def test_each_topic_has_a_feed(client, index):
    news(index, "Aufruf", topics=["foerderung"]), news(index, "Wiese", topics=["artenreich"])
    feed = BeautifulSoup(client.get("/de/daten/news.atom?topic=artenreich").content, "xml")
    assert [entry.title.get_text() for entry in feed.find_all("entry")] == ["Wiese"]
    linked = client.get("/de/aktuelles/?topic=artenreich").content.decode()
    assert "news.atom?topic=artenreich" in linked


def test_a_page_shows_living_things_as_they_are_now(client, index, release):
    project = ProjectFactory(title_de="Park am Bach", visibility=Visibility.PUBLIC)
    event = EventFactory(title_de="Werkstatt Grün")
    town = release.places.filter(level="municipality").first()
    body = [
        live("atlas.figure:acc-who", town.key),
        live("atlas.map:acc-who"),
        live("atlas.chart:acc-who", town.key),
        live(f"projects.project:{project.pk}"),
        live(f"events.event:{event.pk}"),
    ]
    address = news(index, body=body).get_url()
    page = client.get(address).content.decode()
    for told in ("Park am Bach", "Werkstatt Grün", town.name, "Im Atlas ansehen"):
        assert told in page
    project.visibility = Visibility.ARCHIVED
    project.save()
    assert "Park am Bach" not in client.get(address).content.decode()


def test_an_embed_that_is_gone_or_unknown_leaves_no_trace(client, index, release):
    body = [live("projects.project:99999"), live("atlas.figure:nichts"), live("nobody.knows:1")]
    assert client.get(news(index, body=body).get_url()).status_code == 200


def test_an_editor_chooses_from_what_there_is(client, index, release):
    ProjectFactory(title_de="Park am Bach", visibility=Visibility.PUBLIC)
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    page = client.get(f"/admin/pages/add/portal/newspage/{index.pk}/").content.decode()
    assert "Park am Bach" in page
    assert "Diagramm aller Kommunen" in page


def test_a_picture_needs_a_description_and_its_rights(index):
    image = get_image_model().objects.create(title="Bach", file=get_test_image_file())
    page = NewsPage(title="Mit Bild", slug="mit-bild", image=image, image_alt="Ein Bach zwischen Wiesen")
    with pytest.raises(ValidationError) as refused:
        page.full_clean(exclude=["path", "depth", "locale", "translation_key"])
    assert "image_credit" in refused.value.message_dict


def test_news_appear_when_their_editors_said(client, index):
    page = NewsPage(title="Später", go_live_at=timezone.now() + dt.timedelta(hours=1), live=False)
    index.add_child(instance=page)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    assert client.get("/de/aktuelles/spaeter/").status_code == 404
    past = timezone.now() - dt.timedelta(minutes=1)
    revision = page.revisions.first()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    publish_what_is_due(timezone.now())
    assert client.get(NewsPage.objects.get(pk=page.pk).get_url()).status_code == 200
    assert "portal.publish" in tick.jobs()


def test_search_engines_are_told_who_wrote_what_when(client, index):
    address = news(index, day=dt.date(2026, 2, 5)).get_url()
    page = BeautifulSoup(client.get(address).content, "html.parser")
    told = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert (told["@type"], told["datePublished"]) == ("NewsArticle", "2026-02-05")
    picture = page.select_one('meta[property="og:image"]')["content"]
    assert told["image"] == picture


def test_facts_for_search_engines_cannot_end_their_script(client, index):
    address = news(index, "Ende </script><b>x").get_url()
    assert "</script><b>" not in client.get(address).content.decode()


@pytest.mark.parametrize("body", [[], [live("atlas.figure:acc-who")], [live("atlas.map:acc-who")]])
def test_other_sites_get_a_picture_of_the_page(client, index, release, settings, tmp_path, body):
    settings.MEDIA_ROOT = tmp_path
    page = news(index, body=body)
    answer = client.get(f"/de/vorschau/{page.pk}.png")
    picture = Image.open(BytesIO(answer.content))
    assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 20
    assert client.get(f"/de/vorschau/{page.pk}.png").content == answer.content


def test_a_draft_has_no_picture(client, index):
    page = news(index)
    page.unpublish()
    assert client.get(f"/de/vorschau/{page.pk}.png").status_code == 404


def test_a_page_that_moves_leaves_a_redirect(client, index, django_capture_on_commit_callbacks):
    page = news(index, slug="alt")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "neu"
        page.save_revision().publish()
    answer = client.get("/de/aktuelles/alt/")
    assert (answer.status_code, answer["Location"].endswith("/de/aktuelles/neu/")) == (301, True)


def test_the_sitemap_names_every_public_page_in_every_language(client, index, release):
    page = news(index)
    draft = news(index, "Entwurf")
    draft.unpublish()
    call_command("reindex", verbosity=0)
    sitemap = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    addresses = [row.get_text() for row in sitemap.find_all("loc")]
    assert len(addresses) == len(set(addresses))
    for address in ("/de/", "/en/", "/de/aktuelles/", page.get_url(), "/de/kommunen/bochum/", "/en/atlas/"):
        assert f"http://testserver{address}" in addresses
    assert not [row for row in addresses if "entwurf" in row]
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_lists_and_pages_take_few_queries(client, index, release):
    for number in range(15):
        news(index, f"Nachricht {number}", topics=["artenreich", "foerderung"])
    assert len(queries_of(client, "/de/aktuelles/")) <= 12
    assert len(queries_of(client, "/de/aktuelles/nachricht-3/")) <= 12
    assert len(queries_of(client, "/sitemap.xml")) <= 12
