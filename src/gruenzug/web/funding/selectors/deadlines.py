"""Everything that falls due around grants: computed from the grants, never typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.funding.dates import add_months
from gruenzug.web.funding.models import Application, Drawdown, Duty, Earmark, Grant, Proof, Term
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.balances import Balances, balances_of
from gruenzug.web.funding.selectors.terms import Terms, terms_of_all


class Kind(models.TextChoices):
    """What falls due."""

    SPEND = "spend", gettext_lazy("Ausgezahltes Geld ausgeben")
    INTERIM = "interim", gettext_lazy("Zwischennachweis")
    FINAL = "final", gettext_lazy("Verwendungsnachweis")
    PERIOD = "period", gettext_lazy("Ende des Bewilligungszeitraums")
    DUTY = "duty", gettext_lazy("Auflage")
    EARMARK = "earmark", gettext_lazy("Ende der Zweckbindung")
    RECEIPTS = "receipts", gettext_lazy("Belege aufbewahren bis")
    APPLICATION = "application", gettext_lazy("Antrag einreichen")


PASSIVE = (Kind.EARMARK, Kind.RECEIPTS, Kind.PERIOD)


@dataclass(frozen=True)
class Deadline:
    """One day on which something has to be done."""

    kind: Kind
    due_on: dt.date
    text: str
    grant: Grant | None = None
    application: Application | None = None
    key: str = ""

    @property
    def label(self) -> str:
        """What falls due, and for what."""
        subject = self.grant or self.application
        return f"{self.kind.label}: {subject}"


def deadlines_of(grants: QuerySet[Grant], until: dt.date | None = None) -> list[Deadline]:
    """Return what falls due for `grants` up to a day, overdue things too, in eight queries."""
    rows = list(grants.exclude(state=Grant.State.DRAFT).select_related("recipient", "parent"))
    terms, found = terms_of_all(rows), balances_of(rows)
    proofs: dict[int, list[Proof]] = {grant.pk: [] for grant in rows}
    for proof in Proof.objects.filter(grant__in=rows):
        proofs[proof.grant_id].append(proof)
    by_key = {grant.pk: grant for grant in rows}
    due = [
        deadline
        for grant in rows
        for deadline in _of_grant(grant, terms[grant.pk], found[grant.pk], proofs[grant.pk])
    ]
    due += [*_of_drawdowns(by_key, found), *_of_duties(by_key), *_of_earmarks(by_key)]
    return sorted(
        (row for row in due if until is None or row.due_on <= until), key=lambda row: (row.due_on, row.key)
    )


def deadlines_of_applications(rows: QuerySet[Application]) -> list[Deadline]:
    """Return when applications in preparation have to be handed in."""
    waiting = rows.filter(state=Application.State.DRAFT, due_on__isnull=False).select_related("applicant")
    return [
        Deadline(
            Kind.APPLICATION, row.due_on, row.applicant.label, application=row, key=f"application:{row.pk}"
        )
        for row in waiting
    ]


def _of_grant(grant: Grant, terms: Terms, has: Balances, proofs: list[Proof]) -> Iterator[Deadline]:
    if grant.state == Grant.State.IN_FORCE and grant.ends_on:
        yield Deadline(
            Kind.PERIOD,
            grant.ends_on,
            _("Danach sind keine Ausgaben mehr zuwendungsfähig."),
            grant,
            key=f"period:{grant.pk}",
        )
        yield from _final_proof(grant, terms, proofs)
        yield from _interim_proofs(grant, terms, has, proofs)
    if grant.state in (Grant.State.PROVED, Grant.State.CLOSED):
        yield from _receipts(grant, terms, proofs)


def _final_proof(grant: Grant, terms: Terms, proofs: list[Proof]) -> Iterator[Deadline]:
    months = terms.number(Term.LAST_RECIPIENT_PROOF_MONTHS) if grant.parent_id else None
    months = terms.number(Term.FINAL_PROOF_MONTHS) if months is None else months
    handed_in = any(proof.kind == Proof.Kind.FINAL and _is_in(proof) for proof in proofs)
    if months is not None and not handed_in:
        due_on = add_months(grant.ends_on, int(months))
        yield Deadline(
            Kind.FINAL, due_on, _("Sachbericht und zahlenmäßiger Nachweis"), grant, key=f"final:{grant.pk}"
        )


def _interim_proofs(grant: Grant, terms: Terms, has: Balances, proofs: list[Proof]) -> Iterator[Deadline]:
    """A grant that runs on into the next year is proved for each year that ended."""
    months = terms.number(Term.INTERIM_PROOF_MONTHS)
    if months is None or not grant.begins_on:
        return
    proved = {proof.covers_until.year for proof in proofs if _is_in(proof)}
    for year in range(grant.begins_on.year, grant.ends_on.year):
        if year not in proved:
            due_on = add_months(dt.date(year, 12, 31), int(months))
            yield Deadline(
                Kind.INTERIM, due_on, _("Für das Jahr %s") % year, grant, key=f"interim:{grant.pk}:{year}"
            )


def _receipts(grant: Grant, terms: Terms, proofs: list[Proof]) -> Iterator[Deadline]:
    years = terms.number(Term.RECEIPTS_YEARS)
    final = next((proof for proof in proofs if proof.kind == Proof.Kind.FINAL and proof.submitted_on), None)
    if years is not None and final:
        due_on = add_months(final.submitted_on, int(years) * 12)
        text = _("Bis dahin müssen Bücher und Belege bleiben.")
        yield Deadline(Kind.RECEIPTS, due_on, text, grant, key=f"receipts:{grant.pk}")


def _of_drawdowns(grants: dict[int, Grant], found: dict[int, Balances]) -> Iterator[Deadline]:
    """Money that was paid out has to be spent; what is left of it falls due with the latest drawdown."""
    paid = Drawdown.objects.filter(grant__in=grants, state=Drawdown.State.PAID, spend_by__isnull=False)
    latest: dict[int, Drawdown] = {}
    for drawdown in paid.order_by("answered_on", "number"):
        latest[drawdown.grant_id] = drawdown
    for key, drawdown in latest.items():
        grant = grants[key]
        left = found[key].of("cash")
        if left > 0 and grant.state == Grant.State.IN_FORCE:
            text = _("Noch nicht verwendet: %s") % euro(left)
            yield Deadline(Kind.SPEND, drawdown.spend_by, text, grant, key=f"spend:{drawdown.pk}")


def _of_duties(grants: dict[int, Grant]) -> Iterator[Deadline]:
    for duty in Duty.objects.filter(grant__in=grants, done_on__isnull=True):
        yield Deadline(Kind.DUTY, duty.due_on, duty.title, grants[duty.grant_id], key=f"duty:{duty.pk}")


def _of_earmarks(grants: dict[int, Grant]) -> Iterator[Deadline]:
    bound = Earmark.objects.filter(grant__in=grants, ends_on__isnull=False, released_on__isnull=True)
    for row in bound:
        yield Deadline(Kind.EARMARK, row.ends_on, row.title, grants[row.grant_id], key=f"earmark:{row.pk}")


def _is_in(proof: Proof) -> bool:
    return proof.state in (Proof.State.SUBMITTED, Proof.State.ACCEPTED)


def this_week(rows: Iterable[Deadline], today: dt.date) -> list[Deadline]:
    """Return what is overdue or falls due within seven days."""
    last = today + dt.timedelta(days=7)
    return [row for row in still_open(rows, today) if row.due_on <= last]


def still_open(rows: Iterable[Deadline], today: dt.date) -> list[Deadline]:
    """Return what lies ahead or is overdue; an end that asks for nothing is not told once it is over."""
    return [row for row in rows if row.due_on >= today or row.kind not in PASSIVE]
