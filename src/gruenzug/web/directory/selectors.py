"""What pages read of bodies and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, FilteredRelation, Prefetch, Q, QuerySet

from gruenzug.web.directory.models import (
    Consent,
    ContactGroup,
    FunctionContact,
    Kind,
    Organisation,
    Person,
    Position,
    Topic,
)


def filtered(asked: dict[str, str]) -> QuerySet[Organisation]:
    """Return the public bodies that fit name, kind, topic and county."""
    rows = Organisation.objects.public().matching(asked.get("q", "").strip())
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("topic"):
        rows = rows.filter(topics__key=asked["topic"])
    if asked.get("county"):
        rows = rows.filter(county__key=asked["county"])
    return rows


def with_public_contacts(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return `rows` with topics, place, and the contacts anybody may see."""
    contacts = FunctionContact.objects.filter(is_public=True).order_by("order", "office")
    places = rows.select_related("municipality", "county", "parent")
    return places.defer("municipality__geometry", "county__geometry").prefetch_related(
        "topics", Prefetch("function_contacts", queryset=contacts, to_attr="public_contacts")
    )


def on_the_map(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return `rows` with no more than the map needs."""
    own = ("kind", "name", "short_name", "slug", "official_key", "longitude", "latitude")
    seat = [f"{place}__{side}" for place in ("municipality", "county") for side in ("point_x", "point_y")]
    return rows.select_related("municipality", "county").only(*own, *seat)


def body_of_municipality(ags: str) -> Organisation | None:
    """Return the public body of the municipality with the key `ags`, with its contacts, in one query."""
    rows = (
        Organisation.objects.public()
        .filter(kind=Kind.MUNICIPALITY, official_key=ags)
        .annotate(open=FilteredRelation("function_contacts", condition=Q(function_contacts__is_public=True)))
        .annotate(contact_office=F("open__office"), contact_task=F("open__task"))
        .order_by("open__order", "open__office")
    )
    found = list(rows)
    if not found:
        return None
    body = found[0]
    body.public_contacts = [
        {"office": row.contact_office, "task": row.contact_task} for row in found if row.contact_office
    ]
    return body


def kind_counts(rows: QuerySet[Organisation]) -> list[tuple[Kind, int]]:
    """Return how many of `rows` there are of each kind that occurs."""
    found = dict(rows.order_by().values_list("kind").annotate(count=Count("pk", distinct=True)))
    return [(kind, found[kind]) for kind in Kind if kind in found]


def topic_counts(rows: QuerySet[Organisation]) -> list[tuple[Topic, int]]:
    """Return how many of `rows` work on each topic."""
    counted = Topic.objects.annotate(
        count=Count("organisations", filter=Q(organisations__in=rows.order_by().values("pk")), distinct=True)
    )
    return [(topic, topic.count) for topic in counted if topic.count]


def members_of(group: ContactGroup) -> QuerySet[Organisation]:
    """Return the bodies in `group`: those its rules find and those put in by hand, less those taken out."""
    wanted = Q(pk__in=group.included.values("pk"))
    for rule in group.rules.all():
        wanted |= _fits(rule)
    found = Organisation.objects.filter(wanted).exclude(pk__in=group.excluded.values("pk"))
    return Organisation.objects.filter(pk__in=found.values("pk")).order_by("kind", "name")


def published_people(organisation: Organisation) -> list[dict[str, str]]:
    """Return the people at `organisation` as far as each let us publish; nobody without a published name."""
    positions = (
        Position.objects.filter(organisation=organisation, ends_on=None)
        .select_related("person")
        .order_by("person__last_name")
    )
    allowed: dict[int, set[str]] = {}
    consents = Consent.objects.valid().filter(person__positions__organisation=organisation).distinct()
    for person, field in consents.values_list("person_id", "field"):
        allowed.setdefault(person, set()).add(field)
    return list(_published(positions, allowed))


def _published(positions: Iterable[Position], allowed: dict[int, set[str]]) -> Iterable[dict[str, str]]:
    field = Person.Field
    for position in positions:
        may = allowed.get(position.person_id, set())
        if field.NAME not in may:
            continue
        person = position.person
        yield {
            "name": str(person),
            "position": position.title if field.POSITION in may else "",
            "email": person.email if field.EMAIL in may else "",
            "phone": person.phone if field.PHONE in may else "",
        }


def _fits(rule: Any) -> Q:
    wanted = ~Q(pk=None)
    if rule.kind:
        wanted &= Q(kind=rule.kind)
    if rule.topic_id:
        wanted &= Q(topics=rule.topic_id)
    if rule.county_id:
        wanted &= Q(county=rule.county_id)
    return wanted
