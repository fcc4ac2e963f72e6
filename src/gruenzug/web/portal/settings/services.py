"""Databases and mail servers written as addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32000;"
    "PRAGMA mmap_size=134217728;"
)
"""Readers do not wait for writers, and a commit costs one write to the log."""


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's database setting for `url`; without one, SQLite in `folder`."""
    if not url:
        return _sqlite(str(folder / "gruenzug.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")) or ":memory:")
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme}://; use postgres://user:password@host/name or sqlite:////path"
    )


def _sqlite(name: str) -> dict[str, Any]:
    if name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: a transaction that will write takes the lock at once and waits for
    # it, where the default fails with "database is locked" half way through.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}


def whole_number(name: str, text: str) -> int:
    """Return the variable `name` as a number."""
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}; use a whole number, such as 300")
    return int(text)


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings for `url`; without one, mails are printed."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured(
            f"GRUENZUG_MAIL_URL begins with {parts.scheme}://; use smtp://user:password@host:587?tls=yes"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == "yes",
        "EMAIL_USE_SSL": options.get("ssl") == "yes",
        "EMAIL_TIMEOUT": 20,
    }
