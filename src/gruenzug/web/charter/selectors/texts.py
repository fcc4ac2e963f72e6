"""Versions and their sections as pages and documents show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Document, Section, Version
from gruenzug.web.core.formats import day

NAMES = ("document", "number", "state", "title")


def version_at(document: str, number: int) -> Version | None:
    """Return a public version by its number."""
    return (
        Version.objects.public().select_related("decided_by").filter(document=document, number=number).first()
    )


def sections_of(version: Version) -> list[Section]:
    """Return the sections of `version` in their order, each with its `depth` in the outline.

    A goal below a theme without Oberziele stands one level below the theme:
    no level of headings is left out.
    """
    rows = list(version.sections.select_related("leitthema", "handlungsziel").order_by("order", "pk"))
    above: list[int] = []
    for row in rows:
        while above and above[-1] >= row.level:
            above.pop()
        above.append(row.level)
        row.depth = len(above)
    return rows


def versions_by_document() -> dict[str, list[Version]]:
    """Return all public versions by document, the newest first."""
    found: dict[str, list[Version]] = {key: [] for key in Document.values}
    for version in Version.objects.public().select_related("decided_by"):
        found[version.document].append(version)
    return found


def public_versions() -> list[Version]:
    """Return all public versions."""
    columns = ("document", "number", "title", "decided_on", "decided_in", "vote")
    rows = Version.objects.public().select_related("decided_by")
    return list(rows.only(*columns, "decided_by__name", "decided_by__short_name"))


def decision_of(version: Version) -> list[dict[str, Any]]:
    """Return what is known of the decision that made `version` valid, as terms and values."""
    rows: list[dict[str, Any]] = [{"term": _("Stand"), "value": str(version.get_state_display())}]
    if version.decided_on:
        rows.append({"term": _("beschlossen am"), "value": day(version.decided_on)})
    if version.decided_by or version.decided_in:
        names = [version.decided_by.name if version.decided_by else "", version.decided_in]
        rows.append({"term": _("beschlossen von"), "value": ", ".join(name for name in names if name)})
    if version.vote:
        rows.append({"term": _("Abstimmung"), "value": version.vote})
    if version.decision_reference or version.decision_url:
        title = version.decision_reference or _("Quelle des Beschlusses")
        rows.append({"term": _("Beleg"), "value": title, "url": version.decision_url})
    if version.official_url:
        rows.append(
            {"term": _("amtlicher Text"), "value": _("Seite der Herausgeberin"), "url": version.official_url}
        )
    return rows


def note_of(version: Version) -> dict[str, Any] | None:
    """Return the remark that a reader must not miss: whose words these are, and what is not certain."""
    rows = []
    if version.wording == Version.Wording.SUMMARY:
        rows.append(
            _(
                "Hier steht eine Inhaltsangabe in eigenen Worten, nicht der amtliche Wortlaut. "
                "Wo eine Angabe nicht belegt ist, steht es dabei."
            )
        )
    if version.source_note:
        rows.append(version.source_note)
    if version.state == Version.State.CONSULTATION:
        rows.insert(0, _("Diese Fassung ist ein Entwurf in der Beteiligung. Sie gilt noch nicht."))
    if version.state == Version.State.SUPERSEDED:
        rows.insert(0, _("Diese Fassung gilt nicht mehr. Sie bleibt hier zum Nachlesen."))
    return {"title": _("Zu diesem Text"), "text": rows} if rows else None
