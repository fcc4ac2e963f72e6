"""Signing in with a second factor, in a real browser, and the first page behind it."""

from __future__ import annotations

from itertools import count

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.site import run_inside
from tests.web.support.authenticator import code

PASSWORD = "ein langes Passwort"
ACCOUNT = """
from django.contrib.auth.models import Group
from gruenzug.web.core.models import User
from gruenzug.web.directory.models import Membership, Organisation
User.objects.filter(username="{name}").delete()
user = User.objects.create_user("{name}", "{name}@example.org", "{password}", last_name="Testperson")
user.groups.add(Group.objects.get(name="{group}"))
Membership.objects.create(user=user, organisation=Organisation.objects.get(slug="herne"))
"""


@pytest.fixture
def visit(visit):
    """Return a function that opens an address with cookies of its own; other tests stay signed out."""
    number = count()

    def open_page(address: str, **options):
        return visit(address, user_agent=f"probe {id(number)} {next(number)}", **options)

    return open_page


@pytest.fixture
def account(site):
    """Return a function that makes an account with the role of a group."""

    def make(name: str, group: str) -> str:
        run_inside(site, ACCOUNT.format(name=name, group=group, password=PASSWORD))
        return name

    return make


def sign_in(page, name: str) -> None:
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Anmelden").click()


def set_up(page) -> None:
    page.get_by_label("Authentifizierungscode").fill(code(page.locator(".secret").inner_text()))
    with page.expect_navigation():
        page.get_by_role("button", name="Einrichten").click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_is_accessible(visit, axe, width, scheme):
    page = visit("/de/konto/login/", width=width, color_scheme=scheme)
    assert axe(page) == []
    sign_in(page, "niemand")
    assert page.get_by_role("alert").is_visible()
    assert axe(page) == []


def test_without_javascript_a_town_sets_up_its_second_factor_and_reaches_its_data(visit, axe, account):
    page = visit("/admin/", java_script_enabled=False)
    sign_in(page, account("probe-stadt", "Kommunale Redaktion"))
    assert "Zweiten Faktor einrichten" in page.inner_text("h1")
    set_up(page)
    assert "/konto/2fa/" in page.url
    page.goto("/admin/directory/organisation/")
    assert "Stadt Herne" in page.inner_text("body")
    assert "Stadt Kamen" not in page.inner_text("body")


def test_every_page_on_the_way_is_accessible(visit, axe, account):
    page = visit("/de/konto/login/")
    sign_in(page, account("probe-team", "Programmteam"))
    assert axe(page) == []
    set_up(page)
    for address in (
        "/de/konto/2fa/",
        "/de/konto/2fa/recovery-codes/",
        "/de/konto/2fa/webauthn/add/",
        "/de/konto/password/change/",
        "/de/konto/logout/",
    ):
        page.goto(address)
        assert axe(page) == [], address


def test_our_pages_of_the_back_office_are_accessible(visit, axe, account):
    page = visit("/de/konto/login/")
    sign_in(page, account("probe-team-zwei", "Programmteam"))
    set_up(page)
    for address in (
        "/admin/protokoll/",
        "/admin/betrieb/",
        "/admin/verarbeitungen/",
        "/admin/netzwerk/dubletten/",
        "/admin/tabellen/organisations/",
    ):
        page.goto(address)
        assert axe(page) == [], address


def test_by_keyboard_alone(visit, account):
    page = visit("/de/konto/login/")
    page.get_by_label("Benutzername").focus()
    page.keyboard.type(account("probe-tasten", "Analyse"))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/totp/activate/")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Authentifizierungscode").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/recovery-codes/")
