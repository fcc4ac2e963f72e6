"""The form pictures are uploaded with: none without words for those who do not see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Author and rights are required by the model, the description here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        description = self.fields["description"]
        description.required = True
        description.label = _("Bildbeschreibung")
        description.help_text = _("Was zu sehen ist, für Menschen, die das Bild nicht sehen")
