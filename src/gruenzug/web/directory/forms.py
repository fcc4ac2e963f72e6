"""Forms of the public pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gruenzug.web.directory.models import Person


class FilterForm(forms.Form):
    """What to look for in the directory; each choice says how many it leaves."""

    q = forms.CharField(label=_("Name oder Ort"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Art"), required=False)
    topic = forms.ChoiceField(label=_("Thema"), required=False)

    def __init__(self, asked: Any, kinds: list[tuple[str, str]], topics: list[tuple[str, str]]) -> None:
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="netz-%s")
        self.fields["kind"].choices = [("", _("alle")), *kinds]
        self.fields["topic"].choices = [("", _("alle")), *topics]


class ConsentForm(forms.Form):
    """Which of a person's data may be public."""

    fields_ = forms.MultipleChoiceField(
        label=_("Das darf im öffentlichen Verzeichnis stehen"),
        choices=Person.Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Ihren Namen zeigen wir auch das Übrige nicht."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {
            Person.Field.NAME: str(person),
            Person.Field.EMAIL: person.email,
            Person.Field.PHONE: person.phone,
            Person.Field.POSITION: ", ".join(str(position) for position in person.positions.all()),
        }
        self.fields["fields_"].choices = [
            (value, f"{label}: {known[value]}") for value, label in Person.Field.choices if known[value]
        ]
