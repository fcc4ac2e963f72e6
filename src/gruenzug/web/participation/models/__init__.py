"""The room's tables, one idea per file."""

from gruenzug.web.participation.models.consultations import (
    Allocation,
    Answer,
    Consultation,
    Draft,
    Paragraph,
    Phase,
)
from gruenzug.web.participation.models.contributions import Contribution
from gruenzug.web.participation.models.ideas import Idea, Photo, Reaction
from gruenzug.web.participation.models.moderation import ModerationEntry
from gruenzug.web.participation.models.participants import Participant
from gruenzug.web.participation.models.surveys import Question, Response, Survey
from gruenzug.web.participation.models.vocabulary import (
    PERMITS,
    Act,
    Category,
    Decision,
    Held,
    Opinion,
    PhaseKind,
    Reason,
    Stage,
    Verdict,
    Visibility,
)

__all__ = [
    "PERMITS",
    "Act",
    "Allocation",
    "Answer",
    "Category",
    "Consultation",
    "Contribution",
    "Decision",
    "Draft",
    "Held",
    "Idea",
    "ModerationEntry",
    "Opinion",
    "Paragraph",
    "Participant",
    "Phase",
    "PhaseKind",
    "Photo",
    "Question",
    "Reaction",
    "Reason",
    "Response",
    "Stage",
    "Survey",
    "Verdict",
    "Visibility",
]
