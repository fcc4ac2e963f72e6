"""Records of the back office."""

from __future__ import annotations

from typing import Any

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.newsletter.selectors import history_of


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
