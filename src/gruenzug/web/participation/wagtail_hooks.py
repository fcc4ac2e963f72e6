"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.core.wagtail_hooks import PermittedItem
from gruenzug.web.participation import admin_consultations as consulting
from gruenzug.web.participation import admin_views as views
from gruenzug.web.participation.viewsets import VIEWSETS

REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the steps beyond lists and forms their addresses."""
    base = "beteiligung"
    return [
        path(f"{base}/warteschlange/", views.moderation, name="participation_queue"),
        path(f"{base}/<int:pk>/fassung/", consulting.publish_draft, name="participation_draft"),
        path(f"{base}/<int:pk>/uebernahme/", consulting.take_in, name="participation_import"),
        path(f"{base}/<int:pk>/austausch.jsonl", consulting.give_out, name="participation_export"),
        path(f"{base}/<int:pk>/antwort/", consulting.answer, name="participation_reply"),
        path(f"{base}/<int:pk>/freigabe/", consulting.release, name="participation_release"),
        path(f"{base}/umfrage/<int:pk>/boegen.csv", consulting.sheets, name="participation_sheets"),
        path(f"{base}/protokoll/", views.log, name="participation_log"),
        path(f"{base}/ideen/<int:pk>/antwort/", views.answer, name="participation_answer"),
        path(f"{base}/ideen/<int:pk>/zuordnung/", views.sort, name="participation_sort"),
        path(f"{base}/ideen/<int:pk>/projekt/", views.make_project, name="participation_project"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    more = (
        (_("Warteschlange"), "participation_queue", "participation.moderate", "tasks"),
        (_("Protokoll der Moderation"), "participation_log", "participation.moderate", "history"),
    )
    items: list[MenuItem] = [
        PermittedItem(label, reverse(name), permission, icon_name=icon, order=place)
        for place, (label, name, permission, icon) in enumerate(more)
    ]
    items += [viewset.get_menu_item(20 + order) for order, viewset in enumerate(REGISTERED)]
    return SubmenuMenuItem(_("Beteiligung"), Menu(items=items), icon_name="comment", order=240)
