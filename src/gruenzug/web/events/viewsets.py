"""Back-office pages of events and their programme."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, ProtectedError, Q, QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column

from gruenzug.web.core.viewsets import AuditActions, Changes, RoomViewSet
from gruenzug.web.events.forms_admin import EventForm, SessionForm
from gruenzug.web.events.inspect_views import EventRecord
from gruenzug.web.events.models import Event, Session
from gruenzug.web.events.services.managing import change_event, create_event, save_session


def _audit(kind: str) -> AuditActions:
    return AuditActions(*(f"events.{kind}_{what}" for what in ("created", "changed", "deleted")))


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


WHAT = ObjectList(
    [
        FieldPanel("title_de"),
        _row("title_en", "title_simple"),
        _row("kind", "slug"),
        FieldPanel("summary_de"),
        _row("summary_en", "summary_simple"),
        FieldPanel("text_de"),
        _row("text_en", "text_simple"),
        FieldPanel("organiser"),
        FieldPanel("partners"),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
    ],
    heading=_("Worum es geht"),
)
WHEN = ObjectList(
    [
        InlinePanel(
            "days",
            heading=_("Tage mit ihren Plätzen"),
            label=_("Veranstaltungstag"),
            panels=[
                _row("date", "begins_at", "ends_at"),
                _row("title_de", "title_en"),
                _row("places_onsite", "places_online"),
            ],
        ),
        MultiFieldPanel(
            [_row("begins_on", "ends_on", "precision"), FieldPanel("when_note")],
            heading=_("Wenn noch keine Tage feststehen"),
        ),
        FieldPanel("mode"),
        _row("venue", "street"),
        _row("postal_code", "city", "municipality"),
        _row("longitude", "latitude"),
        _row("access_de", "access_en"),
        _row("online_note", "online_url"),
        InlinePanel(
            "rooms",
            heading=_("Räume"),
            label=_("Raum"),
            panels=[_row("name", "note", "is_step_free")],
        ),
    ],
    heading=_("Wann und wo"),
)
SIGN_UP = ObjectList(
    [
        _row("sign_up", "sign_up_url", "mailbox"),
        _row("opens_at", "closes_at", "days_bookable"),
        _row("has_waiting_list", "promote_until_hours", "group_size"),
        InlinePanel(
            "blocks",
            heading=_("Auswahlen: parallele Angebote, von denen man eines wählt"),
            label=_("Auswahl"),
            panels=[_row("title_de", "title_en", "is_required")],
        ),
        HelpPanel(
            _("Die Angebote selbst sind Programmpunkte; dort wählen Sie, zu welcher Auswahl sie gehören.")
        ),
        _row("asks_needs", "needs_team"),
        _row("fee", "fee_note_de", "fee_note_en"),
        _row("has_certificate", "certificate_hours"),
        _row("certificate_note_de", "certificate_note_en"),
    ],
    heading=_("Anmeldung"),
)
AFTERWARDS = ObjectList(
    [
        FieldPanel("report_de"),
        FieldPanel("report_en"),
        _row("attended", "attended_note"),
        InlinePanel(
            "materials",
            heading=_("Unterlagen und Links: Protokoll, Folien, Beteiligung dazu, was daraus wurde"),
            label=_("Unterlage oder Link"),
            panels=[_row("kind", "order"), _row("title_de", "title_en"), _row("document", "url")],
        ),
        InlinePanel(
            "pictures",
            heading=_("Bilder"),
            label=_("Bild"),
            panels=[
                FieldPanel("image"),
                _row("alt_de", "alt_en"),
                _row("credit", "order"),
                FieldPanel("people_agreed"),
            ],
        ),
        MultiFieldPanel([_row("status", "source_url"), FieldPanel("source_note")], heading=_("Beleg")),
    ],
    heading=_("Danach"),
)


class EventViewSet(RoomViewSet):
    """Events with days, rooms, choices and what is left of them."""

    model = Event
    icon = "calendar-alt"
    menu_label = _("Veranstaltungen")
    audit_actions = _audit("event")
    list_display = [
        "title_de",
        "kind",
        "begins_on",
        "state",
        "organiser",
        Column("people", label=_("Angemeldet")),
    ]
    list_filter = ["state", "kind", "mode", "organiser", "begins_on"]
    search_fields = ["title_de", "title_en", "summary_de", "venue", "city", "organiser__name"]
    inspect_view_enabled = True
    inspect_view_class = EventRecord
    inspect_template_name = "events/admin/event.html"
    tabs = [WHAT, WHEN, SIGN_UP, AFTERWARDS]

    def get_edit_handler(self) -> Panel:
        return TabbedInterface(self.tabs, base_form_class=EventForm).bind_to_model(self.model)

    def listed(self, rows: QuerySet) -> QuerySet:
        active = Count("registrations", filter=Q(registrations__cancelled_at__isnull=True))
        return rows.select_related("organiser").annotate(people=active)

    def create(self, form: BaseForm, by: Any) -> Event:
        event = create_event(event=form.save(commit=False), by=by)
        form.save_m2m()
        return event

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Event:
        event = change_event(event=form.save(commit=False), changes=changes, by=by)
        form.save_m2m()
        return event


class SessionViewSet(RoomViewSet):
    """Parts of programmes, with those who speak."""

    model = Session
    icon = "list-ol"
    menu_label = _("Programmpunkte")
    audit_actions = _audit("session")
    list_display = ["title_de", "event", "day", "begins_at", "room", "block", "places"]
    list_filter = ["event", "kind", "is_cancelled"]
    search_fields = ["title_de", "title_en", "event__title_de"]
    panels = [
        FieldPanel("event"),
        FieldPanel("title_de"),
        _row("title_en", "title_simple"),
        _row("kind", "day"),
        _row("begins_at", "ends_at", "order"),
        _row("room", "block", "places"),
        FieldPanel("is_cancelled"),
        FieldPanel("text_de"),
        _row("text_en", "text_simple"),
        InlinePanel(
            "speakers",
            heading=_("Vortragende: Namen nur mit Einverständnis"),
            label=_("Vortragende"),
            panels=[_row("name", "function"), _row("organisation", "body", "order")],
        ),
    ]
    base_form_class: type[WagtailAdminModelForm] = SessionForm

    def get_edit_handler(self) -> Panel:
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("event", "day", "room", "block__event")

    def create(self, form: BaseForm, by: Any) -> Session:
        return save_session(session=form.save(commit=False), by=by)

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Session:
        return save_session(session=form.save(commit=False), by=by, changes=changes)

    def remove(self, found: Session, by: Any) -> None:
        """Delete a part nobody chose; what somebody chose is marked as dropped instead."""
        if chosen := set(found.choices.all()):
            raise ProtectedError("chosen", chosen)
        super().remove(found, by)


VIEWSETS = (EventViewSet, SessionViewSet)
