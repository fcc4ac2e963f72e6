"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register(
    "atlas.release_current", _("Neuer Datenstand"), _("zeigt den Datenstand „%(subject)s“ auf allen Seiten")
)
