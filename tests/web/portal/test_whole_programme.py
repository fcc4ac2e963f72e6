"""Everything at once: 53 municipalities, 1,000 projects, 5,000 postings, 300 commitments."""

from __future__ import annotations

import datetime as dt

import pytest

from gruenzug.web.charter.models import Commitment, Version
from gruenzug.web.funding.models import Posting
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project
from tests.factories import OrganisationFactory
from tests.web.funding.test_scale import crowd as postings_of_all
from tests.web.projects.test_scale import crowd as projects_of_all
from tests.web.support.costs import too_dear

__all__ = ["postings_of_all", "projects_of_all"]


@pytest.fixture
def commitments_of_all(programme):
    """A hundred and fifty bodies that decided for both texts."""
    bodies = [OrganisationFactory(name=f"Beitritt {number:03d}") for number in range(150)]
    Commitment.objects.bulk_create(
        Commitment(
            body=body,
            version=version,
            state="decided",
            is_public=True,
            decided_on=dt.date(2023, 1, 1) + dt.timedelta(days=number),
        )
        for version in Version.objects.filter(state="in-force")
        for number, body in enumerate(bodies)
    )


@pytest.fixture
def whole(commitments_of_all, postings_of_all, projects_of_all):
    """The programme's own content with the crowds of three rooms."""
    assert Municipality.objects.count() >= 53
    assert Project.objects.count() >= 1_000
    assert Posting.objects.count() >= 5_000
    assert Commitment.objects.count() >= 300
    return [
        "/de/",
        "/de/kommunen/",
        "/de/kommunen/witten/",
        "/de/charta/",
        "/de/charta/ziele/",
        postings_of_all.get_absolute_url(),
        "/de/charta/register/",
        "/de/foerderung/",
        "/de/projekte/",
        "/de/suche/?q=begr%C3%BCnung",
        "/en/",
        "/en/projects/",
    ]


@pytest.mark.any_database
def test_every_page_stays_within_twelve_queries_and_its_time(client, whole):
    assert too_dear(client, whole) == {}
