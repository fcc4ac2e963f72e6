"""Addresses as keyed digests: recognisable to us, readable to nobody."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from django.conf import settings

ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")


def plain(email: str) -> str:
    """Return an address as we keep and compare it."""
    return email.strip().lower()


def digest(email: str) -> str:
    """Return the digest of an address under today's secret key."""
    return _digest(email, settings.SECRET_KEY)


def digests(email: str) -> list[str]:
    """Return all digests an address may be kept under: those of former secret keys as well."""
    return [_digest(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def without_addresses(text: str) -> str:
    """Return what a mail server said without the addresses in it, for it may be kept longer than they."""
    return ADDRESS.sub("…@…", text)


def _digest(email: str, secret: str) -> str:
    key = sha256(f"{secret}:newsletter.address".encode()).digest()
    return hmac.new(key, plain(email).encode(), sha256).hexdigest()
