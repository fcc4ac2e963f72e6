"""The page of a participant leads to all that is theirs, in every room."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.urls import reverse

from gruenzug.web.events.models import Registration
from gruenzug.web.newsletter.models import MailingList, Subscriber
from gruenzug.web.participation.services.participants import link_for
from tests.factories import EventFactory, ParticipantFactory, UserFactory
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db
EMAIL = "p7@example.org"
MINE = "/de/beteiligung/meine/"


@pytest.fixture
def everywhere():
    """Registrations and subscriptions of one address, and of another."""
    weekly = MailingList.objects.create(slug="probe", title_de="Grünes zur Probe")
    for email in (EMAIL, "p8@example.org"):
        Registration.objects.create(
            event=EventFactory(title_de=f"Werkstatt von {email}"), number=1, email=email, last_name="Person"
        )
        Subscriber.objects.create(email=email).lists.add(weekly)
    return ParticipantFactory(email=EMAIL)


def links_of(client) -> dict[str, str]:
    page = BeautifulSoup(client.get(MINE).content, "html.parser")
    return {link.get_text(): link["href"] for link in page.select("aside .link-list a")}


def test_registrations_subscriptions_and_all_data_are_one_click_away(client, everywhere):
    client.post(link_for(everywhere))
    links = links_of(client)
    assert set(links) == {
        f"Werkstatt von {EMAIL}",
        "Grünes zur Probe",
        "Alles ansehen, mitnehmen oder löschen",
    }
    for title, address in links.items():
        answer = client.get(address)
        assert answer.status_code == 200, title
    assert EMAIL in answer.content.decode(), "no second mail is needed to see everything"
    assert len(queries_of(client, MINE)) <= 12


def test_what_was_called_off_is_no_registration_any_more(client, everywhere):
    registration = Registration.objects.get(email=EMAIL)
    registration.cancelled_at = registration.registered_at
    registration.save()
    client.post(link_for(everywhere))
    assert f"Werkstatt von {EMAIL}" not in links_of(client)


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_sees_them_only_if_its_address_was_shown_to_be_its_own(client, everywhere, verified):
    user = UserFactory(email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=verified, primary=True)
    client.force_login(user)
    assert (f"Werkstatt von {EMAIL}" in links_of(client)) is verified


def test_without_a_link_there_is_no_page(client, everywhere):
    assert client.get(MINE).url == reverse("participation:link")
