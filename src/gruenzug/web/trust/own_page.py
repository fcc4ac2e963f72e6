"""From the page of a participant to everything that is kept under the same address."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.participation import own_page
from gruenzug.web.trust.services.own_data import link_for


def everything_of(email: str) -> list[own_page.Entry]:
    """Return the way to the page that shows, exports and deletes it, without a second mail."""
    told = _("auch Anmeldungen, Newsletter und Nachrichten")
    return [own_page.Entry(_("Alles ansehen, mitnehmen oder löschen"), link_for(email), told)]


own_page.register(own_page.Section("alles", gettext_lazy("Alles zu meiner Adresse"), 90, everything_of))
