"""What this room tells of what happened."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.funding.models import Application, Grant

register(
    Happening(
        "funding.applications",
        _("Förderanträge"),
        Application,
        ("funding.entry_created", "funding.application_moved"),
        icon="form",
        order=30,
    )
)
register(
    Happening(
        "funding.grants",
        _("Zuwendungen"),
        Grant,
        ("funding.awarded", "funding.drawn", "funding.paid", "funding.proof_submitted"),
        icon="folder-open-inverse",
        order=31,
    )
)
