"""The newsletter in a real browser: from sign-up to farewell, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW, WITHIN
from tests.browser.site import run_inside

KEY = """
from gruenzug.web.newsletter.models import SignUp
print(SignUp.objects.get(email="{email}").key)
"""
ISSUE = """
from django.utils import timezone
from gruenzug.web.newsletter.blocks import LetterBlock
from gruenzug.web.newsletter.models import Issue, MailingList
rows = [
    ("heading", "Aus den Kommunen"),
    ("paragraph", "<p>Ein Absatz mit <a href='/de/newsletter/'>Verweis</a>.</p>"),
    ("items", {"title": "Neue Projekte", "items": [{"title": "Ein Park", "meta": "Bochum", "text": "Grün.", "url": "/de/"}]}),
    ("number", {"value": "83 %", "label": "wohnen nah am Grün", "note": "Modelldaten", "url": ""}),
    ("quote", {"text": "Gut so.", "who": "Umweltamt"}),
    ("button", {"label": "Mitmachen", "url": "/de/"}),
]
body = LetterBlock().to_python([{"type": kind, "value": value} for kind, value in rows])
fields = {"subject_de": "Grün im Dezember", "preheader_de": "Was war, was kommt", "body_de": body}
facts = {"list": MailingList.objects.first(), "state": "sent", "begun_at": timezone.now(), **fields}
Issue.objects.update_or_create(slug="2026-12", defaults=facts)
"""


@pytest.fixture(scope="module")
def archive(site):
    run_inside(site, ISSUE)


def signed_up(visit, site, email, **options):
    """Sign up as a person would; return the page that confirms."""
    page = visit("/de/newsletter/", **options)
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type(email)
    page.wait_for_timeout(1100)  # no person is quicker
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Ja, ich möchte den Newsletter").focus()
    if not page.get_by_label("Ja, ich möchte den Newsletter").is_checked():
        page.keyboard.press("Space")
    page.get_by_role("button", name="Weiter: Adresse bestätigen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/angefragt/")
    page.goto(f"/de/newsletter/bestaetigen/{run_inside(site, KEY.format(email=email))}/")
    return page


def press_what_is_focused(page, name):
    """Press Enter once the page has put the focus on its one button: one press is enough."""
    page.locator("button:focus", has_text=name).wait_for()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    "options", [{"java_script_enabled": False}, {"width": NARROW}], ids=["plain", "phone"]
)
def test_from_sign_up_to_farewell_by_keyboard(visit, site, options, request):
    email = f"{request.node.callspec.id}@example.org"
    page = signed_up(visit, site, email, **options)
    press_what_is_focused(page, "Ja, ich möchte den Newsletter")
    page.wait_for_url("**/einstellungen/**")
    assert "Sie sind angemeldet" in page.inner_text("main")
    page.get_by_label("Klimaangepasst").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Speichern").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**gespeichert=1**")
    assert page.get_by_label("Klimaangepasst").is_checked()
    assert page.evaluate(WITHIN)
    key = page.url.split("/einstellungen/")[1].split("/")[0]
    page.goto(f"/de/newsletter/abmelden/{key}/umwelt-und-gruene-infrastruktur/")
    press_what_is_focused(page, "Newsletter abmelden")
    page.wait_for_url("**/abgemeldet/")
    assert "Sie sind abgemeldet" in page.inner_text("main")


def test_personal_pages_are_accessible(visit, site, flaws):
    page = signed_up(visit, site, "axe@example.org")
    assert flaws(page) == []
    page.get_by_role("button", name="Ja, ich möchte den Newsletter").click()
    page.wait_for_url("**/einstellungen/**")
    assert flaws(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/de/newsletter/",
        "/en/newsletter/",
        "/de/newsletter/archiv/",
        "/de/newsletter/archiv/2026-12/",
        "/de/newsletter/angefragt/",
    ],
)
def test_public_pages_are_accessible_and_stay_within_both_widths(visit, flaws, archive, address):
    assert flaws(visit(address)) == []


def test_by_night(visit, axe, archive):
    assert axe(visit("/de/newsletter/archiv/2026-12/", color_scheme="dark")) == []
