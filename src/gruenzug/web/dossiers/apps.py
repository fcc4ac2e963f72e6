from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    """One page per municipality, gathered from the rooms below."""

    name = "gruenzug.web.dossiers"
    label = "dossiers"
    verbose_name = _("Dossiers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the rooms below say of municipalities and bodies."""
        from gruenzug.web.dossiers import bodies, sections  # noqa: F401, PLC0415  after the models
