"""The part of the back office around the editors' pages."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies.pages import PagePermissionPolicy

from gruenzug.web.portal import admin_views


class EditorsItem(MenuItem):
    """A menu item for those who write pages."""

    def is_shown(self, request: Any) -> bool:
        return PagePermissionPolicy().user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give our pages their addresses."""
    return [path("uebersetzungen/", admin_views.translations, name="portal_translations")]


@hooks.register("register_reports_menu_item")
def translations_item() -> MenuItem:
    """Offer the report on translations."""
    return EditorsItem(_("Übersetzungen"), reverse("portal_translations"), icon_name="globe", order=10)


@hooks.register("construct_homepage_panels")
def leave_waiting_pages_to_the_desk(request: Any, panels: list[Any]) -> None:
    """Leave out Wagtail's list of what is to be approved: the desk has it, without one's own."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") != "workflow_objects_to_moderate"]


@hooks.register("construct_page_action_menu")
def approve_instead_of_publishing(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Offer to approve what was submitted, not to publish past it: only then its author is told."""
    if any(item.name == "approve" for item in items):
        items[:] = [item for item in items if item.name != "action-publish"]
