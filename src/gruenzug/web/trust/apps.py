from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """Barriers that are known, messages that must be answered in time, and what is kept about a person."""

    name = "gruenzug.web.trust"
    label = "trust"
    verbose_name = _("Vertrauen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.trust import actions, cards, listings, own_page, processings  # noqa: F401, PLC0415
        from gruenzug.web.trust.services import clock  # noqa: F401, PLC0415  registers its job
