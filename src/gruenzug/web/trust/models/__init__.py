"""The tables of this room."""

from gruenzug.web.trust.models.barriers import Assessment, Barrier
from gruenzug.web.trust.models.tickets import ContactBox, Ticket

__all__ = ["Assessment", "Barrier", "ContactBox", "Ticket"]
