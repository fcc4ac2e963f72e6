"""Letters that ask for a commitment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.charter.models import Commitment, CommitmentRequest
from gruenzug.web.charter.services.commitments import open_commitment
from gruenzug.web.core import audit, mail
from gruenzug.web.directory.models import Contact, Organisation


@transaction.atomic
def send_request(*, request: CommitmentRequest, bodies: Iterable[Organisation], by: Any) -> list[Commitment]:
    """Ask `bodies`: each gets a register entry, a line in its history, and a mail if it has a mailbox.

    Who was asked before, or already brought the version into its council, is not asked again.
    """
    locked = CommitmentRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state == CommitmentRequest.State.CLOSED:
        raise ValidationError(_("„%s“ ist abgeschlossen.") % request, "closed")
    known = _asked_or_answered(request)
    chosen = [body for body in bodies if body.pk not in known]
    if not chosen:
        message = _("Alle ausgewählten Körperschaften sind schon angeschrieben oder haben schon entschieden.")
        raise ValidationError(message, "nobody")
    opened = [_ask(request, body, by) for body in chosen]
    request.state, request.sent_at = CommitmentRequest.State.SENT, locked.sent_at or timezone.now()
    request.is_public = True
    request.save(update_fields=["state", "sent_at", "is_public"])
    mails = sum(bool(body.mailbox) for body in chosen)
    audit.record("charter.request_sent", subject=request, by=by, bodies=len(chosen), mails=mails)
    return opened


@transaction.atomic
def close_request(*, request: CommitmentRequest, by: Any) -> None:
    """Take no further answers and remind nobody any more."""
    request.state = CommitmentRequest.State.CLOSED
    request.save(update_fields=["state"])
    audit.record("charter.request_closed", subject=request, by=by)


def _asked_or_answered(request: CommitmentRequest) -> set[int]:
    """Return the bodies that were written to, and those whose councils were at it without being asked."""
    mine = Commitment.objects.filter(version=request.version)
    rows = mine.filter(Q(request=request) | ~Q(state=Commitment.State.DRAFT))
    return set(rows.values_list("body_id", flat=True))


def _ask(request: CommitmentRequest, body: Organisation, by: Any) -> Commitment:
    commitment = open_commitment(body=body, version=request.version, by=by, request=request)
    if commitment.request_id is None:
        commitment.request = request
        commitment.save(update_fields=["request"])
    if body.mailbox:
        with override("de"):
            mail.send(
                to=body.mailbox,
                subject=request.title,
                template="charter/mail/request",
                context={"request": request, "body": body, "links": _links(request, body)},
            )
    Contact.objects.create(
        organisation=body,
        kind=Contact.Kind.MAIL if body.mailbox else Contact.Kind.LETTER,
        subject=request.title,
        happened_on=dt.date.today(),  # noqa: DTZ011  a day, not a moment
        reference=f"charter.request:{request.pk}",
        by=by if getattr(by, "is_authenticated", False) else None,
    )
    return commitment


def _links(request: CommitmentRequest, body: Organisation) -> dict[str, str]:
    """Return addresses of the template as text document and PDF, filled in for `body`."""
    query = f"?koerperschaft={body.slug}"
    return {
        kind: settings.BASE_URL + reverse("charter:template", args=[request.pk, kind]) + query
        for kind in ("docx", "pdf")
    }
