"""Lists of this room that can leave the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Listing, register
from gruenzug.web.trust.models import Barrier

BARRIERS = register(
    Listing(
        name="barriers",
        title=_("Bekannte Barrieren"),
        description=_("Was auf diesen Seiten noch nicht barrierefrei ist, und was es schon geworden ist."),
        columns=(
            Column("key", _("Kennung"), lambda row: row.key),
            Column("title", _("Was nicht barrierefrei ist"), lambda row: row.title_de),
            Column("where", _("Wo"), lambda row: row.where_de),
            Column("alternative", _("Was es stattdessen gibt"), lambda row: row.alternative_de),
            Column("criterion", _("Erfolgskriterium der WCAG"), lambda row: row.criterion),
            Column("reason", _("Grund"), lambda row: row.get_reason_display()),
            Column("known_since", _("bekannt seit"), lambda row: row.known_since),
            Column("planned_until", _("behoben bis (geplant)"), lambda row: row.planned_until),
            Column("resolved_on", _("behoben am"), lambda row: row.resolved_on),
        ),
        rows=lambda request: Barrier.objects.all(),
    )
)
