"""Everything the site reads from its environment, typed and in one place.

`.env.example` lists the same names (a test compares them); `manage.py
environment` prints what is in force. A file `.env` in the working folder is
read where it exists; real environment variables win over it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "yes", "true", "on"}
NO = {"0", "no", "false", "off", ""}


def _variable(name: str, purpose: str, default: str = "", *, secret: bool = False) -> Any:
    return field(metadata={"name": name, "purpose": purpose, "default": default, "secret": secret})


@dataclass(frozen=True)
class Environment:
    """The variables, with what each is for."""

    secret_key: str = _variable("GRUENZUG_SECRET_KEY", "signs sessions; 50 random characters", secret=True)
    former_secret_keys: tuple[str, ...] = _variable(
        "GRUENZUG_FORMER_SECRET_KEYS", "secret keys used before, by comma; they still read", secret=True
    )
    hosts: tuple[str, ...] = _variable("GRUENZUG_HOSTS", "host names the site answers to, by comma")
    base_url: str = _variable("GRUENZUG_BASE_URL", "public address, without a slash", "http://127.0.0.1:8000")
    folder: Path = _variable(  # noqa: RUF009  a field, in other words
        "GRUENZUG_VAR", "where database, uploads and static files live", "var"
    )
    releases: Path | None = _variable(  # noqa: RUF009
        "GRUENZUG_RELEASES", "folder of release folders; default: VAR/releases"
    )
    database_url: str = _variable(
        "DATABASE_URL", "postgres://user:password@host:5432/name; default: SQLite in VAR", secret=True
    )
    mail_url: str = _variable(
        "GRUENZUG_MAIL_URL", "smtp://user:password@host:587?tls=yes; empty: mails are printed", secret=True
    )
    mail_from: str = _variable("GRUENZUG_MAIL_FROM", "sender of mails", "webmaster@localhost")
    mail_per_minute: str = _variable(
        "GRUENZUG_MAIL_PER_MINUTE", "newsletter: most mails a minute, over all workers; 0: no limit", "300"
    )
    bounce_address: str = _variable(
        "GRUENZUG_BOUNCE_ADDRESS", "newsletter: mailbox that takes bounces; default: the sender's"
    )
    bounce_url: str = _variable(
        "GRUENZUG_BOUNCE_URL",
        "newsletter: where to read bounces, imaps://user:password@host/INBOX or maildir:/path",
        secret=True,
    )
    dkim_selector: str = _variable(
        "GRUENZUG_DKIM_SELECTOR", "newsletter: selector the mail server signs with; the self-test looks it up"
    )
    oidc_url: str = _variable("GRUENZUG_OIDC_URL", "login by OpenID Connect: address of the provider")
    oidc_client_id: str = _variable("GRUENZUG_OIDC_CLIENT_ID", "login by OpenID Connect: our name there")
    oidc_secret: str = _variable(
        "GRUENZUG_OIDC_SECRET", "login by OpenID Connect: our secret there", secret=True
    )
    oidc_name: str = _variable(
        "GRUENZUG_OIDC_NAME", "login by OpenID Connect: words on the button", "Dienstliches Konto"
    )
    oidc_second_factor: bool = _variable(
        "GRUENZUG_OIDC_SECOND_FACTOR", "yes: the provider asks for the second factor itself", "no"
    )
    behind_proxy: bool = _variable(
        "GRUENZUG_BEHIND_PROXY", "yes: trust X-Forwarded-Proto of the proxy", "yes"
    )
    https_only: bool = _variable("GRUENZUG_HTTPS_ONLY", "yes: redirect to https and send HSTS", "yes")
    programme: str = _variable(
        "GRUENZUG_PROGRAMME", "name of the programme", "Offensive Grüne Infrastruktur 2030"
    )
    operator_name: str = _variable("GRUENZUG_OPERATOR_NAME", "imprint: body that runs the site")
    operator_address: str = _variable("GRUENZUG_OPERATOR_ADDRESS", "imprint: postal address; lines by |")
    operator_represented_by: str = _variable(
        "GRUENZUG_OPERATOR_REPRESENTED_BY", "imprint: function that represents it"
    )
    operator_mail: str = _variable("GRUENZUG_OPERATOR_MAIL", "imprint and contact: functional mailbox")
    operator_phone: str = _variable("GRUENZUG_OPERATOR_PHONE", "imprint and contact: telephone")
    operator_vat_id: str = _variable(
        "GRUENZUG_OPERATOR_VAT_ID", "imprint: VAT or register number, if there is one"
    )
    editor_in_charge: str = _variable(
        "GRUENZUG_EDITOR_IN_CHARGE", "imprint: responsible under § 18 (2) MStV, with address"
    )
    privacy_mail: str = _variable("GRUENZUG_PRIVACY_MAIL", "privacy: mailbox of the data-protection officer")
    accessibility_mail: str = _variable(
        "GRUENZUG_ACCESSIBILITY_MAIL", "accessibility: mailbox for reports of barriers"
    )
    hosting: str = _variable("GRUENZUG_HOSTING", "privacy: who hosts the server, with place")

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Environment:
        """Return the variables of `environ`; by default of the process and its `.env` file."""
        if environ is None:
            environ = {**_env_file(Path(".env")), **os.environ}
        return cls(**{variable.name: _value(variable, environ) for variable in fields(cls)})

    @property
    def releases_folder(self) -> Path:
        return self.releases or self.folder / "releases"


def variables() -> list[Field[Any]]:
    """Return the fields of `Environment`; their metadata hold name, purpose, default, secret."""
    return list(fields(Environment))


def _value(variable: Field[Any], environ: Mapping[str, str]) -> Any:
    name = variable.metadata["name"]
    raw = environ.get(name, "") or variable.metadata["default"]
    match str(variable.type):
        case "tuple[str, ...]":
            return tuple(part.strip() for part in raw.split(",") if part.strip())
        case "bool":
            return _boolean(name, raw)
        case "Path":
            return Path(raw).resolve()
        case "Path | None":
            return Path(raw).resolve() if raw else None
    return raw


def _boolean(name: str, raw: str) -> bool:
    if raw.lower() in YES:
        return True
    if raw.lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; use yes or no")


def _env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise ImproperlyConfigured(f"{path}, line {number}: {text!r} is not NAME=value")
        found[name.strip()] = value.strip().strip("\"'")
    return found
