"""Back-office pages of the Charta: texts, goals, commitments, promises."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm, CheckboxSelectMultiple, Select
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
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column

from gruenzug.web.charter import inspect_views as records
from gruenzug.web.charter.forms_admin import OwnBodyForm, PledgeForm, VersionForm, WordingForm
from gruenzug.web.charter.models import (
    Commitment,
    CommitmentRequest,
    CouncilSystem,
    Handlungsziel,
    Instrument,
    Leitthema,
    Oberziel,
    Pledge,
    ReportingRound,
    SigningEvent,
    Version,
)
from gruenzug.web.charter.models.goals import indicator_choices
from gruenzug.web.charter.services.versions import take_wording
from gruenzug.web.core.viewsets import AuditActions, Changes, RoomViewSet
from gruenzug.web.directory.members import edited_bodies

TITLE = FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en"), FieldPanel("title_simple")])
TEXT = MultiFieldPanel(
    [FieldPanel("text_de"), FieldPanel("text_en"), FieldPanel("text_simple")], heading=_("Text")
)
SOURCE = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("status"), FieldPanel("source_url")]), FieldPanel("source_note")],
    heading=_("Beleg"),
)

INDICATOR = Select(choices=[("", "–"), *indicator_choices()])


def _audit(kind: str) -> AuditActions:
    return AuditActions(*(f"charter.{kind}_{what}" for what in ("created", "changed", "deleted")))


def of_visible_bodies(user: Any, rows: QuerySet) -> QuerySet:
    """Return all rows for who reads all, else those of the bodies the account edits."""
    from gruenzug.web.charter.rules import works_here  # noqa: PLC0415  rules are loaded with the models

    return rows if works_here.test(user) else rows.filter(body__in=edited_bodies(user))


class CharterViewSet(RoomViewSet):
    """A view set whose forms derive from a form of ours."""

    base_form_class: type[WagtailAdminModelForm] = WagtailAdminModelForm
    panels: list[Any] = []

    def get_edit_handler(self) -> Panel:
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)


class VersionViewSet(CharterViewSet):
    """Versions with their sections; a new one is begun on a page of its own."""

    model = Version
    icon = "doc-full"
    menu_label = _("Fassungen")
    audit_actions = _audit("version")
    list_display = ["title", "document", "number", "state", "decided_on"]
    list_filter = ["document", "state"]
    inspect_view_enabled = True
    inspect_view_class = records.VersionRecord
    base_form_class = VersionForm
    inspect_template_name = "charter/admin/version.html"
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("wording"), FieldPanel("official_url")]),
        FieldPanel("changes"),
        InlinePanel(
            "sections",
            heading=_("Abschnitte"),
            label=_("Abschnitt"),
            panels=[
                FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("order")]),
                TITLE,
                FieldPanel("text_de"),
                FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_simple")]),
                FieldRowPanel([FieldPanel("leitthema"), FieldPanel("oberziel"), FieldPanel("handlungsziel")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("source_url")]),
                FieldPanel("source_note"),
            ],
        ),
        SOURCE,
    ]

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Version:
        version = super().change(form, by, changes)
        if version.state == Version.State.IN_FORCE:
            take_wording(version=version)
        return version


class LeitthemaViewSet(CharterViewSet):
    """The guiding themes."""

    model = Leitthema
    icon = "tag"
    menu_label = _("Leitthemen")
    audit_actions = _audit("goal")
    list_display = ["short_name_de", "title_de", "status"]
    base_form_class = WordingForm
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
        FieldRowPanel(
            [FieldPanel("short_name_de"), FieldPanel("short_name_en"), FieldPanel("short_name_simple")]
        ),
        TITLE,
        TEXT,
        SOURCE,
    ]


class OberzielViewSet(CharterViewSet):
    """What the themes want to reach."""

    model = Oberziel
    icon = "list-ul"
    menu_label = _("Oberziele")
    audit_actions = _audit("goal")
    list_display = ["title_de", "leitthema", "status", "is_current"]
    list_filter = ["leitthema", "status"]
    base_form_class = WordingForm
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("leitthema"), FieldPanel("order")]),
        TITLE,
        TEXT,
        FieldPanel("is_current"),
        SOURCE,
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("leitthema")


class HandlungszielViewSet(CharterViewSet):
    """The goals for action with facets and levers."""

    model = Handlungsziel
    icon = "crosshairs"
    menu_label = _("Handlungsziele")
    audit_actions = _audit("goal")
    list_display = ["number", "title_de", "leitthema", "status", "is_current"]
    list_filter = ["leitthema", "status", "kind", "is_current"]
    search_fields = ["title_de", "title_en", "text_de", "code"]
    base_form_class = WordingForm
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("code"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("leitthema"), FieldPanel("oberziel"), FieldPanel("assignment")]),
        TITLE,
        TEXT,
        InlinePanel(
            "facets",
            heading=_("Ausprägungen: was messbar ist, was nicht, und wie gearbeitet wird"),
            label=_("Ausprägung"),
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("order")]),
                FieldRowPanel([FieldPanel("text_de"), FieldPanel("text_en")]),
                FieldRowPanel([FieldPanel("indicator", widget=INDICATOR), FieldPanel("part")]),
                FieldRowPanel([FieldPanel("base_value"), FieldPanel("base_year")]),
                FieldRowPanel([FieldPanel("target_value"), FieldPanel("target_year")]),
            ],
        ),
        InlinePanel(
            "levers",
            heading=_("Hebel: wer mit welchem Instrument etwas tun kann"),
            label=_("Hebel"),
            panels=[
                FieldRowPanel([FieldPanel("body"), FieldPanel("body_kind"), FieldPanel("instrument")]),
                FieldRowPanel([FieldPanel("text_de"), FieldPanel("text_en"), FieldPanel("order")]),
            ],
        ),
        FieldPanel("is_current"),
        SOURCE,
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("leitthema")


class InstrumentViewSet(RoomViewSet):
    """Means by which goals are reached."""

    model = Instrument
    icon = "cog"
    menu_label = _("Instrumente")
    audit_actions = _audit("goal")
    list_display = ["title_de", "level"]
    list_filter = ["level"]
    panels = [FieldRowPanel([FieldPanel("key"), FieldPanel("level")]), TITLE]


class CommitmentRequestViewSet(RoomViewSet):
    """Letters with the template for councils."""

    model = CommitmentRequest
    icon = "mail"
    menu_label = _("Bitten um Mitwirkung")
    audit_actions = _audit("request")
    list_display = ["title", "version", "state", "answer_by", Column("answers", label=_("Einträge"))]
    inspect_view_enabled = True
    inspect_view_class = records.RequestRecord
    inspect_template_name = "charter/admin/request.html"
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("version"), FieldPanel("answer_by")]),
        FieldPanel("letter"),
        HelpPanel(
            _("Absätze durch Leerzeilen trennen; {koerperschaft} und {fassung} füllt die Vorlage aus.")
        ),
        FieldPanel("resolution"),
        FieldPanel("reasoning"),
        FieldPanel("financial_effects"),
        FieldPanel("sequence"),
        FieldPanel("declaration"),
        FieldPanel("is_public"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("version").annotate(answers=Count("commitments"))


class CommitmentViewSet(CharterViewSet):
    """The register: papers, committees, decisions."""

    model = Commitment
    icon = "success"
    menu_label = _("Register")
    scope = staticmethod(of_visible_bodies)
    audit_actions = _audit("commitment")
    list_display = ["body", "version", "state", "paper_reference", "decided_on", "is_public", "updated_at"]
    list_filter = ["state", "form", "version", "is_public", "status"]
    search_fields = ["body__name", "body__short_name", "paper_reference"]
    base_form_class = OwnBodyForm
    inspect_view_enabled = True
    inspect_view_class = records.CommitmentRecord
    inspect_template_name = "charter/admin/commitment.html"
    panels = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("version"), FieldPanel("form")]),
        FieldRowPanel([FieldPanel("paper_reference"), FieldPanel("paper_date"), FieldPanel("paper_url")]),
        InlinePanel(
            "stations",
            heading=_("Beratungsfolge"),
            label=_("Station"),
            panels=[
                FieldRowPanel([FieldPanel("committee"), FieldPanel("role"), FieldPanel("order")]),
                FieldRowPanel(
                    [
                        FieldPanel("meets_on"),
                        FieldPanel("agenda_number"),
                        FieldPanel("result"),
                        FieldPanel("vote"),
                    ]
                ),
                FieldRowPanel([FieldPanel("remark"), FieldPanel("source_url")]),
            ],
        ),
        FieldPanel("resolution"),
        FieldPanel("financial_effects"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("evidence_url"), FieldPanel("evidence")])], heading=_("Nachweis")
        ),
        SOURCE,
        FieldPanel("note"),
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("body", "version")


class SigningEventViewSet(RoomViewSet):
    """Occasions on which bodies sign."""

    model = SigningEvent
    icon = "edit"
    menu_label = _("Unterzeichnungen")
    audit_actions = _audit("signing")
    list_display = ["title", "takes_place_on", "outcome", "version"]
    panels = [
        FieldRowPanel([TitleFieldPanel("title"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("version"), FieldPanel("outcome")]),
        FieldRowPanel([FieldPanel("takes_place_on"), FieldPanel("ends_on"), FieldPanel("place")]),
        FieldPanel("description"),
        SOURCE,
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("version")


class PledgeViewSet(CharterViewSet):
    """What bodies promise."""

    model = Pledge
    icon = "tasks"
    menu_label = _("Selbstverpflichtungen")
    scope = staticmethod(of_visible_bodies)
    audit_actions = _audit("pledge")
    list_display = ["title", "body", "state", "due_on"]
    list_filter = ["state", "goals", "due_on"]
    search_fields = ["title", "text", "body__name"]
    base_form_class = PledgeForm
    inspect_view_enabled = True
    inspect_view_class = records.PledgeRecord
    inspect_template_name = "charter/admin/pledge.html"
    panels = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("commitment")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("target"), FieldPanel("due_on")]),
        FieldRowPanel([FieldPanel("responsible_office"), FieldPanel("mailbox")]),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("indicator", widget=INDICATOR), FieldPanel("part")]),
                FieldRowPanel([FieldPanel("base_value"), FieldPanel("base_year")]),
                FieldRowPanel([FieldPanel("target_value"), FieldPanel("target_year")]),
            ],
            heading=_("Woran man es misst"),
        ),
        SOURCE,
    ]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("body")


class ReportingRoundViewSet(RoomViewSet):
    """Spans in which bodies report."""

    model = ReportingRound
    icon = "calendar-alt"
    menu_label = _("Berichtsrunden")
    audit_actions = _audit("round")
    list_display = ["title", "opens_on", "due_on", "is_closed"]
    inspect_view_enabled = True
    inspect_view_class = records.RoundRecord
    inspect_template_name = "charter/admin/round.html"
    panels = [
        FieldRowPanel([TitleFieldPanel("title"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("due_on")]),
        FieldPanel("invitation"),
    ]


class CouncilSystemViewSet(RoomViewSet):
    """Where to look for council papers."""

    model = CouncilSystem
    icon = "search"
    menu_label = _("Ratsinformationssysteme")
    scope = staticmethod(of_visible_bodies)
    audit_actions = _audit("system")
    list_display = ["body", "url", "is_active", "checked_at", "problem"]
    inspect_view_enabled = True
    inspect_view_class = records.SystemRecord
    inspect_template_name = "charter/admin/system.html"
    panels = [FieldPanel("body"), FieldPanel("url"), FieldPanel("words"), FieldPanel("is_active")]

    def listed(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("body")


VIEWSETS = (
    CommitmentViewSet,
    PledgeViewSet,
    ReportingRoundViewSet,
    CommitmentRequestViewSet,
    SigningEventViewSet,
    VersionViewSet,
    HandlungszielViewSet,
    OberzielViewSet,
    LeitthemaViewSet,
    InstrumentViewSet,
    CouncilSystemViewSet,
)
