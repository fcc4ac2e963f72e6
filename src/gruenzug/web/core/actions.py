"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("core.account_invited", _("Konto eingeladen"), _("hat „%(subject)s“ eingeladen"))
register(
    "core.second_factor_reset",
    _("Zweiter Faktor zurückgesetzt"),
    _("hat den zweiten Faktor von „%(subject)s“ zurückgesetzt"),
)
register("core.roles_changed", _("Rollen geändert"), _("hat die Rollen von „%(subject)s“ geändert"))
