from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Subscriptions with evidence, issues written from the platform, sending that loses nobody."""

    name = "gruenzug.web.newsletter"
    label = "newsletter"
    verbose_name = _("Newsletter")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.newsletter import actions, cards, jobs, listings, own_page, processings, sources  # noqa: F401, PLC0415
