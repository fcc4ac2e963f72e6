"""The part of the back office that belongs to this room."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.charter import admin_views as views
from gruenzug.web.charter.viewsets import VIEWSETS

REGISTERED = [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the steps beyond lists and forms their addresses."""
    base = "charta"
    return [
        path(f"{base}/fassung/neu/", views.version_draft, name="charter_version_draft"),
        path(f"{base}/fassung/<int:pk>/beteiligung/", views.version_open, name="charter_version_open"),
        path(f"{base}/fassung/<int:pk>/beschluss/", views.version_decide, name="charter_version_decide"),
        path(f"{base}/bitte/<int:pk>/versand/", views.request_send, name="charter_request_send"),
        path(f"{base}/bitte/<int:pk>/abschluss/", views.request_close, name="charter_request_close"),
        path(f"{base}/mitwirkung/<int:pk>/stand/", views.commitment_move, name="charter_commitment_move"),
        path(
            f"{base}/mitwirkung/<int:pk>/unterschrift/", views.commitment_sign, name="charter_commitment_sign"
        ),
        path(f"{base}/zusage/<int:pk>/stand/", views.pledge_move, name="charter_pledge_move"),
        path(f"{base}/zusage/<int:pk>/bericht/<int:round_pk>/", views.report, name="charter_report"),
        path(f"{base}/bericht/<int:pk>/zurueck/", views.report_retract, name="charter_report_retract"),
        path(f"{base}/runde/<int:pk>/abschluss/", views.round_close, name="charter_round_close"),
        path(f"{base}/ratssystem/<int:pk>/nachsehen/", views.system_check, name="charter_system_check"),
        path(f"{base}/vorlage/<int:pk>/", views.paper, name="charter_paper"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    return SubmenuMenuItem(_("Charta"), Menu(items=items), icon_name="doc-full", order=220)
