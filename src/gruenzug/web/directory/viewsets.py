"""Back-office pages of bodies, people, groups, contacts and promises."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel

from gruenzug.web.core.viewsets import AuditActions, Changes, RoomViewSet
from gruenzug.web.directory.inspect_views import GroupRecord, OrganisationRecord, PersonRecord
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import (
    ConsentWording,
    Contact,
    ContactGroup,
    Membership,
    Organisation,
    Person,
    Promise,
    Topic,
)
from gruenzug.web.directory.services.organisations import change_organisation, create_organisation
from gruenzug.web.directory.services.people import delete_person

TEAM = "directory.add_organisation"  # fields the team alone may set


def _audit(kind: str) -> AuditActions:
    return AuditActions(*(f"directory.{kind}_{what}" for what in ("created", "changed", "deleted")))


def visible_organisations(user: Any, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return all bodies for who reads all, else those the account edits."""
    from gruenzug.web.directory.rules import reads  # noqa: PLC0415  rules are loaded with the models

    return rows if reads.test(user) else rows.filter(pk__in=edited_bodies(user))


class OrganisationViewSet(RoomViewSet):
    """Bodies with their contacts."""

    model = Organisation
    icon = "group"
    menu_label = _("Körperschaften")
    scope = staticmethod(visible_organisations)
    audit_actions = _audit("organisation")
    list_display = ["name", "short_name", "kind", "city", "status", "updated_at"]
    list_filter = ["kind", "topics", "county", "status", "is_public"]
    search_fields = ["name", "short_name", "official_key", "city"]
    inspect_view_enabled = True
    inspect_view_class = OrganisationRecord
    inspect_template_name = "directory/admin/organisation.html"
    panels = [
        FieldRowPanel([FieldPanel("kind", permission=TEAM), FieldPanel("official_key", permission=TEAM)]),
        FieldRowPanel([FieldPanel("name", permission=TEAM), FieldPanel("short_name", permission=TEAM)]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("mailbox"), FieldPanel("phone")]),
                FieldPanel("website"),
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
            ],
            heading=_("Erreichbar"),
        ),
        InlinePanel(
            "function_contacts",
            heading=_("Ansprechstellen"),
            label=_("Ansprechstelle"),
            panels=[
                FieldRowPanel([FieldPanel("office"), FieldPanel("task")]),
                FieldRowPanel([FieldPanel("mailbox"), FieldPanel("phone")]),
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("is_public"), FieldPanel("order")]),
            ],
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("municipality", permission=TEAM), FieldPanel("county", permission=TEAM)]
                ),
                FieldPanel("parent", permission=TEAM),
                FieldRowPanel(
                    [FieldPanel("longitude", permission=TEAM), FieldPanel("latitude", permission=TEAM)]
                ),
            ],
            heading=_("Ort und Zugehörigkeit"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_public", permission=TEAM),
                FieldRowPanel(
                    [FieldPanel("status", permission=TEAM), FieldPanel("source_url", permission=TEAM)]
                ),
                FieldPanel("note", permission=TEAM),
            ],
            heading=_("Verzeichnis und Beleg"),
        ),
    ]

    def create(self, form: BaseForm, by: Any) -> Organisation:
        body = create_organisation(organisation=form.save(commit=False), by=by)
        form.save_m2m()
        return body

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Organisation:
        body = change_organisation(organisation=form.save(commit=False), changes=changes, by=by)
        form.save_m2m()
        return body


class PersonViewSet(RoomViewSet):
    """People; the log names fields, never values."""

    model = Person
    icon = "user"
    menu_label = _("Personen")
    audit_actions = _audit("person")
    audit_values = False
    list_display = ["last_name", "first_name", "email", "last_used_on"]
    list_filter = ["topics"]
    search_fields = ["last_name", "first_name", "email", "positions__organisation__name"]
    inspect_view_enabled = True
    inspect_view_class = PersonRecord
    inspect_template_name = "directory/admin/person.html"
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        InlinePanel(
            "positions",
            heading=_("Funktionen"),
            label=_("Funktion"),
            panels=[
                FieldPanel("organisation"),
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on")]),
            ],
        ),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("note"),
    ]

    def remove(self, found: Person, by: Any) -> None:
        delete_person(person=found, by=by)


class ContactGroupViewSet(RoomViewSet):
    """Groups to write to."""

    model = ContactGroup
    icon = "mail"
    menu_label = _("Verteiler")
    audit_actions = _audit("group")
    list_display = ["title", "purpose"]
    inspect_view_enabled = True
    inspect_view_class = GroupRecord
    inspect_template_name = "directory/admin/group.html"
    panels = [
        FieldRowPanel([TitleFieldPanel("title"), FieldPanel("slug")]),
        FieldPanel("purpose"),
        InlinePanel(
            "rules",
            heading=_("Regeln: dabei ist, wer eine davon erfüllt"),
            label=_("Regel"),
            panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("topic"), FieldPanel("county")])],
        ),
        FieldPanel("included"),
        FieldPanel("excluded"),
    ]


class ContactViewSet(RoomViewSet):
    """What was talked about."""

    model = Contact
    icon = "comment"
    menu_label = _("Kontakte")
    audit_actions = _audit("contact")
    list_display = ["subject", "organisation", "kind", "happened_on", "by"]
    list_filter = ["kind", "organisation", "happened_on"]
    search_fields = ["subject", "summary", "organisation__name"]
    panels = [
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("happened_on"), FieldPanel("is_incoming")]),
        FieldPanel("subject"),
        FieldPanel("summary"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("organisation", "by")

    def create(self, form: BaseForm, by: Any) -> Contact:
        form.instance.by = by
        return super().create(form, by)


class PromiseViewSet(RoomViewSet):
    """What was promised until when."""

    model = Promise
    icon = "calendar-check"
    menu_label = _("Zusagen")
    audit_actions = _audit("promise")
    list_display = ["text", "organisation", "due_on", "assigned_to", "done_on"]
    list_filter = ["is_ours", "assigned_to", "due_on", "organisation"]
    search_fields = ["text", "organisation__name"]
    panels = [
        FieldPanel("organisation"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("is_ours")]),
        FieldRowPanel([FieldPanel("assigned_to"), FieldPanel("done_on")]),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("organisation", "assigned_to")


class MembershipViewSet(RoomViewSet):
    """Which accounts speak for which bodies."""

    model = Membership
    icon = "key"
    menu_label = _("Zugehörigkeiten")
    audit_actions = _audit("membership")
    list_display = ["user", "organisation", "scope", "ends_on"]
    list_filter = ["scope", "organisation"]
    panels = [
        FieldRowPanel([FieldPanel("user"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("scope"), FieldPanel("ends_on")]),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("organisation", "user")


class TopicViewSet(RoomViewSet):
    """Topics to sort bodies by."""

    model = Topic
    icon = "tag"
    menu_label = _("Themen")
    audit_actions = _audit("topic")
    list_display = ["title_de", "title_en", "order"]
    panels = [
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
    ]


class ConsentWordingViewSet(RoomViewSet):
    """Wordings people agree to."""

    model = ConsentWording
    icon = "doc-full"
    menu_label = _("Einwilligungstexte")
    audit_actions = _audit("wording")
    list_display = ["version", "valid_from", "uses"]
    panels = [FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]), FieldPanel("text")]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(uses=Count("consents"))


VIEWSETS = (
    OrganisationViewSet,
    PersonViewSet,
    ContactGroupViewSet,
    ContactViewSet,
    PromiseViewSet,
    MembershipViewSet,
    TopicViewSet,
    ConsentWordingViewSet,
)
