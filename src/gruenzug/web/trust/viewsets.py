"""Back-office pages of barriers, tests, contact boxes and tickets."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn

from gruenzug.web.core.viewsets import AuditActions, RoomViewSet
from gruenzug.web.trust.inspect_views import TicketRecord
from gruenzug.web.trust.members import visible_tickets
from gruenzug.web.trust.models import Assessment, Barrier, ContactBox, Ticket


def _audit(kind: str) -> AuditActions:
    return AuditActions(*(f"trust.{kind}_{what}" for what in ("created", "changed", "deleted")))


class TicketViewSet(RoomViewSet):
    """Messages from outside; they come by the public forms alone."""

    model = Ticket
    icon = "mail"
    menu_label = _("Anliegen")
    scope = staticmethod(visible_tickets)
    audit_actions = _audit("ticket")
    audit_values = False
    list_display = [
        "reference",
        "kind",
        Column("box", label=_("Thema")),
        "state",
        DateColumn("due_on", label=_("Antwort bis")),
        DateColumn("latest_on", label=_("spätestens bis")),
    ]
    list_filter = ["kind", "state", "box"]
    search_fields = ["reference", "text", "email"]
    ordering = ["closed_on", "latest_on"]
    inspect_view_enabled = True
    inspect_view_class = TicketRecord
    inspect_template_name = "trust/admin/ticket.html"
    panels = [FieldPanel("box"), FieldPanel("barrier"), FieldPanel("note")]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("box")


class BarrierViewSet(RoomViewSet):
    """The register the accessibility statement is made from."""

    model = Barrier
    icon = "warning"
    menu_label = _("Barrieren")
    audit_actions = _audit("barrier")
    list_display = ["title_de", "where_de", "reason", "known_since", "planned_until", "resolved_on"]
    list_filter = ["reason", "origin"]
    search_fields = ["title_de", "where_de"]
    panels = [
        FieldPanel("key"),
        FieldPanel("title_de"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldRowPanel([FieldPanel("where_de"), FieldPanel("where_en")]),
        FieldPanel("alternative_de"),
        FieldRowPanel([FieldPanel("alternative_en"), FieldPanel("alternative_simple")]),
        FieldRowPanel([FieldPanel("criterion"), FieldPanel("reason"), FieldPanel("origin")]),
        FieldRowPanel([FieldPanel("known_since"), FieldPanel("planned_until"), FieldPanel("resolved_on")]),
    ]


class AssessmentViewSet(RoomViewSet):
    """Tests of the whole site."""

    model = Assessment
    icon = "tick"
    menu_label = _("Prüfungen")
    audit_actions = _audit("assessment")
    list_display = ["tested_on", "method", "by"]
    panels = [
        FieldRowPanel([FieldPanel("tested_on"), FieldPanel("method"), FieldPanel("by")]),
        FieldPanel("note_de"),
        FieldPanel("note_en"),
    ]


class ContactBoxViewSet(RoomViewSet):
    """Topics one may write about."""

    model = ContactBox
    icon = "form"
    menu_label = _("Kontaktfelder")
    audit_actions = _audit("contactbox")
    list_display = ["title_de", "mailbox", "order", "is_open"]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("order"), FieldPanel("is_open")]),
        FieldPanel("title_de"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldPanel("text_de"),
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
        FieldPanel("mailbox"),
    ]


VIEWSETS: tuple[Any, ...] = (TicketViewSet, BarrierViewSet, AssessmentViewSet, ContactBoxViewSet)
