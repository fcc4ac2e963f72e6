"""The app on somebody's telephone that shows the codes of the second factor."""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code(secret: str) -> str:
    """Return what the app shows now. The site takes it a period early or late, so a slow machine may dawdle."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
