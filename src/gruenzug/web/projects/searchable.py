"""Projects in the search of the site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.projects.models import Lesson, Project
from gruenzug.web.projects.words import element_labels, measure_labels, place_line


def rows() -> QuerySet[Project]:
    """Return the public projects."""
    found = Project.objects.public().select_related("body")
    return found.prefetch_related("municipalities", "lessons", "themes")


def describe(project: Project) -> Document:
    """Return a project as the search knows it."""
    located = project.is_located and project.minx is not None
    text = " – ".join(
        part
        for part in (
            text_of(project.summary),
            text_of(project.text),
            place_line(project),
            project.body_label,
            ", ".join(measure_labels(project) + element_labels(project)),
            ", ".join(text_of(theme.short_name) for theme in project.themes.all()),
            " ".join(text_of(lesson.text) for lesson in project.lessons.all()),
        )
        if part
    )
    return Document(
        title=text_of(project.title),
        text=text,
        url=project.get_absolute_url(),
        date=project.state_since or project.updated_at.date(),
        box=project.box if located else None,
    )


register(
    Indexer(
        kind="projects.project",
        title=_("Projekte"),
        rows=rows,
        describe=describe,
        model=Project,
        parts={Lesson: lambda row: row.project_id},
        order=30,
    )
)
