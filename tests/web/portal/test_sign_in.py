"""Signing in: by password and second factor, or through a provider; staff never without the second factor."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from gruenzug.web.core.audit import sentence
from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role
from gruenzug.web.portal.settings.accounts import account_settings
from gruenzug.web.portal.settings.environment import Environment
from tests.factories import UserFactory
from tests.web.support.authenticator import code
from tests.web.support.servers import openid_provider

pytestmark = pytest.mark.django_db
PASSWORD = "ein langes Passwort"
OPEN = "/de/konto/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def as_on_a_public_site(settings):
    settings.SECOND_FACTOR_EXEMPT = frozenset()


@pytest.fixture
def clerk():
    user = UserFactory(username="testperson5", roles=[Role.FUNDING_CLERK])
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, name="testperson5", password=PASSWORD):
    return client.post("/de/konto/login/", {"login": name, "password": password})


def set_up(client) -> str:
    """Set up an authenticator app as a person would; return its secret."""
    secret = client.get(OPEN).context["form"].secret
    answer = client.post(OPEN, {"code": code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/de/", "/de/netzwerk/"])
def test_staff_without_second_factor_are_led_to_where_it_is_set_up(client, clerk, address):
    sign_in(client)
    assert client.get(address).url == OPEN
    assert client.post("/admin/").status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_spared(client, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get("/admin/").url == OPEN


def test_neither_is_a_superuser(client):
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/admin/").url == OPEN


def test_with_an_authenticator_app_the_back_office_opens_and_every_later_sign_in_asks_for_a_code(
    client, clerk
):
    sign_in(client)
    secret = set_up(client)
    assert client.get("/admin/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data), "stored in the clear"
    client.logout()
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    assert sign_in(client).url == "/de/konto/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302, "half signed in is not signed in"
    assert "/admin/" not in client.post("/de/konto/2fa/authenticate/", {"code": "000000"}).get("Location", "")


def test_a_code_from_the_app_completes_the_sign_in(client, clerk, monkeypatch):
    authenticator = TOTP.activate(clerk, "JBSWY3DPEHPK3PXP").instance
    sign_in(client)
    answer = client.post("/de/konto/2fa/authenticate/", {"code": code("JBSWY3DPEHPK3PXP")})
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert authenticator.user == clerk


def test_the_last_second_factor_of_staff_cannot_be_taken_off(client, clerk):
    sign_in(client)
    set_up(client)
    answer = client.post("/de/konto/2fa/totp/deactivate/")
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


def test_an_account_without_a_role_needs_no_second_factor(client):
    UserFactory(username="testperson9").set_password(PASSWORD)
    client.force_login(User.objects.get(username="testperson9"))
    assert client.get("/de/").status_code == 200
    assert client.get("/admin/").status_code == 302, "and gets nowhere"


def test_the_demonstration_exempts_its_accounts_and_no_others(client, clerk, settings):
    settings.SECOND_FACTOR_EXEMPT = frozenset({"testperson5"})
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200
    client.force_login(UserFactory(username="testperson6", roles=[Role.FUNDING_CLERK]))
    assert client.get("/admin/").url == OPEN


def test_nobody_signs_up_by_themselves(client):
    page = client.get("/de/konto/signup/")
    assert "Konten legt die Administration an" in page.content.decode()
    client.post(
        "/de/konto/signup/", {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.filter(email="neu@example.org").exists()


def test_wagtails_own_door_leads_to_ours(client):
    answer = client.get("/admin/login/?next=/admin/pages/")
    assert answer.url == "/de/konto/login/?next=/admin/pages/"
    assert client.get("/admin/password_reset/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_password_is_set_anew_by_a_link_in_a_mail(client, clerk):
    client.post("/de/konto/password/reset/", {"email": clerk.email})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(/de/konto/password/reset/key/\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "noch ein langes Passwort", "password2": "noch ein langes Passwort"},
    )
    assert sign_in(client, password="noch ein langes Passwort").status_code == 302
    assert client.get(link).status_code == 200
    assert client.get(link).context.get("token_fail"), "the link works once"


def test_a_wrong_password_says_so_without_saying_which_part_is_wrong(client, clerk):
    wrong, unknown = sign_in(client, password="falsch"), sign_in(client, name="niemand")
    told = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert told[0] == told[1] == ["Der Anmeldename und/oder das Passwort sind leider falsch."]


@pytest.fixture(scope="module")
def provider():
    with openid_provider(
        {"sub": "vouched", "email": "testperson5@example.org", "email_verified": True},
        {"sub": "unvouched", "email": "testperson5@example.org", "email_verified": False},
        {"sub": "stranger", "email": "fremd@example.org", "email_verified": True},
    ) as provider:
        yield provider


class TestProvider:
    """Through OpenID Connect, at a provider in a process of its own."""

    @pytest.fixture(autouse=True)
    def configured(self, settings, provider):
        self.provider = provider
        environ = {
            "GRUENZUG_OIDC_URL": provider.url,
            "GRUENZUG_OIDC_CLIENT_ID": "gruenzug",
            "GRUENZUG_OIDC_SECRET": "geheim",
            "GRUENZUG_OIDC_NAME": "Anmelden mit RVR-Konto",
        }
        self.facts = account_settings(Environment.read(environ))
        settings.SOCIALACCOUNT_PROVIDERS = self.facts["SOCIALACCOUNT_PROVIDERS"]

    def come_back(self, client, subject: str):
        start = client.post(reverse("openid_connect_login", args=["oidc"]))
        assert start.url.startswith(self.provider.url)
        assert "code_challenge=" in start.url
        back = self.provider.authorize(start.url, subject)
        assert back.startswith("http://testserver/konto/oidc/oidc/login/callback/")
        return client.get(back.removeprefix("http://testserver"), follow=True)

    def test_the_sign_in_page_offers_it(self, client):
        assert "Anmelden mit RVR-Konto" in client.get("/de/konto/login/").content.decode()

    def test_an_address_the_provider_vouches_for_opens_our_account_and_keeps_its_password(
        self, client, clerk
    ):
        self.come_back(client, "vouched")
        assert client.session["_auth_user_id"] == str(clerk.pk)
        clerk.refresh_from_db()
        assert clerk.check_password(PASSWORD)
        assert client.get("/admin/").url == OPEN, "the provider does not ask for a second factor, so we do"

    def test_a_provider_that_asks_for_the_second_factor_itself_is_enough(self, client, clerk, settings):
        settings.OIDC_CHECKS_SECOND_FACTOR = True
        self.come_back(client, "vouched")
        assert client.get("/admin/").status_code == 200

    def test_a_second_visit_finds_the_account_again(self, client, clerk):
        self.come_back(client, "vouched")
        client.logout()
        clerk.email = "anders@example.org"
        clerk.save()
        self.come_back(client, "vouched")
        assert client.session["_auth_user_id"] == str(clerk.pk)

    @pytest.mark.parametrize("subject", ["unvouched", "stranger"])
    def test_an_address_nobody_vouches_for_or_knows_opens_nothing(self, client, clerk, subject):
        page = self.come_back(client, subject)
        assert "_auth_user_id" not in client.session
        assert "Konten legt die Administration an" in page.content.decode()
        assert User.objects.count() == 1

    def test_an_account_that_was_shut_down_stays_shut(self, client, clerk):
        clerk.is_active = False
        clerk.save()
        self.come_back(client, "vouched")
        assert "_auth_user_id" not in client.session

    def test_an_answer_nobody_asked_for_is_refused(self, client, clerk):
        answer = client.get("/konto/oidc/oidc/login/callback/?code=x&state=forged")
        assert answer.status_code in (302, 401, 403, 200)
        assert "_auth_user_id" not in client.session


class TestNewAccounts:
    """The administration makes accounts; who they are for sets the password."""

    @pytest.fixture
    def administrator(self, settings):
        settings.SECOND_FACTOR_EXEMPT = frozenset({"administration"})
        return UserFactory(username="administration", roles=[Role.ADMINISTRATOR])

    @pytest.mark.django_db(transaction=True)
    def test_an_invitation_leads_to_a_password_and_to_the_role_that_was_given(self, client, administrator):
        client.force_login(administrator)
        group = Group.objects.get(name=Role.MODERATOR.group_name)
        form = {"username": "neu", "email": "neu@example.org", "first_name": "Test", "last_name": "Person 8"}
        page = client.post("/admin/users/new/", {**form, "groups": [group.pk]}, follow=True)
        assert "Die Einladung an neu@example.org ist unterwegs." in page.content.decode()
        client.logout()
        (message,) = mail.outbox
        assert "Ihr Benutzername ist neu." in message.body
        link = re.search(r"http://testserver(/de/konto/password/reset/key/\S+)", message.body).group(1)
        opened = client.get(link, follow=True)
        client.post(opened.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
        sign_in(client, "neu")
        assert client.get("/admin/").url == OPEN
        assert User.objects.get(username="neu").roles == {Role.MODERATOR}

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
    def test_nobody_else_makes_accounts(self, client, settings, role):
        user = UserFactory(roles=[role])
        settings.SECOND_FACTOR_EXEMPT = frozenset({user.username})
        client.force_login(user)
        form = {"username": "neu", "email": "neu@example.org", "first_name": "Test", "last_name": "Person 8"}
        client.post("/admin/users/new/", form)
        assert not User.objects.filter(username="neu").exists()
        assert client.post(f"/admin/users/edit/{user.pk}/", {"is_superuser": "on"}).status_code in (302, 403)

    def test_the_log_says_who_gave_which_role_to_whom(self, client, administrator, clerk):
        client.force_login(administrator)
        groups = {group.name: group.pk for group in Group.objects.all()}
        form = {
            "username": clerk.username,
            "email": clerk.email,
            "first_name": "Test",
            "last_name": "Person 5",
        }
        client.post(
            f"/admin/users/edit/{clerk.pk}/", {**form, "is_active": "on", "groups": [groups["Moderation"]]}
        )
        entry = ModelLogEntry.objects.filter(action="core.roles_changed").get()
        told = "hat die Rollen von „testperson5“ geändert: Rollen „Fördersachbearbeitung“ → „Moderation“"
        assert sentence(entry) == told
        assert entry.user == administrator

    def test_a_lost_telephone_is_no_lost_account(self, client, clerk, capsys):
        sign_in(client)
        set_up(client)
        call_command("reset_second_factor", "testperson5")
        client.logout()
        sign_in(client)
        assert client.get("/admin/").url == OPEN
        with pytest.raises(CommandError, match="no account named niemand"):
            call_command("reset_second_factor", "niemand")
