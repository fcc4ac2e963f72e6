from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """Ideas on the map, consultations that answer, and one queue of moderation."""

    name = "gruenzug.web.participation"
    label = "participation"
    verbose_name = _("Beteiligung")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.participation import (  # noqa: F401, PLC0415  after the models
            actions,
            cards,
            listings,
            plug,
            processings,
            sources,
        )
