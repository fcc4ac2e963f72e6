from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Puts the site together: settings, addresses, editorial pages."""

    name = "gruenzug.web.portal"
    label = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.portal import letters, listings, plugs, publishing  # noqa: F401, PLC0415  models must be loaded first
