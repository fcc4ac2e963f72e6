"""Bodies, people, groups, and what was talked about."""

from gruenzug.web.directory.models.communication import Contact, Promise
from gruenzug.web.directory.models.groups import ContactGroup, GroupRule
from gruenzug.web.directory.models.merges import Merge
from gruenzug.web.directory.models.organisations import PLURALS, FunctionContact, Kind, Organisation, Topic
from gruenzug.web.directory.models.people import Consent, ConsentWording, Membership, Person, Position

__all__ = [
    "PLURALS",
    "Consent",
    "ConsentWording",
    "Contact",
    "ContactGroup",
    "FunctionContact",
    "GroupRule",
    "Kind",
    "Membership",
    "Merge",
    "Organisation",
    "Person",
    "Position",
    "Promise",
    "Topic",
]
