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
        from gruenzug.web.portal import (  # noqa: PLC0415  models must be loaded first
            approval_mails,
            cards,  # noqa: F401  these register themselves
            letters,  # noqa: F401
            listings,  # noqa: F401
            plugs,  # noqa: F401
            publishing,  # noqa: F401
            tidying,  # noqa: F401
        )

        approval_mails.connect()
