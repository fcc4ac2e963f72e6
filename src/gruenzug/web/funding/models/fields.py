"""A field for several choices out of a fixed list, kept as a list in one column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class ChoiceListField(models.JSONField):
    """A list of keys of `kinds` (a TextChoices), in their order; edited as checkboxes."""

    def __init__(self, *args: Any, kinds: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.kinds = kinds
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        label, help_text = kwargs.get("label", self.verbose_name), kwargs.get("help_text", self.help_text)
        return forms.MultipleChoiceField(
            choices=self.kinds.choices,
            required=not self.blank,
            label=label,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: Any, model_instance: models.Model) -> list[str]:
        if not isinstance(value, list):
            raise ValidationError(_("„%s“ ist keine Liste.") % value, "list")
        if wrong := [one for one in value if self.kinds and one not in self.kinds.values]:
            raise ValidationError(_("„%s“ steht nicht zur Wahl.") % wrong[0], "choice")
        return value
