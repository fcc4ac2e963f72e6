from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    """Charta and Strategie, the register of commitments, self-commitments and their reports."""

    name = "gruenzug.web.charter"
    label = "charter"
    verbose_name = _("Charta")
    default_auto_field = "django.db.models.BigAutoField"
