"""The record of a project in the back office: where it stands, what may be the same, what can be done."""

from __future__ import annotations

from typing import Any

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.projects.forms_admin import MoveForm, NoteForm, ReasonForm
from gruenzug.web.projects.models import Submission, Visibility
from gruenzug.web.projects.selectors.duplicates import like
from gruenzug.web.projects.selectors.funding import check_address, outcomes_of
from gruenzug.web.projects.services.projects import missing_for_publication


class ProjectRecord(RoomInspectView):
    """A project with its next steps, as far as the account may take them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, user = self.object, self.request.user
        may_publish = user.has_perm("projects.publish_project", project)
        submission = Submission.objects.filter(project=project).first()
        return {
            **super().get_context_data(**kwargs),
            "project": project,
            "missing": missing_for_publication(project),
            "history": project.history.select_related("by"),
            "entries": project.entries.select_related("list"),
            "may_change": user.has_perm("projects.change_project", project),
            "may_publish": may_publish,
            "may_merge": user.has_perm("projects.merge_project", project),
            "pairs": like(project) if user.has_perm("projects.merge_project", project) else [],
            "submission": submission if user.has_perm("projects.view_submission") else None,
            "move_form": MoveForm(project) if user.has_perm("projects.move_project", project) else None,
            "note_form": NoteForm() if user.has_perm("projects.change_project", project) else None,
            "reason_form": ReasonForm() if may_publish else None,
            "outcomes": outcomes_of(project),
            "check_url": check_address(project),
            "is_public": project.visibility == Visibility.PUBLIC,
            "is_waiting": project.visibility == Visibility.SUBMITTED,
        }
