"""Newsletters, who gets them, how we know, what was written and what became of each copy."""

from gruenzug.web.newsletter.models.bounces import Bounce
from gruenzug.web.newsletter.models.deliveries import FINAL, OPEN, Delivery
from gruenzug.web.newsletter.models.evidence import Evidence, Suppression
from gruenzug.web.newsletter.models.issues import SUFFIXES, Issue, Rendered, Text
from gruenzug.web.newsletter.models.lists import MailingList, Topic, Wording
from gruenzug.web.newsletter.models.subscribers import SignUp, Subscriber, Subscription, new_key
from gruenzug.web.newsletter.models.vocabulary import GIVEN, Happening, Language, Reason

__all__ = [
    "FINAL",
    "GIVEN",
    "OPEN",
    "SUFFIXES",
    "Bounce",
    "Delivery",
    "Evidence",
    "Happening",
    "Issue",
    "Language",
    "MailingList",
    "Reason",
    "Rendered",
    "SignUp",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Text",
    "Topic",
    "Wording",
    "new_key",
]
