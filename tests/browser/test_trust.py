"""Reporting a barrier and seeing one's own data: by keyboard, on a phone, without JavaScript."""

from __future__ import annotations

from tests.browser.conftest import NARROW
from tests.browser.site import run_inside

LINK = """
from gruenzug.web.trust.services.own_data import link_for
from gruenzug.web.trust.services.tickets import receive_ticket
receive_ticket(kind="contact", text="Wann blüht die Wiese?", email="p7@example.org", language="de", network="x")
print(link_for("p7@example.org"))
"""


def test_a_barrier_is_reported_by_keyboard_without_javascript(visit, axe):
    page = visit("/de/barrierefreiheit/", java_script_enabled=False)
    page.get_by_role("link", name="Barriere melden").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/barrierefreiheit/melden/")
    page.get_by_label("Was können Sie nicht nutzen?").focus()
    page.keyboard.type("Der Kontrast der Legende ist zu schwach.")
    for _field in range(4):
        page.keyboard.press("Tab")
    page.wait_for_timeout(3200)  # quicker than that only programs write
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Danke, das ist angekommen.")
    assert "Ihr Kennzeichen ist" in page.inner_text("main")


def test_a_form_with_gaps_is_accessible_and_says_what_is_missing(visit, axe):
    page = visit("/de/kontakt/schreiben/", width=NARROW)
    page.get_by_role("button", name="Absenden").click()
    page.forgive("422")
    assert axe(page) == []
    assert page.locator(".field__error").first.is_visible()


def test_ones_own_data_are_seen_and_deleted_on_a_phone(visit, axe, site):
    address = "/de/" + run_inside(site, LINK).splitlines()[-1].split("/de/", 1)[1]  # mails are printed before
    page = visit(address, width=NARROW)
    assert axe(page) == []
    assert "Wann blüht die Wiese?" in page.inner_text("main")
    page.get_by_role("button", name="Alles löschen, was gelöscht werden darf").click()
    assert "gelöscht" in page.inner_text(".messages")
    assert "Wann blüht die Wiese?" not in page.inner_text("main")
