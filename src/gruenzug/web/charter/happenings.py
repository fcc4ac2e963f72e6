"""What this room tells of what happened."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter.models import Commitment, Pledge
from gruenzug.web.core.happenings import Happening, register

register(
    Happening(
        "charter.commitments",
        _("Mitwirkung der Kommunen"),
        Commitment,
        ("charter.commitment_created", "charter.commitment_moved", "charter.stations_imported"),
        icon="group",
        order=40,
    )
)
register(
    Happening(
        "charter.pledges",
        _("Selbstverpflichtungen"),
        Pledge,
        ("charter.pledge_created", "charter.pledge_moved", "charter.report_submitted"),
        icon="tasks",
        order=41,
    )
)
