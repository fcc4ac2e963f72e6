"""What the interactive map needs from the page: words and safe JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gruenzug.contract.elements import elements
from gruenzug.web.core import formats

_UNSAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def texts() -> dict[str, str]:
    """Return the words of the map in the active language; dotted keys are MapLibre's own."""
    language = get_language() or "de"
    return {
        "notCovered": formats.no_value("not_covered"),
        "notApplicable": formats.no_value("not_applicable"),
        "orientation": _("zur Orientierung"),
        "layers": _("Ebenen"),
        "show": _("%s auf der Karte zeigen"),
        "public": _("öffentlich zugänglich"),
        "notPublic": _("nicht öffentlich zugänglich"),
        **{f"element.{key}": row.title.in_language(language) for key, row in elements().items()},
        "Map.Title": _("Karte"),
        "NavigationControl.ZoomIn": _("Vergrößern"),
        "NavigationControl.ZoomOut": _("Verkleinern"),
        "FullscreenControl.Enter": _("Ganzer Bildschirm"),
        "FullscreenControl.Exit": _("Ganzen Bildschirm verlassen"),
        "Popup.Close": _("Schließen"),
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
        "CooperativeGesturesHandler.WindowsHelpText": _("Strg und Mausrad ändern den Maßstab"),
        "CooperativeGesturesHandler.MacHelpText": _("⌘ und Mausrad ändern den Maßstab"),
        "CooperativeGesturesHandler.MobileHelpText": _("Zwei Finger bewegen die Karte"),
    }


def as_json(config: Mapping[str, Any]) -> SafeString:
    """Return `config` as JSON that cannot end the script element it stands in."""
    return SafeString(json.dumps(config, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))
