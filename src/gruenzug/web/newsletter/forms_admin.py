"""Small forms of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gruenzug.web.newsletter.models import Language


class TestForm(forms.Form):
    """Where a test goes, in which language."""

    to = forms.EmailField(label=_("Testversand an"))
    language = forms.ChoiceField(label=_("Sprache"), choices=Language.choices)


class ScheduleForm(forms.Form):
    """When an issue leaves."""

    at = forms.DateTimeField(
        label=_("Versand am"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class CollectForm(forms.Form):
    """Since when to look, and in which languages to write it down."""

    since = forms.DateField(
        label=_("Neu seit"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    languages = forms.MultipleChoiceField(
        label=_("Übernehmen in"), choices=Language.choices[:2], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, since: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": since, "languages": ["de"]}, **kwargs)
