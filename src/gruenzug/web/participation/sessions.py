"""Who is taking part right now: the owner of a personal link used in this browser, or an account."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.translation import get_language

from gruenzug.web.core import limits
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.participation.models import Participant
from gruenzug.web.participation.services.participants import participant_of_account
from gruenzug.web.participation.services.sending import Sender

KEY = "participant"
HOURS = 12


def current(request: HttpRequest) -> Participant | None:
    """Return who is taking part in this browser, None for a reader."""
    if not hasattr(request, "_participant"):
        request._participant = _found(request)  # noqa: SLF001  our own mark on the request
    return request._participant  # noqa: SLF001


def enter(request: HttpRequest, participant: Participant) -> None:
    """Remember `participant` in this browser for half a day."""
    request.session.cycle_key()  # a session somebody planted before is worth nothing now
    request.session[KEY] = str(participant.key)
    request.session.set_expiry(HOURS * 3600)
    request._participant = participant  # noqa: SLF001


def owns_mailbox(request: HttpRequest) -> bool:
    """Whether who takes part has shown to read that address: by a link, or for an account before."""
    if not request.user.is_authenticated:
        return current(request) is not None
    return EmailAddress.objects.filter(
        user=request.user, email__iexact=request.user.email, verified=True
    ).exists()


def leave(request: HttpRequest) -> None:
    """Forget who took part in this browser."""
    request.session.pop(KEY, None)
    request._participant = None  # noqa: SLF001


def sender_of(request: HttpRequest, cleaned: dict[str, Any]) -> Sender:
    """Return who sends a valid form."""
    return Sender(
        participant=current(request),
        email=cleaned.get("email", ""),
        name=cleaned.get("name", ""),
        body=cleaned.get("body"),
        language=get_language() or "de",
        network=limits.network_of(request),
        is_checked=cleaned.get("is_checked", False),
    )


def bodies_of(request: HttpRequest) -> Any:
    """Return the bodies the account of this browser may write for."""
    return own_bodies(request.user)


def _found(request: HttpRequest) -> Participant | None:
    if request.user.is_authenticated:
        return participant_of_account(request.user, language=get_language() or "de")
    if key := request.session.get(KEY):
        return Participant.objects.filter(key=key).first()
    return None
