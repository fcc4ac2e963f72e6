"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.events import admin_files
from gruenzug.web.events import admin_views as views
from gruenzug.web.events.viewsets import VIEWSETS

REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the steps beyond lists and forms their addresses."""
    event, one = "veranstaltung/<int:pk>", "anmeldung/<int:pk>"
    return [
        path(f"{event}/veroeffentlichen/", views.publish, name="events_publish"),
        path(f"{event}/absagen/", views.cancel, name="events_cancel"),
        path(f"{event}/mitteilen/", views.announce, name="events_announce"),
        path(f"{event}/dokumentation/", views.document, name="events_document"),
        path(f"{event}/einlass-erneuern/", views.renew_desk, name="events_renew_desk"),
        path(f"{event}/teilnehmende/", views.people, name="events_people"),
        path(f"{event}/eintragen/", views.add, name="events_add"),
        path(f"{event}/nachrichten/", views.mails, name="events_mails"),
        path(f"{event}/bedarfe/", views.needs_page, name="events_needs"),
        path(f"{event}/namensschilder.pdf", admin_files.badges, name="events_badges"),
        path(f"{event}/teilnahmeliste.pdf", admin_files.attendance, name="events_attendance"),
        path(f"{event}/teilnehmende.csv", admin_files.people_csv, name="events_people_csv"),
        path(f"{one}/", views.registration, name="events_registration"),
        path(f"{one}/aendern/", views.change, name="events_change"),
        path(f"{one}/zulassen/", views.admit, name="events_admit"),
        path(f"{one}/absagen/", views.call_off, name="events_call_off"),
        path(f"{one}/link/", views.resend, name="events_resend"),
        path(f"{one}/loeschen/", views.forget, name="events_forget"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    return SubmenuMenuItem(_("Veranstaltungen"), Menu(items=items), icon_name="calendar-alt", order=250)
