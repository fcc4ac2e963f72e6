"""Looks for papers in council information systems and takes over their consultations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Commitment, CouncilPaper, CouncilSystem, Station
from gruenzug.web.charter.oparl.client import Client, Facts, OParlError
from gruenzug.web.charter.oparl.reading import Consultation, Paper, consultation_of, is_type, paper_of
from gruenzug.web.core import audit, tick


def check_system(*, system: CouncilSystem, by: Any = None) -> int | None:
    """Fetch what changed since the last time; return the number of matching papers, None if it failed.

    Nothing is written while the network is asked; what went wrong stands in
    `system.problem` as a sentence.
    """
    try:
        client = Client(system.url)
        papers = _matching(system, client)
        stations = {row.id: _consultations(row, client) for row in papers if _is_linked(system, row)}
    except OParlError as error:
        CouncilSystem.objects.filter(pk=system.pk).update(problem=str(error)[:500], checked_at=timezone.now())
        return None
    with transaction.atomic():
        for paper in papers:
            _store(system, paper, stations.get(paper.id))
        moments = [paper.modified_at for paper in papers if paper.modified_at]
        system.seen_until = max([*moments, *([system.seen_until] if system.seen_until else [])], default=None)
        system.checked_at, system.problem = timezone.now(), ""
        system.save(update_fields=["seen_until", "checked_at", "problem"])
        if by is not None:
            audit.record("charter.system_checked", subject=system.body, by=by, found=len(papers))
    return len(papers)


def adopt_paper(*, paper: CouncilPaper, commitment: Commitment, by: Any) -> int:
    """Link `paper` to `commitment` and take over its number, date and consultations; return how many.

    Raises ValidationError with a sentence if the paper is another body's, or
    the server cannot be asked.
    """
    if commitment.body_id != paper.system.body_id:
        raise ValidationError(_("Die Vorlage gehört zu %s.") % paper.system.body.label, "body")
    try:
        client = Client(paper.system.url)
        facts = paper_of(client.get(paper.oparl_id))
        stations = _consultations(facts, client)
    except OParlError as error:
        raise ValidationError(str(error), "oparl") from error
    if facts.is_deleted:
        raise ValidationError(_("Die Vorlage wurde im Ratsinformationssystem gelöscht."), "deleted")
    with transaction.atomic():
        paper.commitment, paper.is_dismissed = commitment, False
        paper.save(update_fields=["commitment", "is_dismissed"])
        _fill(commitment, facts)
        count = take_stations(commitment=commitment, consultations=stations)
        audit.record(
            "charter.stations_imported", subject=commitment, by=by, paper=facts.reference, stations=count
        )
    return count


@transaction.atomic
def dismiss_paper(*, paper: CouncilPaper, by: Any) -> None:
    """Say that a paper that matched is about something else."""
    paper.is_dismissed, paper.commitment = True, None
    paper.save(update_fields=["is_dismissed", "commitment"])
    audit.record("charter.paper_dismissed", subject=paper, by=by)


@transaction.atomic
def take_stations(*, commitment: Commitment, consultations: list[Consultation]) -> int:
    """Bring the stations of `commitment` in line with the server, without losing what a person entered.

    A station typed by hand is recognised by committee and day. One that the
    server no longer has goes only if nothing came of it.
    """
    known = list(commitment.stations.all())
    by_id = {row.oparl_id: row for row in known if row.oparl_id}
    rows = sorted(consultations, key=lambda row: (row.meets_on is None, row.meets_on or dt.date.min))
    for order, told in enumerate(rows, 1):
        station = by_id.pop(told.id, None) or _typed(known, told) or Station(commitment=commitment)
        _update(station, told, order * 10)
    for gone in by_id.values():
        if gone.result in (Station.Result.OPEN, Station.Result.UNKNOWN) and not gone.vote:
            gone.delete()
    return len(rows)


@tick.job("charter.council_papers", every=dt.timedelta(hours=20))
def check_all(now: dt.datetime) -> str:
    """Look into every active system."""
    systems = list(CouncilSystem.objects.filter(is_active=True).select_related("body"))
    found = [check_system(system=system) for system in systems]
    failed = sum(count is None for count in found)
    told = f"{sum(count or 0 for count in found)} papers from {len(systems) - failed} systems"
    return f"{told}, {failed} not reachable" if failed else (told if systems else "")


def _matching(system: CouncilSystem, client: Client) -> list[Paper]:
    """Return papers that match the words, and those known before whatever they are called now."""
    listed = _body(system, client).get("paper")
    if not isinstance(listed, str):
        raise OParlError(_("%s nennt keine Liste von Vorlagen.") % system.url)
    words = [word.strip().lower() for word in system.words.split(",") if word.strip()]
    known = set(system.papers.values_list("oparl_id", flat=True))
    papers = (paper_of(row) for row in client.rows(listed, system.seen_until))
    return [row for row in papers if row.id in known or any(word in row.name.lower() for word in words)]


def _body(system: CouncilSystem, client: Client) -> Facts:
    """Return the oparl:Body: at the address itself, or the one of the system with the body's official key."""
    found = client.get(system.url)
    if is_type(found, "Body"):
        return found
    if not is_type(found, "System") or not isinstance(found.get("body"), str):
        raise OParlError(_("%s ist weder ein OParl-System noch eine Körperschaft.") % system.url)
    bodies = [row for row in client.rows(str(found["body"])) if not row.get("deleted")]
    key = system.body.official_key
    same = [row for row in bodies if key and str(row.get("ags", "")).startswith(key)]
    if len(same or bodies) == 1:
        return (same or bodies)[0]
    names = ", ".join(str(row.get("shortName") or row.get("name") or row.get("id")) for row in bodies[:5])
    raise OParlError(
        _("Das System führt mehrere Körperschaften (%s); geben Sie die Adresse der richtigen an.") % names
    )


