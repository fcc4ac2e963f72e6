"""What this room tells of what happened."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.directory.models import Organisation, Person

register(
    Happening(
        "directory.bodies",
        _("Körperschaften"),
        Organisation,
        ("directory.organisation_created", "directory.organisation_merged"),
        icon="group",
        order=70,
    )
)
register(
    Happening(
        "directory.consents",
        _("Einwilligungen"),
        Person,
        ("directory.consent_given", "directory.consent_withdrawn"),
        icon="user",
        order=71,
    )
)
