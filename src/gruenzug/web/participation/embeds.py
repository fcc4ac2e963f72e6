"""Consultations that editors put into pages."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.embeds import Embed, register
from gruenzug.web.core.formats import day
from gruenzug.web.participation.models import Consultation, Phase, PhaseKind


def consultation_choices() -> list[tuple[str, str]]:
    """Return the public consultations, the latest first."""
    return [(str(row.pk), row.title_de) for row in Consultation.objects.public()]


def consultation(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return a public consultation as a card, with what can be done now."""
    today = timezone.localdate()
    now = Phase.objects.filter(consultation=OuterRef("pk"), begins_on__lte=today, ends_on__gte=today)
    rows = Consultation.objects.public().annotate(
        now=Subquery(now.values("kind")[:1]), until=Subquery(now.values("ends_on")[:1])
    )
    row = rows.filter(pk=int(key)).first() if key.isdecimal() else None
    if row is None:
        return None
    facts = {"phase": PhaseKind(row.now).label, "day": day(row.until)} if row.now else {}
    return {
        "title": text_of(row.title),
        "url": row.get_absolute_url(),
        "text": text_of(row.summary),
        "meta": _("%(phase)s, bis %(day)s") % facts if facts else "",
    }


register(
    Embed(
        "participation.consultation",
        gettext_lazy("Konsultation"),
        consultation_choices,
        consultation,
        "core/embeds/card.html",
        45,
    )
)
