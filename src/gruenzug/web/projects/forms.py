"""Forms of the public pages: filters, and the form that hands a project in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.core.widgets import QuickSelect
from gruenzug.web.directory.models import Kind
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import FieldOfAction, MeasureKind, State
from gruenzug.web.projects.selectors.asking import Found
from gruenzug.web.projects.words import category_label

EARLIEST, LATEST = 1990, 2060
SUBMITTED_STATES = (State.IDEA, State.PLANNED, State.UNDERWAY, State.DONE)


class FilterForm(forms.Form):
    """Which projects to show; each choice says how many it would leave."""

    q = forms.CharField(label=gettext_lazy("Suchbegriff"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=gettext_lazy("Stand"), required=False, widget=QuickSelect)
    measure = forms.ChoiceField(label=gettext_lazy("Art der Maßnahme"), required=False, widget=QuickSelect)
    theme = forms.ChoiceField(label=gettext_lazy("Leitthema"), required=False, widget=QuickSelect)
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False, widget=QuickSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Trägerin"), required=False, widget=QuickSelect)
    category = forms.ChoiceField(
        label=gettext_lazy("Element des Katalogs"), required=False, widget=QuickSelect
    )
    list = forms.ChoiceField(label=gettext_lazy("Projektliste"), required=False, widget=QuickSelect)
    field = forms.ChoiceField(
        label=gettext_lazy("Handlungsfeld der Ruhr-Konferenz"), required=False, widget=QuickSelect
    )
    county = forms.ChoiceField(label=gettext_lazy("Kreis"), required=False, widget=QuickSelect)
    sort = forms.ChoiceField(
        label=gettext_lazy("Reihenfolge"),
        required=False,
        widget=QuickSelect,
        choices=[("", gettext_lazy("nach Titel")), ("new", gettext_lazy("zuletzt geändert"))],
    )
    goal = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(required=False, widget=forms.HiddenInput)

    FIRST = ("q", "state", "measure", "theme", "municipality")

    def __init__(self, found: Found) -> None:
        super().__init__(initial=vars(found.asked), auto_id="projekte-%s")
        labels = {
            "state": dict(State.choices),
            "measure": dict(MeasureKind.choices),
            "kind": dict(Kind.choices),
            "field": dict(FieldOfAction.choices),
            "category": {key: category_label(key) for key in found.index.keys["category"]},
            **{name: found.index.names.get(name, {}) for name in ("theme", "municipality", "county", "list")},
        }
        for name, known in labels.items():
            self.fields[name].choices = _counted(found, name, known)
        for name in ("goal", "body"):
            if not getattr(found.asked, name):
                del self.fields[name]

    @property
    def first(self) -> list[Any]:
        """The fields one sees at once."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[Any]:
        """The fields behind "more filters"; one with nothing to choose is left out."""
        names = [name for name in self.fields if name not in self.FIRST and name not in ("goal", "body")]
        return [self[name] for name in names if name == "sort" or len(self.fields[name].choices) > 1]

    @property
    def is_open(self) -> bool:
        """Whether one of the fields behind is in use."""
        return any(self.initial.get(bound.name) for bound in self.more)


def _counted(found: Found, name: str, labels: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the choices that would leave something, in the order of `labels` or by name."""
    counts, chosen = found.counts[name], getattr(found.asked, name)
    told = [
        (key, f"{text_of(label) if isinstance(label, dict) else label} ({counts.get(key, 0)})")
        for key, label in labels.items()
        if counts.get(key) or key == chosen
    ]
    if name in ("municipality", "county"):
        told.sort(key=lambda pair: pair[1].casefold())
    return [("", _("alle")), *told]


class ContentForm(forms.Form):
    """What somebody says of a project; an empty draft is fine, only handing in asks for more."""

    title = forms.CharField(label=gettext_lazy("Wie heißt das Projekt?"), max_length=200)
    summary_de = forms.CharField(
        label=gettext_lazy("Was geschieht dort, in zwei oder drei Sätzen?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Höchstens 500 Zeichen. Nennen Sie keine Personen."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Wie weit ist es?"),
        choices=[(state.value, state.label) for state in SUBMITTED_STATES],
        initial=State.PLANNED,
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Was wird gemacht?"),
        choices=MeasureKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    municipality = forms.TypedChoiceField(
        label=gettext_lazy("In welcher Kommune?"), coerce=int, empty_value=None
    )
    place = forms.CharField(
        label=gettext_lazy("Wo genau?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Straße, Platz, Park oder Quartier"),
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Breite in Grad"),
        required=False,
        help_text=gettext_lazy("Nur wenn Sie die Koordinaten kennen, etwa 51,5387"),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Länge in Grad"), required=False, help_text=gettext_lazy("etwa 7,2257")
    )
    body_name = forms.CharField(
        label=gettext_lazy("Wer ist verantwortlich?"),
        max_length=200,
        help_text=gettext_lazy("Stadt, Verein, Unternehmen, Initiative; keine Person"),
    )
    begins = forms.IntegerField(
        label=gettext_lazy("Beginn (Jahr)"), required=False, min_value=EARLIEST, max_value=LATEST
    )
    ends = forms.IntegerField(
        label=gettext_lazy("Ende (Jahr)"), required=False, min_value=EARLIEST, max_value=LATEST
    )
    field_of_action = forms.ChoiceField(
        label=gettext_lazy("Unter dem Dach der Ruhr-Konferenz? Dann in welchem Handlungsfeld?"),
        choices=[("", gettext_lazy("nein, oder ich weiß es nicht")), *FieldOfAction.choices],
        required=False,
    )
    website = forms.URLField(
        label=gettext_lazy("Seite im Netz"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Municipality.objects.order_by("name").values_list("pk", "name")
        self.fields["municipality"].choices = [("", _("bitte wählen")), *towns]
        for name in ("latitude", "longitude"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if is_draft:
            for name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("Das Ende darf nicht vor dem Beginn liegen."))
        where = [cleaned.get("latitude"), cleaned.get("longitude")]
        if where.count(None) == 1:
            self.add_error("latitude", _("Breite und Länge gehören zusammen."))
        elif None not in where and not _is_near(*where):
            self.add_error(
                "latitude", _("Dieser Punkt liegt nicht in der Region; sind die Zahlen vertauscht?")
            )
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What was written, in a form JSON can hold."""
        return {name: self.cleaned_data.get(name) for name in ContentForm.base_fields}


class SubmissionForm(TrapMixin, ContentForm):
    """The form that begins a submission: the project and an address to answer to."""

    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        help_text=gettext_lazy("Wir schicken Ihnen einen Link. Veröffentlicht wird die Adresse nicht."),
    )

    field_order = [*ContentForm.base_fields, "email", "homepage", "begun"]


class LinkForm(TrapMixin):
    """An address to send new links to."""

    email = forms.EmailField(label=gettext_lazy("Ihre E-Mail-Adresse"))


class WithdrawForm(forms.Form):
    """Nothing but a decision."""


def _is_near(latitude: float, longitude: float) -> bool:
    """Whether a point lies in or near the municipalities; anywhere, if none has an outline."""
    boxes = Municipality.objects.exclude(geometry="").values_list("minx", "miny", "maxx", "maxy")
    listed: Iterable[tuple[float, ...]] = list(boxes)
    if not listed:
        return True
    west, south = (min(box[side] for box in listed) for side in (0, 1))
    east, north = (max(box[side] for box in listed) for side in (2, 3))
    return west <= longitude <= east and south <= latitude <= north


def first_error(error: ValidationError) -> str:
    """Return what is wrong in one line."""
    return " ".join(error.messages)
