"""Role × action × object, as one table."""

from __future__ import annotations

import datetime as dt

import pytest

from gruenzug.web.charter.models import CouncilPaper, CouncilSystem, Report, Version
from gruenzug.web.core.roles import Role
from tests.factories import (
    CommitmentFactory,
    OrganisationFactory,
    PledgeFactory,
    ReportingRoundFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

TEAM, TOWN = Role.PROGRAMME_TEAM, Role.MUNICIPAL_EDITOR
ALL = set(Role)
NOT_TOWN = ALL - {TOWN}

TABLE = {
    # permission: who may, with an object of the own body; with one of another body
    "charter.view_version": (ALL, ALL),
    "charter.change_version": ({TEAM}, {TEAM}),
    "charter.decide_version": ({TEAM}, {TEAM}),
    "charter.draft_version": ({TEAM}, {TEAM}),
    "charter.view_handlungsziel": (ALL, ALL),
    "charter.change_handlungsziel": ({TEAM}, {TEAM}),
    "charter.add_leitthema": ({TEAM}, {TEAM}),
    "charter.view_commitmentrequest": (ALL, ALL),
    "charter.send_commitmentrequest": ({TEAM}, {TEAM}),
    "charter.view_commitment": (ALL, NOT_TOWN),
    "charter.add_commitment": ({TEAM, TOWN}, {TEAM}),
    "charter.change_commitment": ({TEAM, TOWN}, {TEAM}),
    "charter.move_commitment": ({TEAM, TOWN}, {TEAM}),
    "charter.delete_commitment": ({TEAM}, {TEAM}),
    "charter.change_signingevent": ({TEAM}, {TEAM}),
    "charter.view_pledge": (ALL, NOT_TOWN),
    "charter.change_pledge": ({TEAM, TOWN}, {TEAM}),
    "charter.move_pledge": ({TEAM, TOWN}, {TEAM}),
    "charter.delete_pledge": ({TEAM}, {TEAM}),
    "charter.submit_report": ({TEAM, TOWN}, {TEAM}),
    "charter.retract_report": ({TEAM}, {TEAM}),
    "charter.change_reportinground": ({TEAM}, {TEAM}),
    "charter.close_reportinground": ({TEAM}, {TEAM}),
    "charter.view_councilsystem": ({TEAM, TOWN}, {TEAM}),
    "charter.change_councilsystem": ({TEAM}, {TEAM}),
    "charter.change_councilpaper": ({TEAM, TOWN}, {TEAM}),
}


def _report(body):
    pledge = PledgeFactory(body=body)
    return Report.objects.create(
        pledge=pledge, round=ReportingRoundFactory(), progress="on-track", words="Läuft."
    )


def _system(body):
    return CouncilSystem.objects.get_or_create(body=body, defaults={"url": "https://oparl.example.org/"})[0]


def _paper(body):
    return CouncilPaper.objects.create(
        system=_system(body), oparl_id=f"https://oparl.example.org/paper/{body.pk}"
    )


OBJECTS = {
    "version": lambda body: VersionFactory(),
    "commitment": lambda body: CommitmentFactory(body=body),
    "pledge": lambda body: PledgeFactory(body=body),
    "report": _report,
    "councilsystem": _system,
    "councilpaper": _paper,
}


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission):
    own, other = OrganisationFactory(), OrganisationFactory()
    make = OBJECTS.get(permission.rpartition("_")[2], lambda body: None)
    if permission in ("charter.submit_report",):
        make = OBJECTS["pledge"]
    for allowed, thing in zip(TABLE[permission], (make(own), make(other)), strict=True):
        users = {role: UserFactory(roles=[role], bodies=[own]) for role in Role}
        assert {role for role, user in users.items() if user.has_perm(permission, thing)} == allowed
        assert not UserFactory(bodies=[own]).has_perm(permission, thing), "an account without a role"
        assert not UserFactory(roles=Role, bodies=[own], is_active=False).has_perm(permission, thing)


def test_what_was_decided_is_nobodys_to_change_but_our_summary_of_it_is():
    team = UserFactory(roles=[TEAM])
    decided = {"state": Version.State.IN_FORCE, "decided_on": dt.date(2022, 9, 23)}
    official = VersionFactory(**decided)
    assert not team.has_perm("charter.change_version", official)
    official.wording = Version.Wording.SUMMARY
    assert team.has_perm("charter.change_version", official)
    assert not team.has_perm("charter.decide_version", official)
    assert not team.has_perm("charter.delete_version", official)
