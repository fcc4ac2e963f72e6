"""Filters of the public lists, and the question "which programme fits my plan?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.directory.models import Kind, Organisation
from gruenzug.web.funding.matching import Plan
from gruenzug.web.funding.models import ApplicantKind, Circumstance, CostType, MeasureKind
from gruenzug.web.funding.selectors.finder import CLOSED, Asked

ANSWERS = (("", gettext_lazy("weiß nicht")), ("ja", gettext_lazy("ja")), ("nein", gettext_lazy("nein")))
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": 0, "required": False}


def counted(label: Any, number: int) -> str:
    """Return a choice with how much it holds."""
    return f"{label} ({number})"


class FinderFilter(forms.Form):
    """Which programmes to list."""

    q = forms.CharField(label=gettext_lazy("Name oder Inhalt"), required=False, widget=forms.SearchInput)
    applicant = forms.ChoiceField(label=gettext_lazy("Wer fragt"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Wofür"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Stand"), required=False)

    def __init__(self, asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__(initial=vars(asked), auto_id="finder-%s")
        for name, kinds in (("applicant", ApplicantKind), ("measure", MeasureKind)):
            held = [
                (kind.value, counted(kind.label, counts[name][kind]))
                for kind in kinds
                if counts[name].get(kind)
            ]
            self.fields[name].choices = [("", _("alle")), *held]
        states = counts["state"]
        self.fields["state"].choices = [
            ("", counted(_("aktuelle"), states[""])),
            (CLOSED, counted(_("abgeschlossene"), states[CLOSED])),
        ]


class GrantFilter(forms.Form):
    """Which grants to list."""

    q = forms.CharField(
        label=gettext_lazy("Vorhaben oder Empfängerin"), required=False, widget=forms.SearchInput
    )
    year = forms.ChoiceField(label=gettext_lazy("Jahr des Bescheids"), required=False)
    recipient = forms.CharField(required=False, widget=forms.HiddenInput)
    programme = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Any, years: Mapping[int, int]) -> None:
        super().__init__(initial=vars(asked), auto_id="zuwendungen-%s")
        self.fields["year"].choices = [
            ("", _("alle")),
            *((str(year), counted(year, count)) for year, count in years.items()),
        ]


class PlanForm(forms.Form):
    """A plan in search of money; everything is optional, and what is missing stays "unclear"."""

    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Was haben Sie vor?"),
        choices=MeasureKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    applicant = forms.ChoiceField(label=gettext_lazy("Wer stellt den Antrag?"), required=False)
    ags = forms.ChoiceField(label=gettext_lazy("In welcher Kommune?"), required=False)
    total_cost = forms.DecimalField(
        label=gettext_lazy("Gesamtkosten in Euro"),
        localize=True,
        help_text=gettext_lazy("etwa: 240.000"),
        **MONEY,
    )
    area_m2 = forms.DecimalField(
        label=gettext_lazy("Fläche in Quadratmetern"),
        localize=True,
        max_digits=12,
        decimal_places=1,
        min_value=0,
        required=False,
        help_text=gettext_lazy("was begrünt oder entsiegelt wird"),
    )
    begins_on = forms.DateField(
        label=gettext_lazy("Beginn"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    months = forms.IntegerField(
        label=gettext_lazy("Dauer in Monaten"), min_value=1, max_value=240, required=False
    )
    other_public_money = forms.ChoiceField(
        label=gettext_lazy("Zahlt anderes öffentliches Geld mit?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        required=False,
    )
    third_party = forms.DecimalField(
        label=gettext_lazy("Spenden und Geld Dritter in Euro"), localize=True, **MONEY
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="plan-%s")
        self.fields["applicant"].choices = [("", _("weiß nicht")), *ApplicantKind.choices]
        towns = (
            Organisation.objects.filter(kind=Kind.MUNICIPALITY)
            .exclude(official_key="")
            .order_by("short_name")
        )
        self.fields["ags"].choices = [
            ("", _("weiß nicht")),
            *((town.official_key, town.label) for town in towns),
        ]
        for kind in CostType:
            self.fields[f"cost_{kind}"] = forms.DecimalField(label=kind.label, localize=True, **MONEY)
        for circumstance in Circumstance:
            self.fields[f"is_{circumstance}"] = forms.ChoiceField(
                label=circumstance.label, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse parts that are more than the whole."""
        facts = super().clean()
        costs = self._costs(facts)
        total = facts.get("total_cost")
        if total is not None and sum(costs.values()) > total:
            self.add_error("total_cost", _("Die einzelnen Kosten sind zusammen mehr als die Gesamtkosten."))
        return facts

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is asked of everybody."""
        return [self[name] for name in self.fields if not name.startswith(("cost_", "is_"))]

    @property
    def cost_fields(self) -> list[forms.BoundField]:
        """The costs by type."""
        return [self[name] for name in self.fields if name.startswith("cost_")]

    @property
    def circumstance_fields(self) -> list[forms.BoundField]:
        """What may be true of the plan."""
        return [self[name] for name in self.fields if name.startswith("is_")]

    @property
    def is_asked(self) -> bool:
        """Whether anything was filled in."""
        return self.is_bound and any(
            self.data.getlist(name) != [""] for name in self.data if name in self.fields
        )

    @property
    def has_costs(self) -> bool:
        """Whether costs were given by type."""
        return any(self.data.get(field.name) for field in self.cost_fields)

    @property
    def has_circumstances(self) -> bool:
        """Whether any question on circumstances was answered."""
        return any(self.data.get(field.name) for field in self.circumstance_fields)

    def plan(self) -> Plan:
        """Return the plan of a valid form."""
        facts = self.cleaned_data
        answers = {name: facts[f"is_{name}"] for name in Circumstance.values if facts[f"is_{name}"]}
        other = facts["other_public_money"]
        return Plan(
            applicant=facts["applicant"],
            measures=frozenset(facts["measures"]),
            total_cost=facts["total_cost"],
            costs=self._costs(facts),
            area_m2=facts["area_m2"],
            ags=facts["ags"],
            begins_on=facts["begins_on"],
            months=facts["months"],
            circumstances={name: answer == "ja" for name, answer in answers.items()},
            other_public_money=None if not other else other == "ja",
            third_party=facts["third_party"] or 0,
        )

    def _costs(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {kind: facts[f"cost_{kind}"] for kind in CostType.values if facts.get(f"cost_{kind}")}
