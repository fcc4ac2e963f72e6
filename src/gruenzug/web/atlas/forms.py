"""The choice of an atlas page: plain GET forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.atlas.selectors import View, grouped_indicators

MOST_TABS = 7
"""Parts of an indicator that stand side by side; more of them are a list to choose from."""


class AtlasForm(forms.Form):
    """Which indicator, which of its parts where they are many, and whether only one county is listed."""

    indicator = forms.ChoiceField()
    part = forms.ChoiceField(required=False)
    county = forms.ChoiceField(required=False)
    release = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: View, county: str, release: str, *args: Any, **kwargs: Any) -> None:
        chosen = {"indicator": view.indicator.id, "part": view.part.id, "county": county, "release": release}
        super().__init__(*args, initial=chosen, auto_id="atlas-%s", **kwargs)
        self.fields["indicator"].label = _("Indikator")
        self.fields["indicator"].choices = [
            (title, [(indicator.id, text_of(indicator.title)) for indicator in members])
            for _key, title, members in grouped_indicators()
        ]
        self.fields["part"].label = _("Teil des Indikators")
        self.fields["part"].choices = [(part.id, text_of(part.title)) for part in view.indicator.parts]
        if len(view.indicator.parts) <= MOST_TABS:
            del self.fields["part"]
        self.fields["county"].label = _("Kreis in der Tabelle")
        towns = sorted(view.counties.items(), key=lambda pair: pair[1])
        self.fields["county"].choices = [("", _("ganze Region")), *towns]
        if not release:
            del self.fields["release"]
