"""Personal data go when their time is over; a rehearsal says how much, and deletes nothing."""

from __future__ import annotations

import datetime as dt
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from django.utils import timezone

from gruenzug.web.core import privacy
from gruenzug.web.core.models import OutgoingMail, RetentionEntry
from gruenzug.web.core.roles import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MAILBOXES = ("mailbox", "reply_to")  # fields for mailboxes of bodies, which belong to no person
PARTS = {"events.Group"}  # goes with the registrations it joins


def _old_mail(days: int) -> OutgoingMail:
    then = NOW - dt.timedelta(days=days)
    return OutgoingMail.objects.create(to="p7@example.org", subject="x", text="x", created_at=then)


def _report(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue()


def test_a_rehearsal_says_how_much_and_deletes_nothing():
    _old_mail(days=40), _old_mail(days=2)
    assert "core.mail: would delete 1 " in _report("--dry-run")
    assert OutgoingMail.objects.count() == 2
    assert not RetentionEntry.objects.exists()


def test_the_real_thing_deletes_as_much_and_writes_it_down():
    _old_mail(days=40), _old_mail(days=2)
    assert "core.mail: deleted 1 " in _report()
    assert OutgoingMail.objects.count() == 1
    entry = RetentionEntry.objects.get()
    assert (entry.processing, entry.rows, entry.error) == ("core.mail", 1, "")


def test_one_failure_keeps_no_other_from_deleting_and_is_told(monkeypatch):
    def broken(now):
        OutgoingMail.objects.all().delete()
        raise OSError("disk full")

    mail = privacy.processings()["core.mail"]
    rows = {
        "test.broken": privacy.Processing(**{**vars(mail), "id": "test.broken", "delete": broken}),
        "core.mail": mail,
    }
    monkeypatch.setattr(privacy, "_PROCESSINGS", rows)
    _old_mail(days=40), _old_mail(days=2)
    with pytest.raises(CommandError, match=r"test\.broken"):
        _report()
    assert OutgoingMail.objects.count() == 1
    assert set(RetentionEntry.objects.values_list("processing", "error")) == {
        ("test.broken", "OSError: disk full"),
        ("core.mail", ""),
    }


def test_every_model_that_holds_an_address_of_a_person_is_declared():
    declared = {row.model for row in privacy.processings().values()}
    holders = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("gruenzug.web.")
        and any(
            isinstance(field, models.EmailField) and field.name not in MAILBOXES
            for field in model._meta.get_fields()
        )
    }
    assert holders - declared - PARTS == set()


def test_the_record_of_processings_is_also_a_file(client):
    client.force_login(UserFactory(roles=[Role.DATA_PROTECTION]))
    table = client.get("/admin/verarbeitungen/", {"format": "csv"}).content.decode().splitlines()
    assert table[0].startswith("id,title,purpose,basis")
    assert len(table) >= 1 + len(privacy.processings())
    document = client.get("/admin/verarbeitungen/", {"format": "pdf"})
    assert document["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(document.content)) as read:
        assert "/StructTreeRoot" in read.Root
        assert "Verarbeitungstätigkeiten" in str(read.docinfo["/Title"])


def test_the_page_of_processings_shows_what_is_due_and_what_went(client):
    _old_mail(days=40)
    client.force_login(UserFactory(roles=[Role.DATA_PROTECTION]))
    before = client.get("/admin/verarbeitungen/").content.decode()
    assert "Noch ist nichts fällig gewesen." in before
    _report()
    after = client.get("/admin/verarbeitungen/").content.decode()
    assert "Noch ist nichts fällig gewesen." not in after
