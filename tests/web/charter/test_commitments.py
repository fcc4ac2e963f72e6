"""The way of a commitment: which steps there are, and what each needs."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from gruenzug.web.charter.models import Commitment, SigningEvent
from gruenzug.web.charter.services.commitments import move_commitment, open_commitment, sign
from gruenzug.web.core import audit
from tests.factories import CommitmentFactory, OrganisationFactory, VersionFactory

pytestmark = pytest.mark.django_db

S = Commitment.State
MAY_BE = {
    (S.DRAFT, S.IN_CONSULTATION),
    (S.DRAFT, S.DECIDED),
    (S.DRAFT, S.WITHDRAWN),
    (S.IN_CONSULTATION, S.DECIDED),
    (S.IN_CONSULTATION, S.REJECTED),
    (S.IN_CONSULTATION, S.WITHDRAWN),
    (S.DECIDED, S.WITHDRAWN),
    (S.REJECTED, S.IN_CONSULTATION),
    (S.WITHDRAWN, S.DRAFT),
    (S.WITHDRAWN, S.IN_CONSULTATION),
}
JUNE = dt.date(2023, 6, 13)


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_only_these_steps_exist(team, before, after):
    dates = {"decided_on": JUNE} if before == S.DECIDED else {}
    row = CommitmentFactory(state=before, **dates)
    if (before, after) in MAY_BE:
        move_commitment(commitment=row, to=after, by=team, decided_on=JUNE)
        row.refresh_from_db()
        assert row.state == after
    else:
        with pytest.raises(ValidationError, match="kann nicht"):
            move_commitment(commitment=row, to=after, by=team, decided_on=JUNE)


def test_a_council_decision_needs_its_day_and_none_in_the_future(team):
    row = CommitmentFactory(state=S.IN_CONSULTATION)
    with pytest.raises(ValidationError, match="wann der Rat"):
        move_commitment(commitment=row, to=S.DECIDED, by=team)
    with pytest.raises(ValidationError, match="nicht in der Zukunft"):
        move_commitment(
            commitment=row, to=S.DECIDED, by=team, decided_on=timezone.localdate() + dt.timedelta(days=1)
        )
    row.refresh_from_db()
    assert (row.state, row.is_public) == (S.IN_CONSULTATION, False)


def test_a_step_brings_the_entry_to_the_public_and_leaves_a_sentence(team):
    row = CommitmentFactory(body__short_name="Herne", version__title="Charta")
    move_commitment(commitment=row, to=S.IN_CONSULTATION, by=team)
    move_commitment(
        commitment=row, to=S.DECIDED, by=team, decided_on=JUNE, votes_for=40, votes_against=2, note="einmütig"
    )
    row.refresh_from_db()
    assert (row.is_public, row.votes_for, row.state_note) == (True, 40, "einmütig")
    assert audit.sentence(ModelLogEntry.objects.latest("pk")) == (
        "hat „Herne: Charta“ von „in Beratung“ auf „beschlossen“ gesetzt"
    )


def test_an_association_signs_without_a_council(team):
    nabu = OrganisationFactory(kind="association", short_name="NABU")
    row = open_commitment(body=nabu, version=VersionFactory(), by=team)
    assert row.form == Commitment.Form.DECLARATION
    with pytest.raises(ValidationError, match="nicht in einem Rat"):
        move_commitment(commitment=row, to=S.IN_CONSULTATION, by=team)
    with pytest.raises(ValidationError, match="wann die Erklärung"):
        move_commitment(commitment=row, to=S.DECIDED, by=team)
    sign(commitment=row, signed_on=JUNE, signed_as="Landesvorsitz", by=team)
    row.refresh_from_db()
    assert (row.state, row.signed_on, row.is_public) == (S.DECIDED, JUNE, True)


def test_a_town_signs_only_after_its_council_decided(team):
    version = VersionFactory()
    event = SigningEvent.objects.create(version=version, title="Symposium", slug="s", takes_place_on=JUNE)
    row = CommitmentFactory(version=version, state=S.IN_CONSULTATION)
    with pytest.raises(ValidationError, match="erst nach dem Beschluss"):
        sign(commitment=row, signed_on=JUNE, by=team)
    move_commitment(commitment=row, to=S.DECIDED, by=team, decided_on=JUNE)
    sign(commitment=row, signed_on=JUNE, signed_as="Oberbürgermeisterin", event=event, by=team)
    row.refresh_from_db()
    assert (row.signing, row.signed_as) == (event, "Oberbürgermeisterin")


def test_a_body_is_in_the_register_once_per_version(team):
    version, body = VersionFactory(), OrganisationFactory()
    first = open_commitment(body=body, version=version, by=team)
    assert open_commitment(body=body, version=version, by=team) == first
    assert ModelLogEntry.objects.filter(action="charter.commitment_created").count() == 1
