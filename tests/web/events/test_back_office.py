"""What organisers do: make, publish, change and call off events; look after those who come."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from gruenzug.web.core import desk
from gruenzug.web.core.roles import Role
from gruenzug.web.events import documents
from gruenzug.web.events.models import AccessNeed, Block, Event, Registration, Session
from gruenzug.web.events.services.registering import Wish, cancel_registration, register
from gruenzug.web.participation import queue
from tests.factories import EventFactory, OrganisationFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def person(event, name="Eins", **wish):
    days = dict.fromkeys(event.days.all(), "onsite")
    facts = {"first_name": "Testperson", "last_name": name, "email": f"{name.lower()}@example.org"}
    return register(event=event, person=facts, wish=Wish(days, **wish))


def told(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\u00a0", " ")


def form_of(client, address: str) -> dict[str, str]:
    """Return what the back office's form would send untouched."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    sent: dict[str, object] = {}
    for field in page.select("main form input[name], main form textarea[name]"):
        ticked = field.get("type") in ("checkbox", "radio")
        if not ticked or field.has_attr("checked"):
            plain = "on" if ticked else ""
            sent[field["name"]] = field.text if field.name == "textarea" else field.get("value", plain)
    for field in page.select("main form select[name]"):
        chosen = [option["value"] for option in field.select("option[selected]")]
        sent[field["name"]] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
    return {name: value for name, value in sent.items() if "__prefix__" not in name}


def test_an_event_is_made_published_and_seen(team_client, client):
    body = OrganisationFactory()
    address = reverse("events_event:add")
    date = timezone.localdate() + dt.timedelta(days=20)
    form = form_of(team_client, address) | {
        "title_de": "Werkstatt Stadtbäume",
        "kind": "werkstatt",
        "summary_de": "Wir pflanzen.",
        "organiser": body.pk,
        "sign_up": "here",
        "mailbox": "grün@example.org".replace("ü", "ue"),
        "days-TOTAL_FORMS": "1",
        "days-0-date": date.isoformat(),
        "days-0-places_onsite": "12",
        "days-0-ORDER": "1",
    }
    answer = team_client.post(address, form)
    assert answer.status_code == 302, answer.content.decode()[:200]
    event = Event.objects.get()
    assert (event.state, event.begins_on, event.ends_on) == ("draft", date, date)
    assert event.slug == "werkstatt-stadtbaeume"
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "Entwurf" in told(team_client.get(event.get_absolute_url())), "staff previews it"
    team_client.post(reverse("events_publish", args=[event.pk]))
    assert "noch 12 Plätze" in told(client.get(event.get_absolute_url()))


def test_what_is_missing_is_named_before_the_public_sees_it(team_client):
    event = EventFactory(state="draft", summary_de="", mailbox="")
    page = told(team_client.get(reverse("events_event:inspect", args=[event.pk])))
    assert "worum es geht" in page
    assert "ein Postfach für Rückfragen" in page
    team_client.post(reverse("events_publish", args=[event.pk]))
    event.refresh_from_db()
    assert event.state == "draft"


def test_more_places_let_people_move_up_and_the_log_says_why(team_client, mailoutbox):
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    waiting = person(event, "Zwei")
    address = reverse("events_event:edit", args=[event.pk])
    form = form_of(team_client, address) | {"days-0-places_onsite": "2"}
    assert team_client.post(address, form).status_code == 302
    assert Registration.objects.with_places().get(pk=waiting.pk).state == "confirmed"
    page = told(team_client.get(reverse("events_registration", args=[waiting.pk])))
    assert "Die Veranstaltung hat mehr Plätze" in page
    assert "nachgerückt" in page
    assert "Sie sind nachgerückt" in mailoutbox[-1].subject
    event.refresh_from_db()
    assert event.sequence == 1, "calendars learn of the change"


def test_a_day_somebody_is_registered_for_cannot_be_taken_away(team_client):
    event = EventFactory(days=2)
    person(event)
    address = reverse("events_event:edit", args=[event.pk])
    answer = team_client.post(address, form_of(team_client, address) | {"days-1-DELETE": "on"})
    assert "ist schon jemand angemeldet" in told(answer)
    assert event.days.count() == 2


def test_a_workshop_somebody_chose_is_not_deleted(team_client):
    event = EventFactory()
    block = Block.objects.create(event=event, title_de="Workshops")
    session = SessionFactory(event=event, block=block)
    person(event, sessions=[session])
    team_client.post(reverse("events_session:delete", args=[session.pk]), {})
    assert Session.objects.filter(pk=session.pk).exists()


def test_the_organiser_sees_why_each_person_waits(team_client):
    event = EventFactory(days__places_onsite=1, promote_until_hours=12)
    sure = person(event, "Eins")
    person(event, "Zwei")
    page = told(team_client.get(reverse("events_event:inspect", args=[event.pk])))
    assert "1 von 1 Plätzen sind vergeben." in page
    event.promote_until_hours = 24 * 60
    event.save()
    cancel_registration(registration=sure)
    page = told(team_client.get(reverse("events_people", args=[event.pk]), {"state": "waiting"}))
    assert "rückt niemand mehr von selbst nach" in page


