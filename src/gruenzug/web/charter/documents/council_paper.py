"""The paper with which a town brings the Charta into its council: one content, as text document and as PDF.

Nothing in it is final: committees and money are the town's business, so the
text document is the main form and the PDF is for looking at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.charter.documents.docx import Writer
from gruenzug.web.charter.models import Commitment, CommitmentRequest, Station
from gruenzug.web.core import pdf
from gruenzug.web.core.formats import day
from gruenzug.web.directory.models import Kind, Organisation

BODY, VERSION = "{koerperschaft}", "{fassung}"


@dataclass(frozen=True)
class CouncilPaper:
    """The blocks of a council paper, or of a declaration where no council decides."""

    title: str
    kicker: str
    definitions: list[tuple[str, str]]
    resolution_title: str
    resolution: list[str]
    reasoning: list[str]
    finances: list[str]
    finance_rows: list[list[str]]
    sequence: list[list[str]] = field(default_factory=list)
    attachments: list[tuple[str, str]] = field(default_factory=list)

    @property
    def finance_head(self) -> list[str]:
        return [
            _("Finanzielle Auswirkungen in Euro"),
            _("Ertrag oder Einzahlung"),
            _("Aufwand oder Auszahlung"),
        ]

    @property
    def sequence_head(self) -> list[str]:
        return [_("Gremium"), _("Zuständigkeit"), _("Sitzung")]


def council_paper(
    request: CommitmentRequest, body: Organisation | None = None, commitment: Commitment | None = None
) -> CouncilPaper:
    """Return the paper of `request` for `body`, or a blank one; a commitment's own stations come first."""
    council = body is None or body.decides_in_council
    name = body.name if body else "…"
    stations = list(commitment.stations.all()) if commitment else []
    return CouncilPaper(
        title=_("%s: Mitwirkung") % request.version.title,
        kicker=_("Beschlussvorlage") if council else _("Erklärung"),
        definitions=_definitions(request, name, commitment, council),
        resolution_title=_("Beschlussvorschlag") if council else _("Erklärung"),
        resolution=_filled(request.resolution if council else request.declaration, request, name),
        reasoning=_filled(request.reasoning, request, name),
        finances=_filled(
            (commitment.financial_effects if commitment else "") or request.financial_effects, request, name
        ),
        finance_rows=[[_("konsumtiv"), "", ""], [_("investiv"), "", ""], [_("Folgekosten je Jahr"), "", ""]],
        sequence=(_stations(stations) or _sequence(request.sequence)) if council else [],
        attachments=_attachments(request, body),
    )


def as_pdf(paper: CouncilPaper, request: CommitmentRequest) -> bytes:
    """Return `paper` as tagged PDF."""
    facts = {
        "title": paper.title,
        "kicker": paper.kicker,
        "definitions": [{"term": term, "value": value or " "} for term, value in paper.definitions],
        "resolution": paper.resolution,
        "reasoning": paper.reasoning,
        "finances": paper.finances,
        "finance_table": {"head": paper.finance_head, "rows": paper.finance_rows},
        "sequence": {"head": paper.sequence_head, "rows": paper.sequence},
        "attachments": [{"title": title, "url": url} for title, url in paper.attachments],
        "words": {
            "resolution": paper.resolution_title,
            "reasoning": _("Begründung"),
            "finances": _("Finanzielle Auswirkungen"),
            "sequence": _("Beratungsfolge"),
            "attachments": _("Anlagen"),
        },
        "footer": request.title,
        "author": settings.PROGRAMME,
    }
    return pdf.render("charter/print/council_paper.typ", facts)


def as_docx(paper: CouncilPaper) -> bytes:
    """Return `paper` as text document (Office Open XML) with real headings and table heads."""
    writer = Writer(title=paper.title, author=settings.PROGRAMME)
    writer.kicker(paper.kicker)
    writer.heading(paper.title, level=0)
    writer.definitions(paper.definitions)
    for title, rows in (
        (paper.resolution_title, paper.resolution),
        (_("Begründung"), paper.reasoning),
        (_("Finanzielle Auswirkungen"), paper.finances),
    ):
        writer.heading(title, level=1)
        writer.paragraphs(rows)
    writer.table(paper.finance_head, paper.finance_rows)
    if paper.sequence:
        writer.heading(_("Beratungsfolge"), level=1)
        writer.table(paper.sequence_head, paper.sequence)
    writer.heading(_("Anlagen"), level=1)
    for title, url in paper.attachments:
        writer.link(title, url)
    stream = BytesIO()
    writer.save(stream)
    return stream.getvalue()


def _definitions(
    request: CommitmentRequest, name: str, commitment: Commitment | None, council: bool
) -> list[tuple[str, str]]:
    rows = [(_("Körperschaft"), name), (_("Betreff"), request.version.title)]
    if not council:
        return rows
    return [
        *rows,
        (_("Vorlage Nr."), commitment.paper_reference if commitment else ""),
        (_("Federführung"), ""),
        (_("Datum"), day(commitment.paper_date) if commitment and commitment.paper_date else ""),
    ]


def _filled(text: str, request: CommitmentRequest, name: str) -> list[str]:
    """Return the paragraphs of `text` with the names put in."""
    told = text.replace(BODY, name).replace(VERSION, request.version.title)
    return [" ".join(part.split()) for part in told.split("\n\n") if part.strip()]


def _stations(stations: list[Station]) -> list[list[str]]:
    return [
        [row.committee, row.get_role_display(), day(row.meets_on) if row.meets_on else ""] for row in stations
    ]


def _sequence(text: str) -> list[list[str]]:
    """Return the committees a request proposes; the last one decides."""
    names = [line.strip() for line in text.splitlines() if line.strip()]
    role, last = Station.Role.ADVICE.label, Station.Role.DECISION.label
    return [[name, str(last if name is names[-1] else role), ""] for name in names]


def _attachments(request: CommitmentRequest, body: Organisation | None) -> list[tuple[str, str]]:
    version = request.version
    rows: list[tuple[str, Any]] = [(version.title, f"{settings.BASE_URL}{version.get_absolute_url()}")]
    if version.official_url:
        rows.append(
            (_("Seite des Regionalverbands zur %s") % version.get_document_display(), version.official_url)
        )
    if body and body.municipality and body.kind == Kind.MUNICIPALITY:
        dossier = reverse("dossiers:dossier", args=[body.municipality.slug])
        rows.append(
            (_("Zahlen, Vergleich und Karte: %s") % body.municipality.name, settings.BASE_URL + dossier)
        )
    return rows
