"""Sending personal links again, to the address that was registered and to no other."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gruenzug.web.events.models import Event, Letter, Registration
from gruenzug.web.events.services import letters


def send_link(registration: Registration) -> bool:
    """Send the link to `registration` to its own address."""
    return letters.write(registration, Letter.LINK, timezone.now().isoformat())


@transaction.atomic
def send_links(event: Event, email: str) -> int:
    """Send the links of every registration and group at `event` with this address; return how many."""
    rows = Registration.objects.active().filter(event=event, email__iexact=email).with_places()
    groups = event.groups.filter(email__iexact=email)
    moment = timezone.now().isoformat()
    sent = sum(letters.write(row, Letter.LINK, moment) for row in rows.select_related("event", "group"))
    return sent + sum(
        letters.write_group(group, Letter.LINK, moment) for group in groups.select_related("event")
    )
