"""Forms of the public pages and of the record of a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.trust.models import ContactBox

LONGEST = 5000


class BarrierForm(TrapMixin):
    """What cannot be used, and how to answer; nothing but the description is asked for."""

    text = forms.CharField(
        label=_("Was können Sie nicht nutzen?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Schreiben Sie gern, womit Sie lesen: Screenreader, Vergrößerung, Tastatur …"),
    )
    page = forms.CharField(label=_("Auf welcher Seite?"), max_length=500, required=False)
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Ohne Adresse können wir die Barriere beheben, Ihnen aber nicht antworten."),
    )
    other_way = forms.CharField(
        label=_("Lieber anders antworten?"),
        max_length=240,
        required=False,
        help_text=_("etwa mit einer Telefonnummer oder Postanschrift"),
    )

    field_order = ["text", "page", "name", "email", "other_way", "homepage", "begun"]


class ContactForm(TrapMixin):
    """A message to one of the mailboxes."""

    box = forms.ModelChoiceField(
        label=_("Worum geht es?"),
        queryset=ContactBox.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="key",
    )
    text = forms.CharField(
        label=_("Ihre Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    page = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)

    field_order = ["box", "text", "name", "email", "page", "homepage", "begun"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["box"]
        field.queryset = ContactBox.objects.filter(is_open=True)
        field.label_from_instance = lambda box: text_of(box.title)


class AddressForm(TrapMixin):
    """The address whose data somebody wants to see."""

    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class CorrectionForm(forms.Form):
    """What is wrong in one's own data, or what else is asked for."""

    text = forms.CharField(
        label=_("Was soll berichtigt werden?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    """The answer to a ticket."""

    answer = forms.CharField(label=_("Antwort"), widget=forms.Textarea(attrs={"rows": 8}))


class InterimForm(forms.Form):
    """The interim notice; what is written here stands above our own sentence."""

    text = forms.CharField(
        label=_("Was Sie dazu schreiben"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    """Why a ticket needs no answer."""

    reason = forms.CharField(label=_("Warum keine Antwort nötig ist"), max_length=240)


class RegisterForm(forms.Form):
    """A reported barrier in the words of the register."""

    title = forms.CharField(label=_("Was nicht barrierefrei ist"), max_length=240)
    where = forms.CharField(label=_("Wo"), max_length=240)
