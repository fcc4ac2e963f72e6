"""Events in a real browser: registering by keyboard and without JavaScript, the personal link, the door offline."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW, WITHIN
from tests.browser.site import run_inside

PHONE = 390  # a width of its own, so that going offline disturbs nobody else's context
PREPARE = """
import datetime as dt
from django.utils import timezone
from gruenzug.web.directory.models import Organisation
from gruenzug.web.events.models import Block, Day, Event, Session
from gruenzug.web.events.services.links import desk_token, link_to
from gruenzug.web.events.services.registering import Wish, register
date = timezone.localdate() + dt.timedelta(days=30)
event, new = Event.objects.get_or_create(slug="probe-netzwerktag", defaults=dict(
    title_de="Netzwerktag zur Probe", title_en="Network day on trial", summary_de="Ein Tag für mehr Grün.",
    kind="network-day", mode="both", state="published", sign_up="here", mailbox="netzwerktag@example.org",
    organiser=Organisation.objects.get(slug="regionalverband-ruhr"), begins_on=date, ends_on=date,
    venue="Haus der Region", city="Essen", has_certificate=True, desk_key="probe" * 6))
if new:
    day = Day.objects.create(event=event, date=date, begins_at=dt.time(9, 30), ends_at=dt.time(16), places_onsite=99)
    block = Block.objects.create(event=event, title_de="Workshops")
    for title in ("Bäume", "Dächer"):
        Session.objects.create(event=event, day=day, block=block, title_de=title, kind="workshop", places=9,
                               begins_at=dt.time(13), ends_at=dt.time(15))
"""
REGISTER = (
    PREPARE
    + """
person = {"first_name": "Testperson", "last_name": "NAME", "email": "NAME@example.org"}
register(event=event, person=person, wish=Wish({event.days.get(): "onsite"}))
"""
)
LINK = PREPARE + "print(link_to(event.registrations.get(last_name='NAME')))"
DOOR = PREPARE + "print('/de/veranstaltungen/einlass/' + desk_token(event) + '/')"
SEEN = (
    PREPARE + "print(event.registrations.get(last_name='NAME').attendances.get().checked_in_at is not None)"
)
EVENT = "/de/veranstaltungen/probe-netzwerktag/"


@pytest.fixture
def event(site) -> str:
    """The address of an event to come."""
    run_inside(site, PREPARE)
    return EVENT


@pytest.fixture
def guest(site, event, word) -> str:
    """The last name of somebody who is registered."""
    name = f"Eins{word}"
    run_inside(site, REGISTER.replace("NAME", name))
    return name


def link_of(site, name: str) -> str:
    return "/de/" + run_inside(site, LINK.replace("NAME", name)).split("/de/", 1)[1]


@pytest.mark.parametrize(
    "address",
    [
        "/de/veranstaltungen/",
        "/de/veranstaltungen/archiv/",
        "/de/veranstaltungen/archiv/?kind=excursion&year=1999",
        "/de/veranstaltungen/netzwerktag-und-fachtagung-2020/",
        EVENT,
        f"{EVENT}anmelden/",
        f"{EVENT}gruppe-anmelden/",
        f"{EVENT}link/",
        "/en/events/probe-netzwerktag/",
    ],
)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, event, address):
    assert flaws(visit(address)) == []


def test_by_night(visit, axe, event):
    for address in (event, f"{event}anmelden/"):
        assert axe(visit(address, color_scheme="dark")) == []


def test_somebody_registers_by_keyboard_without_javascript(visit, axe, event, word):
    page = visit(event, java_script_enabled=False)
    page.locator(".page-head .button:not(.button--quiet)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/anmelden/")
    page.get_by_label("Vorname").focus()
    for text in ("Testperson", word, "Stadt Ort", f"{word}@example.org"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # on site
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second workshop
    page.get_by_role("button", name="Verbindlich anmelden").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/anmeldung/**")
    told = page.inner_text("main")
    assert f"Testperson {word}" in told
    assert "Platz sicher, vor Ort" in told


def test_faults_are_said_at_the_top_and_lead_to_their_fields(visit, axe, event):
    page = visit(f"{event}anmelden/", width=NARROW)
    page.get_by_label("Nachname").fill("Fehler")
    page.get_by_role("button", name="Verbindlich anmelden").click()
    page.wait_for_selector("[role=alert]")
    assert axe(page) == []
    page.locator("[role=alert] a", has_text="E-Mail-Adresse").click()
    assert page.evaluate("document.activeElement.name") == "email"
    page.forgive("422")


def test_the_personal_link_shows_changes_and_calls_off_without_javascript(visit, site, guest):
    address = link_of(site, guest)
    page = visit(address, java_script_enabled=False)
    assert "Platz sicher, vor Ort" in page.inner_text("main")
    page.get_by_role("link", name="Ändern").click()
    page.get_by_label("online").check()
    page.get_by_label("13.00 – Dächer").check()
    page.get_by_role("button", name="Speichern").click()
    assert "Platz sicher, online" in page.inner_text("main")
    page.get_by_role("link", name="Absagen").click()
    page.get_by_role("button", name="Verbindlich absagen").click()
    assert "Diese Anmeldung ist abgesagt." in page.inner_text("main")


def test_the_personal_page_is_accessible_on_a_phone(visit, axe, site, guest):
    address = link_of(site, guest)
    for path in ("", "aendern/", "absagen/"):
        page = visit(address + path, width=NARROW)
        assert axe(page) == []
        assert page.evaluate(WITHIN)


def test_the_door_works_offline_and_tells_later(visit, axe, site, guest):
    page = visit(run_inside(site, DOOR), width=PHONE)
    assert axe(page) == []
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("document.querySelector('[data-desk-rows] [data-place]') !== null")
    page.context.set_offline(True)
    page.locator("[data-place]", has_text=guest).get_by_role("button", name="Ist da").click()
    page.wait_for_selector("text=1 noch nicht gemeldet")
    assert (
        run_inside(site, SEEN.replace("NAME", guest)) == "False"
    )  # here: after a reload Chromium's "offline" has a gap at first
    page.reload()
    page.wait_for_selector("text=1 noch nicht gemeldet")
    assert page.locator("[data-place]", has_text=guest).get_by_role("button", name="Doch nicht").is_visible()
    page.get_by_label("Name, Einrichtung oder Nummer").fill(guest)
    page.wait_for_function("document.querySelectorAll('[data-desk-rows] [data-place]').length === 1")
    page.context.set_offline(False)
    page.wait_for_selector("text=Alles gemeldet.", timeout=40_000)
    assert run_inside(site, SEEN.replace("NAME", guest)) == "True"
    for told in ("ERR_INTERNET_DISCONNECTED", "Failed to load resource", "request failed"):
        page.forgive(told)


def test_the_door_works_without_javascript(visit, site, guest, word):
    run_inside(site, REGISTER.replace("NAME", f"Zwei{word}"))
    page = visit(run_inside(site, DOOR), width=NARROW, java_script_enabled=False)
    page.get_by_label("Name, Einrichtung oder Nummer").fill(guest)
    page.get_by_role("button", name="Suchen").click()
    assert "Zwei" not in page.inner_text(".desk-list")
