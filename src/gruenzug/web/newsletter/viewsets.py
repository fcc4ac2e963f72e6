"""Back-office pages of newsletters, topics, wordings and readers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel, TabbedInterface
from wagtail.admin.ui.tables import Column

from gruenzug.web.core.viewsets import AuditActions, RoomViewSet
from gruenzug.web.newsletter.inspect_views import IssueRecord, SubscriberRecord
from gruenzug.web.newsletter.models import Issue, MailingList, Subscriber, Topic, Wording
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


def _language_tab(suffix: str, heading: Any) -> ObjectList:
    names = (f"subject_{suffix}", f"preheader_{suffix}", f"body_{suffix}")
    return ObjectList([FieldPanel(name) for name in names], heading=heading)


class IssueViewSet(RoomViewSet):
    """Issues, written in up to three languages."""

    model = Issue
    icon = "doc-full-inverse"
    menu_label = _("Ausgaben")
    audit_actions = audit_of("issue")
    audit_values = False
    list_display = ["subject_de", "list", "state", "scheduled_for", "begun_at"]
    list_filter = ["state", "list"]
    search_fields = ["subject_de", "slug"]
    inspect_view_enabled = True
    inspect_view_class = IssueRecord
    inspect_template_name = "newsletter/admin/issue.html"
    tabs = [
        _language_tab("de", _("Deutsch")),
        _language_tab("en", _("Englisch")),
        _language_tab("simple", _("Leichte Sprache")),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("list"), FieldPanel("slug")]),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("municipalities", widget=CheckboxSelectMultiple),
            ],
            heading=_("An wen"),
        ),
    ]

    def get_edit_handler(self) -> Panel:
        return TabbedInterface(self.tabs, base_form_class=WagtailAdminModelForm).bind_to_model(self.model)

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("list")

    def create(self, form: BaseForm, by: Any) -> Issue:
        form.instance.created_by = by
        return super().create(form, by)


VIEWSETS = (IssueViewSet, SubscriberViewSet, TopicViewSet, WordingViewSet, MailingListViewSet)
