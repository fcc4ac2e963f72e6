"""Days and times in forms of the back office: the browser's own fields.

Wagtail's fields expect ``2026-06-01`` and turn what a German types, ``01.06.2026``,
into today without a word. A browser's own field shows the reader's format and hands
on a format of its own that is always understood.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models


class DayInput(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """A day with its time."""

    input_type = "datetime-local"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def use_in_back_office() -> None:
    """Let the forms of all models take these; call it before any of them is built."""
    from wagtail.admin.forms.models import register_form_field_override  # noqa: PLC0415  apps must be loaded

    widgets = {models.DateField: DayInput, models.TimeField: TimeInput, models.DateTimeField: MomentInput}
    for field, widget in widgets.items():
        register_form_field_override(field, override={"widget": widget})
