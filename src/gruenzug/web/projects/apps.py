from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """One register of projects: lists, places, phases, costs, lessons; self-service and moderation."""

    name = "gruenzug.web.projects"
    label = "projects"
    verbose_name = _("Projekte")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.projects import (  # noqa: F401, PLC0415  after the models
            actions,
            cards,
            listings,
            plug,
            processings,
            sites,
        )
