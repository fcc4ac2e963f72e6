from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AtlasConfig(AppConfig):
    """Releases and their figures: import, maps, methods, sources, files."""

    name = "gruenzug.web.atlas"
    label = "atlas"
    verbose_name = _("Atlas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.atlas import actions, listings  # noqa: F401, PLC0415  models must be loaded first
