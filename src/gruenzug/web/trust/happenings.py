"""What this room tells of what happened."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.trust.models import Ticket

register(
    Happening("trust.tickets", _("Nachrichten"), Ticket, ("trust.ticket_received",), icon="mail", order=5)
)
