"""The Charta in the search of the site: texts, goals, who takes part, and what was promised."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.charter.models import Commitment, Handlungsziel, Pledge, Section, Version
from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.core.templatetags.gruenzug import text as in_language


def _told(*parts: str) -> str:
    return " – ".join(part for part in parts if part)


def versions() -> QuerySet[Version]:
    """Return the versions the public may read."""
    return Version.objects.public().prefetch_related(Prefetch("sections", Section.objects.order_by("order")))


def describe_version(version: Version) -> Document:
    """Return a version with the words of its sections."""
    words = [
        word
        for section in version.sections.all()
        for word in (in_language(section.title), in_language(section.text))
    ]
    return Document(version.title, _told(*words), version.get_absolute_url(), version.decided_on)


def goals() -> QuerySet[Handlungsziel]:
    """Return the goals in force that have a name."""
    return Handlungsziel.objects.named().select_related("leitthema")


def describe_goal(goal: Handlungsziel) -> Document:
    """Return a goal with its Leitthema."""
    theme = in_language(goal.leitthema.short_name) if goal.leitthema else ""
    return Document(in_language(goal.title), _told(in_language(goal.text), theme), goal.get_absolute_url())


def commitments() -> QuerySet[Commitment]:
    """Return the public entries of the register."""
    return Commitment.objects.public().select_related("body", "version")


def describe_commitment(row: Commitment) -> Document:
    """Return what a body decided on the Charta."""
    text = _told(
        _("Mitwirkung an der Charta"),
        str(row.get_state_display()),
        row.state_note,
        row.decided_in,
        row.paper_reference,
        row.resolution,
    )
    return Document(str(row), text, row.get_absolute_url(), row.decided_on or row.signed_on)


def pledges() -> QuerySet[Pledge]:
    """Return the promises that were published."""
    return Pledge.objects.public().select_related("body")


def describe_pledge(row: Pledge) -> Document:
    """Return what a body promised."""
    text = _told(row.body.name, row.target, row.text, str(row.get_state_display()))
    return Document(row.title, text, row.get_absolute_url(), row.published_on)


register(
    Indexer(
        kind="charter.version",
        title=gettext_lazy("Charta und Strategie"),
        rows=versions,
        describe=describe_version,
        model=Version,
        parts={Section: lambda row: row.version_id},
        order=20,
    )
)
register(
    Indexer(
        kind="charter.goal",
        title=gettext_lazy("Handlungsziele"),
        rows=goals,
        describe=describe_goal,
        model=Handlungsziel,
        order=21,
    )
)
register(
    Indexer(
        kind="charter.commitment",
        title=gettext_lazy("Register der Charta"),
        rows=commitments,
        describe=describe_commitment,
        model=Commitment,
        order=22,
    )
)
register(
    Indexer(
        kind="charter.pledge",
        title=gettext_lazy("Selbstverpflichtungen"),
        rows=pledges,
        describe=describe_pledge,
        model=Pledge,
        order=23,
    )
)
