"""The editors' work in a browser: approving what was submitted, and seeing what happened meanwhile."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser.conftest import NARROW, WIDE
from tests.browser.site import run_inside
from tests.browser.test_sign_in import ACCOUNT, PASSWORD, set_up, sign_in

SUBMITTED = """
from gruenzug.web.core.models import User
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
index = NewsIndexPage.objects.get(locale__language_code="de")
author = User.objects.filter(username="probe-autor").first() or User.objects.create_user("probe-autor")
page = NewsPage(title="NAME", slug="SLUG", live=False, owner=author)
index.add_child(instance=page)
page.save_revision(user=author)
page.get_workflow().start(page, author)
"""
PUBLISHED = SUBMITTED + "page.refresh_from_db(); page.get_latest_revision().publish()"
IS_LIVE = """
from gruenzug.web.portal.models import NewsPage
print(NewsPage.objects.get(slug="SLUG").live)
"""


def inside(site, script: str, name: str) -> str:
    """Run `script` for the page of this name."""
    slug = name.lower().replace(" ", "-")
    return run_inside(site, script.replace("NAME", name).replace("SLUG", slug))


@pytest.fixture
def team(visit, site):
    """Return a function that opens the back office as a member of the programme team."""

    def open_page(name: str, **options):
        run_inside(site, ACCOUNT.format(name=name, group="Programmteam", password=PASSWORD))
        page = visit("/de/konto/login/", user_agent=f"probe {name}", **options)
        if page.get_by_label("Benutzername").count():
            sign_in(page, name)
            set_up(page)
        page.goto("/admin/")
        return page

    return open_page


def test_a_page_that_waits_is_approved_by_keyboard(team, site, word):
    meadow = f"Wiese zur Freigabe {word}"
    inside(site, SUBMITTED, meadow)
    page = team(f"probe-{word}")
    page.get_by_role("link", name=meadow).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")  # the editor's scripts make the menu of actions
    page.locator("footer [data-w-dropdown-target=toggle]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Freigeben und Veröffentlichen", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert inside(site, IS_LIVE, meadow) == "True"


def test_what_happened_meanwhile_is_marked_as_known_without_javascript(team, site, word):
    meadow = f"Wiese von gestern {word}"
    inside(site, PUBLISHED, meadow)
    page = team(f"probe-{word}", java_script_enabled=False)
    page.get_by_role("link", name="Alles ansehen").click()
    page.wait_for_url("**/admin/seither/")
    assert meadow in page.inner_text("main")
    with page.expect_navigation():
        page.get_by_role("button", name="Kenne ich schon").click()
    page.goto("/admin/seither/")
    assert meadow not in page.inner_text("main")


def test_what_happened_meanwhile_is_accessible_at_both_widths(team, axe, site, word):
    inside(site, PUBLISHED, f"Wiese in zwei Breiten {word}")
    page = team(f"probe-{word}")
    for width in (WIDE, NARROW):
        page.resize(width)
        page.goto("/admin/seither/")
        assert page.locator(".since__group a").count()
        assert axe(page) == [], width


CAMPAIGN = """
from django.conf import settings
from django.core.management import call_command
settings.DEMO = True
call_command("demo_participation")
call_command("demo_event")
call_command("demo_campaign")
"""


def test_a_campaign_leads_by_keyboard_to_where_one_takes_part(visit, flaws, site):
    run_inside(site, CAMPAIGN)
    page = visit("/de/gruen-vor-der-tuer/", java_script_enabled=False)
    page.get_by_role("link", name="So machen Sie mit").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Eine Leitlinie zum Ausprobieren"
    page.keyboard.press("Enter")
    page.wait_for_url("**/beteiligung/**")
    page = visit("/de/gruen-vor-der-tuer/")
    assert flaws(page) == []


NEWS_WITH_PICTURE = """
from gruenzug.web.core.models import SiteImage
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
picture = SiteImage.objects.latest("pk")
index = NewsIndexPage.objects.get(locale__language_code="de")
page = NewsPage(title="Bach", slug="probe-bild-WORD", image=picture, image_alt=picture.description)
index.add_child(instance=page)
page.save_revision().publish()
"""


def test_a_picture_comes_in_with_its_rights_and_is_credited(team, visit, flaws, site, word, tmp_path):
    file = tmp_path / "bach.png"
    Image.new("RGB", (1600, 900), "#4d9058").save(file)
    page = team(f"probe-{word}")
    page.goto("/admin/images/add/")
    for rights in ({}, {"author": "Probestadt", "licence": "cc-by-4.0"}):
        page.set_input_files("input[type=file]", file)
        page.get_by_label("Titel").fill("Bach")
        page.get_by_label("Bildbeschreibung").fill("Ein Bach zwischen Wiesen")
        if rights:
            page.locator("[name=author]").fill(rights["author"])
            page.locator("[name=licence]").select_option(rights["licence"])
        with page.expect_navigation():
            page.get_by_role("button", name="Hochladen").click()
        assert page.url.endswith("/admin/images/add/") is not bool(rights)
    run_inside(site, NEWS_WITH_PICTURE.replace("WORD", word))
    page = visit(f"/de/aktuelles/probe-bild-{word}/")
    assert page.inner_text(".credit") == "Probestadt, CC BY 4.0"
    assert page.evaluate("document.querySelector('figure img').naturalWidth") == 1200
    assert flaws(page) == []
