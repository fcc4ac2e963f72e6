"""Projects and all that belongs to them."""

from gruenzug.web.projects.models.lists import ProjectList
from gruenzug.web.projects.models.media import Attachment, Picture
from gruenzug.web.projects.models.parts import (
    HistoryEntry,
    Lesson,
    ListEntry,
    Milestone,
    Partner,
    Phase,
    Reference,
    YearCost,
)
from gruenzug.web.projects.models.projects import Project, ProjectQuerySet
from gruenzug.web.projects.models.submissions import Distinct, FormerAddress, Merge, Submission
from gruenzug.web.projects.models.vocabulary import (
    ElementKind,
    FieldOfAction,
    Locating,
    MeasureKind,
    Moment,
    Origin,
    PhaseKind,
    PictureRights,
    Precision,
    State,
    Visibility,
)

__all__ = [
    "Attachment",
    "Distinct",
    "ElementKind",
    "FieldOfAction",
    "FormerAddress",
    "HistoryEntry",
    "Lesson",
    "ListEntry",
    "Locating",
    "MeasureKind",
    "Merge",
    "Milestone",
    "Moment",
    "Origin",
    "Partner",
    "Phase",
    "PhaseKind",
    "Picture",
    "PictureRights",
    "Precision",
    "Project",
    "ProjectList",
    "ProjectQuerySet",
    "Reference",
    "State",
    "Submission",
    "Visibility",
    "YearCost",
]
