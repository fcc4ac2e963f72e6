from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Bodies and people of the programme, with consent, contact and promises."""

    name = "gruenzug.web.directory"
    label = "directory"
    verbose_name = _("Netzwerk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.directory import actions, cards, listings, processings  # noqa: F401, PLC0415
        from gruenzug.web.directory.services import consents, places  # noqa: F401, PLC0415  they register jobs
