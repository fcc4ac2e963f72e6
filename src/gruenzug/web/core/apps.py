"""The lowest room of the web."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base page, design system and common tools."""

    name = "gruenzug.web.core"
    label = "core"
    verbose_name = "Grundlagen"
    default_auto_field = "django.db.models.BigAutoField"
