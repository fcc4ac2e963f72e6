"""Back-office pages of ideas and of the log of moderation."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel

from gruenzug.web.core.viewsets import AuditActions, RoomInspectView, RoomViewSet
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.forms_admin import AnswerForm, SortForm
from gruenzug.web.participation.models import Idea


def visible_ideas(user: Any, rows: QuerySet[Idea]) -> QuerySet[Idea]:
    """Return all ideas for who reads all, else those in the municipalities of the own bodies."""
    from gruenzug.web.participation.rules import reads_all  # noqa: PLC0415  rules are loaded with the models

    if reads_all.test(user):
        return rows
    towns = Organisation.objects.filter(pk__in=edited_bodies(user)).values("municipality")
    return rows.filter(municipality__in=towns)


class IdeaRecord(RoomInspectView):
    """An idea with its next steps, as far as the account may take them."""

    template_name = "participation/admin/idea.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idea, user = self.object, self.request.user
        may_answer = user.has_perm("participation.answer_idea", idea)
        return {
            **super().get_context_data(**kwargs),
            "idea": idea,
            "answer_form": AnswerForm(idea, user) if may_answer else None,
            "sort_form": SortForm(idea) if user.has_perm("participation.change_idea", idea) else None,
            "may_make_project": user.has_perm("participation.change_idea", idea)
            and user.has_perm("projects.add_project"),
        }


class IdeaViewSet(RoomViewSet):
    """Ideas: found by stage and place, answered on their record."""

    model = Idea
    icon = "pick"
    menu_label = _("Ideen")
    inspect_view_enabled = True
    inspect_view_class = IdeaRecord
    scope = staticmethod(visible_ideas)
    list_display = ["title", "municipality", "stage", "visibility", "support_count", "comment_count"]
    list_filter = ["stage", "visibility", "category", "municipality"]
    search_fields = ["title", "text", "place"]
    ordering = ["-created_at"]
    audit_actions = AuditActions(
        "participation.idea_created", "participation.idea_changed", "participation.idea_deleted"
    )
    audit_values = False

    def listed(self, rows: QuerySet) -> QuerySet:
        """Return ideas with the town a line shows."""
        return rows.select_related("municipality").defer("geometry", "municipality__geometry")

    def get_edit_handler(self) -> Panel:
        fields = ("title", "text", "category", "municipality", "place", "geometry")
        return ObjectList([FieldPanel(name) for name in fields]).bind_to_model(self.model)


VIEWSETS = [IdeaViewSet]
