"""What the back office shows of this room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gruenzug.web.core import admin_views, audit, happenings_admin
from gruenzug.web.core.desk_panel import DeskPanel
from gruenzug.web.core.happenings_admin import SincePanel
from gruenzug.web.core.invitations import group_names, invite, note_roles


class PermittedItem(MenuItem):
    """A menu item for those who have a permission."""

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: Any) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_log_actions")
def register_sentences(registry: Any) -> None:
    """Let Wagtail's history pages speak in our sentences."""
    audit.register_with(registry)


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    """Give our pages their addresses; the log of all objects takes the place of Wagtail's."""
    return [
        path("protokoll/", admin_views.log, name="core_log"),
        path("verarbeitungen/", admin_views.processings, name="core_processings"),
        path("betrieb/", admin_views.machinery, name="core_machinery"),
        path("seither/", happenings_admin.since, name="core_since"),
        path("seither/gesehen/", happenings_admin.seen, name="core_seen"),
    ]


@hooks.register("construct_homepage_panels")
def show_the_desk(request: Any, panels: list[Any]) -> None:
    """Begin the first page with what happened meanwhile, then what is due, waits and changed."""
    panels[:0] = [SincePanel(), DeskPanel()]


@hooks.register("before_edit_user")
def remember_roles(request: Any, user: Any) -> None:
    """Note the roles an account has before somebody changes them."""
    request.groups_before = group_names(user)


@hooks.register("after_edit_user")
def log_roles(request: Any, user: Any) -> None:
    """Write into the log which roles an account got and lost."""
    note_roles(user=user, before=request.groups_before, by=request.user)


@hooks.register("after_create_user")
def invite_new_account(request: Any, user: Any) -> None:
    """Send a new account the link to set its password; log its roles."""
    note_roles(user=user, before="", by=request.user)
    if invite(user=user, by=request.user):
        messages.success(request, _("Die Einladung an %(address)s ist unterwegs.") % {"address": user.email})
    else:
        messages.warning(request, _("Ohne E-Mail-Adresse konnten wir niemanden einladen."))


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """Load the styles of our pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin/admin.css"))


@hooks.register("register_reports_menu_item")
def log_item() -> MenuItem:
    """Offer the log."""
    return PermittedItem(_("Protokoll"), reverse("core_log"), "core.view_audit", icon_name="history", order=1)


@hooks.register("register_reports_menu_item")
def processings_item() -> MenuItem:
    """Offer the register of processings."""
    label, url = _("Verarbeitungen"), reverse("core_processings")
    return PermittedItem(label, url, "core.view_processing", icon_name="lock", order=2)


@hooks.register("register_reports_menu_item")
def machinery_item() -> MenuItem:
    """Offer the state of the machinery."""
    return PermittedItem(
        _("Betrieb"), reverse("core_machinery"), "core.view_audit", icon_name="cogs", order=3
    )


@hooks.register("construct_reports_menu")
def hide_wagtails_log(request: Any, items: list[Any]) -> None:
    """Leave out Wagtail's own log of all objects, which does not know whose is whose."""
    items[:] = [item for item in items if item.name != "site-history"]
