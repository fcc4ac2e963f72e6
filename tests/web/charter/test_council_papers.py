"""Council papers from a server that speaks OParl 1.1: found, taken over, kept up to date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from gruenzug.web.charter.models import CouncilPaper, CouncilSystem, Station
from gruenzug.web.charter.oparl.reading import consultation_of, day_of, result_of, role_of
from gruenzug.web.charter.selectors.register import decided_elsewhere
from gruenzug.web.charter.services.council_papers import adopt_paper, check_all, check_system, dismiss_paper
from gruenzug.web.core import audit
from tests.factories import CommitmentFactory, OrganisationFactory, StationFactory
from tests.web.charter.oparl_server import town_server

pytestmark = pytest.mark.django_db
CHARTER = "Charta Grüne Infrastruktur Metropole Ruhr"


@pytest.fixture
def server():
    with town_server() as town:
        yield town


@pytest.fixture
def system(server):
    body = OrganisationFactory(official_key="05911000", short_name="Bochum")
    return CouncilSystem.objects.create(body=body, url=f"{server.url}/")


def offer_charter(server, *, result="", resolution="", council="2023-06-13T17:00:00+02:00", **facts):
    """Put the paper on the server as Herne's way through the committees was."""
    environment = server.committee(1, "Ausschuss für Umweltschutz")
    town_council = server.committee(2, "Rat der Stadt")
    server.meeting(
        10,
        "2023-05-10T16:00:00+02:00",
        environment,
        [{"id": f"{server.url}/agendaitem/1", "number": "4", "result": "empfohlen"}],
    )
    item = {"id": f"{server.url}/agendaitem/2", "number": "10.1", "result": result}
    if resolution:
        item["resolutionText"] = resolution
    server.meeting(11, council, town_council, [item])
    consultations = [
        {
            "id": f"{server.url}/consultation/2",
            "agendaItem": f"{server.url}/agendaitem/2",
            "meeting": f"{server.url}/meeting/11",
            "organization": [town_council],
            "authoritative": True,
            "role": "Entscheidung",
        },
        {
            "id": f"{server.url}/consultation/1",
            "agendaItem": f"{server.url}/agendaitem/1",
            "meeting": f"{server.url}/meeting/10",
            "organization": [environment],
            "authoritative": False,
            "role": "Vorberatung",
        },
    ]
    return server.paper(419, CHARTER, consultations, **facts)


def told(commitment):
    rows = Station.objects.filter(commitment=commitment).order_by("order")
    return [(row.committee, row.role, row.meets_on and row.meets_on.isoformat(), row.result) for row in rows]


def test_papers_about_the_charter_are_found_on_every_page_of_the_list(server, system):
    for number in range(1, 6):
        server.paper(number, f"Etwas anderes {number}")
    offer_charter(server)
    assert check_system(system=system) == 1
    paper = CouncilPaper.objects.get()
    assert (paper.reference, paper.name, paper.date) == ("419/2023", CHARTER, dt.date(2023, 4, 4))
    assert paper.file_url == f"{server.url}/files/419.pdf"
    assert sum(target.startswith("/body/1/papers") for target in server.asked) == 3


def test_taking_a_paper_over_writes_the_chain_of_committees_in_order(server, system, team):
    offer_charter(server, result="ungeändert beschlossen")
    check_system(system=system)
    commitment = CommitmentFactory(body=system.body, state="in-consultation")
    assert adopt_paper(paper=CouncilPaper.objects.get(), commitment=commitment, by=team) == 2
    assert told(commitment) == [
        ("Ausschuss für Umweltschutz", "advice", "2023-05-10", "recommended"),
        ("Rat der Stadt", "decision", "2023-06-13", "agreed"),
    ]
    commitment.refresh_from_db()
    assert (commitment.paper_reference, commitment.paper_date) == ("419/2023", dt.date(2023, 4, 4))
    assert commitment.state == "in-consultation", "a person confirms a decision"
    assert list(decided_elsewhere()) == [commitment]
    assert "die Beratungsfolge der Vorlage 419/2023 übernommen (2 Stationen)" in audit.sentence(
        ModelLogEntry.objects.latest("pk")
    )


