"""Taking part in a real browser: an idea with and without the map, a comment by keyboard, a personal link."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW, wait_for_map
from tests.browser.site import run_inside

SEED = """
import datetime as dt
from django.utils import timezone
from gruenzug.web.participation.models import Consultation, Idea, Participant, Phase
from gruenzug.web.participation.services import texts
from gruenzug.web.places.models import Municipality
person, _new = Participant.objects.get_or_create(email="tp1@example.org", defaults={"name": "Testperson 1", "confirmed_at": timezone.now()})
town = Municipality.objects.order_by("name").first()
point = '{"type":"Point","coordinates":[%s,%s]}' % (town.point_x, town.point_y)
if not Idea.objects.exists():
    Idea.objects.create(title="Teich am Bahnhof", text="Ein Teich kühlt.", category="water", author=person, author_name="Testperson 1",
        municipality=town, geometry=point, visibility="public", published_at=timezone.now())
consultation, new = Consultation.objects.get_or_create(slug="probe", defaults={"title_de": "Probe", "summary_de": "Ein Entwurf.", "is_public": True})
if new:
    today = timezone.localdate()
    consultation.phases = [Phase(kind="propose", begins_on=today, ends_on=today + dt.timedelta(days=9))]
    consultation.save()
    texts.publish_draft(consultation=consultation, source="# Bäume\\n\\nJede Kommune pflanzt Bäume.", by=None)
print(Idea.objects.first().pk, town.pk)
"""
LINK = """
from gruenzug.web.participation.models import Participant
from gruenzug.web.participation.services.participants import link_for
print(link_for(Participant.objects.get(email=ADDRESS)))
"""


@pytest.fixture(scope="module")
def seeded(site):
    """An idea on the map and a consultation that is open."""
    return run_inside(site, SEED).split()


@pytest.mark.parametrize(
    "address",
    [
        "/de/beteiligung/",
        "/de/beteiligung/ideen/",
        "/de/beteiligung/ideen/{0}/",
        "/de/beteiligung/ideen/neu/",
        "/de/beteiligung/entwurf/probe/",
        "/de/beteiligung/entwurf/probe/absatz/a2/",
        "/de/beteiligung/moderation/",
        "/en/participation/ideas/",
    ],
)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, seeded, address):
    assert flaws(visit(address.format(*seeded))) == []


def test_an_idea_by_keyboard_without_javascript_or_map(visit, axe, site, seeded, word):
    stranger = {"java_script_enabled": False, "user_agent": f"probe {word}"}
    page = visit("/de/beteiligung/ideen/neu/", width=NARROW, **stranger)
    assert not page.locator(".draw-modes").is_visible()
    for label, words in (
        ("Ihre Idee in einem Satz", "Bänke am Kanal"),
        ("Was soll dort anders werden", "Man kann nirgends sitzen."),
    ):
        page.get_by_label(label).focus()
        page.keyboard.type(words)
    page.get_by_label("Worum geht es?").select_option("other")
    page.get_by_label("In welcher Kommune?").select_option(seeded[1])
    page.get_by_label("Ihre E-Mail-Adresse").fill(f"{word}@example.org")
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="Idee abschicken").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Postfach").wait_for()
    link = run_inside(site, LINK.replace("ADDRESS", f"'{word}@example.org'"))
    page.goto("/de/" + link.split("/de/", 1)[1])
    page.get_by_role("button", name="Bestätigen und abschicken").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/beteiligung/meine/")
    assert "Bänke am Kanal" in page.inner_text("main")
    assert "wartet auf Durchsicht" in page.inner_text("main")


def test_a_place_is_drawn_on_the_map(visit, seeded):
    page = visit("/de/beteiligung/ideen/neu/")
    wait_for_map(page)
    page.wait_for_selector(".draw-modes:not([hidden])")
    page.locator(".map-canvas canvas").first.scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    page.locator(".map-canvas canvas").first.click()
    page.wait_for_timeout(500)
    assert '"Point"' in page.locator("[name=geometry]").input_value()
    assert "gezeichnet" in page.inner_text("[data-draw-status]")
    page.get_by_role("button", name="Zeichnung löschen").click()
    assert page.locator("[name=geometry]").input_value() == ""


def test_the_browser_does_the_sum_and_the_reader_sees_nothing_of_it(visit, seeded):
    page = visit("/de/beteiligung/entwurf/probe/absatz/a2/")
    page.get_by_label("Ihr Beitrag").focus()
    page.wait_for_selector("form[data-check=done]", timeout=30_000)
    assert len(page.locator("[name=altcha]").first.input_value()) > 200


def test_other_words_are_proposed_on_a_phone(visit, site, seeded):
    page = visit("/de/beteiligung/entwurf/probe/", width=NARROW)
    page.locator("#a2 .draft__say a").click()
    page.get_by_label("Ihr Beitrag").fill("Genauer, bitte.")
    page.get_by_label("Wie sollte der Absatz lauten?").fill("Jede Kommune pflanzt tausend Bäume.")
    page.get_by_label("Ihre E-Mail-Adresse").fill("telefon@example.org")
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="Beitrag abschicken").click()
    page.wait_for_selector("h1:has-text('Postfach')")
    page.goto("/de/" + run_inside(site, LINK.replace("ADDRESS", "'telefon@example.org'")).split("/de/", 1)[1])
    assert "Genauer, bitte." in page.inner_text("main")
