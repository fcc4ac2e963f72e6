"""Duplicates are found, merged with all that hangs on them, and can be parted again."""

from __future__ import annotations

import datetime as dt

import pytest

from gruenzug.web.directory.duplicates import candidates
from gruenzug.web.directory.models import (
    Contact,
    ContactGroup,
    FunctionContact,
    Membership,
    Merge,
    Organisation,
    Promise,
    Topic,
)
from gruenzug.web.directory.services.merging import merge_organisations, undo_merge
from tests.factories import (
    CommitmentFactory,
    MembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def club(name: str, **fields) -> Organisation:
    return OrganisationFactory(kind="association", name=name, **fields)


def pairs(*bodies) -> list[set[str]]:
    return [{pair.first.name, pair.second.name} for pair in candidates(bodies)]


def test_the_same_name_written_otherwise_is_found():
    club("Naturschutzbund Kreis Unna")
    found = pairs(  # the likeliest first
        club("bgmr Landschaftsarchitekten"),
        club("BGMR Landschaftsarchitekten GmbH"),
        club("Grüne Höfe e. V."),
        club("Gruene Hoefe"),
        club("Tiefbau Meier"),
    )
    assert found == [
        {"Grüne Höfe e. V.", "Gruene Hoefe"},
        {"bgmr Landschaftsarchitekten", "BGMR Landschaftsarchitekten GmbH"},
    ]


def test_the_same_mailbox_is_a_reason_of_its_own():
    one, two = (
        club("Lippe-Bündnis", mailbox="post@example.org"),
        club("Garten am Kanal", mailbox="POST@example.org"),
    )
    (pair,) = candidates([one, two, club("Ganz anders")])
    assert pair.reasons == ("gleiches Postfach",)


def test_a_common_word_or_place_makes_no_pair():
    county = OrganisationFactory(kind="county", name="Kreis Wesel", official_key="05170")
    town = OrganisationFactory(name="Stadt Wesel", official_key="05170048")
    whole = club("Emschergenossenschaft", website="https://eglv.de")
    part = club("Klima.Werk der Emschergenossenschaft", parent=whole)
    found = pairs(
        county, town, whole, part, *(club(f"Bezirksregierung {name}") for name in ("Münster", "Arnsberg"))
    )
    assert found == []


@pytest.fixture
def two(team):
    keep = club("Grüne Höfe", phone="0201 1", slug="gruene-hoefe")
    remove = club("Gruene Hoefe e. V.", phone="0201 2", city="Essen", official_key="", slug="gruene-hoefe-2")
    topic = Topic.objects.create(key="artenreich", title_de="Artenreich")
    remove.topics.add(topic)
    both = UserFactory()
    MembershipFactory(user=both, organisation=keep)
    MembershipFactory(user=both, organisation=remove, scope="reader")
    MembershipFactory(organisation=remove)
    FunctionContact.objects.create(organisation=remove, office="Vorstand")
    Contact.objects.create(organisation=remove, kind="call", subject="Anruf")
    Promise.objects.create(organisation=remove, text="Zusage", due_on=dt.date(2026, 1, 1))
    PositionFactory(organisation=remove)
    club("Ortsgruppe", parent=remove)
    group = ContactGroup.objects.create(title="x", slug="x")
    group.included.add(remove)
    return keep, remove


def hanging_on(body) -> dict[str, int]:
    return {
        relation.name: relation.related_model._base_manager.filter(**{relation.field.name: body.pk}).count()
        for relation in Organisation._meta.related_objects
        if relation.related_model._meta.app_label == "directory" and relation.name != "merges"
    }


def test_everything_that_hung_on_the_other_hangs_on_the_kept_one(two, team):
    keep, remove = two
    merge_organisations(keep=keep, remove=remove, by=team)
    keep = Organisation.objects.get(pk=keep.pk)
    assert not Organisation.objects.filter(slug="gruene-hoefe-2").exists()
    assert (keep.phone, keep.city) == ("0201 1", "Essen"), "what is there stays, what is missing is filled"
    assert hanging_on(keep) == {
        "parts": 1,
        "function_contacts": 1,
        "positions": 1,
        "memberships": 2,
        "contacts": 1,
        "promises": 1,
        "included_in_groups": 1,
        "excluded_from_groups": 0,
    }
    assert [topic.key for topic in keep.topics.all()] == ["artenreich"]


def test_undoing_brings_everything_back_as_it_was(two, team):
    keep, remove = two
    number = remove.pk
    before = {body.pk: (hanging_on(body), body.city, body.phone) for body in two}
    merge = merge_organisations(keep=keep, remove=remove, by=team)
    restored = undo_merge(merge=merge, by=team)
    assert restored.pk == number
    assert restored.slug == "gruene-hoefe-2"
    after = {
        pk: (hanging_on(body), body.city, body.phone)
        for pk, body in Organisation.objects.in_bulk(before).items()
    }
    assert after == before
    assert Membership.objects.get(organisation=restored, scope="reader"), "what had to stay behind too"


def test_what_came_after_the_merge_stays_with_the_kept_one(two, team):
    keep, remove = two
    merge_organisations(keep=keep, remove=remove, by=team)
    Organisation.objects.filter(pk=keep.pk).update(city="Bottrop")
    Contact.objects.create(organisation=keep, kind="call", subject="danach")
    undo_merge(merge=Merge.objects.get(), by=team)
    keep.refresh_from_db()
    assert keep.city == "Bottrop"
    assert [contact.subject for contact in keep.contacts.all()] == ["danach"]


def test_a_merge_is_undone_once_and_a_body_is_not_merged_with_itself(two, team):
    keep, remove = two
    with pytest.raises(Exception, match="nicht mit sich selbst"):
        merge_organisations(keep=keep, remove=keep, by=team)
    merge = merge_organisations(keep=keep, remove=remove, by=team)
    undo_merge(merge=merge, by=team)
    with pytest.raises(Exception, match="schon rückgängig"):
        undo_merge(merge=merge, by=team)


def test_the_team_merges_and_parts_on_the_page(two, team_client):
    keep, remove = two
    page = team_client.get("/admin/netzwerk/dubletten/").content.decode()
    assert f"/admin/netzwerk/dubletten/{keep.pk}/{remove.pk}/" in page
    address = f"/admin/netzwerk/dubletten/{keep.pk}/{remove.pk}/"
    assert "<strong>0201 2</strong>" in team_client.get(address).content.decode()
    team_client.post(address, {"keep": keep.pk})
    assert Organisation.objects.filter(name__startswith="Gr").count() == 1
    merge = Merge.objects.get()
    team_client.post(f"/admin/netzwerk/trennen/{merge.pk}/")
    assert Organisation.objects.filter(name__startswith="Gr").count() == 2
    log = team_client.get("/admin/protokoll/").content.decode()
    assert "hat „Gruene Hoefe e. V.“ mit „Grüne Höfe“ zusammengeführt" in log
    assert "hat „Gruene Hoefe e. V.“ wieder von „Grüne Höfe“ getrennt" in log


def test_what_rooms_above_hang_on_a_body_moves_too_and_comes_back(two, team):
    keep, remove = two
    commitment = CommitmentFactory(body=remove)
    merge = merge_organisations(keep=keep, remove=remove, by=team)
    commitment.refresh_from_db()
    assert commitment.body == keep
    restored = undo_merge(merge=merge, by=team)
    commitment.refresh_from_db()
    assert commitment.body == restored
