"""The back office: the team's and a town's work, and what a municipal editor may not reach in any way."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from wagtail.models import ModelLogEntry

from gruenzug.web.charter.models import (
    Commitment,
    CouncilPaper,
    CouncilSystem,
    Handlungsziel,
    Pledge,
    Report,
    Section,
    Station,
    Version,
)
from gruenzug.web.core import audit, desk
from gruenzug.web.directory.models import ContactGroup, Kind, Organisation
from tests.factories import (
    CommitmentFactory,
    CommitmentRequestFactory,
    HandlungszielFactory,
    OrganisationFactory,
    PledgeFactory,
    ReportingRoundFactory,
    SectionFactory,
    StationFactory,
    VersionFactory,
)
from tests.web.charter.oparl_server import town_server

pytestmark = pytest.mark.django_db


def rows(prefix, *forms, initial=0):
    """Return the fields of an inline form set."""
    fields = {
        f"{prefix}-TOTAL_FORMS": len(forms),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, form in enumerate(forms):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return fields


def commitment_form(body, version, *stations, **fields):
    facts = {"body": body.pk, "version": version.pk, "form": "council", "status": "confirmed"}
    return {**rows("stations", *stations), **facts, **fields}


def pledge_form(body, **fields):
    facts = {
        "body": body.pk,
        "title": "500 Bäume",
        "due_on": "2030-12-31",
        "responsible_office": "Grünflächenamt",
        "status": "confirmed",
    }
    return {**facts, **fields}


def entries() -> list[str]:
    return [audit.sentence(entry) for entry in ModelLogEntry.objects.order_by("pk")]


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_town_brings_the_charta_into_its_council_decides_promises_and_reports(client, editor_client, town):
    version = VersionFactory(title="Charta", state="in-force", decided_on=dt.date(2022, 9, 23))
    goal = HandlungszielFactory()
    station = {"committee": "Rat der Stadt", "role": "decision", "result": "open", "order": 10}
    editor_client.post(
        "/admin/charter/commitment/new/",
        commitment_form(town, version, {**station, "meets_on": "2023-06-13"}, paper_reference="2023/0419"),
    )
    row = Commitment.objects.get()
    assert (row.body, row.is_public) == (town, False)
    move = f"/admin/charta/mitwirkung/{row.pk}/stand/"
    editor_client.post(move, {"to": "in-consultation"})
    editor_client.post(move, {"to": "decided", "decided_on": "2023-06-13", "vote": "einstimmig"})
    assert "beschlossen, 13. Juni 2023" in client.get("/de/charta/register/").content.decode()

    form = pledge_form(town, goals=[goal.pk], indicator="acc-who", part="1ha")
    editor_client.post("/admin/charter/pledge/new/", form)
    pledge = Pledge.objects.get()
    assert "500 Bäume" not in client.get("/de/charta/zusagen/").content.decode()
    editor_client.post(f"/admin/charta/zusage/{pledge.pk}/stand/", {"to": "running"})
    assert "500 Bäume" in client.get(goal.get_absolute_url()).content.decode()

    in_round = ReportingRoundFactory(opens_on=dt.date(2020, 1, 1), due_on=dt.date(2020, 2, 1))
    report = f"/admin/charta/zusage/{pledge.pk}/bericht/{in_round.pk}/"
    assert "Gr" in editor_client.get(report).content.decode()
    editor_client.post(report, {"progress": "delayed", "percent": "20", "words": "Es fehlt an Flächen."})
    assert "Es fehlt an Flächen." in client.get(pledge.get_absolute_url()).content.decode()
    assert entries() == [
        "hat „Herne: Charta“ angelegt",
        "hat „Herne: Charta“ von „in Vorbereitung“ auf „in Beratung“ gesetzt",
        "hat „Herne: Charta“ von „in Beratung“ auf „beschlossen“ gesetzt",
        "hat „500 Bäume“ angelegt",
        "hat die Selbstverpflichtung „500 Bäume“ von „Entwurf“ auf „läuft“ gesetzt",
        "hat zu „500 Bäume“ berichtet: verzögert",
    ]


def test_a_step_without_its_date_says_what_is_missing(team_client, town):
    row = CommitmentFactory(body=town, state="in-consultation")
    move = f"/admin/charta/mitwirkung/{row.pk}/stand/"
    answer = team_client.post(move, {"to": "decided"}, follow=True)
    assert "wann der Rat oder Kreistag beschlossen hat" in messages(answer)
    answer = team_client.post(move, {"to": "decided", "decided_on": "gestern"}, follow=True)
    assert "beschlossen am:" in messages(answer)
    row.refresh_from_db()
    assert row.state == "in-consultation"


def test_an_editor_reaches_nothing_of_another_town(editor_client, town, other_town):
    version = VersionFactory()
    row = CommitmentFactory(body=other_town, version=version, state="draft")
    pledge = PledgeFactory(body=other_town, state="running", title="Fremde Zusage")
    in_round = ReportingRoundFactory()
    report = Report.objects.create(
        round=in_round, pledge=pledge, progress="done", words="Fertig.", is_public=True
    )
    system = CouncilSystem.objects.create(body=other_town, url="https://oparl.example.org/")
    paper = CouncilPaper.objects.create(system=system, oparl_id="https://oparl.example.org/paper/1")
    gets = [
        f"/admin/charter/commitment/inspect/{row.pk}/",
        f"/admin/charter/commitment/edit/{row.pk}/",
        f"/admin/charter/commitment/history/{row.pk}/",
        f"/admin/charter/pledge/inspect/{pledge.pk}/",
        f"/admin/charter/pledge/edit/{pledge.pk}/",
        f"/admin/charter/councilsystem/inspect/{system.pk}/",
        f"/admin/charta/zusage/{pledge.pk}/bericht/{in_round.pk}/",
        f"/admin/charta/vorlage/{paper.pk}/",
    ]
    posts = {
        f"/admin/charter/commitment/edit/{row.pk}/": commitment_form(
            other_town, version, paper_reference="x"
        ),
        f"/admin/charter/commitment/delete/{row.pk}/": {},
        f"/admin/charter/pledge/edit/{pledge.pk}/": pledge_form(other_town, title="Gekapert"),
        f"/admin/charter/pledge/delete/{pledge.pk}/": {},
        f"/admin/charta/mitwirkung/{row.pk}/stand/": {"to": "withdrawn"},
        f"/admin/charta/mitwirkung/{row.pk}/unterschrift/": {"signed_on": "2026-01-01"},
        f"/admin/charta/zusage/{pledge.pk}/stand/": {"to": "kept"},
        f"/admin/charta/zusage/{pledge.pk}/bericht/{in_round.pk}/": {"progress": "done", "words": "x"},
        f"/admin/charta/bericht/{report.pk}/zurueck/": {},
        f"/admin/charta/ratssystem/{system.pk}/nachsehen/": {},
        f"/admin/charta/vorlage/{paper.pk}/": {"dismiss": "1"},
        f"/admin/charta/runde/{in_round.pk}/abschluss/": {},
    }
    answers = {address: editor_client.get(address).status_code for address in gets}
    answers |= {
        f"POST {address}": editor_client.post(address, form).status_code for address, form in posts.items()
    }
    assert set(answers.values()) <= {302, 403}, answers
    row.refresh_from_db()
    pledge.refresh_from_db()
    report.refresh_from_db()
    paper.refresh_from_db()
    assert (row.state, row.paper_reference, row.signed_on) == ("draft", "", None)
    assert (pledge.state, pledge.title) == ("running", "Fremde Zusage")
    assert (report.is_public, paper.is_dismissed) == (True, False)
    assert entries() == []


def test_an_editor_can_neither_create_for_another_town_nor_move_a_row_there(editor_client, town, other_town):
    version = VersionFactory()
    editor_client.post("/admin/charter/commitment/new/", commitment_form(other_town, version))
    editor_client.post("/admin/charter/pledge/new/", pledge_form(other_town))
    assert not Commitment.objects.exists()
    assert not Pledge.objects.exists()
    own, foreign = PledgeFactory(body=town), CommitmentFactory(body=other_town)
    editor_client.post(f"/admin/charter/pledge/edit/{own.pk}/", pledge_form(other_town))
    editor_client.post(f"/admin/charter/pledge/edit/{own.pk}/", pledge_form(town, commitment=foreign.pk))
    own.refresh_from_db()
    assert (own.body, own.commitment) == (town, None)


def test_a_promise_rests_on_a_commitment_of_its_own_body(team_client, town, other_town):
    foreign = CommitmentFactory(body=other_town)
    answer = team_client.post("/admin/charter/pledge/new/", pledge_form(town, commitment=foreign.pk))
    assert "Die Grundlage gehört zu Kamen." in answer.content.decode()
    assert not Pledge.objects.exists()


def test_an_editor_s_lists_and_choices_hold_the_own_body_alone(editor_client, town, other_town):
    for body in (town, other_town):
        CommitmentFactory(body=body)
        PledgeFactory(body=body)
    for model in ("commitment", "pledge"):
        page = editor_client.get(f"/admin/charter/{model}/").content.decode()
        assert "Herne" in page
        assert "Kamen" not in page
        form = editor_client.get(f"/admin/charter/{model}/new/").content.decode()
        assert "Stadt Herne" in form
        assert "Stadt Kamen" not in form


def test_an_editor_does_not_touch_texts_and_goals(editor_client):
    version, goal = VersionFactory(), HandlungszielFactory()
    for address in (
        f"/admin/charter/version/edit/{version.pk}/",
        f"/admin/charter/handlungsziel/edit/{goal.pk}/",
        "/admin/charter/leitthema/new/",
        "/admin/charter/commitmentrequest/new/",
    ):
        assert editor_client.get(address).status_code in (302, 403), address
    for address in ("/admin/charta/fassung/neu/", f"/admin/charta/fassung/{version.pk}/beschluss/"):
        form = {"document": "charta", "title": "x", "decided_on": "2026-01-01"}
        assert editor_client.post(address, form).status_code in (302, 403)
    assert [row.state for row in Version.objects.all()] == ["draft"]


def section_form(key, title, **fields):
    return {
        "key": key, "kind": "chapter", "order": 10, "title_de": title, "title_en": "", "title_simple": "",
        "text_de": "", "text_en": "", "text_simple": "", "status": "confirmed", "source_url": "", "source_note": "",
        **fields,
    }  # fmt: skip


def test_the_team_drafts_a_version_edits_it_and_puts_it_into_force(team_client, client):
    body = OrganisationFactory(kind="regional-association", name="Regionalverband Ruhr")
    first = VersionFactory(number=1, title="Charta", state="in-force", decided_on=dt.date(2022, 9, 23))
    SectionFactory(version=first, key="praeambel", title_de="Präambel", text_de="Alt.", order=10)
    team_client.post("/admin/charta/fassung/neu/", {"document": "charta", "title": "Charta 2030"})
    draft = Version.objects.get(number=2)
    section = Section.objects.get(version=draft)
    form = section_form("praeambel", "Präambel", text_de="Neu.", id=section.pk)
    team_client.post(
        f"/admin/charter/version/edit/{draft.pk}/",
        {
            "title": "Charta 2030",
            "wording": "official",
            "status": "confirmed",
            **rows("sections", form, initial=1),
        },
    )
    team_client.post(f"/admin/charta/fassung/{draft.pk}/beteiligung/")
    assert "Neu</ins>" in client.get("/de/charta/vergleich/").content.decode()
    facts = {"decided_on": "2026-03-01", "decided_by": body.pk, "decided_in": "Verbandsversammlung"}
    team_client.post(f"/admin/charta/fassung/{draft.pk}/beschluss/", facts)
    draft.refresh_from_db()
    assert (draft.state, draft.decided_by) == ("in-force", body)
    assert team_client.get(f"/admin/charter/version/edit/{draft.pk}/").status_code in (302, 403)
    assert "Regionalverband Ruhr, Verbandsversammlung" in client.get("/de/charta/version/2/").content.decode()


def test_words_that_stand_in_a_version_in_force_are_changed_there_and_reach_the_goal(team_client):
    goal = HandlungszielFactory(number=1, code="hz-01", title_de="Arbeitstitel")
    version = VersionFactory(state="in-force", decided_on=dt.date(2024, 3, 15), wording="summary")
    section = SectionFactory(version=version, key="hz-01", kind="handlungsziel", handlungsziel=goal)
    form = {
        "number": 1, "code": "hz-01", "title_de": "Woanders", "leitthema": goal.leitthema_id,
        "assignment": "confirmed", "status": "confirmed", "is_current": "on", **rows("facets"), **rows("levers"),
    }  # fmt: skip
    answer = team_client.post(f"/admin/charter/handlungsziel/edit/{goal.pk}/", form)
    assert "ändern Sie ihn dort" in answer.content.decode()
    edited = section_form(
        "hz-01", "Amtlicher Titel", kind="handlungsziel", handlungsziel=goal.pk, id=section.pk
    )
    team_client.post(
        f"/admin/charter/version/edit/{version.pk}/",
        {"title": "S", "wording": "official", "status": "confirmed", **rows("sections", edited, initial=1)},
    )
    assert Handlungsziel.objects.get().title_de == "Amtlicher Titel"


def test_a_goal_gets_facets_and_levers(team_client, client):
    goal = HandlungszielFactory(number=1, code="hz-01", title_de="Straßenbäume")
    facet = {"kind": "quantitative", "text_de": "Jede Straße.", "indicator": "acc-who", "part": "1ha",
             "target_value": "80", "target_year": "2035", "order": 1}  # fmt: skip
    lever = {"body_kind": "municipality", "text_de": "Bebauungspläne", "order": 1}
    team_client.post(
        f"/admin/charter/handlungsziel/edit/{goal.pk}/",
        {
            "number": 1, "code": "hz-01", "title_de": "Straßenbäume", "leitthema": goal.leitthema_id,
            "assignment": "confirmed", "status": "confirmed", "is_current": "on",
            **rows("facets", facet), **rows("levers", lever),
        },
    )  # fmt: skip
    page = client.get(goal.get_absolute_url()).content.decode()
    for words in ("Jede Straße.", "Bebauungspläne", "Kommune"):
        assert words in page


def test_the_team_asks_all_municipalities_by_one_group(team_client):
    towns = [OrganisationFactory(mailbox=f"rathaus{number}@example.org") for number in range(3)]
    OrganisationFactory(kind="association")
    silent = OrganisationFactory(short_name="Ohnepost")
    group = ContactGroup.objects.create(title="Alle Kommunen", slug="alle")
    group.rules.add(group.rules.model(kind="municipality"))
    group.save()
    request = CommitmentRequestFactory()
    answer = team_client.post(
        f"/admin/charta/bitte/{request.pk}/versand/", {"groups": [group.pk]}, follow=True
    )
    assert "An 4 Körperschaften versandt. Ohne Postfach, bitte auf anderem Weg: Ohnepost." in messages(answer)
    assert {row.body for row in request.commitments.all()} == {*towns, silent}
    again = team_client.post(
        f"/admin/charta/bitte/{request.pk}/versand/", {"groups": [group.pk]}, follow=True
    )
    assert "schon angeschrieben" in messages(again)


def test_a_found_paper_becomes_an_entry_with_its_stations(team_client, town):
    with town_server() as server:
        council = server.committee(1, "Rat der Stadt")
        server.meeting(1, "2023-06-13T17:00:00+02:00", council, [{"id": "i1", "number": "3"}])
        consultation = {
            "id": f"{server.url}/consultation/1", "agendaItem": "i1", "meeting": f"{server.url}/meeting/1",
            "organization": [council], "role": "Entscheidung", "authoritative": True,
        }  # fmt: skip
        server.paper(419, "Charta Grüne Infrastruktur", [consultation])
        system = CouncilSystem.objects.create(body=town, url=f"{server.url}/body/1")
        answer = team_client.post(f"/admin/charta/ratssystem/{system.pk}/nachsehen/", follow=True)
        assert "Eine passende Vorlage." in messages(answer)
        paper = CouncilPaper.objects.get()
        assert "Charta" in team_client.get(f"/admin/charta/vorlage/{paper.pk}/").content.decode()
        version = VersionFactory(state="consultation")
        answer = team_client.post(
            f"/admin/charta/vorlage/{paper.pk}/", {"commitment": "", "version": version.pk}, follow=True
        )
    assert "Eine Station übernommen." in messages(answer)
    assert Station.objects.get().committee == "Rat der Stadt"
    assert Commitment.objects.get().paper_reference == "419/2023"
    answer = team_client.post(f"/admin/charta/ratssystem/{system.pk}/nachsehen/", follow=True)
    assert "nicht erreichbar" in messages(answer)


@time_machine.travel(dt.datetime(2026, 6, 15, tzinfo=dt.UTC))
def test_the_desk_shows_what_is_due_to_those_whose_it_is(team, editor, town, other_town):
    for body in (town, other_town):
        StationFactory(
            commitment=CommitmentFactory(body=body, state="in-consultation"), meets_on=dt.date(2026, 6, 1)
        )
        PledgeFactory(body=body, state="running", due_on=dt.date(2026, 6, 20))
        system = CouncilSystem.objects.create(body=body, url="https://oparl.example.org/")
        CouncilPaper.objects.create(system=system, oparl_id=f"https://oparl.example.org/{body.pk}", name="V")
        decided = CommitmentFactory(body=body, state="in-consultation")
        StationFactory(commitment=decided, role="decision", result="agreed")
    ReportingRoundFactory()

    def totals(user):
        cards = [card for laid in desk.cards(user, dt.date(2026, 6, 15)).values() for card in laid]
        return {str(card.title): card.total for card in cards}

    mine = {
        "Beratungen ohne Ergebnis": 1,
        "Selbstverpflichtungen, die fällig werden": 1,
        "Berichte, die ausstehen": 1,
        "Vorlagen aus Ratsinformationssystemen": 1,
        "Beschlüsse, die einzutragen sind": 1,
    }
    assert {key: totals(editor)[key] for key in mine} == mine
    assert {key: totals(team)[key] for key in mine} == dict.fromkeys(mine, 2)


@pytest.mark.parametrize(
    "model",
    [
        "commitment", "pledge", "reportinground", "commitmentrequest", "signingevent", "version",
        "handlungsziel", "oberziel", "leitthema", "instrument", "councilsystem",
    ],
)  # fmt: skip
def test_every_list_and_record_opens_for_the_team(team_client, programme, model):
    PledgeFactory(body=Organisation.objects.first())
    ReportingRoundFactory()
    CouncilSystem.objects.create(body=Organisation.objects.first(), url="https://oparl.example.org/")
    assert team_client.get(f"/admin/charter/{model}/").status_code == 200
    if model != "version":
        assert team_client.get(f"/admin/charter/{model}/new/").status_code == 200
    page = team_client.get(f"/admin/charter/{model}/").content.decode()
    for action in ("inspect", "edit"):
        start = page.find(f"/admin/charter/{model}/{action}/")
        if start > 0:
            address = page[start : page.index('"', start)]
            assert team_client.get(address).status_code == 200, address


def test_an_association_joins_by_its_signature_and_is_offered_nothing_else(team_client, client):
    body = OrganisationFactory(kind=Kind.ASSOCIATION, name="Naturschutzbund", short_name="NABU")
    row = CommitmentFactory(body=body, form=Commitment.Form.DECLARATION)
    page = BeautifulSoup(
        team_client.get(f"/admin/charter/commitment/inspect/{row.pk}/").content, "html.parser"
    )
    offered = {option["value"] for option in page.select("select[name=to] option")}
    assert offered == {"withdrawn"}
    assert not page.select("[name=decided_on]")
    sign = page.select_one("form:has([name=signed_on])")
    assert sign.find_parent("details").has_attr("open")
    team_client.post(sign["action"], {"signed_on": "2023-11-20", "signed_as": "Landesvorsitz"})
    assert "erklärt, 20. November 2023" in client.get("/de/charta/register/").content.decode()
