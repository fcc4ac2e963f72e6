"""Role × action × object, as one table; and needs, which no role opens."""

from __future__ import annotations

import pytest

from gruenzug.web.core.roles import Role
from gruenzug.web.events.models import AccessNeed, Day
from gruenzug.web.events.rules import may_see_needs
from gruenzug.web.events.services.registering import Wish, register
from tests.factories import EventFactory, OrganisationFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

TEAM, TOWN, MODERATOR = Role.PROGRAMME_TEAM, Role.MUNICIPAL_EDITOR, Role.MODERATOR
PRIVACY, ALL = Role.DATA_PROTECTION, set(Role)

TABLE = {
    # permission: who may, with an event of the own body; with one of another body
    "events.view_event": (ALL, ALL),
    "events.add_event": ({TEAM, TOWN}, {TEAM}),
    "events.change_event": ({TEAM, TOWN}, {TEAM}),
    "events.publish_event": ({TEAM, TOWN}, {TEAM}),
    "events.cancel_event": ({TEAM, TOWN}, {TEAM}),
    "events.delete_event": ({TEAM}, {TEAM}),
    "events.view_session": (ALL, ALL),
    "events.change_session": ({TEAM, TOWN}, {TEAM}),
    "events.view_registration": ({TEAM, TOWN, MODERATOR, PRIVACY}, {TEAM, MODERATOR, PRIVACY}),
    "events.change_registration": ({TEAM, TOWN, MODERATOR}, {TEAM, MODERATOR}),
    "events.admit_registration": ({TEAM, TOWN}, {TEAM}),
    "events.delete_registration": ({TEAM, TOWN, PRIVACY}, {TEAM, PRIVACY}),
    "events.open_desk": ({TEAM, TOWN, MODERATOR}, {TEAM, MODERATOR}),
    "events.renew_desk": ({TEAM, TOWN}, {TEAM}),
    "events.view_accessneed": (set(), set()),
    "events.change_accessneed": (set(), set()),
}


def registered(event):
    day = Day.objects.get(event=event)
    person = {"last_name": "Eins", "email": "eins@example.org"}
    return register(event=event, person=person, wish=Wish({day: "onsite"}, needs=["seat"]))


def thing_of(permission: str, body):
    event = EventFactory(organiser=body)
    kind = permission.rpartition("_")[2]
    if kind == "session":
        return SessionFactory(event=event)
    if kind == "registration":
        return registered(event)
    if kind == "accessneed":
        return registered(event).need
    return event


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission):
    own, other = OrganisationFactory(), OrganisationFactory()
    for allowed, body in zip(TABLE[permission], (own, other), strict=True):
        thing = thing_of(permission, body)
        users = {role: UserFactory(roles=[role], bodies=[own]) for role in Role}
        assert {role for role, user in users.items() if user.has_perm(permission, thing)} == allowed
        assert not UserFactory(bodies=[own]).has_perm(permission, thing), "an account without a role"
        assert not UserFactory(roles=Role, bodies=[own], is_active=False).has_perm(permission, thing)


@pytest.mark.parametrize("roles", [[role] for role in Role] + [list(Role)])
def test_no_role_shows_what_somebody_needs_but_being_named_does(roles, client):
    event = EventFactory()
    need = registered(event).need
    user = UserFactory(roles=roles)
    assert not may_see_needs(user, event)
    client.force_login(user)
    assert client.get(f"/admin/veranstaltung/{event.pk}/bedarfe/").status_code in (302, 403)
    event.needs_team.add(user)
    assert may_see_needs(user, type(event).objects.get(pk=event.pk))
    assert need.get_admin_url if hasattr(need, "get_admin_url") else True


def test_not_even_a_superuser_sees_needs_without_being_named(client):
    event = EventFactory()
    registered(event)
    boss = UserFactory(is_superuser=True)
    client.force_login(boss)
    assert not may_see_needs(boss, event)
    answer = client.get(f"/admin/veranstaltung/{event.pk}/bedarfe/")
    assert answer.status_code != 200
    for path in ("teilnehmende/", "teilnehmende.csv", "nachrichten/"):
        page = client.get(f"/admin/veranstaltung/{event.pk}/{path}").content.decode()
        assert "Sitzplatz" not in page, "nor by a detour"
    assert AccessNeed.objects.count() == 1


def test_who_was_named_but_left_sees_nothing():
    event = EventFactory()
    user = UserFactory(roles=[TEAM])
    event.needs_team.add(user)
    user.groups.clear()
    assert not may_see_needs(type(user).objects.get(pk=user.pk), event)
