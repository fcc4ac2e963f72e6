"""The first page per role, the log and the machinery, as pages."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit, desk, mail, privacy
from gruenzug.web.core.desk import Card, Row, Section
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Promise
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, *roles, **facts):
    user = UserFactory(roles=roles, **facts)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_page_that_names_it(client, role):
    sign_in(client, role)
    page = client.get("/admin/")
    assert page.status_code == 200
    assert str(role.label) in page.content.decode()


def test_who_has_nothing_to_do_is_told_so(client):
    sign_in(client, Role.ANALYST)
    assert "Heute ist nichts fällig" in client.get("/admin/").content.decode()


def test_cards_stand_under_their_question_and_empty_ones_are_left_out(monkeypatch):
    monkeypatch.setattr(desk, "_LAYERS", {})
    desk.register("a", lambda user, today: Card("Rest", Section.CHANGED, [Row("x")]))
    desk.register("b", lambda user, today: Card("Leer", Section.DUE))
    desk.register("c", lambda user, today: None)
    desk.register("d", lambda user, today: Card("Viel", Section.DUE, [Row("y")] * 10, count=25))
    laid = desk.cards(None, timezone.localdate())
    assert [card.title for card in laid[Section.DUE]] == ["Viel"]
    assert (len(laid[Section.DUE][0].shown), laid[Section.DUE][0].hidden) == (8, 17)
    assert [card.title for card in laid[Section.CHANGED]] == ["Rest"]
    with pytest.raises(ValueError, match="registered already"):
        desk.register("a", lambda user, today: None)


def test_the_first_page_takes_no_more_queries_for_much_work(client):
    sign_in(client, Role.PROGRAMME_TEAM)
    town = OrganisationFactory()

    def queries_with(count: int) -> int:
        for number in range(count):
            Promise.objects.create(organisation=town, text=f"Zusage {number}", due_on=timezone.localdate())
            audit.record("directory.organisation_created", subject=town, by=None)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/admin/").content.decode()
        assert "Zusage 0" in page
        return len(queries)

    assert queries_with(2) == queries_with(60)
    assert "54 weitere Einträge" in client.get("/admin/").content.decode()


class TestLog:
    @pytest.fixture
    def entries(self):
        town = OrganisationFactory(name="Stadt Herne")
        clerk = UserFactory(last_name="Testperson 5")
        audit.record("directory.organisation_created", subject=town, by=clerk)
        old = audit.record(
            "directory.organisation_changed", subject=town, by=None, changes={"Ort": ("", "Herne")}
        )
        ModelLogEntry.objects.filter(pk=old.pk).update(timestamp=timezone.now() - dt.timedelta(days=40))
        return clerk

    def rows(self, client, query=""):
        content = client.get(f"/admin/protokoll/?format=csv{query}").content.decode()
        return [row["sentence"] for row in csv.DictReader(StringIO(content))]

    def test_tells_in_sentences_who_did_what(self, client, entries):
        sign_in(client, Role.DATA_PROTECTION)
        assert self.rows(client) == [
            "Testperson 5 hat „Stadt Herne“ angelegt",
            "Das System hat „Stadt Herne“ geändert: Ort „Herne“",
        ]
        assert (
            "<strong>Testperson 5</strong> hat „Stadt Herne“ angelegt."
            in client.get("/admin/protokoll/").content.decode()
        )

    def test_filters(self, client, entries):
        sign_in(client, Role.ADMINISTRATOR)
        today = timezone.localdate()
        assert len(self.rows(client, "&action=directory.organisation_created")) == 1
        assert len(self.rows(client, f"&who={entries.pk}")) == 1
        assert len(self.rows(client, "&q=Kamen")) == 0
        assert len(self.rows(client, f"&from={today}")) == 1
        assert len(self.rows(client, f"&to={today - dt.timedelta(days=30)}")) == 1
        assert len(self.rows(client, "&from=unsinn&to=2026-99-99&who=x")) == 2

    @pytest.mark.parametrize("role", [Role.MUNICIPAL_EDITOR, Role.ANALYST, Role.FUNDING_BODY, Role.MODERATOR])
    def test_is_closed_to_other_roles(self, client, entries, role):
        sign_in(client, role)
        assert "Herne" not in client.get("/admin/protokoll/", follow=True).content.decode()
        assert "Herne" not in client.get("/admin/reports/site-history/", follow=True).content.decode()

    def test_is_deleted_after_ten_years(self, entries):
        ModelLogEntry.objects.update(timestamp=timezone.now() - dt.timedelta(days=3651))
        assert "core.log 2" in privacy.delete_what_is_due()


def test_the_machinery_shows_mails_that_wait_and_why(client, settings):
    sign_in(client, Role.ADMINISTRATOR)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    (waiting,) = mail.queue(to="amt@example.org", subject="Erinnerung", text="x")
    mail.deliver(waiting.pk)
    page = client.get("/admin/betrieb/").content.decode()
    assert "amt@example.org" in page
    assert "ConnectionRefusedError" in page
    assert "core.retention" in page


def test_the_register_of_processings_is_the_privacy_pages_text(client, programme):
    sign_in(client, Role.DATA_PROTECTION)
    register = client.get("/admin/verarbeitungen/").content.decode()
    public = client.get("/de/datenschutz/").content.decode()
    assert len(privacy.processings()) >= 7
    for row in privacy.processings().values():
        assert str(row.title) in register
        assert str(row.title) in public
        assert str(row.retention) in public


def test_every_model_with_personal_data_is_declared():
    """A model that holds an e-mail address of a person, or points at an account, is someone's processing."""
    declared = {row.model for row in privacy.processings().values()}
    assert {"core.User", "core.OutgoingMail", "directory.Person", "directory.Consent"} <= declared


def test_a_processing_with_a_period_deletes_by_itself():
    endless = [row.id for row in privacy.processings().values() if row.retention_days and not row.delete]
    assert endless == []
