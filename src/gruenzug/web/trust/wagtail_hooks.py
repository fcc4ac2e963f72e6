"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.trust import admin_views
from gruenzug.web.trust.viewsets import VIEWSETS

REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the actions on a ticket their addresses."""
    return [path("anliegen/<int:pk>/<slug:name>/", admin_views.act, name="trust_act")]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    return SubmenuMenuItem(_("Anliegen und Recht"), Menu(items=items), icon_name="mail", order=290)
