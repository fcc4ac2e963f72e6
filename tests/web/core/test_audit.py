"""What the log says of an action."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit
from gruenzug.web.core.models import User
from gruenzug.web.directory.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return Organisation.objects.create(kind="municipality", name="Stadt Herne", slug="herne")


def test_a_change_reads_as_a_sentence_with_old_and_new(body):
    user = User.objects.create_user("testperson3", last_name="Testperson 3")
    audit.record(
        "directory.organisation_changed", subject=body, by=user, changes={"Telefon": ("", "02323 160")}
    )
    entry = ModelLogEntry.objects.get()
    assert audit.actor(entry) == "Testperson 3"
    assert audit.sentence(entry) == "hat „Stadt Herne“ geändert: Telefon „02323 160“"
    assert str(entry.message).casefold() == audit.sentence(entry).casefold()  # Wagtail's history shows it


def test_what_the_system_did_says_so(body):
    entry = audit.record("directory.organisation_created", subject=body, by=None)
    assert audit.actor(entry) == "Das System"


def test_an_action_nobody_registered_is_a_bug(body):
    with pytest.raises(KeyError, match=r"directory\.invented"):
        audit.record("directory.invented", subject=body, by=None)
