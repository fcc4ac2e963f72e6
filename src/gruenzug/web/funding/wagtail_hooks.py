"""What the back office shows of this room."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gruenzug.web.core.wagtail_hooks import PermittedItem
from gruenzug.web.funding import admin_views, expense_views
from gruenzug.web.funding.viewsets import VIEWSETS

REGISTERED = [viewset() for viewset in VIEWSETS]
GRANT = "foerderung/zuwendung/<int:pk>"


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Give every model its pages."""
    return REGISTERED


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """Bring our icons along."""
    return [*icons, "funding/icons/funding-money.svg", "funding/icons/funding-programme.svg"]


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give the pages beyond lists and forms their addresses."""
    return [
        path("foerderung/fristen/", admin_views.due, name="funding_due"),
        path(f"{GRANT}.<slug:extension>", admin_views.file, name="funding_file"),
        path(f"{GRANT}/journal/", admin_views.journal, name="funding_journal"),
        path(f"{GRANT}/belege/", expense_views.upload, name="funding_expenses"),
        path(f"{GRANT}/belege.<slug:extension>", expense_views.download, name="funding_expenses_file"),
        path(f"{GRANT}/belege/<int:upload_pk>/", expense_views.preview, name="funding_expenses_preview"),
        path(
            f"{GRANT}/belege/<int:upload_pk>/uebernehmen/",
            expense_views.apply,
            name="funding_expenses_apply",
        ),
        path(f"{GRANT}/<slug:name>/", admin_views.act, name="funding_act"),
        path("foerderung/nachweis/<int:pk>.pdf", admin_views.proof_file, name="funding_proof_file"),
        path("foerderung/auflage/<int:pk>/erledigt/", admin_views.duty_done, name="funding_duty_done"),
        path(
            "foerderung/zweckbindung/<int:pk>/entlassen/",
            admin_views.earmark_released,
            name="funding_earmark_released",
        ),
        path(
            "foerderung/antrag/<int:pk>/<slug:to>/",
            admin_views.application_moved,
            name="funding_application_moved",
        ),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Offer the room as one entry with everything under it."""
    items = [viewset.get_menu_item(order) for order, viewset in enumerate(REGISTERED)]
    due = PermittedItem(
        _("Fristen"), reverse("funding_due"), "funding.view_grant", icon_name="calendar-alt", order=-1
    )
    return SubmenuMenuItem(_("Förderung"), Menu(items=[due, *items]), icon_name="funding-money", order=230)
