"""What was agreed, who committed to it, and what came of it."""

from gruenzug.web.charter.models.commitments import Commitment, CommitmentRequest, SigningEvent, Station
from gruenzug.web.charter.models.council_papers import CouncilPaper, CouncilSystem
from gruenzug.web.charter.models.goals import (
    Facet,
    Handlungsziel,
    Instrument,
    Leitthema,
    Lever,
    Oberziel,
)
from gruenzug.web.charter.models.pledges import Pledge, Report, ReportingRound
from gruenzug.web.charter.models.versions import Document, Section, Version

__all__ = [
    "Commitment",
    "CommitmentRequest",
    "CouncilPaper",
    "CouncilSystem",
    "Document",
    "Facet",
    "Handlungsziel",
    "Instrument",
    "Leitthema",
    "Lever",
    "Oberziel",
    "Pledge",
    "Report",
    "ReportingRound",
    "Section",
    "SigningEvent",
    "Station",
    "Version",
]
