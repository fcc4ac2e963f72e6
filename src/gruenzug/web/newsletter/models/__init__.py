"""Newsletters, who gets them, how we know, what was written and what became of each copy."""

from gruenzug.web.newsletter.models.evidence import Evidence, Suppression
from gruenzug.web.newsletter.models.lists import MailingList, Topic, Wording
from gruenzug.web.newsletter.models.subscribers import SignUp, Subscriber, Subscription, new_key
from gruenzug.web.newsletter.models.vocabulary import GIVEN, Happening, Language, Reason

__all__ = [
    "GIVEN",
    "Evidence",
    "Happening",
    "Language",
    "MailingList",
    "Reason",
    "SignUp",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Topic",
    "Wording",
    "new_key",
]
