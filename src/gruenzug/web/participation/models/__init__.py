"""The room's tables, one idea per file."""

from gruenzug.web.participation.models.contributions import Contribution
from gruenzug.web.participation.models.ideas import Idea, Photo, Reaction
from gruenzug.web.participation.models.moderation import ModerationEntry
from gruenzug.web.participation.models.participants import Participant
from gruenzug.web.participation.models.vocabulary import (
    Category,
    Decision,
    Held,
    Opinion,
    Reason,
    Stage,
    Verdict,
    Visibility,
)

__all__ = [
    "Category",
    "Contribution",
    "Decision",
    "Held",
    "Idea",
    "ModerationEntry",
    "Opinion",
    "Participant",
    "Photo",
    "Reaction",
    "Reason",
    "Stage",
    "Verdict",
    "Visibility",
]
