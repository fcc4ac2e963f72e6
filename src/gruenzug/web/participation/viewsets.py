"""Back-office pages of ideas and of the log of moderation."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, Panel

from gruenzug.web.core.viewsets import AuditActions, RoomInspectView, RoomViewSet
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.forms_admin import (
    AnswerForm,
    ConsultationForm,
    DraftForm,
    ImportForm,
    ReplyForm,
    SortForm,
)
from gruenzug.web.participation.models import Consultation, Idea, Survey
from gruenzug.web.participation.services.replying import unanswered

ANSWERED_PER_PAGE = 100


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


def visible_consultations(user: Any, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Return all consultations for who reads all, else those the own bodies ask."""
    from gruenzug.web.participation.rules import reads_all  # noqa: PLC0415  rules are loaded with the models

    return rows if reads_all.test(user) else rows.filter(body__in=edited_bodies(user))


class ConsultationRecord(RoomInspectView):
    """A consultation with its drafts, and the contributions that need an answer."""

    template_name = "participation/admin/consultation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        may_answer = user.has_perm("participation.answer_consultation", row)
        state = self.request.GET.get("zeigen", "open")
        shown = row.contributions.public().filter(parent=None).select_related("body", "answer", "draft")
        shown = shown.filter(answer=None) if state == "open" else shown
        page = Paginator(shown.order_by("paragraph_key", "pk"), ANSWERED_PER_PAGE)
        return {
            **super().get_context_data(**kwargs),
            "consultation": row,
            "drafts": row.drafts.all(),
            "page": page.get_page(self.request.GET.get("page")),
            "state": state,
            "open_count": unanswered(row).count(),
            "draft_form": DraftForm() if user.has_perm("participation.change_consultation", row) else None,
            "import_form": ImportForm() if user.has_perm("participation.change_consultation", row) else None,
            "reply_form": ReplyForm() if may_answer else None,
            "may_answer": may_answer,
        }


class ConsultationViewSet(RoomViewSet):
    """Consultations: phases on the form, drafts and answers on the record."""

    model = Consultation
    icon = "comment"
    menu_label = _("Konsultationen")
    inspect_view_enabled = True
    inspect_view_class = ConsultationRecord
    scope = staticmethod(visible_consultations)
    list_display = ["title_de", "body", "is_public", "released_at"]
    list_filter = ["is_public", "body"]
    search_fields = ["title_de", "summary_de"]
    ordering = ["-created_at"]
    audit_actions = AuditActions(
        "participation.consultation_created",
        "participation.consultation_changed",
        "participation.consultation_deleted",
    )

    def listed(self, rows: QuerySet) -> QuerySet:
        """Return consultations with the body a line shows."""
        return rows.select_related("body")

    def get_edit_handler(self) -> Panel:
        panels = [
            FieldPanel("title_de"),
            FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
            FieldPanel("slug"),
            FieldPanel("summary_de"),
            FieldRowPanel([FieldPanel("summary_en"), FieldPanel("summary_simple")]),
            FieldPanel("text_de"),
            FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
            FieldRowPanel([FieldPanel("body"), FieldPanel("charter_version")]),
            InlinePanel(
                "phases",
                heading=_("Phasen"),
                label=_("Phase"),
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("kind"),
                            FieldPanel("begins_on"),
                            FieldPanel("ends_on"),
                            FieldPanel("is_for_bodies"),
                        ]
                    )
                ],
            ),
            FieldPanel("points"),
            FieldPanel("themes", widget=CheckboxSelectMultiple),
            FieldPanel("goals", widget=CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("result_de"), FieldPanel("result_en")]),
            FieldPanel("is_public"),
        ]
        return ObjectList(panels, base_form_class=ConsultationForm).bind_to_model(self.model)


class SurveyViewSet(RoomViewSet):
    """Surveys with their questions; the sheets are a file on the list of the room's pages."""

    model = Survey
    icon = "form"
    menu_label = _("Umfragen")
    scope = staticmethod(visible_consultations)
    list_display = ["title_de", "body", "opens_on", "closes_on", "is_public"]
    ordering = ["-opens_on"]
    inspect_view_enabled = True
    inspect_template_name = "participation/admin/survey.html"
    audit_actions = AuditActions(
        *(f"participation.survey_{what}" for what in ("created", "changed", "deleted"))
    )

    def get_edit_handler(self) -> Panel:
        panels = [
            FieldPanel("title_de"),
            FieldPanel("title_en"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("text_de"), FieldPanel("text_en")]),
            FieldRowPanel([FieldPanel("body"), FieldPanel("consultation")]),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
            InlinePanel(
                "questions",
                heading=_("Fragen"),
                label=_("Frage"),
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("order"), FieldPanel("is_required")]),
                    FieldRowPanel([FieldPanel("text_de"), FieldPanel("text_en")]),
                    FieldRowPanel([FieldPanel("options_de"), FieldPanel("options_en")]),
                ],
            ),
            FieldRowPanel([FieldPanel("shows_results_early"), FieldPanel("is_public")]),
        ]
        return ObjectList(panels, base_form_class=ConsultationForm).bind_to_model(self.model)


VIEWSETS = [ConsultationViewSet, SurveyViewSet, IdeaViewSet]
