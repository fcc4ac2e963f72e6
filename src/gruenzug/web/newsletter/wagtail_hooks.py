"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.core.sheet_views import SheetPages
from gruenzug.web.core.wagtail_hooks import PermittedItem
from gruenzug.web.newsletter import admin_views as views
from gruenzug.web.newsletter import issue_desk
from gruenzug.web.newsletter.sheets import READERS
from gruenzug.web.newsletter.viewsets import VIEWSETS

SHEET = SheetPages(READERS, permission="newsletter.import_subscriber")
REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the pages beyond lists and forms their addresses."""
    issue = "newsletter/ausgabe/<int:pk>"
    return [
        *SHEET.urls(),
        path("newsletter/nachweis/", views.evidence, name="newsletter_evidence"),
        path("newsletter/selbsttest/", views.self_test, name="newsletter_self_test"),
        path(f"{issue}/vorschau/", issue_desk.preview, name="newsletter_issue_preview"),
        path(f"{issue}/roh/", issue_desk.raw, name="newsletter_issue_raw"),
        path(f"{issue}/sammeln/", issue_desk.collect, name="newsletter_issue_collect"),
        path(f"{issue}/tun/<slug:action>/", issue_desk.act, name="newsletter_issue_act"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    more = (
        (_("Nachweis"), "newsletter_evidence", "newsletter.view_evidence", "lock"),
        (_("Übernehmen"), "sheet_newsletter-readers", "newsletter.import_subscriber", "table"),
        (_("Selbsttest"), "newsletter_self_test", "newsletter.check_mail", "cogs"),
    )
    items += [
        PermittedItem(label, reverse(name), permission, icon_name=icon, order=20 + place)
        for place, (label, name, permission, icon) in enumerate(more)
    ]
    return SubmenuMenuItem(_("Newsletter"), Menu(items=items), icon_name="mail", order=260)
