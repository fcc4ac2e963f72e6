"""What is kept about a person, shown and deleted at that person's wish, without an account.

An e-mail address is the key: whoever can read mail sent to it may see what is
kept under it. Opening the link changes nothing; only the button on its page does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import limits, mail, privacy
from gruenzug.web.trust import finders

SALT = "trust.own-data"
LINK_HOURS = 24
MAILS_PER_ADDRESS = 3
MAILS_PER_NETWORK = 20


class TooMany(Exception):  # noqa: N818  a state of things, said to the visitor in a sentence
    """So many links went to this address, or from this network, that we wait a day."""


@dataclass(frozen=True)
class Holding:
    """What one processing keeps about an address."""

    processing: privacy.Processing
    rows: Sequence[Mapping[str, Any]]

    @property
    def can_go(self) -> bool:
        return finders.can_forget(self.processing)

    @property
    def why_kept(self) -> str:
        return finders.why_kept(self.processing)


@transaction.atomic
def send_link(*, email: str, language: str, network: str) -> None:
    """Send the personal link; the same answer whether anything is kept or not."""
    by_network = limits.take("trust.own-data.network", network, most=MAILS_PER_NETWORK)
    if not by_network or not limits.take("trust.own-data.address", email, most=MAILS_PER_ADDRESS):
        raise TooMany
    with override(language):
        mail.send(
            to=email,
            subject=_("Ihre Daten bei uns"),
            template="trust/mail/own_data",
            context={"link": link_for(email), "hours": LINK_HOURS},
            language=language,
        )


def link_for(email: str) -> str:
    """Return the personal address for `email`, good for a day, in the active language."""
    token = signing.dumps(email.strip().lower(), salt=SALT)
    return settings.BASE_URL + reverse("trust:own-data", args=[token])


def email_of(token: str) -> str | None:
    """Return whose link `token` is; None if it is forged or too old."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=dt.timedelta(hours=LINK_HOURS)))
    except signing.BadSignature:
        return None


def holdings_of(email: str) -> list[Holding]:
    """Return all that is kept under `email`, by processing."""
    found = [Holding(row, finders.find(row, email)) for row in privacy.processings().values()]
    return [holding for holding in found if holding.rows]


def as_export(email: str) -> dict[str, Any]:
    """Return the same in a form programs can read (Art. 20 GDPR)."""
    return {
        "email": email,
        "data": {
            holding.processing.id: {
                "title": str(holding.processing.title),
                "purpose": str(holding.processing.purpose),
                "basis": str(holding.processing.basis),
                "retention": str(holding.processing.retention),
                "rows": [dict(row) for row in holding.rows],
            }
            for holding in holdings_of(email)
        },
    }


@transaction.atomic
def forget(*, email: str, only: str = "") -> int:
    """Delete what may go, of one processing or of all; return how many rows went."""
    return sum(
        finders.forget(holding.processing, email)
        for holding in holdings_of(email)
        if holding.can_go and (not only or holding.processing.id == only)
    )
