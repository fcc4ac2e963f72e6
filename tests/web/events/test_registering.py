"""Registering, changing and calling off by personal link, as a visitor does it."""

from __future__ import annotations

import re

import pytest
from django.core.mail import EmailMessage

from gruenzug.web.events.models import (
    AccessNeed,
    Attendance,
    Block,
    Choice,
    Group,
    Message,
    Registration,
    Step,
)
from gruenzug.web.events.services.links import token_of
from tests.factories import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
NEED = "Ich brauche einen Platz nah an der Gebärdensprache."


def filled(client, address) -> dict[str, str]:
    """Return what a browser would send of an untouched form: its hidden fields, and the first of each radio."""
    page = client.get(address).content.decode()
    form = re.search(r'<form class="form.*?</form>', page, re.S)[0]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for name, value in re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, value)
    return sent


def sign_up(client, event, name="Eins", **more):
    address = f"{event.get_absolute_url()}anmelden/"
    person = {
        "first_name": "Testperson",
        "last_name": name,
        "organisation": "Stadt Ort",
        "email": f"{name.lower()}@example.org",
    }
    return client.post(address, {**filled(client, address), **person, **more}, follow=True)


def told(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def mail_to(mailoutbox, address) -> EmailMessage:
    return [mail for mail in mailoutbox if mail.to == [address]][-1]


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/de/veranstaltungen/(?:anmeldung|gruppe)/\S+/)", mail.body)[1]


