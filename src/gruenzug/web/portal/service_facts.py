"""What the software knows of itself and of its operator, for imprint, privacy and the like."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gruenzug import __version__
from gruenzug.web.core import privacy
from gruenzug.web.trust.selectors import boxes, statement


def service_facts(kind: str) -> dict[str, Any]:
    """Return the operator's fields and what the page of `kind` states; unset fields say what is missing."""
    environment = settings.ENVIRONMENT
    return {
        "operator": {
            "name": environment.operator_name,
            "address": [line.strip() for line in environment.operator_address.split("|") if line.strip()],
            "represented_by": environment.operator_represented_by,
            "mail": environment.operator_mail,
            "phone": environment.operator_phone,
            "vat_id": environment.operator_vat_id,
            "editor_in_charge": environment.editor_in_charge,
            "privacy_mail": environment.privacy_mail,
            "accessibility_mail": environment.accessibility_mail,
            "hosting": environment.hosting,
        },
        "version": __version__,
        "missing": _missing(kind),
        "cookies": _cookies() if kind == "privacy" else [],
        "processings": list(privacy.processings().values()) if kind == "privacy" else [],
        "boxes": boxes() if kind == "contact" else [],
        "statement": statement() if kind == "accessibility" else None,
    }


NEEDED = {
    "contact": ("operator_name", "operator_mail"),
    "imprint": (
        "operator_name",
        "operator_address",
        "operator_represented_by",
        "operator_mail",
        "editor_in_charge",
    ),
    "privacy": ("operator_name", "operator_address", "privacy_mail", "hosting"),
    "accessibility": ("operator_name", "accessibility_mail"),
}


def _missing(kind: str) -> list[str]:
    """Return the names of the settings the operator has not filled in yet."""
    environment = settings.ENVIRONMENT
    variables = {key: f"GRUENZUG_{key.upper()}" for key in NEEDED.get(kind, ())}
    return [name for key, name in variables.items() if not getattr(environment, key)]


def _cookies() -> list[dict[str, str]]:
    return [
        {
            "name": settings.SESSION_COOKIE_NAME,
            "purpose": _("hält die Anmeldung von Redakteurinnen und Redakteuren"),
            "when": _("nur nach einer Anmeldung"),
            "until": _("zwei Wochen oder bis zur Abmeldung"),
        },
        {
            "name": settings.CSRF_COOKIE_NAME,
            "purpose": _("schützt Formulare davor, von fremden Seiten abgeschickt zu werden"),
            "when": _("nur auf Seiten mit einem Formular, das etwas speichert"),
            "until": _("ein Jahr"),
        },
    ]
