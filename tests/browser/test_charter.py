"""The Charta in a real browser: what everybody reads, and a town's way from promise to report."""

from __future__ import annotations

import pytest

from tests.browser.site import run_inside
from tests.browser.test_sign_in import account, set_up, sign_in  # noqa: F401  a fixture and two steps

PAGES = [
    "/de/charta/",
    "/de/charta/ziele/",
    "/de/charta/ziele/hz-01/",
    "/de/charta/ziele/hz-27/",
    "/de/charta/register/",
    "/de/charta/register/?q=atlantis",
    "/de/charta/zusagen/",
    "/de/charta/version/1/",
    "/de/charta/version/1/druck/",
    "/de/charta/vergleich/",
    "/en/charter/register/",
]
ROUND = """
import datetime as dt
from django.utils import timezone
from gruenzug.web.charter.models import ReportingRound
today = timezone.localdate()
ReportingRound.objects.update_or_create(
    slug="probe",
    defaults={"title": "Proberunde", "opens_on": today, "due_on": today + dt.timedelta(days=30)},
)
"""


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, address):
    assert flaws(visit(address)) == []


@pytest.mark.parametrize("address", PAGES[:5])
def test_by_night(visit, axe, address):
    assert axe(visit(address, color_scheme="dark")) == []


def test_by_keyboard_without_javascript_one_finds_how_a_town_decided(visit):
    page = visit("/de/charta/register/", java_script_enabled=False)
    page.get_by_label("Name oder Vorlage Nr.").focus()
    page.keyboard.type("2023/0419")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=2023%2F0419**")
    page.get_by_role("link", name="Herne", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/charta/register/*/")
    words = page.inner_text("main")
    assert "Naturschutzbeirat" in words
    assert "beschlossen, 13. Juni 2023" in words


def test_a_council_office_takes_its_own_paper_along_without_javascript(visit):
    page = visit("/de/charta/register/", java_script_enabled=False)
    page.get_by_label("Ausgefüllt für").select_option(label="Stadt Kamen")
    with page.expect_download() as download:
        page.get_by_role("button", name="Textdokument (DOCX)").click()
    assert download.value.suggested_filename == "vorlage-kamen.docx"


def test_paper_shows_the_text_and_where_it_comes_from(visit):
    page = visit("/de/charta/version/1/druck/")
    page.emulate_media(media="print")
    assert not page.locator(".contents").is_visible()
    assert page.locator(".charter-text h2").first.is_visible()
    shown = "getComputedStyle(document.querySelector('.charter-text__foot a[rel]'), '::after').content"
    assert "attr(href)" in page.evaluate(shown) or "http" in page.evaluate(shown)


def test_a_town_promises_publishes_and_reports_and_everybody_reads_it(visit, axe, account, site, word):  # noqa: F811
    run_inside(site, ROUND)
    trees = f"500 neue Straßenbäume {word}"
    page = visit("/de/konto/login/", user_agent=f"probe {word}")
    sign_in(page, account(f"probe-{word}", "Kommunale Redaktion"))
    set_up(page)
    page.goto("/admin/charter/pledge/new/")
    page.locator("[name=body]").select_option(label="Stadt Herne")
    page.locator("[name=title]").fill(trees)
    page.locator("[name=due_on]").fill("2026-06-01")
    page.locator("[name=responsible_office]").fill("Fachbereich Umwelt")
    with page.expect_navigation():
        page.get_by_role("button", name="Erstellen").click()
    page.get_by_role("link", name=trees).first.click()
    record = page.url.replace("/edit/", "/inspect/")
    page.goto(record)
    page.locator("[name=to]").select_option("running")
    with page.expect_navigation():
        page.get_by_role("button", name="Stand setzen").click()
    page.goto("/admin/")
    assert trees in page.inner_text("main")
    page.goto(record)
    page.get_by_role("link", name="Berichten: Proberunde").click()
    page.locator("[name=progress]").select_option("delayed")
    page.locator("[name=percent]").fill("64")
    page.locator("[name=words]").fill("Bisher stehen 320 Bäume.")
    with page.expect_navigation():
        page.get_by_role("button", name="Bericht veröffentlichen").click()
    public = visit("/de/charta/zusagen/?state=overdue")
    assert axe(public) == []
    public.get_by_role("link", name=trees).click()
    words = public.inner_text("main")
    assert "überfällig" in words
    assert "Bisher stehen 320 Bäume." in words
    assert axe(public) == []
    public.goto("/de/kommunen/witten/")
    assert "500 neue Straßenbäume" not in public.inner_text("main")
