"""News stand on the page of the town and of the goal they are about."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.places.models import Municipality
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db
TOWN = "/de/kommunen/witten/"


@pytest.fixture
def witten(release, programme):
    return Municipality.objects.get(slug="witten")


def news(title: str, *, towns=(), topics=(), language: str = "de", live: bool = True) -> NewsPage:
    index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code=language))
    page = NewsPage(title=title, lead="Drei Sätze dazu.", live=live)
    index.add_child(instance=page)
    page.municipalities.set(towns)
    page.topics.set(topics)
    page.save()
    return page


def _section(client, address: str, name: str):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return page.select_one(f"section[aria-labelledby={name}]")


def test_a_town_s_page_leads_to_its_news(client, witten):
    news("Bach in Witten", towns=[witten])
    news("Noch geheim", towns=[witten], live=False)
    news("Anderswo")
    section = _section(client, TOWN, "aktuelles")
    assert [link.get_text() for link in section.select("a")] == ["Bach in Witten"]
    assert client.get(section.a["href"]).status_code == 200
    assert len(queries_of(client, TOWN)) <= 12


def test_news_keep_to_their_language(client, witten):
    news("Brook in Witten", towns=[witten], language="en")
    assert _section(client, TOWN, "aktuelles") is None
    section = _section(client, "/en/municipalities/witten/", "aktuelles")
    assert client.get(section.a["href"]).status_code == 200


def test_a_goal_shows_the_news_of_its_leitthema(client, witten):
    goal = Handlungsziel.objects.filter(leitthema__isnull=False).first()
    other = Leitthema.objects.exclude(pk=goal.leitthema_id).first()
    news("Passt", topics=[Topic.objects.get(theme=goal.leitthema)])
    news("Passt nicht", topics=[Topic.objects.get(theme=other)])
    section = _section(client, goal.get_absolute_url(), "news")
    assert [link.get_text() for link in section.select("a")] == ["Passt"]
    assert len(queries_of(client, goal.get_absolute_url())) <= 12


def test_a_placeholder_without_a_leitthema_claims_no_news(client, witten):
    goal = Handlungsziel.objects.filter(leitthema=None).first()
    assert _section(client, goal.get_absolute_url(), "news") is None
