"""A security key as second factor, with the virtual key a browser lends to tests."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from gruenzug.web.core.roles import Role
from tests.factories import UserFactory

PASSWORD = "ein langes Passwort"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def clerk(transactional_db):
    user = UserFactory(username="probe-schluessel", roles=[Role.FUNDING_CLERK])
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def page(browser, live_server, settings):
    """A page on a server named localhost, for an address of digits can have no keys."""
    settings.SECOND_FACTOR_EXEMPT = frozenset()
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # without https; only here
    settings.ALLOWED_HOSTS = ["localhost"]
    context = browser.new_context(base_url=live_server.url, locale="de-DE")
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()


def sign_in(page) -> None:
    page.goto("/de/konto/login/")
    page.get_by_label("Benutzername").fill("probe-schluessel")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def is_kept(page, user) -> bool:
    """Whether the key arrives in the database within ten seconds."""
    for _ in range(50):
        if Authenticator.objects.filter(user=user, type="webauthn").exists():
            return True
        page.wait_for_timeout(200)
    return False


def test_a_key_is_added_and_opens_the_door_next_time(page, clerk):
    sign_in(page)
    page.get_by_role("link", name="Lieber einen Sicherheitsschlüssel benutzen").click()
    page.wait_for_url("**/2fa/webauthn/add/")  # loaded: the button is a script's
    page.locator("#mfa_webauthn_add").click()
    assert is_kept(page, clerk)
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    page.context.clear_cookies()
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/admin/")
