"""Personal links: who has one is that participant, for a month; a new one can be asked for.

Opening a link changes nothing. What was written before the address was known
waits until its owner presses the button behind the link.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import limits, mail
from gruenzug.web.participation.cleaning import clean_line
from gruenzug.web.participation.models import Participant

SALT = "participation.link"
LINK_DAYS = 30
MAILS_PER_ADDRESS = 6
MAILS_PER_NETWORK = 60
TIMESTAMP_SLACK = dt.timedelta(seconds=1)  # a signature knows whole seconds


class TooMany(Exception):  # noqa: N818  a state of things, said to the visitor in a sentence
    """So many mails went to this address, or from this network, that we wait a day."""


def link_for(participant: Participant) -> str:
    """Return the personal address of `participant`, good for a month."""
    token = signing.dumps(str(participant.key), salt=SALT)
    with override(participant.language):
        return settings.BASE_URL + reverse("participation:enter", args=[token])


def participant_of(token: str) -> Participant | None:
    """Return whose link `token` is; None if it is forged, too old, or the person is gone."""
    try:
        key = signing.loads(token, salt=SALT, max_age=dt.timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    found = Participant.objects.filter(key=key).first()
    signed_at = dt.datetime.fromtimestamp(signing.b62_decode(token.rsplit(":", 2)[1]), dt.UTC)
    if found is None or signed_at < found.link_valid_from - TIMESTAMP_SLACK:
        return None
    return found


def participant_by_address(*, email: str, name: str, language: str) -> Participant:
    """Return the participant with this address, new if there is none; a known one's name stays."""
    address = email.strip().lower()
    facts = {"name": clean_line(name)[:60], "language": language}
    found, _created = Participant.objects.get_or_create(email=address, defaults=facts)
    return found


def participant_of_account(user: Any, *, language: str = "de") -> Participant | None:
    """Return the participant behind an account; its address needs no further proof."""
    if not user.is_authenticated or not user.email:
        return None
    found = Participant.objects.filter(user=user).first()
    if found:
        return found
    facts = {"name": user.get_full_name()[:60], "language": language}
    found, _created = Participant.objects.get_or_create(email=user.email.lower(), defaults=facts)
    found.user, found.confirmed_at = user, found.confirmed_at or timezone.now()
    found.save(update_fields=["user", "confirmed_at"])
    return found


@transaction.atomic
def send_link(*, participant: Participant, network: str, has_pending: bool) -> None:
    """Send `participant` the personal link; the mail repeats nothing of what was typed into a form."""
    count_mail(email=participant.email, network=network)
    with override(participant.language):
        subject = _("Bitte bestätigen Sie Ihren Beitrag") if has_pending else _("Ihr persönlicher Link")
    mail.send(
        to=participant.email,
        subject=subject,
        template="participation/mail/link",
        context={"link": link_for(participant), "days": LINK_DAYS, "has_pending": has_pending},
        language=participant.language,
    )


def send_link_to(*, email: str, network: str) -> None:
    """Send a new link to an address if we know it; nobody learns whether we do."""
    participant = Participant.objects.filter(email=email.strip().lower()).first()
    if participant:
        send_link(participant=participant, network=network, has_pending=False)
    else:
        count_mail(email=email, network=network)


def count_mail(*, email: str, network: str) -> None:
    """Note that a mail goes out at somebody's wish; TooMany if there were enough today."""
    by_network = limits.take("participation.network", network, most=MAILS_PER_NETWORK)
    if not by_network or not limits.take("participation.address", email, most=MAILS_PER_ADDRESS):
        raise TooMany


@transaction.atomic
def revoke_links(*, participant: Participant) -> None:
    """Make every link sent so far worthless."""
    participant.link_valid_from = timezone.now()
    participant.save(update_fields=["link_valid_from"])
