"""Events, their programme, who takes part, and what is left of them."""

from gruenzug.web.events.models.documentation import Material, Picture
from gruenzug.web.events.models.events import MOST_IN_A_GROUP, Event, EventQuerySet
from gruenzug.web.events.models.programme import Block, Day, Room, Session, Speaker
from gruenzug.web.events.models.registrations import (
    AccessNeed,
    Attendance,
    Choice,
    Group,
    Registration,
    new_key,
)
from gruenzug.web.events.models.traces import Announcement, CheckIn, Message, Step
from gruenzug.web.events.models.vocabulary import (
    Kind,
    Letter,
    MaterialKind,
    Mode,
    Need,
    NeedState,
    Origin,
    PlaceState,
    Precision,
    SessionKind,
    SignUp,
    State,
    Way,
)

__all__ = [
    "MOST_IN_A_GROUP",
    "AccessNeed",
    "Announcement",
    "Attendance",
    "Block",
    "CheckIn",
    "Choice",
    "Day",
    "Event",
    "EventQuerySet",
    "Group",
    "Kind",
    "Letter",
    "Material",
    "MaterialKind",
    "Message",
    "Mode",
    "Need",
    "NeedState",
    "Origin",
    "Picture",
    "PlaceState",
    "Precision",
    "Registration",
    "Room",
    "Session",
    "SessionKind",
    "SignUp",
    "Speaker",
    "State",
    "Step",
    "Way",
    "new_key",
]
