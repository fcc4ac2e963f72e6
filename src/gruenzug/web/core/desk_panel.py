"""The cards of `desk` as the first page of the back office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from laces.components import Component

from gruenzug.web.core import desk


class DeskPanel(Component):
    """What is due, what waits, what changed."""

    template_name = "core/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = parent_context["request"].user
        today = timezone.localdate()
        laid = desk.cards(user, today)
        sections = [{"section": section, "cards": laid[section]} for section in desk.Section]
        return {
            "sections": sections,
            "roles": sorted(str(role.label) for role in user.roles),
            "today": today,
            "is_empty": not any(laid.values()),
        }
