from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The read-only JSON interface."""

    name = "gruenzug.web.api"
    label = "api"
    verbose_name = _("Schnittstelle")
    default_auto_field = "django.db.models.BigAutoField"
