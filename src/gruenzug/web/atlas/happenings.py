"""What this room tells of what happened."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import Release
from gruenzug.web.core.happenings import Happening, register

register(
    Happening(
        "atlas.release",
        _("Datenstände"),
        Release,
        ("atlas.release_current",),
        rows=lambda user: Release.objects.all(),
        address=lambda entry, user: reverse("atlas:sources"),
        icon="site",
        order=60,
    )
)
