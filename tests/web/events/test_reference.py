"""The events of the past that published sources name."""

from __future__ import annotations

import pytest

from gruenzug.web.charter import reference as charter
from gruenzug.web.core.reference import Report
from gruenzug.web.directory import reference as directory
from gruenzug.web.events import reference
from gruenzug.web.events.models import Event
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
FORMS = {
    "themenforum-gruene-infrastruktur-2019",
    "netzwerktag-und-fachtagung-2020",
    "praxisdialoge-charta-2021",
    "zweiter-netzwerktag-2022",
    "werkstatt-strategie-2022",
    "symposium-und-netzwerktag-2024",
}


@pytest.fixture
def loaded() -> Report:
    directory.load(Report())
    charter.load(Report())
    report = Report()
    reference.load(report)
    return report


def test_the_forms_of_the_programmes_history_are_there_with_their_source(loaded, client):
    events = {event.slug: event for event in Event.objects.public()}
    assert set(events) >= FORMS
    for event in events.values():
        assert event.source_url.startswith("https://"), event
        assert event.is_over
        assert event.organiser, event
        assert client.get(event.get_absolute_url()).status_code == 200


def test_what_it_led_to_is_a_page_in_the_readers_language(loaded, client):
    slug = "werkstatt-strategie-2022"
    assert 'href="/de/charta/ziele/"' in client.get(f"/de/veranstaltungen/{slug}/").content.decode()
    assert 'href="/en/charter/goals/"' in client.get(f"/en/events/{slug}/").content.decode()


def test_gaps_are_said_and_not_filled(loaded, client):
    page = client.get("/de/veranstaltungen/symposium-und-netzwerktag-2024/").content.decode()
    assert "ob und von wem unterzeichnet wurde, und wie viele teilnahmen, fanden wir nicht" in page
    dialogues = Event.objects.get(slug="praxisdialoge-charta-2021")
    assert dialogues.precision == "year"
    assert not dialogues.days.exists()
    assert "2021–2022" in client.get(dialogues.get_absolute_url()).content.decode()


def test_loading_twice_changes_nothing_and_keeps_what_a_person_wrote(loaded):
    event = Event.objects.get(slug="zweiter-netzwerktag-2022")
    event.report_de = "Von Hand ergänzt."
    event.save()
    again = Report()
    reference.load(again)
    assert (again.created, again.updated) == ([], [])
    assert again.kept == ["events.event:zweiter-netzwerktag-2022"]
    assert Event.objects.get(pk=event.pk).report_de == "Von Hand ergänzt."


def test_a_town_is_linked_once_a_release_brought_it(loaded):
    town = MunicipalityFactory(ags="05113000", name="Essen", slug="essen")
    reference.load(Report())
    assert Event.objects.get(slug="symposium-und-netzwerktag-2024").municipality == town
    again = Report()
    reference.load(again)
    assert not again.kept, "the link to a town is not an edit"


def test_no_person_is_named(loaded):
    assert not Event.objects.filter(sessions__speakers__isnull=False).exists()