def test_the_organiser_lets_somebody_in_with_a_reason_the_history_keeps(team_client, mailoutbox):
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    waiting = person(event, "Zwei")
    team_client.post(reverse("events_admit", args=[waiting.pk]), {"reason": "Hält den Vortrag"})
    page = told(team_client.get(reverse("events_registration", args=[waiting.pk])))
    assert "Hält den Vortrag" in page
    assert "Platz sicher" in page
    assert mailoutbox[-1].to == ["zwei@example.org"]


def test_staff_registers_changes_and_calls_off_for_somebody(team_client, mailoutbox):
    event = EventFactory(closes_at=timezone.now() - dt.timedelta(days=1))
    address = reverse("events_add", args=[event.pk])
    answer = team_client.post(address, {"last_name": "Anruf"}, follow=True)
    assert "Eingetragen." in told(answer)
    made = Registration.objects.get()
    assert (made.origin, made.state) == ("desk", "confirmed")
    team_client.post(
        reverse("events_change", args=[made.pk]), {"last_name": "Anruf", "email": "a@example.org"}
    )
    team_client.post(reverse("events_call_off", args=[made.pk]), {"reason": "krank"})
    made.refresh_from_db()
    assert made.cancelled_at
    assert "krank" in mailoutbox[-1].body


def test_changing_a_registration_leaves_its_need_as_it_is(team_client):
    event = EventFactory()
    made = person(event, needs=["seat"])
    team_client.post(
        reverse("events_change", args=[made.pk]), {"last_name": "Neu", "email": "neu@example.org"}
    )
    assert AccessNeed.objects.get().kinds == ["seat"]


def test_a_need_is_answered_by_who_is_named_and_each_look_is_logged(team, team_client, mailoutbox):
    event = EventFactory()
    event.needs_team.add(team)
    need = person(event, needs=["sign-language"]).need
    address = reverse("events_needs", args=[event.pk])
    assert "Gebärdensprache" in told(team_client.get(address))
    wrong = team_client.post(address, {"need": need.pk, "state": "impossible", "answer": ""}, follow=True)
    assert "Sagen Sie der Person, was stattdessen geht." in told(wrong)
    team_client.post(address, {"need": need.pk, "state": "arranged", "answer": "Zwei Personen dolmetschen."})
    assert "Zwei Personen dolmetschen." in mailoutbox[-1].body
    assert "Gebärdensprache" not in mailoutbox[-1].body, "a mail does not repeat the need"
    log = told(team_client.get(reverse("core_log")))
    assert "hat die Unterstützungsbedarfe zu" in log
    assert "Gebärdensprache" not in log


def test_an_event_called_off_tells_everybody_once(team_client, mailoutbox, client):
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    person(event, "Zwei")
    mailoutbox.clear()
    team_client.post(reverse("events_cancel", args=[event.pk]), {"reason_de": "Sturm angesagt"})
    assert sorted(mail.to[0] for mail in mailoutbox) == ["eins@example.org", "zwei@example.org"]
    assert all("Sturm angesagt" in mail.body for mail in mailoutbox)
    assert "Sturm angesagt" in told(client.get(event.get_absolute_url()))
    calendar = client.get(f"{event.get_absolute_url()}kalender.ics").content.decode()
    assert "STATUS:CANCELLED" in calendar
    assert "SEQUENCE:1" in calendar


def test_a_change_is_told_to_all_and_the_mails_are_listed(team_client, mailoutbox):
    event = EventFactory()
    person(event)
    team_client.post(reverse("events_announce", args=[event.pk]), {"text": "Wir treffen uns am Nordtor."})
    assert "Nordtor" in mailoutbox[-1].body
    page = told(team_client.get(reverse("events_mails", args=[event.pk])))
    assert "Veranstaltung geändert" in page
    assert "vom Mailserver angenommen" in page


def test_badges_and_list_are_tagged_pdfs_with_those_who_have_a_place(team_client):
    event = EventFactory(days__places_onsite=2)
    for name in ("Älteste", "Zweite", "Wartende"):
        person(event, name)
    names = [row["name"] for row in documents.badge_facts(event)["rows"]]
    assert names == ["Testperson Älteste", "Testperson Zweite"]
    for name in ("events_badges", "events_attendance"):
        content = team_client.get(reverse(name, args=[event.pk])).content
        with pikepdf.open(io.BytesIO(content)) as document:
            assert document.Root.MarkInfo.Marked, name
            assert len(document.pages) == 1, name
    (day,) = documents.attendance_facts(event)["days"]
    assert [row["name"] for row in day["rows"]] == ["Älteste, Testperson", "Zweite, Testperson"]


