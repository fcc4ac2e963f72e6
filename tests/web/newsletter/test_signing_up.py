"""From sign-up to farewell: nothing happens without a person's button, and everything is on record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from gruenzug.web.core import privacy
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.newsletter.digests import digest
from gruenzug.web.newsletter.models import (
    Evidence,
    MailingList,
    Reason,
    SignUp,
    Subscriber,
    Suppression,
    Topic,
    Wording,
)
from gruenzug.web.newsletter.services import signing_up
from gruenzug.web.newsletter.services.leaving import suppress
from tests.factories import MunicipalityFactory
from tests.web.newsletter.conftest import links_of, reader, sign_up
from tests.web.support.costs import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_no_hurry")]


@pytest.fixture
def capture(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def everything():
    """Return what is stored, to see whether anything changed."""
    return [
        list(model.objects.order_by("pk").values()) for model in (SignUp, Subscriber, Evidence, Suppression)
    ]


def test_from_sign_up_to_farewell_with_a_link_scanner_in_between(client, letter, capture):
    answer, (message,) = sign_up(client, capture)
    assert answer.status_code == 302
    assert not client.cookies, "no page of the newsletter sets a cookie"
    assert not Subscriber.objects.exists()
    confirm = next(link for link in links_of(message) if "bestaetigen" in link)
    before = everything()
    for link in links_of(message):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert everything() == before, "opening links changes nothing"
    assert "autofocus" in client.get(confirm).content.decode()

    preferences = client.post(confirm)["Location"]
    assert "angemeldet" in client.get(preferences).content.decode()
    person = Subscriber.objects.get()
    assert client.post(confirm).status_code == 302, "pressing twice does no harm"
    (given,) = Evidence.objects.all()
    assert (given.kind, given.list_slug, given.wording.version) == ("confirmed", "gruen", 1)
    assert given.requested_at < given.happened_at
    assert given.source == "/de/newsletter/"
    assert "jemand hat diese Adresse" in given.mail_text
    assert confirm.split("/")[-2] not in given.mail_text, "the link itself is no evidence"

    address = f"/de/newsletter/abmelden/{person.key}/gruen/"
    before = everything()
    for link in (preferences, address, f"/de/newsletter/einstellungen/{person.key}/daten.json"):
        assert client.get(link).status_code == 200
    assert everything() == before
    assert client.post(address)["Location"] == "/de/newsletter/abgemeldet/"
    assert not Subscriber.objects.exists()
    assert not SignUp.objects.exists()
    assert [row.kind for row in Evidence.objects.all()] == ["confirmed", "withdrawn"]
    kept = repr(everything()) + repr(list(OutgoingMail.objects.values()))
    assert "leserin@example.org" not in kept, "the address is gone, its digest is the proof"
    assert Suppression.objects.get().digest == digest("Leserin@Example.org ")


def test_a_mail_program_unsubscribes_with_one_post_and_no_page(client, letter):
    person = reader(letter)
    address = f"/de/newsletter/abmelden/{person.key}/gruen/"
    for _turn in range(2):  # providers may repeat it
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain")
    assert Evidence.objects.last().source == "Ein-Klick-Abmeldung (RFC 8058)"
    assert Evidence.objects.filter(kind="withdrawn").count() == 1


def test_the_form_says_the_same_of_a_known_address(client, letter, capture):
    reader(letter)
    mail.outbox.clear()
    answer, (message,) = sign_up(client, capture)
    stranger, _mails = sign_up(client, capture, "neu@example.org")
    assert answer["Location"] == stranger["Location"]
    assert "schon" in message.subject
    assert "einstellungen" in message.body


def test_nobody_is_flooded_with_confirmation_mails(client, letter, capture):
    for _turn in range(5):
        answer, _mails = sign_up(client, capture)
        assert answer.status_code == 302
    assert len(mail.outbox) == signing_up.PER_ADDRESS
    assert SignUp.objects.count() == 1


def test_a_network_that_signs_up_half_the_town_is_asked_to_wait(client, letter, capture, monkeypatch):
    monkeypatch.setattr(signing_up, "PER_NETWORK", 2)
    answers = [sign_up(client, capture, f"person{n}@example.org")[0] for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "einer Stunde" in answers[-1].content.decode()


def test_who_objects_is_never_written_to_again(client, letter, capture):
    _answer, (message,) = sign_up(client, capture)
    objection = next(link for link in links_of(message) if "nicht-ich" in link)
    assert "nie wieder" in client.get(objection).content.decode().lower()
    client.post(objection)
    assert not SignUp.objects.exists()
    _answer, mails = sign_up(client, capture)
    assert mails == []
    assert Suppression.objects.get().reason == Reason.OBJECTED


def test_without_the_tick_or_with_a_wrong_address_nothing_is_sent(client, letter):
    answer = client.post("/de/newsletter/", {"email": "keine", "begun": "x"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kreuzen Sie das an" in page
    assert 'aria-invalid="true"' in page
    assert not SignUp.objects.exists()


def test_an_address_from_another_page_is_brought_along_and_nothing_more(client, letter):
    answer = client.post("/de/newsletter/", {"email": "da@example.org", "page": "/de/kommunen/ort/"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="da@example.org"' in page
    assert 'value="/de/kommunen/ort/"' in page
    assert 'role="alert"' not in page
    assert not SignUp.objects.exists()


def test_unconfirmed_wishes_are_gone_after_three_days(letter, client, capture):
    _answer, (message,) = sign_up(client, capture)
    confirm = next(link for link in links_of(message) if "bestaetigen" in link)
    SignUp.objects.update(requested_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    assert client.get(confirm).status_code == 404
    assert client.post(confirm).status_code == 404
    assert not Subscriber.objects.exists()
    assert "newsletter.signups 2" in privacy.delete_what_is_due()
    assert not SignUp.objects.exists()
    assert not Evidence.objects.exists(), "of who did not confirm nothing is left"
    assert not OutgoingMail.objects.exists()


def test_a_reader_chooses_topics_and_towns_and_takes_the_data_along(client, letter):
    town, topic = MunicipalityFactory(), Topic.objects.create(key="baum", title_de="Bäume")
    other = MailingList.objects.create(slug="zweiter", title_de="Zweiter")
    person = reader(letter)
    address = f"/de/newsletter/einstellungen/{person.key}/"
    wished = {
        "lists": [letter.pk, other.pk],
        "topics": [topic.pk],
        "municipalities": [town.pk],
        "language": "en",
    }
    assert client.post(address, wished).status_code == 302
    person.refresh_from_db()
    assert person.language == "en"
    assert [row.kind for row in Evidence.objects.all()] == ["confirmed", "added"]
    known = client.get(f"{address}daten.json").json()
    assert known["email"] == "leserin@example.org"
    assert known["municipalities"] == [town.name]
    assert [row["wording"] for row in known["evidence"]] == ["Ich bin einverstanden."] * 2
    assert client.post(address, {**wished, "lists": []})["Location"].endswith("/abgemeldet/")
    assert not Subscriber.objects.exists()


def test_evidence_outlives_the_subscription_for_three_years_and_then_goes(client, letter):
    person = reader(letter)
    reader(letter, "treu@example.org")
    client.post(f"/de/newsletter/einstellungen/{person.key}/loeschen/")
    Evidence.objects.update(happened_at=timezone.now() - dt.timedelta(days=3 * 365 - 1))
    privacy.delete_what_is_due()
    assert Evidence.objects.count() == 3
    Evidence.objects.update(happened_at=timezone.now() - dt.timedelta(days=3 * 365 + 1))
    privacy.delete_what_is_due()
    assert {row.digest for row in Evidence.objects.all()} == {digest("treu@example.org")}


def test_a_new_secret_key_still_knows_who_objected(letter, settings, client, capture):
    suppress(email="nie@example.org", kind="objected", source="Brief")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    _answer, mails = sign_up(client, capture, "nie@example.org")
    assert mails == []


def test_signing_up_again_lifts_the_suppression_of_a_farewell(client, letter):
    person = reader(letter)
    client.post(f"/de/newsletter/abmelden/{person.key}/gruen/")
    assert Suppression.objects.exists()
    reader(letter)
    assert not Suppression.objects.exists()


def test_words_somebody_agreed_to_stay_as_they_are(letter):
    reader(letter)
    wording = Wording.objects.get()
    wording.text_de = "Etwas anderes."
    with pytest.raises(Exception, match="neue Fassung"):
        wording.full_clean()
    with pytest.raises(TypeError):
        Evidence.objects.first().save()


def test_pages_cost_few_queries(client, letter, programme):
    person = reader(letter)
    for address in (
        "/de/newsletter/",
        "/en/newsletter/",
        f"/de/newsletter/einstellungen/{person.key}/",
        f"/de/newsletter/abmelden/{person.key}/gruen/",
    ):
        assert len(queries_of(client, address)) <= 12, address


def test_the_page_of_ones_own_data_finds_and_deletes(letter):
    reader(letter)
    kept = {
        key: row for key, row in privacy.processings().items() if key.startswith("newsletter.") and row.find
    }
    found = {key: row.find("Leserin@example.org") for key, row in kept.items()}
    assert found["newsletter.subscribers"][0]["Newsletter"] == "Grüne Nachrichten"
    assert [row["Vorgang"] for row in found["newsletter.evidence"]] == ["angemeldet und bestätigt"]
    assert kept["newsletter.subscribers"].forget("leserin@example.org") == 1
    assert not Subscriber.objects.exists()
    assert kept["newsletter.evidence"].kept
