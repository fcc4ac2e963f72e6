from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    """Charta and Strategie, the register of commitments, self-commitments and their reports."""

    name = "gruenzug.web.charter"
    label = "charter"
    verbose_name = _("Charta")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.charter import actions, cards, listings  # noqa: F401, PLC0415  after the models
        from gruenzug.web.charter.services import council_papers, reminders  # noqa: F401, PLC0415