def test_the_next_look_asks_only_for_what_changed_and_brings_the_result(server, system, team):
    offer_charter(server)
    check_system(system=system)
    commitment = CommitmentFactory(body=system.body)
    adopt_paper(paper=CouncilPaper.objects.get(), commitment=commitment, by=team)
    assert told(commitment)[1][3] == "open"
    server.asked.clear()
    offer_charter(server, result="Geändert beschlossen", modified="2023-06-14T08:00:00+02:00")
    system.refresh_from_db()
    assert check_system(system=system) == 1
    assert any("modified_since=2023-04-01T" in target for target in server.asked)
    assert told(commitment)[1][3] == "amended"
    assert Station.objects.filter(commitment=commitment).count() == 2


def test_what_a_person_typed_is_recognised_and_kept(server, system, team):
    commitment = CommitmentFactory(body=system.body, paper_reference="von Hand")
    StationFactory(
        commitment=commitment,
        committee="Rat der Stadt",
        meets_on=dt.date(2023, 6, 13),
        result="agreed",
        vote="einstimmig",
    )
    offer_charter(server)
    check_system(system=system)
    adopt_paper(paper=CouncilPaper.objects.get(), commitment=commitment, by=team)
    council = Station.objects.get(commitment=commitment, committee="Rat der Stadt")
    assert (council.result, council.vote, council.role) == ("agreed", "einstimmig", "decision")
    assert council.oparl_id == f"{server.url}/consultation/2"
    commitment.refresh_from_db()
    assert commitment.paper_reference == "von Hand"


def test_a_station_that_vanished_goes_unless_something_came_of_it(server, system, team):
    offer_charter(server)
    check_system(system=system)
    commitment = CommitmentFactory(body=system.body)
    paper = CouncilPaper.objects.get()
    adopt_paper(paper=paper, commitment=commitment, by=team)
    server.paper(419, CHARTER, [], modified="2023-05-20T08:00:00+02:00")
    check_system(system=system)
    assert [row[0] for row in told(commitment)] == ["Ausschuss für Umweltschutz"]


def test_a_paper_that_was_deleted_there_is_marked_and_what_was_taken_over_stays(server, system, team):
    offer_charter(server)
    check_system(system=system)
    commitment = CommitmentFactory(body=system.body)
    adopt_paper(paper=CouncilPaper.objects.get(), commitment=commitment, by=team)
    server.delete("/paper/419", "2023-07-01T08:00:00+02:00")
    system.refresh_from_db()
    check_system(system=system)
    paper = CouncilPaper.objects.get()
    assert paper.is_deleted
    assert len(told(commitment)) == 2
    with pytest.raises(ValidationError, match="gelöscht"):
        adopt_paper(paper=paper, commitment=commitment, by=team)


def test_a_paper_of_another_town_cannot_be_taken_over(server, system, team):
    offer_charter(server)
    check_system(system=system)
    with pytest.raises(ValidationError, match="gehört zu Bochum"):
        adopt_paper(paper=CouncilPaper.objects.get(), commitment=CommitmentFactory(), by=team)


def test_a_paper_set_aside_stays_aside(server, system, team):
    offer_charter(server)
    check_system(system=system)
    dismiss_paper(paper=CouncilPaper.objects.get(), by=team)
    check_system(system=system)
    assert CouncilPaper.objects.get().is_dismissed


def test_of_several_bodies_in_a_system_the_official_key_decides(server, system):
    server.body("/body/2", ags="05978020", name="Stadt Kamen")
    offer_charter(server)
    assert check_system(system=system) == 1
    system.body.official_key = ""
    system.body.save()
    assert check_system(system=system) is None
    system.refresh_from_db()
    assert "mehrere Körperschaften (Stadt Beispiel, Stadt Kamen)" in system.problem


def break_list(server):
    server.raw["/body/1/papers"] = (200, b'{"data": 5}')


