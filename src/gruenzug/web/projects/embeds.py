"""Projects that editors put into pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.embeds import Embed, register
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.selectors.ruhr_conference import fields_of_action
from gruenzug.web.projects.words import duration, place_line


def project_choices() -> list[tuple[str, str]]:
    """Return the public projects by title."""
    rows = Project.objects.public().order_by("title_de").values_list("pk", "title_de")
    return [(str(pk), title) for pk, title in rows]


def project(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return a public project as a card."""
    if not key.isdecimal():
        return None
    row = Project.objects.public().prefetch_related("municipalities").filter(pk=int(key)).first()
    if row is None:
        return None
    return {
        "title": text_of(row.title),
        "url": row.get_absolute_url(),
        "text": text_of(row.summary),
        "meta": " · ".join(
            part for part in (str(row.get_state_display()), place_line(row), duration(row)) if part
        ),
    }


def ruhr_conference(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return the five fields of action with their projects."""
    return fields_of_action()


register(Embed("projects.project", _("Projekt"), project_choices, project, "core/embeds/card.html", 40))
register(
    Embed(
        "projects.ruhr-conference",
        _("Ruhr-Konferenz"),
        lambda: [("all", str(_("Handlungsfelder und Projekte")))],
        ruhr_conference,
        "projects/embeds/ruhr_conference.html",
        60,
    )
)
