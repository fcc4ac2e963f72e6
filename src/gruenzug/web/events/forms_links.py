"""Small forms around the personal link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from gruenzug.web.core.traps import TrapMixin


class LinkForm(TrapMixin):
    """Whose link is to be sent again."""

    quickest_s = 0

    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse der Anmeldung"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CancelForm(forms.Form):
    """Calling off, and whether everything is to be forgotten at once."""

    forget = forms.BooleanField(
        label=gettext_lazy("Auch alle meine Angaben sofort löschen"),
        required=False,
        help_text=gettext_lazy("Sonst löschen wir sie drei Monate nach der Veranstaltung."),
    )
