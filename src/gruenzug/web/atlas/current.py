"""Which release a page speaks of: the one its address asks for, else the current one."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import Release
from gruenzug.web.core.errors import NotHere

PARAMETER = "release"
_UNKNOWN = object()


def release_of(request: HttpRequest) -> Release | None:
    """Return the release of this request, asked for once; None if none was ever loaded.

    Raises NotHere with a sentence if the address names one that is not here.
    """
    found = getattr(request, "_release", _UNKNOWN)
    if found is _UNKNOWN:
        found = _find(request.GET.get(PARAMETER, ""))
        request._release = found  # type: ignore[attr-defined]  # noqa: SLF001  one query a request
    return found  # type: ignore[return-value]


def require_release(request: HttpRequest) -> Release:
    """Return the release of this request; NotHere with a sentence if there is none at all."""
    release = release_of(request)
    if release is None:
        raise NotHere(_("Noch ist kein Datenstand geladen, darum gibt es hier noch keine Zahlen."))
    return release


def is_asked_for(request: HttpRequest) -> bool:
    """Whether the address itself names the release, so that its links should too."""
    return PARAMETER in request.GET


def _find(name: str) -> Release | None:
    if not name:
        return Release.objects.current()
    release = Release.objects.filter(name=name).first()
    if release is None:
        raise NotHere(
            _("Diesen Datenstand kennen wir nicht."),
            reverse("atlas:sources"),
            _("Hier finden Sie alle geladenen."),
        )
    return release
