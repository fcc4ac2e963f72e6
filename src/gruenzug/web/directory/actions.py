"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("directory.organisation_created", _("Körperschaft angelegt"), _("hat „%(subject)s“ angelegt"))
register("directory.organisation_changed", _("Körperschaft geändert"), _("hat „%(subject)s“ geändert"))
