"""What the team and data protection do with readers."""

from __future__ import annotations

import io

import pytest
from wagtail.models import ModelLogEntry

from gruenzug.web.core.roles import Role
from gruenzug.web.newsletter.models import Evidence, MailingList, Reason, Subscriber, Suppression
from tests.factories import UserFactory
from tests.web.newsletter.conftest import reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    user = UserFactory(roles=[Role.PROGRAMME_TEAM])
    client.force_login(user)
    return user


def uploaded(client, text):
    file = io.BytesIO(text.encode())
    file.name = "liste.csv"
    return client.post("/admin/tabellen/newsletter-readers/", {"file": file}, follow=True)


def test_pages_open_for_the_team_and_not_for_others(client, team, letter):
    person = reader(letter)
    pages = [
        "/admin/newsletter/mailinglist/",
        "/admin/newsletter/topic/",
        "/admin/newsletter/wording/",
        "/admin/newsletter/subscriber/",
        f"/admin/newsletter/subscriber/inspect/{person.pk}/",
        "/admin/newsletter/nachweis/",
        "/admin/tabellen/newsletter-readers/",
    ]
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert "leserin@example.org" in client.get(pages[4]).content.decode()
    client.force_login(UserFactory(roles=[Role.MODERATOR]))
    for page in pages:
        assert client.get(page).status_code in (302, 403), page


def test_the_team_erases_on_request_and_the_log_names_no_address(client, team, letter):
    person = reader(letter)
    client.post(f"/admin/newsletter/subscriber/delete/{person.pk}/")
    assert not Subscriber.objects.exists()
    last = Evidence.objects.last()
    assert (last.kind, last.by) == ("erased", team)
    assert "example.org" not in repr([(e.label, e.data) for e in ModelLogEntry.objects.filter(user=team)])


def test_an_address_is_looked_up_closed_and_opened(client, team, letter):
    reader(letter)
    page = client.post("/admin/newsletter/nachweis/", {"email": "Leserin@example.org"}).content.decode()
    assert "angemeldet und bestätigt" in page
    client.post("/admin/newsletter/nachweis/", {"email": "leserin@example.org", "do": "close"})
    assert not Subscriber.objects.exists()
    assert Suppression.objects.get().reason == Reason.OBJECTED
    page = client.post(
        "/admin/newsletter/nachweis/", {"email": "leserin@example.org", "do": "open"}
    ).content.decode()
    assert not Suppression.objects.exists()
    assert "jeder Nachricht widersprochen" in page


def test_an_old_list_comes_in_only_with_its_proofs(client, team, letter):
    gone = reader(letter, "weg@example.org")
    client.post(f"/de/newsletter/einstellungen/{gone.key}/loeschen/")
    reader(letter, "schon@example.org")
    page = uploaded(
        client,
        "Kennung,E-Mail-Adresse,Sprache,Newsletter,Einwilligung am,Nachweis\n"
        ',Neu@example.org,,Grüne Nachrichten,03.05.2024,"Formular Netzwerktag, Ordner 7"\n'
        ",ohne@example.org,,gruen,2024-05-03,\n"
        ",tag@example.org,,gruen,,Formular Netzwerktag\n"
        ",weg@example.org,,gruen,2024-05-03,Formular Netzwerktag\n"
        ",schon@example.org,,gruen,2024-05-03,Formular Netzwerktag\n"
        ",kaputt,,gruen,2024-05-03,Formular Netzwerktag\n"
        ",wo@example.org,,blau,2024-05-03,Formular Netzwerktag\n",
    ).content.decode()
    for told in (
        "womit sich die Einwilligung belegen",
        "den Tag der Einwilligung",
        "ist gesperrt",
        "schon einen Newsletter",
        "„kaputt“ ist keine E-Mail-Adresse",
        "„blau“ kennen wir nicht",
    ):
        assert told in page, told
    assert Subscriber.objects.count() == 1, "a preview writes nothing"
    shown = page.split('name="shown" value="')[1].split('"')[0]
    apply = page.split('<form method="post" action="')[1].split('"')[0]
    client.post(apply, {"shown": shown})
    new = Subscriber.objects.get(email="neu@example.org")
    assert list(new.lists.all()) == [MailingList.objects.get()]
    proof = Evidence.objects.get(kind="imported")
    assert (proof.source, proof.by) == ("Formular Netzwerktag, Ordner 7", team)
    assert proof.requested_at.date().isoformat() == "2024-05-03"


def test_a_file_without_the_column_of_proofs_takes_nobody_in(client, team, letter):
    page = uploaded(client, "Kennung,E-Mail-Adresse,Newsletter\n,neu@example.org,gruen\n").content.decode()
    assert "Ohne Tag und Nachweis" in page
    assert "Es gibt nichts zu übernehmen" in page


def test_the_table_to_fill_in_holds_no_address(client, team, letter):
    reader(letter)
    content = client.get("/admin/tabellen/newsletter-readers.csv").content.decode()
    assert "Einwilligung am" in content
    assert "example.org" not in content
