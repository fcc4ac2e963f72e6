"""Back-office pages of programmes, rules, applications and grants."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
)

from gruenzug.web.core.viewsets import AuditActions, Changes, RoomDeleteView, RoomViewSet
from gruenzug.web.funding.inspect_views import ApplicationRecord, GrantRecord
from gruenzug.web.funding.members import visible_applications, visible_grants
from gruenzug.web.funding.models import Application, EligibleArea, Grant, Programme, PublishedTotal, RuleSet
from gruenzug.web.funding.services.grants import change_grant, create_grant, delete_grant

ENTRY = AuditActions("funding.entry_created", "funding.entry_changed", "funding.entry_deleted")
CHECKED = FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url"), FieldPanel("checked_on")])
SOURCE = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("status"), FieldPanel("source_url")]), FieldPanel("source_note")],
    heading=_("Beleg"),
)
VALIDITY = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])


class ProgrammeViewSet(RoomViewSet):
    """Programmes with everything that is said of them."""

    model = Programme
    icon = "funding-programme"
    menu_label = _("Förderprogramme")
    audit_actions = ENTRY
    list_display = ["short_name", "title_de", "state", "valid_until", "status", "updated_at"]
    list_filter = ["state", "status", "is_public"]
    search_fields = ["title_de", "short_name", "frame", "summary_de"]
    panels = [
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en"), FieldPanel("title_simple")]),
        FieldPanel("frame"),
        FieldPanel("summary_de"),
        FieldRowPanel([FieldPanel("summary_en"), FieldPanel("summary_simple")]),
        FieldRowPanel([FieldPanel("state"), FieldPanel("state_note")]),
        VALIDITY,
        FieldPanel("giver"),
        FieldPanel("offices"),
        InlinePanel(
            "windows",
            heading=_("Antragsfristen"),
            label=_("Antragsfrist"),
            panels=[
                FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en")]),
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on"), FieldPanel("is_rolling")]),
                CHECKED,
            ],
        ),
        InlinePanel(
            "statements",
            heading=_("Angaben, jede mit ihrer Quelle"),
            label=_("Angabe"),
            panels=[
                FieldRowPanel(
                    [FieldPanel("key"), FieldPanel("number"), FieldPanel("number_to"), FieldPanel("order")]
                ),
                FieldRowPanel([FieldPanel("circumstance"), FieldPanel("bound"), FieldPanel("area")]),
                FieldPanel("words_de"),
                FieldPanel("words_en"),
                MultiFieldPanel(
                    [FieldPanel("applicants"), FieldPanel("measures"), FieldPanel("costs")],
                    heading=_("Für wen, wofür, welche Kosten"),
                    classname="collapsed",
                ),
                CHECKED,
            ],
        ),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("is_public"), FieldPanel("order")]),
        SOURCE,
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("giver")


class EligibleAreaViewSet(RoomViewSet):
    """Where programmes pay."""

    model = EligibleArea
    icon = "globe"
    menu_label = _("Fördergebiete")
    audit_actions = ENTRY
    list_display = ["title", "status"]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("slug")]),
        FieldPanel("ags"),
        FieldPanel("geometry"),
        SOURCE,
    ]


class RuleSetViewSet(RoomViewSet):
    """Sets of rules that Bescheide refer to."""

    model = RuleSet
    icon = "clipboard-list"
    menu_label = _("Regelwerke")
    audit_actions = ENTRY
    list_display = ["title", "version", "valid_from", "valid_until", "is_example"]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("version"), FieldPanel("slug")]),
        VALIDITY,
        FieldPanel("is_example"),
        InlinePanel(
            "terms",
            heading=_("Regeln"),
            label=_("Regel"),
            panels=[FieldRowPanel([FieldPanel("term"), FieldPanel("value")]), FieldPanel("words")],
        ),
        SOURCE,
    ]


class PublishedTotalViewSet(RoomViewSet):
    """Sums that somebody published."""

    model = PublishedTotal
    icon = "openquote"
    menu_label = _("Veröffentlichte Summen")
    audit_actions = ENTRY
    list_display = ["title_de", "first_year", "last_year", "amount"]
    panels = [
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("first_year"), FieldPanel("last_year")]),
        FieldRowPanel([FieldPanel("giver"), FieldPanel("recipient")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("precision")]),
        FieldPanel("explanation_de"),
        FieldPanel("explanation_en"),
        CHECKED,
    ]


class ApplicationViewSet(RoomViewSet):
    """Applications."""

    model = Application
    icon = "form"
    menu_label = _("Förderanträge")
    scope = staticmethod(visible_applications)
    audit_actions = ENTRY
    list_display = ["title", "applicant", "amount", "state", "due_on", "submitted_on"]
    list_filter = ["state", "programme", "applicant"]
    search_fields = ["title", "reference", "applicant__name"]
    inspect_view_enabled = True
    record_first = True
    inspect_view_class = ApplicationRecord
    inspect_template_name = "funding/admin/application.html"
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("applicant"), FieldPanel("programme")]),
        FieldRowPanel([FieldPanel("reference"), FieldPanel("due_on")]),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("total_cost"), FieldPanel("amount")]),
        FieldPanel("note"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("applicant", "programme")


class GrantDeleteView(RoomDeleteView):
    """A grant on which something is booked stays, and the page says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("funding_grant:inspect", self.object.pk)


