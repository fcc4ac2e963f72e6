"""The record of an event in the back office: where it stands, what can be done next."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.events.forms_admin import AnnounceForm, CancelEventForm
from gruenzug.web.events.models import Letter, SignUp, State
from gruenzug.web.events.rules import may_see_needs
from gruenzug.web.events.selectors.office import counts_of, loads_of, open_needs, waiting_of
from gruenzug.web.events.services.links import desk_ends_on, desk_token
from gruenzug.web.events.services.managing import missing_for_publication


class EventRecord(RoomInspectView):
    """An event with its registrations and its next steps, as far as the account may take them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, user = self.object, self.request.user
        here = event.sign_up == SignUp.HERE
        may = {
            name: user.has_perm(f"events.{permission}", event)
            for name, permission in (
                ("change", "change_event"),
                ("publish", "publish_event"),
                ("cancel", "cancel_event"),
                ("people", "view_registration"),
                ("add", "admit_registration"),
                ("desk", "open_desk"),
                ("renew", "renew_desk"),
            )
        }
        return {
            **super().get_context_data(**kwargs),
            "event": event,
            "may": may,
            "missing": missing_for_publication(event) if event.state == State.DRAFT else [],
            "is_draft": event.state == State.DRAFT,
            "is_public": event.state == State.PUBLISHED,
            "loads": loads_of(event) if here else [],
            "counts": counts_of(event) if here and may["people"] else {},
            "waiting": waiting_of(event) if here and may["people"] else [],
            "open_needs": open_needs(event),
            "sees_needs": may_see_needs(user, event),
            "desk_url": _desk_url(event) if may["desk"] else "",
            "desk_ends_on": desk_ends_on(event),
            "cancel_form": CancelEventForm() if may["cancel"] and event.state == State.PUBLISHED else None,
            "announce_form": AnnounceForm() if may["change"] and event.state == State.PUBLISHED else None,
            "may_document": self._may_document(may["change"]),
            "sessions": event.sessions.select_related("day", "room", "block"),
            "announcements": event.announcements.all(),
        }

    def _may_document(self, may_change: bool) -> bool:
        event = self.object
        told = event.announcements.filter(letter=Letter.DOCUMENTED).exists()
        has = bool(event.report_de) or event.materials.exists()
        return may_change and event.is_over and has and not told


def _desk_url(event: Any) -> str:
    token = desk_token(event)
    return settings.BASE_URL + reverse("events:desk", args=[token]) if token else ""
