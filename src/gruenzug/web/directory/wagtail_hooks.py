"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.core.sheet_views import SheetPages
from gruenzug.web.core.wagtail_hooks import PermittedItem
from gruenzug.web.directory import admin_views
from gruenzug.web.directory.sheets import ORGANISATIONS
from gruenzug.web.directory.viewsets import VIEWSETS

SHEET = SheetPages(ORGANISATIONS, permission="directory.change_organisation")
REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the pages beyond lists and forms their addresses."""
    return [
        *SHEET.urls(),
        path("netzwerk/dubletten/", admin_views.duplicates, name="directory_duplicates"),
        path("netzwerk/dubletten/<int:first>/<int:second>/", admin_views.merge, name="directory_merge"),
        path("netzwerk/trennen/<int:pk>/", admin_views.merge_undo, name="directory_merge_undo"),
        path("netzwerk/person/<int:pk>/<slug:action>/", admin_views.person_action, name="directory_person"),
        path("netzwerk/zusage/<int:pk>/erledigt/", admin_views.promise_done, name="directory_promise_done"),
        path(
            "netzwerk/verteiler/<int:pk>.<slug:extension>",
            admin_views.letter_file,
            name="directory_letter_file",
        ),
        path("netzwerk/verteiler/<int:pk>/vermerk/", admin_views.letter_sent, name="directory_letter_sent"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    items += [
        PermittedItem(
            _("Dubletten"),
            reverse("directory_duplicates"),
            "directory.merge_organisation",
            icon_name="copy",
            order=20,
        ),
        PermittedItem(
            _("Als Tabelle"),
            reverse("sheet_organisations"),
            "directory.change_organisation",
            icon_name="table",
            order=21,
        ),
    ]
    return SubmenuMenuItem(_("Netzwerk"), Menu(items=items), icon_name="group", order=210)
