"""Five thousand postings: public pages within twelve queries and 25 ms of the processor."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.funding.models import Entry, Grant, Posting
from tests.factories import OrganisationFactory
from tests.web.support.costs import queries_of, too_dear

pytestmark = pytest.mark.django_db

POSTINGS, TREES, TOWNS, EACH = 5_000, 8, 53, 6
DAY = dt.date(2025, 3, 1)
PAGES = (
    "/de/foerderung/",
    "/de/foerderung/?q=begr%C3%BCnung&measure=green-roof",
    "/de/foerderung/zuwendungen/",
    "/de/foerderung/zuwendungen/?q=herne&year=2025",
    "/de/foerderung/zuwendungen/baum-0/",
    "/de/foerderung/kfw-444/",
    "/de/foerderung/pruefen/",
    "/de/foerderung/pruefen/?measures=green-roof&total_cost=12000&applicant=municipality&ags=05916000",
    "/en/funding/",
    "/en/funding/grants/",
)
FILES = (
    "/de/daten/grants.csv",
    "/de/daten/grants.json",
    "/de/daten/grants.geojson",
    "/de/daten/grants.atom",
    "/de/daten/funding-programmes.csv",
    "/de/foerderung/fristen.ics",
)


@pytest.fixture
def crowd(programme):
    """Eight grants, each passed on to fifty-three towns; what is booked on them is written in one go."""
    givers = [OrganisationFactory(name=f"Geber {number}") for number in range(TREES)]
    towns = [OrganisationFactory(name=f"Stadt Ort {number}") for number in range(TOWNS)]
    Grant.objects.bulk_create(_grant(number, giver) for number, giver in enumerate(givers))
    tops = list(Grant.objects.filter(slug__startswith="baum-"))
    Grant.objects.bulk_create(
        _grant(f"{top.pk}-{place}", town, top) for top in tops for place, town in enumerate(towns)
    )
    rows = Grant.objects.filter(slug__startswith="baum-").select_related("root")
    numbers: Counter[int] = Counter()
    entries = [_entry(row, numbers) for row in rows for _ in range(EACH)]
    Entry.objects.bulk_create(entries)
    Posting.objects.bulk_create(
        Posting(entry=entry, grant_id=entry.grant_id, account=account, amount=amount, budget_year=2025)
        for entry in Entry.objects.filter(words="Menge")
        for account, amount in (("giver", Decimal("-10.01")), ("available", Decimal("10.01")))
    )
    goal = Handlungsziel.objects.named().first()
    for top in tops:
        top.goals.add(goal)
        top.save()
    return goal


def _grant(name: object, recipient, top: Grant | None = None) -> Grant:
    return Grant(
        title=f"Baum {name}",
        slug=f"baum-{name}",
        recipient=recipient,
        giver=top.recipient if top else recipient,
        parent=top,
        root=top,
        decided_on=DAY,
        state="in-force",
        is_public=True,
        shows_amount=True,
    )


def _entry(grant: Grant, numbers: Counter[int]) -> Entry:
    journal = grant.journal_id
    numbers[journal] += 1
    facts = {"journal_id": journal, "grant": grant, "number": numbers[journal], "kind": "award"}
    return Entry(value_on=DAY, words="Menge", booked_by="Test", digest="", **facts)


@pytest.mark.any_database
def test_pages_and_files_of_five_thousand_postings_stay_cheap(client, crowd):
    assert Posting.objects.count() >= POSTINGS
    assert too_dear(client, [*PAGES, crowd.get_absolute_url()]) == {}
    for address in FILES:
        assert len(queries_of(client, address)) <= 12, address