class GrantForm(WagtailAdminModelForm):
    """A grant gets an address of its title unless one is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = self.instance.pk is not None
        self.fields["slug"].help_text = _("Leer: aus dem Titel")


class GrantViewSet(RoomViewSet):
    """Grants: what is written about them; what is booked on them has pages of its own."""

    model = Grant
    icon = "funding-money"
    menu_label = _("Zuwendungen")
    scope = staticmethod(visible_grants)
    audit_actions = AuditActions("funding.grant_created", "funding.grant_changed", "funding.grant_deleted")
    delete_view_class = GrantDeleteView
    list_display = ["title", "recipient", "giver", "decided_on", "ends_on", "state"]
    list_filter = ["state", "financing", "programme", "recipient"]
    search_fields = ["title", "reference", "recipient__name"]
    inspect_view_enabled = True
    record_first = True
    inspect_view_class = GrantRecord
    inspect_template_name = "funding/admin/grant.html"
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("application"), FieldPanel("programme")]),
        FieldRowPanel([FieldPanel("recipient"), FieldPanel("giver"), FieldPanel("office")]),
        FieldRowPanel([FieldPanel("reference"), FieldPanel("decided_on")]),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("financing"), FieldPanel("begins_on"), FieldPanel("ends_on")]),
        FieldPanel("rule_set"),
        InlinePanel(
            "own_terms",
            heading=_("Was der Bescheid anders sagt als das Regelwerk; der Bescheid geht vor"),
            label=_("Abweichung"),
            panels=[FieldRowPanel([FieldPanel("term"), FieldPanel("value")]), FieldPanel("wording")],
        ),
        InlinePanel(
            "cost_items",
            heading=_("Ausgabenpositionen"),
            label=_("Ausgabenposition"),
            panels=[
                FieldRowPanel([FieldPanel("code"), FieldPanel("title")]),
                FieldRowPanel([FieldPanel("cost_type"), FieldPanel("is_eligible")]),
            ],
        ),
        InlinePanel(
            "duties",
            heading=_("Auflagen mit Frist"),
            label=_("Auflage"),
            panels=[FieldPanel("title"), FieldRowPanel([FieldPanel("due_on"), FieldPanel("done_on")])],
        ),
        InlinePanel(
            "earmarks",
            heading=_("Zweckbindung"),
            label=_("Zweckbindung"),
            panels=[
                FieldRowPanel([FieldPanel("bound"), FieldPanel("title")]),
                FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on"), FieldPanel("released_on")]),
            ],
        ),
        FieldRowPanel([FieldPanel("responsible_office"), FieldPanel("mailbox")]),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_public"), FieldPanel("shows_amount")]),
                FieldRowPanel([FieldPanel("decided_precision"), FieldPanel("amount_precision")]),
            ],
            heading=_("Was die Öffentlichkeit sieht"),
        ),
        SOURCE,
        FieldPanel("note"),
    ]

    def get_edit_handler(self) -> Panel:
        return ObjectList(self.panels, base_form_class=GrantForm).bind_to_model(self.model)

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("recipient", "giver", "parent")

    def create(self, form: BaseForm, by: Any) -> Grant:
        grant = create_grant(grant=form.save(commit=False), by=by)
        form.save_m2m()
        return grant

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Grant:
        grant = change_grant(grant=form.save(commit=False), changes=changes, by=by)
        form.save_m2m()
        return grant

    def remove(self, found: Grant, by: Any) -> None:
        delete_grant(grant=found, by=by)


VIEWSETS = (
    GrantViewSet,
    ApplicationViewSet,
    ProgrammeViewSet,
    RuleSetViewSet,
    EligibleAreaViewSet,
    PublishedTotalViewSet,
)
