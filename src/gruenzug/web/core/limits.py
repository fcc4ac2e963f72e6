"""How often somebody may do something that others could be bothered by, such as having mail sent.

Who it was is not kept: an address or a network becomes a digest with a key
that changes every day, and after a day the row is gone.
"""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core import privacy
from gruenzug.web.core.models import Attempt

DAY = dt.timedelta(days=1)
PREFIX = {4: 24, 6: 48}  # bits of an address that stay: a neighbourhood, not a household


def take(what: str, who: str, *, most: int, per: dt.timedelta = DAY) -> bool:
    """Note that `who` does `what`; False if that was done `most` times within `per` already.

    `per` is a day at most, for at midnight nobody is known any longer.
    """
    now = timezone.now()
    digest = _digest(what, who, timezone.localtime(now).date())
    if Attempt.objects.filter(digest=digest, happened_at__gt=now - per).count() >= most:
        return False
    Attempt.objects.create(digest=digest, happened_at=now)
    return True


def network_of(request: HttpRequest) -> str:
    """Return the part of the network a request comes from, too coarse to tell a household."""
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, PREFIX[address.version]), strict=False))


def _address(request: HttpRequest) -> str:
    """Return the address of the visitor: behind a proxy of ours what that proxy says."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if count and len(forwarded) >= count:
        return forwarded[-count]
    return request.META.get("REMOTE_ADDR", "")


def _digest(what: str, who: str, day: dt.date) -> str:
    key = sha256(f"{settings.SECRET_KEY}:limits:{day.isoformat()}".encode()).digest()
    return hmac.new(key, f"{what}:{who.strip().casefold()}".encode(), sha256).hexdigest()


def _delete_old(now: dt.datetime) -> int:
    return Attempt.objects.filter(happened_at__lt=now - DAY).delete()[0]


privacy.register(
    privacy.Processing(
        id="core.limits",
        title=_("Schutz vor Missbrauch von Formularen"),
        purpose=_("Verhindern, dass Fremde über unsere Formulare massenhaft Nachrichten auslösen"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("Prüfsumme aus E-Mail-Adresse oder gekürzter Netzadresse, mit täglich wechselndem Schlüssel"),
        recipients=_("keine"),
        retention_days=1,
        retention=_("ein Tag"),
        model="core.Attempt",
        delete=_delete_old,
    )
)
