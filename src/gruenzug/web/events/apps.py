from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events with programme, registration, waiting list, check-in and documentation."""

    name = "gruenzug.web.events"
    label = "events"
    verbose_name = _("Veranstaltungen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.events import (  # noqa: F401, PLC0415  after the models
            actions,
            cards,
            listings,
            own_page,
            plug,
            processings,
            sources,
        )
        from gruenzug.web.events.services import announcing, due  # noqa: F401, PLC0415  they register jobs