def _consultations(paper: Paper, client: Client) -> list[Consultation]:
    return [consultation_of(row, client.get) for row in paper.consultations]


def _is_linked(system: CouncilSystem, paper: Paper) -> bool:
    if paper.is_deleted:
        return False
    return system.papers.filter(oparl_id=paper.id, commitment__isnull=False).exists()


def _store(system: CouncilSystem, paper: Paper, stations: list[Consultation] | None) -> None:
    if paper.is_deleted:
        system.papers.filter(oparl_id=paper.id).update(is_deleted=True, modified_at=paper.modified_at)
        return
    facts = {
        "reference": paper.reference,
        "name": paper.name,
        "paper_type": paper.paper_type,
        "date": paper.date,
        "web_url": paper.web_url,
        "file_url": paper.file_url,
        "modified_at": paper.modified_at,
        "is_deleted": False,
    }
    row, _created = CouncilPaper.objects.update_or_create(system=system, oparl_id=paper.id, defaults=facts)
    if row.commitment is not None and stations is not None:
        take_stations(commitment=row.commitment, consultations=stations)


def _fill(commitment: Commitment, paper: Paper) -> None:
    """Write what the paper says where nobody wrote anything yet."""
    commitment.paper_reference = commitment.paper_reference or paper.reference[:80]
    commitment.paper_url = commitment.paper_url or paper.web_url or paper.file_url
    commitment.paper_date = commitment.paper_date or paper.date
    commitment.save(update_fields=["paper_reference", "paper_url", "paper_date"])


def _typed(known: list[Station], told: Consultation) -> Station | None:
    """Return the station that a person typed for the same committee and day."""
    for row in known:
        if (
            not row.oparl_id
            and row.meets_on == told.meets_on
            and row.committee.lower() == told.committee.lower()
        ):
            return row
    return None


def _update(station: Station, told: Consultation, order: int) -> None:
    station.oparl_id, station.order = told.id, order
    station.committee = told.committee or station.committee or _("Gremium nicht genannt")
    station.role, station.meets_on = told.role, told.meets_on or station.meets_on
    station.agenda_number = told.agenda_number or station.agenda_number
    if told.result != Station.Result.OPEN:
        station.result = told.result
    if told.result == Station.Result.UNKNOWN:
        station.remark = told.told_result
    station.save()
