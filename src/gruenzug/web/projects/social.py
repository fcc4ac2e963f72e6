"""Pictures that other sites show of projects."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import MUNICIPALITY, Release, text_of
from gruenzug.web.core import formats, social
from gruenzug.web.core.charts.outlines import Frame
from gruenzug.web.core.previews import Card, Shape
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.words import duration, place_line

THERE = 3


def project_card(request: HttpRequest, key: str) -> Card | None:
    """Return the card of a public project: its size if known, and in which municipalities it lies."""
    project = Project.objects.public().prefetch_related("municipalities").filter(slug=key).first()
    if project is None:
        return None
    told = (str(project.get_state_display()), place_line(project), duration(project))
    caption = " · ".join(part for part in told if part)
    value = formats.area(project.size_m2) if project.size_m2 else ""
    release = release_of(request)
    towns = {town.pk for town in project.municipalities.all()}
    shown = _map(release, towns) if release and towns else {}
    return Card(text_of(project.title), settings.PROGRAMME, value=value, caption=caption, **shown)


def _map(release: Release, towns: set[Any]) -> dict[str, Any]:
    """Return the region with the municipalities of the project."""
    rows = release.places.filter(level=MUNICIPALITY).order_by("key").values_list("municipality_id", "path")
    shapes = tuple(Shape(path, THERE if pk in towns else None) for pk, path in rows)
    return {"shapes": shapes, "view_box": Frame.around(release.bbox).view_box}


social.register("project", project_card)
