"""Programmes and public grants in the search of the site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.core.templatetags.gruenzug import text as in_language
from gruenzug.web.funding.models import ApplicantKind, Grant, MeasureKind, Programme, Statement


def programmes() -> QuerySet[Programme]:
    """Return the public programmes, closed ones too."""
    return Programme.objects.public().select_related("giver").prefetch_related("statements")


def describe_programme(programme: Programme) -> Document:
    """Return a programme with whom and what it pays for."""
    rows = programme.statements.all()
    parts = [
        programme.short_name,
        in_language(programme.summary),
        programme.frame,
        programme.giver.name if programme.giver else "",
        _labels(MeasureKind, [kind for row in rows for kind in row.measures]),
        _labels(ApplicantKind, [kind for row in rows for kind in row.applicants]),
    ]
    title = in_language(programme.title)
    text = " – ".join(part for part in parts if part)
    return Document(title, text, programme.get_absolute_url(), programme.valid_from)


def grants() -> QuerySet[Grant]:
    """Return the grants whose Bescheid is public."""
    return Grant.objects.public().select_related("recipient", "giver", "programme")


def describe_grant(grant: Grant) -> Document:
    """Return a grant: who, what for, from whom; never an amount."""
    names = (grant.recipient.name, grant.giver.name, grant.programme.short_name if grant.programme else "")
    text = " – ".join(part for part in (grant.purpose, *names) if part)
    return Document(grant.title, text, grant.get_absolute_url(), grant.decided_on)


def _labels(kinds: type, chosen: list[str]) -> str:
    return ", ".join(str(kind.label) for kind in kinds if kind in chosen)


register(
    Indexer(
        kind="funding.programme",
        title=_("Förderprogramme"),
        rows=programmes,
        describe=describe_programme,
        model=Programme,
        parts={Statement: lambda row: row.programme_id},
        order=40,
    )
)
register(
    Indexer(
        kind="funding.grant",
        title=_("Zuwendungen"),
        rows=grants,
        describe=describe_grant,
        model=Grant,
        order=41,
    )
)
