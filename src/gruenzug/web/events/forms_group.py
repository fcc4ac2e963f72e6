"""The form with which a body registers several people at once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.events.forms import FieldGroup, PlacesForm
from gruenzug.web.events.services.registering import Member, Wish

CONTACT = ("organisation", "name", "email")
SHOWN = 5


class GroupForm(TrapMixin, PlacesForm):
    """Who registers the group, and for which days and workshops; people can change their own later."""

    quickest_s = 0
    ticket = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.CharField(label=gettext_lazy("Einrichtung"), max_length=160)
    name = forms.CharField(label=gettext_lazy("Ihr Name"), max_length=160)
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        max_length=254,
        help_text=gettext_lazy("Dorthin schicken wir die Bestätigung und einen Link zu allen Anmeldungen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticket"].initial = uuid.uuid4()
        for name, hint in (("organisation", "organization"), ("name", "name"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = hint

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields in the order in which one thinks of them."""
        everybody = _("Die Wahl gilt zunächst für alle; danach lässt sie sich für jede Person ändern.")
        groups = [
            FieldGroup(self, CONTACT, _("Wer meldet an?")),
            FieldGroup(self, self.places_names, _("Wobei sind Sie dabei?"), everybody),
        ]
        return [group for group in groups if group]

    def contact(self) -> dict[str, str]:
        """Return who registers the group."""
        return {name: self.cleaned_data[name] for name in CONTACT}

    def wish(self) -> Wish:
        """Return what is wanted for everybody."""
        return Wish(days=self.days(), sessions=self.sessions())


class MemberForm(forms.Form):
    """One person of a group; an empty row is nobody."""

    first_name = forms.CharField(label=gettext_lazy("Vorname"), max_length=80, required=False)
    last_name = forms.CharField(label=gettext_lazy("Nachname"), max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        required=False,
    )

    def member(self, wish: Wish) -> Member:
        """Return the person with what is wanted."""
        return Member({name: self.cleaned_data[name] for name in self.fields if name != "DELETE"}, wish)


class _Members(forms.BaseFormSet):
    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.filled:
            raise forms.ValidationError(_("Nennen Sie mindestens eine Person."), "nobody")

    @property
    def filled(self) -> list[MemberForm]:
        """The rows that name somebody."""
        return [row for row in self.forms if row.has_changed()]


def member_formset(most: int) -> type[forms.BaseFormSet]:
    """Return the rows for at most `most` people."""
    return forms.formset_factory(
        MemberForm, formset=_Members, extra=most, max_num=most, validate_max=True, absolute_max=most
    )
