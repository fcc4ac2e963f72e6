"""The back office: the team's work, and what a municipal editor may not reach in any way."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit
from gruenzug.web.core.models import SheetUpload
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import (
    Contact,
    ContactGroup,
    FunctionContact,
    GroupRule,
    Organisation,
    Person,
    Promise,
    Topic,
)
from gruenzug.web.directory.selectors import members_of
from tests.factories import CommitmentFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.web.directory.conftest import signed_in

pytestmark = pytest.mark.django_db

NO_CONTACTS = {
    "function_contacts-TOTAL_FORMS": "0",
    "function_contacts-INITIAL_FORMS": "0",
    "function_contacts-MIN_NUM_FORMS": "0",
    "function_contacts-MAX_NUM_FORMS": "1000",
}


def entries() -> list[str]:
    return [audit.sentence(entry) for entry in ModelLogEntry.objects.order_by("pk")]


def body_form(**fields):
    facts = {"kind": "association", "name": "Grüne Höfe e. V.", "status": "confirmed", "is_public": "on"}
    return {**NO_CONTACTS, **facts, **fields}


def test_the_team_creates_changes_and_deletes_a_body_and_each_leaves_a_sentence(team_client):
    team_client.post("/admin/directory/organisation/new/", body_form())
    body = Organisation.objects.get(name="Grüne Höfe e. V.")
    assert body.slug == "gruene-hoefe-e-v"
    edit = f"/admin/directory/organisation/edit/{body.pk}/"
    team_client.post(edit, body_form(phone="0201 1"))
    team_client.post(edit, body_form(phone="0201 2"))
    team_client.post(edit, body_form(phone="0201 2"))
    team_client.post(f"/admin/directory/organisation/delete/{body.pk}/")
    assert not Organisation.objects.exists()
    assert entries() == [
        "hat „Grüne Höfe e. V.“ angelegt",
        "hat „Grüne Höfe e. V.“ geändert: Telefon „0201 1“",
        "hat „Grüne Höfe e. V.“ geändert: Telefon „0201 1“ → „0201 2“",
        "hat „Grüne Höfe e. V.“ gelöscht",
    ]


def test_topics_and_contacts_are_saved_with_the_body(team_client):
    topic = Topic.objects.create(key="artenreich", title_de="Artenreich")
    contact = {
        "function_contacts-TOTAL_FORMS": "1",
        "function_contacts-0-office": "Geschäftsstelle",
        "function_contacts-0-order": "1",
        "function_contacts-0-is_public": "on",
        "function_contacts-0-ORDER": "1",
    }
    team_client.post("/admin/directory/organisation/new/", body_form(topics=[topic.pk], **contact))
    body = Organisation.objects.get()
    assert list(body.topics.all()) == [topic]
    assert FunctionContact.objects.get(organisation=body).office == "Geschäftsstelle"


class TestMunicipalEditor:
    """Own body only."""

    def test_sees_the_own_body_in_lists_and_nothing_else(self, editor_client, town, other_town):
        page = editor_client.get("/admin/directory/organisation/").content.decode()
        assert "Stadt Herne" in page
        assert "Stadt Kamen" not in page
        assert (
            "Stadt Kamen" not in editor_client.get("/admin/directory/organisation/?q=Kamen").content.decode()
        )

    def test_changes_what_is_the_own_bodys_but_not_what_it_is(self, editor_client, town):
        form = {
            **NO_CONTACTS,
            "phone": "02323 16-0",
            "name": "Großstadt Herne",
            "kind": "company",
            "is_public": "",
        }
        editor_client.post(f"/admin/directory/organisation/edit/{town.pk}/", form)
        town.refresh_from_db()
        assert (town.phone, town.name, town.kind, town.is_public) == (
            "02323 16-0",
            "Stadt Herne",
            "municipality",
            True,
        )

    @pytest.mark.parametrize("page", ["edit", "inspect", "history", "usage", "delete"])
    def test_pages_of_another_body_stay_closed(self, editor_client, other_town, page):
        address = f"/admin/directory/organisation/{page}/{other_town.pk}/"
        for answer in (
            editor_client.get(address),
            editor_client.post(address, {**NO_CONTACTS, "phone": "x"}),
        ):
            assert answer.status_code in (302, 403, 405), address
        assert editor_client.get(address, follow=True).request["PATH_INFO"] == "/admin/" or (
            editor_client.get(address).status_code == 403
        )
        other_town.refresh_from_db()
        assert other_town.phone == "02307 148-0"

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/directory/organisation/new/",
            "/admin/directory/person/",
            "/admin/directory/contact/",
            "/admin/directory/promise/",
            "/admin/directory/membership/",
            "/admin/directory/membership/new/",
            "/admin/directory/contactgroup/",
            "/admin/netzwerk/dubletten/",
            "/admin/protokoll/",
            "/admin/betrieb/",
            "/admin/verarbeitungen/",
            "/admin/users/",
            "/admin/reports/site-history/",
        ],
    )
    def test_other_rooms_of_the_back_office_stay_closed(self, editor_client, address):
        answer = editor_client.get(address, follow=True)
        assert answer.status_code == 403 or answer.request["PATH_INFO"] == "/admin/"

    def test_actions_by_post_stay_closed(self, editor_client, town, other_town, team):
        person = PersonFactory()
        group = ContactGroup.objects.create(title="x", slug="x")
        promise = Promise.objects.create(organisation=town, text="x", due_on=dt.date(2026, 1, 1))
        for address in (
            f"/admin/netzwerk/person/{person.pk}/fragen/",
            f"/admin/netzwerk/verteiler/{group.pk}/vermerk/",
            f"/admin/netzwerk/zusage/{promise.pk}/erledigt/",
            f"/admin/netzwerk/dubletten/{town.pk}/{other_town.pk}/",
            f"/admin/directory/organisation/delete/{town.pk}/",
        ):
            assert editor_client.post(address, {"keep": town.pk}).status_code in (302, 403), address
        assert Organisation.objects.count() == 2
        assert not Promise.objects.get().done_on
        assert not ModelLogEntry.objects.exists()

    def test_the_record_of_the_own_body_hides_what_the_team_noted(self, editor_client, town):
        Contact.objects.create(organisation=town, kind="call", subject="Vertrauliches Gespräch")
        Organisation.objects.filter(pk=town.pk).update(note="Interne Bemerkung zur Stadt")
        page = editor_client.get(f"/admin/directory/organisation/inspect/{town.pk}/").content.decode()
        assert "Vertrauliches" not in page
        assert "Interne Bemerkung zur Stadt" not in page

    def test_a_spreadsheet_does_not_get_further_than_the_forms(self, editor_client, town, other_town):
        content = editor_client.get("/admin/tabellen/organisations.csv").content.decode("utf-8-sig")
        assert "Stadt Kamen" not in content
        lines = content.splitlines()
        forged = lines[1].replace(f"{town.pk};", f"{other_town.pk};", 1)
        renamed = lines[1].replace("Stadt Herne", "Großstadt Herne")
        new = ";Kommune;Stadt Neu" + ";" * (lines[0].count(";") - 2)
        file = SimpleUploadedFile("x.csv", "\n".join([lines[0], forged, renamed, new]).encode())
        page = editor_client.post("/admin/tabellen/organisations/", {"file": file}, follow=True)
        assert page.context["plan"].counts == {
            "new": 0,
            "changed": 0,
            "unchanged": 0,
            "conflict": 0,
            "error": 3,
        }
        shown = page.context["plan"].fingerprint
        editor_client.post(page.context["apply_url"], {"shown": shown})
        town.refresh_from_db()
        assert town.name == "Stadt Herne"
        assert Organisation.objects.count() == 2

    def test_an_upload_of_somebody_else_is_not_there(self, editor_client, team):
        kept = SheetUpload.objects.create(sheet="organisations", user=team, file_name="x", rows=[])
        assert editor_client.get(f"/admin/tabellen/organisations/{kept.pk}/").status_code == 404


def test_who_only_reads_bodies_cannot_change_them(town):
    analyst = signed_in(UserFactory(roles=[Role.ANALYST]))
    assert analyst.get(f"/admin/directory/organisation/inspect/{town.pk}/").status_code == 200
    edit = analyst.post(f"/admin/directory/organisation/edit/{town.pk}/", body_form())
    assert edit.status_code in (302, 403)
    town.refresh_from_db()
    assert town.name == "Stadt Herne"


def test_a_spreadsheet_is_previewed_and_then_applied(team_client, town, other_town):
    book = load_workbook(BytesIO(team_client.get("/admin/tabellen/organisations.xlsx").content))
    table = book.worksheets[0]
    column = [cell.value for cell in table[1]].index("Telefon")
    for row in table.iter_rows(min_row=2):
        if row[0].value == str(other_town.pk):
            row[column].value = "02307 148-1"
    stream = BytesIO()
    book.save(stream)
    Organisation.objects.filter(pk=town.pk).update(city="Herne")
    file = SimpleUploadedFile("zurueck.xlsx", stream.getvalue())
    page = team_client.post("/admin/tabellen/organisations/", {"file": file}, follow=True)
    text = page.content.decode()
    assert "<del>02307 148-0</del> → <ins>02307 148-1</ins>" in text
    assert page.context["plan"].counts["changed"] == 1
    done = team_client.post(
        page.context["apply_url"], {"shown": page.context["plan"].fingerprint}, follow=True
    )
    assert "1 Zeile wurde übernommen." in done.content.decode()
    other_town.refresh_from_db()
    assert other_town.phone == "02307 148-1"
    assert entries() == ["hat „Stadt Kamen“ geändert: Telefon „02307 148-0“ → „02307 148-1“"]
    assert not SheetUpload.objects.exists()


def test_a_preview_that_is_out_of_date_is_shown_again(team_client, town):
    content = team_client.get("/admin/tabellen/organisations.csv").content.decode("utf-8-sig")
    file = SimpleUploadedFile("x.csv", content.replace("Herne", "Herne am Kanal").encode())
    page = team_client.post("/admin/tabellen/organisations/", {"file": file}, follow=True)
    Organisation.objects.filter(pk=town.pk).update(short_name="Wanne")
    again = team_client.post(
        page.context["apply_url"], {"shown": page.context["plan"].fingerprint}, follow=True
    )
    assert "Inzwischen hat jemand etwas geändert." in again.content.decode()
    town.refresh_from_db()
    assert town.name == "Stadt Herne"


def test_a_file_that_is_not_ours_gets_its_sentence_on_the_page(team_client):
    file = SimpleUploadedFile("x.csv", b"a;b\n1;2")
    page = team_client.post("/admin/tabellen/organisations/", {"file": file}).content.decode()
    assert "Die Spalte „a“ kennen wir nicht; laden Sie die Tabelle neu herunter." in page


class TestGroups:
    """Letters to "all municipalities"."""

    @pytest.fixture
    def group(self):
        group = ContactGroup.objects.create(title="Alle Kommunen", slug="alle-kommunen")
        GroupRule.objects.create(group=group, kind="municipality")
        return group

    def test_rules_add_up_and_hands_have_the_last_word(self, group):
        topic = Topic.objects.create(key="artenreich", title_de="Artenreich")
        towns = [OrganisationFactory(name=f"Stadt {letter}") for letter in "ABC"]
        club, guest = OrganisationFactory(kind="association"), OrganisationFactory(kind="company")
        OrganisationFactory(kind="association")
        club.topics.add(topic)
        GroupRule.objects.create(group=group, kind="association", topic=topic)
        group.included.add(guest)
        group.excluded.add(towns[1])
        assert set(members_of(group)) == {towns[0], towns[2], club, guest}

    def test_a_rule_that_says_nothing_means_all_and_no_rule_means_nobody(self, group):
        club = OrganisationFactory(kind="association")
        empty = ContactGroup.objects.create(title="leer", slug="leer")
        assert list(members_of(empty)) == []
        GroupRule.objects.create(group=empty)
        assert list(members_of(empty)) == [club]

    def test_addresses_for_a_serial_letter_keep_the_zeros_of_postal_codes(self, group, team_client):
        OrganisationFactory(name="Stadt A", postal_code="01067", city="A", mailbox="post@example.org")
        content = team_client.get(f"/admin/netzwerk/verteiler/{group.pk}.xlsx").content
        rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
        assert rows[1][rows[0].index("Postleitzahl")] == "01067"
        text = team_client.get(f"/admin/netzwerk/verteiler/{group.pk}.csv").content.decode("utf-8-sig")
        assert text.splitlines()[1].startswith("Stadt A,")

    def test_a_letter_is_noted_with_every_member(self, group, team_client):
        towns = [OrganisationFactory(), OrganisationFactory()]
        facts = {"subject": "Bitte um Beschluss zur Charta", "happened_on": "2026-11-20"}
        answer = team_client.post(f"/admin/netzwerk/verteiler/{group.pk}/vermerk/", facts, follow=True)
        assert "Bei 2 Körperschaften vermerkt." in answer.content.decode()
        assert {contact.organisation for contact in Contact.objects.filter(kind="letter")} == set(towns)
        assert entries() == [
            "hat das Schreiben „Bitte um Beschluss zur Charta“ an 2 Körperschaften vermerkt (Alle Kommunen)"
        ]


class TestPromises:
    """Promises reach the desk when they fall due and leave it when kept."""

    @pytest.fixture
    def promises(self, town, team):
        today = timezone.localdate()
        return [
            Promise.objects.create(organisation=town, text=text, due_on=today + dt.timedelta(days=days))
            for text, days in (("Überfälliges", -3), ("Dieser Tage", 5), ("Viel später", 30))
        ]

    def test_what_is_due_this_week_or_late_is_on_the_desk(self, promises, team_client):
        desk = team_client.get("/admin/").content.decode()
        assert "Überfälliges" in desk
        assert "überfällig seit" in desk
        assert "Dieser Tage" in desk
        assert "Viel später" not in desk

    def test_done_is_done(self, promises, team_client, town):
        for _time in range(2):
            team_client.post(f"/admin/netzwerk/zusage/{promises[0].pk}/erledigt/", follow=True)
        assert "Überfälliges" not in team_client.get("/admin/").content.decode()
        assert entries() == ["hat die Zusage „Überfälliges“ an Herne erledigt"]

    def test_the_record_of_a_body_begins_a_contact_or_promise_about_it(self, town, team_client):
        page = team_client.get(f"/admin/directory/contact/new/?organisation={town.pk}").content.decode()
        assert f'<option value="{town.pk}" selected>' in page
        facts = {"organisation": town.pk, "kind": "call", "happened_on": "2026-11-20", "subject": "Rückruf"}
        team_client.post("/admin/directory/contact/new/", facts)
        contact = Contact.objects.get()
        assert contact.by is not None
        record = team_client.get(f"/admin/directory/organisation/inspect/{town.pk}/").content.decode()
        assert "Rückruf" in record


def test_the_log_of_people_names_fields_but_no_values(team_client):
    person = PersonFactory(first_name="Test", last_name="Person 7", email="p7@example.org")
    nothing = {
        f"positions-{part}": value
        for part, value in (
            ("TOTAL_FORMS", "0"),
            ("INITIAL_FORMS", "0"),
            ("MIN_NUM_FORMS", "0"),
            ("MAX_NUM_FORMS", "9"),
        )
    }
    form = {
        **nothing,
        "first_name": "Test",
        "last_name": "Person 7",
        "email": "neu@example.org",
        "phone": "0123",
    }
    team_client.post(f"/admin/directory/person/edit/{person.pk}/", form)
    assert entries() == ["hat bei „Test Person 7“ geändert: E-Mail-Adresse, Telefon"]
    team_client.post(f"/admin/directory/person/delete/{person.pk}/")
    assert not Person.objects.exists()
    assert all("Person 7" not in sentence for sentence in entries())


def test_a_body_that_other_rooms_need_is_not_deleted_but_named(team_client, town):
    CommitmentFactory(body=town)
    answer = team_client.post(f"/admin/directory/organisation/delete/{town.pk}/", follow=True)
    assert "„Stadt Herne“ wird noch gebraucht:" in answer.content.decode()
    assert Organisation.objects.filter(pk=town.pk).exists()
    assert entries() == []
