"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.core.sheet_views import SheetPages
from gruenzug.web.core.wagtail_hooks import PermittedItem
from gruenzug.web.projects import admin_views as views
from gruenzug.web.projects.sheets import PROJECTS
from gruenzug.web.projects.viewsets import VIEWSETS

SHEET = SheetPages(PROJECTS, permission="projects.change_project")
REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the steps beyond lists and forms their addresses."""
    base = "projekte"
    return [
        *SHEET.urls(),
        path(f"{base}/gemeldet/", views.moderation, name="projects_moderation"),
        path(f"{base}/doppelte/", views.duplicates, name="projects_duplicates"),
        path(f"{base}/doppelte/<int:first>/<int:second>/", views.merge, name="projects_merge"),
        path(f"{base}/trennen/<int:pk>/", views.merge_undo, name="projects_merge_undo"),
        path(f"{base}/<int:pk>/veroeffentlichen/", views.publish, name="projects_publish"),
        path(f"{base}/<int:pk>/zurueckziehen/", views.archive, name="projects_archive"),
        path(f"{base}/<int:pk>/ablehnen/", views.reject, name="projects_reject"),
        path(f"{base}/<int:pk>/stand/", views.move, name="projects_move"),
        path(f"{base}/<int:pk>/notiz/", views.note, name="projects_note"),
        path(f"{base}/<int:pk>/nachweis.gpkg", views.geodata, name="projects_geodata"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    more = (
        (_("Gemeldete"), "projects_moderation", "projects.publish_project", "download"),
        (_("Doppelte"), "projects_duplicates", "projects.merge_project", "copy"),
        (_("Als Tabelle"), "sheet_projects", "projects.change_project", "table"),
    )
    items += [
        PermittedItem(label, reverse(name), permission, icon_name=icon, order=20 + place)
        for place, (label, name, permission, icon) in enumerate(more)
    ]
    return SubmenuMenuItem(_("Projekte"), Menu(items=items), icon_name="pick", order=230)