def break_json(server):
    server.raw["/"] = (200, b"<html>Wartung</html>")


def break_status(server):
    server.raw["/"] = (503, b"{}")


def break_kind(server):
    server.raw["/"] = (200, b'{"type": "https://schema.oparl.org/1.1/File"}')


def break_host(server):
    server.objects["/body/1"]["paper"] = "http://elsewhere.example.org/papers"


def break_redirect(server):
    server.raw["/"] = (302, b"http://elsewhere.example.org/")


def break_circle(server):
    page = f'{{"data": [], "links": {{"next": "{server.url}/body/1/papers"}}}}'
    server.raw["/body/1/papers"] = (200, page.encode())


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (break_list, "ist keine OParl-Liste"),
        (break_json, "antwortet nicht mit JSON"),
        (break_status, "antwortet mit 503"),
        (break_kind, "weder ein OParl-System noch eine Körperschaft"),
        (break_host, "verweist auf einen anderen"),
        (break_redirect, "verweist auf einen anderen"),
        (break_circle, "verweist im Kreis"),
    ],
)
def test_a_server_that_cannot_be_used_leaves_one_sentence_and_nothing_else(server, system, fault, sentence):
    offer_charter(server)
    fault(server)
    assert check_system(system=system) is None
    system.refresh_from_db()
    assert sentence in system.problem
    assert not CouncilPaper.objects.exists()
    server.raw.clear()
    server.objects["/body/1"]["paper"] = f"{server.url}/body/1/papers"
    assert check_system(system=system) == 1
    system.refresh_from_db()
    assert system.problem == ""


def test_the_nightly_look_goes_on_where_one_server_is_down(server, system):
    offer_charter(server)
    CouncilSystem.objects.create(body=OrganisationFactory(name="A"), url="http://127.0.0.1:9/")
    assert check_all(timezone.now()) == "1 papers from 1 systems, 1 not reachable"


@pytest.mark.parametrize(
    ("words", "authoritative", "role"),
    [
        ("Vorberatung", False, "advice"),
        ("Entscheidung", False, "decision"),
        ("Beschlussfassung", False, "decision"),
        ("Anhörung", False, "hearing"),
        ("Kenntnisnahme", True, "notice"),
        ("", True, "decision"),
        ("", False, "advice"),
    ],
)
def test_roles_are_read_from_the_words_of_the_server(words, authoritative, role):
    assert role_of(words, authoritative) == role


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("Unverändert beschlossen", "agreed"),
        ("Geändert beschlossen", "amended"),
        ("einstimmig zugestimmt", "agreed"),
        ("abgelehnt", "rejected"),
        ("zurückgestellt", "deferred"),
        ("zur Kenntnis genommen", "noted"),
        ("erledigt", "unknown"),
        ("", "open"),
    ],
)
def test_results_are_read_from_the_words_of_the_server(words, result):
    assert result_of(words) == result


def test_a_consultation_of_version_1_0_names_one_committee_and_the_text_differently():
    known = {
        "http://a/organization/96": {"name": "Rat"},
        "http://a/meeting/243": {"start": "2023-06-13T23:30:00+00:00"},
        "http://a/agendaitem/15569": {"result": "beschlossen", "resolution": "Der Rat beschließt."},
    }
    facts = {
        "id": "http://a/consultation/47594",
        "type": "http://oparl.org/schema/1.0/Consultation",
        "agendaItem": "http://a/agendaitem/15569",
        "meeting": "http://a/meeting/243",
        "organization": "http://a/organization/96",
        "role": "Beschlussfassung",
    }
    found = consultation_of(facts, known.__getitem__)
    assert (found.committee, found.role, found.result) == ("Rat", "decision", "agreed")
    assert found.resolution == "Der Rat beschließt."
    assert found.meets_on == dt.date(2023, 6, 14), "half past eleven UTC is the next day here"


@pytest.mark.parametrize("junk", [None, 5, "", "gestern", "2023-13-40", {"a": 1}])
def test_a_date_that_is_none_is_none(junk):
    assert day_of(junk) is None
