"""Where grants were spent: the places of projects, for the files a funding body gets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gruenzug.web.funding import plug
from gruenzug.web.projects.models import Project, Visibility


def sites_of(grants: Iterable[int]) -> Iterator[plug.Site]:
    """Yield the place of every project that one of `grants` pays for: its own, else that of its town."""
    keys = set(grants)
    rows = Project.objects.filter(grants__in=keys).exclude(visibility=Visibility.ARCHIVED).distinct()
    for project in rows.select_related("body").prefetch_related("grants", "municipalities"):
        geometry = _geometry(project)
        if not geometry:
            continue
        for grant in project.grants.all():
            if grant.pk in keys:
                address = project.get_absolute_url() if project.is_public else ""
                yield plug.Site(grant.pk, project.title_de, geometry, address, _facts(project))


def _geometry(project: Project) -> str:
    if project.is_located:
        return project.geometry
    position = project.position
    return json.dumps({"type": "Point", "coordinates": position}) if position else ""


def _facts(project: Project) -> dict[str, Any]:
    return {
        "project": project.slug,
        "locating": project.locating,
        "measures": project.measures,
        "state": project.state,
        "area_m2": project.size_m2,
        "unsealed_m2": project.unsealed_m2,
        "trees": project.trees,
    }


plug.register_sites("projects", sites_of)
