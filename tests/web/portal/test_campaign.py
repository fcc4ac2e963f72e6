"""Campaigns: one claim, one large number, a time, and ways to take part that are true when read."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Locale

from gruenzug.web.core.roles import Role
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.portal.models import CampaignPage, HomePage, NewsIndexPage, NewsPage
from gruenzug.web.portal.previews import card_of
from tests.factories import ConsultationFactory, EventFactory, UserFactory
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def index(programme) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))


def campaign(parent, *, steps=(), figure=None, topics=(), **fields) -> CampaignPage:
    shown = [{"type": "live", "value": {"what": figure, "place": ""}}] if figure else []
    facts = {"title": "Schatten", "claim": "Jeder findet einen Baum.", **fields}
    page = CampaignPage(steps=json.dumps(list(steps)), figure=json.dumps(shown), **facts)
    parent.add_child(instance=page)
    page.topics.set(Topic.objects.filter(key__in=topics))
    page.save_revision().publish()
    return page


def step(title="Kommentieren", **value):
    return {"type": "step", "value": {"title": title, "text": "", **value}}


def soup(client, page):
    return BeautifulSoup(client.get(page.get_url()).content, "html.parser")


def test_a_campaign_shows_claim_number_period_and_ways_to_take_part(client, index, release):
    consultation = ConsultationFactory(title_de="Leitlinie Stadtbäume", is_public=True)
    event = EventFactory(title_de="Pflanztag")
    steps = [
        step("Mitreden", what=f"participation.consultation:{consultation.pk}"),
        step("Mitpflanzen", what=f"events.event:{event.pk}"),
        step("Weitersagen", address="/de/presse/", address_text="Zum Pressepaket"),
    ]
    today = timezone.localdate()
    page = soup(
        client,
        campaign(index, steps=steps, figure="atlas.figure:acc-who", begins_on=today, ends_on=today + DAY),
    )
    assert page.select_one(".campaign__claim").get_text() == "Jeder findet einen Baum."
    assert page.select_one(".campaign__mark .figure__value").get_text(strip=True)
    assert [title.get_text() for title in page.select(".steps__title")] == [
        "Mitreden",
        "Mitpflanzen",
        "Weitersagen",
    ]
    links = {link.get_text(strip=True): link["href"] for link in page.select(".steps a")}
    assert links["Leitlinie Stadtbäume"] == consultation.get_absolute_url()
    assert links["Pflanztag"] == event.get_absolute_url()
    assert links["Zum Pressepaket"] == "/de/presse/"


def test_what_is_no_longer_public_is_no_way_to_take_part(client, index):
    consultation = ConsultationFactory(title_de="Leitlinie Stadtbäume", is_public=True)
    page = campaign(index, steps=[step(what=f"participation.consultation:{consultation.pk}")])
    consultation.is_public = False
    consultation.save()
    assert "Leitlinie Stadtbäume" not in soup(client, page).get_text()


def test_a_consultation_says_what_can_be_done_now(client, index):
    consultation = ConsultationFactory(is_public=True)
    phase = consultation.phases.first()
    page = campaign(index, steps=[step(what=f"participation.consultation:{consultation.pk}")])
    meta = soup(client, page).select_one(".steps .card__meta").get_text()
    assert meta.startswith(str(phase.get_kind_display()))


def test_the_newsletter_is_asked_for_once(client, index):
    asks = {"type": "newsletter", "value": {"title": "Bescheid bekommen", "text": "Wenn etwas geschieht."}}
    for page in (campaign(index, steps=[asks], topics=["klimaangepasst"]), campaign(index, title="Ohne")):
        (form,) = soup(client, page).select(".letter__form")
        assert form["action"] == "/de/newsletter/"
    page = soup(client, CampaignPage.objects.get(title="Schatten"))
    assert page.select_one(".letter__title").get_text() == "Bescheid bekommen"
    assert page.select_one(".letter__form [name=topic]")["value"] == "klimaangepasst"


@pytest.mark.parametrize(
    ("begins", "ends", "told", "runs"),
    [(-1, 1, "", True), (1, 2, "beginnt bald", False), (-2, -1, "abgeschlossen", False)],
)
def test_the_page_says_whether_it_is_on_and_the_news_name_those_that_are(
    client, index, begins, ends, told, runs
):
    today = timezone.localdate()
    page = campaign(index, begins_on=today + begins * DAY, ends_on=today + ends * DAY)
    kicker = soup(client, page).select_one(".kicker").get_text()
    assert [word for word in ("beginnt bald", "abgeschlossen") if word in kicker] == ([told] if told else [])
    assert ("Schatten" in client.get("/de/aktuelles/").content.decode()) is runs


def test_news_on_its_topics_stand_below(client, index):
    for title, topic in (("Neue Wiese", "artenreich"), ("Neues Dach", "klimaangepasst")):
        news = NewsPage(title=title)
        index.add_child(instance=news)
        news.topics.set(Topic.objects.filter(key=topic))
        news.save_revision().publish()
    told = soup(client, campaign(index, topics=["klimaangepasst"])).get_text()
    assert "Neues Dach" in told
    assert "Neue Wiese" not in told


def test_the_end_is_not_before_the_beginning(index):
    today = timezone.localdate()
    page = CampaignPage(title="x", claim="y", begins_on=today, ends_on=today - DAY)
    with pytest.raises(ValidationError, match="darf nicht vor dem ersten"):
        page.validate_constraints()


def test_a_campaign_is_found_listed_and_translated(client, index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = campaign(index, steps=[step("Wassereimer tragen")])
    assert "Schatten" in client.get("/de/suche/?q=wassereimer").content.decode()
    assert page.get_url() in client.get("/sitemap.xml").content.decode()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision().publish()
    switch = soup(client, page).select_one('link[hreflang="en"]')["href"]
    assert switch.endswith(CampaignPage.objects.get(pk=english.pk).get_url())


def test_a_campaign_may_stand_right_below_home(client, index):
    page = campaign(HomePage.objects.get(locale=index.locale))
    assert page.get_url() == "/de/schatten/"
    assert client.get("/de/schatten/").status_code == 200


@pytest.mark.parametrize(
    ("figure", "part"), [("atlas.figure:acc-who", "value"), ("atlas.map:acc-who", "shapes")]
)
def test_other_sites_show_its_own_number_or_map(rf, index, release, figure, part):
    card = card_of(rf.get("/de/"), campaign(index, figure=figure))
    assert card.title == "Jeder findet einen Baum."
    assert getattr(card, part)


def test_an_editor_previews_it_and_chooses_only_what_leads_somewhere(client, index, release):
    EventFactory(title_de="Pflanztag")
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    form = client.get(f"/admin/pages/add/portal/campaignpage/{index.pk}/").content.decode()
    assert "Pflanztag" in form
    page = campaign(index, live=False)
    assert client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


def test_the_page_takes_few_queries(client, index, release):
    consultation, event = ConsultationFactory(is_public=True), EventFactory()
    steps = [
        step(what=f"participation.consultation:{consultation.pk}"),
        step(what=f"events.event:{event.pk}"),
        {"type": "newsletter", "value": {"title": "Bescheid", "text": ""}},
    ]
    home = HomePage.objects.get(locale=index.locale)
    page = campaign(home, steps=steps, figure="atlas.figure:acc-who", topics=["klimaangepasst", "artenreich"])
    assert len(queries_of(client, page.get_url())) <= 12
    assert len(queries_of(client, "/de/aktuelles/")) <= 12


def test_the_demonstration_has_one(index, settings):
    with pytest.raises(CommandError, match="write pages under /admin/"):
        call_command("demo_campaign")
    settings.DEMO = True
    call_command("demo_campaign", verbosity=0)
    call_command("demo_campaign", verbosity=0)
    assert CampaignPage.objects.count() == 1
