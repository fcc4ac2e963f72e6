"""Choices that several rooms share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How sure a statement of reference data is."""

    CONFIRMED = "confirmed", _("belegt")
    PARTIAL = "partial", _("teilweise belegt")
    PLACEHOLDER = "placeholder", _("Platzhalter")
