from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Municipalities, counties and the region, and geometry without GeoDjango."""

    name = "gruenzug.web.places"
    label = "places"
    verbose_name = _("Orte")
    default_auto_field = "django.db.models.BigAutoField"