def test_participants_leave_as_csv_without_needs_and_without_formulas(team_client):
    event = EventFactory()
    person(event, "=1+1", needs=["seat"], needs_text="vertraulich")
    answer = team_client.get(reverse("events_people_csv", args=[event.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert rows[0]["last_name"] == "'=1+1"
    assert "vertraulich" not in answer.content.decode()
    assert "Teilnehmenden von" in told(team_client.get(reverse("core_log"))), "taking it along is logged"


def test_a_certificate_is_for_who_was_there():
    event = EventFactory(has_certificate=True, certificate_hours="6.0")
    made = person(event)
    found = Registration.objects.with_places().get(pk=made.pk)
    assert not documents.has_certificate(found)
    found.attendances.update(checked_in_at=timezone.now())
    found = Registration.objects.with_places().get(pk=made.pk)
    assert documents.has_certificate(found)
    facts = documents.certificate_facts(found)
    assert facts["name"] == "Testperson Eins"
    assert {"term": "Umfang", "value": "6 Unterrichtsstunden"} in facts["definitions"]
    assert documents.certificate(found).startswith(b"%PDF")


def test_a_town_runs_its_own_events_and_no_other(client):
    own, other = OrganisationFactory(), OrganisationFactory()
    client.force_login(UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[own]))
    mine, theirs = EventFactory(organiser=own), EventFactory(organiser=other)
    assert client.get(reverse("events_people", args=[mine.pk])).status_code == 200
    for name in ("events_people", "events_mails", "events_badges", "events_people_csv", "events_add"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code in (302, 403), name
    client.post(reverse("events_cancel", args=[theirs.pk]), {"reason_de": "x"})
    assert Event.objects.get(pk=theirs.pk).state == "published"


def test_the_desk_shows_what_is_coming_and_who_waits_for_an_answer(team):
    event = EventFactory(days__places_onsite=1, begins_on=timezone.localdate() + dt.timedelta(days=3))
    event.needs_team.add(team)
    person(event, "Eins", needs=["seat"])
    person(event, "Zwei")
    cards = {card.title: card for cards in desk.cards(team, timezone.localdate()).values() for card in cards}
    assert cards["Veranstaltungen der nächsten Wochen"].rows[0].note == "2 Anmeldungen, 1 warten"
    assert cards["Offene Unterstützungsbedarfe"].rows[0].note == "1"


@pytest.mark.parametrize("name", ["events_event:inspect", "events_people", "events_mails"])
def test_pages_of_a_large_event_take_a_bounded_number_of_queries(
    team_client, name, django_assert_max_num_queries
):
    event = EventFactory(days__places_onsite=10)
    for number in range(25):
        person(event, f"P{number}")
    address = reverse(name, args=[event.pk])
    team_client.get(address)
    with django_assert_max_num_queries(45):
        team_client.get(address)


def test_messages_to_the_organiser_stand_in_the_one_queue_of_moderation(team, mailoutbox):
    event = EventFactory()
    made = person(event)
    Registration.objects.update(note="Kaufen Sie meine Rasenmäher!")
    (item,) = queue.items(kind="events.note")
    assert (item.text, item.author) == ("Kaufen Sie meine Rasenmäher!", "Testperson Eins")
    source = queue.sources()["events.note"]
    with pytest.raises(ValidationError):
        source.hide(item.key, "", "", team)
    source.hide(item.key, "advertising", "Bitte nur zur Veranstaltung.", team)
    made.refresh_from_db()
    assert made.note == ""
    assert not made.cancelled_at, "the place stays"
    assert "wirbt für ein Produkt oder eine Partei: Bitte nur zur Veranstaltung." in mailoutbox[-1].body
    assert not queue.items(kind="events.note")
    Registration.objects.update(note="Ich komme später.", note_read_at=None)
    (item,) = queue.items(kind="events.note")
    source.release(item.key, team)
    made.refresh_from_db()
    assert made.note == "Ich komme später."
    assert not queue.items(kind="events.note")


def test_the_documentation_is_announced_to_those_who_had_a_place(team_client, mailoutbox):
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    person(event, "Wartete")
    past = timezone.localdate() - dt.timedelta(days=3)
    event.days.update(date=past)
    Event.objects.filter(pk=event.pk).update(begins_on=past, ends_on=past, report_de="Acht Ziele.")
    mailoutbox.clear()
    team_client.post(reverse("events_document", args=[event.pk]))
    assert [mail.to for mail in mailoutbox] == [["eins@example.org"]]
    team_client.post(reverse("events_document", args=[event.pk]))
    assert len(mailoutbox) == 1, "and once"


def test_the_demonstration_has_an_event_to_try_that_nobody_takes_for_real(settings, client, mailoutbox):
    with pytest.raises(CommandError):
        call_command("demo_event")
    settings.DEMO = True
    call_command("demo_event")
    call_command("demo_event")
    event = Event.objects.get()
    page = told(client.get(event.get_absolute_url()))
    assert "Platzhalter" in page
    assert "Erfunden, damit sich" in page
    assert "ausgebucht, 2 warten" in page
    assert mailoutbox == []
