"""From a draft to an answer for everyone: paragraphs that keep their ids, phases, answers, one mail."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gruenzug.web.core.roles import Role
from gruenzug.web.participation.models import (
    Allocation,
    Consultation,
    Contribution,
    Decision,
    Paragraph,
    Phase,
    PhaseKind,
    Visibility,
)
from gruenzug.web.participation.selectors.consultations import compare
from gruenzug.web.participation.services import consulting, replying, texts
from gruenzug.web.participation.services.deleting import forget
from gruenzug.web.participation.services.sending import Sender
from tests.factories import (
    ConsultationFactory,
    HandlungszielFactory,
    OrganisationFactory,
    ParticipantFactory,
    SectionFactory,
    StatementOnDraftFactory,
    UserFactory,
)
from tests.web.participation.conftest import begun, solved
from tests.web.support.costs import MOST_QUERIES, queries_of, too_dear

pytestmark = pytest.mark.django_db
TEXT = "# Ziele\n\nJede Kommune pflanzt Bäume.\n\nDächer werden grün, wo es geht.\n\n- Wege\n- Plätze"


@pytest.fixture
def draft():
    return texts.publish_draft(consultation=ConsultationFactory(), source=TEXT, by=None)


def test_a_pasted_text_becomes_headings_paragraphs_and_items(draft):
    told = [(row.key, row.kind, row.text) for row in draft.paragraphs.all()]
    assert told == [
        ("a1", "heading", "Ziele"),
        ("a2", "text", "Jede Kommune pflanzt Bäume."),
        ("a3", "text", "Dächer werden grün, wo es geht."),
        ("a4", "item", "Wege"),
        ("a5", "item", "Plätze"),
    ]


def test_what_a_word_processor_adds_is_thrown_out():
    word = (
        "<html><head><style>p{}</style><title>x</title></head><body><h2 class=MsoTitle>Ziele</h2>"
        "<p style='mso-list:l0' onclick='alert(1)'>Jede <b>Kommune</b>&nbsp;pflanzt<br>Bäume.<script>alert(1)</script></p>"
        "<ul><li>Wege</li></ul><table><tr><td><p>Zelle</p></td></tr></table></body></html>"
    )
    told = [(row.kind, row.text) for row in texts.read_blocks(word)]
    assert told == [
        ("heading", "Ziele"),
        ("text", "Jede Kommune pflanzt Bäume."),
        ("item", "Wege"),
        ("text", "Zelle"),
    ]


def test_paragraphs_keep_their_ids_when_words_and_places_change(draft):
    later = texts.publish_draft(
        consultation=draft.consultation,
        source="# Ziele\n\nDächer werden überall grün, wo es geht.\n\nGanz neu hinzu kommt dies.\n\n"
        "Jede Kommune pflanzt viele Bäume.\n\n- Plätze",
        by=None,
    )
    assert [(row.key, row.text[:12]) for row in later.paragraphs.all()] == [
        ("a1", "Ziele"),
        ("a3", "Dächer werde"),
        ("a6", "Ganz neu hin"),
        ("a2", "Jede Kommune"),
        ("a5", "Plätze"),
    ]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.text("abcde ", min_size=3, max_size=40).filter(str.strip), min_size=1, max_size=8))
def test_an_id_is_never_given_twice(rows):
    blocks = [texts.Block("text", row.strip()) for row in rows]
    old = [Paragraph(key=f"a{place}", kind="text", text=row.text) for place, row in enumerate(blocks)]
    keys = texts.keys_for(old[::-1], blocks, {row.key for row in old})
    assert len(set(keys)) == len(blocks)


def test_an_id_that_went_is_not_given_to_something_else(draft):
    consultation = draft.consultation
    texts.publish_draft(consultation=consultation, source="# Ziele", by=None)
    third = texts.publish_draft(
        consultation=consultation, source="# Ziele\n\nEtwas völlig anderes steht hier.", by=None
    )
    assert [row.key for row in third.paragraphs.all()] == ["a1", "a6"]


def test_a_version_of_the_charter_can_be_asked_about():
    section = SectionFactory(title_de="Klima", text_de="Erster Absatz.\n\nZweiter Absatz.")
    made = texts.publish_from_charter(consultation=ConsultationFactory(), version=section.version, by=None)
    assert [row.text for row in made.paragraphs.all()] == ["Klima", "Erster Absatz.", "Zweiter Absatz."]


def test_somebody_proposes_other_words_on_a_phone_without_javascript(client, post, confirm, draft):
    address = reverse("participation:contribute", args=[draft.consultation.slug, "a2"])
    form = {
        "text": "Viel zu vage.",
        "proposal": "Jede Kommune pflanzt 1.000 Bäume.",
        "email": "b@example.org",
        "name": "Bürgerin 9",
        "begun": begun(),
        "altcha": solved(),
    }
    assert post(address, form).status_code == 200
    confirm()
    item = Contribution.objects.get()
    assert (item.kind, item.draft, item.paragraph_key) == ("proposal", draft, "a2")
    item.visibility = Visibility.PUBLIC
    item.save()
    page = client.get(item.get_absolute_url().partition("#")[0]).content.decode()
    assert '<ins><span class="visually-hidden">neu: </span>1.000 </ins>' in page


@pytest.mark.parametrize(
    ("kind", "comment", "proposal", "points"),
    [
        (PhaseKind.INFORMATION, False, False, False),
        (PhaseKind.COMMENT, True, False, False),
        (PhaseKind.PROPOSE, True, True, False),
        (PhaseKind.PRIORITISE, False, False, True),
        (PhaseKind.REVIEW, False, False, False),
        (PhaseKind.ANSWERED, False, False, False),
    ],
)
def test_a_phase_says_what_may_be_done(kind, comment, proposal, points):
    made = texts.publish_draft(consultation=ConsultationFactory(phase=kind), source=TEXT, by=None)
    person, row = ParticipantFactory(), made.paragraphs.get(key="a2")
    sender = Sender(participant=person)

    def works(act):
        try:
            act()
        except ValidationError:
            return False
        return True

    assert works(lambda: consulting.contribute(sender=sender, paragraph=row, text="x")) == comment
    assert (
        works(lambda: consulting.contribute(sender=sender, paragraph=row, text="x", proposal="y")) == proposal
    )
    give = {"a1": 3}
    assert (
        works(lambda: consulting.allocate(participant=person, consultation=made.consultation, points=give))
        == points
    )


def test_a_phase_for_bodies_asks_for_a_body():
    consultation = ConsultationFactory(phase=PhaseKind.COMMENT, phase__is_for_bodies=True)
    row = texts.publish_draft(consultation=consultation, source=TEXT, by=None).paragraphs.first()
    with pytest.raises(ValidationError):
        consulting.contribute(sender=Sender(participant=ParticipantFactory()), paragraph=row, text="x")
    body = OrganisationFactory()
    consulting.contribute(sender=Sender(participant=ParticipantFactory(), body=body), paragraph=row, text="x")
    assert Contribution.objects.get().signed == body.label


def test_before_and_after_all_phases_nothing_is_taken(draft):
    Phase.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    consultation = Consultation.objects.get()
    assert consultation.phase_on(timezone.localdate()) is None
    assert not consultation.permits("comment")


def test_points_are_limited_and_count_once_per_person():
    consultation = ConsultationFactory(phase=PhaseKind.PRIORITISE, points=5)
    texts.publish_draft(consultation=consultation, source="# Eins\n\n# Zwei\n\nText", by=None)
    person = ParticipantFactory()
    with pytest.raises(ValidationError, match="5 Punkte"):
        consulting.allocate(participant=person, consultation=consultation, points={"a1": 4, "a2": 2})
    for points in ({"a1": 5}, {"a1": 2, "a2": 3, "a3": 9}):
        consulting.allocate(participant=person, consultation=consultation, points=points)
    assert dict(Allocation.objects.values_list("paragraph_key", "points")) == {"a1": 2, "a2": 3}


def test_reactions_count_and_change_sides(draft):
    item, person = StatementOnDraftFactory(draft=draft), ParticipantFactory()
    for opinion in ("support", "doubt"):
        consulting.react(participant=person, contribution=item, opinion=opinion)
    item.refresh_from_db()
    assert (item.support_count, item.doubt_count) == (0, 1)
    consulting.react(participant=person, contribution=item, opinion="doubt")
    item.refresh_from_db()
    assert item.doubt_count == 0


def test_everyone_gets_an_answer_and_who_asked_one_mail(draft, django_capture_on_commit_callbacks):
    person = ParticipantFactory()
    asked = [StatementOnDraftFactory(draft=draft, author=person, wants_answer=True) for _number in range(3)]
    silent = StatementOnDraftFactory(draft=draft, wants_answer=False)
    consultation = draft.consultation
    replying.answer(
        consultation=consultation, contributions=asked, decision=Decision.TAKEN, text="Ja.", by=None
    )
    with pytest.raises(ValidationError, match="1 Beiträge haben noch keine Antwort"):
        replying.release_answers(consultation=consultation, by=None)
    replying.answer(
        consultation=consultation, contributions=[silent], decision=Decision.NOT, text="Nein.", by=None
    )
    for _round in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            replying.release_answers(consultation=consultation, by=None)
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert mail.outbox[0].body.count("übernommen. Ja.") == 3


def test_answers_are_secret_until_they_are_released(client, draft):
    item = StatementOnDraftFactory(draft=draft)
    replying.answer(
        consultation=draft.consultation, contributions=[item], decision="not", text="Geheime Antwort", by=None
    )
    page = item.get_absolute_url().partition("#")[0]
    files = "/de/daten/contributions.csv"
    table = reverse("participation:responses", args=[draft.consultation.slug])
    assert "Geheime Antwort" not in client.get(page).content.decode() + client.get(files).content.decode()
    assert client.get(table).status_code == 404
    replying.release_answers(consultation=draft.consultation, by=None)
    for address in (page, files, table):
        assert "Geheime Antwort" in client.get(address).content.decode()


def test_the_table_can_be_had_as_files(client, draft):
    item = StatementOnDraftFactory(
        draft=draft, text="=1+1 ist <b>keine</b> Formel", proposal="Neue Worte", kind="proposal"
    )
    replying.answer(
        consultation=draft.consultation, contributions=[item], decision="partly", text="Zum Teil.", by=None
    )
    replying.release_answers(consultation=draft.consultation, by=None)

    def file(kind):
        address = reverse("participation:responses-file", args=[draft.consultation.slug, kind])
        return client.get(address).content

    line = [cell.value for cell in load_workbook(BytesIO(file("xlsx"))).active[2]]
    assert line[0] == item.pk
    assert line[3].startswith("'=1+1")
    assert line[4:] == ["teilweise übernommen", "Zum Teil."]
    document = Document(BytesIO(file("docx")))
    assert "Neue Worte" in document.tables[0].rows[1].cells[3].text
    assert file("pdf").startswith(b"%PDF-")
    assert zipfile.is_zipfile(BytesIO(file("xlsx")))


def test_the_difference_names_the_contributions_behind_it(client, draft):
    taken = StatementOnDraftFactory(draft=draft, paragraph_key="a2", author_name="Wegbereiterin")
    refused = StatementOnDraftFactory(draft=draft, paragraph_key="a2")
    elsewhere = StatementOnDraftFactory(draft=draft, paragraph_key="a5")
    consultation = draft.consultation
    for row, decision, keys in ((taken, "taken", ""), (refused, "not", ""), (elsewhere, "partly", "a2 a3")):
        replying.answer(
            consultation=consultation, contributions=[row], decision=decision, text="x", keys=keys, by=None
        )
    replying.release_answers(consultation=consultation, by=None)
    later = texts.publish_draft(
        consultation=consultation, source=TEXT.replace("Bäume", "tausend Bäume"), by=None
    )
    consultation.refresh_from_db()
    changes = {row.key: row for row in compare(consultation, draft, later)}
    assert changes["a2"].behind == [taken, elsewhere]
    assert [row.kind for row in changes.values()] == ["same", "changed", "same", "same", "same"]
    page = client.get(reverse("participation:compare", args=[consultation.slug])).content.decode()
    assert "Wegbereiterin" in page
    assert "tausend" in page


def test_the_back_office_goes_from_draft_to_answers(client, django_capture_on_commit_callbacks):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    consultation = ConsultationFactory()
    record = reverse("participation_consultation:inspect", args=[consultation.pk])
    client.post(reverse("participation_draft", args=[consultation.pk]), {"source": TEXT})
    draft = consultation.drafts.get()
    rows = [StatementOnDraftFactory(draft=draft, wants_answer=True) for _number in range(2)]
    assert "Das ist zu wenig." in client.get(record).content.decode()
    answer = {"item": [row.pk for row in rows], "decision": "covered", "text": "Steht in Absatz a3."}
    client.post(reverse("participation_reply", args=[consultation.pk]), answer)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("participation_release", args=[consultation.pk]))
    consultation.refresh_from_db()
    assert consultation.released_at
    assert len(mail.outbox) == 2


def test_the_form_of_the_back_office_creates_phases(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    form = {
        "title_de": "Neue Konsultation",
        "slug": "neue",
        "summary_de": "Kurz.",
        "points": "10",
        "is_public": "on",
        "phases-TOTAL_FORMS": "1",
        "phases-INITIAL_FORMS": "0",
        "phases-MIN_NUM_FORMS": "0",
        "phases-MAX_NUM_FORMS": "1000",
        "phases-0-kind": "comment",
        "phases-0-begins_on": "2026-01-01",
        "phases-0-ends_on": "2026-02-01",
    }
    client.post(reverse("participation_consultation:add"), form)
    assert [row.kind for row in Consultation.objects.get(slug="neue").phases.all()] == ["comment"]


def test_a_goal_shows_what_was_asked_and_said(client, release, draft):
    goal = HandlungszielFactory()
    draft.consultation.goals.set([goal])
    draft.consultation.save()
    StatementOnDraftFactory(draft=draft)
    page = client.get(goal.get_absolute_url()).content.decode()
    assert draft.consultation.title_de in page
    assert "1 Beitrag" in page


def test_what_others_replied_to_stays_when_its_author_goes(draft):
    person = ParticipantFactory()
    hidden = StatementOnDraftFactory(draft=draft, author=person, visibility="hidden", hidden_reason="other")
    reply = StatementOnDraftFactory(draft=draft, parent=hidden)
    forget(participant=person)
    assert Contribution.objects.filter(pk=reply.pk).exists()
    hidden.refresh_from_db()
    assert hidden.text == ""


@pytest.mark.any_database
def test_two_thousand_contributions_cost_little(client, release):
    consultation = ConsultationFactory()
    source = "\n\n".join(f"# Abschnitt {n}\n\nAbsatz {n} über Bäume, Wasser und Wege." for n in range(100))
    made = texts.publish_draft(consultation=consultation, source=source, by=None)
    chance, people = random.Random(1), ParticipantFactory.create_batch(50)
    answers = [
        replying.Answer.objects.create(consultation=consultation, decision=d, text="Antwort")
        for d in Decision.values
    ]
    Contribution.objects.bulk_create(
        Contribution(
            consultation=consultation,
            draft=made,
            paragraph_key=f"a{chance.randint(1, 200)}",
            text="Ein Beitrag von mittlerer Länge. " * 5,
            proposal="Absatz über Bäume und Wege." if n % 5 == 0 else "",
            kind="proposal" if n % 5 == 0 else "comment",
            author=chance.choice(people),
            author_name="Testperson",
            visibility="public",
            answer=chance.choice(answers),
            published_at=timezone.now(),
        )
        for n in range(2000)
    )
    Consultation.objects.update(released_at=timezone.now())
    lists = [
        reverse("participation:contributions", args=[consultation.slug]),
        reverse("participation:paragraph", args=[consultation.slug, "a7"]),
        reverse("participation:responses", args=[consultation.slug]),
        "/de/beteiligung/",
    ]
    assert too_dear(client, lists) == {}
    draft = consultation.get_absolute_url()  # a text, not a list: it may take its time
    assert len(queries_of(client, draft)) <= MOST_QUERIES
