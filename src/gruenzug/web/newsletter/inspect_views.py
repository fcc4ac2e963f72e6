"""Records of the back office."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.newsletter.checking import findings
from gruenzug.web.newsletter.forms_admin import ScheduleForm, TestForm
from gruenzug.web.newsletter.models import Issue, Language
from gruenzug.web.newsletter.selectors import audience, history_of, progress_of


class SubscriberRecord(RoomInspectView):
    """A reader: what they get, and how we know that they want it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        return {
            **super().get_context_data(**kwargs),
            "page_title": found.email,
            "subscriber": found,
            "subscriptions": found.subscriptions.select_related("list"),
            "topics": found.topics.all(),
            "municipalities": found.municipalities.all(),
            "history": history_of(found.email),
        }


class IssueRecord(RoomInspectView):
    """An issue: what is still to mend, who will get it, and how far it got."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issue, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "issue": issue,
            "findings": [] if issue.is_public else findings(issue),
            "languages": [(each.value, each.label, each.value in issue.languages) for each in Language],
            "readers": audience(issue).count(),
            "progress": progress_of(issue),
            "test_form": TestForm(initial={"to": user.email}),
            "schedule_form": ScheduleForm(initial={"at": timezone.localtime()}),
            "may_send": user.has_perm("newsletter.send_issue", issue),
            "may_change": user.has_perm("newsletter.change_issue", issue),
            "State": Issue.State,
        }
