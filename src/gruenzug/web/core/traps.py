"""Two traps for programs that fill in forms: a field people do not see, and a time no person beats.

Neither asks anything of a person, and neither says why a form was refused.
"""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "core.traps"
QUICKEST_S = 3
LONGEST_S = 24 * 3600


class TrapMixin(forms.Form):
    """A form with both traps; show its fields `homepage` and `begun` with ``core/components/traps.html``."""

    homepage = forms.CharField(label=_("Bitte leer lassen"), required=False)
    begun = forms.CharField(widget=forms.HiddenInput, required=False)

    quickest_s = QUICKEST_S
    """A form whose sender may be in a hurry for good reason sets this to 0."""

    trapped = _("Das Formular wurde nicht angenommen. Bitte schicken Sie es noch einmal ab.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begun"].initial = signing.dumps(int(time.time()), salt=SALT)
        self.fields["homepage"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("homepage") or not self._took_a_moment(cleaned.get("begun", "")):
            raise forms.ValidationError(self.trapped, "trapped")
        return cleaned

    def _took_a_moment(self, token: str) -> bool:
        try:
            begun = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return False
        return self.quickest_s <= time.time() - begun <= LONGEST_S