def test_a_place_is_confirmed_on_the_page_and_by_mail_with_the_personal_link(client, mailoutbox):
    event = EventFactory(days__places_onsite=10)
    answer = sign_up(client, event)
    assert answer.status_code == 200
    assert "Platz sicher, vor Ort" in told(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    mail = mail_to(mailoutbox, "eins@example.org")
    assert "Ihre Anmeldung ist bestätigt." in mail.body
    assert event.title_de in mail.subject
    assert mail.alternatives, "text and HTML"
    assert link_in(mail) == answer.redirect_chain[-1][0]


def test_what_is_not_plainly_filled_in_is_said_beside_the_field(client):
    event = EventFactory()
    address = f"{event.get_absolute_url()}anmelden/"
    answer = client.post(address, {**filled(client, address), "last_name": "Eins", "email": "keine"})
    assert answer.status_code == 422
    assert 'role="alert"' in told(answer)
    assert not Registration.objects.exists()


def test_programs_that_fill_in_everything_get_no_place(client):
    event = EventFactory()
    assert sign_up(client, event, homepage="https://spam.example").status_code == 422
    assert not Registration.objects.exists()


def test_the_same_form_sent_twice_is_one_registration(client, mailoutbox):
    event = EventFactory(days__places_onsite=10)
    address = f"{event.get_absolute_url()}anmelden/"
    form = {**filled(client, address), "first_name": "T", "last_name": "Eins", "email": "eins@example.org"}
    first, second = (client.post(address, form)["Location"] for _time in range(2))
    assert first == second
    assert Registration.objects.count() == 1
    assert len(mailoutbox) == 1


def test_who_is_registered_already_learns_so_by_mail_and_nobody_else_does(client, mailoutbox):
    event = EventFactory()
    sign_up(client, event)
    answer = sign_up(client, event)
    assert "Sehen Sie in Ihr Postfach" in told(answer)
    assert "anmeldung/" not in answer.redirect_chain[-1][0] if answer.redirect_chain else True
    assert Registration.objects.count() == 1
    assert "hier ist der Link" in mailoutbox[-1].body


def test_who_comes_too_late_waits_and_moves_up_when_somebody_calls_off(client, mailoutbox):
    event = EventFactory(days__places_onsite=1)
    sign_up(client, event, "Eins")
    assert "Warteliste, Platz 1" in told(sign_up(client, event, "Zwei"))
    assert "Warteliste, Platz 2" in told(sign_up(client, event, "Drei"))
    link = link_in(mail_to(mailoutbox, "eins@example.org"))
    assert "Verbindlich absagen" in told(client.get(f"{link}absagen/"))
    assert Registration.objects.active().count() == 3, "looking at the page changes nothing"
    client.post(f"{link}absagen/", {})
    promoted = mail_to(mailoutbox, "zwei@example.org")
    assert "Sie sind nachgerückt" in promoted.subject
    assert "Platz sicher" in told(client.get(link_in(promoted)))
    step = Step.objects.get(text__startswith="Nachgerückt")
    assert step.registration.last_name == "Zwei"
    assert step.reason == "Anmeldung 1 wurde abgesagt"
    third = mail_to(mailoutbox, "drei@example.org")
    assert "Warteliste, Platz 1" in told(client.get(link_in(third)))


def test_a_program_that_opens_every_link_of_every_mail_changes_nothing(client, mailoutbox):
    """Mail scanners do (platform.md 2.6, number 6)."""
    event = EventFactory(days__places_onsite=1)
    sign_up(client, event, "Eins")
    sign_up(client, event, "Zwei")
    link = link_in(mail_to(mailoutbox, "eins@example.org"))
    before = list(Attendance.objects.values_list("pk", "state", "waiting_number"))
    for mail in list(mailoutbox):
        for address in re.findall(r"https?://[^\s\"<>]+", mail.body + mail.alternatives[0][0]):
            client.get(address)
    for path in ("", "aendern/", "absagen/", "kalender.ics"):
        assert client.get(link + path).status_code == 200
        assert client.head(link + path).status_code == 200
    assert list(Attendance.objects.values_list("pk", "state", "waiting_number")) == before
    assert not Registration.objects.filter(cancelled_at__isnull=False).exists()


def test_a_forged_link_opens_nothing(client):
    event = EventFactory()
    sign_up(client, event)
    registration = Registration.objects.get()
    token = token_of(registration)
    forged = [
        registration.key,
        f"{registration.key}.AAAA",
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.swapcase(),
        "../../admin",
        "x" * 300,
    ]
    for wrong in forged:
        for path in ("", "aendern/", "absagen/", "kalender.ics"):
            assert client.get(f"/de/veranstaltungen/anmeldung/{wrong}/{path}").status_code == 404, wrong
        client.post(f"/de/veranstaltungen/anmeldung/{wrong}/absagen/", {})
    assert Registration.objects.active().exists()
    assert client.get(f"/de/veranstaltungen/gruppe/{token}/").status_code == 404, "a key fits one lock"


def test_days_can_be_booked_singly_each_its_own_way(client):
    event = EventFactory(days=2, days_bookable=True, mode="both", days__places_onsite=5)
    first, second = event.days.order_by("date")
    sign_up(client, event, **{f"day_{first.pk}": "online", f"day_{second.pk}": "-"})
    assert list(Attendance.objects.values_list("day", "way")) == [(first.pk, "online")]
    event.days.filter(pk=first.pk).update(places_onsite=0)
    sign_up(client, event, "Drei", **{f"day_{first.pk}": "onsite", f"day_{second.pk}": "onsite"})
    step = Step.objects.get(registration__last_name="Drei")
    assert step.text.endswith("vor Ort: Platz sicher")
    assert "vor Ort: Warteliste" in step.text, "the history says what became of each day"
    assert step.reason == "Alle Plätze sind vergeben"
    nobody = sign_up(client, event, "Zwei", **{f"day_{first.pk}": "-", f"day_{second.pk}": "-"})
    assert nobody.status_code == 422
    assert "Wählen Sie mindestens einen Tag." in told(nobody)


def test_of_parallel_workshops_one_is_chosen_and_a_full_one_has_a_list_of_its_own(client, mailoutbox):
    event = EventFactory()
    block = Block.objects.create(event=event, title_de="Workshops")
    trees = SessionFactory(event=event, block=block, places=1, title_de="Bäume")
    roofs = SessionFactory(event=event, block=block, places=9, title_de="Dächer")
    sign_up(client, event, "Eins", **{f"block_{block.pk}": trees.pk})
    second = told(sign_up(client, event, "Zwei", **{f"block_{block.pk}": trees.pk}))
    assert "Platz sicher, vor Ort" in second
    assert "Warteliste, Platz 1" in second
    link = link_in(mail_to(mailoutbox, "eins@example.org"))
    form = {
        **filled(client, f"{link}aendern/"),
        "first_name": "T",
        "last_name": "Eins",
        "email": "eins@example.org",
    }
    client.post(f"{link}aendern/", {**form, f"block_{block.pk}": roofs.pk})
    moved = Choice.objects.get(session=trees, state="confirmed")
    assert moved.registration.last_name == "Zwei"
    assert "Sie sind nachgerückt" in mail_to(mailoutbox, "zwei@example.org").subject


def test_nobody_loses_a_sure_place_by_asking_for_a_full_one(client, mailoutbox):
    event = EventFactory(mode="both", days__places_onsite=1, days__places_online=9)
    sign_up(client, event, "Eins", way="onsite")
    sign_up(client, event, "Zwei", way="online")
    link = link_in(mail_to(mailoutbox, "zwei@example.org"))
    form = {
        **filled(client, f"{link}aendern/"),
        "first_name": "T",
        "last_name": "Zwei",
        "email": "zwei@example.org",
    }
    answer = client.post(f"{link}aendern/", {**form, "way": "onsite"}, follow=True)
    assert "Vor Ort ist kein Platz frei; Ihr Platz" in told(answer)
    assert "Platz sicher, online" in told(answer)


def test_a_need_is_kept_with_consent_only(client):
    event = EventFactory()
    refused = sign_up(client, event, needs=["step-free"], needs_text=NEED)
    assert refused.status_code == 422
    assert "Ohne Ihre Einwilligung dürfen wir diese Angaben nicht speichern." in told(refused)
    sign_up(client, event, needs=["step-free"], needs_text=NEED, needs_consent="on")
    need = AccessNeed.objects.get()
    assert (need.kinds, need.text) == (["step-free"], NEED)


def test_who_calls_off_can_be_forgotten_at_once(client, mailoutbox):
    event = EventFactory()
    sign_up(client, event)
    link = link_in(mailoutbox[0])
    client.post(f"{link}absagen/", {"forget": "on"})
    assert not Registration.objects.exists()
    assert client.get(link).status_code == 404


def test_a_group_is_registered_in_its_order_and_each_can_be_changed(client, mailoutbox):
    event = EventFactory(days__places_onsite=2)
    address = f"{event.get_absolute_url()}gruppe-anmelden/"
    form = {
        **filled(client, address),
        "organisation": "Stadt Ort",
        "name": "Testperson Null",
        "email": "amt@example.org",
        **{f"person-{n}-last_name": name for n, name in enumerate(("Eins", "Zwei", "Drei"))},
        "person-2-email": "drei@example.org",
    }
    answer = client.post(address, form, follow=True)
    page = told(answer)
    assert [row.state for row in Registration.objects.order_by("number")] == [
        "confirmed",
        "confirmed",
        "waiting",
    ]
    assert page.count("Platz sicher") == 2
    assert "Warteliste, Platz 1" in page
    own = mail_to(mailoutbox, "amt@example.org")
    assert "Eins: Teilnahme: Platz sicher" in own.body
    assert "Sie stehen auf der Warteliste" in mail_to(mailoutbox, "drei@example.org").subject
    assert client.get(link_in(own)).status_code == 200
    assert client.post(address, form)["Location"], "sent twice it is the same group"
    assert Group.objects.count() == 1


def test_a_group_without_people_is_refused(client):
    event = EventFactory()
    address = f"{event.get_absolute_url()}gruppe-anmelden/"
    form = {**filled(client, address), "organisation": "Stadt", "name": "N", "email": "amt@example.org"}
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "Nennen Sie mindestens eine Person." in told(answer)


def test_a_lost_link_comes_by_mail_and_the_page_tells_nothing(client, mailoutbox):
    event = EventFactory()
    sign_up(client, event)
    address = f"{event.get_absolute_url()}link/"
    known, unknown = (
        told(client.post(address, {**filled(client, address), "email": email}))
        for email in ("EINS@example.org", "fremd@example.org")
    )
    strip = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
    assert strip.sub("", known) == strip.sub("", unknown)
    assert [mail.to for mail in mailoutbox if "Der Link zu Ihrer Anmeldung" in mail.subject] == [
        ["eins@example.org"]
    ]


def test_a_closed_registration_takes_nobody(client):
    event = EventFactory(days__places_onsite=0, has_waiting_list=False)
    address = f"{event.get_absolute_url()}anmelden/"
    assert "Alle Plätze sind vergeben" in told(client.get(address))
    assert client.post(address, {"last_name": "Eins"}).status_code == 409
    assert not Registration.objects.exists()


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "\u202etxet\u202c", "x" * 5000, "a\x00b"])
def test_hostile_input_is_refused_or_shown_as_text(client, nasty):
    event = EventFactory()
    answer = sign_up(client, event, last_name=nasty, note=nasty)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in told(answer)


def test_mails_speak_the_language_of_the_registration(client, mailoutbox):
    event = EventFactory(title_en="Network day")
    address = f"/en/events/{event.slug}/register/"
    form = {**filled(client, address), "first_name": "T", "last_name": "One", "email": "one@example.org"}
    client.post(address, form)
    assert "Network day" in mailoutbox[0].subject
    assert "/en/events/registration/" in mailoutbox[0].body
    assert Message.objects.get().letter == "confirmed"
