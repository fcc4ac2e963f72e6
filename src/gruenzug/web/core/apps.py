"""The lowest room of the web."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Accounts, roles, audit, mail, due work, and the base page with its design system."""

    name = "gruenzug.web.core"
    label = "core"
    verbose_name = "Grundlagen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the groups of the roles in being; declare what this room processes."""
        from gruenzug.web.core import actions, limits, mail, processings, sheet_views  # noqa: F401, PLC0415  they register themselves
        from gruenzug.web.core.moments import use_in_back_office  # noqa: PLC0415  apps must be loaded
        from gruenzug.web.core.roles import ensure_groups  # noqa: PLC0415  the same
        from gruenzug.web.core.search import nightly  # noqa: F401, PLC0415  registers its job

        use_in_back_office()
        post_migrate.connect(ensure_groups, dispatch_uid="core.ensure_groups")
        # each room's: for the search, for editors, for who works here
        autodiscover_modules("searchable", "embeds", "happenings", "social")
