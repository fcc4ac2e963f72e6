"""Back-office pages of newsletters, topics, wordings and readers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from gruenzug.web.core.viewsets import AuditActions, RoomViewSet
from gruenzug.web.newsletter.inspect_views import SubscriberRecord
from gruenzug.web.newsletter.models import MailingList, Subscriber, Topic, Wording
from gruenzug.web.newsletter.services.leaving import erase

OFFICE = "Auf Wunsch, durch die Redaktion"


def audit_of(kind: str) -> AuditActions:
    """Return the names of the three plain actions on a kind of row."""
    return AuditActions(*(f"newsletter.{kind}_{what}" for what in ("created", "changed", "deleted")))


class MailingListViewSet(RoomViewSet):
    """Newsletters one can subscribe to."""

    model = MailingList
    icon = "mail"
    menu_label = _("Newsletter")
    audit_actions = audit_of("list")
    list_display = ["title_de", Column("readers", label=_("Abonnements")), "is_open"]
    panels = [
        FieldPanel("title_de"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldPanel("text_de"),
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("reply_to")]),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("status"), FieldPanel("source_url")]),
        FieldPanel("source_note"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(readers=Count("subscriptions"))


class TopicViewSet(RoomViewSet):
    """What readers may choose."""

    model = Topic
    icon = "tag"
    menu_label = _("Themen")
    audit_actions = audit_of("topic")
    list_display = ["title_de", "key", "order"]
    panels = [
        FieldPanel("title_de"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("theme"), FieldPanel("order")]),
    ]


class WordingViewSet(RoomViewSet):
    """Wordings people agree to."""

    model = Wording
    icon = "doc-full"
    menu_label = _("Einwilligungstexte")
    audit_actions = audit_of("wording")
    list_display = ["version", "valid_from", Column("uses", label=_("Nachweise"))]
    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]),
        FieldPanel("text_de"),
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(uses=Count("evidence"))


class SubscriberViewSet(RoomViewSet):
    """Readers: to look up and, if they wish, to erase; what they get they set themselves."""

    model = Subscriber
    icon = "user"
    menu_label = _("Abonnements")
    audit_actions = audit_of("list")
    list_display = ["email", "language", "created_at"]
    list_filter = ["language", "lists", "topics"]
    search_fields = ["email"]
    form_fields = ["language"]
    inspect_view_enabled = True
    inspect_view_class = SubscriberRecord
    inspect_template_name = "newsletter/admin/subscriber.html"

    def remove(self, found: Model, by: Any) -> None:
        erase(subscriber=found, source=OFFICE, by=by)


VIEWSETS = (SubscriberViewSet, TopicViewSet, WordingViewSet, MailingListViewSet)
