"""What was said elsewhere comes in, what was said here goes out; nothing twice, nothing private."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from gruenzug.web.core.roles import Role
from gruenzug.web.participation.exchange.writing import consultation_lines
from gruenzug.web.participation.models import Contribution, Idea
from gruenzug.web.participation.services import texts
from tests.factories import (
    ConsultationFactory,
    IdeaFactory,
    MunicipalityFactory,
    ParticipantFactory,
    StatementOnDraftFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return texts.publish_draft(
        consultation=ConsultationFactory(slug="probe"), source="# Eins\n\nZwei", by=None
    )


def test_what_goes_out_comes_in_again_elsewhere(draft, tmp_path):
    first = StatementOnDraftFactory(
        draft=draft, text="Erster", author=ParticipantFactory(email="geheim@example.org")
    )
    StatementOnDraftFactory(draft=draft, text="Antwort", parent=first)
    StatementOnDraftFactory(draft=draft, text="Wartet", visibility="held")
    file = tmp_path / "probe.jsonl"
    call_command("export_participation", str(file), consultation="probe", verbosity=0)
    assert "geheim" not in file.read_text("utf-8")
    assert "Wartet" not in file.read_text("utf-8")
    Contribution.objects.all().delete()
    for _round in range(2):
        call_command("import_participation", str(file), consultation="probe", origin="Probe", verbosity=0)
    told = {
        row.text: (row.parent.text if row.parent else None, row.origin) for row in Contribution.objects.all()
    }
    assert told == {"Erster": (None, "Probe"), "Antwort": ("Erster", "Probe")}


def test_a_table_of_another_system_is_taken_in(draft, tmp_path, client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    file = tmp_path / "dipas.csv"
    file.write_text(
        "id;text;paragraph;name;created_at\n77;Mehr Bäume;a2;Bürgerin;2026-03-01 10:00\n", "utf-8-sig"
    )
    with file.open("rb") as upload:
        address = reverse("participation_import", args=[draft.consultation.pk])
        client.post(address, {"file": upload, "origin": "DIPAS"})
    row = Contribution.objects.get()
    assert (row.text, row.author_name, row.origin, row.author) == ("Mehr Bäume", "Bürgerin", "DIPAS", None)
    assert row.created_at.isoformat() == "2026-03-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "nicht in UTF-8"),
        (b'{"type": "contribution"\n', "Zeile 1 ist kein JSON"),
        (b'{"type": "contribution", "paragraph": "a9", "text": "x"}', "Absatz „a9“ gibt es nicht"),
        (b'{"type": "contribution", "paragraph": "a2"}', "der Text fehlt"),
        (b'{"paragraph": "a2", "text": "x", "version": 9}', "die Fassung „9“ gibt es nicht"),
        (b'{"paragraph": "a2", "text": "x", "created_at": "gestern"}', "„gestern“ ist kein Zeitpunkt"),
        (b"wort;zahl\n1;2\n", "Spalte „text“"),
    ],
)
def test_a_fault_is_one_sentence_and_nothing_is_taken_in(draft, tmp_path, content, sentence):
    file = tmp_path / "fehler.jsonl"
    file.write_bytes(
        b'{"type": "contribution", "paragraph": "a2", "text": "Gut"}\n' * (content[:1] == b"{") + content
    )
    with pytest.raises(CommandError, match=r"fehler\.jsonl") as caught:
        call_command("import_participation", str(file), consultation="probe", verbosity=0)
    assert sentence.replace("Zeile 1", "Zeile 2") in str(caught.value)
    assert not Contribution.objects.exists()


def test_ideas_travel_too(tmp_path):
    town = MunicipalityFactory()
    IdeaFactory(title="Teich", municipality=town, geometry='{"type":"Point","coordinates":[7.05,51.45]}')
    file = tmp_path / "ideen.jsonl"
    call_command("export_participation", str(file), verbosity=0)
    Idea.objects.all().delete()
    call_command("import_participation", str(file), origin="DIPAS", verbosity=0)
    idea = Idea.objects.get()
    assert (idea.title, idea.municipality, idea.point_x, idea.author) == ("Teich", town, 7.05, None)


def test_answers_leave_only_when_they_are_released(draft):
    StatementOnDraftFactory(draft=draft)
    lines = [json.loads(line) for line in consultation_lines(draft.consultation)]
    assert [line["type"] for line in lines] == ["head", "consultation", "draft", "contribution"]
    assert lines[-1]["answer"] == ""
