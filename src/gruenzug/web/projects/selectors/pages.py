"""What the page of a project, and the comparison of a few, show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from wagtail.images import get_image_model

from gruenzug.web.charter.models import Handlungsziel, Pledge
from gruenzug.web.funding.models import Grant
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Moment, Picture, Project
from gruenzug.web.projects.selectors.parts import Part, parts_of

RENDITIONS = ("width-1200|format-webp", "width-600|format-webp")
COMPARED = 3


@dataclass(frozen=True)
class ProjectPage:
    """A project with everything its page shows."""

    project: Project
    parts: dict[str, list[Part]]
    pictures: list[Picture] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Picture, Picture]]:
        """Pictures from before and after, side by side in their order."""
        before = [row for row in self.pictures if row.moment == Moment.BEFORE]
        after = [row for row in self.pictures if row.moment == Moment.AFTER]
        return list(zip(before, after, strict=False))

    @property
    def single(self) -> list[Picture]:
        """All other pictures."""
        paired = {row.pk for pair in self.pairs for row in pair}
        return [row for row in self.pictures if row.pk not in paired]

    @property
    def successes(self) -> list[Part]:
        return [row for row in self.parts["lessons"] if row.kind == "success"]

    @property
    def obstacles(self) -> list[Part]:
        return [row for row in self.parts["lessons"] if row.kind == "obstacle"]

    @property
    def has_actual_costs(self) -> bool:
        return any(row.two is not None for row in self.parts["year_costs"])


def project_page(slug: str) -> ProjectPage | None:
    """Return the public project at the address `slug`, in nine queries."""
    project = _whole(Project.objects.public()).filter(slug=slug).first()
    if project is None:
        return None
    return ProjectPage(project, parts_of([project.pk])[project.pk], _pictures(project))


def compared(slugs: Sequence[str]) -> list[ProjectPage]:
    """Return the public projects at the addresses `slugs`, three at most, in their order."""
    wanted = list(dict.fromkeys(slugs))[:COMPARED]
    rows = {project.slug: project for project in _whole(Project.objects.public().filter(slug__in=wanted))}
    projects = [rows[slug] for slug in wanted if slug in rows]
    parts = parts_of(project.pk for project in projects) if projects else {}
    return [ProjectPage(project, parts[project.pk]) for project in projects]


def _whole(rows: QuerySet[Project]) -> QuerySet[Project]:
    towns = Municipality.objects.only("name", "slug", "ags", "point_x", "point_y")
    goals = Handlungsziel.objects.select_related("leitthema")
    pledges = Pledge.objects.public().select_related("body")
    grants = Grant.objects.public().select_related("programme", "recipient")
    return (
        rows.select_related("body", "maintainer")
        .defer("note")
        .prefetch_related(
            Prefetch("municipalities", queryset=towns),
            "themes",
            Prefetch("goals", queryset=goals),
            Prefetch("grants", queryset=grants, to_attr="public_grants"),
            Prefetch("pledges", queryset=pledges, to_attr="public_pledges"),
        )
    )


def _pictures(project: Project) -> list[Picture]:
    images = get_image_model().objects.prefetch_renditions(*RENDITIONS)
    shown: Iterable[Picture] = Picture.objects.filter(project=project, is_public=True)
    return list(shown.prefetch_related(Prefetch("image", queryset=images)))  # type: ignore[attr-defined]
