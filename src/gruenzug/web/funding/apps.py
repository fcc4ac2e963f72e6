from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Funding finder with explainable matching, and the ledger of grants."""

    name = "gruenzug.web.funding"
    label = "funding"
    verbose_name = _("Förderung")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room adds to the common tools."""
        from gruenzug.web.funding import actions, cards, goals, listings  # noqa: F401, PLC0415
        from gruenzug.web.funding.services import reminders  # noqa: F401, PLC0415  after the models

        post_migrate.connect(_keep_protected, sender=self, dispatch_uid="funding.protection")


def _keep_protected(using: str, **kwargs: Any) -> None:
    """Put the ledger's triggers back where a migration rebuilt a table without them."""
    from gruenzug.web.funding import protection  # noqa: PLC0415

    connection = connections[using]
    if "funding_posting" in connection.introspection.table_names() and not protection.is_installed(
        connection
    ):
        protection.install(connection)
