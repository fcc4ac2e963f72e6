"""What this room tells of what happened; readers stay unnamed."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.newsletter.models import Issue

register(
    Happening(
        "newsletter.issues",
        _("Newsletter"),
        Issue,
        ("newsletter.issue_begun", "newsletter.issue_sent"),
        icon="mail",
        order=50,
    )
)
