"""Accounts, and what reference content was loaded."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account of a person who works here; visitors need none."""

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")


class ReferenceRecord(models.Model):
    """What a reference file last wrote under a key; tells a person's edit from our own."""

    key = models.CharField(_("Schlüssel"), max_length=200, unique=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    loaded_at = models.DateTimeField(_("geladen am"), auto_now=True)

    class Meta:
        verbose_name = _("Referenzeintrag")
        verbose_name_plural = _("Referenzeinträge")

    def __str__(self) -> str:
        return self.key
