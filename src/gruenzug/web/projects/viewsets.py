"""Back-office pages of projects, lists and the entries in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column

from gruenzug.web.core.viewsets import AuditActions, Changes, RoomViewSet
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.projects.forms_admin import ProjectForm
from gruenzug.web.projects.inspect_views import ProjectRecord
from gruenzug.web.projects.models import ListEntry, Project, ProjectList
from gruenzug.web.projects.services.lists import change_entry, enter, leave
from gruenzug.web.projects.services.projects import change_project, create_project

CURATE, FUND = "projects.curate_project", "projects.fund_project"
SOURCE = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("status", permission=CURATE), FieldPanel("source_url", permission=CURATE)]),
        FieldPanel("source_note", permission=CURATE),
    ],
    heading=_("Beleg"),
)


def _audit(kind: str) -> AuditActions:
    return AuditActions(*(f"projects.{kind}_{what}" for what in ("created", "changed", "deleted")))


def visible_projects(user: Any, rows: QuerySet[Project]) -> QuerySet[Project]:
    """Return all projects for who reads all, else those of the bodies the account edits."""
    from gruenzug.web.projects.rules import reads_all  # noqa: PLC0415  rules are loaded with the models

    return rows if reads_all.test(user) else rows.filter(body__in=edited_bodies(user))


class ProjectsViewSet(RoomViewSet):
    """A view set whose forms derive from a form of ours."""

    base_form_class: type[WagtailAdminModelForm] = WagtailAdminModelForm
    tabs: list[Panel] = []

    def get_edit_handler(self) -> Panel:
        handler = TabbedInterface(self.tabs, base_form_class=self.base_form_class)
        return handler.bind_to_model(self.model)


CORE_TAB = ObjectList(
    [
        FieldPanel("title_de"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldPanel("summary_de"),
        FieldRowPanel([FieldPanel("summary_en"), FieldPanel("summary_simple")]),
        FieldPanel("text_de"),
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
        FieldRowPanel([FieldPanel("body"), FieldPanel("body_name")]),
        FieldPanel("website"),
        InlinePanel(
            "partners",
            heading=_("Beteiligte"),
            label=_("Beteiligte"),
            panels=[FieldRowPanel([FieldPanel("organisation"), FieldPanel("name"), FieldPanel("role")])],
        ),
        FieldPanel("note"),
    ],
    heading=_("Wer und was"),
)
PLACE_TAB = ObjectList(
    [
        FieldPanel("municipalities"),
        FieldRowPanel([FieldPanel("locating"), FieldPanel("place")]),
        FieldPanel("geometry_file"),
        FieldPanel("geometry"),
        FieldRowPanel([FieldPanel("planned_area_m2"), FieldPanel("unsealed_m2"), FieldPanel("trees")]),
    ],
    heading=_("Ort"),
)
GOALS_TAB = ObjectList(
    [
        FieldPanel("measures"),
        FieldPanel("elements"),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        FieldPanel("pledges"),
        FieldRowPanel([FieldPanel("field_of_action"), FieldPanel("lead_project")]),
    ],
    heading=_("Maßnahmen und Ziele"),
)
TIME_TAB = ObjectList(
    [
        FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on"), FieldPanel("dates_precision")]),
        InlinePanel(
            "phases",
            heading=_("Phasen"),
            label=_("Phase"),
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
                FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on")]),
            ],
        ),
        InlinePanel(
            "milestones",
            heading=_("Meilensteine"),
            label=_("Meilenstein"),
            panels=[
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("due_on"), FieldPanel("done_on"), FieldPanel("is_public")]),
            ],
        ),
    ],
    heading=_("Zeit"),
)
MONEY_TAB = ObjectList(
    [
        FieldRowPanel([FieldPanel("total_cost"), FieldPanel("cost_is_about"), FieldPanel("shows_cost")]),
        FieldPanel("cost_note"),
        InlinePanel(
            "year_costs",
            heading=_("Kosten nach Jahren"),
            label=_("Jahr"),
            panels=[FieldRowPanel([FieldPanel("year"), FieldPanel("planned"), FieldPanel("actual")])],
        ),
        FieldPanel("grants", permission=FUND),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("maintainer"), FieldPanel("maintenance_cost")]),
                FieldPanel("maintenance_until"),
            ],
            heading=_("Pflege"),
        ),
    ],
    heading=_("Kosten und Pflege"),
)
MEDIA_TAB = ObjectList(
    [
        InlinePanel(
            "pictures",
            heading=_("Bilder"),
            label=_("Bild"),
            panels=[
                FieldPanel("image"),
                FieldRowPanel([FieldPanel("alt_de"), FieldPanel("alt_en")]),
                FieldRowPanel([FieldPanel("caption_de"), FieldPanel("caption_en")]),
                FieldRowPanel([FieldPanel("credit"), FieldPanel("rights")]),
                FieldRowPanel([FieldPanel("moment"), FieldPanel("taken_on")]),
                FieldRowPanel([FieldPanel("is_public"), FieldPanel("order")]),
            ],
        ),
        InlinePanel(
            "attachments",
            heading=_("Dokumente"),
            label=_("Dokument"),
            panels=[
                FieldRowPanel([FieldPanel("title"), FieldPanel("is_public")]),
                FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
            ],
        ),
    ],
    heading=_("Bilder und Dokumente"),
)
LESSONS_TAB = ObjectList(
    [
        InlinePanel(
            "lessons",
            heading=_("Erfahrungen"),
            label=_("Erfahrung"),
            panels=[FieldPanel("kind"), FieldRowPanel([FieldPanel("text_de"), FieldPanel("text_en")])],
        ),
        SOURCE,
        InlinePanel(
            "references",
            heading=_("Weitere Quellen"),
            label=_("Quelle"),
            panels=[FieldRowPanel([FieldPanel("title"), FieldPanel("url")])],
        ),
    ],
    heading=_("Erfahrungen und Belege"),
)


class ProjectViewSet(ProjectsViewSet):
    """The register of projects."""

    model = Project
    icon = "pick"
    menu_label = _("Projekte")
    scope = staticmethod(visible_projects)
    audit_actions = _audit("project")
    list_display = [
        "title_de",
        Column("body_label", label=_("Trägerin")),
        "state",
        "visibility",
        "updated_at",
    ]
    list_filter = ["visibility", "state", "origin", "status", "municipalities", "themes", "locating"]
    search_fields = ["title_de", "title_en", "summary_de", "body__name", "body_name", "place"]
    inspect_view_enabled = True
    record_first = True
    inspect_view_class = ProjectRecord
    inspect_template_name = "projects/admin/project.html"
    base_form_class = ProjectForm
    tabs = [CORE_TAB, PLACE_TAB, GOALS_TAB, TIME_TAB, MONEY_TAB, MEDIA_TAB, LESSONS_TAB]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("body").defer("geometry", "text_de", "text_en", "text_simple")

    def create(self, form: BaseForm, by: Any) -> Project:
        project = form.save(commit=False)
        return create_project(project=project, by=by)

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Project:
        return change_project(project=form.save(commit=False), changes=changes, by=by)


class ProjectListViewSet(RoomViewSet):
    """Published lists of projects."""

    model = ProjectList
    icon = "list-ul"
    menu_label = _("Projektlisten")
    audit_actions = _audit("projectlist")
    list_display = ["short_name_de", "published_count", "as_of", "status", Column("here", label=_("hier"))]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("short_name_de"), FieldPanel("short_name_en")]),
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldPanel("holder"),
        FieldRowPanel([FieldPanel("published_count"), FieldPanel("is_about")]),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("as_of_precision")]),
        FieldRowPanel([FieldPanel("status"), FieldPanel("source_url")]),
        FieldPanel("source_note"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(here=Count("entries"))


class ListEntryViewSet(RoomViewSet):
    """Which list names which project."""

    model = ListEntry
    icon = "tag"
    menu_label = _("Einträge in Listen")
    audit_actions = _audit("listentry")
    list_display = ["project", "list", "number", "as_of"]
    list_filter = ["list"]
    search_fields = ["project__title_de", "number"]
    panels = [
        FieldPanel("project"),
        FieldRowPanel([FieldPanel("list"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("as_of_precision")]),
        FieldPanel("source_url"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("project", "list")

    def create(self, form: BaseForm, by: Any) -> ListEntry:
        return enter(entry=form.save(commit=False), by=by)

    def change(self, form: BaseForm, by: Any, changes: Changes) -> ListEntry:
        return change_entry(entry=form.save(commit=False), changes=changes, by=by)

    def remove(self, found: ListEntry, by: Any) -> None:
        leave(entry=found, by=by)


VIEWSETS = (ProjectViewSet, ProjectListViewSet, ListEntryViewSet)
